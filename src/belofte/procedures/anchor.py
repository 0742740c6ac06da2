"""Carries the newest checkpoint outside, where nobody who could rewrite the log can reach it.

Daily with the published notice, by mail to a named address, or to a time-stamping authority (RFC 3161). A log that is
rolled back or written anew later no longer agrees with what stands outside: ``belofte verify --anchor FILE`` says so.
A checkpoint holds a size, a root and a signature, and nothing of anybody.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape

from belofte.domain.clock import local_date
from belofte.ports import Letter
from belofte.procedures.parts import Parts

BY_MAIL = "mail"
SHA256_OID = bytes.fromhex("300d06096086480165030402010500")
"""AlgorithmIdentifier of SHA-256 with NULL parameters, in DER."""

WORDS = {
    "nl": (
        "Ankerpunt van het bewijslogboek {origin}, {size} regels",
        "Bewaar dit bericht. Het legt vast hoe ons bewijslogboek er vandaag uitziet: {size} regels.\n"
        "Wordt het later ingekort of herschreven, dan klopt het niet meer met dit bericht. Controleren gaat met:\n\n"
        "  belofte verify MAP --key SLEUTEL --anchor DIT-BERICHT\n\n"
        "Er staat niets over personen in. Het ankerpunt:\n\n{note}",
    ),
    "en": (
        "Anchor of the evidence log {origin}, {size} leaves",
        "Please keep this message. It fixes what our evidence log looks like today: {size} leaves.\n"
        "If the log is cut short or written anew later, it no longer agrees with this message. To check:\n\n"
        "  belofte verify FOLDER --key KEY --anchor THIS-MESSAGE\n\n"
        "It holds nothing about people. The anchor:\n\n{note}",
    ),
}


def anchor_by_mail(parts: Parts, witness: str) -> bool:
    """Mail the newest checkpoint to ``witness`` if none went out today and the log has grown. True when the receiving
    side took it; else it is tried again at the next call. Call it as often as you like."""
    with parts.store.reading() as tx:
        head, last = tx.evidence.head(), tx.evidence.last_anchor(BY_MAIL)
    zone = parts.country.time_zone
    if head.size == 0 or (last is not None and (last[0] == head.size or local_date(last[1], zone) == parts.today())):
        return False
    if not parts.mailer.send(anchor_letter(head.note, witness, parts.policy.languages[0])).accepted:
        return False
    with parts.store.transaction() as tx:
        tx.evidence.note_anchor(BY_MAIL, head.size, parts.now())
    return True


def anchor_letter(note: str, to: str, language: str) -> Letter:
    """The letter that carries a checkpoint to a witness outside."""
    origin, size = note.split("\n")[:2]
    subject, text = WORDS.get(language, WORDS["en"])
    words = text.format(size=size, note=note)
    return Letter(
        to=to,
        subject=subject.format(origin=origin, size=size),
        text=words,
        html=f"<pre>{escape(words)}</pre>",
        language=language if language in WORDS else "en",
        headers={"Auto-Submitted": "auto-generated"},
    )


def time_stamp_request(note: str, nonce: int) -> bytes:
    """A TimeStampReq (RFC 3161 §2.4.1) over the note, DER, to be sent as ``application/timestamp-query``. The answer is
    kept beside the note; ``openssl ts -verify`` checks it."""
    imprint = _der(0x30, SHA256_OID + _der(0x04, sha256(note.encode()).digest()))
    return _der(0x30, _integer(1) + imprint + _integer(nonce) + _der(0x01, b"\xff"))


def _integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content
