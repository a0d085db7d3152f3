"""What every exporter is: a name, how it writes, and what its format can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from rashomon.errors import ConfigError
from rashomon.exports.loss import Loss
from rashomon.incidents.copies import credit
from rashomon.incidents.policies import Policy
from rashomon.incidents.voices import Origins
from rashomon.model import Coding, Document, Incident

if TYPE_CHECKING:
    from rashomon.store.moving import Batch, Proofs

COVERAGE = (
    "Figures are what the listed sources reported, no more. They are not a count of all that happened: places and "
    "people that no report tells of are missing, and sources may be wrong. Ranges and accounts are part of the figure."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to write: `full` keeps texts and reviewers' names, `bom` marks UTF-8 for Excel, `numeric` writes ACLED's
    older interaction digits.
    """

    full: bool = False
    bom: bool = False
    numeric: bool = False


@dataclass(frozen=True)
class Export:
    """What there is to write: the incidents that were selected, and everything that their records point to."""

    coding: Coding
    settings: Settings = Settings()
    decisions: tuple[Mapping[str, Any], ...] = ()
    original: Callable[[str], bytes] | None = None  # document → the bytes as they came
    batches: tuple[Batch, ...] = ()  # the readings behind the incidents, for the full form
    policy: Policy | None = None  # of the register
    loss: Loss = field(default_factory=Loss)
    proofs: Proofs | None = None  # what the register's log says of reports and decisions

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents, in the order of their ids."""
        return self.coding.incidents

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The reports, by id."""
        return {d.id: d for d in self.coding.documents}

    @cached_property
    def origins(self) -> Origins:
        """Whose text each report has."""
        return origins_of(self.coding)

    def reports_of(self, incident: Incident) -> list[Document]:
        """The reports that tell of an incident, first published first."""
        ids = {m.document for m in incident.mentions}
        found = [self.documents[id] for id in ids if id in self.documents]
        return sorted(found, key=lambda d: (d.published or "9999", d.id))


def origins_of(coding: Coding) -> Origins:
    """Which report copies which, and who wrote each text."""
    outlets = {d.id: credit(d) or d.wire or d.publisher or d.id for d in coding.documents}
    return Origins({d.id: d for d in coding.documents}, lambda id: coding.copies.get(id, id), outlets)


Accounts = Literal["all", "notes", "one"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format. `accounts`: it holds every claim as a record, only as words in a note, or one value for each role.

    `roles` are the claim roles it has a place for, `policy` the rule of its tolls when none is asked for, and
    `statements` whether it holds speech acts.
    """

    name: str
    about: str
    suffix: str
    write: Callable[[Export], bytes]
    accounts: Accounts
    roles: frozenset[str]
    columns: tuple[str, ...] = ()
    statements: bool = False
    policy: str | None = None
    keeps_criminal: bool = False
    quotes: bool = True  # it holds the words behind a claim


def need(module: str, extra: str) -> Any:
    """An optional library, loaded on use. Raises ConfigError with the command that installs it."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise ConfigError(f"this format needs {module}: pip install 'rashomon[{extra}]'") from None


def joined(values: Sequence[str | None], mark: str = "; ") -> str:
    """Values as one cell, each once, in order."""
    return mark.join(dict.fromkeys(v for v in values if v))
