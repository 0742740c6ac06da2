"""The desk where uses are asked for by people and by the API: use of data, a contact, a parcel; each leaves its row in
the same commit. A program that asks often does so in its own process (:mod:`belofte.may`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from belofte.domain.access_log import Place
from belofte.domain.basis import CLOSES, NONE, Basis, basis_from, rests_on
from belofte.domain.contact import Because, Contact, contact_basis, may_contact
from belofte.domain.decided import Clauses, Decision, decision
from belofte.domain.decision import Question, Table, Why, compiled, may
from belofte.domain.errors import WrongUse, require_name
from belofte.domain.identifier_written import identifier_of
from belofte.domain.identity import Identifier
from belofte.domain.own_term import within_term
from belofte.domain.policy import CHANNELS, Policy
from belofte.domain.shipment import Shipment, carriers, delivery, may_ship
from belofte.domain.subject_state import FIXED, Bits, Cause, all_consents, merged
from belofte.domain.use import CONTACT, MARKETING, SHIPMENT, UNTOLD, UseRow, UseTally
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.states_desk import spellings
from belofte.procedures.staffing.looking import note_search
from belofte.store_port import Transaction

RESOLVED = "resolved"
"""Why somebody is known: a program of the company asked for their number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What all that asks has in common: who asks, in which role, why, and on which ground."""

    by: str
    reason: str
    role: str = ""
    basis: Basis = NONE


@dataclass(frozen=True, slots=True)
class _Person:
    """Who is asked about, with what is needed to decide: read in the transaction that writes the row."""

    subjects: tuple[int, ...]
    state: int
    names: tuple[str, ...]
    table: Table
    policy: Policy


class UseDesk:
    """Uses, contacts and shipments: asked, logged and shown."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def use(self, who: Identifier, question: Question, asked: Asked) -> Decision:
        """May this data be used? The row is durable when this returns; a no has one too."""
        _check(asked)
        with self._parts.store.transaction() as tx:
            person = _person(self._parts, tx, who)
            why = may(person.table, person.state, replace(question, role=question.role or asked.role or None))
            why = within_term(person.policy, why, question, self._parts.today())
            rest = rests_on(person.policy, question.purpose, question.role, asked.basis)
            row = self._row(question.purpose, question.category or "", asked, rest)
            return _logged(tx, person, _on_ground(tx, why, rest), row)

    def contact(self, who: Identifier, contact: Contact, asked: Asked) -> Decision:
        """May this message leave? Every unsolicited one asks here first."""
        _check(asked)
        if contact.channel not in CHANNELS:
            raise WrongUse("Nobody is reached that way.", f"use one of: {', '.join(CHANNELS)}")
        with self._parts.store.transaction() as tx:
            person = _person(self._parts, tx, who)
            why = may_contact(person.policy, person.table, person.state, contact, asked.role or None)
            rest = contact_basis(person.policy, contact, asked.role, asked.basis)
            row = self._row(contact.purpose, "", asked, rest)
            return _logged(tx, person, _on_ground(tx, why, rest), _of_contact(row, contact))

    def ship(self, who: Identifier, shipment: Shipment, asked: Asked) -> Decision:
        """May this parcel be handed to its carrier, with this about its receiver?"""
        _check(asked)
        with self._parts.store.transaction() as tx:
            person = _person(self._parts, tx, who)
            why = may_ship(person.policy, person.table, person.state, shipment, asked.role or None)
            carrier = carriers(person.policy).get(shipment.carrier)
            purpose = shipment.purpose or (delivery(person.policy, carrier) if carrier else None) or ""
            rest = rests_on(person.policy, purpose, asked.role, shipment.order)
            row = replace(
                self._row(purpose, "", asked, rest),
                act=SHIPMENT,
                carrier=shipment.carrier,
                kinds=",".join(sorted(shipment.kinds)),
            )
            return _logged(tx, person, _on_ground(tx, why, rest), row)

    def told(self, lines: Sequence[Mapping[str, Any]], by: str) -> int:
        """What was done without asking first, from a list of sendings or labels: so that the checks see it. Returns how
        many. Raises ``WrongUse`` naming the first line that cannot be read; then none was taken."""
        require_name(by)
        with self._parts.store.transaction() as tx:
            for number, line in enumerate(lines, 1):
                try:
                    who, row = self._told(line, by)
                except (KeyError, ValueError) as wrong:
                    raise WrongUse(f"Line {number} cannot be read: {type(wrong).__name__}.", TOLD_LOOKS) from None
                person = _person(self._parts, tx, who)
                tx.uses.add([replace(row, subject=subject) for subject in person.subjects])
        return len(lines)

    def close(self, basis: Basis, by: str) -> None:
        """This order or contract is closed: nothing new rests on it."""
        require_name(by)
        if basis.kind not in CLOSES or not basis.reference:
            raise WrongUse("Only an order or a contract can be closed.", "write it like order:10023")
        with self._parts.store.transaction() as tx:
            tx.uses.close(basis.kind, basis.reference, self._parts.now())

    def number(self, identifiers: Sequence[Identifier]) -> list[int]:
        """The numbers of these people, for programs that ask by number; who was not known gets one."""
        with self._parts.store.transaction() as tx:
            return [_person(self._parts, tx, who).subjects[0] for who in identifiers]

    def newest(self, limit: int = 100) -> Sequence[UseRow]:
        """The newest rows of the log, what programs wrote since included."""
        self._parts.store.take_uses()
        with self._parts.store.reading() as tx:
            return [row for _, row in tx.uses.newest(limit)]

    def tally(self, since: date) -> Sequence[UseTally]:
        """How often was asked since a day, for which purpose, and how it was answered."""
        self._parts.store.take_uses()
        with self._parts.store.reading() as tx:
            return tx.uses.tally(since)

    def today(self) -> date:
        """The day it is for the company."""
        return self._parts.today()

    def of(self, who: Identifier, limit: int = 1000) -> Sequence[UseRow]:
        """What was done with one person's data, newest first: when, by which program, why and on which ground. The look
        is noted before it is shown."""
        self._parts.store.take_uses()
        with self._parts.store.transaction() as tx:
            note_search(self._parts, tx, spellings(self._parts, who), Place.USES)
            found = tx.states.of(spellings(self._parts, who))
            rows = [row for one in found for row in tx.uses.of(one.subject, limit)]
        return sorted(rows, key=lambda row: row.used_at, reverse=True)

    def _row(self, purpose: str, category: str, asked: Asked, rest: Basis) -> UseRow:
        return UseRow(
            subject=0,
            used_at=self._parts.now(),
            purpose=purpose,
            category=category,
            role=asked.role,
            reason=asked.reason.strip(),
            by=asked.by.strip(),
            answer="",
            rests_on=rest.kind,
            basis=rest.reference,
            policy_version=self._parts.policy.version,
        )

    def _told(self, line: Mapping[str, Any], by: str) -> tuple[Identifier, UseRow]:
        at = datetime.fromisoformat(str(line["at"]))
        basis = basis_from(str(line["basis"])) if line.get("basis") else NONE
        purpose = str(line.get("purpose", ""))
        row = self._row(purpose, "", Asked(by, str(line.get("reason", "")), basis=basis), basis)
        row = replace(row, used_at=at.replace(tzinfo=at.tzinfo or UTC), answer=UNTOLD)
        if "carrier" in line:
            rest = rests_on(self._parts.policy, purpose, None, basis) if purpose else basis
            row = replace(row, act=SHIPMENT, carrier=str(line["carrier"]), kinds=",".join(sorted(line["kinds"])))
        else:
            because = Because(str(line.get("because", Because.UNSOLICITED)))
            contact = Contact(str(line["channel"]), because, purpose, line.get("marketing") is True)
            rest = contact_basis(self._parts.policy, contact, None, basis)
            row = _of_contact(row, contact)
        return identifier_of(str(line["who"])), replace(row, rests_on=rest.kind, basis=rest.reference)


TOLD_LOOKS = (
    'one JSON object a line: {"who": "email=…", "at": "2026-11-22T10:00:00Z", "channel": "email", "purpose": "news"}'
    ' or {"who": …, "at": …, "carrier": "postnl", "kinds": ["name", "address"], "basis": "order:10023"}'
)


def _check(asked: Asked) -> None:
    require_name(asked.by)
    if not asked.reason.strip():
        raise WrongUse(
            "Why the data is used must be said: it is what the person is told.", 'for example --reason "label"'
        )


def _person(parts: Parts, tx: Transaction, who: Identifier) -> _Person:
    """Who this is; somebody nobody knew gets a number, so that the row has one."""
    bits = tx.states.bits()
    found = tx.states.of(spellings(parts, who))
    if not found:
        found = [tx.states.change([who], Cause(RESOLVED, "program"), parts.now())]
    state = merged((one.state for one in found), all_consents(bits))
    subjects = tuple(one.subject for one in found)
    return _Person(subjects, state, _names(bits, state), compiled(parts.policy, bits), parts.policy)


def _names(bits: Bits, state: int) -> tuple[str, ...]:
    return tuple(name for name, bit in (*FIXED.items(), *bits.items()) if state & bit)


def _on_ground(tx: Transaction, why: Why, rest: Basis) -> Why:
    """A yes needs something it rests on, which is not closed."""
    if why is not Why.YES:
        return why
    if not rest.kind:
        return Why.NO_BASIS
    is_closed = rest.kind in CLOSES and tx.uses.closed_at(rest.kind, rest.reference) is not None
    return Why.CLOSED if is_closed else Why.YES


def _of_contact(row: UseRow, contact: Contact) -> UseRow:
    kinds = MARKETING if contact.marketing else ""
    return replace(row, act=CONTACT, channel=contact.channel, because=contact.because.value, kinds=kinds)


def _logged(tx: Transaction, person: _Person, why: Why, row: UseRow) -> Decision:
    tx.uses.add([replace(row, subject=subject, answer=why.value) for subject in person.subjects])
    clauses = Clauses.of(person.policy)
    return decision(person.policy, clauses, why, row.purpose, row.category or None, person.names)
