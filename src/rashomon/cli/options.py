"""The options that commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT…", help="Files, folders, or - for standard input.", show_default=False),
]
Output = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE|-", help="Where to write; - is standard output.")
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When bare text was published, ISO 8601.", show_default=False),
]
Publisher = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who published bare text.", show_default=False)
]
Url = Annotated[
    str | None, typer.Option(metavar="URL", help="Where bare text was published.", show_default=False)
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Fetch inputs that are web addresses.")]
Archive = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="WARC file to keep what is fetched in.", show_default=False),
]
AllPages = Annotated[
    bool,
    typer.Option(
        "--all-pages", help="Read every page of a WARC file, also those of other languages or subjects."
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on where an interrupted run into -o FILE stopped.")
]
Again = Annotated[
    bool, typer.Option("--resume", help="Go on where an interrupted run stopped; this command always does.")
]
Policy = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Which account gives the headline value (see codebook).", show_default=False
    ),
]
MinScore = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, help="Leave out claims and incidents below this score.", show_default=False
    ),
]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Processes; the output stays the same.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings; default: rashomon.toml here.", show_default=False
    ),
]
Layers = Annotated[str | None, typer.Option(metavar="NAMES", envvar="RASHOMON_LAYERS", hidden=True)]
Json = Annotated[bool, typer.Option("--json", help="JSON (this command always writes it).", hidden=True)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for other programs.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more; show tracebacks.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]
