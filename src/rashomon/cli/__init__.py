"""The command line. Each group of commands has a module here; COMMANDS lists them in the order of the help.

The modules import only Typer and the standard library at their top, so that `rashomon --help` stays fast:
what a command needs is imported when it runs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from rashomon.cli.run import Talk, guarded, talk

COMMANDS = (
    "coding",
    "register",
    "exchange",
    "finding",
    "judge",
    "review",
    "proof",
    "gazetteer",
    "codebook",
    "doctor",
    "demo",
    "evaluation",
)  # modules of this package, each with `add_to(app)`

EPILOG = (
    "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 finished, but some inputs could not be read or coded; "
    "4 verify or evaluate found problems; 130 interrupted."
)


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="rashomon",
        help="Turns reports of armed conflict into sourced incident records: who did what to whom, "
        "where, when, at what human cost, and according to whom.",
        epilog=EPILOG,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def _globals(
        version: Annotated[
            bool,
            typer.Option(
                "-V", "--version", help="Print the version and stop.", is_eager=True, callback=_version
            ),
        ] = False,
        verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more; show tracebacks.")] = False,
        quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    ) -> None:
        talk.hear(verbose, quiet)

    for name in COMMANDS:
        import_module(f"rashomon.cli.{name}").add_to(app)
    return app


def _version(asked: bool) -> None:
    if asked:
        from rashomon import __version__

        typer.echo(f"rashomon {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point of `rashomon`."""
    guarded(lambda: build()(prog_name="rashomon"))


__all__ = ["COMMANDS", "Talk", "build", "main", "talk"]
