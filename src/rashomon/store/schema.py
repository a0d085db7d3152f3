"""Tables of a register, the same on SQLite and PostgreSQL.

*Records* are only ever added: original bytes, documents, readings by run, decisions, the log. Everything else
is a *view* over them (incidents, and the indexes by which a new report finds the incidents that it tells of);
`Register.rebuild` makes it anew, and `verify` compares it with what the records give.
"""

from __future__ import annotations

import sqlalchemy as sa

from rashomon.store.columns import AnyText, Json

SCHEMA_VERSION = 3
metadata = sa.MetaData()


def _id(name: str, *, primary_key: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, AnyText, nullable=False, primary_key=primary_key, unique=unique or None)


def _key(name: str, type_: type[sa.types.TypeEngine[int]] = sa.Integer) -> sa.Column[int]:
    return sa.Column(name, type_, primary_key=True, autoincrement=False)


meta = sa.Table("meta", metadata, _id("key", primary_key=True), sa.Column("value", AnyText, nullable=False))

# Records ---------------------------------------------------------------------------------------------------

captures = sa.Table(  # original bytes, as obtained
    "captures",
    metadata,
    _id("sha256", primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

documents = sa.Table(  # the text that was read out of a capture
    "documents",
    metadata,
    _key("n"),
    _id("id", unique=True),
    sa.Column("sha256", AnyText, nullable=False, index=True),  # of the original bytes
    sa.Column(
        "capture", AnyText, sa.ForeignKey("captures.sha256"), nullable=False
    ),  # of those that were kept
    sa.Column("text", AnyText, nullable=False),
    sa.Column("text_sha256", AnyText, nullable=False),
    sa.Column("title", AnyText),
    sa.Column("publisher", AnyText),
    sa.Column("published", AnyText),
    sa.Column("url", AnyText),
    sa.Column("language", AnyText),
    sa.Column("more", Json, nullable=False),  # the other fields of a Document
    sa.Column(
        "version_of", AnyText
    ),  # id of the first document of that name, when its text was changed since
    sa.Column("sequence", sa.Integer, nullable=False),  # of the log entry that added it
)

runs = sa.Table(  # what coded them: version, and data and models by hash
    "runs",
    metadata,
    _id("id", primary_key=True),
    sa.Column("version", AnyText, nullable=False),
    sa.Column("components", Json, nullable=False),
)

readings = sa.Table(  # what one run read in one document; that of the greatest sequence number counts
    "readings",
    metadata,
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.n"), primary_key=True, autoincrement=False),
    sa.Column("run", AnyText, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("body", Json, nullable=False),
    sa.Column("sha256", AnyText, nullable=False),  # of the body's canonical JSON
)

decisions = sa.Table(  # what persons decided
    "decisions",
    metadata,
    _key("sequence"),  # of its log entry
    _id("id", unique=True),
    sa.Column("request", AnyText, unique=True),  # idempotency key
    sa.Column("body", Json, nullable=False),
)

log = sa.Table(  # audit log: each entry holds the hash of the one before
    "log",
    metadata,
    _key("sequence"),
    sa.Column("entry", AnyText, nullable=False),  # canonical JSON
    sa.Column("hash", AnyText, nullable=False, unique=True),
)

history = sa.Table(  # what each log entry did to incidents; its digest stands in the entry
    "history",
    metadata,
    _key("sequence"),
    _id("incident", primary_key=True),
    sa.Column("kind", AnyText, nullable=False),  # new, changed, gone
    sa.Column("details", Json, nullable=False),
)

queries = sa.Table(  # saved searches
    "queries", metadata, _id("name", primary_key=True), sa.Column("body", Json, nullable=False)
)

# Views -----------------------------------------------------------------------------------------------------

incidents = sa.Table(
    "incidents",
    metadata,
    _key("n"),
    _id("id", unique=True),
    sa.Column("type", AnyText, nullable=False),
    sa.Column("realis", AnyText, nullable=False),
    sa.Column("main", sa.Boolean, nullable=False),
    sa.Column("aggregate", sa.Boolean, nullable=False),
    sa.Column("scope", AnyText, nullable=False),
    sa.Column("country", AnyText),
    sa.Column("date_start", AnyText),
    sa.Column("date_end", AnyText),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("contested", sa.Boolean, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("killed_low", sa.BigInteger),
    sa.Column("killed_best", sa.BigInteger),
    sa.Column("killed_high", sa.BigInteger),
    sa.Column("injured_best", sa.BigInteger),
    sa.Column("label", AnyText, nullable=False),
    sa.Column("state", AnyText, nullable=False),  # coded, accepted, rejected
    sa.Column("assigned", AnyText),
    sa.Column("reviewed", sa.Integer),  # sequence number of the decision that gave the state
    sa.Column("changed", sa.Integer, nullable=False, index=True),  # of the entry that last changed it
    sa.Column("body", Json, nullable=False),
)
# Written out, not bound: SQLite takes the index only for the very expression.
WHEN = sa.func.coalesce(incidents.c.date_start, sa.literal_column("''"))
# Lists and counts are answered out of this index alone; the table, with its long records, is read for what is shown.
# No column of any length may be in it: PostgreSQL limits an entry.
IN_SHORT = (
    "state", "assigned", "type", "realis", "scope", "main", "aggregate", "contested", "date_start", "date_end", "score",
    "sources", "killed_low", "killed_best", "changed", "lat", "lon", "n",
)  # fmt: skip
by_date = sa.Index(
    "incidents_by_date", WHEN.desc(), incidents.c.id, *(incidents.c[name] for name in IN_SHORT)
)

facets = sa.Table(  # values of fields that an incident has several of
    "facets",
    metadata,
    _id("field", primary_key=True),
    _id("value", primary_key=True),
    _key("incident"),
    sqlite_with_rowid=False,
)
sa.Index("facets_by_incident", facets.c.incident)

members = sa.Table(  # which reported incidents an incident is made of
    "members",
    metadata,
    _key("document"),
    _id("reported", primary_key=True),
    sa.Column("incident", AnyText, nullable=False, index=True),
    sqlite_with_rowid=False,
)

mentions = sa.Table(  # every id by which an incident can be addressed
    "mentions",
    metadata,
    _id("id", primary_key=True),
    _key("document"),
    _id("reported", primary_key=True),
    sqlite_with_rowid=False,
)
sa.Index("mentions_by_document", mentions.c.document)

former = sa.Table(  # ids of older readings, and the mention of today that took their place, if one did
    "former",
    metadata,
    _id("id", primary_key=True),
    sa.Column("mention", AnyText, index=True),
    sa.Column("reported", sa.Boolean, nullable=False),  # was it the id of a reported incident?
)

statements = sa.Table(
    "statements",
    metadata,
    _key("document"),
    _id("id", primary_key=True),
    sa.Column("about", AnyText),  # id of a reported incident of the document
    sa.Column("body", Json, nullable=False),
    sqlite_with_rowid=False,
)

blocks = sa.Table(  # where reported incidents can meet (incidents.blocking), by document
    "blocks",
    metadata,
    _key("number", sa.BigInteger),
    _key("side", sa.SmallInteger),
    _key("document"),
    sqlite_with_rowid=False,
)
sa.Index("blocks_by_document", blocks.c.document)

links = sa.Table(  # how likely two reported incidents are one; each pair stands here both ways
    "links",
    metadata,
    _key("document"),
    _id("reported", primary_key=True),
    _key("other_document"),
    _id("other", primary_key=True),
    sa.Column("score", sa.Float, nullable=False),
    sqlite_with_rowid=False,
)

shingles = sa.Table(  # sampled runs of words, by which copies are found (incidents.copies)
    "shingles",
    metadata,
    _key("month"),
    _key("run", sa.BigInteger),
    _key("document"),
    sqlite_with_rowid=False,
)

parents = sa.Table(  # which document copies which
    "parents",
    metadata,
    _key("document"),
    sa.Column("parent", sa.Integer, nullable=False, index=True),
    sa.Column("shared", sa.Integer, nullable=False),
    sa.Column("share", sa.Float, nullable=False),
)

RECORDS = (captures, documents, runs, readings, decisions, log, history)  # in an order that keeps references
VIEWS = (incidents, facets, members, mentions, former, statements, blocks, links, shingles, parents)
