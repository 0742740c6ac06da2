"""The desk for rectification (Art. 16): what is wrong and what is right, before and after, disputes and their rulings.

Before and after are personal data: they are shown to a named person, and that they were shown is noted. A ruling is
always a named person's, with reasons that go into the answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from belofte.domain.access_log import Place
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.kinds import KINDS
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.corrections import Ruling
from belofte.domain.rights.names import RECTIFICATION
from belofte.domain.rights.rectification import CHANGES
from belofte.domain.wish import WISH, Correction, encode_wish
from belofte.procedures.cases import find_request
from belofte.procedures.desks import PLANNABLE
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.rights.disputing import ask_to_lift, dispute
from belofte.procedures.rights.rulings import Decided, keep_rulings, rulings_of
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import Transaction

SHOWN = "changes.shown"
DECIDED = "correction.decided"
LATER = (RequestState.RECEIVED, *PLANNABLE)
"""States in which what is asked can still be made more precise."""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction of a request, with what was decided of it. Personal data: for a named person only."""

    number: int
    kind: str
    now: str
    should_be: str
    column: str | None
    ruling: str | None
    by: str | None
    reasons: str | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One value of the newest plan: where, what stands there, what will. ``after`` None: it stays as it is."""

    system: str
    collection: str
    column: str
    kind: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a named person needs to judge a rectification."""

    corrections: tuple[CorrectionView, ...]
    statement: str
    changes: tuple[ChangeView, ...]


class CorrectingDesk:
    """Rectification for the office: ``belofte.desk(CorrectingDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def correct(self, reference: str, correction: Correction, by: str) -> None:
        """Add a correction, or make one more precise (same kind, and the same value now where one is given).

        Raises ``WrongUse`` for a kind nobody knows, ``Refused`` once the plan is approved.
        """
        require_name(by, "does this")
        if correction.kind not in KINDS:
            raise WrongUse(f"There is no kind of data called {correction.kind}.", "see belofte explain kinds")
        request = self._open(reference)
        with self._parts.store.transaction() as tx:
            wish = wish_of(tx, request.id)
            listed = _with(wish.corrections, correction)
            tx.vault.put(request.id, WISH, encode_wish(replace(wish, corrections=listed)))
            tx.events.add("correction.noted", request.id, self._parts.now(), {"kind": correction.kind})
        self._plan(request)

    def state(self, reference: str, statement: str, by: str) -> None:
        """Keep the person's own statement, to stand beside what is disputed (Art. 16, second sentence)."""
        require_name(by, "does this")
        request = self._open(reference)
        with self._parts.store.transaction() as tx:
            wish = replace(wish_of(tx, request.id), statement=statement.strip())
            tx.vault.put(request.id, WISH, encode_wish(wish))
            tx.events.add("correction.statement", request.id, self._parts.now())
        self._plan(request)

    def show(self, reference: str, by: str) -> Shown:
        """Before and after of the newest plan, for the person named ``by``; that they saw it is noted."""
        require_name(by, "does this")
        request = self._request(reference)
        with self._parts.store.transaction() as tx:
            shown = _shown(tx, request)
            tx.vault.put(request.id, "changes shown to", by.encode())
            tx.events.add(SHOWN, request.id, self._parts.now(), {"values": len(shown.changes)})
            note_look(self._parts, tx, request, by, Place.CHANGES)
        return shown

    def decide(self, reference: str, number: int, ruling: Ruling, by: str, reasons: str) -> None:
        """A named person's ruling on one correction: an opinion, or a value whose truth is disputed."""
        require_name(by, "does this")
        if ruling is Ruling.DISPUTED:
            raise WrongUse("A dispute is noted, not decided.", "belofte request dispute")
        if not reasons.strip():
            raise WrongUse("A ruling needs its reasons: the answer gives them.", "for example --reasons …")
        request = self._open(reference)
        with self._parts.store.transaction() as tx:
            wish = wish_of(tx, request.id)
            if not 1 <= number <= len(wish.corrections):
                raise WrongUse(f"There is no correction number {number}.", "see belofte request changes")
            if ruling is Ruling.STATEMENT and not wish.statement:
                raise Refused("There is no statement of the person yet.", "belofte request statement … --text FILE")
            others = [one for one in rulings_of(tx, request.id) if one.number != number]
            made = Decided(number, ruling, by, reasons.strip(), self._parts.today().isoformat())
            keep_rulings(tx, request.id, [*others, made])
            tx.events.add(DECIDED, request.id, self._parts.now(), {"number": number, "ruling": ruling.value})
            settled = all(one.ruling is not Ruling.DISPUTED for one in rulings_of(tx, request.id))
        self._plan(request)
        if settled:
            ask_to_lift(self._current, request, by, reasons)

    def dispute(self, reference: str, number: int, by: str, because: str) -> str | None:
        """Whether a value is true is disputed: restrict it meanwhile (Art. 18(1)(a)). Returns the reference of the
        restriction, None where one is open already."""
        request = self._open(reference)
        opened = dispute(self._parts, request, number, by, because)
        self._plan(request)
        return opened

    def _plan(self, request: Request) -> None:
        if request.state in PLANNABLE:
            draft_plans(self._parts, [request])

    def _open(self, reference: str) -> Request:
        request = self._request(reference)
        if request.state not in LATER:
            raise Refused(
                f"The request is {request.state}; what it asks can no longer change.", "receive a new request"
            )
        return request

    def _request(self, reference: str) -> Request:
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
        if request.right != RECTIFICATION:
            raise WrongUse(f"This is a request for {request.right}.", "corrections belong to a rectification")
        return request


def _with(corrections: Sequence[Correction], new: Correction) -> tuple[Correction, ...]:
    """The corrections with the new one in the place of the one it makes more precise, else at the end."""
    for at, one in enumerate(corrections):
        same_column = one.column in (None, new.column)
        if one.kind == new.kind and same_column and (one.now == new.now or not one.now or not new.now):
            merged = Correction(new.kind, new.now or one.now, new.should_be or one.should_be, new.column or one.column)
            return (*corrections[:at], merged, *corrections[at + 1 :])
    return (*corrections, new)


def _shown(tx: Transaction, request: Request) -> Shown:
    wish, rulings = wish_of(tx, request.id), {one.number: one for one in rulings_of(tx, request.id)}
    views = tuple(
        CorrectionView(
            number=number,
            kind=one.kind,
            now=one.now,
            should_be=one.should_be,
            column=one.column,
            ruling=rulings[number].ruling.value if number in rulings else None,
            by=rulings[number].by if number in rulings else None,
            reasons=rulings[number].reasons if number in rulings else None,
        )
        for number, one in enumerate(wish.corrections, start=1)
    )
    newest = tx.plans.newest(request.id)
    data = tx.vault.newest(CHANGES, [request.id]).get(request.id)
    entry: dict[str, Any] = json.loads(data) if data else {}
    rows: list[dict[str, str]] = entry["changes"] if newest is not None and entry.get("plan") == newest.id else []
    return Shown(views, wish.statement, tuple(ChangeView(**one) for one in rows))
