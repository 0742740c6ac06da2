"""A recipient that ends: by its last day (``recipients.*.ends``), or by a version of the policy that names it no more.
What it holds comes back or goes, and it confirms (Art. 28(3)(g)).

On the day after its last one a person gets the task, and the recipient a letter with reminders. The task ends when a
named person notes what was confirmed; until then the promise that goes with it is judged on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from belofte.checks.shape import EndedRecipient
from belofte.domain.answer import LetterKind
from belofte.domain.errors import WrongUse
from belofte.domain.notice.labels import recipient_label
from belofte.domain.policy import Recipient
from belofte.domain.task import Task, TaskState
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.parts import Parts
from belofte.procedures.rights.gone_recipients import CONFIRMED, with_those_gone
from belofte.procedures.rights.recipients import REMIND_AFTER, REMINDERS
from belofte.store_port import DueDate, Transaction, Unknown

RECIPIENT_ENDED = "recipient-ended"
"""Task: a recipient has ended; see that it returns or erases what it holds, and note what it confirmed."""
ENDED_UNWRITTEN = "recipient-ended-unwritten"
"""The same where the policy gives no address: nobody wrote, so a person must."""
ENDED = frozenset({RECIPIENT_ENDED, ENDED_UNWRITTEN})
REMIND_ENDED = "recipient-ended-reminder"
ENDED_CASE = "ended-recipients"
"""The case in whose vault these letters lie; they name no person."""
ASKED, REMINDED = "recipient.ended-asked", "recipient.ended-reminded"


def end_recipients(parts: Parts) -> int:
    """Ask whoever ended and was not asked yet, and remind the others; returns how many letters or tasks that made."""
    over = [
        one for one in with_those_gone(parts).recipients.values() if one.ends and one.gets and one.ends < parts.today()
    ]
    with parts.store.reading() as tx:
        new = [one for one in over if not _asked(tx, one)]
        reminders = any(one.at <= parts.now() for one in tx.dates.coming(REMIND_ENDED, 1))
    if not new and not reminders:
        return 0
    parts.store.open_cases([ENDED_CASE])
    with parts.store.transaction() as tx:
        for one in new:
            _ask(parts, tx, one)
        return len(new) + sum(_remind(parts, tx, due.about) for due in tx.dates.take(REMIND_ENDED, parts.now()))


def _about(one: Recipient) -> str:
    return f"recipient:{one.name}"


def _asked(tx: Transaction, one: Recipient) -> bool:
    """Asked for this very end: a contract that was renewed ends again on another day."""
    return any(e.kind == ASKED and e.data.get("ends") == str(one.ends) for e in tx.events.about(_about(one)))


def _ask(parts: Parts, tx: Transaction, one: Recipient) -> None:
    kind = RECIPIENT_ENDED if one.contact else ENDED_UNWRITTEN
    task = Task(parts.new_id("task"), kind, parts.now(), system=one.name, due_at=parts.now() + REMIND_AFTER)
    tx.tasks.add([task])
    tx.events.add(ASKED, _about(one), parts.now(), {"ends": str(one.ends), "task": task.id})
    _write(parts, tx, one)
    tx.dates.put([DueDate(REMIND_ENDED, task.id, parts.now() + REMIND_AFTER)])


def _remind(parts: Parts, tx: Transaction, task_id: str) -> bool:
    try:
        task = tx.tasks.get(task_id)
    except Unknown:
        return False
    one = with_those_gone(parts).recipients.get(task.system or "")
    if one is None or task.state is not TaskState.OPEN:
        return False
    before = [e for e in tx.events.about(_about(one)) if e.kind == REMINDED and e.data.get("task") == task_id]
    if len(before) >= REMINDERS or not _write(parts, tx, one):
        return False  # the task itself stays, past its day
    tx.events.add(REMINDED, _about(one), parts.now(), {"task": task_id})
    tx.dates.put([DueDate(REMIND_ENDED, task_id, parts.now() + REMIND_AFTER)])
    return True


def _write(parts: Parts, tx: Transaction, one: Recipient) -> bool:
    if not one.contact:
        return False
    language = parts.policy.languages[0]
    label = recipient_label(with_those_gone(parts), one.name, language)
    facts = replace(parts.letter_facts(language), recipient=label, on=one.ends)
    queue_letter(parts, tx, ENDED_CASE, LetterKind.RECIPIENT_ENDED, one.contact, facts)
    return True


def confirmed(parts: Parts, tx: Transaction, task: Task, by: str, words: str) -> None:
    """The recipient's confirmation, noted by a named person. Raises ``WrongUse`` where nobody says what it was."""
    if task.kind not in ENDED:
        return
    if not words.strip():
        raise WrongUse(
            "Say what the recipient confirmed: returned, or erased.", 'for example --words "erased, letter of 3 May"'
        )
    tx.vault.put(ENDED_CASE, f"confirmed by {task.system}", f"{by}: {words.strip()}".encode())
    tx.dates.cancel(task.id, REMIND_ENDED)
    tx.events.add(CONFIRMED, f"recipient:{task.system}", parts.now(), {"task": task.id})


def ended_recipients(parts: Parts, tx: Transaction) -> Sequence[EndedRecipient]:
    """Those whose last day is over, with what was asked and confirmed, for the check."""
    found: list[EndedRecipient] = []
    for one in with_those_gone(parts).recipients.values():
        if one.ends is None or one.ends >= parts.today():
            continue
        events = tx.events.about(_about(one))
        tasks = {e.data.get("task"): e.at for e in events if e.kind == ASKED and e.data.get("ends") == str(one.ends)}
        done = any(e.kind == CONFIRMED and e.data.get("task") in tasks for e in events)
        asked_at = min(tasks.values(), default=None)
        found.append(EndedRecipient(one.name, done, asked_at + REMIND_AFTER if asked_at else None))
    return found
