"""The HTTP API, `/api/v1`. Lists page by cursor; a decision names the version that its author saw."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from rashomon.codebook import load_codebook
from rashomon.model import document_json
from rashomon.sources.sniff import sniff
from rashomon.web.asked import COUNTED, Counts, Filters, Lists, after_of, cursor_of, version_of
from rashomon.web.coder import Given, Job
from rashomon.web.desk import NEED_VERSION, Desk, rules
from rashomon.web.problems import Json, Problem
from rashomon.web.shapes import (
    CountsShape,
    DecidedShape,
    DocumentShape,
    FoundShape,
    IncidentShape,
    JobShape,
    ListShape,
    ObjectShape,
    PointsShape,
    ProblemShape,
    Reports,
    ResultsShape,
    TimelineShape,
    Wanted,
)

PROBLEM = ProblemShape.model_json_schema()
WORDS = {
    401: "no token",
    403: "from a page of another site",
    404: "no such thing",
    409: "this key was used for another decision",
    412: "changed since the version that you saw; `difference` tells what",
    413: "too large",
    415: "not JSON",
    421: "wrong host",
    422: "this cannot be",
    428: "the version that you saw is missing",
    503: "the register does not answer",
}


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route can answer with."""
    return {
        status: {"description": WORDS[status], "content": {"application/problem+json": {"schema": PROBLEM}}}
        for status in (401, 403, 421, 422, 503, *statuses)
    }


router = APIRouter(prefix="/api/v1", responses=answers())
Words = Annotated[str, Query(max_length=300)]


def desk_of(request: Request) -> Desk:
    """The desk of this app."""
    desk: Desk = request.app.state.desk
    return desk


@router.get("/desk", response_model=ObjectShape)
def about(request: Request) -> Json:
    """Who reviews which register, its rules of order, and the words of the codebook."""
    from rashomon import __version__

    desk, book = desk_of(request), load_codebook(desk_of(request).config)
    return Json(
        {
            "version": __version__,
            "author": desk.author,
            "register": desk.name,
            "policy": desk.register.policy.name,
            "rules": rules(),
            "fields": list(COUNTED),
            "types": {
                name: {"code": t.code, "event": t.event, "definition": t.definition}
                for name, t in book.types.items()
            },
            "vocabularies": book.vocabularies,
        }
    )


# Incidents --------------------------------------------------------------------------------------------------


@router.get("/incidents", response_model=ListShape)
def incidents(request: Request, asked: Lists) -> Json:
    """Incidents that meet the filters: in the order of review, latest first, or last changed first."""
    after = after_of(asked.cursor, asked.order)
    found = desk_of(request).listed(asked.filter(), asked.order, asked.limit, after)
    return Json(
        {"results": found["results"], "next": cursor_of(found["after"], asked.order), "total": found["total"]}
    )


@router.get("/incidents/{id}", response_model=IncidentShape, responses=answers(404))
def incident(request: Request, id: str) -> Json:
    """One incident, by its id, that of a mention, a former one, or an unambiguous beginning. ETag is its version."""
    found = desk_of(request).incident(id)
    return Json(found, headers={"ETag": f'"{found["sketch"]["version"]}"'})


@router.get("/incidents/{id}/explanation", response_model=ObjectShape, responses=answers(404))
def explanation(request: Request, id: str) -> Json:
    """Why an incident is made of the reports that it is made of, and which other one comes nearest."""
    return Json(desk_of(request).explanation(id))


@router.get("/points", response_model=PointsShape)
def points(request: Request, asked: Filters) -> Json:
    """Every incident that meets the filters, as columns of values, for maps."""
    return Json(desk_of(request).points(asked.filter()))


@router.get("/timeline", response_model=TimelineShape)
def timeline(request: Request, asked: Filters) -> Json:
    """Incidents by the day they began; reports by the day they were published."""
    return Json(desk_of(request).timeline(asked.filter()))


@router.get("/counts", response_model=CountsShape)
def counts(request: Request, asked: Counts) -> Json:
    """How many incidents that meet the filters have each value of a field."""
    found = desk_of(request).register.counts(asked.field, asked.filter(), limit=asked.limit)
    return Json({"field": asked.field, "counts": found})


@router.get("/changes", response_model=ResultsShape)
def changes(
    request: Request,
    since: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Json:
    """What moved after a log entry, oldest first."""
    from rashomon.model import as_json

    return Json({"results": [as_json(c) for c in desk_of(request).register.changes(since, limit=limit)]})


@router.get("/search", response_model=FoundShape)
def search(request: Request, words: Words, limit: Annotated[int, Query(ge=1, le=100)] = 10) -> Json:
    """Incidents and reports that hold all words."""
    return Json(desk_of(request).search(words, limit))


@router.get("/places", response_model=ResultsShape)
def places(
    request: Request,
    name: Annotated[str, Query(max_length=200)],
    country: Annotated[str | None, Query(pattern=r"^[A-Z]{3}$", description="named first")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> Json:
    """Places of the gazetteer that bear a name, likeliest first."""
    return Json({"results": desk_of(request).places(name, country, limit)})


# Reports ----------------------------------------------------------------------------------------------------


@router.get("/documents", response_model=ResultsShape)
def documents(request: Request, words: Words = "", limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> Json:
    """Reports that hold all words, latest first; without words, the latest of all."""
    return Json({"results": desk_of(request).documents(words, limit)})


@router.get("/documents/{id:path}/layers", response_model=ObjectShape, responses=answers(404))
def layers(request: Request, id: str) -> Json:
    """The annotation layers of a report, computed when asked for; waits while reports are added."""
    return Json(desk_of(request).layers(id))


@router.get("/documents/{id:path}/original", response_class=Response, responses=answers(404))
def original(request: Request, id: str) -> Response:
    """The original bytes, to be saved: never shown as a page."""
    data = desk_of(request).register.original(id)
    doc = document_json(desk_of(request).register.document(id))
    name = f"{doc['sha256'][:16]}.bin"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/documents/{id:path}", response_model=DocumentShape, responses=answers(404))
def document(request: Request, id: str) -> Json:
    """A report: text, metadata, and the incidents and claims read in it."""
    return Json(desk_of(request).document(id))


@router.post("/reports", status_code=202, response_model=JobShape, responses=answers(413, 415))
def add_reports(request: Request, reports: Reports) -> Json:
    """Add reports to the register: coded and merged in the background; the answer is a job to ask after."""
    files = [(upload.name, decoded(upload.data, upload.name)) for upload in reports.files]
    if reports.text is not None and reports.text.strip():
        files.append(pasted(reports))
    if not files:
        raise Problem(422, "nothing to add; give a text or files")
    given = Given(tuple(files), reports.published or None, reports.publisher or None, reports.url or None)
    return Json(job_json(desk_of(request).coder.add(given)), status_code=202)


@router.get("/jobs/{id}", response_model=JobShape, responses=answers(404))
def job(request: Request, id: str) -> Json:
    """How far a job is."""
    found = desk_of(request).coder.job(id)
    if found is None:
        raise Problem(404, f"{id} is no job of this session")
    return Json({**job_json(found), "reports": desk_of(request).titles((*found.documents, *found.known))})


def pasted(reports: Reports) -> tuple[str, bytes]:
    """A pasted text as a file: records, a page or a feed are read as what they are, anything else is one report."""
    text = reports.text or ""
    if holds_records(text):
        return "pasted text", text.encode(
            "utf-8", "surrogatepass"
        )  # without an ending: known by its first bytes
    record = {k: v for k, v in reports.model_dump(exclude={"files"}).items() if v}
    return "pasted text.jsonl", json.dumps(record).encode("ascii")


def holds_records(text: str) -> bool:
    """Is a pasted text JSON, JSON lines, a feed or a page, and no report that only begins with a brace?

    >>> holds_records('{"text": "Two people died."}'), holds_records("{Kabul} Two people died.")
    (True, False)
    """
    form = sniff(text[:4096].encode("utf-8", "surrogatepass"))
    if form not in ("json", "jsonl"):
        return form in ("html", "feed")
    try:
        read = json.loads(text.strip().partition("\n")[0] if form == "jsonl" else text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict | list)


def decoded(data: str, name: str) -> bytes:
    """The bytes of an upload. Raises Problem."""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(422, f"the bytes of {name!r} are not base64") from None


def job_json(found: Job) -> dict[str, Any]:
    """A job as JSON."""
    names = (
        "id",
        "name",
        "state",
        "coded",
        "total",
        "documents",
        "new",
        "changed",
        "known",
        "issues",
        "error",
    )
    return {name: list(v) if isinstance(v := getattr(found, name), tuple) else v for name in names}


# Decisions --------------------------------------------------------------------------------------------------


@router.get("/decisions", response_model=ResultsShape, responses=answers(404))
def decisions(
    request: Request,
    about: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Json:
    """Decisions, newest first, each with whether it was taken back; all, or those about an incident."""
    return Json({"results": desk_of(request).decisions(about, limit)})


@router.post(
    "/decisions",
    status_code=201,
    response_model=DecidedShape,
    responses=answers(404, 409, 412, 413, 415, 428),
)
def decide(
    request: Request, wanted: Wanted, if_match: Annotated[str | None, Header(max_length=100)] = None,
    idempotency_key: Annotated[str | None, Header(min_length=8, max_length=100, pattern=r"^[\w-]+$")] = None,
) -> Json:  # fmt: skip
    """Take a decision. If-Match is the ETag of the first incident as you saw it; the same Idempotency-Key acts once."""
    seen = version_of(if_match)
    if seen is None and wanted.kind in NEED_VERSION:
        raise Problem(
            428, f"a decision to {wanted.kind} needs If-Match: the ETag of the incident that you saw"
        )
    expect = {
        **wanted.expect,
        **({wanted.ids[0]: seen} if seen is not None and wanted.kind != "undo" else {}),
    }
    done = desk_of(request).decide(
        wanted.kind, wanted.ids, reason=wanted.reason, details=wanted.details.model_dump(exclude_unset=True),
        expect=expect, request=idempotency_key,
    )  # fmt: skip
    return Json(done, status_code=201)
