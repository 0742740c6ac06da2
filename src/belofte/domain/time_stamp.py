"""Time stamps by an authority outside (RFC 3161): the request, and what its answer says.

The answer is read for its status, the hash it stamps, our nonce and the moment. Whether the authority's signature holds
is checked against its certificate by ``openssl ts -verify``; nobody here decides whom you trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

SHA256_OID = bytes.fromhex("300d06096086480165030402010500")
"""AlgorithmIdentifier of SHA-256 with NULL parameters, in DER."""
INTEGER, OCTETS, GENERALIZED_TIME, SEQUENCE = 0x02, 0x04, 0x18, 0x30
GRANTED = (0, 1)
"""PKIStatus: granted, and granted with modifications (section 2.4.2)."""


class NotATimeStamp(ValueError):
    """The bytes are no answer to a time-stamp request, or the authority refused; the message says which."""


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What the authority signed: the hash, our nonce (None: it gave none back), and the moment."""

    imprint: bytes
    nonce: int | None
    at: datetime

    def fits(self, note: str) -> bool:
        """Is it a stamp on this note?"""
        return self.imprint == sha256(note.encode()).digest()


def time_stamp_request(note: str, nonce: int) -> bytes:
    """A TimeStampReq (section 2.4.1) over the note, DER, to be sent as ``application/timestamp-query``."""
    imprint = _der(SEQUENCE, SHA256_OID + _der(OCTETS, sha256(note.encode()).digest()))
    return _der(SEQUENCE, _integer(1) + imprint + _integer(nonce) + _der(0x01, b"\xff"))


def read_time_stamp(answer: bytes) -> TimeStamp:
    """What a TimeStampResp (section 2.4.2) says. Raises :class:`NotATimeStamp`."""
    try:
        status, *token = _items(_only(answer, SEQUENCE))
        number = int.from_bytes(next(_items(status[1]))[1], "big", signed=True)
        if number not in GRANTED or not token:
            raise NotATimeStamp(f"the authority refused the time stamp (status {number})")
        return _stamped(token[0][1])
    except (IndexError, StopIteration, ValueError) as wrong:
        if isinstance(wrong, NotATimeStamp):
            raise
        raise NotATimeStamp("this is no answer to a time-stamp request") from wrong


def _stamped(content_info: bytes) -> TimeStamp:
    """ContentInfo → SignedData → EncapsulatedContentInfo → TSTInfo."""
    signed_data = list(_items(_only(list(_items(content_info))[1][1], SEQUENCE)))
    content = list(_items(signed_data[2][1]))
    info = list(_items(_only(_only(content[1][1], OCTETS), SEQUENCE)))
    moment = next(value for tag, value in info if tag == GENERALIZED_TIME)
    after = info[[tag for tag, _ in info].index(GENERALIZED_TIME) + 1 :]
    nonce = next((int.from_bytes(value, "big") for tag, value in after if tag == INTEGER), None)
    return TimeStamp(list(_items(info[2][1]))[1][1], nonce, _moment(moment.decode("ascii")))


def _moment(text: str) -> datetime:
    form = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text, form).replace(tzinfo=UTC)


def _items(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The values inside a constructed one: tag and content. Raises ``ValueError`` for what is cut off."""
    at = 0
    while at < len(content):
        tag, length, at = content[at], content[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(content[at : at + size], "big"), at + size
            if not size:
                raise ValueError("a length that is not stated is not DER")
        if at + length > len(content):
            raise ValueError("cut off")
        yield tag, content[at : at + length]
        at += length


def _only(content: bytes, wanted: int) -> bytes:
    ((tag, value),) = _items(content)
    if tag != wanted:
        raise ValueError("another kind of value")
    return value


def _integer(value: int) -> bytes:
    return _der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content
