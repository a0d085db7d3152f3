"""Column types that hold any text and any record, the same on SQLite and PostgreSQL.

Reports can hold NUL characters and lone surrogates (half characters); PostgreSQL refuses the first, and UTF-8
cannot hold the second. Both are kept, written as an escape: the character U+001A and four hex digits.
"""

from __future__ import annotations

import json
import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TEXT

ESCAPE = "\x1a"
UNSAFE = re.compile("[\x00\x1a\ud800-\udfff]")
ESCAPED = re.compile("\x1a([0-9a-f]{4})")


def keepable(text: str) -> str:
    """A text that any database keeps; `kept` gives the original back.

    >>> kept(keepable("a\\x00b")) == "a\\x00b"
    True
    """
    return UNSAFE.sub(lambda m: f"{ESCAPE}{ord(m.group()):04x}", text)


def kept(text: str) -> str:
    """The text behind a `keepable` one."""
    return ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), text) if ESCAPE in text else text


def canonical(value: Any) -> str:
    """One JSON text for one value: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class _Text(sa.types.TypeDecorator[Any]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Sorted by code point on both databases."""
        return dialect.type_descriptor(TEXT(collation="C") if dialect.name == "postgresql" else sa.Text())


class AnyText(_Text):
    """Text of any characters."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Into the database."""
        return None if value is None else keepable(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Out of the database."""
        return None if value is None else kept(value)


class Json(_Text):
    """A JSON value as canonical text, so that its bytes can be hashed."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Into the database."""
        return None if value is None else keepable(canonical(value))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """Out of the database."""
        return None if value is None else json.loads(kept(value))
