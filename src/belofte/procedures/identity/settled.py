"""Once it is settled who asks, or the request ended: nobody is reminded any more, and no task about it stays open."""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.task import TaskState
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

REMIND = "remind"
"""Due date: nobody confirmed or answered yet; remind them."""
DECIDE = "decide-unidentified"
"""Due date and task: still nobody; a person decides."""
LOOK = "look-who-asks"
"""Task: the person wrote who they are; a named person looks at it."""
CHECK_MANDATE = "check-mandate"
"""Task: somebody asks in another's name; look at what shows that they may."""
SAME_REQUEST = "same-request"
"""Task: this may repeat an open request; a person joins them or not."""


def nobody_waits(parts: Parts, tx: Transaction, case: str, *kinds: str) -> None:
    """Take the reminders of a case off the list, and drop its open tasks of these ``kinds``: there is nothing left to
    decide there."""
    tx.dates.cancel(case, REMIND)
    tx.dates.cancel(case, DECIDE)
    for task in tx.tasks.of_request(case):
        if task.kind in kinds and task.state is TaskState.OPEN:
            tx.tasks.save(replace(task, state=TaskState.DROPPED, done_at=parts.now()))
