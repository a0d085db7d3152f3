"""`rashomon doctor`: the state of the installation."""

from __future__ import annotations

import typer

from rashomon.cli import options as given
from rashomon.cli.run import FAILED, output, settings, talk, to_json

MARKS = {True: "ok", False: "FAILED", None: "-"}


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(doctor)


def doctor(
    config: given.ConfigFile = None,
    json: given.AsJson = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Check the installation: models, word lists, gazetteer, database, settings. Exit code 1: a part fails."""
    from dataclasses import asdict

    from rashomon import api

    talk.hear(verbose, quiet)
    chosen = settings(config)
    found = []
    with output("-") as stream:
        for check in api.health(chosen):
            found.append(check)
            if json:
                stream.write(to_json(asdict(check)) + b"\n")
            else:
                line = f"{MARKS[check.ok]:6}  {check.part:18}  {check.detail}\n"
                stream.write(line.encode("utf-8", "replace"))
            stream.flush()
    if any(check.ok is False for check in found):
        raise typer.Exit(FAILED)
