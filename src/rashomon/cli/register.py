"""`rashomon ingest`, `list`, `show` and `export`: reports into a register, and what it holds."""

from __future__ import annotations

from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.coding import read_inputs
from rashomon.cli.run import finish, output, progress, settings, talk, to_json

Where = Annotated[
    str,
    typer.Option(
        "--register", metavar="FILE|URL", envvar="RASHOMON_REGISTER", help="An SQLite file, or postgresql://…"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(ingest)
    app.command("list")(list_)
    app.command()(show)
    app.command()(export)


def ingest(
    inputs: given.Inputs,
    register: Where = "rashomon.db",
    published: given.Published = None,
    publisher: given.Publisher = None,
    url: given.Url = None,
    workers: given.Workers = 1,
    config: given.ConfigFile = None,
    json: AsJson = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Code reports and add them to a register, merging them with what is there. Twice changes nothing."""
    from rashomon import api

    talk.hear(verbose, quiet)
    chosen = settings(config)
    reading = read_inputs(sorted(set(inputs)), chosen, published, publisher, url)
    with progress("Ingesting") as counted:
        done, issues = api.ingest(reading, register, config=chosen, workers=workers, watch=counted)
    if json:
        with output("-") as stream:
            row = {"documents": done.documents, "new": done.new, "changed": done.changed}
            stream.write(to_json(row) + b"\n")
    else:
        talk.say(
            f"{len(done.documents)} new reports; {len(done.new)} new incidents, {len(done.changed)} changed ({register})"
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
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    json: AsJson = False,
) -> None:
    """List incidents, latest first."""
    from rashomon import api
    from rashomon.model import as_json

    with api.open(register) as opened:
        found = opened.incidents(
            country=country, type=type, since=since, until=until,
            contested=True if contested else None, main=True if main else None, limit=limit,
        )  # fmt: skip
    if json:
        with output("-") as stream:
            for incident in found:
                stream.write(to_json(as_json(incident)) + b"\n")
        return
    from rich.console import Console

    from rashomon.views.terminal import incident_list

    Console().print(incident_list(found))


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or the beginning of one.")],
    register: Where = "rashomon.db",
    json: AsJson = False,
) -> None:
    """Show one incident: every account side by side."""
    from rashomon import api
    from rashomon.model import as_json

    with api.open(register) as opened:
        incident = opened.incident(id)
        if json:
            with output("-") as stream:
                stream.write(to_json(as_json(incident), indent=1) + b"\n")
            return
        documents, copies = {d.id: d for d in opened.documents()}, opened.copies()
    from rich.console import Console

    from rashomon.views.terminal import incident_card

    Console().print(incident_card(incident, documents, copies))


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="html or jsonl.")],
    out: given.Output = "-",
    register: Where = "rashomon.db",
) -> None:
    """Write a register in one of the field's formats."""
    from rashomon import api

    with api.open(register) as opened:
        data = api.export(opened.coding(), format)
    with output(out) as stream:
        stream.write(data)
