"""The register itself: opening, what goes in and comes out, filters, search, and proof."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from rashomon.errors import NotFoundError, RegisterError
from rashomon.ids import sha256_of
from rashomon.store import Filter, Register, setup
from rashomon.store.backup import backup, restore
from rashomon.store.engine import filesystem_of, writing
from rashomon.store.schema import SCHEMA_VERSION, documents, meta
from tests.store.made import ingest, lines, report

BEFORE = SCHEMA_VERSION - 1
STRANGE = "Police\x00 said \ud800 a drone \x1a killed 4 people in Kaya."


def test_any_text_comes_back_as_it_was(register: Register) -> None:
    ingest(register, [report("odd\x00", text=STRANGE)])
    assert register.document("odd\x00").text == STRANGE
    assert register.incidents()[0].mentions[0].quote == STRANGE[:12]
    assert register.verify() == []


def test_original_bytes_are_kept_by_their_hash(register: Register) -> None:
    data = b"<p>" + report().doc.text.encode() + b"</p>"
    item = report()
    object.__setattr__(item.doc, "sha256", sha256_of(data))
    ingest(register, [item], originals={"d1": data})
    assert register.original("d1") == data
    assert register.verify() == []


def test_a_changed_text_under_a_known_id_is_kept_beside_the_old_one(register: Register) -> None:
    ingest(register, [report("a", killed=4)])
    done = ingest(register, [report("a", killed=9)])
    assert [i.code for i in done.issues] == ["text_changed"]
    assert [d.text[:40] for d in register.versions("a")] == [
        report("a", killed=k).doc.text[:40] for k in (4, 9)
    ]
    assert register.verify() == []


def test_every_address_shows_the_incident(register: Register) -> None:
    ingest(register, [report("a"), report("b", killed=5)])
    (incident,) = register.incidents()
    for mention in incident.mentions:
        assert register.incident(mention.id).id == incident.id
    assert register.incident(incident.id[:6]).id == incident.id
    for wrong in ("", "zz", "'; DROP TABLE incidents"):
        with pytest.raises(NotFoundError):
            register.incident(wrong)


def test_filters_and_counts(register: Register) -> None:
    ingest(
        register,
        [
            report("a", killed=4), report("b", killed=5, source="army"),
            report("c", town="Paris", country="FRA", day="2023-05-05", lat=48.8, lon=2.3, killed=0),
        ],
    )  # fmt: skip
    assert [i.place.country for i in register.incidents()] == ["IRQ", "FRA"]
    for asked, count in (
        ({"country": "FRA"}, 1), ({"since": "2024-01-01"}, 1), ({"until": "2023-12-31"}, 1), ({"contested": True}, 1),
        ({"min_killed": 1}, 1), ({"type": "attack"}, 0), ({"where": {"publisher": "The Daily"}}, 2),
        ({"box": (40, 0, 50, 10)}, 1), ({"words": "paris"}, 1), ({"words": ""}, 0), ({"state": "accepted"}, 0),
    ):  # fmt: skip
        assert register.count(Filter(**asked)) == count, asked  # type: ignore[arg-type]
    assert register.counts("country") == [("FRA", 1), ("IRQ", 1)]
    assert register.counts("type") == [("air_drone_strike", 2)]
    with pytest.raises(RegisterError, match="nothing to filter by"):
        register.incidents(colour="red")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("baghdad", True), ("BÀGHDAD drone", True), ('"killed 4"', True), ('"4 killed"', False), ("bagh*", True),
        ("drone -baghdad", False), ("-drone", False), ("北京", True), ("京北", False), ("", False), ('"', False),
        ("NEAR(", False), ("a' OR 1=1 --", False), ("*", False), ("{x}:y^2", False), ("\x00", False),
    ],
)  # fmt: skip
def test_search(register: Register, query: str, found: bool) -> None:
    ingest(register, [report("a", text="北京 police said a drone killed 4 people in Baghdad.")])
    assert bool(register.search_documents(query)) is found


def test_the_database_refuses_to_change_records(register: Register) -> None:
    ingest(register, [report("a")])
    for statement in (documents.update().values(text="x"), documents.delete(), sa.text("DELETE FROM log")):
        with pytest.raises(RegisterError, match="never changed"), writing(register.engine) as connection:
            connection.execute(statement)
    assert register.verify() == []


def test_the_order_of_components_does_not_matter_to_a_run(register: Register) -> None:
    ingest(register, [report("a")], components={"b": 1, "a": {"d": 1, "c": 2}})
    assert register.verify() == []


def test_verify_compares_with_an_earlier_head(register: Register) -> None:
    head = register.head()
    ingest(register, [report("a")])
    assert register.verify(head=head) == []
    assert "cut off or rewritten" in register.verify(head=f"9:{'0' * 64}")[0].message


def test_backup_and_restore_give_the_same_register(
    register: Register, place: str, new_place: Callable[[], str], tmp_path: Path
) -> None:
    ingest(register, [report("a"), report("b", text=STRANGE, day="2023-01-01")])
    register.accept(register.incidents()[0].id, author="Ana")
    again = new_place()
    backup(place, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", again)
    with Register.open(again) as other:
        assert (other.head(), lines(other.coding())) == (register.head(), lines(register.coding()))
        assert other.verify() == []
        ingest(other, [report("c")])
        assert other.verify() == []


def test_a_missing_register_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no register here"):
        Register.open(str(tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("this is no database at all, only text")
    with pytest.raises(RegisterError):
        Register.open(str(tmp_path / "text.db"))


def test_a_newer_register_is_refused(place: str) -> None:
    with Register.open(place, create=True) as register, writing(register.engine) as connection:
        connection.execute(meta.update().where(meta.c.key == "schema").values(value="99"))
    with pytest.raises(RegisterError, match="newer version"):
        Register.open(place)


def test_a_migration_is_done_whole_or_not_at_all(place: str) -> None:
    with Register.open(place, create=True) as register:
        with writing(register.engine) as connection:
            connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(BEFORE)))

        def broken(connection: sa.Connection) -> None:
            connection.execute(meta.insert().values(key="half", value="done"))
            raise RegisterError("broken")

        with pytest.raises(RegisterError, match="broken"):
            setup.migrate(register.engine, BEFORE, {BEFORE: broken})
        with pytest.raises(RegisterError, match=f"schema {BEFORE}"):
            setup.migrate(register.engine, BEFORE, {})
        setup.migrate(register.engine, BEFORE, {BEFORE: lambda _connection: None})
        assert register.verify() == []


def test_a_register_of_schema_2_is_moved_up_when_it_is_opened(place: str) -> None:
    with Register.open(place, create=True) as register:
        ingest(register, [report("a")])
        with writing(register.engine) as connection:
            connection.execute(meta.update().where(meta.c.key == "schema").values(value="2"))
            connection.exec_driver_sql("DROP INDEX incidents_by_date")
            connection.exec_driver_sql("CREATE INDEX incidents_by_date ON incidents (id)")
            for name in ("type", "country", "state"):
                connection.exec_driver_sql(f"CREATE INDEX ix_incidents_{name} ON incidents ({name})")
    with Register.open(place) as register:
        assert [i.place.country for i in register.incidents(country="IRQ")] == ["IRQ"]
        assert register.verify() == []


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_only_its_owner_reads_a_new_file(tmp_path: Path) -> None:
    Register.open(str(tmp_path / "r.db"), create=True).close()
    assert (tmp_path / "r.db").stat().st_mode & 0o777 == 0o600


def test_network_file_systems_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text("/dev/a / ext4 rw 0 0\nhost:/x /mnt/share nfs4 rw 0 0\n")
    assert filesystem_of(Path("/mnt/share/r.db"), tmp_path / "mounts") == "nfs4"
    assert filesystem_of(Path("/mnt/other/r.db"), tmp_path / "mounts") == "ext4"


def test_a_table_of_incidents(register: Register) -> None:
    ingest(register, [report("a", killed=4)])
    (row,) = register.incidents().rows()
    assert (row["killed_best"], row["country"], row["documents"]) == (4, "IRQ", ["a"])
    pandas = pytest.importorskip("pandas")
    assert isinstance(register.incidents().to_pandas(), pandas.DataFrame)
