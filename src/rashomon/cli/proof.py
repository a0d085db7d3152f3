"""`rashomon verify`, `log`, `bundle`, `erase`, `backup`, `restore`, `rebuild`: proving and keeping a register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.options import Output
from rashomon.cli.register import AsJson, Where, author_name, table
from rashomon.cli.run import PROBLEMS, output, printable, talk

Author = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Who acts; default: RASHOMON_AUTHOR, or the login.", show_default=False
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (verify, log, bundle, erase, backup, restore, rebuild):
        app.command()(command)


def verify(
    register: Where = "rashomon.db",
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HEAD|-",
            help="Compare with a head noted earlier (number:hash); - prints today's head only.",
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Do not link everything anew to compare the incidents.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Prove a register: log, original bytes, readings, decisions, evidence, and incidents as these give them."""
    from rashomon import api
    from rashomon.model import as_json

    with api.open(register) as opened:
        if head == "-":
            typer.echo(opened.head())
            return
        problems = opened.verify(head=head, replay=not quick)
        now = opened.head()
    if json:
        table([as_json(p) for p in problems], json)
    else:
        for problem in problems:
            typer.echo(printable(f"{problem.where}: {problem.message}"))
    if problems:
        talk.say(f"{len(problems)} problems in {register}")
        raise typer.Exit(PROBLEMS)
    talk.say(f"{register} is whole; head {now}")


def log(
    register: Where = "rashomon.db",
    since: Annotated[int, typer.Option(metavar="NUMBER", help="Only after this entry.")] = 0,
    json: AsJson = False,
) -> None:
    """Show the audit log: who did what, when and why."""
    from rashomon import api

    with api.open(register) as opened:
        entries = opened.log(since)
    if json:
        return table(entries, json)
    fields = ("sequence", "time", "author", "action", "object", "reason")
    return table([{name: entry[name] for name in fields} for entry in entries], json)


def bundle(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Incidents; default: all.", show_default=False)
    ] = None,
    out: Output = "-",
    register: Where = "rashomon.db",
) -> None:
    """Write originals, texts, readings, decisions and the log in one zip, with a verify.py that needs only Python."""
    from rashomon import api

    with api.open(register) as opened, output(out) as stream:
        opened.write_bundle(stream, *(ids or ()))


def erase(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id.", show_default=False)],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Who asked for it and why; stands in the log.")],
    register: Where = "rashomon.db",
    author: Author = None,
) -> None:
    """Erase a report's bytes, text and readings for good; its hashes stay, so that the log verifies."""
    from rashomon import api

    with api.open(register) as opened:
        erased = opened.erase(document, author=author_name(author), reason=reason)
    talk.say(f"{', '.join(erased.documents)} erased; bundles, exports and backups made before still hold it")


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; must not exist yet.")],
    register: Where = "rashomon.db",
) -> None:
    """Copy a register, also while others write to it, to one SQLite file; the copy is checked."""
    from rashomon import api

    api.backup(register, target)
    talk.say(f"{register} is copied to {target}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    register: Where = "rashomon.db",
) -> None:
    """Make a register out of a backup: a new file, or an empty PostgreSQL database."""
    from rashomon import api

    api.restore(source, register)
    talk.say(f"{register} is restored from {source}")


def rebuild(
    register: Where = "rashomon.db",
    policy: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Let another policy choose headline values.", show_default=False),
    ] = None,
    priority: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="For source-priority: kinds or names, best first; repeatable."),
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; stands in the log.")] = "asked for",
    author: Author = None,
) -> None:
    """Make all incidents anew from the readings and decisions, by another policy if one is given."""
    from rashomon import api

    with api.open(register) as opened:
        if policy:
            done = opened.set_policy(
                policy, priority=priority or (), author=author_name(author), reason=reason
            )
        else:
            done = opened.rebuild(author=author_name(author), reason=reason)
    talk.say(f"{len(done.new)} new, {len(done.changed)} changed, {len(done.gone)} gone")
