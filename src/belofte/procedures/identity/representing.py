"""Somebody asks for another: a parent, a guardian, an heir, an agent. A named person looks at what shows that they may.

Their own data is never searched for: the records are those of the person they speak for, by the identifiers that were
given for that person and vouched for at the check. The answer to a parent, guardian or heir goes to them; an agent's
goes to the person's own known address, unless that person was identified and chose otherwise (Art. 12(6) GDPR).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from belofte.domain.clock import after
from belofte.domain.course import Represents
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.policy import Period, Unit
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.task import TaskState, finish
from belofte.procedures.cases import must_still_stand
from belofte.procedures.clock.clocks import OVER, identity_settled
from belofte.procedures.identity.identifying import claim
from belofte.procedures.identity.proofs import check_words, destroy_proofs
from belofte.procedures.identity.reaching import move_contact
from belofte.procedures.identity.settled import CHECK_MANDATE, DECIDE, LOOK, nobody_waits
from belofte.procedures.parts import CLAIMS, IDENTIFIERS, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.rights.standing import stop_for_known
from belofte.store_port import Transaction

TO_REPRESENTATIVE = "answer goes to the representative"
"""Vault column: how the person was identified who chose that an agent gets the copy."""


_TOO_LATE = (*OVER, RequestState.APPROVED, RequestState.ACTING)


def searchable(request: Request) -> bool:
    """May the systems be searched for it? Not in another's name before somebody checked that."""
    return request.course.represents is None or request.course.mandate_checked_by is not None


def check_mandate(
    parts: Parts,
    request: Request,
    by: str,
    how: str,
    *,
    born: date | None = None,
    number: str = "",
    subject_chose: str = "",
) -> Request:
    """A named person looked at the proof that somebody may ask for another (``how``, in a few words).

    ``born`` is the day a child was born, needed for a parent; it decides and is kept nowhere. ``number`` is the
    person's customer number, where it was not given. ``subject_chose`` says how the person was identified who wants an
    agent to get the copy.
    Raises ``Refused`` where the law gives no right to ask (a child that acts for itself) and once the plan was
    approved or the request is over, ``WrongUse`` for a gap.
    """
    require_name(by)
    if request.course.represents is None:
        raise Refused("Nobody is represented in this request: the person asks in their own name.")
    if request.state in _TOO_LATE:
        raise Refused(
            f"Art. 12(6) GDPR: the request is {request.state}; for whom somebody asks is settled before that.",
            "another mandate is another request: belofte request receive … --as",
        )
    if not how.strip():
        raise WrongUse(
            "Say what was looked at.", 'for example --how "signed power of attorney, called the person back"'
        )
    check_words(how)
    if request.course.represents is Represents.PARENT:
        _still_a_child(parts, born)
    course = replace(request.course, mandate_checked_by=by)
    checked = replace(request, course=course, identified_by="office")
    if checked.state is RequestState.RECEIVED:
        checked = replace(move(checked, RequestState.IDENTIFIED), identified_by="office")
    checked = identity_settled(parts, replace(checked, waiting=None, waiting_on=None))
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        if number:
            claim(tx, request.id, number)
        held = tx.vault.newest_of([CLAIMS, IDENTIFIERS], [request.id])
        subject = decode_identifiers(held[CLAIMS].get(request.id, b"[]"))
        if not subject and request.course.mandate_checked_by:  # checked before: whose data is meant is known since
            subject = decode_identifiers(held[IDENTIFIERS].get(request.id, b"[]"))
        if not subject:
            raise WrongUse("Nothing says whose data is meant.", "give a customer number of that person with --number")
        tx.vault.put(request.id, IDENTIFIERS, encode_identifiers(subject))
        tx.vault.put(request.id, CLAIMS, encode_identifiers([]))
        tx.vault.put(request.id, "mandate", f"{by}: {how}".encode())
        if subject_chose:
            tx.vault.put(request.id, TO_REPRESENTATIVE, f"{by}: {subject_chose}".encode())
        destroy_proofs(parts, tx, request.id)
        _finish_task(parts, tx, request.id, by)
        nobody_waits(parts, tx, request.id, DECIDE, LOOK)
        tx.requests.save(checked)
        stop_for_known(parts, tx, checked)
        tx.events.add("request.mandate-checked", request.id, parts.now())
    return checked


def known_addresses(request: Request, records: Iterable[Found]) -> frozenset[str]:
    """E-mail addresses that a system held for these records before the request came."""
    return frozenset(
        identifier.value
        for record in records
        if (since := record.known_since.get("email")) is not None and since < request.received_at
        for identifier in record.holds
        if identifier.kind == "email"
    )


def route_of_agent(parts: Parts, tx: Transaction, request: Request, records: Iterable[Found]) -> bool:
    """Send the answer to the person's own address. False where none, or more than one, is known: a person decides."""
    if request.course.represents is not Represents.AGENT:
        return True
    if request.id in tx.vault.newest(TO_REPRESENTATIVE, [request.id]):
        return True
    known = known_addresses(request, records)
    if len(known) != 1:
        return False
    move_contact(parts, tx, request, next(iter(known)), "agent")
    return True


def as_subject(identifiers: Iterable[Identifier], represents: str) -> tuple[Identifier, ...]:
    """The identifiers that are searched with at first: none in another's name."""
    return () if represents else tuple(identifiers)


def await_mandate(request: Request) -> Request:
    """The same request, waiting for the check."""
    return wait(request, Waiting.IDENTITY)


def _still_a_child(parts: Parts, born: date | None) -> None:
    age = parts.country.consent_age
    if born is None:
        raise WrongUse(
            f"A parent asks for a child under {age}: how old is it?",
            "give the day of birth with --born; it is compared and kept nowhere",
        )
    if after(born, Period(age, Unit.YEARS)) <= parts.today():
        raise Refused(
            f"Art. 8 GDPR and the law of {parts.country.code}: from {age} on a child acts for itself; a parent needs "
            "its mandate.",
            "ask for the child's own request or its mandate, else: belofte request refuse --ground …",
        )


def _finish_task(parts: Parts, tx: Transaction, case: str, by: str) -> None:
    for task in tx.tasks.of_request(case):
        if task.kind == CHECK_MANDATE and task.state is TaskState.OPEN:
            tx.tasks.save(finish(task, by, parts.now()))
