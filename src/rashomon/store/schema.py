"""Tables of a register, the same on SQLite and PostgreSQL.

Claims are appended (`readings`, by run); incidents are rebuilt from them (`incidents`, `members`); original bytes and the audit
log are never changed.
"""

from __future__ import annotations

import sqlalchemy as sa

SCHEMA_VERSION = 1
metadata = sa.MetaData()

meta = sa.Table(
    "meta", metadata, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)

captures = sa.Table(  # original bytes, as obtained
    "captures",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

documents = sa.Table(  # the text that was read out of a capture
    "documents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, sa.ForeignKey("captures.sha256"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("copy_of", sa.Text),
)

runs = sa.Table(  # what coded them: version, and data and models by hash
    "runs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("components", sa.JSON, nullable=False),
)

readings = sa.Table(  # what one run read in one document; appended, never changed
    "readings",
    metadata,
    sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)

incidents = sa.Table(  # a view over the newest readings; can be dropped and rebuilt
    "incidents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("type", sa.Text, nullable=False, index=True),
    sa.Column("realis", sa.Text, nullable=False),
    sa.Column("main", sa.Boolean, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("country", sa.Text, index=True),
    sa.Column("date_start", sa.Text, index=True),
    sa.Column("date_end", sa.Text),
    sa.Column("contested", sa.Boolean, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("killed_low", sa.Integer),
    sa.Column("killed_high", sa.Integer),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column(
        "changed", sa.Integer, nullable=False, index=True
    ),  # sequence number of the log entry that last changed it
)

addresses = sa.Table(  # every id that names an incident: its mentions' and its former ones
    "addresses",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("incident", sa.Text, nullable=False, index=True),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("about", sa.Text, index=True),
    sa.Column("body", sa.JSON, nullable=False),
)

log = sa.Table(  # audit log: append-only, each entry holds the hash of the one before
    "log",
    metadata,
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry", sa.Text, nullable=False),  # canonical JSON
    sa.Column("hash", sa.Text, nullable=False, unique=True),
)
