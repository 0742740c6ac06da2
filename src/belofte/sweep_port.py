"""What a system can do besides, where records go by age: days at once, copies with them, what is kept as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, runtime_checkable

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.domain.rest import Ending
from belofte.domain.sweep_order import DaysOrder, DueAsk, DueDays, SweepOrder
from belofte.ports import Result

MayGo = Callable[[], bool]
"""Asked inside the transaction, once the records have gone and before that is made final: whether none of them is held,
restricted or asked about by now."""


def anyhow() -> bool:
    """Who asks this has seen already that the records may go."""
    return True


class ClaimCame(Exception):
    """A hold, a restriction or a request came in while the records went: all of it was taken back."""


@runtime_checkable
class SweptByDays(Protocol):
    """What a system can do besides, where one statement lets go of all records of some days: nothing of them travels.
    It gives what :class:`SweptByTerm` gives record by record, and says where it cannot."""

    def one_by_one(self, ask: DueAsk, decision: Decision) -> Text | None:
        """Why these records have to be looked at one by one; None where they go by their days."""
        ...

    def due_by_day(self, ask: DueAsk, besides: Sequence[Key]) -> DueDays:
        """How many are past the ask's only term, in batches of whole days; those of ``besides`` are told apart."""
        ...

    def more_due(self, now: DueAsk, then: DueAsk) -> bool | None:
        """Whether a record is past the terms of ``then`` and not past those of ``now``, which are the same rule's of an
        earlier day; None where the database does not read these days as everywhere."""
        ...

    def sweep_days(self, order: DaysOrder, may_go: MayGo = anyhow) -> Result:
        """Erase them and look again, in one transaction; the line says how many went, has the digest of their keys, and
        says how many remain that should not. What other records still refer to stays. No line: refused as a whole.
        Raises :class:`ClaimCame`."""
        ...

    def sweep_keys(self, order: SweepOrder, may_go: MayGo = anyhow) -> Result:
        """As :meth:`belofte.ports.SweptByTerm.sweep`. Raises :class:`ClaimCame`."""
        ...

    def look_again_at_days(self, order: DaysOrder) -> Result:
        """How many remain that should be gone, and how many stay because others refer to them: after a kill or a
        restore, when nobody knows what was done."""
        ...


@runtime_checkable
class KeepsSwept(Protocol):
    """What a system can do besides, where copies of records elsewhere lie in it: scans of an invoice, mail about it."""

    def hanging_on(self, collection: str, holders: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Found]]:
        """The records of one collection that name what a holder is known by, each with the holder's number. One that is
        about others too comes as *shared*. All that is there, whatever its age."""
        ...


@runtime_checkable
class ShowsKept(Protocol):
    """What a system can do besides, where what is kept can be seen to stay as it is."""

    def shows(self, collection: str) -> bool:
        """Whether its records can be compared; known without asking the system."""
        ...

    def contents(
        self, collection: str, events: Sequence[str], telling: Sequence[str] = ()
    ) -> Iterator[tuple[Found, str]]:
        """The records for which one of these events has happened (all, where none is named: their day stands in another
        system), each with a text that differs when anything of it that counts does: never stored, only hashed under a
        key. ``telling``: events whose days go along. A page at a time."""
        ...


@runtime_checkable
class EndsOtherwise(Protocol):
    """What a system can say besides, where it is a vendor's and not all of it can be swept."""

    def ends(self, collection: str) -> Ending | None:
        """How the vendor ends these records by itself; None where it does not."""
        ...

    def left_to_hand(self, collection: str) -> Text | None:
        """What a person does where no program can take the records away; None where one can."""
        ...


@runtime_checkable
class LooksOnce(Protocol):
    """What a system can say besides, where each look at it takes calls that are counted."""

    def one_look(self) -> AbstractContextManager[None]:
        """While the context is open, what was listed once is not asked for again: one look sees one state. Nothing is
        changed in it."""
        ...


def in_one_look(connector: object) -> AbstractContextManager[None]:
    """One look at a system whose calls are counted; nothing to open or close at any other."""
    return connector.one_look() if isinstance(connector, LooksOnce) else nullcontext()
