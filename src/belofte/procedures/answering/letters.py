"""Letters on their way: written into the vault, sent from the outbox, tried again while the other side is not there.

A letter that was refused for good is not delivered: the due date stays and the office gets a task.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.clock import local_date
from belofte.domain.letter_duty import require_owed
from belofte.domain.request import Request
from belofte.domain.task import Task
from belofte.ports import Delivery, Letter
from belofte.procedures.answering.delivered import POST_LETTER, accepted, not_delivered
from belofte.procedures.case_policy import policy_of_case
from belofte.procedures.parts import Parts
from belofte.store_port import LetterState, StoredLetter, Transaction

RETRY = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits between tries. After the last a person is asked: the clock of the request runs on."""


def with_due(parts: Parts, facts: LetterFacts, request: Request) -> LetterFacts:
    """The facts with the day of the answer: promised while it lies ahead, missed once it has passed, and neither for a
    request that was answered."""
    if request.answered_at is not None or request.due is None:
        return facts
    passed = request.due < parts.today()
    return replace(facts, overdue=request.due) if passed else replace(facts, due=request.due)


def facts_of(parts: Parts, tx: Transaction, request: Request, language: str = "") -> LetterFacts:
    """What every letter of a case may say: the company, and the request's reference, right, day of receipt and day of
    the answer. ``language``: the reader's, where that is not the person."""
    facts = replace(
        parts.letter_facts(language or request.language),
        reference=tx.requests.reference_of(request.id),
        right=request.right,
        received_on=local_date(request.received_at, parts.country.time_zone),
    )
    return with_due(parts, facts, request)


def queue_letter(parts: Parts, tx: Transaction, case: str, kind: LetterKind, to: str, facts: LetterFacts) -> str:
    """Put a letter into the outbox within this transaction; returns its id. A letter to no address (``to`` empty) is
    for the post: it becomes a task with the letter to print, and is sent when somebody says that it was posted. The
    company's own words are those of the version in force at the receipt of the case."""
    texts = policy_of_case(parts, tx, case).texts
    return queue_written(parts, tx, case, kind, parts.letter_writer.write(kind, to, facts, texts))


def queue_written(parts: Parts, tx: Transaction, case: str, kind: LetterKind, letter: Letter) -> str:
    """The same for a letter that was written already. Raises ``Refused`` for one that nothing obliges to send."""
    require_owed(kind)
    entry = tx.vault.put(case, "letter", encode_letter(letter))
    state = LetterState.READY if letter.to else LetterState.PRINT
    made = StoredLetter(parts.new_id("letter"), case, kind, entry, state, parts.now())
    tx.letters.add(made)
    if not letter.to:
        tx.tasks.add([Task(parts.new_id("task"), POST_LETTER, parts.now(), request=case, words=entry)])
    return made.id


def send_due(parts: Parts, limit: int = 100) -> int:
    """Send what is due; returns how many were accepted. A crash after the sending may send one letter twice, with the
    same Message-ID."""
    with parts.store.reading() as tx:
        due = tx.letters.due(parts.now(), limit)
        contents = tx.vault.get_many([letter.content for letter in due])
    count = 0
    for stored in due:
        letter = decode_letter(contents[stored.content], stored.id)
        began = parts.now()
        delivery = parts.mailer.send(letter)
        with parts.store.transaction() as tx:
            _record(parts, tx, stored, delivery, began)
        count += delivery.accepted
    return count


def _record(parts: Parts, tx: Transaction, stored: StoredLetter, delivery: Delivery, began: datetime) -> None:
    now = parts.now()
    if delivery.accepted:
        tx.letters.sent(stored.id, now, delivery.message_id)
        accepted(parts, tx, stored, began)
    elif delivery.transient and stored.attempts < len(RETRY):
        tx.letters.retry(stored.id, now + RETRY[stored.attempts])
    else:
        tx.letters.failed(stored.id)
        not_delivered(parts, tx, stored)


def encode_letter(letter: Letter, kind: LetterKind | None = None) -> bytes:
    """A letter as it lies in the vault. ``kind``: why it is sent, where no row of the outbox says so."""
    fields = {
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "language": letter.language,
        "headers": dict(letter.headers),
    }
    return json.dumps(fields | {"kind": kind} if kind else fields, ensure_ascii=False).encode()


def kind_of(data: bytes) -> str:
    """Why a letter of the vault is sent; an answer, where that is not written with it."""
    return json.loads(data).get("kind", LetterKind.ANSWER.value)


def decode_letter(data: bytes, name: str) -> Letter:
    """The letter of a vault entry; ``name`` makes its Message-ID the same at every try."""
    fields = json.loads(data)
    fields.pop("kind", None)
    fields["headers"] = {**fields["headers"], "X-Belofte-Letter": name}
    return Letter(**fields)
