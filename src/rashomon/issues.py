"""Problems as data: what could not be read or coded, and which of it counts against a run.

An `Issue` (model) names the document, the stage, a code, and says what was found. The codes of reading
stand here; docs/formats/inputs.md explains each. A run in which one of `INCOMPLETE` came up ends with exit
code 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rashomon.model import Issue

INCOMPLETE = frozenset(
    {
        "missing_file",
        "unreadable",
        "no_reports",
        "empty",
        "binary",
        "broken_record",
        "repeated_id",
        "not_utf8",
        "lone_surrogates",
        "control_characters",
        "too_long",
        "truncated",
        "language_not_coded",
        "published_invalid",
        "extraction_incomplete",
        "refused",
        "fetch_failed",
        "no_text",
        "layer_failed",
    }
)
INFORMATIVE = frozenset(
    {"hidden_text", "published_missing", "published_doubtful", "field_ignored", "passed_over"}
)


def incomplete(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that mean: an input was not read or coded in full."""
    return [issue for issue in issues if issue.code in INCOMPLETE]


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues sorted by what they say, so that the order of the inputs leaves no trace."""
    return tuple(sorted(set(issues), key=_key))


def _key(issue: Issue) -> tuple[str, str, str, int, int, str]:
    return (
        issue.document or "",
        issue.stage,
        issue.code,
        -1 if issue.start is None else issue.start,
        -1 if issue.end is None else issue.end,
        re.sub(r"\d+", lambda digits: digits[0].zfill(9), issue.message),  # line 4 before line 10
    )
