"""`rashomon codebook`: event types, roles and codes, with definitions and examples."""

from __future__ import annotations

from typing import Annotated

import typer

from rashomon.cli import options as given
from rashomon.cli.run import output, settings, talk, to_json


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(codebook)


def codebook(
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="WORD", help="An event type, a word list or a word in one.", show_default=False
        ),
    ] = None,
    config: given.ConfigFile = None,
    json: given.AsJson = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Print what every event type and every word in a record means; with WORD, only what it names."""
    from rashomon.codebook import Codebook, as_markdown, load_codebook

    talk.hear(verbose, quiet)
    book = load_codebook(settings(config))
    if word is not None:
        types = {name: entry for name, entry in book.types.items() if name == word}
        lists = {
            name: words if name == word else {w: m for w, m in words.items() if w == word}
            for name, words in book.vocabularies.items()
            if name == word or word in words
        }
        if not types and not lists:
            raise typer.BadParameter(
                f"{word!r} is no event type, word list or word of the codebook", param_hint="WORD"
            )
        book = Codebook(types=types, vocabularies=lists)
    with output("-") as stream:
        if json:
            stream.write(to_json(book.model_dump(mode="json"), indent=1) + b"\n")
        else:
            stream.write(as_markdown(book).encode("utf-8"))
