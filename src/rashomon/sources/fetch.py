"""Fetching pages from addresses, only when the user asks for it (`--fetch`).

An address in a report or a feed can point into the reader's own network. So a name is resolved once, every
address it has must be a public one, and the connection goes to exactly the address that was checked; each
redirect is checked again. Time, size, redirects and ports are limited, robots.txt is respected, and no proxy
or cookie is used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import cast
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from rashomon.errors import InputError
from rashomon.model import Issue, Stated
from rashomon.sources.found import MIB, Form, Found, Limits, problem
from rashomon.sources.http import PAGES, charset_of, incomplete, media_type, unpacked

SECONDS, SIZE, REDIRECTS = 60.0, 20 * MIB, 5
PORTS = {80, 443}
AGENT = "rashomon"
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, with the request that brought it, for the archive."""

    url: str
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    address: str

    def header_map(self) -> dict[str, str]:
        """Headers by small-letter name; of repeated ones, the last."""
        return {name.lower(): value for name, value in self.headers}


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises InputError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"{host} cannot be resolved: {error}") from None
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_public(address: str) -> bool:
    """Is an address one of the open Internet, also when it is wrapped in another?

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("1.1.1.1")
    (False, False, True)
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


@dataclass
class Fetcher:
    """Fetches pages. `checked` says which addresses are allowed; tests give their own for a local server."""

    limits: Limits = field(default_factory=Limits)
    seconds: float = SECONDS
    size: int = SIZE
    ports: frozenset[int] = frozenset(PORTS)
    resolve: Resolve = resolve
    checked: Callable[[str], bool] = is_public
    archive: Callable[[Response], None] | None = None
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def get(self, url: str) -> Response:
        """The response after at most REDIRECTS redirects. Raises InputError that names the address."""
        deadline = monotonic() + self.seconds
        first = url
        for _ in range(REDIRECTS + 1):
            if not self._allowed(url, deadline):
                raise InputError(f"{url} is closed to programs by its robots.txt")
            response = self._once(url, deadline)
            if self.archive is not None:
                self.archive(response)
            location = response.header_map().get("location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return response
            url = urljoin(url, location)
        raise InputError(f"{first} redirects more than {REDIRECTS} times")

    def _allowed(self, url: str, deadline: float) -> bool:
        """Does robots.txt let us in? A missing one does; one that cannot be read does not (RFC 9309)."""
        parts = split(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            response = self._once(f"{origin}/robots.txt", deadline)
            rules: RobotFileParser | None = RobotFileParser()
            assert rules is not None
            if response.status < 300:
                rules.parse(response.body.decode("utf-8", "replace").splitlines())
            elif response.status < 500:
                rules.parse([])
            else:
                rules = None
            self._robots[origin] = rules
        known = self._robots[origin]
        return known is not None and known.can_fetch(AGENT, url)

    def _once(self, url: str, deadline: float) -> Response:
        parts = split(url)
        host = parts.hostname or ""
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise InputError(f"{url} has no valid port") from None
        if port not in self.ports:
            raise InputError(f"{url} is on port {port}; only {sorted(self.ports)} are fetched")
        addresses = self.resolve(host, port)
        wrong = [address for address in addresses if not self.checked(address)]
        if wrong or not addresses:
            where = ", ".join(wrong) or "no address"
            raise InputError(f"{url} leads to {where}, which is not on the open Internet; refused")
        return self._exchange(url, parts, addresses[0], port, deadline)

    def _exchange(self, url: str, parts: SplitResult, address: str, port: int, deadline: float) -> Response:
        left = deadline - monotonic()
        if left <= 0:
            raise InputError(f"{url} took longer than {self.seconds:g} seconds")
        connection = _Pinned(cast(str, parts.hostname), port, address, left, tls=parts.scheme == "https")
        alarm = threading.Timer(left, connection.cut)
        alarm.daemon = True
        alarm.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET", quoted(target), headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"}
            )
            response = connection.getresponse()
            body = response.read(self.size + 1)
            if len(body) > self.size:
                raise InputError(f"{url} is larger than {self.size >> 20} MiB")
            return Response(url, response.status, response.reason, response.getheaders(), body, address)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            if monotonic() >= deadline - 0.05:
                raise InputError(f"{url} took longer than {self.seconds:g} seconds") from None
            raise InputError(f"{url} cannot be fetched: {error or type(error).__name__}") from None
        finally:
            alarm.cancel()
            connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, tls: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self.address = address
        self.tls = tls

    def connect(self) -> None:
        sock = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = sock
        if self.tls:
            self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the exchange from another thread, when its time is up."""
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def split(url: str) -> SplitResult:
    """The parts of a web address. Raises InputError for anything else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise InputError(f"{url} is no address that can be fetched") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(f"{url} is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise InputError(f"{host}: an address with a name or password in it is not fetched")
    return parts


def quoted(target: str) -> str:
    """A path and query as ASCII, what is quoted already left alone."""
    from urllib.parse import quote

    return quote(target, safe="/:?&=%#+,;@!$'()*~[]")


def fetch(url: str, fetcher: Fetcher) -> Iterator[Found | Issue]:
    """The report (or the entries of the feed) at an address."""
    try:
        response = fetcher.get(url)
        headers = response.header_map()
        if response.status != 200:
            yield problem("fetch_failed", f"{url} answers {response.status} {response.reason}")
            return
        body, whole = unpacked(url, headers, response.body, fetcher.limits)
    except InputError as error:
        yield problem("fetch_failed", str(error))
        return
    kind = media_type(headers)
    if kind in ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"):
        from rashomon.sources.feeds import entries

        yield from entries(url, body)
        return
    form = PAGES.get(kind)
    if form is None or not body.strip():
        yield problem("fetch_failed", f"{url} is {kind or 'of no stated type'}, not a page")
        return
    stated = (Stated("url", response.url, "address fetched", 0.8),)
    issues = incomplete(url, None if whole else "breaks off or is damaged inside")
    yield Found(url, cast(Form, form), body, stated=stated, charset=charset_of(headers), issues=issues)


def archiver(path: str) -> Callable[[Response], None]:
    """Writes responses as they came to the end of a WARC file. Raises InputError when warcio is missing."""
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError:
        raise InputError("keeping what is fetched needs `pip install rashomon[archive]`") from None
    from io import BytesIO

    def write(response: Response) -> None:
        head = StatusAndHeaders(f"{response.status} {response.reason}", response.headers, protocol="HTTP/1.1")
        with open(path, "ab") as out:
            writer = WARCWriter(out, gzip=path.endswith(".gz"))
            record = writer.create_warc_record(
                response.url,
                "response",
                payload=BytesIO(response.body),
                http_headers=head,
                warc_headers_dict={"WARC-IP-Address": response.address},
            )
            writer.write_record(record)

    return write
