"""Who may ask: the machine's own names, our own pages, with the token, in JSON (TRUST rows 22 to 27)."""

from __future__ import annotations

import http.client
import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rashomon.errors import ConfigError
from rashomon.web.guard import HEADERS, SAFE
from rashomon.web.routes import router
from rashomon.web.serve import loopback
from tests.cli.helpers import invoke
from tests.store.made import report
from tests.web.served import TOKEN, Served, serving

HOSTS = (
    "evil.test", "evil.test:{port}", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1:{port}.evil.test",
    "127.0.0.1:{port}@evil.test", "evil.test@127.0.0.1:{port}", "localhost.evil.test:{port}", "127.1:{port}",
    "127.0.0.2:{port}", "0.0.0.0:{port}", "0:{port}", "2130706433:{port}", "0x7f000001:{port}", "[::]:{port}",
    "[::1", "::1:{port}", "[::ffff:127.0.0.1]:{port}", "localhost.:{port}", "LOCALHOST.evil.test:{port}",
    "127.0.0.1:{port}, evil.test", "127.0.0.1:{port} evil.test", "127.0.0.1:0{port}", "127.0.0.1:{port}/",
    "127.0.0.1:{port}#", "127.0.0.1:{port}?", "127.0.0.1\t:{port}", "localhost:", "http://127.0.0.1:{port}",
    "127.0.0.1%00:{port}", "127。0。0。1:{port}", "localhost:{port}:{port}", "xn--localhost:{port}", "*", "*:{port}",
    "null", "-", "169.254.169.254:{port}", "10.0.0.1:{port}", "",
)  # fmt: skip
OURS = ("127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("guard") / "register.db"
    with serving(path) as running:
        running.desk.register.ingest([report("d1")], version="test", components={})
        yield running


def ask(
    served: Served, path: str = "/api/v1/incidents", *, method: str = "GET", host: str | None = None,
    token: str | None = TOKEN, body: bytes = b"", **headers: str,
) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    """Send bytes as they are; status, headers and body of the answer."""
    named = host if host is not None else f"127.0.0.1:{served.port}"
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {named}",
        "Connection: close",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("utf-8") + body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/api/v1/incidents", "/", "/map.json"])
def test_foreign_names_of_this_machine_get_nothing(served: Served, host: str, path: str) -> None:
    status, headers, body = ask(served, path, host=host.format(port=served.port))
    assert status in (400, 421), host  # 400: refused by the HTTP parser before anything of ours
    assert b"incident" not in body
    assert status == 400 or headers["content-security-policy"]


def test_two_host_headers_get_nothing(served: Served) -> None:
    assert ask(served, Host=f"127.0.0.1:{served.port}")[0] in (400, 421)


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_answered(served: Served, host: str) -> None:
    assert ask(served, host=host.format(port=served.port))[0] == 200


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN[:-1], "ü"])
def test_without_the_token_nothing_is_told(served: Served, token: str | None) -> None:
    for path in ("/api/v1/incidents", "/", "/assets/x.js", "/map.json", "/openapi.json"):
        status, headers, body = ask(served, path, token=token)
        assert status == 401
        assert b"incidents" not in body
        assert headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_every_answer_carries_the_strict_headers(served: Served) -> None:
    for path in ("/", "/api/v1/desk", "/api/v1/nothing", "/assets/nothing.js", "/map.json", "/openapi.json"):
        _, headers, _ = ask(served, path)
        assert HEADERS.items() <= headers.items(), path


CHANGING = [(r.path, m) for r in router.routes for m in r.methods - SAFE]  # type: ignore[attr-defined]
REQUESTS = (
    {"Origin": "http://evil.test", "Content_Type": "application/json"},
    {"Origin": "null", "Content_Type": "application/json"},
    {"Origin": "http://127.0.0.1:1", "Content_Type": "application/json"},
    {"Origin": "https://127.0.0.1:{port}", "Content_Type": "application/json"},
    {"Sec_Fetch_Site": "cross-site", "Content_Type": "application/json"},
    {"Sec_Fetch_Site": "same-site", "Content_Type": "application/json"},
    {"Content_Type": "text/plain"},
    {"Content_Type": "application/x-www-form-urlencoded"},
    {"Content_Type": "multipart/form-data; boundary=x"},
    {},
)


@pytest.mark.parametrize(("path", "method"), CHANGING)
@pytest.mark.parametrize("headers", REQUESTS, ids=str)
def test_pages_elsewhere_change_nothing(
    served: Served, path: str, method: str, headers: dict[str, str]
) -> None:
    assert len(CHANGING) >= 2
    before = served.desk.register.head()
    id = ask(served)[2]
    wanted = {"kind": "accept", "ids": [json.loads(id)["results"][0]["id"]], "text": "A report."}
    given = {name: value.format(port=served.port) for name, value in headers.items()}
    status, _, _ = ask(served, path, method=method, body=json.dumps(wanted).encode(), **given)
    assert status in (403, 415)
    assert served.desk.register.head() == before
    assert served.desk.coder.jobs == {}


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "/\\evil.test",
        "/%5Cevil.test",
        "//evil.test/%2e%2e",
        "/http://evil.test",
        "/@evil.test",
    ],
)
def test_the_token_sends_nobody_elsewhere(served: Served, path: str) -> None:
    status, headers, _ = ask(served, f"{path}?token={TOKEN}", token=None)
    assert status == 303
    assert headers["location"] == "/"
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/incidents", "/incidents/abc", "/reports/a%2Fb", "/map", "/log", "/add"])
def test_a_permalink_with_the_token_leads_there(served: Served, path: str) -> None:
    status, headers, _ = ask(served, f"{path}?words=a+b&token={TOKEN}", token=None)
    assert (status, headers["location"]) == (303, f"{path}?words=a+b")


def test_too_much_is_refused_before_it_is_read(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        head = f"POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n"
        connection.sendall(head.encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 413


def test_the_register_s_file_is_for_its_owner_only(served: Served) -> None:
    assert stat.S_IMODE(os.stat(served.path).st_mode) == 0o600


def test_originals_are_saved_never_shown(served: Served) -> None:
    polyglot = b"<html><script>top.hit=1</script>GIF89a %PDF-1.7"
    served.desk.register.original = lambda id: polyglot  # type: ignore[method-assign]
    _, headers, body = ask(served, "/api/v1/documents/d1/original")
    assert body == polyglot
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", "", "127.0.0.1.nip.io"])
def test_no_other_machine_can_be_let_in(host: str) -> None:
    with pytest.raises(ConfigError, match="SSH"):
        loopback(host)


def test_the_command_refuses_too(tmp_path: Path) -> None:
    done = invoke("review", "--register", tmp_path / "r.db", "--host", "0.0.0.0", "--author", "Ada")
    assert done.exit_code != 0
    assert not (tmp_path / "r.db").exists()


# In the browser ------------------------------------------------------------------------------------------------------

ATTACK = """
const to = ADDRESS, said = [];
const json = JSON.stringify({kind: 'accept', ids: [ID]});
const noted = name => p => p.then(a => a.text()).then(t => said.push([name, t]), () => {});
const tries = [
  noted('fetch')(fetch(to + '/api/v1/incidents', {credentials: 'include'})),
  noted('opaque')(fetch(to + '/api/v1/incidents', {mode: 'no-cors', credentials: 'include'})),
  noted('json')(fetch(to + '/api/v1/decisions', {method: 'POST', credentials: 'include', body: json,
    headers: {'content-type': 'application/json'}})),
  noted('plain')(fetch(to + '/api/v1/decisions', {method: 'POST', mode: 'no-cors',
    credentials: 'include', body: json})),
];
navigator.sendBeacon(to + '/api/v1/decisions', json);
for (const enctype of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.name = 'f' + enctype;
  const form = document.body.appendChild(document.createElement('form'));
  Object.assign(form, {method: 'post', action: to + '/api/v1/decisions', enctype, target: frame.name});
  form.appendChild(Object.assign(document.createElement('input'), {name: json.slice(0, -1) + ',"x":"', value: '"}'}));
  form.submit();
}
for (const [tag, key, path] of [['script', 'src', '/api/v1/incidents'], ['img', 'src', '/api/v1/desk'],
    ['iframe', 'src', '/incidents'], ['link', 'href', '/api/v1/desk'], ['object', 'data', '/'],
    ['embed', 'src', '/']]) {
  const element = document.createElement(tag);
  element.onload = () => said.push([tag, element.contentDocument ? 'read' : 'loaded']);
  if (tag === 'link') element.rel = 'stylesheet';
  element[key] = to + path;
  document.body.appendChild(element);
}
const socket = new WebSocket(to.replace('http', 'ws') + '/api/v1/changes');
socket.onopen = () => said.push(['socket', 'open']);
Promise.all(tries).then(() => setTimeout(() => document.title = JSON.stringify(said), 400));
"""


@pytest.fixture
def elsewhere(served: Served) -> Iterator[tuple[str, dict[str, str]]]:
    """A page on another origin, and what it serves."""
    pages: dict[str, str] = {}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://evil.test:{server.server_port}", pages
    server.shutdown()
    server.server_close()


def test_a_page_elsewhere_reads_and_changes_nothing(
    chrome: Any, served: Served, elsewhere: tuple[str, dict[str, str]]
) -> None:
    """With the token's cookie in the same browser, from another site, by every way a page has to ask."""
    address, pages = elsewhere
    id = served.desk.register.incidents(state="any", limit=1)[0].id
    head = served.desk.register.head()
    script = ATTACK.replace("ADDRESS", json.dumps(served.base)).replace("ID", json.dumps(id))
    pages["/"] = f"<!doctype html><title>wait</title><body><script>{script}</script>"
    context = chrome.new_context()
    page = context.new_page()
    page.goto(served.entrance)
    page.locator("#incident-title").wait_for()
    page.goto(address)
    page.wait_for_function("() => document.title !== 'wait'")
    said = json.loads(page.title())
    context.close()
    assert [line for line in said if line[0] in ("fetch", "json", "script", "img", "link", "socket")] == []
    assert all(text in ("", "loaded") for _, text in said), said
    assert served.desk.register.head() == head


def test_a_name_pointed_at_this_machine_gets_nothing(chrome: Any, served: Served) -> None:
    """DNS rebinding: the browser believes that evil.test is this machine, so Origin and Host agree."""
    context = chrome.new_context()
    page = context.new_page()
    answer = page.goto(f"http://evil.test:{served.port}/?token={TOKEN}")
    assert answer.status == 421
    told = page.evaluate("() => fetch('/api/v1/incidents').then(a => a.status)")
    assert told == 421
    assert context.cookies() == []
    context.close()


def test_uploads_are_plain_json(served: Served) -> None:
    """Names and bytes come as JSON text; bytes that are no base64 are told."""
    body = json.dumps({"files": [{"name": "a.txt", "data": "no base64!"}]}).encode()
    status, _, answer = ask(
        served, "/api/v1/reports", method="POST", body=body, Content_Type="application/json"
    )
    assert status == 422
    assert b"a.txt" in answer
