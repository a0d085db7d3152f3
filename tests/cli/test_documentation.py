"""The documents say what the program does: every command, option, input format and issue."""

from pathlib import Path

from rashomon.cli.reference import MARK, reference

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_of_commands_is_fresh() -> None:
    """If this fails: python -m rashomon.cli.reference"""
    written = (DOCS / "commands.md").read_text(encoding="utf-8").partition(MARK)[2]
    assert written.strip() == reference().strip()


def test_every_format_and_issue_is_described() -> None:
    from rashomon.issues import INCOMPLETE, INFORMATIVE
    from rashomon.sources.walk import FORMATS

    text = (DOCS / "formats" / "inputs.md").read_text(encoding="utf-8")
    missing = sorted(word for word in (*FORMATS, *INCOMPLETE, *INFORMATIVE) if f"`{word}`" not in text)
    assert missing == []


def test_every_limit_is_described() -> None:
    from rashomon.config import LIMITS

    text = (DOCS / "formats" / "inputs.md").read_text(encoding="utf-8")
    assert [name for name in LIMITS if f"| {name} |" not in text] == []
