"""Letters on their way: written into the vault, sent from the outbox, tried again while the other side is not there.

A letter that was refused for good is not delivered: the due date stays and the office gets a task.
"""

from __future__ import annotations

import json
from datetime import timedelta

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.task import Task
from belofte.ports import Delivery, Letter
from belofte.procedures.parts import Parts
from belofte.store_port import LetterState, StoredLetter, Transaction

RETRY = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits between tries. After the last a person is asked: the clock of the request runs on."""


def queue_letter(parts: Parts, tx: Transaction, case: str, kind: LetterKind, to: str, facts: LetterFacts) -> str:
    """Put a letter into the outbox within this transaction; returns its id."""
    letter = parts.letter_writer.write(kind, to, facts)
    entry = tx.vault.put(case, "letter", encode_letter(letter))
    made = StoredLetter(parts.new_id("letter"), case, kind, entry, LetterState.READY, parts.now())
    tx.letters.add(made)
    return made.id


def send_due(parts: Parts, limit: int = 100) -> int:
    """Send what is due; returns how many were accepted. A crash after the sending may send one letter twice, with the
    same Message-ID."""
    with parts.store.reading() as tx:
        due = tx.letters.due(parts.now(), limit)
        contents = tx.vault.get_many([letter.content for letter in due])
    accepted = 0
    for stored in due:
        letter = decode_letter(contents[stored.content], stored.id)
        delivery = parts.mailer.send(letter)
        with parts.store.transaction() as tx:
            _record(parts, tx, stored, delivery)
        accepted += delivery.accepted
    return accepted


def _record(parts: Parts, tx: Transaction, stored: StoredLetter, delivery: Delivery) -> None:
    now = parts.now()
    if delivery.accepted:
        tx.letters.sent(stored.id, now, delivery.message_id)
    elif delivery.transient and stored.attempts < len(RETRY):
        tx.letters.retry(stored.id, now + RETRY[stored.attempts])
    else:
        tx.letters.failed(stored.id)
        tx.tasks.add([Task(parts.new_id("task"), "letter-not-delivered", now, request=stored.case)])
        tx.events.add("letter.failed", stored.case, now, {"purpose": stored.purpose})


def encode_letter(letter: Letter) -> bytes:
    """A letter as it lies in the vault."""
    fields = {
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "language": letter.language,
        "headers": dict(letter.headers),
    }
    return json.dumps(fields, ensure_ascii=False).encode()


def decode_letter(data: bytes, name: str) -> Letter:
    """The letter of a vault entry; ``name`` makes its Message-ID the same at every try."""
    fields = json.loads(data)
    fields["headers"] = {**fields["headers"], "X-Belofte-Letter": name}
    return Letter(**fields)
