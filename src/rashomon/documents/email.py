"""E-mail messages: the text body, with subject, sender and date from the headers."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from rashomon.documents.dates import page_time
from rashomon.documents.html import read_fragment
from rashomon.documents.readers import Body
from rashomon.model import Issue, Stated
from rashomon.sources import Found


def read_email(found: Found) -> Body:
    """The plain body of a message, else its HTML body; attachments are not read."""
    message = email.message_from_bytes(found.data, policy=default)
    assert isinstance(message, EmailMessage)
    stated = tuple(headers(message))
    try:
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body is not None else None
    except (LookupError, ValueError, AttributeError, KeyError):
        body = content = None
    if not isinstance(content, str) or not content.strip() or body is None:
        return Body("", stated, (Issue(None, "documents", "no_text", "the message has no text body"),))
    if body.get_content_type() == "text/plain":
        return Body(content.replace("\r\n", "\n"), stated)
    page = Found(found.where, "fragment", content.encode("utf-8", "replace"), charset="utf-8")
    read = read_fragment(page)
    return Body(read.text, stated, read.issues)


def headers(message: EmailMessage) -> list[Stated]:
    """Title, sender and date, as far as the headers can be read."""
    found = []
    for field, name, score in (
        ("title", "subject", 0.9),
        ("published", "date", 0.8),
        ("publisher", "from", 0.5),
    ):
        try:
            value = str(message.get(name) or "").strip()
        except (ValueError, TypeError, IndexError, AttributeError):
            continue
        if field == "published":
            value = page_time(value) or value
        if field == "publisher":
            value = parseaddr(value)[0]
        if value:
            found.append(Stated(field, " ".join(value.split()), f"e-mail header {name.title()}", score))
    return found
