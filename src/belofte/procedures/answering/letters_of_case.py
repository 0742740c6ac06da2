"""Every letter of a case: those of the outbox, and the answers, which are kept with the step that tells."""

from __future__ import annotations

from belofte.domain.request import Request
from belofte.domain.system_map import Verb
from belofte.procedures.answering.bounced import CAME_BACK
from belofte.procedures.answering.letters import decode_letter, kind_of
from belofte.procedures.desks import LetterRow
from belofte.store_port import LetterState, StoredLetter, Transaction


def letters_of(tx: Transaction, request: Request) -> list[tuple[StoredLetter, bytes]]:
    """The letters with their content, those of the outbox first."""
    queued = tx.letters.of_request(request.id)
    bodies = tx.vault.get_many([row.content for row in queued])
    return [(row, bodies[row.content]) for row in queued] + answers_of(tx, request)


def letter_rows(tx: Transaction, request: Request) -> tuple[LetterRow, ...]:
    """The letters in the order in which they went, or will go; without what they say."""
    rows = [*tx.letters.of_request(request.id), *(row for row, _ in answers_of(tx, request))]
    rows.sort(key=lambda row: row.sent_at or row.due_at)
    return tuple(LetterRow(one.id, one.purpose, one.state, one.due_at, one.sent_at, one.attempts) for one in rows)


def answers_of(tx: Transaction, request: Request) -> list[tuple[StoredLetter, bytes]]:
    """The letters that a plan ends with. One for the post lies in the outbox and is not told twice."""
    steps = [one for one in tx.steps.of_request(request.id) if one.step.verb is Verb.TELL]
    columns = {one.step.id: f"letter of {one.step.id}" for one in steps}
    held = tx.vault.newest_of(list(columns.values()), [request.id]) if steps else {}
    told = {receipt.step for receipt in tx.receipts.of_request(request.id)}
    happened = tx.events.about(request.id) if steps else []
    back = {event.data.get("letter"): event.at for event in happened if event.kind == CAME_BACK}
    answers: list[tuple[StoredLetter, bytes]] = []
    for one in steps:
        body = held[columns[one.step.id]].get(request.id)
        if not body or not decode_letter(body, one.step.id).to:
            continue
        is_sent = one.step.id in told
        is_back = one.step.id in back or (is_sent and request.answered_at is None)  # it was never given
        state = LetterState.FAILED if is_back else LetterState.SENT if is_sent else LetterState.READY
        at = request.answered_at or back.get(one.step.id)
        row = StoredLetter(
            one.step.id,
            request.id,
            kind_of(body),
            "",
            state,
            one.due_at or request.registered_at,
            one.attempts,
            at if is_sent else None,
        )
        answers.append((row, body))
    return answers
