"""PostgreSQL connections that are cut while a program ingests and decides."""

from __future__ import annotations

import threading
import time

from rashomon.store import Register
from tests.postgres import Server
from tests.torture.workload import Ledger, dice, work


def cut_connections(where: str, reports: int, *, seed: int = 1) -> dict[str, object]:
    """End the program's connections at random moments: it must go on by itself, with everything there once."""
    import psycopg

    ledger, chance, over, cuts = Ledger(), dice(seed), threading.Event(), 0
    Register.open(where, create=True).close()
    worker = threading.Thread(target=lambda: (work(where, 0, ledger.seen.add, until=reports), over.set()))
    worker.start()
    query = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(where, autocommit=True) as connection:
        while worker.is_alive():
            time.sleep(chance.uniform(0.05, 0.4))
            row = connection.execute(query).fetchone()
            cuts += row[0] if row else 0
    worker.join()
    missing = ledger.missing(where)
    with Register.open(where) as register:
        problems = register.verify()
    return {
        "connections cut": cuts, "finished": over.is_set(), "acknowledged": len(ledger.seen),
        "lost or twice": len(missing), "verify problems": len(problems),
    }  # fmt: skip


def on_a_server(reports: int) -> dict[str, object]:
    """On a PostgreSQL server made for it."""
    with Server() as server:
        return cut_connections(server.url, reports)
