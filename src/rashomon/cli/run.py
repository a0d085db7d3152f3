"""What every command shares: how it talks, how it fails, where its output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TypeVar

import typer

if TYPE_CHECKING:
    from rashomon.config import Config
    from rashomon.model import Issue

T = TypeVar("T")
FAILED, USAGE, INCOMPLETE, PROBLEMS, INTERRUPTED = 1, 2, 3, 4, 130
LISTED = 50  # issues named on stderr; the rest is counted, unless -v


@dataclass
class Talk:
    """How much is said on stderr. stdout is for data only."""

    verbose: bool = False
    quiet: bool = False

    def hear(self, verbose: bool, quiet: bool) -> None:
        """-v and -q count wherever they stand, before the command or after it."""
        self.verbose = self.verbose or verbose
        self.quiet = self.quiet or quiet

    def say(self, message: str) -> None:
        """A word on what is going on."""
        if not self.quiet:
            typer.echo(message, err=True)

    def note(self, message: str) -> None:
        """A word that only -v wants."""
        if self.verbose:
            typer.echo(message, err=True)

    def error(self, message: str) -> None:
        """One sentence on what failed; said even with -q."""
        typer.echo(f"Error: {printable(message)}", err=True)


talk = Talk()


def printable(message: str) -> str:
    """A message without control characters or half characters that a hostile report could have put there."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in message)


def guarded(run: Callable[[], object]) -> None:
    """Run the program; every failure ends as one sentence and an exit code."""
    from rashomon.errors import ConfigError, RashomonError

    try:
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except ConfigError as error:
        _fail(error, str(error), USAGE)
    except RashomonError as error:
        _fail(error, str(error), FAILED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(error, f"{where}{error.strerror or error}", FAILED)
    except MemoryError as error:
        _fail(error, "out of memory; give fewer workers (--workers) or smaller inputs", FAILED)
    except Exception as error:
        _fail(
            error,
            f"unexpected {type(error).__name__}: {error}; run again with -v and report what it prints",
            FAILED,
        )


def _fail(error: BaseException, message: str, code: int) -> None:
    if talk.verbose:
        import traceback

        traceback.print_exception(error)
    talk.error(message)
    sys.exit(code)


def settings(config: Path | None, **changes: Any) -> Config:
    """The configuration of a run: the file, then what the options change (None changes nothing)."""
    from dataclasses import replace

    from rashomon.config import load_config
    from rashomon.errors import ConfigError

    given = {name: value for name, value in changes.items() if value is not None}
    chosen = replace(load_config(config), **given)
    if chosen.policy == "source-priority" and not chosen.source_priority:
        raise ConfigError(
            'policy source-priority needs a list of source kinds or names, best first: source_priority = ["monitor"] '
            "in rashomon.toml"
        )
    return chosen


def check_output(target: str) -> None:
    """Raises a usage error for a place that cannot be written to, before any work is done."""
    path = Path(target)
    if target == "-":
        return
    if path.is_dir():
        raise typer.BadParameter(f"{target} is a folder; name a file", param_hint="-o")
    if not path.parent.is_dir():
        raise typer.BadParameter(f"{path.parent} is no folder; create it first", param_hint="-o")


@contextmanager
def output(target: str, **how: Any) -> Iterator[BinaryIO]:
    """Where a command writes: a file, whole or not at all, or "-" for stdout."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from rashomon.files import atomic_writer

    check_output(target)
    with atomic_writer(Path(target), **how) as out:
        yield out


def to_json(value: object, *, indent: int | None = None) -> bytes:
    """JSON as UTF-8. Half characters (lone surrogates), which UTF-8 cannot hold, are written as escapes."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text).encode("utf-8")


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """A bar on stderr while items pass; nothing when stderr is no terminal or with -q.

    It refreshes as items pass, without a thread: worker processes may still be forked meanwhile.
    """
    if talk.quiet or not sys.stderr.isatty():
        yield iter
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (SpinnerColumn(), TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what, total=total)

        def counted(items: Iterable[T]) -> Iterator[T]:
            for item in items:
                bar.advance(task)
                bar.refresh()
                yield item

        yield counted


def finish(issues: Iterable[Issue]) -> None:
    """Name what could not be read or coded, then leave with exit code 3 if anything was lost."""
    from rashomon.issues import incomplete

    issues = list(issues)
    lost = incomplete(issues)
    for issue in issues if talk.verbose else lost[:LISTED]:
        _name(issue, sys.stderr)
    if not talk.verbose and len(lost) > LISTED:
        typer.echo(f"... and {len(lost) - LISTED} more; -v lists them all", err=True)
    if lost:
        raise typer.Exit(INCOMPLETE)


def _name(issue: Issue, stream: IO[str]) -> None:
    typer.echo(f"{issue.code}: {printable(issue.message)}", file=stream)
