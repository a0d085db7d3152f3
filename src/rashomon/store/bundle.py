"""An evidence bundle: what a court or an editor needs to check incidents without us, in one zip file.

Original bytes, texts, readings and decisions of some incidents (or of all), the whole audit log, and `verify.py`, which
checks them with Python's standard library alone. The same register gives the same bytes.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa

from rashomon.ids import sha256_of
from rashomon.lexicon import data_path
from rashomon.store.anchors import incident_named
from rashomon.store.columns import canonical
from rashomon.store.schema import captures, decisions, documents, incidents, log, members, readings
from rashomon.store.shelf import HELD, chunks

OLD = (1980, 1, 1, 0, 0, 0)  # the time of every file: a bundle tells nothing of where it was made


def write_bundle(connection: sa.Connection, out: BinaryIO, ids: Iterable[str] = ()) -> None:
    """Write the bundle of the incidents that these ids name; of the whole register without ids."""
    chosen = [incident_named(connection, id) for id in ids]
    query = sa.select(documents.c.n).where(HELD).order_by(documents.c.id)
    if chosen:
        query = query.where(
            documents.c.n.in_(sa.select(members.c.document).where(members.c.incident.in_(chosen)))
        )
    numbers = list(connection.execute(query).scalars())
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:

        def put(name: str, data: bytes) -> None:
            if name not in hashes:
                hashes[name] = sha256_of(data)
                bundle.writestr(zipfile.ZipInfo(name, OLD), data, zipfile.ZIP_DEFLATED)

        shas = _put_documents(connection, numbers, put)
        _put_log(connection, shas, put)
        _put_incidents(connection, chosen, put)
        put("verify.py", Path(data_path("verify.py")).read_bytes())
        last = connection.execute(sa.select(log).order_by(log.c.sequence.desc()).limit(1)).first()
        manifest = {
            "schema": "rashomon/bundle/1",
            "head": f"{last.sequence}:{last.hash}" if last else None,
            "files": dict(sorted(hashes.items())),
        }
        bundle.writestr(zipfile.ZipInfo("manifest.json", OLD), json.dumps(manifest, indent=1))


def _put_documents(connection: sa.Connection, numbers: list[int], put: Any) -> set[str]:
    rows, bodies, shas = [], [], set()
    for chunk in chunks(numbers):
        for row in connection.execute(
            sa.select(documents).where(documents.c.n.in_(chunk)).order_by(documents.c.id)
        ):
            shas.add(row.sha256)
            rows.append({k: v for k, v in row._asdict().items() if k not in ("n", "text", "sequence")})
            put(f"texts/{row.text_sha256}.txt", row.text.encode("utf-8", "surrogatepass"))
            data = connection.execute(
                sa.select(captures.c.data).where(captures.c.sha256 == row.capture)
            ).scalar()
            put(f"captures/{row.capture}", bytes(data or b""))
        joined = readings.join(documents, documents.c.n == readings.c.document)
        query = sa.select(documents.c.id, readings.c.run, readings.c.body).select_from(joined)
        query = query.where(documents.c.n.in_(chunk)).order_by(documents.c.id, readings.c.sequence)
        bodies += [{"document": r.id, "run": r.run, "body": r.body} for r in connection.execute(query)]
    put("documents.jsonl", _lines(rows))
    put("readings.jsonl", _lines(bodies))
    return shas


def _put_log(connection: sa.Connection, shas: set[str], put: Any) -> None:
    kept = [
        {"sequence": row.sequence, "request": row.request, "body": row.body}
        for row in connection.execute(sa.select(decisions).order_by(decisions.c.sequence))
        if any(a["sha256"] in shas for a in row.body["anchors"])
    ]
    put("decisions.jsonl", _lines(kept))
    entries = connection.execute(sa.select(log.c.entry).order_by(log.c.sequence)).scalars()
    put("log.jsonl", "\n".join(entries).encode("utf-8", "surrogatepass"))


def _put_incidents(connection: sa.Connection, chosen: list[str], put: Any) -> None:
    query = sa.select(incidents.c.body).order_by(incidents.c.id)
    if chosen:
        query = query.where(incidents.c.id.in_(chosen))
    put("incidents.jsonl", _lines(connection.execute(query).scalars()))


def _lines(rows: Iterable[Any]) -> bytes:
    return "\n".join(canonical(row) for row in rows).encode("utf-8", "surrogatepass")
