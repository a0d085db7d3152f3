"""`rashomon evaluate`: the coder against hand-coded records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.register import Where
from rashomon.cli.run import PROBLEMS, output, progress, settings, talk, to_json


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(
            metavar="[GOLD]", help="Hand-coded records, JSONL (docs/accuracy.md).", show_default=False
        ),
    ] = None,
    reports: Annotated[
        str | None,
        typer.Option(
            metavar="INPUT", help="The reports; default: input.jsonl beside GOLD.", show_default=False
        ),
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option(
            "--min", metavar="FIGURE=VALUE", help="Exit with 4 when a figure is lower.", show_default=False
        ),
    ] = None,
    sample_merges: Annotated[
        int | None,
        typer.Option(
            "--sample-merges",
            min=1,
            metavar="N",
            show_default=False,
            help="Write a table of N pairs of a register's records to judge: one incident, or not?",
        ),
    ] = None,
    judged: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="That table, judged: say how well linking did.", show_default=False
        ),
    ] = None,
    register: Where = "rashomon.db",
    out: given.Output = "-",
    workers: given.Workers = 1,
    config: given.ConfigFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Score the coder against hand-coded records, or linking against a person's judgements of drawn pairs."""
    from rashomon import api

    asked = [name for name, value in (("GOLD", gold), ("--sample-merges", sample_merges), ("--judged", judged))
             if value is not None]  # fmt: skip
    if len(asked) != 1:
        raise typer.BadParameter(
            f"give one of GOLD, --sample-merges and --judged, not {' and '.join(asked) or 'none'}",
            param_hint="evaluate",
        )
    floors = dict(floor_of(text) for text in minimum or [])
    if sample_merges is not None:
        data = api.sample_merges(register, sample_merges, config=settings(config))
        with output(out) as stream:
            stream.write(data)
        talk.say("Fill the column `same` with yes, no or unsure; then: rashomon evaluate --judged FILE")
        return
    if judged is not None:
        figures = linking_figures(judged, json)
    else:
        assert gold is not None
        with progress("Coding") as counted:
            figures = api.evaluate(
                gold, reports or str(gold.parent / "input.jsonl"), config=settings(config), workers=workers,
                watch=counted,
            )  # fmt: skip
        say_figures(figures, json)
    check_floors(figures, floors)


def linking_figures(judged: Path, json: bool) -> dict[str, float]:
    """Print what a judged table says of linking; returns the shares that are known."""
    from rashomon import api

    found = api.judged_merges(judged.read_bytes(), name=judged.name)
    known = {name: e for name, e in found.estimates.items() if e.share == e.share}
    if json:
        rows = {
            name: {"share": e.share if name in known else None, "low": e.low if name in known else None,
                   "high": e.high if name in known else None, "judged": e.judged}
            for name, e in found.estimates.items()
        }  # fmt: skip
        with output("-") as stream:
            stream.write(to_json(rows | {"unsure": found.unsure, "open": found.open}, indent=1) + b"\n")
    else:
        for name, e in found.estimates.items():
            told = f"{e.share:.3f} ({e.low:.3f} to {e.high:.3f})" if name in known else "not known"
            typer.echo(f"{name:10} {told}, {e.judged} judged")
        typer.echo(f"unsure {found.unsure}, not judged {found.open}")
    return {name: e.share for name, e in known.items()}


def say_figures(figures: dict[str, float], json: bool) -> None:
    """Print figures of a coding."""
    if json:
        with output("-") as stream:
            stream.write(to_json(figures, indent=1) + b"\n")
    else:
        for name, value in figures.items():
            typer.echo(f"{name:28} {value:8.3f}")


def check_floors(figures: dict[str, float], floors: dict[str, float]) -> None:
    """Leaves with 4 when a figure is below its floor; a usage error names one that is not there."""
    unknown = [name for name in floors if name not in figures]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(figures)}", param_hint="--min")
    low = [
        f"{name} is {figures[name]:.3f}, below {floor}"
        for name, floor in floors.items()
        if figures[name] < floor
    ]
    for message in low:
        talk.error(message)
    if low:
        raise typer.Exit(PROBLEMS)


def floor_of(text: str) -> tuple[str, float]:
    """A figure and its floor from "figure=0.8"."""
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not FIGURE=VALUE", param_hint="--min") from None
