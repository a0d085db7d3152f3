"""`rashomon ingest`, `list` and `show`: reports into a register, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rashomon.cli import options as given
from rashomon.cli.coding import read_inputs
from rashomon.cli.run import finish, output, printable, progress, settings, talk, to_json

if TYPE_CHECKING:
    from rich.table import Table

    from rashomon.model import Incident

Where = Annotated[
    str,
    typer.Option(
        "--register", metavar="FILE|URL", envvar="RASHOMON_REGISTER", help="An SQLite file, or postgresql://…"
    ),
]
WHOLE_COLUMNS = frozenset(
    {"id", "sequence", "time", "about", "object"}
)  # what is copied: never wrapped or cut
UNBOUNDED = 1_000_000  # columns of a line when nothing limits it
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(ingest)
    app.command()(recode)
    app.command("list")(list_)
    app.command()(show)


def ingest(
    inputs: given.Inputs,
    register: Where = "rashomon.db",
    published: given.Published = None,
    publisher: given.Publisher = None,
    url: given.Url = None,
    workers: given.Workers = 1,
    resume: given.Again = False,
    fetch: given.Fetch = False,
    archive: given.Archive = None,
    all_pages: given.AllPages = False,
    config: given.ConfigFile = None,
    json: AsJson = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Code reports and add them to a register, merging them with what is there. Twice changes nothing."""
    from rashomon import api

    talk.hear(verbose, quiet)
    chosen = settings(config)
    reading = read_inputs(
        sorted(set(inputs)),
        chosen,
        published,
        publisher,
        url,
        fetch=fetch,
        archive=archive,
        all_pages=all_pages,
    )
    with progress("Ingesting") as counted:
        done, issues = api.ingest(
            reading, register, config=chosen, workers=workers, watch=counted, author=author_name(None)
        )
    if json:
        with output("-") as stream:
            row = {"documents": done.documents, "new": done.new, "changed": done.changed, "gone": done.gone}
            stream.write(to_json(row) + b"\n")
    else:
        talk.say(
            f"{len(done.documents)} new reports; {len(done.new)} new incidents, {len(done.changed)} changed "
            f"({register})"
        )
    finish(issues)


def recode(
    register: Where = "rashomon.db",
    workers: given.Workers = 1,
    resume: given.Again = False,
    config: given.ConfigFile = None,
) -> None:
    """Code all documents of a register anew with this version; older readings and all decisions stay."""
    from rashomon import api

    with progress("Coding anew") as counted:
        done, issues = api.recode(
            register, config=settings(config), workers=workers, watch=counted, author=author_name(None)
        )
    talk.say(
        f"{len(done.documents)} new readings; {len(done.new)} new incidents, {len(done.changed)} changed"
    )
    finish(issues)


def list_(
    register: Where = "rashomon.db",
    country: Annotated[str | None, typer.Option(metavar="ISO3", help="Only in this country.")] = None,
    type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="Only of this event type (see codebook).")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Happened on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Happened on or before this day.")] = None,
    contested: Annotated[
        bool, typer.Option("--contested", help="Only where sources differ on toll or type.")
    ] = False,
    main: Annotated[
        bool, typer.Option("--main", help="Only the reports' own subjects, no background.")
    ] = False,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=VALUE", help="Only with this value, such as weapon=drone; repeatable."),
    ] = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="coded, accepted, rejected, or any.")
    ] = None,
    assigned: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only assigned to this person.")
    ] = None,
    min_killed: Annotated[int | None, typer.Option(metavar="N", help="Only with so many killed.")] = None,
    min_sources: Annotated[
        int | None, typer.Option(metavar="N", help="Only with so many independent sources.")
    ] = None,
    min_score: Annotated[float | None, typer.Option(metavar="P", help="Only from this score on.")] = None,
    words: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only with these words (see search).")
    ] = None,
    count_by: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Count incidents for each value instead.")
    ] = None,
    saved: Annotated[str | None, typer.Option(metavar="NAME", help="Start from a saved query.")] = None,
    save: Annotated[str | None, typer.Option(metavar="NAME", help="Save this query under a name.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    json: AsJson = False,
) -> None:
    """List incidents, latest first."""
    from rashomon import api
    from rashomon.model import as_json

    asked: dict[str, Any] = {
        "country": country, "type": type, "since": since, "until": until, "contested": contested or None,
        "main": main or None, "state": state, "assigned": assigned, "min_killed": min_killed,
        "min_sources": min_sources, "min_score": min_score, "words": words,
    }  # fmt: skip
    if where:
        asked["where"] = dict(pair(text, "--where") for text in where)
    with api.open(register) as opened:
        wanted = opened.query(saved, **asked)
        if save:
            opened.save_query(save, wanted, author=author_name(None))
        if count_by:
            return table(
                [{count_by: v, "incidents": n} for v, n in opened.counts(count_by, wanted, limit=limit)], json
            )
        found = opened.incidents(wanted, limit=limit)
    if json:
        with output("-") as stream:
            for incident in found:
                stream.write(to_json(as_json(incident)) + b"\n")
        return None
    incidents_table(found)
    return None


def show(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="An incident's id (or the beginning), a mention's, a former one."),
    ],
    register: Where = "rashomon.db",
    json: AsJson = False,
) -> None:
    """Show one incident: every account side by side, statements about it, and what persons decided."""
    from rashomon import api
    from rashomon.model import as_json

    with api.open(register) as opened:
        incident = opened.incident(id)
        standing, decisions = opened.standing(incident.id), opened.decisions(incident.id)
        said = opened.statements_about(incident.id)
        documents, copies = opened.documents_of(incident), opened.copies()
    if json:
        row = as_json(incident) | standing | {"statements": as_json(tuple(said))}
        row["decisions"] = [as_json(d) for d in decisions]
        with output("-") as stream:
            stream.write(to_json(row, indent=1) + b"\n")
        return
    from rich.console import Console

    from rashomon.views.terminal import incident_card

    console = Console()
    console.print(incident_card(incident, documents, copies))
    if standing["state"] != "coded" or standing["assigned"] or standing["sensitive"]:
        who = f", assigned to {standing['assigned']}" if standing["assigned"] else ""
        marked = "; sensitive: exports give its province only" if standing["sensitive"] else ""
        console.print(f"{standing['state']}{who}{marked}", markup=False)
    for decision in decisions:
        line = f"{decision.time} {decision.author}: {decision.kind} {decision.reason} [{decision.id}]"
        console.print(printable(line), style="dim", markup=False)


def table(rows: Sequence[Mapping[str, Any]], json: bool) -> None:
    """Flat rows on standard output: JSON lines, or a table."""
    if json:
        with output("-") as stream:
            for row in rows:
                stream.write(to_json(row) + b"\n")
        return
    if not rows:
        talk.say("nothing matches")
        return
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        drawn.add_column(name, overflow="fold", no_wrap=name in WHOLE_COLUMNS)
    for row in rows:
        drawn.add_row(*(Text(printable("" if v is None else str(v))) for v in row.values()))
    draw(drawn)


def incidents_table(found: Sequence[Incident]) -> None:
    """Incidents on standard output, one line each."""
    from rashomon.views.terminal import incident_list

    if found:
        draw(incident_list(found))
    else:
        talk.say("no incident matches")


def draw(drawn: Table) -> None:
    """Print a table. Ids stay whole however narrow the terminal is; in a pipe or file, no column is wrapped."""
    from rich.console import Console

    console = Console()
    needed = drawn.__rich_measure__(console, console.options.update(max_width=UNBOUNDED))
    width = max(console.width, needed.minimum) if console.is_terminal else needed.maximum
    Console(width=width).print(drawn)


def pair(text: str, option: str) -> tuple[str, str]:
    """The two sides of NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not FIELD=VALUE", param_hint=option)
    return name, value


def author_name(given_name: str | None) -> str:
    """Who acts: --author, else RASHOMON_AUTHOR, else the name of the login."""
    import getpass
    import os

    try:
        return given_name or os.environ.get("RASHOMON_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
