"""`dossier`: an evidence bundle as a ZIP: for each incident its record, the reports as they came, and a page to read.

`manifest-sha256.txt` names every file; `verify.py` needs Python alone and checks it, and that every claim quotes
the very words of its report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rashomon.exports.archive import zipped
from rashomon.exports.base import COVERAGE, Export
from rashomon.exports.html import write_html
from rashomon.exports.loss import Loss
from rashomon.exports.select import Selection, select
from rashomon.exports.text import utf8
from rashomon.ids import sha256_of
from rashomon.lexicon import data_path
from rashomon.model import Document, Incident, as_json, document_json

if TYPE_CHECKING:
    from rashomon.store.moving import Proofs

PRIVATE = frozenset({"author", "reason", "details", "time"})


def write(export: Export) -> bytes:
    """The bundle."""
    files: dict[str, bytes] = {
        "README.txt": utf8(README.format(coverage=COVERAGE)),
        "verify.py": data_path("exports", "verify_dossier.py").read_bytes(),
    }
    for incident in export.incidents:
        files |= {f"incidents/{incident.id}/{path}": data for path, data in folder(incident, export).items()}
    for doc in {d.id: d for i in export.incidents for d in export.reports_of(i)}.values():
        files |= report_files(doc, export)
    lines = [f"{sha256_of(files[path])}  {path}\n" for path in sorted(files)]
    return zipped(files | {"manifest-sha256.txt": utf8("".join(lines))})


README = """An evidence bundle, one folder for each incident.

{coverage}

incidents/ID/record.json     the incident with every claim: who says it, and at which characters of which report
incidents/ID/page.html       the same to read, in any browser, without a network
incidents/ID/decisions.json  what persons decided about it
incidents/ID/proofs.json     the entries of the register's audit log that took in its reports and decisions, as
                             sequence:hash, and the log's head: `rashomon verify --head HEAD` on the register says
                             whether its log still holds that very entry
reports/ID/text.txt          the text that the characters are counted in (UTF-8, code points)
reports/ID/original          the bytes as they came, where they were kept
reports/ID/report.json       publisher, time, address, sha256 of the original
manifest-sha256.txt          sha256 of every file

Check it:  python3 verify.py
"""


def folder(incident: Incident, export: Export) -> dict[str, bytes]:
    """The files of one incident."""
    alone = select(export.coding, Selection(scope="all", only=frozenset({incident.id})), Loss())
    row = as_json(incident) | {
        "statements": [as_json(s) for s in alone.statements],
        "reports": [d.id for d in export.reports_of(incident)],
    }
    files = {"record.json": pretty(row), "page.html": utf8(write_html(alone, title=incident.label))}
    decided = [public(d, export) for d in export.decisions if about(d, incident)]
    if decided:
        files["decisions.json"] = pretty(decided)
    if export.proofs is not None:
        files["proofs.json"] = pretty(proofs_of(incident, decided, export.proofs))
    return files


def proofs_of(incident: Incident, decided: Sequence[Any], proofs: Proofs) -> dict[str, Any]:
    """The log entries behind an incident, by sequence number and hash: whoever has the register can check them."""
    reports = sorted({m.document for m in incident.mentions})
    return {
        "head": proofs.head,
        "reports": {id: proofs.documents.get(id, []) for id in reports},
        "decisions": {d["id"]: proofs.decisions.get(d["id"]) for d in decided},
    }


def about(decision: Any, incident: Incident) -> bool:
    """Is a decision about an incident, one of its mentions or one of its claims?"""
    ids = {
        incident.id,
        *incident.aliases,
        *(m.id for m in incident.mentions),
        *(c.id for c in incident.claims),
    }
    return any(anchor.get("id") in ids for anchor in decision.get("anchors", ()))


def public(decision: Any, export: Export) -> dict[str, Any]:
    """A decision without names and notes, unless everything is asked for."""
    return {k: v for k, v in decision.items() if export.settings.full or k not in PRIVATE}


def report_files(doc: Document, export: Export) -> dict[str, bytes]:
    """The files of one report."""
    base = f"reports/{safe(doc.id)}"
    row = document_json(doc, copy_of=export.coding.copies.get(doc.id)) | {"folder": base}
    files = {
        f"{base}/report.json": pretty(row),
        f"{base}/text.txt": doc.text.encode("utf-8", "surrogatepass"),
    }
    if export.original is not None:
        files[f"{base}/original"] = export.original(doc.id)
    else:
        export.loss.add("original", "the bytes as they came are in no register that is open", doc.id)
    if not doc.text:
        export.loss.add("text", "the text is not in this file; export from a register", doc.id)
    return files


def safe(id: str) -> str:
    """A folder's name for an id: ids of reports are whatever a file says."""
    if id and all(c.isascii() and (c.isalnum() or c in "-_") for c in id) and len(id) <= 64:
        return id
    return "sha256-" + sha256_of(id.encode("utf-8", "surrogatepass"))[:32]


def pretty(row: Any) -> bytes:
    """JSON to read."""
    return (json.dumps(row, ensure_ascii=True, indent=1) + "\n").encode()
