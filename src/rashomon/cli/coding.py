"""`rashomon code` and `rashomon annotate`: stateless, reports in, JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from rashomon.cli import options as given
from rashomon.cli.run import check_output, finish, output, progress, settings, talk, to_json

if TYPE_CHECKING:
    from rashomon.config import Config
    from rashomon.documents import Reading


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
    reading = read_inputs(sorted(set(inputs)), chosen, published, publisher, url)
    docs = list(reading)
    with progress("Coding", len(docs)) as counted:
        coding = api.code(
            docs,
            config=chosen,
            workers=workers,
            min_score=min_score or 0.0,
            issues=reading.issues,
            watch=counted,
        )
    with output(out) as stream:
        stream.write(to_json(as_json(coding), indent=1) + b"\n")
    finish(coding.issues)


def annotate(
    inputs: given.Inputs,
    out: given.Output = "-",
    published: given.Published = None,
    publisher: given.Publisher = None,
    url: given.Url = None,
    layers: given.Layers = None,
    workers: given.Workers = 1,
    config: given.ConfigFile = None,
    json: given.Json = False,
    verbose: given.Verbose = False,
    quiet: given.Quiet = False,
) -> None:
    """Print every annotation layer: one JSON line per report, in the order of the input."""
    from rashomon import api
    from rashomon.annotators import NAMES
    from rashomon.model import Issue

    talk.hear(verbose, quiet)
    chosen = settings(config)
    names = _layers(layers) or NAMES
    reading = read_inputs(inputs, chosen, published, publisher, url)
    issues: list[Issue] = []
    with output(out) as stream, progress("Annotating") as counted:
        for row in counted(api.annotate(reading, config=chosen, layers=names, workers=workers)):
            stream.write(to_json(row) + b"\n")
            issues += [Issue(**issue) for issue in _issues(row)]
    finish([*reading.issues, *issues])


def _issues(row: dict[str, Any]) -> list[dict[str, Any]]:
    return list(row["issues"])


def read_inputs(
    inputs: list[str], config: Config, published: str | None, publisher: str | None, url: str | None
) -> Reading:
    """The documents behind a command's inputs."""
    from rashomon import api
    from rashomon.documents import Options

    return api.read(inputs, config=config, given=Options(_time(published), publisher, url))


def _time(published: str | None) -> str | None:
    """The publication time that the user gives; a wrong one is wrong usage, not an issue of the report."""
    from rashomon.documents.dates import iso_time

    if published is None:
        return None
    read = iso_time(published)
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
    from rashomon.annotators import NAMES

    names = tuple(name.strip() for name in (layers or "").split(",") if name.strip())
    for name in names:
        if name not in NAMES:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(NAMES)}", param_hint="--layers")
    return names
