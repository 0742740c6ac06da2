"""A message without what we do not keep: its pictures, national numbers in its words, or for an answer to "who are
you?" all that came along.

A photograph, and a scan of an identity document, is never kept (Art. 5(1)(c), 12(6) GDPR). What a part says of itself
is not believed alone: a photograph is often called a stream of bytes. Its place stays, empty, so that it is seen that
something came along; in its mailbox the message stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email.generator import BytesGenerator
from email.message import Message as Mime
from email.policy import compat32
from io import BytesIO

from belofte.domain.proof import without_national_numbers
from belofte.mail.reading_mail import (
    NOT_KEPT,
    PARTS,
    attached,
    bytes_of,
    content_of,
    header,
    is_attachment,
    is_set_aside,
    name_of,
    parsed,
    text_in,
)

_ENDINGS = ("jpg", "jpeg", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif")
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_KEPT_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")


def as_kept(raw: bytes) -> bytes:
    """The same message with every picture left out and a black bar over each national number in its words; the very
    same bytes where there is neither."""
    return _without(raw, lambda _, part: _is_picture(part))


def words_only(raw: bytes) -> bytes:
    """The same message with all that came along left out."""
    return _without(raw, lambda mime, part: _is_picture(part) or is_attachment(mime, part))


def without_attachment(raw: bytes, number: int) -> bytes:
    """The same message with the content of one attachment left out, counted from 1 as in the message."""
    mime = parsed(raw)
    if mime is None:
        return raw
    held = attached(mime)
    if not 1 <= number <= len(held):
        return raw
    _leave_out(held[number - 1])
    return _written(mime, _leaves(mime))


def _leaves(mime: Mime) -> list[Mime]:
    return [part for part in mime.walk() if part.get_content_maintype() not in ("multipart", "message")][:PARTS]


def _without(raw: bytes, is_left_out: Callable[[Mime, Mime], bool]) -> bytes:
    mime = parsed(raw)
    if mime is None:  # beyond the limits: only its headers are read, and nothing of it can be told apart
        return raw
    leaves = _leaves(mime)
    left_out = [part for part in leaves if is_left_out(mime, part)]
    barred = [part for part in leaves if part not in left_out and _bar(mime, part)]
    if not left_out and not barred:
        return raw
    for part in left_out:
        _leave_out(part)
    return _written(mime, leaves)


def _leave_out(part: Mime) -> None:
    del part["Content-Transfer-Encoding"]
    part.set_payload("")
    part[NOT_KEPT] = "yes"


def _written(mime: Mime, leaves: Sequence[Mime]) -> bytes:
    try:
        written = BytesIO()
        BytesGenerator(written, mangle_from_=False, policy=compat32).flatten(mime)
        return written.getvalue()
    except (UnicodeError, LookupError, TypeError, ValueError, AttributeError):
        return _plain(mime, leaves)


def _bar(mime: Mime, part: Mime) -> bool:
    """Black out the national numbers in the words of a message, in place; whether there were any."""
    if part.get_content_maintype() != "text" or is_attachment(mime, part):
        return False
    words = content_of(part, None)
    barred = without_national_numbers(words)
    if barred == words:
        return False
    del part["Content-Transfer-Encoding"]
    part.set_payload(barred, "utf-8")
    return True


def _plain(mime: Mime, leaves: Sequence[Mime]) -> bytes:
    """What is written, where the message cannot be put together again as it was."""
    lines = [f"{name}: {value}" for name in _KEPT_HEADERS if (value := header(mime, name))]
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", ""]
    return "\r\n".join([*lines, text_in(leaves)]).encode("utf-8", "replace")


def _is_picture(part: Mime) -> bool:
    if is_set_aside(part):
        return False
    if part.get_content_maintype() == "image" or name_of(part).lower().rpartition(".")[2].strip() in _ENDINGS:
        return True
    if part.get_content_maintype() == "text" and not part.get_filename():
        return False
    data = bytes_of(part)[:16]
    return data.startswith(_BEGINNINGS) or data[8:12] == b"WEBP" or data[4:8] == b"ftyp"
