"""The desk that answers "may we?", and shows how somebody's state came about. Both by number, never by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from belofte.domain.clock import local_date
from belofte.domain.decided import Clauses, decision
from belofte.domain.decision import Question, Why, compiled, may_now
from belofte.domain.identity import WORLD_WIDE, Identifier
from belofte.domain.own_term import within_term
from belofte.domain.policy import Policy
from belofte.domain.subject_state import FIXED, StateChange, SubjectState, all_consents, merged, state_at
from belofte.loading.published import load_version, published_versions, version_in_force
from belofte.procedures.parts import Current, Parts
from belofte.store_port import StoreError, Transaction


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer, and what it rests on: the state by names, read when. ``subjects`` are numbers; none: nobody known.
    ``clauses`` state the facts it follows from; ``missing`` is what would have had to be there; ``at``: the earlier
    moment that was asked about."""

    allowed: bool
    why: Why
    read_at: datetime
    state: tuple[str, ...] = ()
    subjects: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    policy_version: int = 0
    at: datetime | None = None


class StatesDesk:
    """Looks at states."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def may(self, who: Identifier, question: Question, at: datetime | None = None) -> Decided:
        """May this be done now; or, with ``at``: might it at that moment? What cannot be read is no."""
        parts, read_at = self._parts, self._parts.now()
        policy = parts.policy if at is None else policy_then(parts, at)
        try:
            with parts.store.reading() as tx:
                bits = tx.states.bits()
                found = tx.states.of(spellings(parts, who))
                states = [one.state if at is None else _then(tx, one, at) for one in found]
        except StoreError:
            return _decided(parts.policy, Why.COULD_NOT_LOOK, question, read_at, at)
        if policy is None or (at is not None and at > read_at):
            return _decided(parts.policy, Why.NOT_THEN, question, read_at, at)
        state = merged(states, all_consents(bits))
        why = may_now(compiled(policy, bits), state, read_at, parts.now(), question)
        why = within_term(policy, why, question, local_date(at or read_at, parts.country.time_zone))
        names = [name for name, bit in (*FIXED.items(), *bits.items()) if state & bit]
        told = _decided(policy, why, question, read_at, at)
        return replace(told, state=tuple(names), subjects=tuple(one.subject for one in found))

    def history(self, who: Identifier) -> Sequence[StateChange]:
        """Who set what, when and why; oldest first."""
        with self._parts.store.reading() as tx:
            found = tx.states.of(spellings(self._parts, who))
            return [change for one in found for change in tx.states.history(one.subject)]


def policy_then(parts: Parts, at: datetime) -> Policy | None:
    """The policy that was in force at an earlier moment; None: none was published then."""
    day = local_date(at, parts.country.time_zone)
    version = version_in_force(parts.folder, day)
    if version is not None:
        return parts.policy if version.number == parts.policy.version else load_version(version)
    return None if published_versions(parts.folder) else parts.policy


def _then(tx: Transaction, one: SubjectState, at: datetime) -> int:
    past = [(change.at, change.before, change.after) for change in tx.states.history(one.subject)]
    return state_at(past, at, one.state)


def _decided(policy: Policy, why: Why, question: Question, read_at: datetime, at: datetime | None) -> Decided:
    told = decision(policy, Clauses.of(policy), why, question.purpose, question.category)
    return Decided(
        allowed=told.allowed,
        why=why,
        read_at=read_at,
        facts=told.facts,
        clauses=told.clauses,
        missing=told.missing,
        policy_version=policy.version,
        at=at,
    )


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
