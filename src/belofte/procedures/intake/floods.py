"""What the public form stops at its limit: refused with a clear page, counted by the day, and a person looks.

Nothing is kept of what was sent, nor of who sent it.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.errors import Refused
from belofte.domain.task import Task, TaskState
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction, Unknown

FORM_STOPPED = "form-stopped"
"""Task: requests of the form were refused today, more than a network may send in an hour."""


class Flooded(Refused):
    """Too many requests from one network; nothing of this one was kept."""

    def __init__(self) -> None:
        super().__init__("Too many requests came from your network.", "try again in an hour, or write us a letter")


def count_stopped(parts: Parts) -> None:
    """One more was refused: one task a day, however many, and open again where somebody had looked before."""
    with parts.store.transaction() as tx:
        held = _of_today(parts, tx)
        if held is None:
            tx.tasks.add([Task(_id(parts), FORM_STOPPED, parts.now(), count=1)])
        else:
            tx.tasks.save(replace(held, state=TaskState.OPEN, count=held.count + 1, done_by=None, done_at=None))


def stopped_today(parts: Parts, tx: Transaction) -> int:
    """How many requests of the form were refused today."""
    held = _of_today(parts, tx)
    return held.count if held else 0


def _of_today(parts: Parts, tx: Transaction) -> Task | None:
    try:
        return tx.tasks.get(_id(parts))
    except Unknown:
        return None


def _id(parts: Parts) -> str:
    return f"task-{FORM_STOPPED}-{parts.today()}"
