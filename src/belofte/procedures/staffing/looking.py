"""Every look at personal data through Belofte is noted with purpose and reason before it is handed out; the person gets
to know when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from belofte.domain.access_information import Told
from belofte.domain.access_log import OUTSIDE, SEARCHING, SORTING, Place, Seen, told_by_day, told_of
from belofte.domain.clock import local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import ACCESS
from belofte.domain.subject_state import Cause
from belofte.procedures.cases import find_request
from belofte.procedures.parts import IDENTIFIERS, Current, Parts, decode_identifiers
from belofte.store_port import Transaction

NAMED = "looks.named"
"""Event: a named person decided that this answer says which members of staff looked; why lies in the vault."""
_BEFORE = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED, RequestState.APPROVED)


def note_look(parts: Parts, tx: Transaction, request: Request, by: str, place: Place) -> None:
    """Somebody is about to be shown something of the person of this case; durable with the transaction."""
    tx.accesses.add(
        [
            Seen(
                at=parts.now(),
                account=_account(tx, by),
                about=request.id,
                place=place.value,
                purpose=request.right,
                reason=place.value,
                subject=_subject(tx, _known(tx, request)),
            )
        ]
    )


def note_search(parts: Parts, tx: Transaction, identifiers: Sequence[Identifier], place: Place = Place.FIND) -> None:
    """Somebody looks at what is known of a person without a request: in the systems, or in a book of our own. Who was
    nobody to us until now is told of it too, when they ask: the look leads to what surely is theirs."""
    subject = _subject(tx, identifiers)
    sure = [one for one in identifiers if KINDS[one.kind].strength is Strength.STRONG]
    if subject is None and sure:
        subject = tx.states.change(sure, Cause(SEARCHING, OUTSIDE), parts.now()).subject
    tx.accesses.add([Seen(parts.now(), OUTSIDE, "", place.value, SEARCHING, place.value, subject)])


def note_message(parts: Parts, tx: Transaction, sender: str, by: str) -> None:
    """Somebody reads a message that is no request (yet): noted with whoever wrote it, where we know them."""
    written = [Identifier("email", "", sender)] if sender else []
    tx.accesses.add(
        [Seen(parts.now(), _account(tx, by), "", Place.MAIL.value, SORTING, Place.MAIL.value, _subject(tx, written))]
    )


def looks_told(parts: Parts, tx: Transaction, request: Request) -> tuple[Told, ...]:
    """When somebody looked at data of this person and why, for the answer to them; names where that was decided."""
    subjects = [one.subject for one in tx.states.of(_known(tx, request))]
    seen = {(one.at, one.about, one.reason, one.account): one for one in tx.accesses.of_case(request.id)}
    seen |= {(one.at, one.about, one.reason, one.account): one for one in tx.accesses.of_subjects(subjects)}
    zone = parts.country.time_zone
    named = any(event.kind == NAMED for event in tx.events.about(request.id))
    names = {one.id: one.name for one in tx.accounts.all()} if named else {}
    ordered = sorted(seen.values(), key=lambda one: one.at)
    return told_of(((local_date(one.at, zone), one) for one in ordered), request.language, names)


def looks_of_case(parts: Parts, tx: Transaction, request: Request) -> tuple[tuple[date, str], ...]:
    """When somebody looked for this request and why, for the page on which its person follows it; never by whom. All
    other looks stand in an answer to a request for access."""
    zone = parts.country.time_zone
    return told_by_day(((local_date(one.at, zone), one) for one in tx.accesses.of_case(request.id)), request.language)


class LooksDesk:
    """Whether an answer names who looked: ``belofte.desk(LooksDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def give_names(self, reference: str, by: str, reasons: str) -> None:
        """The answer to this request for access names the members of staff who looked. Raises ``WrongUse`` without a
        name or reasons, ``Refused`` where no such answer is to come."""
        parts = self._current.parts
        require_name(by)
        if not reasons.strip():
            raise WrongUse(
                "Why the person needs the names must be on record (Art. 15(4) GDPR).",
                'for example --reasons "they suspect that a colleague looked without need"',
            )
        with parts.store.transaction() as tx:
            request = find_request(tx, reference)
            if request.right != ACCESS or request.state not in _BEFORE:
                raise Refused("No answer to a request for access is to come here.", "see belofte request show")
            tx.vault.put(request.id, "names given by", f"{by}: {reasons.strip()}".encode())
            tx.events.add(NAMED, request.id, parts.now())

    def newest(self, limit: int) -> list[Seen]:
        """The log, newest first. No personal data of a customer; accounts of the office by id."""
        with self._current.parts.store.reading() as tx:
            return tx.accesses.newest(limit)

    def accounts(self) -> dict[str, str]:
        """The names of the office's accounts by id, for who may see them."""
        with self._current.parts.store.reading() as tx:
            return {one.id: one.name for one in tx.accounts.all()}


def _account(tx: Transaction, by: str) -> str:
    held = tx.accounts.by_name(by.strip())
    return held.id if held is not None else OUTSIDE


def _known(tx: Transaction, request: Request) -> list[Identifier]:
    held = tx.vault.newest(IDENTIFIERS, [request.id]).get(request.id)
    return [one for one in decode_identifiers(held) if one.kind != KEY] if held else []


def _subject(tx: Transaction, identifiers: Sequence[Identifier]) -> int | None:
    states = tx.states.of(identifiers) if identifiers else []
    return states[0].subject if states else None
