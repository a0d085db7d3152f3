"""Opening files as streams of bytes, with gzip unpacked under a limit."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from rashomon.errors import InputError
from rashomon.sources.found import Limits

GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A file, or another stream, that holds reports. `name` is how the user named it."""

    name: str
    path: Path | None = None
    data: bytes | None = None  # a member of an archive, already in memory
    depth: int = 0  # archives around it
    opener: Callable[[], IO[bytes]] | None = None  # a large member of an archive
    stream: io.BufferedReader | None = None  # standard input, which can be read only once

    @contextmanager
    def open(self, limits: Limits) -> Iterator[BinaryIO]:
        """The bytes as a stream, unpacked when they are gzip. Raises InputError with the name in it."""
        with self.raw() as raw:
            stream = peekable(raw)
            if stream.peek(2)[:2] == GZIP_MAGIC:
                yield cast(BinaryIO, io.BufferedReader(_Inflated(stream, self.name, limits), 1 << 16))
            else:
                yield cast(BinaryIO, stream)

    def read(self, limits: Limits) -> bytes:
        """All bytes. Raises InputError when they pass the limit of a file."""
        with self.open(limits) as stream:
            data = stream.read(limits.file_bytes + 1)
        if len(data) > limits.file_bytes:
            raise InputError(f"{self.name} is larger than {limits.file_bytes >> 20} MiB; split it")
        return data

    def head(self, limits: Limits, size: int = 4096) -> bytes:
        """The first bytes (standard input is not consumed by this)."""
        if self.stream is not None:
            return self.stream.peek(size)[:size]
        with self.open(limits) as stream:
            return stream.read(size)

    @contextmanager
    def raw(self) -> Iterator[IO[bytes]]:
        """The bytes as they lie, packed or not."""
        if self.opener is not None:
            with self.opener() as member:
                yield member
        elif self.data is not None:
            yield io.BytesIO(self.data)
        elif self.stream is not None:
            yield self.stream
        else:
            assert self.path is not None
            try:
                source = self.path.open("rb")
            except OSError as error:
                raise InputError(f"{self.name} cannot be opened: {error.strerror or error}") from None
            with source:
                yield source


def peekable(raw: IO[bytes]) -> io.BufferedReader:
    """A stream whose next bytes can be looked at without being read."""
    return raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))


class _Counted(io.RawIOBase):
    """Counts what is read from a packed stream."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.raw.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Inflated(io.RawIOBase):
    """An unpacked gzip stream that stops at a bomb. Raises InputError, also for broken gzip."""

    def __init__(self, raw: IO[bytes], name: str, limits: Limits) -> None:
        self.packed = _Counted(raw)
        self.stream = gzip.GzipFile(fileobj=self.packed)
        self.name = name
        self.limits = limits
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self.stream.read(min(len(buffer), 1 << 16))
        except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
            raise InputError(f"{self.name} is damaged gzip: {error}") from None
        self.count += len(data)
        check_ratio(self.name, self.packed.count, self.count, self.limits)
        buffer[: len(data)] = data
        return len(data)


def check_ratio(name: str, packed: int, inflated: int, limits: Limits) -> None:
    """Raises InputError when an archive inflates beyond the limits."""
    if inflated > limits.archive_bytes:
        raise InputError(f"{name} inflates to more than {limits.archive_bytes >> 20} MiB; split it")
    if inflated > limits.ratio_from and inflated > limits.ratio * max(packed, 1):
        raise InputError(f"{name} inflates more than {limits.ratio} times, like a bomb; it was not read on")
