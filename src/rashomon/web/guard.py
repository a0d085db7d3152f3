"""Who may ask. Everything passes here first, before any route is looked up.

In this order: the Host must be ours (a page elsewhere whose name was pointed at this machine sends its own: DNS
rebinding); the request must come from our own pages, or from a person who opens an address; it must carry the token,
as a cookie that no other site's request brings along, or as `Authorization: Bearer`; a body must be JSON, which a form
on another site cannot send, and of bounded size. Every answer carries the same strict headers.
"""

from __future__ import annotations

import hmac
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rashomon.web.problems import problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES = 128 * 2**20  # of a request's body
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGE = re.compile(
    r"/(?:(?:queue|incidents|reports|map|log|add)(?:/[\w.~%-]{1,200})?)?", re.ASCII
)  # addresses of the app
ENTRANCE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Rashomon</title>
<h1>This is Rashomon’s review desk</h1>
<p>Open the address that <code>rashomon review</code> printed in its terminal: it carries the token
that lets you in.</p>
<p>If this browser was let in before: <a href="">go on</a>.</p></html>"""


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.cookie = f"rashomon-{port}"  # cookies do not tell ports apart
        names = ("127.0.0.1", "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        refused = self.refusal(scope, headers)
        answer = strict(send, api=scope["path"].startswith("/api/"))
        if refused is not None:
            await refused(scope, receive, answer)
            return
        await self.app(scope, limited(receive), answer)

    def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that may not pass."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return problem(
                421, "this server answers to the names of this machine only (127.0.0.1, localhost)"
            )
        if (reason := self.foreign(scope, headers)) is not None:
            return problem(403, reason)
        if not self.known(headers):
            return self.entrance(scope)
        return body_refusal(scope, headers)

    def foreign(self, scope: Scope, headers: Headers) -> str | None:
        """Why a request does not come from our pages, nor from a person who opens one."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return "this request comes from a page of another site"
        if site in (None, "same-origin", "none"):
            return None
        opens = scope["method"] in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        if opens and headers.get("sec-fetch-dest") == "document" and PAGE.fullmatch(written(scope)):
            return None  # a link to the app in a mail or a wiki
        return "this request comes from a page of another site"

    def known(self, headers: Headers) -> bool:
        """Does the request carry the token?"""
        given = [bearer(headers.get("authorization", "")), cookie(headers.get("cookie", ""), self.cookie)]
        return any(same(value, self.token) for value in given)

    def entrance(self, scope: Scope) -> Response:
        """What somebody without a cookie gets: through, with the token in the address; else a word on how."""
        if scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(("/api/", "/openapi")):
            return problem(
                401, "no token; open the address that `rashomon review` printed, or send it as a bearer token"
            )
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), "")
        if not same(given, self.token):
            return HTMLResponse(ENTRANCE, status_code=401)
        path = written(scope)
        path = path if PAGE.fullmatch(path) else "/"  # never an address elsewhere
        rest = urlencode([pair for pair in query if pair[0] != "token"])
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer


def written(scope: Scope) -> str:
    """The path as it was written, with its escapes: a report's id may hold a slash."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    return raw.partition(b"?")[0].decode("latin-1")


def body_refusal(scope: Scope, headers: Headers) -> Response | None:
    """Why a request that changes something may not bring its body."""
    if scope["method"] in SAFE:
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return problem(415, "send JSON, as application/json")
    size = headers.get("content-length", "0")
    if not size.isdigit() or int(size) > MOST_BYTES:
        return problem(
            413, f"a request may bring {MOST_BYTES // 2**20} MiB at most; use `rashomon ingest` for more"
        )
    return None


def limited(receive: Receive) -> Receive:
    """A body that is cut off beyond its greatest size, whatever its headers said."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= MOST_BYTES else {"type": "http.disconnect"}

    return counted


def strict(send: Send, *, api: bool) -> Send:
    """Answers with the strict headers; what the API says is not kept by the browser."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store" if api else "no-cache")
        await send(message)

    return sent


def bearer(value: str) -> str:
    """The token of an Authorization header."""
    kind, _, token = value.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def cookie(value: str, name: str) -> str:
    """The value of one cookie."""
    try:
        found = SimpleCookie(value).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def same(given: str, token: str) -> bool:
    """Are two secrets the same? Takes as long for every answer."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode("utf-8"))
