"""The public interface: everything that the command line and the web app do, they do through here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rashomon import documents, gazetteer, pipeline, sources
from rashomon.annotators import NAMES
from rashomon.config import Config
from rashomon.documents import Reading
from rashomon.documents.dates import iso_time
from rashomon.journal import journaled
from rashomon.model import Coding, Document, Issue

if TYPE_CHECKING:
    from rashomon.claims import Report
    from rashomon.evaluate.judging import Judged
    from rashomon.exports import Loss, Selection, Settings
    from rashomon.health import Check
    from rashomon.imports import Imported
    from rashomon.store import Ingested, Register

__all__ = [
    "BATCH",
    "FORMATS",
    "IMPORTS",
    "LAYERS",
    "Given",
    "Reading",
    "annotate",
    "backup",
    "code",
    "evaluate",
    "export",
    "gazetteer",
    "health",
    "import_",
    "ingest",
    "iso_time",
    "judged_merges",
    "open",
    "read",
    "recode",
    "restore",
    "sample_merges",
]

T = TypeVar("T")
BATCH = 50  # reports that are added to a register in one transaction
LOOKED_UP = 1000  # documents of which a register is asked at once whether it knows them

Given = documents.Options  # metadata that a user gives for bare text
LAYERS = NAMES  # of annotation, in running order
FORMATS = (
    "csv", "csv-long", "jsonl", "acled", "ucdp", "plover", "cameo", "geojson", "parquet", "gpkg", "xlsx",
    "datapackage", "html", "dossier",
)  # fmt: skip
IMPORTS = ("acled", "ucdp", "jsonl")


def read(
    inputs: Iterable[str],
    *,
    config: Config | None = None,
    given: documents.Options | None = None,
    fetch: bool = False,
    archive: str | None = None,
    all_pages: bool = False,
) -> Reading:
    """Documents behind files, folders and "-" (standard input), in order.

    Iterate over it once; afterwards its `issues` name every input that gave no document. Web addresses are
    fetched only with `fetch`, and kept in the WARC file `archive`. Pages of web archives that can be of no use are
    passed over and counted in an issue, unless `all_pages` asks for them.
    """
    how = sources.options_of(config or Config(), fetch=fetch, archive=archive, all_pages=all_pages)
    found = sources.find(inputs, how)
    return documents.read(found, options=given, config=config)


def annotate(
    docs: Iterable[Document],
    *,
    config: Config | None = None,
    layers: tuple[str, ...] = NAMES,
    workers: int = 1,
) -> Iterator[dict[str, Any]]:
    """The annotation layers of each document as JSON-ready objects, in the order given."""
    return pipeline.annotate(docs, config or Config(), layers=layers, workers=workers)


def code(
    docs: Iterable[Document],
    *,
    config: Config | None = None,
    workers: int = 1,
    min_score: float = 0.0,
    issues: Iterable[Issue] = (),
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    journal: Path | None = None,
) -> Coding:
    """Incidents, claims and statements of a set of documents; see `pipeline.code`.

    What each document reports is kept in the file `journal` as it is coded, and taken from there in a later run.
    """
    config = config or Config()

    def read(ordered: Sequence[Document]) -> Iterable[Report]:
        def coder(rest: Iterable[Document]) -> Iterable[Report]:
            return pipeline.reports(rest, config, workers=workers)

        return journaled(journal, ordered, coder) if journal else coder(ordered)

    return pipeline.code(
        docs, config, workers=workers, min_score=min_score, issues=issues, watch=watch, read=read
    )


def ingest(
    docs: Iterable[Document],
    register: str,
    *,
    config: Config | None = None,
    workers: int = 1,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    again: bool = False,
    author: str = "rashomon",
) -> tuple[Ingested, list[Issue]]:
    """Code documents that a register does not hold yet and add them; returns what was done and every issue met.

    The register (a file path or `postgresql://…`) is made if it is missing. Reports are added BATCH at a time: what was
    added before an interruption stays, and the same command goes on from there. With `again`, known documents are
    coded anew by this version; their older readings stay beside.
    """
    from rashomon.store import Register
    from rashomon.store.ingesting import Ingested, ids_of, new_among

    config = config or Config()
    originals: dict[str, bytes] = {}
    if isinstance(docs, Reading):
        docs.originals = originals
    done, issues = Ingested(), list[Issue]()
    with Register.open(register, config=config, create=True) as opened:
        if again:
            read = opened.read_by(version(), components(config))
            wanted = [d for d in docs if d.id not in read]
        else:
            wanted = [
                d for part in batched(docs, LOOKED_UP) for d in new_among(part, opened.known(ids_of(part)))
            ]
        fresh = sorted(wanted, key=lambda d: d.id)
        coded = watch(pipeline.reports(fresh, config, workers=workers))
        for batch in batched(coded, BATCH):
            done += opened.ingest(
                batch, version=version(), components=components(config), originals=originals,
                author=author, again=again,
            )  # fmt: skip
            issues += [issue for report in batch for issue in report.issues]
    found = list(docs.issues) if isinstance(docs, Reading) else []
    return done, [*found, *issues, *done.issues]


def recode(
    register: str,
    *,
    config: Config | None = None,
    workers: int = 1,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    author: str = "rashomon",
) -> tuple[Ingested, list[Issue]]:
    """Code all documents of a register anew with this version and these settings; older readings and decisions stay."""
    with open(register, config=config) as opened:
        docs = opened.documents()
    return ingest(docs, register, config=config, workers=workers, watch=watch, again=True, author=author)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of so many."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def open(register: str, *, config: Config | None = None, create: bool = False) -> Register:
    """A register (a file path or `postgresql://…`), to be used in a `with` statement or closed by hand.

    Raises RegisterError when there is none, unless `create` makes it.
    """
    from rashomon.store import Register

    return Register.open(register, config=config, create=create)


def as_words(explanation: Any) -> str:
    """An explanation for people to read."""
    from rashomon.incidents.explain import as_words

    return as_words(explanation)


def explanation_json(explanation: Any) -> dict[str, Any]:
    """An explanation as JSON."""
    from rashomon.incidents.explain import as_json

    return as_json(explanation)


def backup(register: str, target: Path) -> None:
    """Copy a register that may be in use to an SQLite file; see `store.backup`."""
    from rashomon.store.backup import backup

    backup(register, target)


def restore(source: Path, register: str) -> None:
    """Make a register out of a backup; see `store.backup`."""
    from rashomon.store.backup import restore

    restore(source, register)


def export(
    coding: Coding,
    format: str,
    *,
    selection: Selection | None = None,
    settings: Settings | None = None,
    policy: str | None = None,
    priority: tuple[str, ...] = (),
    sensitive: Collection[str] = (),
    register: Register | None = None,
    loss: Loss | None = None,
) -> bytes:
    """A coding in one of FORMATS, as bytes; `loss` is told what the format could not hold.

    Without a selection every incident leaves. `policy` chooses the tolls anew (ACLED and UCDP have one of their own);
    the places of `sensitive` incidents are coarsened. An open `register` adds those that are marked so there, original
    bytes, and with `settings.full` decisions and readings; a full export keeps marked places.
    """
    from rashomon import exports
    from rashomon.exports.select import by_policy, coarsened
    from rashomon.incidents.policies import Policy

    chosen, loss = exports.exporter(format), loss or exports.Loss()
    if selection is not None:
        coding = exports.select(coding, selection, loss)
    marked = register.sensitive() if register is not None and not (settings and settings.full) else ()
    coding = coarsened(coding, frozenset(sensitive) | frozenset(marked), loss)
    rule = policy or chosen.policy
    if rule is not None:
        coding = by_policy(coding, Policy(rule, priority))
    return exports.write(exports.prepared(coding, format, settings, register, loss), format)


def import_(
    source: bytes,
    format: str,
    register: str,
    *,
    name: str = "file",
    config: Config | None = None,
    author: str = "rashomon",
) -> tuple[Ingested, list[Issue]]:
    """Other teams' records (acled, ucdp) or our own (jsonl --full) into a register, as accounts beside those there.

    The same linking merges them with the incidents of the press; nothing of theirs overwrites anything.
    """
    from rashomon import imports
    from rashomon.store import Register
    from rashomon.store.ingesting import Ingested

    read = imports.read(source, format, name=name)
    config = config or Config()
    if read.policy is not None:  # counts for a register that this makes; others keep theirs
        config = replace(config, policy=read.policy.name, source_priority=read.policy.priority)
    parts = {**components(config), "import": format}
    done, issues = Ingested(), list(read.issues)
    with Register.open(register, config=config, create=True) as opened:
        known = opened.known()
        fresh = sorted((r for r in read.reports if r.doc.id not in known), key=lambda r: r.doc.id)
        for batch in batched(fresh, BATCH):
            done += opened.ingest(
                batch, version=version(), components=parts, originals=read.originals, author=author
            )
        for added in _moved(opened, read, author):
            done += added
        issues += _decided(opened, read, author)
    return done, [*issues, *done.issues]


def _moved(opened: Register, read: Imported, author: str) -> Iterator[Ingested]:
    """Take in the readings of another register; documents that were read here otherwise stay as they are."""
    from rashomon.store.ingesting import Run

    theirs: dict[str, set[str]] = {}
    for batch in read.batches:
        for report in batch.reports:
            theirs.setdefault(report.doc.id, set()).add(Run(batch.version, batch.components).id)
    ours = {id for id, runs in opened.runs_by_document().items() if not runs <= theirs.get(id, set())}
    for batch in read.batches:
        fresh = [r for r in batch.reports if r.doc.id not in ours]
        if fresh:
            yield opened.ingest(
                fresh, version=batch.version, components=batch.components, originals=read.originals,
                author=author, again=True,
            )  # fmt: skip


def _decided(opened: Register, read: Imported, author: str) -> Iterator[Issue]:
    """Put the decisions of another register in force; yields an issue for one that cannot be."""
    from rashomon.errors import RashomonError
    from rashomon.review import Anchor, Decision

    for number, row in enumerate(read.decisions, 1):
        try:
            anchors = tuple(Anchor(**a) for a in row["anchors"])
            decision = Decision(**{**row, "anchors": anchors, "sequence": 0})
            opened.take_over(decision, by=author)
        except (TypeError, KeyError, AttributeError, RashomonError) as error:
            message = f"decision {number} was not taken over: {error}"
            yield Issue(None, "imports", "broken_record", message)


def health(config: Config | None = None) -> Iterator[Check]:
    """The state of each part of this installation."""
    from rashomon.health import checks

    return checks(config or Config())


def version() -> str:
    """The version of this installation."""
    from rashomon import __version__

    return __version__


def components(config: Config) -> dict[str, Any]:
    """What coded a run: settings that change results, and overlays by hash."""
    from rashomon.ids import sha256_of

    return {
        "spacy_model": config.spacy_model,
        "policy": config.policy,
        "overlays": {
            kind: [sha256_of(path.read_bytes()) for path in paths]
            for kind, paths in sorted(config.overlays.items())
        },
    }


def evaluate(
    gold: Path,
    reports: str,
    *,
    config: Config | None = None,
    workers: int = 1,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> dict[str, float]:
    """Figures of a coding of `reports` against the hand-coded records in `gold` (docs/accuracy.md defines them)."""
    from rashomon.evaluate import evaluate as score
    from rashomon.evaluate import read_gold
    from rashomon.model import coding_json

    records = read_gold(gold)
    coding = code(list(read([reports], config=config)), config=config, workers=workers, watch=watch)
    return score(coding_json(coding), records)


def sample_merges(register: str, size: int, *, config: Config | None = None) -> bytes:
    """A table of pairs of records that linking made one, or nearly did, for a person to judge.

    Drawn by hash: the same register gives everybody the same pairs.
    """
    from rashomon.evaluate.judging import judging_file
    from rashomon.incidents.sampling import sample_merges

    with open(register, config=config) as opened:
        linker = opened.machine_links()
    return judging_file(linker, sample_merges(linker, size))


def judged_merges(data: bytes, *, name: str = "file") -> Judged:
    """Precision and recall of linking by the judgements in a table of `sample_merges`."""
    from rashomon.evaluate.judging import read_judged

    return read_judged(data, name)
