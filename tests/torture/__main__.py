"""`make torture`: everything, for long. Prints one line of JSON for each part."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.torture import connections, damage, faults, full, kills, powercuts, servers

PARTS = (
    "kills", "cuts", "control", "flips", "tampering", "full", "together", "machine", "faults", "connections",
    "restarts", "server cuts", "server controls",
)  # fmt: skip


def machine(examples: int, steps: int) -> dict[str, int]:
    """The state machine of the tests with chance of its own, for long; raises what it finds."""
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.store.test_machine import RegisterMachine

    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(RegisterMachine, settings=how)  # type: ignore[no-untyped-call]
    return {"runs": examples, "steps each": steps}


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, choices=[*PARTS, []])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--server-cuts", type=int, default=50)
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--flips", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def part(kind: str) -> Path:
            (folder / kind).mkdir()
            return folder / kind

        works: dict[str, Callable[[Path], object]] = {
            "kills": lambda f: kills.run(f, options.kills),
            "cuts": lambda f: powercuts.cuts(f, options.cuts),
            "control": lambda f: powercuts.cuts(f, 40, synchronous="OFF"),
            "flips": lambda f: damage.flips(f, options.flips),
            "tampering": lambda f: damage.tampering(
                10_000, list(range(0, 10_000, 101)), damage.package_check
            ),
            "full": lambda f: [full.full(f, mib) for mib in (2, 4, 8)],
            "connections": lambda _f: connections.on_a_server(200),
            "machine": lambda _f: machine(options.examples, options.steps),
            "faults": faults.run,
            "restarts": lambda _f: servers.restarts(options.restarts),
            "server cuts": lambda f: servers.cuts(f, options.server_cuts),
            "server controls": lambda f: [
                servers.cuts(f, 10, settings=s) for s in (servers.LATE, servers.RISKY)
            ],
            "together": lambda f: full.together(str(f / "r.db"), 8, 100),
        }
        for kind in options.parts:
            start = time.monotonic()
            found = works[kind](part(kind))
            print(
                json.dumps({"part": kind, "result": found, "seconds": round(time.monotonic() - start)}),
                flush=True,
            )


if __name__ == "__main__":
    main()
