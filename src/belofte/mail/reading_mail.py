"""The bytes of a mail as a :class:`~belofte.domain.message.Message`: never raises, opens nothing, fetches nothing.

The old parser of the standard library (``compat32``) is the one that does not interpret headers while it reads; what a
header means is found here, within limits. A message that is beyond the limits is read as far as they go and says so.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message as Mime
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from belofte.domain.kinds import normalise
from belofte.domain.message import Attachment, Forwarded, Message, MessageKind, OurSide, own_words
from belofte.mail.reading_kind import kind_of, not_delivered_of, parts_of
from belofte.mail.reading_way import hops_of, our_signs
from belofte.wire.html_text import text_of

PARTS, DEPTH = 200, 20
"""How many parts, and how deep they may lie in one another."""
COMMENTS = 20
"""More brackets than this in a header are read as spaces."""
BOUNDARIES = 100
"""More multiparts than this in one message are no letter: only its headers are read."""
TEXT, HEADER, HEADERS = 200_000, 4_000, 2_000
"""Letters of text, of one header, and lines of headers that are read."""
NOT_KEPT = "X-Belofte-Not-Kept"
"""Header of a part whose content is not kept (:mod:`belofte.mail.leaving_out`)."""
_ESCAPES = frozenset({"unicode-escape", "raw-unicode-escape"})
"""How Python writes text in its own source; no letter is written so."""
_ARCHIVES = frozenset("zip rar 7z gz tgz tar bz2 xz cab iso img arj lzh ace zst jar war".split())
_PROGRAMS = frozenset(
    "exe com scr bat cmd ps1 vbs vbe js jse wsf wsh hta msi msp dll cpl lnk reg pif app dmg pkg deb rpm sh docm xlsm "
    "pptm dotm xltm one url html htm svg".split()
)
_ENDLESS = re.compile(
    rb"^content-[a-z-]{1,30}:(?:[^\n]{8000}|(?:[^\n]{0,7999}\n[ \t]){60})", re.IGNORECASE | re.MULTILINE
)
"""A header of a part that no mail program writes: reading its parameters would take minutes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class _Read:
    """The parts of one message, as far as they were read."""

    leaves: tuple[Mime, ...]
    broken: str


def read_mail(raw: bytes, ours: OurSide) -> Message:
    """The message of these bytes, whatever they are."""
    mime, broken = _parse(raw)
    read = _leaves(mime)
    broken = broken or read.broken
    text = text_in(read.leaves)
    sender_name, sender, several = _sender(mime)
    subject = header(mime, "Subject")
    reports = not_delivered_of(mime, read.leaves, subject, text)
    signs = (*our_signs(mime, ours), *_sender_signs(mime, sender_name, sender, several))
    return Message(
        fingerprint=_fingerprint(mime, raw),
        message_id=_ids(header(mime, "Message-ID"))[:1][0] if _ids(header(mime, "Message-ID")) else "",
        refers_to=tuple(dict.fromkeys(_ids(header(mime, "In-Reply-To")) + _ids(header(mime, "References")))),
        sender=sender,
        sender_name=sender_name,
        subject=subject[:500],
        text=text,
        kind=kind_of(mime, ours, bool(reports), subject) if not broken or sender else MessageKind.PERSON,
        hops=hops_of(mime),
        written_at=moment_of(header(mime, "Date")),
        attachments=tuple(_attachments(mime, read.leaves)),
        not_delivered=reports,
        forwarded=_forwarded(subject, text, read.leaves),
        signs=tuple(dict.fromkeys(signs)),
        broken=broken,
    )


def attachment_of(raw: bytes, number: int) -> bytes | None:
    """The bytes of one attachment, counted from 1 as in the message; None where there is none of that number."""
    mime, _ = _parse(raw)
    found = attached(mime)
    return bytes_of(found[number - 1]) if 1 <= number <= len(found) else None


def attached(mime: Mime) -> list[Mime]:
    """The attachments in the order in which they are counted; a message in the message is one, whatever it holds."""
    return [leaf for leaf in _leaves(mime).leaves if is_attachment(mime, leaf)]


def parsed(raw: bytes) -> Mime | None:
    """The parts of these bytes; None for a message of which only the headers are read."""
    mime, broken = _parse(raw)
    return None if broken else mime


def header(mime: Mime, name: str) -> str:
    """One header as text on one line, decoded as far as it goes (RFC 2047)."""
    return decoded(next(iter(lines_of(mime, name)), ""))


def lines_of(mime: Mime, name: str) -> list[str]:
    """Every header of this name as it stands, with letters outside ASCII that were written without saying how."""
    wanted = name.lower()
    return [_said(str(value)) for each, value in mime.raw_items() if each.lower() == wanted]


def _said(value: str) -> str:
    try:
        return value.encode("ascii", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decoded(value: str) -> str:
    """Encoded words as text; an unknown charset leaves question marks and nothing else."""
    try:
        pieces = decode_header(value[:HEADER])
    except (HeaderParseError, ValueError):
        return _clean(value[:HEADER])
    said = "".join(_as_text(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces)
    return _clean(said)


def moment_of(written: str) -> datetime | None:
    """A date of a header, aware and in UTC; None for what is none, or lies in no year of mail."""
    try:
        moment = parsedate_to_datetime(written[:200])
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment if 1982 <= moment.year <= 9000 else None


def _parse(raw: bytes) -> tuple[Mime, str]:
    head, found, _ = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw[:1_000_000] else b"\n\n")
    if head.count(b"\n") > HEADERS:
        return _headers_only(b"\n".join(head.splitlines()[:HEADERS])), "too many headers"
    if raw.lower().count(b"boundary") > BOUNDARIES:
        return _headers_only(head), "too many parts"
    if _ENDLESS.search(raw):
        return _headers_only(head), "cannot be read"
    try:
        return message_from_bytes(raw, policy=compat32), "" if found or head else "empty"
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, AssertionError):
        # What the parser stumbles over is the message's fault and stands in no list; its headers tell enough to ask.
        return _headers_only(head), "cannot be read"


def _headers_only(head: bytes) -> Mime:
    made = Mime(policy=compat32)
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines():
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon and re.fullmatch(r"[!-9;-~]{1,100}", name):
            made[name] = value.strip()[:HEADER]
    return made


def _leaves(mime: Mime) -> _Read:
    """The parts without parts of their own, in their order; a message in the message is one of them."""
    waiting: list[tuple[Mime, int]] = [(mime, 0)]
    leaves: list[Mime] = []
    while waiting:
        part, depth = waiting.pop(0)
        if len(leaves) + len(waiting) > PARTS or depth > DEPTH:
            return _Read(tuple(leaves), "too many parts")
        inner = parts_of(part) if part.get_content_maintype() == "multipart" else []
        if inner:
            waiting[:0] = [(each, depth + 1) for each in inner]
        else:
            leaves.append(part)
    return _Read(tuple(leaves), "")


def text_in(leaves: Sequence[Mime]) -> str:
    """What is written: the plain parts, else the pages as text."""
    plain = [content_of(leaf) for leaf in leaves if _is_body(leaf, "text/plain")]
    if not any(part.strip() for part in plain):
        plain = [text_of(content_of(leaf), shown_only=True) for leaf in leaves if _is_body(leaf, "text/html")]
    return _clean_lines("\n\n".join(plain))


def _is_body(leaf: Mime, wanted: str) -> bool:
    return leaf.get_content_type() == wanted and not _is_attached(leaf)


def _is_attached(leaf: Mime) -> bool:
    return bool(leaf.get_filename()) or "attachment" in str(leaf.get("Content-Disposition", "")).lower()[:40]


def content_of(leaf: Mime, most: int | None = TEXT) -> str:
    """The words of a part of text, by the characters it says it has; ``most`` of them, None for all."""
    data = bytes_of(leaf)
    return _as_text(data if most is None else data[: 4 * most], leaf.get_content_charset())[:most]


def bytes_of(leaf: Mime) -> bytes:
    """The part's bytes; of what is coded wrongly, the code itself."""
    try:
        data = leaf.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        data = None
    return data if isinstance(data, bytes) else b""


def _as_text(data: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8", "windows-1252"):
        try:
            if name and codecs.lookup(name).name not in _ESCAPES:
                return data.decode(name, "strict" if name != charset else "replace")
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", _without_halves(text)).split())


def _clean_lines(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{4,}", "\n\n\n", _CONTROL.sub(" ", _without_halves(text))).strip()[:TEXT]


def _without_halves(text: str) -> str:
    """Without half characters, which no encoding can write down."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _sender(mime: Mime) -> tuple[str, str, bool]:
    """Name and address of who wrote, and whether more than one is named."""
    raw = [" ".join(value[:HEADER].split()) for value in lines_of(mime, "From")[:5]]
    written = [decoded(value) for value in raw]
    found = _addresses(raw)
    if not found:
        found = _addresses(written)
    if not found:
        return "", "", False
    name, address = found[0]
    others = {normalise("email", each) for _, each in found}
    return decoded(name)[:200], _clean(address)[:320], len(others) > 1


def _addresses(written: list[str]) -> list[tuple[str, str]]:
    """Names and addresses of an address header; comments within comments are left out, nobody needs them."""
    plain = [each if each.count("(") <= COMMENTS else re.sub(r"[()]", " ", each) for each in written]
    try:
        return [(name, address) for name, address in getaddresses(plain) if "@" in address]
    except (ValueError, IndexError, TypeError):
        return []


def _sender_signs(mime: Mime, name: str, sender: str, several: bool) -> Iterator[str]:
    """What is odd about who writes: never a verdict, only shown."""
    if several:
        yield "several-senders"
    shown = re.search(r"[^\s<>\"']+@[^\s<>\"']+", name)
    if shown and normalise("email", shown[0]) != normalise("email", sender):
        yield "address-in-name"
    answers = _addresses([header(mime, "Reply-To")])
    if any(normalise("email", each) != normalise("email", sender) for _, each in answers):
        yield "reply-to-differs"
    compared = normalise("email", sender)
    if not compared.isascii() or "@xn--" in compared or ".xn--" in compared:
        yield "letters-outside-ascii"


def _ids(written: str) -> tuple[str, ...]:
    return tuple(re.findall(r"<[^<>\s]{1,250}>", written))[:50]


def _fingerprint(mime: Mime, raw: bytes) -> str:
    """The same for two copies of one message, whatever way each came: what the sender wrote, without the trace."""
    written = "\0".join(str(mime.get(name, "")) for name in ("Message-ID", "Date", "From", "Subject"))
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return hashlib.sha256(written.encode("utf-8", "surrogateescape") + b"\0" + body.strip()).hexdigest()


def is_attachment(mime: Mime, leaf: Mime) -> bool:
    """Whether a part is an attachment: it has a name, or is neither text nor the whole message."""
    return _is_attached(leaf) or (leaf.get_content_maintype() != "text" and leaf is not mime)


def _attachments(mime: Mime, leaves: tuple[Mime, ...]) -> Iterator[Attachment]:
    for leaf in leaves:
        if not is_attachment(mime, leaf):
            continue
        kept = leaf.get(NOT_KEPT) is None
        size = len(bytes_of(leaf))
        yield Attachment(name_of(leaf), leaf.get_content_type()[:100], size, is_set_aside(leaf), kept)


def is_set_aside(leaf: Mime) -> bool:
    """Whether a part is an archive or a program, whatever it calls itself."""
    ending = name_of(leaf).lower().rpartition(".")[2].strip()
    begins = bytes_of(leaf)[:2]
    if ending in ("docx", "xlsx", "pptx", "odt", "ods", "odp") and begins == b"PK":
        return False
    return ending in _ARCHIVES or ending in _PROGRAMS or begins in (b"MZ", b"PK", b"Ra", b"7z")


def name_of(leaf: Mime) -> str:
    """The name a part gives itself."""
    return decoded(leaf.get_filename() or "")[:200]


_PASSED_ON = re.compile(r"^\s*(fwd?|fw|doorgest(uurd)?|doorst|wg|tr)\s*:", re.IGNORECASE)
_INLINE = re.compile(
    r"^\s*>?\s*\*?(?:van|from)\s*:\*?\s*(?P<from>.{3,300})$(?:\n.*){0,6}?\n\s*>?\s*\*?(?:verzonden|datum|sent|date)\s*:\*?"
    r"\s*(?P<date>.{6,100})$",
    re.IGNORECASE | re.MULTILINE,
)


def _forwarded(subject: str, text: str, leaves: tuple[Mime, ...]) -> Forwarded | None:
    """A message of another that was passed on: as an attachment, or below the writer's own words."""
    for leaf in leaves:
        if leaf.get_content_type() == "message/rfc822" and (inner := parts_of(leaf)):
            original = inner[0]
            return Forwarded(_sender(original)[1], moment_of(header(original, "Date")))
    if not _PASSED_ON.match(subject):
        return None
    inline = _INLINE.search(text[:20_000])
    if inline is None:
        return Forwarded("", None)
    sender = re.search(r"[^\s<>\"'\[:]+@[^\s<>\"'\]]+", inline["from"])
    return Forwarded(sender[0] if sender else "", moment_of(inline["date"].strip()))


__all__ = ["decoded", "header", "moment_of", "own_words", "read_mail"]
