"""`rashomon demo`: the main job on the example reports, ending with a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.run import output, progress, settings, talk


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(hidden=True)(demo)


def demo(
    reports: Annotated[
        str, typer.Argument(metavar="INPUT", help="Reports to code.")
    ] = "examples/reports.jsonl",
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the page goes.")] = Path("demo"),
) -> None:
    """Code the example reports, show the incidents that sources dispute, and write a page."""
    from rich.console import Console

    from rashomon import api
    from rashomon.views.terminal import incident_card, incident_list, is_contested

    reading = api.read([reports], config=settings(None))
    docs = list(reading)
    with progress("Coding", len(docs)) as counted:
        coding = api.code(docs, issues=reading.issues, watch=counted)
    console = Console()
    documents = {d.id: d for d in coding.documents}
    main = sorted(
        (i for i in coding.incidents if i.main), key=lambda i: (-len({m.document for m in i.mentions}), i.id)
    )
    console.print(f"\n[bold]{len(docs)} reports, {len(coding.incidents)} incidents.[/bold] The main ones:\n")
    console.print(incident_list(main[:12]))
    console.print("\n[bold]Who says what[/bold], where accounts differ:\n")
    for incident in [i for i in main if is_contested(i)][:3]:
        console.print(incident_card(incident, documents, coding.copies))
    folder.mkdir(exist_ok=True)
    page = folder / "index.html"
    with output(str(page)) as stream:
        stream.write(api.export(coding, "html"))
    talk.say(
        f"Open {page} in a browser: map, timeline, accounts side by side; click a cell to read its words."
    )
    talk.say(
        "Next: rashomon code YOUR_REPORTS -o incidents.json, or rashomon ingest YOUR_REPORTS and rashomon list."
    )
