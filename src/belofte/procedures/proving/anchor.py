"""Carries the newest checkpoint outside, where nobody who could rewrite the log can reach it.

Daily with the published notice, by mail to a named address, or to a time-stamping authority (``stamping``). A log
that is rolled back or written anew later no longer agrees with what stands outside: ``belofte verify --anchor FILE``
says so.
A checkpoint holds a size, a root and a signature, and nothing of anybody.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from belofte.domain.clock import local_date
from belofte.ports import Letter
from belofte.procedures.parts import Parts
from belofte.store_port import Head

BY_MAIL = "mail"

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
    if not is_due(parts, head, last):
        return False
    if not parts.mailer.send(anchor_letter(head.note, witness, parts.policy.languages[0])).accepted:
        return False
    with parts.store.transaction() as tx:
        tx.evidence.note_anchor(BY_MAIL, head.size, parts.now())
    return True


def is_due(parts: Parts, head: Head, last: tuple[int, datetime] | None) -> bool:
    """Has the log grown since it was last carried outside (size and moment), and was that on another day?"""
    if head.size == 0 or (last is not None and last[0] == head.size):
        return False
    return last is None or local_date(last[1], parts.country.time_zone) != parts.today()


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
