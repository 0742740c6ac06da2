"""The words of a message, for a person to read and for a search to look in. Nothing in it is believed to be right."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import cast

from belofte.wire.html_text import text_of

_FALLBACK = "latin-1"


def words_of(raw: bytes) -> str:
    """The text of a message, of each part that has words; plain text is preferred where both are there."""
    message = message_from_bytes(raw)
    parts = [part for part in message.walk() if not part.is_multipart() and _is_words(part)]
    plain = [part for part in parts if part.get_content_type() != "text/html"]
    return "\n".join(_text(part) for part in plain or parts).strip()


def attachments_of(raw: bytes) -> tuple[str, ...]:
    """The names of what is attached; a part without a name by its type."""
    message = message_from_bytes(raw)
    parts = [part for part in message.walk() if not part.is_multipart() and not _is_words(part)]
    return tuple(part.get_filename() or part.get_content_type() for part in parts)


def _is_words(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _text(part: Message) -> str:
    body = cast("bytes", part.get_payload(decode=True) or b"")
    try:
        text = body.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        text = body.decode(_FALLBACK)
    return text_of(text) if part.get_content_type() == "text/html" else "\n".join(text.splitlines())
