"""`rashomon code` and `rashomon annotate`: stateless, reports in, JSON out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from rashomon.cli import options as given
from rashomon.cli.run import check_output, finish, output, progress, settings, talk, to_json

if TYPE_CHECKING:
    from rashomon.api import Reading
    from rashomon.config import Config
    from rashomon.model import Document, Issue


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(code)
    app.command()(annotate)


def code(
    inputs: given.Inputs,
    out: given.Output = "-",
    published: given.Published = None,
    publisher: given.Publisher = None,
    url: given.Url = None,
    policy: given.Policy = None,
    min_score: given.MinScore = None,
    workers: given.Workers = 1,
    resume: given.Resume = False,
    fetch: given.Fetch = False,
    archive: given.Archive = None,
    all_pages: given.AllPages = False,
    config: given.ConfigFile = None,
    json: given.Json = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Code reports into incidents, claims and statements: one JSON object."""
    from rashomon import api
    from rashomon.model import as_json

    talk.hear(verbose, quiet)
    check_output(out)
    chosen = settings(config, policy=_policy(policy))
    reading = read_inputs(
        sorted(set(inputs)),
        chosen,
        published,
        publisher,
        url,
        fetch=fetch,
        archive=archive,
        all_pages=all_pages,
    )
    with progress("Reading") as counted:
        docs = list(counted(reading))
    journal = _partial(out, replace(chosen, policy="range"), ("code",), resume=resume)
    with resumable(journal), progress("Coding", len(docs)) as counted:
        coding = api.code(
            docs, config=chosen, workers=workers, min_score=min_score or 0.0, issues=reading.issues,
            watch=counted, journal=journal,
        )  # fmt: skip
    with output(out) as stream:
        stream.write(to_json(as_json(coding), indent=1) + b"\n")
    if journal:
        journal.unlink(missing_ok=True)
    finish(coding.issues)


def annotate(
    inputs: given.Inputs,
    out: given.Output = "-",
    published: given.Published = None,
    publisher: given.Publisher = None,
    url: given.Url = None,
    layers: given.Layers = None,
    workers: given.Workers = 1,
    resume: given.Resume = False,
    fetch: given.Fetch = False,
    archive: given.Archive = None,
    all_pages: given.AllPages = False,
    config: given.ConfigFile = None,
    json: given.Json = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Print every annotation layer: one JSON line per report, in the order of the input."""
    from rashomon import api
    from rashomon.journal import whole_lines

    talk.hear(verbose, quiet)
    check_output(out)
    chosen = settings(config)
    names = _layers(layers) or api.LAYERS
    reading = read_inputs(
        inputs, chosen, published, publisher, url, fetch=fetch, archive=archive, all_pages=all_pages
    )
    partial = _partial(out, chosen, names, resume=resume)
    done = whole_lines(partial) if partial else []
    issues = [issue for row in done for issue in _issues(row)]
    rows = api.annotate(_after(reading, done), config=chosen, layers=names, workers=workers)
    with (
        resumable(partial),
        output(out, partial=partial, keep=True) as stream,
        progress("Annotating") as counted,
    ):
        for row in counted(rows):
            stream.write(to_json(row) + b"\n")
            issues += _issues(row)
    finish([*reading.issues, *issues])


def _issues(row: dict[str, Any]) -> list[Issue]:
    from rashomon.model import Issue

    return [Issue(**issue) for issue in row["issues"]]


def _partial(out: str, config: Config, names: tuple[str, ...], *, resume: bool) -> Path | None:
    """The file that a run writes until it is done. Its name holds all that lines depend on but the inputs.

    One that an interrupted run left is thrown away without `resume`.
    """
    from rashomon import __version__
    from rashomon.ids import content_id

    if out == "-":
        if resume:
            raise typer.BadParameter("only a run into a file can be resumed; give -o", param_hint="--resume")
        return None
    path = Path(out)
    if path.exists() and not path.is_file():
        return None
    partial = path.with_name(f".{path.name}.partial-{content_id(__version__, repr(config), names)}")
    if not resume:
        partial.unlink(missing_ok=True)
    return partial


@contextmanager
def resumable(partial: Path | None) -> Iterator[None]:
    """Says how to go on when the user interrupts."""
    try:
        yield
    except KeyboardInterrupt:
        talk.error("interrupted" + ("; the same command with --resume goes on from here" if partial else ""))
        raise


def _after(docs: Iterable[Document], done: list[dict[str, Any]]) -> Iterator[Document]:
    """The documents that an interrupted run had not reached. Raises InputError if inputs changed since."""
    from rashomon.errors import InputError

    number = 0
    for number, doc in enumerate(docs, 1):
        if number > len(done):
            yield doc
        elif (
            done[number - 1]["document"] | {"id": doc.id, "sha256": doc.sha256}
            != done[number - 1]["document"]
        ):
            raise InputError(f"report {number} ({doc.id}) is not what it was; run again without --resume")
    if number < len(done):
        raise InputError(f"only {number} reports are left of {len(done)}; run again without --resume")


def read_inputs(
    inputs: list[str],
    config: Config,
    published: str | None,
    publisher: str | None,
    url: str | None,
    *,
    fetch: bool = False,
    archive: str | None = None,
    all_pages: bool = False,
) -> Reading:
    """The documents behind a command's inputs."""
    from rashomon import api

    metadata = api.Given(_time(published), publisher, url)
    return api.read(inputs, config=config, given=metadata, fetch=fetch, archive=archive, all_pages=all_pages)


def _time(published: str | None) -> str | None:
    """The publication time that the user gives; a wrong one is wrong usage, not an issue of the report."""
    from rashomon import api

    if published is None:
        return None
    read = api.iso_time(published)
    if read is None:
        raise typer.BadParameter(
            f"{published!r} is no ISO 8601 date such as 2024-01-05", param_hint="--published"
        )
    return read


def _policy(policy: str | None) -> str | None:
    from rashomon.config import POLICIES

    if policy is not None and policy not in POLICIES:
        raise typer.BadParameter(f"{policy!r} is none of {', '.join(POLICIES)}", param_hint="--policy")
    return policy


def _layers(layers: str | None) -> tuple[str, ...]:
    from rashomon import api

    names = tuple(name.strip() for name in (layers or "").split(",") if name.strip())
    for name in names:
        if name not in api.LAYERS:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(api.LAYERS)}", param_hint="--layers")
    return names
