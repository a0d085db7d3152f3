"""`rashomon search`, `changes` and `explain`: what a register holds on something, what moved, and why it is so."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rashomon.cli.register import AsJson, Where, incidents_table, table
from rashomon.cli.run import output, printable, to_json


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(search)
    app.command()(changes)
    app.command()(explain)


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS…", help='All must occur; "a phrase", -without, begin*. Put -- before a leading -.'
        ),
    ],
    register: Where = "rashomon.db",
    documents: Annotated[
        bool, typer.Option("--documents", help="Search whole reports instead of incidents.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """Search incidents by their label, names, places and evidence; or reports by title and text."""
    from rashomon import api
    from rashomon.model import as_json, document_json

    query = " ".join(words)
    with api.open(register) as opened:
        if documents:
            docs = opened.search_documents(query, limit=limit)
            if json:
                return table([document_json(d) for d in docs], json)
            rows = [
                {"id": d.id, "published": d.published, "publisher": d.publisher, "title": d.title}
                for d in docs
            ]
            return table(rows, json)
        found = opened.search(query, limit=limit)
    if json:
        return table([as_json(i) for i in found], json)
    return incidents_table(found)


def changes(
    since: Annotated[
        str, typer.Option(metavar="DATE|NUMBER", help="From this day or time on, or after this log entry.")
    ],
    register: Where = "rashomon.db",
    everything: Annotated[
        bool, typer.Option("--all", help="Also changes that alter nothing a reader is told.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    json: AsJson = False,
) -> None:
    """Tell what moved: new incidents, tolls, denials, new accounts on reviewed records."""
    from rashomon import api
    from rashomon.model import as_json

    after: str | int = int(since) if since.isdigit() and len(since) != 4 else since
    with api.open(register) as opened:
        found = [c for c in opened.changes(after, limit=limit) if everything or c.matters]
    if json:
        return table([as_json(c) for c in found], json)
    for change in found:
        typer.echo(printable(f"{change.time}  {change.incident[:8]}  {change.label}: {said(change)}"))
    return None


def said(change: Any) -> str:
    """A change in words."""
    if change.kind == "new":
        return "new"
    if change.kind == "gone":
        return f"gone ({change.action}{': ' + change.reason if change.reason else ''})"
    parts = [f"{name} {short(old)} → {short(new)}" for name, (old, new) in change.moved.items()]
    parts += [f"{len(change.denials)} denial(s)"] if change.denials else []
    parts += [f"{len(change.documents_added)} new report(s)"] if change.documents_added else []
    parts += ["on a reviewed record"] if change.reviewed else []
    return "; ".join(parts) or "claims changed"


def short(value: Any) -> str:
    """A value of a field in a few words."""
    if isinstance(value, dict) and "best" in value:
        ends = (value["low"], value["best"], value["high"])
        return "/".join("?" if n is None else str(n) for n in ends)
    if isinstance(value, dict):
        return " ".join(str(v) for v in value.values() if v not in (None, []))[:60] or "nothing"
    if isinstance(value, list):
        return ", ".join(short(v) for v in value)[:80] or "nothing"
    return "nothing" if value is None else str(value)


def explain(
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or the beginning of one.")],
    register: Where = "rashomon.db",
    json: AsJson = False,
) -> None:
    """Explain why reports were made one incident, and why the nearest other incident is another."""
    from rashomon import api

    with api.open(register) as opened:
        found = opened.explain(id)
    if json:
        with output("-") as stream:
            stream.write(to_json(api.explanation_json(found), indent=1) + b"\n")
        return
    typer.echo(api.as_words(found))
