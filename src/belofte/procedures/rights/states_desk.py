"""The desk that answers "may we?", and shows how somebody's state came about. Both by number, never by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from belofte.domain.decision import Question, Why, compiled, may_now
from belofte.domain.identity import WORLD_WIDE, Identifier
from belofte.domain.subject_state import FIXED, StateChange, all_consents, merged
from belofte.procedures.parts import Current, Parts
from belofte.store_port import StoreError, Transaction


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer, and what it rests on: the state by names, read when. ``subjects`` are numbers; none: nobody known."""

    allowed: bool
    why: Why
    read_at: datetime
    state: tuple[str, ...] = ()
    subjects: tuple[int, ...] = ()


class StatesDesk:
    """Looks at states."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def may(self, who: Identifier, question: Question) -> Decided:
        """May this be done now? What cannot be read is no."""
        read_at = self._parts.now()
        try:
            with self._parts.store.reading() as tx:
                bits = tx.states.bits()
                found = tx.states.of(spellings(self._parts, who))
        except StoreError:
            return Decided(allowed=False, why=Why.COULD_NOT_LOOK, read_at=read_at)
        state = merged((one.state for one in found), all_consents(bits))
        why = may_now(compiled(self._parts.policy, bits), state, read_at, self._parts.now(), question)
        names = [name for name, bit in (*FIXED.items(), *bits.items()) if state & bit]
        return Decided(why is Why.YES, why, read_at, tuple(names), tuple(one.subject for one in found))

    def history(self, who: Identifier) -> Sequence[StateChange]:
        """Who set what, when and why; oldest first."""
        with self._parts.store.reading() as tx:
            found = tx.states.of(spellings(self._parts, who))
            return [change for one in found for change in tx.states.history(one.subject)]


def spellings(parts: Parts, who: Identifier) -> tuple[Identifier, ...]:
    """An identifier as the systems may have it: a customer number belongs to a place, which nobody types."""
    if who.kind in WORLD_WIDE or who.scope:
        return (who,)
    scopes = {
        system.scope_of(collection.name, column, who.kind)
        for system in parts.systems.values()
        for collection in system.collections.values()
        for column in collection.kinds.get(who.kind, ())
    }
    return (who, *(Identifier(who.kind, scope, who.value) for scope in sorted(scopes)))


def subject_states(parts: Parts, tx: Transaction, who: Identifier) -> int:
    """The one state that counts for whoever is reached by this identifier."""
    return merged((one.state for one in tx.states.of(spellings(parts, who))), all_consents(tx.states.bits()))
