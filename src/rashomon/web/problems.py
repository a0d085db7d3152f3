"""Errors as problem+json (RFC 9457): one shape for all of them, and nothing of the inside."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from rashomon.errors import ConflictError, InputError, NotFoundError, RashomonError, RegisterError

TITLES = {
    400: "The request cannot be understood",
    401: "No token",
    403: "Refused",
    404: "Not found",
    405: "Not allowed",
    409: "Used before",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not JSON",
    421: "Wrong host",
    422: "Cannot be",
    428: "Version missing",
    500: "Unexpected",
    503: "The register does not answer",
}


class Json(JSONResponse):
    """JSON in ASCII, so that half characters of a hostile text can be written too."""

    def render(self, content: Any) -> bytes:
        """The bytes of an answer."""
        return json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


class Problem(RashomonError):
    """A request that is refused, with its status and what a program can read of it."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.more = more


def problem(status: int, detail: str, **more: Any) -> Json:
    """The answer to a request that failed."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Failed"),
        "status": status,
        "detail": detail,
        **more,
    }
    return Json(body, status_code=status, media_type="application/problem+json")


def status_of(error: RashomonError) -> int:
    """The HTTP status that an error of ours means."""
    if isinstance(error, Problem):
        return error.status
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, ConflictError):
        return 409
    if isinstance(error, RegisterError):
        return 503
    if isinstance(error, InputError):
        return 422
    return 422


def install(app: FastAPI) -> None:
    """Let an app answer its errors so."""

    @app.exception_handler(RashomonError)
    def ours(_request: Request, error: RashomonError) -> Json:
        return problem(status_of(error), str(error), **(error.more if isinstance(error, Problem) else {}))

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> Json:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem(422, f"{where}: {first['msg']}")

    @app.exception_handler(HTTPException)
    def other(_request: Request, error: HTTPException) -> Json:
        return problem(error.status_code, str(error.detail))

    @app.exception_handler(Exception)
    def unexpected(_request: Request, error: Exception) -> Json:
        return problem(
            500, f"unexpected {type(error).__name__}; the terminal of `rashomon review -v` tells more"
        )
