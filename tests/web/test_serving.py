"""Before the first page: what `rashomon review` gets ready."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
import sqlalchemy as sa

from rashomon.errors import RashomonError
from rashomon.store.schema import meta
from rashomon.web.desk import Desk
from rashomon.web.serve import bind, leave_in_order, prepare
from tests.store.made import report


def test_a_register_of_another_version_is_linked_before_the_first_decision(tmp_path: Path) -> None:
    desk = Desk(str(tmp_path / "register.db"), author="Ada")
    desk.register.ingest([report("d1")], version="test", components={})
    said: list[str] = []
    prepare(desk, said.append)
    assert said == []
    with desk.register.engine.begin() as connection:
        connection.execute(sa.update(meta).where(meta.c.key == "linking").values(value="of last year"))
    prepare(desk, said.append)
    assert len(said) == 1
    assert desk.register.is_linked()
    assert desk.register.verify() == []
    desk.close()


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(RashomonError, match="another --port"):
            bind("127.0.0.1", taken.getsockname()[1])


def test_the_register_is_named_without_its_folder_or_password(tmp_path: Path) -> None:
    desk = Desk(str(tmp_path / "register.db"), author="Ada")
    assert desk.name == "register.db"
    desk.where = "postgresql://ada:secret@localhost/war?sslmode=require"
    assert desk.name == "war"
    desk.close()


def test_a_server_that_is_told_to_end_ends_in_order() -> None:
    before = signal.signal(signal.SIGTERM, leave_in_order)
    try:
        with pytest.raises(SystemExit) as left:
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert left.value.code == 128 + signal.SIGTERM
