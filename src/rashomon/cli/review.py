"""`rashomon review`: the review desk, a web app on this machine over one register."""

from __future__ import annotations

from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.proof import Author
from rashomon.cli.register import Where, author_name
from rashomon.cli.run import settings, talk


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(review)


def review(
    register: Where = "rashomon.db",
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Address of this machine to listen on; no other can reach it."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0 takes any free one.")
    ] = 8000,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the desk in the browser.")] = False,
    author: Author = None,
    config: given.ConfigFile = None,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Review incidents in the browser: compare accounts, correct, merge, split, decide; all of it undoable."""
    from rashomon.web.serve import serve

    talk.hear(verbose, quiet)

    def ready(address: str) -> None:
        typer.echo(address)
        talk.say("Open this address in a browser; its token lets in whoever has it. Ctrl+C stops the desk.")
        if open_:
            import webbrowser

            webbrowser.open(address)

    who = author_name(author)
    serve(register, config=settings(config), author=who, host=host, port=port, ready=ready, say=talk.say)
