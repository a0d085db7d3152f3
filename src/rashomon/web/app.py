"""The app: the API, the built front end, and the guard around both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.types import ASGIApp

from rashomon.lexicon import data_path
from rashomon.web import problems, routes
from rashomon.web.desk import Desk
from rashomon.web.guard import Guard
from rashomon.web.problems import Problem

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}  # never guessed from the machine's own table
FOREVER = "public, max-age=31536000, immutable"


def build(desk: Desk, *, token: str, port: int) -> ASGIApp:
    """The whole app, guarded."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Rashomon",
        version="1",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.desk = desk
    problems.install(app)
    app.include_router(routes.router)

    @app.get("/api/{rest:path}", include_in_schema=False)
    def nothing(rest: str) -> None:
        raise Problem(404, f"/api/{rest} is no address of the API; see /openapi.json")

    @app.get("/assets/{name}", include_in_schema=False)
    def asset(name: str) -> FileResponse:
        return FileResponse(
            asset_path(name), media_type=KINDS[asset_path(name).suffix], headers={"cache-control": FOREVER}
        )

    @app.get("/map.json", include_in_schema=False)
    def base_map() -> FileResponse:
        return FileResponse(data_path("map", "countries.json"), media_type="application/json")

    @app.get("/{rest:path}", include_in_schema=False)
    def page(rest: str) -> FileResponse:
        return FileResponse(data_path("web", "index.html"), media_type="text/html; charset=utf-8")

    return Guard(app, token=token, port=port)


def asset_path(name: str) -> Path:
    """A file of the built front end. Raises Problem."""
    known = {path.name: path for path in data_path("web", "assets").iterdir() if path.suffix in KINDS}
    if name not in known:
        raise Problem(404, f"{name} is no part of the app")
    return known[name]
