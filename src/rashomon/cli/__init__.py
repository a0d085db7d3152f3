"""The command line. Each group of commands has a module here; COMMANDS lists them in the order of the help.

The modules import only Typer and the standard library at their top, so that `rashomon --help` stays fast:
what a command needs is imported when it runs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

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


class Program(TyperGroup):
    """The commands, with a help that gives no type for a flag: `--json`, not `--json <bool>`."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name."""
        found = super().get_command(ctx, cmd_name)
        untyped(found, ctx)
        return found

    def get_params(self, ctx: Any) -> Any:
        """The program's own options."""
        return [untyped_flag(p) for p in super().get_params(ctx)]


def untyped(command: Any, ctx: Any) -> None:
    """Take the type off the flags of a command and of those below it."""
    if command is not None:
        for param in command.get_params(ctx):
            untyped_flag(param)
        for below in getattr(command, "commands", {}).values():
            untyped(below, ctx)


def untyped_flag(param: Any) -> Any:
    """A parameter that says no type when it is a flag."""
    if getattr(param, "is_flag", False) and param.metavar is None:
        param.metavar = ""
    return param


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="rashomon",
        cls=Program,
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
