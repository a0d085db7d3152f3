"""Fetching: nothing private is reached, and hostile servers end at the limits. All servers are local."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rashomon.errors import InputError
from rashomon.model import Issue
from rashomon.sources import Found
from rashomon.sources.fetch import Fetcher, fetch, is_public
from tests.sources.helpers import page

PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "192.0.2.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fec0::1",
    "2001:db8::1",
    "nonsense",
]
SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://127.0.0.1./",
]
WRONG = [
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org/",
    "javascript:alert(1)",
    "http://",
    "http:///x",
    "http://user:word@example.org/",
    "http://example.org:22/",
    "http://example.org:99999/",
    "data:text/html,x",
    "//example.org/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_of_this_machine_is_reached(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(InputError):
        Fetcher().get(url)


@pytest.mark.parametrize("url", WRONG)
def test_other_kinds_of_addresses_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        Fetcher(resolve=lambda *_: ["1.1.1.1"]).get(url)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        Fetcher(resolve=lambda *_: ["1.1.1.1", "10.0.0.1"]).get("http://example.org/")


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
    )


@contextmanager
def server(handle: Callable[[str, socket.socket], None]) -> Iterator[int]:
    """A server on this machine; `handle` gets the path asked for and answers on the socket."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(client,), daemon=True).start()

    def one(client: socket.socket) -> None:
        with client:
            try:
                path = client.recv(65536).split(b" ")[1].decode()
                handle(path, client)
            except (OSError, IndexError):
                pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def local(port: int, **values: object) -> Fetcher:
    """A fetcher for which this machine is the open Internet."""
    return Fetcher(
        ports=frozenset({port}), checked=lambda _: True, resolve=lambda *_: ["127.0.0.1"], **values
    )  # type: ignore[arg-type]


def pages(answers: dict[str, bytes]) -> Callable[[str, socket.socket], None]:
    return lambda path, client: client.sendall(answers.get(path, answer("404 Not Found")))


def test_a_page_is_fetched() -> None:
    with server(pages({"/1": answer("200 OK", page(1), Content_Type="text/html; charset=utf-8")})) as port:
        (found,) = fetch(f"http://example.org:{port}/1", local(port))
    assert isinstance(found, Found)
    assert (found.data, found.charset) == (page(1), "utf-8")


def test_robots_are_respected() -> None:
    robots = answer("200 OK", b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
    with server(pages({"/robots.txt": robots, "/closed/1": answer("200 OK", page(1))})) as port:
        (issue,) = fetch(f"http://example.org:{port}/closed/1", local(port))
    assert isinstance(issue, Issue)
    assert "robots.txt" in issue.message


def test_a_redirect_is_checked_again() -> None:
    with server(pages({"/1": answer("302 Found", Location="http://inside.example/secret")})) as port:
        fetcher = local(port)
        fetcher.resolve = lambda host, _: ["127.0.0.1" if host == "example.org" else "10.0.0.1"]
        fetcher.checked = lambda address: address == "127.0.0.1"
        fetcher.ports = frozenset({port, 80})
        (issue,) = fetch(f"http://example.org:{port}/1", fetcher)
    assert isinstance(issue, Issue)
    assert "10.0.0.1" in issue.message


def test_redirects_in_a_circle_end() -> None:
    with server(pages({"/1": answer("302 Found", Location="/1")})) as port:
        (issue,) = fetch(f"http://example.org:{port}/1", local(port))
    assert isinstance(issue, Issue)
    assert "redirects more than" in issue.message


def endless(path: str, client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        client.sendall(b"a" * 65536)


def dripping(path: str, client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        client.sendall(b"X-A: a\r\n")
        time.sleep(0.05)


def silent(path: str, client: socket.socket) -> None:
    time.sleep(5)


def many_headers(path: str, client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 100_000)


@pytest.mark.parametrize("handle", [endless, dripping, silent, many_headers])
def test_hostile_servers_end_at_the_limits(handle: Callable[[str, socket.socket], None]) -> None:
    with server(handle) as port:
        (issue,) = fetch(f"http://example.org:{port}/1", local(port, seconds=0.5, size=1 << 20))
    assert isinstance(issue, Issue)
    assert issue.code == "fetch_failed"


def test_what_is_fetched_can_be_kept(tmp_path: object) -> None:
    pytest.importorskip("warcio")
    from rashomon.sources.fetch import archiver
    from tests.sources.helpers import read

    path = f"{tmp_path}/kept.warc.gz"
    with server(pages({"/1": answer("200 OK", page(1), Content_Type="text/html")})) as port:
        list(fetch(f"http://example.org:{port}/1", local(port, archive=archiver(path))))
    (doc,), _ = read(path)
    assert doc.title == "Report 1"


def test_a_record_with_an_address_and_no_text_is_fetched_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rashomon import documents, sources
    from rashomon.sources import fetch as fetching

    table = tmp_path / "urls.csv"
    with server(pages({"/1": answer("200 OK", page(1), Content_Type="text/html")})) as port:
        base = f"http://example.org:{port}"
        table.write_text(f"id,url,publisher\nx,{base}/1,Example News\ny,{base}/2,\n")
        monkeypatch.setattr(fetching, "Fetcher", lambda limits, archive: local(port))
        for fetched in (False, True):
            reading = documents.read(sources.find([str(table)], sources.Options(fetch=fetched)))
            docs = {doc.id: doc for doc in reading}
            assert set(docs) == {"x", "y"}
            assert docs["y"].issues[0].code == ("fetch_failed" if fetched else "refused")
            assert docs["x"].title == ("Report 1" if fetched else None)
        assert docs["x"].publisher == "Example News"
