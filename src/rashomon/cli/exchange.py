"""`rashomon export` and `import`: records in the field's formats, out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rashomon.cli import options as given
from rashomon.cli.register import Where, author_name, pair
from rashomon.cli.run import finish, output, printable, settings, talk

if TYPE_CHECKING:
    from rashomon.model import Coding


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(export)
    app.command("import")(import_)


def export(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="csv, csv-long, jsonl, acled, ucdp, plover, cameo, geojson, parquet, gpkg, xlsx, datapackage, html "
            "or dossier.",
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="What `rashomon code` wrote; without it, the register.", show_default=False
        ),
    ] = None,
    out: given.Output = "-",
    register: Where = "rashomon.db",
    policy: given.Policy = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Happened on or after this day.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Happened on or before this day.", show_default=False)
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="ISO3", help="Only in this country.", show_default=False)
    ] = None,
    type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="Only of this event type (see codebook).", show_default=False),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUE",
            help="Only with this value, such as weapon=drone; repeatable.",
            show_default=False,
        ),
    ] = None,
    scope: Annotated[
        str | None,
        typer.Option(
            metavar="SCOPE",
            show_default=False,
            help="political (with unclear), criminal, unclear or all. Default: political; all with --full.",
        ),
    ] = None,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Only what a person accepted (register only).")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With texts, notes and names of reviewers: not for publication.")
    ] = False,
    sensitive: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Give this incident's province only, as if it were marked; repeatable.",
            show_default=False,
        ),
    ] = None,
    numeric: Annotated[
        bool, typer.Option("--numeric", help="acled: interaction codes as digits, as older files have them.")
    ] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Mark UTF-8 in tables, for Excel.")] = False,
    loss: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-", help="Write all that this format could not hold, as JSON.", show_default=False
        ),
    ] = None,
    config: given.ConfigFile = None,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Write incidents in one of the field's formats; what it could not hold is said on stderr."""
    from contextlib import nullcontext

    from rashomon import api
    from rashomon.exports import Loss, Selection, Settings

    talk.hear(verbose, quiet)
    if format not in api.FORMATS:
        raise typer.BadParameter(f"{format!r} is none of {', '.join(api.FORMATS)}", param_hint="FORMAT")
    if reviewed_only and source is not None:
        raise typer.BadParameter(
            "a coding has no reviews; export from a register", param_hint="--reviewed-only"
        )
    check_words(policy, since, until, type)
    check_country(country)
    lost = Loss()
    with nullcontext() if source is not None else api.open(register) as opened:
        coding = opened.coding() if opened is not None else read_coding(source)
        only = None
        if opened is not None and reviewed_only:
            only = frozenset(i.id for i in opened.incidents(state="accepted"))
        words = dict(pair(w, "--where") for w in where or ())
        data = api.export(
            coding, format,
            selection=Selection(since, until, country, type, scope or ("all" if full else "political"), words, only),
            settings=Settings(full=full, bom=bom, numeric=numeric), policy=policy,
            priority=settings(config, policy=policy).source_priority, sensitive=frozenset(sensitive or ()),
            register=opened, loss=lost,
        )  # fmt: skip
    with output(out) as stream:
        stream.write(data)
    if loss is not None:
        with output(loss) as stream:
            stream.write(lost.text(format).encode("utf-8", "replace"))
    for line in lost.summary(format).splitlines():
        talk.say(printable(line))


def import_(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="acled, ucdp or jsonl (a full export).")],
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")],
    register: Where = "rashomon.db",
    config: given.ConfigFile = None,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Add other teams' records to a register as accounts beside those there; the same linking merges them."""
    from rashomon import api

    talk.hear(verbose, quiet)
    if format not in api.IMPORTS:
        raise typer.BadParameter(f"{format!r} is none of {', '.join(api.IMPORTS)}", param_hint="FORMAT")
    done, issues = api.import_(
        source.read_bytes(),
        format,
        register,
        name=source.name,
        config=settings(config),
        author=author_name(None),
    )
    talk.say(
        f"{len(done.documents)} new records; {len(done.new)} new incidents, {len(done.changed)} changed ({register})"
    )
    finish(issues)


def check_words(policy: str | None, since: str | None, until: str | None, type: str | None) -> None:
    """Raises a usage error for a word or a day that cannot be."""
    from datetime import date
    from typing import get_args

    from rashomon.config import POLICIES
    from rashomon.model import IncidentType

    choices: tuple[tuple[str, str | None, tuple[Any, ...]], ...] = (
        ("--policy", policy, POLICIES),
        ("--type", type, get_args(IncidentType)),
    )
    for option, word, known in choices:
        if word is not None and word not in known:
            raise typer.BadParameter(f"{word!r} is none of {', '.join(known)}", param_hint=option)
    for option, day in (("--since", since), ("--until", until)):
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError:
            raise typer.BadParameter(f"{day!r} is no day such as 2024-01-05", param_hint=option) from None


def check_country(code: str | None) -> None:
    """Raises a usage error for what is no code of a country, with the code where it is a country's name."""
    from rashomon.exports.countries import countries

    if code is None or code in countries():
        return
    named = [
        c.iso3 for c in countries().values() if code.casefold() in (c.name.casefold(), c.iso3.casefold())
    ]
    hint = f"; try {named[0]}" if named else " such as IRQ"
    raise typer.BadParameter(f"{code!r} is no ISO 3166-1 alpha-3 code{hint}", param_hint="--country")


def read_coding(path: Path | None) -> Coding:
    """The coding in a file of `rashomon code`. Raises InputError for another file."""
    import json

    from rashomon.errors import InputError
    from rashomon.model import coding_from_json

    try:
        return coding_from_json(json.loads(path.read_bytes() if path else b""))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise InputError(
            f"{path} is not what `rashomon code` writes ({type(error).__name__}: {error})"
        ) from None
