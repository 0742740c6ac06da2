"""The head of a message: addresses by header, day, subject. Nothing in it is believed to be well formed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from belofte.connectors.imap.layout import ADDRESSED
from belofte.domain.kinds import normalise

HEADER = {"from": "From", "to": "To", "cc": "Cc", "bcc": "Bcc", "reply_to": "Reply-To", "sender": "Sender"}
"""The header behind each column of addresses."""
FIELDS = " ".join((*(name.upper() for name in HEADER.values()), "SUBJECT", "DATE", "MESSAGE-ID"))
"""The headers that are fetched, as IMAP names them."""
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\]+@[^\s<>,;:\"()\[\]\\]+")
_INTERNALDATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True, slots=True)
class Head:
    """One message's head. ``addresses`` are compared (normalised); ``shown`` is each header as text."""

    uid: int
    addresses: Mapping[str, frozenset[str]]
    shown: Mapping[str, str]
    date: datetime | None
    received: datetime | None
    size: int

    @property
    def everybody(self) -> frozenset[str]:
        """Every address of the head."""
        return frozenset[str]().union(*self.addresses.values())


def head_of(told: bytes, raw: bytes) -> Head | None:
    """The head in one answer to FETCH; None where the answer is about no message."""
    uid = _UID.search(told)
    if uid is None:
        return None
    message = message_from_bytes(raw)
    shown = {column: _text(message, header) for column, header in HEADER.items()}
    shown |= {"subject": _text(message, "Subject"), "message_id": _text(message, "Message-ID")}
    size = _SIZE.search(told)
    return Head(
        uid=int(uid[1]),
        addresses={column: addresses_in(shown[column]) for column in ADDRESSED if shown[column]},
        shown=shown,
        date=_date(_text(message, "Date")),
        received=_received(told),
        size=int(size[1]) if size else 0,
    )


def addresses_in(header: str) -> frozenset[str]:
    """The addresses of one header, compared. A header that is not well formed is searched for what looks like one."""
    found = [address for _, address in getaddresses([header]) if "@" in address]
    if not found or len(found) < header.count("@") - header.count('@"'):
        found += [address for address in _bare(header) if "@" in address]
    return frozenset(normalise("email", address) for address in found)


def addresses_in_text(text: str) -> frozenset[str]:
    """Everything in a text that looks like an address, whole, compared."""
    return frozenset(normalise("email", found.strip(".'*_")) for found in _ADDRESS.findall(text))


def _bare(header: str) -> list[str]:
    """Addresses outside the quoted names: ``"jan@x.example" <piet@y.example>`` is Piet."""
    return _ADDRESS.findall(re.sub(r'"(?:[^"\\]|\\.)*"\s*(?=<)', " ", header))


def _text(message: Message, name: str) -> str:
    items = cast("Iterable[tuple[str, str]]", message.raw_items())
    written = [_letters(value) for header, value in items if header.lower() == name.lower()]
    return ", ".join(" ".join(_decoded(value).split()) for value in written)


def _letters(value: str) -> str:
    """A header that came as bare bytes (RFC 6532), as text."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() else b""
    try:
        return raw.decode("utf-8") if raw else value
    except ValueError:
        return raw.decode("latin-1")


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _date(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _received(told: bytes) -> datetime | None:
    found = _INTERNALDATE.search(told)
    try:
        moment = datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z") if found else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment else None
