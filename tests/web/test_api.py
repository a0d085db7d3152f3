"""The HTTP API against its own OpenAPI: generated requests, no 5xx, no answer that is not documented."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

from rashomon.web.app import build
from rashomon.web.coder import Job
from rashomon.web.desk import Desk
from rashomon.web.routes import router
from tests.store.made import report
from tests.web.served import TOKEN

HEADERS = {"authorization": f"Bearer {TOKEN}", "host": "localhost"}
CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


class Desk_(Desk):
    """A desk that is asked for reports, and codes none."""

    known: tuple[str, ...] = ()
    documents_known: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def api_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk_]:
    """A small register of hand-made reports."""
    desk = Desk_(str(tmp_path_factory.mktemp("api") / "register.db"), author="Ada")
    made = [
        report("d1", killed=4),
        report("d2", killed=6, source="army"),
        report("d3", town="Mosul", day="2024-02-01"),
    ]
    desk.register.ingest(made, version="test", components={})
    desk.known = tuple(i.id for i in desk.register.incidents(state="any", limit=10))
    desk.documents_known = ("d1", "d2", "d3")
    desk.coder.add = lambda given: Job("1", given.files[0][0])  # type: ignore[method-assign]
    desk.coder.annotate = lambda doc: {"attributions": []}  # type: ignore[method-assign]
    yield desk
    desk.close()


@pytest.fixture
def openapi(api_desk: Desk_) -> Any:
    """The API as a generator of requests, half of them about things that exist."""
    schema = schemathesis.openapi.from_asgi(
        "/openapi.json", build(api_desk, token=TOKEN, port=80), headers=HEADERS
    )

    @schema.hook
    def map_path_parameters(context: Any, path_parameters: Any) -> Any:
        if path_parameters and "id" in path_parameters:
            known = api_desk.documents_known if "documents" in context.operation.path else api_desk.known
            return {**path_parameters, "id": real(path_parameters["id"], known)}
        return path_parameters

    @schema.hook
    def map_body(context: Any, body: Any) -> Any:
        if isinstance(body, dict) and isinstance(body.get("ids"), list):
            return {**body, "ids": [real(id, api_desk.known) for id in body["ids"]]}
        return body

    return schema


def real(id: Any, known: tuple[str, ...]) -> Any:
    """Every other id becomes one that exists, the same each time."""
    number = zlib.crc32(repr(id).encode("utf-8", "replace"))
    return known[number // 2 % len(known)] if number % 2 else id


OPERATIONS = sorted((route.path, method) for route in router.routes for method in route.methods)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part.strip("/"))
def test_every_answer_is_documented(openapi: Any, path: str, method: str) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=openapi[path.replace(":path", "")][method].as_strategy())
    def answered(case: Any) -> None:
        case.call_and_validate(headers=HEADERS, checks=CHECKS)

    answered()


def test_every_operation_is_described(openapi: Any) -> None:
    operations = [found.ok() for found in openapi.get_all_operations()]
    assert len(operations) >= 15
    assert all(o.definition.raw["description"] and "422" in o.definition.raw["responses"] for o in operations)


def test_the_register_was_never_harmed(api_desk: Desk_) -> None:
    assert api_desk.register.verify() == []


def test_files_go_nowhere_by_name(tmp_path: Path) -> None:
    from rashomon.web.coder import lay_out

    names = [
        "../../etc/passwd",
        "a\\..\\b.TXT",
        "x.tar.gz",
        "é.pdf",
        "..",
        "con.txt\0.html",
        "<img src=x>.html",
    ]
    paths = lay_out(tmp_path, [(name, b"") for name in names])
    assert [Path(p).name for p in paths] == [
        "report", "report.txt", "report.tar.gz", "report.pdf", "report", "report.html", "report.html"
    ]  # fmt: skip
    assert all(Path(p).resolve().is_relative_to(tmp_path) for p in paths)
