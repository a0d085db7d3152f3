"""Writing files so that a reader sees the old bytes or the new ones, never half of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def atomic_writer(path: Path, *, partial: Path | None = None, keep: bool = False) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when the block ends without an error.

    Written beside it, flushed to the disk, then renamed, and the folder flushed too. `partial` names the
    file written meanwhile (default: `.NAME.tmp-PID`); with `keep` it is appended to, and left behind after
    an error, so that a later run can go on. A path that is no regular file (a pipe, /dev/null) is written
    to directly.
    """
    if path.exists() and not stat.S_ISREG(os.stat(path).st_mode):
        with open(path, "wb") as out:
            yield out
        return
    path = Path(os.path.realpath(path))
    working = partial or path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        with open(working, "ab" if keep else "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(working, path)
        sync_folder(path.parent)
    except BaseException:
        if not keep:
            working.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows cannot open folders
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
