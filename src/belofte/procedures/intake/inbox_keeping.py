"""Messages kept in the vault: under a case of their own until somebody decides, then under the request they became.

A message that asks nothing leaves nothing behind: its case goes with its key. In its mailbox it stays, for nothing is
ever deleted there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.message import Message
from belofte.domain.reference import reference_from
from belofte.domain.rights.names import OBJECTION, QUESTION, WITHDRAWAL
from belofte.domain.sorting import Sorted, sort_words
from belofte.domain.task import Task, TaskState, finish
from belofte.loading.request_words import request_words
from belofte.procedures.clock.clocks import identity_is_open
from belofte.procedures.identity.telling_more import answered_by_mail
from belofte.procedures.parts import Parts
from belofte.procedures.planning.at_once import end_of_working_day
from belofte.store_port import Transaction
from belofte.store_port.inbox_book import MessageState, StoredMessage

MAIL = "mail"
"""Vault column: a message as it came, attachments included, pictures left out. They are kept and never opened."""
SORT = "sort-message"
"""Task: say what a message is; its clock runs."""
READ = "read-message"
"""Task: somebody wrote in an open case; read it."""
DELETE_PROOF = "delete-proof"
"""Task: an attachment is proof of identity; delete it."""
OWN_CASE = "mail"
"""What the id of a message's own case begins with."""
OFFICE = "privacy-office"


@dataclass(frozen=True, slots=True)
class Came:
    """One message on its way in: what we keep of it (``raw``, ``words_only`` where something came along), as it was
    read, when it reached the company."""

    mailbox: str
    uid: str
    raw: bytes
    message: Message
    received_at: datetime
    sorted: Sorted
    words_only: bytes = b""


def sorted_words(message: Message, text: str) -> Sorted:
    """What a message seems to ask, by its subject and its writer's own words."""
    return sort_words(f"{message.subject}.\n\n{text}", request_words())


def stored(parts: Parts, came: Came, state: MessageState, why: str = "") -> StoredMessage:
    """The message's row, without a word of it."""
    message = came.message
    return StoredMessage(
        id=f"M{reference_from(parts.entropy(5))[1:]}",
        mailbox=came.mailbox,
        uid=came.uid,
        state=state,
        kind=message.kind.value,
        received_at=came.received_at,
        seen_at=parts.now(),
        proposed=came.sorted.right,
        why=why,
        signs=message.signs,
        attachments=len(message.attachments),
        aside=sum(one.aside for one in message.attachments),
    )


def note_only(parts: Parts, tx: Transaction, came: Came, state: MessageState, why: str = "") -> StoredMessage:
    """Remember that it came, and nothing of what it says."""
    row = stored(parts, came, state, why)
    tx.inbox.add(row, came.message.message_id)
    return row


def put_aside(parts: Parts, tx: Transaction, came: Came, case: str, why: str) -> StoredMessage:
    """Keep a message under its own ``case`` (its key exists) until a named person decides; its clock is shown."""
    work_by = worked_by(parts, came)
    row = replace(
        stored(parts, came, MessageState.WAITING, why),
        case=case,
        entry=tx.vault.put(case, MAIL, came.raw),
        work_by=work_by,
    )
    tx.inbox.add(row, came.message.message_id)
    due_at = datetime.combine(work_by, time(), ZoneInfo(parts.country.time_zone)).astimezone(UTC)
    due_at = end_of_working_day(parts) if _is_for_today(came) else due_at
    tx.tasks.add([Task(parts.new_id("task"), SORT, parts.now(), request=case, assigned_to=OFFICE, due_at=due_at)])
    return row


def join_case(parts: Parts, tx: Transaction, came: Came, case: str) -> StoredMessage:
    """Keep a message with the case it belongs to; somebody of the office reads it. What answers the question who they
    are is a proof, and is kept as one."""
    row = replace(stored(parts, came, MessageState.JOINED, "thread"), case=case)
    if not is_own_case(case) and identity_is_open(request := tx.requests.get(case)):
        entry = answered_by_mail(parts, tx, request, came.words_only or came.raw, came.message.text, came.received_at)
        row = replace(row, entry=entry, why="proof" if entry else "proof-not-kept")
    else:
        row = replace(row, entry=tx.vault.put(case, MAIL, came.raw))
    tx.inbox.add(row, came.message.message_id)
    tell_reader(parts, tx, case)
    return row


def tell_reader(parts: Parts, tx: Transaction, case: str) -> None:
    """One open task a case: somebody wrote."""
    open_ = [task for task in tx.tasks.of_request(case) if task.state is TaskState.OPEN]
    if not is_own_case(case) and not any(task.kind == READ for task in open_):
        tx.tasks.add([Task(parts.new_id("task"), READ, parts.now(), request=case, assigned_to=OFFICE)])
    tx.events.add("case.message-came", case, parts.now())


def move_to(parts: Parts, tx: Transaction, from_case: str, to_case: str, by: str, state: MessageState) -> None:
    """Every message of a case of its own goes to the case it became part of; the other case is empty after this."""
    held = tx.inbox.of_case(from_case)
    words = tx.vault.get_many([row.entry for row in held if row.entry])
    for row in held:
        entry = tx.vault.put(to_case, MAIL, words[row.entry]) if row.entry else None
        tx.inbox.save(
            replace(row, case=to_case, entry=entry, state=state, decided_by=by, decided_at=parts.now(), work_by=None)
        )
    for task in tx.tasks.of_request(from_case):
        if task.kind == DELETE_PROOF and task.state is TaskState.OPEN:
            tx.tasks.add([replace(task, id=parts.new_id("task"), request=to_case)])
    end_tasks(parts, tx, from_case, by)


def end_tasks(parts: Parts, tx: Transaction, case: str, by: str) -> None:
    """The decision was taken: its tasks are done."""
    for task in tx.tasks.of_request(case):
        if task.state is TaskState.OPEN:
            tx.tasks.save(finish(task, by, parts.now()))


def is_own_case(case: str | None) -> bool:
    """Whether this is the case of a message that waits for a decision."""
    return case is not None and case.startswith(f"{OWN_CASE}-")


def worked_by(parts: Parts, came: Came) -> date:
    """The last working day for an answer, counted as if it were a request: nobody knows yet that it is none. What seems
    to object or to withdraw would stop something at once: a person looks at it today."""
    if _is_for_today(came):
        return local_date(end_of_working_day(parts) - timedelta(seconds=1), parts.country.time_zone)
    received = local_date(came.received_at, parts.country.time_zone)
    return due_dates(received, promise_for(parts.policy.rights, QUESTION), parts.holidays).work_by


def _is_for_today(came: Came) -> bool:
    return bool({came.sorted.right, *came.sorted.others} & {OBJECTION, WITHDRAWAL})


def open_tasks(tx: Transaction, kind: str, system: str | None = None) -> Sequence[Task]:
    """Open tasks of one kind, of one mailbox where it is named."""
    found = tx.tasks.in_state(TaskState.OPEN)
    return [task for task in found if task.kind == kind and system in (None, task.system)]
