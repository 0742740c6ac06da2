"""The shapes of what needs a person: requests, tasks, and what other books add. No personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.policy import Text
from belofte.procedures.desks import QueueRow
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One open task. ``reference`` None: it belongs to no request, or its case is closed."""

    id: str
    kind: str
    made_on: date
    reference: str | None = None
    system: str | None = None
    count: int = 0
    assigned_to: str | None = None
    due_on: date | None = None
    kept_by_people: bool = False  # nobody knows how much lies there unless a person says it
    is_decision: bool = False  # it ends with a decision on the page of its request
    says_what: bool = False  # it is done only with words: what was decided or confirmed


@dataclass(frozen=True, slots=True)
class Need:
    """Something else that waits for a person: ``kind`` is reply, document, policy, hold, sweep, restored, breach or
    disclosure; ``about`` names it plainly; ``reference`` leads to its request, ``breach`` to its breach, ``disclosure``
    to its disclosure."""

    kind: str
    about: Text
    by: date | None = None
    reference: str | None = None
    breach: str | None = None
    disclosure: str | None = None


Source = Callable[[Parts, Transaction], Sequence[Need]]
"""Another book's part of the list, read in the same transaction."""


@dataclass(frozen=True, slots=True)
class Needs:
    """All of it. ``requests`` by ``work_by``; the totals count what was left off."""

    requests: tuple[QueueRow, ...]
    requests_total: int
    tasks: tuple[TaskRow, ...]
    more: tuple[Need, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.requests or self.tasks or self.more)
