"""Bits flipped in a register's file, and audit logs tampered with."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw

from rashomon.errors import RegisterError
from rashomon.store import Register, log
from rashomon.store.columns import canonical
from rashomon.store.search import TABLES
from tests.torture.workload import dice, work

Rows = list[tuple[int, str, str]]


def flips(folder: Path, times: int, *, reports: int = 40, seed: int = 1) -> dict[str, object]:
    """Flip one bit of a register's file, `times` times: whatever then reads otherwise must be found by verify."""
    source, hurt = folder / "whole.db", folder / "hurt.db"
    work(str(source), 0, lambda _line: None, until=reports)
    _settle(source)
    whole, data, chance = content(source), source.read_bytes(), dice(seed)
    found = harmless = silent = 0
    for _ in range(times):
        damaged = bytearray(data)
        bit = chance.randrange(8 * len(data))
        damaged[bit // 8] ^= 1 << bit % 8
        for end in ("-wal", "-shm"):
            Path(f"{hurt}{end}").unlink(missing_ok=True)
        hurt.write_bytes(damaged)
        changed = content(hurt) != whole
        if problems(hurt):
            found += 1
        elif changed:
            silent += 1
        else:
            harmless += 1
    return {"flips": times, "found": found, "harmless": harmless, "changed content and not found": silent}


def _settle(path: Path) -> None:
    """One file without a write-ahead log."""
    database = apsw.Connection(str(path))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("PRAGMA journal_mode=DELETE")
    database.close()


def content(path: Path) -> object:
    """All rows of all tables, and all words that a search finds; None when they cannot be read.

    The segments of the search index are read as a search reads them: they also hold entries of records that were
    changed since, which nothing reads any more.
    """
    copy = path.with_name("read.db")
    shutil.copyfile(path, copy)
    try:
        database = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not row[0].endswith(("_words_data", "_words_idx"))
        ]
        for table in TABLES:
            sql = f"CREATE VIRTUAL TABLE temp.found_{table} USING fts5vocab('main', '{table}', 'instance')"
            database.execute(sql)
        return {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
            for name in [*names, *(f"found_{table}" for table in TABLES)]
        }
    except (apsw.Error, UnicodeDecodeError):
        return None


def problems(path: Path) -> bool:
    """Does opening or verifying tell?"""
    try:
        with Register.open(str(path)) as register:
            return bool(register.verify())
    except RegisterError:
        return True


# The log ---------------------------------------------------------------------------------------------------


def chain(entries: int) -> Rows:
    """A log of so many entries."""
    rows: Rows = []
    previous = log.START
    for n in range(1, entries + 1):
        value = {
            "sequence": n, "previous": previous, "time": f"2024-01-01T00:{n // 60 % 60:02}:{n % 60:02}+00:00",
            "author": "Ana", "action": "comment", "object": f"{n:016x}", "reason": "", "details": {"n": n},
        }  # fmt: skip
        entry = canonical(value)
        previous = log.digest(entry)
        rows.append((n, entry, previous))
    return rows


def tampered(rows: Rows, at: int, chance: random.Random) -> Iterator[tuple[str, Rows]]:
    """Every kind of tampering with one entry."""
    n, entry, hash = rows[at]
    value = json.loads(entry)
    place = chance.randrange(len(entry))
    flipped = entry[:place] + chr(ord(entry[place]) ^ 1) + entry[place + 1 :]
    renamed = canonical({("autor" if k == "author" else k): v for k, v in value.items()})
    rewritten = canonical({**value, "author": "Ben"})
    before, after = rows[:at], rows[at + 1 :]
    yield "bit flipped", [*before, (n, flipped, hash), *after]
    yield "deleted", [*before, *after]
    yield "deleted, rest renumbered", [*before, *((m - 1, e, h) for m, e, h in after)]
    if after:
        yield "swapped", [*before, (n, after[0][1], after[0][2]), (n + 1, entry, hash), *after[1:]]
    yield "duplicated", [*rows[: at + 1], (n + 1, entry, hash), *((m + 1, e, h) for m, e, h in after)]
    yield (
        "inserted",
        [*before, (n, rewritten, log.digest(rewritten)), *((m + 1, e, h) for m, e, h in rows[at:])],
    )
    yield "field renamed", [*before, (n, renamed, hash), *after]
    yield "rewritten with its hash", [*before, (n, rewritten, log.digest(rewritten)), *after]
    yield "cut off here", rows[:at]
    yield "all rewritten from here", [*before, *_rechained(rows[at:], before[-1][2] if before else log.START)]


def _rechained(rows: Rows, previous: str) -> Rows:
    found: Rows = []
    for n, entry, _ in rows:
        changed = canonical({**json.loads(entry), "author": "Ben", "previous": previous})
        previous = log.digest(changed)
        found.append((n, changed, previous))
    return found


def tampering(
    entries: int, at: list[int], check: Callable[[Rows, tuple[int, str]], bool], *, seed: int = 1
) -> dict[str, object]:
    """Tamper with entries of a log in every way; `check` says whether it finds it, given the head of before."""
    rows, chance = chain(entries), dice(seed)
    head = (rows[-1][0], rows[-1][2])
    assert not check(rows, head), "a whole log must pass"
    tried: dict[str, int] = {}
    missed: list[str] = []
    for place in at:
        for kind, changed in tampered(rows, place, chance):
            tried[kind] = tried.get(kind, 0) + 1
            if not check(changed, head):
                missed.append(f"{kind} at {place + 1}")
    return {"entries": entries, "tried": sum(tried.values()), "missed": missed}


def package_check(rows: Rows, head: tuple[int, str]) -> bool:
    """The package's own verifier."""
    return bool(log.check(rows, head=head))
