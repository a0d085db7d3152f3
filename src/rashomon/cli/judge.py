"""`rashomon judge …`: a person's decisions on incidents and claims. Each is logged, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from rashomon.cli.proof import Author
from rashomon.cli.register import AsJson, Where, author_name, pair, table
from rashomon.cli.run import talk

Id = Annotated[str, typer.Argument(metavar="ID", help="An incident's or a claim's id, or the beginning.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of incidents or mentions.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; stands in the log.")]
Expect = Annotated[
    int | None,
    typer.Option(
        metavar="VERSION", help="Version that you saw (show --json); else the one of now.", show_default=False
    ),
]
Request = Annotated[
    str | None,
    typer.Option(
        metavar="KEY", help="The same key twice has one effect, for safe repeats.", show_default=False
    ),
]
Values = Annotated[
    list[str],
    typer.Argument(metavar="FIELD=VALUE…", help="Values as JSON, or words: type=attack best=4 main=false."),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    judge = typer.Typer(help="Decide on incidents and claims; every decision is logged and can be undone.")
    commands: tuple[Callable[..., None], ...] = (
        accept, reject, correct, add, merge, split, different, undo, comment, assign,
        sensitive,
    )  # fmt: skip
    for command in commands:
        judge.command()(command)
    judge.command("list")(list_)
    app.add_typer(judge, name="judge")


def accept(
    id: Id, register: Where = "rashomon.db", reason: Reason = "", author: Author = None, expect: Expect = None,
    request: Request = None,
) -> None:  # fmt: skip
    """Accept an incident or a claim as right."""
    decide("accept", [id], register, author, reason, {}, expect, request)


def reject(
    id: Id, register: Where = "rashomon.db", reason: Reason = "", author: Author = None, expect: Expect = None,
    request: Request = None,
) -> None:  # fmt: skip
    """Reject an incident (it leaves lists and exports) or a claim (it leaves its incident). Needs a reason."""
    decide("reject", [id], register, author, reason, {}, expect, request)


def correct(
    id: Id, values: Values, register: Where = "rashomon.db", reason: Reason = "", author: Author = None,
    expect: Expect = None, request: Request = None,
) -> None:  # fmt: skip
    """Give an incident's field or a claim another value, or a claim another evidence. Needs a reason."""
    decide("correct", [id], register, author, reason, read(values), expect, request)


def add(
    id: Id, values: Values, register: Where = "rashomon.db", reason: Reason = "", author: Author = None,
    expect: Expect = None, request: Request = None,
) -> None:  # fmt: skip
    """Add a claim that was missed: role=, start= and end= of its words in the mention's report, values."""
    decide("add", [id], register, author, reason, read(values), expect, request)


def merge(
    ids: Ids, register: Where = "rashomon.db", reason: Reason = "", author: Author = None,
    request: Request = None,
) -> None:  # fmt: skip
    """Make one incident of several. Needs a reason."""
    decide("merge", ids, register, author, reason, {}, None, request)


def split(
    ids: Ids, register: Where = "rashomon.db", reason: Reason = "", author: Author = None, expect: Expect = None,
    request: Request = None,
) -> None:  # fmt: skip
    """Split an incident (first id): the records with the mentions (other ids) become another. Needs a reason."""
    decide("split", ids, register, author, reason, {}, expect, request)


def different(
    ids: Ids, register: Where = "rashomon.db", reason: Reason = "", author: Author = None,
    request: Request = None,
) -> None:  # fmt: skip
    """Say that two incidents are never one, whatever reports come. Needs a reason."""
    decide("different", ids, register, author, reason, {}, None, request)


def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Id of a decision (judge list).")],
    register: Where = "rashomon.db",
    reason: Reason = "",
    author: Author = None,
    request: Request = None,
) -> None:
    """Take a decision back; an undo too."""
    decide("undo", [decision], register, author, reason, {}, None, request)


def comment(
    id: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you have to say.")],
    register: Where = "rashomon.db",
    author: Author = None,
    request: Request = None,
) -> None:
    """Say something about an incident or a claim."""
    decide("comment", [id], register, author, "", {"text": text}, None, request)


def assign(
    id: Id,
    to: Annotated[str, typer.Argument(metavar="NAME", help="Who is to review it; - for nobody.")],
    register: Where = "rashomon.db",
    author: Author = None,
    request: Request = None,
) -> None:
    """Give an incident to a person to review."""
    decide("assign", [id], register, author, "", {"to": None if to == "-" else to}, None, request)


def sensitive(
    id: Id,
    off: Annotated[bool, typer.Option("--off", help="Take the mark off.")] = False,
    register: Where = "rashomon.db",
    reason: Reason = "",
    author: Author = None,
    request: Request = None,
) -> None:
    """Mark an incident as sensitive: exports for the public then give its province, not its place."""
    decide("sensitive", [id], register, author, reason, {"sensitive": not off}, None, request)


def list_(
    about: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only about this incident.", show_default=False)
    ] = None,
    register: Where = "rashomon.db",
    json: AsJson = False,
) -> None:
    """List decisions, oldest first; undone ones too."""
    from rashomon import api
    from rashomon.model import as_json

    with api.open(register) as opened:
        found = opened.decisions(about)
    if json:
        return table([as_json(d) for d in found], json)
    rows = [
        {
            "id": d.id, "time": d.time, "author": d.author, "decision": d.kind,
            "about": ", ".join(dict.fromkeys(a.id[:8] for a in d.anchors)), "reason": d.reason,
            "details": " ".join(f"{k}={v}" for k, v in d.details.items()),
        }
        for d in found
    ]  # fmt: skip
    return table(rows, json)


def decide(
    kind: Any, ids: list[str], register: str, author: str | None, reason: str, details: dict[str, Any],
    expect: int | None, request: str | None,
) -> None:  # fmt: skip
    """Take a decision and say what it changed."""
    from rashomon import api

    with api.open(register) as opened:
        done = opened.decide(
            kind,
            *ids,
            author=author_name(author),
            reason=reason,
            details=details,
            expect=expect,
            request=request,
        )
    talk.say(
        f"decision {done.decision.id}: {len(done.changed)} changed, {len(done.new)} new, {len(done.gone)} gone"
    )


def read(values: list[str]) -> dict[str, Any]:
    """FIELD=VALUE pairs; a value that is JSON is read as such, any other is a text."""
    import json

    found: dict[str, Any] = {}
    for name, value in (pair(text, "FIELD=VALUE") for text in values):
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
