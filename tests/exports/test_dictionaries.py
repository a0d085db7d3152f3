"""The dictionaries in docs/formats name every format and every column, and no other."""

import re
from pathlib import Path

import pytest

from rashomon.exports import EXPORTERS, acled, cameo, ucdp
from rashomon.exports.datapackage import DOCUMENT_FIELDS, STATEMENT_FIELDS
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, names

FORMATS = Path(__file__).parents[2] / "docs" / "formats"
TABLES = {
    "csv.md": (*names(INCIDENT_FIELDS), *names(CLAIM_FIELDS)),
    "acled.md": acled.COLUMNS,
    "ucdp.md": ucdp.COLUMNS,
    "events.md": cameo.COLUMNS,
    "tables.md": (*names(DOCUMENT_FIELDS), *names(STATEMENT_FIELDS)),
}


@pytest.mark.parametrize("file", TABLES)
def test_every_column_is_described_in_order(file: str) -> None:
    text = (FORMATS / file).read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.M)) == TABLES[file]


def test_meanings_are_those_of_the_code() -> None:
    text = (FORMATS / "csv.md").read_text(encoding="utf-8")
    for name, kind, meaning in (*INCIDENT_FIELDS, *CLAIM_FIELDS):
        assert f"| `{name}` | {kind} | {meaning} |" in text


def test_every_format_is_listed() -> None:
    text = (FORMATS / "exports.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", text, re.M) == [e.name for e in EXPORTERS]
