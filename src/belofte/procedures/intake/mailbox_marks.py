"""How far a mailbox was read, and who must know when it could not be looked into."""

from __future__ import annotations

import logging
from dataclasses import replace

from belofte.domain.task import Task, finish
from belofte.procedures.intake.inbox_keeping import open_tasks
from belofte.procedures.parts import Parts
from belofte.store_port.inbox_book import MailboxMark

log = logging.getLogger("belofte.mail")
UNREACHABLE = "mailbox-unreachable"
"""Task: a mailbox could not be looked into; requests may lie there."""


def note_unreachable(parts: Parts, mark: MailboxMark, why: str) -> None:
    """A mailbox could not be looked into: that is not the same as an empty one, and somebody must know."""
    log.warning("mailbox not looked into", extra={"mailbox": mark.mailbox})
    with parts.store.transaction() as tx:
        tx.inbox.set_mark(replace(mark, problem=why))
        if not open_tasks(tx, UNREACHABLE, mark.mailbox):
            tx.tasks.add([Task(parts.new_id("task"), UNREACHABLE, parts.now(), system=mark.mailbox)])


def note_reached(parts: Parts, mark: MailboxMark) -> None:
    """A mailbox was looked into to its end; a task about it is over by itself."""
    with parts.store.transaction() as tx:
        tx.inbox.set_mark(replace(mark, looked_at=parts.now(), problem=""))
        for task in open_tasks(tx, UNREACHABLE, mark.mailbox):
            tx.tasks.save(finish(task, "belofte", parts.now()))
