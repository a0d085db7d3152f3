"""A PostgreSQL server that ends connections while a program works."""

from __future__ import annotations

import pytest

from tests.store.conftest import with_name
from tests.torture.connections import cut_connections


def test_work_goes_on_after_connections_were_cut(postgres: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE cut")
    found = cut_connections(with_name(postgres, "cut"), 12)
    assert (found["finished"], found["lost or twice"], found["verify problems"]) == (True, 0, 0)
