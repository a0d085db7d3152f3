"""`rashomon evaluate`: the coder against hand-coded records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.run import PROBLEMS, output, progress, settings, talk, to_json


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Hand-coded records, JSONL (docs/accuracy.md).")
    ],
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
    workers: given.Workers = 1,
    config: given.ConfigFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Score the coder against hand-coded records: incidents, dates, places, claims, merging."""
    from rashomon import api

    floors = dict(floor_of(text) for text in minimum or [])
    with progress("Coding") as counted:
        figures = api.evaluate(
            gold,
            reports or str(gold.parent / "input.jsonl"),
            config=settings(config),
            workers=workers,
            watch=counted,
        )
    unknown = [name for name in floors if name not in figures]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(figures)}", param_hint="--min")
    if json:
        with output("-") as stream:
            stream.write(to_json(figures, indent=1) + b"\n")
    else:
        for name, value in figures.items():
            typer.echo(f"{name:28} {value:8.3f}")
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
