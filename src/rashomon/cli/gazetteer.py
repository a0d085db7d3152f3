"""`rashomon gazetteer build|add|info`: the list of place names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.run import output, talk, to_json


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    group = typer.Typer(
        help="Place names: build the index, add a GeoNames file, see what is there.", no_args_is_help=True
    )
    group.command()(build)
    group.command()(add)
    group.command()(info)
    app.add_typer(group, name="gazetteer")


def build(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it again even if it is there.")] = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Build the index of the packaged place names now, instead of at the first run."""
    from rashomon import api

    talk.hear(verbose, quiet)
    with counter("Places") as count:
        path = api.gazetteer.ensure_base(talk.say, count, rebuild=rebuild)
    talk.say(f"The index of place names is {path}")


def add(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="allCountries.zip, a country such as UA.zip, or alternateNamesV2.zip."
        ),
    ],
    names: Annotated[
        Path | None,
        typer.Option(
            "--names", metavar="FILE", help="alternateNamesV2.zip for the places in FILE.", show_default=False
        ),
    ] = None,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Add a GeoNames dump: more villages, more names."""
    from rashomon import api

    talk.hear(verbose, quiet)
    with counter("Places") as count:
        entry = api.gazetteer.add_file(file, alternate_names=names, progress=count, say=talk.say)
    talk.say(f"{entry.file}: {entry.places:,} places are in the gazetteer")


def info(json: given.AsJson = False, verbose: given.Verbose = False, quiet: given.Quiet = False) -> None:
    """Show what the gazetteer is made of."""
    from rashomon import api

    talk.hear(verbose, quiet)
    told = api.gazetteer.info()
    with output("-") as stream:
        if json:
            stream.write(to_json(told, indent=1) + b"\n")
            return
        lines = [f"folder    {told['folder']}"]
        if told["built"]:
            lines.append(f"packaged  {told['places']:,} places, {told['bytes'] / 1e6:.0f} MB")
        else:
            lines.append("packaged  not built yet; the first run builds it, or `rashomon gazetteer build`")
        lines += [f"source    {name} {version}" for name, version in told["packages"].items()]
        lines += [f"added     {entry['file']}: {entry['places']:,} places" for entry in told["added"]]
        stream.write(("\n".join(lines) + "\n").encode("utf-8"))


@contextmanager
def counter(what: str) -> Iterator[Callable[[int], None] | None]:
    """A running number on stderr; nothing when stderr is no terminal or with -q."""
    import sys

    if talk.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn(what + " {task.completed:,.0f}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda number: bar.update(task, completed=number)
