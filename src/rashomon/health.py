"""Is this installation whole? One check for each part that coding needs, each with what to do if it fails."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from rashomon.config import Config
from rashomon.errors import RashomonError

SAFE_SQLITE = (
    3,
    51,
    3,
)  # older ones can corrupt a database that two connections write to (the WAL-reset bug)
EXTRAS = (("pypdf", "pdf"), ("python_calamine", "xlsx"), ("warcio", "archive"))


@dataclass(frozen=True, slots=True)
class Check:
    """The state of one part. `ok` None: optional, and not there."""

    part: str
    ok: bool | None
    detail: str


def checks(config: Config) -> Iterator[Check]:
    """All checks, one after the other; a check that fails never stops the next."""
    for part, look in PARTS:
        try:
            yield from look(config)
        except (RashomonError, OSError, ImportError) as error:
            yield Check(part, False, str(error))


def _python(config: Config) -> Iterator[Check]:
    from rashomon import __version__

    yield Check("rashomon", True, f"{__version__}, in {Path(__file__).parent}")
    version = platform.python_version()
    yield Check(
        "python", sys.version_info >= (3, 11), f"{version} on {platform.system()} {platform.machine()}"
    )


def _settings(config: Config) -> Iterator[Check]:
    there = Path("rashomon.toml").exists()
    languages = ", ".join(config.languages)
    where = "rashomon.toml here" if there else "no rashomon.toml here"
    yield Check("settings", True, f"{where}; policy {config.policy}, languages {languages}")
    for kind, paths in sorted(config.overlays.items()):
        for path in paths:
            yield Check(f"overlay {kind}", path.is_file(), str(path))


def _spacy(config: Config) -> Iterator[Check]:
    from rashomon.annotators.parse import load_spacy

    nlp = load_spacy(config.spacy_model)
    meta = nlp.meta
    yield Check("spaCy pipeline", True, f"{config.spacy_model} ({meta.get('name')} {meta.get('version')})")


def _layers(config: Config) -> Iterator[Check]:
    """Building a layer reads its word lists and the user's overlays, and so proves them."""
    from rashomon.annotators import LAYERS

    for layer in LAYERS:
        try:
            import_module(f"rashomon.annotators.{layer.module}").build(config)
            yield Check(f"layer {layer.name}", True, "word lists read")
        except (RashomonError, OSError) as error:
            yield Check(f"layer {layer.name}", False, str(error))


def _models(config: Config) -> Iterator[Check]:
    from rashomon.ids import sha256_of
    from rashomon.lexicon import data_path
    from rashomon.models.tagger import read_card

    folders = sorted(path.parent for path in data_path().rglob("tagger.json"))
    for folder in folders:
        card = read_card(folder)
        wrong = [
            name for name, sha in sorted(card.files.items()) if sha256_of((folder / name).read_bytes()) != sha
        ]
        detail = (
            f"{wrong[0]} is not the file that was pinned; install again"
            if wrong
            else "files are those pinned"
        )
        yield Check(f"model {folder.name}", not wrong, detail)
    if not folders:
        yield Check("models", None, "none is shipped with this version")


def _gazetteer(config: Config) -> Iterator[Check]:
    from rashomon.gazetteer import info

    told = info()
    if told["built"]:
        detail = f"{told['places']:,} places in {told['folder']}"
    else:
        detail = "not built yet; the first run builds it, or `rashomon gazetteer build`"
    yield Check("gazetteer", True if told["built"] else None, detail)
    for entry in told["added"]:
        yield Check("gazetteer file", True, f"{entry['file']}: {entry['places']:,} places")


def _sqlite(config: Config) -> Iterator[Check]:
    import apsw

    version = apsw.sqlite_lib_version()
    safe = tuple(int(part) for part in version.split(".")) >= SAFE_SQLITE
    yield Check("SQLite", safe, version if safe else f"{version} can corrupt registers; upgrade apsw")


def _extras(config: Config) -> Iterator[Check]:
    for module, extra in EXTRAS:
        try:
            import_module(module)
            yield Check(f"[{extra}]", True, metadata.version(module.replace("_", "-")))
        except ImportError:
            yield Check(f"[{extra}]", None, f"not installed; `pip install rashomon[{extra}]`")


PARTS: tuple[tuple[str, Callable[[Config], Iterator[Check]]], ...] = (
    ("python", _python),
    ("settings", _settings),
    ("spaCy pipeline", _spacy),
    ("layers", _layers),
    ("models", _models),
    ("gazetteer", _gazetteer),
    ("SQLite", _sqlite),
    ("extras", _extras),
)
