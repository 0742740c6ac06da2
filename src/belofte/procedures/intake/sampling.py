"""Shared mailboxes are looked through for requests that were missed (``rights.sample_mailboxes``).

Everything else there is none of the privacy office's business: nothing is kept of a message but where it lies, and
that only where its words plainly use a right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import replace

from belofte.checks.shape import SharedMailbox
from belofte.domain.message import MessageKind, own_words, reached_at
from belofte.domain.task import Task, finish
from belofte.ports import Mailboxes, MailboxUnreachable
from belofte.procedures.intake.inbox_keeping import Came, note_only, open_tasks, sorted_words, worked_by
from belofte.procedures.intake.mailbox_marks import note_reached, note_unreachable
from belofte.procedures.parts import Parts
from belofte.store_port import DueDate, Transaction
from belofte.store_port.inbox_book import MailboxMark, MessageState, StoredMessage

MISSED = "missed-request"
"""Task: a shared mailbox holds what seems to be requests; look at them there, or take them over."""
LOOK_THROUGH = "look-through-mailbox"
"""Due date about a mailbox: from when it is to be looked through again, which is when it was looked through last."""
AT_ONCE = 200
SAMPLED = "inbox.sampled"
"""Event about a mailbox: how many messages were looked at and how many seem to be requests."""


def look_through(parts: Parts, mailboxes: Mailboxes, name: str) -> Counter[str]:
    """Look at what came since the last time; counts of ``looked`` and ``missed``."""
    done: Counter[str] = Counter()
    if not parts.policy.rights.sample_mailboxes:
        return done
    box = mailboxes.boxes[name]
    with parts.store.transaction() as tx:
        mark = tx.inbox.mark(name)
        if not any(one.kind == LOOK_THROUGH for one in tx.dates.of(name)):
            tx.dates.put([DueDate(LOOK_THROUGH, name, parts.now())])
    try:
        for arrived, after in box.fetch(mark.mark, AT_ONCE):
            message = mailboxes.read(arrived.raw, box.ours)
            received_at = reached_at(message, box.ours.servers, arrived.arrived_at, parts.now())
            words = sorted_words(message, own_words(message.text))
            came = Came(name, arrived.uid, b"", message, received_at, words)
            done["looked"] += 1
            mark = MailboxMark(name, after, parts.now())
            done["missed"] += _note(parts, came, mark)
    except MailboxUnreachable as away:
        done["unreachable"] += 1
        note_unreachable(parts, mark, away.why)
    else:
        note_reached(parts, mark)
        with parts.store.transaction() as tx:
            tx.dates.put([DueDate(LOOK_THROUGH, name, parts.now())])
    if done["looked"]:
        with parts.store.transaction() as tx:
            tx.events.add(SAMPLED, name, parts.now(), {"looked": done["looked"], "missed": done["missed"]})
    return done


_MAY_ASK = (MessageKind.PERSON, MessageKind.AUTOMATIC, MessageKind.AWAY)


def forget_unset(tx: Transaction, names: Container[str]) -> None:
    """A mailbox that is no longer set up need not be looked through any more."""
    for one in tx.dates.coming(LOOK_THROUGH):
        if one.about not in names:
            tx.dates.cancel(one.about, LOOK_THROUGH)


def shared_mailboxes(parts: Parts, tx: Transaction) -> tuple[SharedMailbox, ...]:
    """What the looking through left behind, for the check of that promise."""
    late = Counter(
        row.mailbox
        for row in tx.inbox.in_states([MessageState.MISSED])
        if row.work_by is not None and row.work_by < parts.today()
    )
    return tuple(
        SharedMailbox(one.about, one.at, tx.inbox.mark(one.about).problem, late[one.about])
        for one in tx.dates.coming(LOOK_THROUGH)
    )


def _note(parts: Parts, came: Came, mark: MailboxMark) -> int:
    """Whether this one seems to be missed; then where it lies is noted."""
    asks = came.message.kind in _MAY_ASK and came.sorted.strong
    with parts.store.transaction() as tx:
        tx.inbox.set_mark(mark)
        if not asks or not tx.inbox.claim(came.message.fingerprint, parts.today()):
            return 0
        row = note_only(parts, tx, came, MessageState.MISSED, "shared-mailbox")
        tx.inbox.save(replace(row, work_by=worked_by(parts, came), signs=()))
        held = open_tasks(tx, MISSED, came.mailbox)
        for task in held:
            tx.tasks.save(replace(task, count=task.count + 1))
        if not held:
            tx.tasks.add([Task(parts.new_id("task"), MISSED, parts.now(), system=came.mailbox, count=1)])
    return 1


def settle_missed(parts: Parts, tx: Transaction, row: StoredMessage, by: str) -> None:
    """One that seemed to be missed was decided on: the mailbox's task is about one less, and done with the last."""
    if row.state is not MessageState.MISSED:
        return
    for task in open_tasks(tx, MISSED, row.mailbox):
        one_less = replace(task, count=task.count - 1)
        tx.tasks.save(one_less if one_less.count > 0 else finish(one_less, by, parts.now()))
