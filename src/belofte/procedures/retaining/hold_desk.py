"""Holds for the office: placed, listed, released by a named person.

Placing and releasing both make the plans of open erasures anew: what was approved before is not what would happen now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.hold import Held, Hold, HoldIsOver, hold_of, release
from belofte.domain.identity import Identifier
from belofte.domain.plan import Blind, Decision, Plan
from belofte.domain.record_decision import RecordPlace
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import ERASURE
from belofte.domain.worded import worded
from belofte.ports import Ask
from belofte.procedures.parts import IDENTIFIERS, Current, Parts, encode_identifiers
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.records import planned_records
from belofte.procedures.retaining.being_there import NOBODY_LOOKS, are_there, counted_once
from belofte.procedures.retaining.holds import (
    PLACES,
    asked_identifiers,
    encode_places,
    held_now,
    places_of,
    postponed_of,
    written_place,
)
from belofte.procedures.retaining.postponing import Rerun, hold_behind, rerun
from belofte.store_port import Secret, Transaction, Unknown

HOLD = "hold"
Concerns = Callable[[Transaction, Plan], bool]
_ERASING = (RequestState.PLANNED, RequestState.APPROVED, RequestState.ACTING)


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold for the office: how many records it keeps now, by ``system.collection``, and how many of them would
    have gone for a request. ``blind``: systems that could not be looked at. No personal data."""

    hold: Hold
    records: dict[str, int]
    postponed: int = 0
    blind: tuple[Blind, ...] = ()


class HoldDesk:
    """Holds: ``belofte.desk(HoldDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def place(
        self, ground: str, by: str, review_on: date, person: Identifier | None = None, records: Sequence[str] = ()
    ) -> HoldView:
        """Hold one person's records, or the records named. Raises ``WrongUse`` where ground, name or day are missing,
        or nothing is found to be held; a named record that is not there is as good as a slip of the pen. Where a
        system cannot be asked the hold stands, and says so."""
        parts = self._parts
        require_name(by, "places a hold")
        if not ground.strip():
            raise WrongUse(
                worded("Een bewaarslot heeft een grond nodig.", "A hold needs its ground."),
                'for example --ground "Art. 17(3)(e) GDPR"',
            )
        if review_on <= parts.today():
            raise WrongUse(
                worded("De dag om opnieuw te kijken ligt in het verleden.", "The day to look again lies in the past."),
                "name a later day with --review",
            )
        if (person is None) == (not records):
            raise WrongUse(
                worded(
                    "Een bewaarslot geldt voor een persoon of voor records.", "A hold is on a person or on records."
                ),
                "name one of --person and --record",
            )
        hold = Hold(parts.new_id(HOLD), ground.strip(), by.strip(), parts.today(), review_on)
        secrets, places, blind = self._whom(hold, person, records)
        parts.store.open_cases([hold.id])
        with parts.store.transaction() as tx:
            tx.holds.add(hold)
            tx.vault.put_many(secrets)
        now = held_now(parts).places
        plan_again(parts, lambda tx, plan: touches(tx, plan, now))
        return HoldView(hold, counted_once(places), blind=blind)

    def release(self, hold: str, by: str) -> Rerun:
        """Release a hold, and do what it had postponed. Raises ``WrongUse`` for an unknown hold, ``Refused`` for one
        that is over."""
        parts = self._parts
        require_name(by, "releases a hold")
        with parts.store.transaction() as tx:
            if any(one.hold == hold and not one.is_secret for one in tx.disclosures.all(only_open=True)):
                raise Refused(
                    worded(
                        "Een vordering van de overheid plaatste dit slot.", "An order of an authority placed this hold."
                    ),
                    "it ends with belofte disclose close",
                )
            try:
                released = release(tx.holds.get(hold), by.strip(), parts.today())
            except HoldIsOver as over:
                raise Refused(str(over), "see belofte hold list --all") from over
            except Unknown as unknown:
                raise WrongUse(
                    worded("Zo'n bewaarslot is er niet.", "There is no such hold."), "list them with belofte hold list"
                ) from unknown
            tx.holds.save(released)
        return end_hold(parts, hold)

    def list(self, only_open: bool = True) -> Sequence[HoldView]:
        """By the day on which each is looked at again."""
        parts = self._parts
        now = held_now(parts)
        with parts.store.reading() as tx:
            holds = tx.holds.all(only_open)
            postponed = {hold.id: len(postponed_of(tx, hold.id)) for hold in holds if not hold.is_over}
        found: list[HoldView] = []
        for hold in holds:
            places = [place for place, its in now.places.items() if its.id == hold.id]
            blind = now.located[hold.id].blind if hold.id in now.located else _unseen(parts, hold, places)
            found.append(HoldView(hold, counted_once(places), postponed.get(hold.id, 0), blind))
        return found

    def _whom(
        self, hold: Hold, person: Identifier | None, records: Sequence[str]
    ) -> tuple[list[Secret], list[RecordPlace], tuple[Blind, ...]]:
        """What goes into the vault, and the records it comes to now."""
        parts = self._parts
        if person is None:
            named = [place for text in records for place in written_place(text)]
            for system, collection, _ in named:
                if system not in parts.systems or collection not in parts.systems[system].collections:
                    raise WrongUse(
                        worded("Geen gegevenskaart kent die verzameling.", "No map knows that collection."),
                        "write it like --record crm.invoices:1042",
                    )
            seen = are_there(parts, hold.id, named)
            if seen.missing:
                raise WrongUse(
                    worded(
                        "Niet elk genoemd record is er ({where}); er is niets vastgehouden.",
                        "Not every record named is there ({where}); nothing is held.",
                        where=", ".join(f"{where}: {count}" for where, count in sorted(seen.missing.items())),
                    ),
                    worded(
                        "kijk de sleutel na in het systeem zelf en noem het record opnieuw",
                        "look the key up in the system itself and name the record again",
                    ),
                )
            return [Secret(hold.id, PLACES, encode_places(named))], named, seen.blind
        located = locate(parts.connectors, [Ask(hold.id, (person,))])[hold.id]
        places = places_of(located)
        if not places:
            raise WrongUse(
                worded(
                    "Van die persoon is niets gevonden: er is niets vast te houden.",
                    "Nothing is found of that person: there is nothing to hold.",
                ),
                "see belofte find",
            )
        known = encode_identifiers(asked_identifiers(located, person))
        kept = [Secret(hold.id, IDENTIFIERS, known), Secret(hold.id, PLACES, encode_places(places))]
        return kept, places, located.blind


def _unseen(parts: Parts, hold: Hold, places: Sequence[RecordPlace]) -> tuple[Blind, ...]:
    """The systems in which single records are held and that cannot be asked now. Where no program can ever look, the
    one who placed the hold was told."""
    return tuple(one for one in are_there(parts, hold.id, places).blind if one.why != NOBODY_LOOKS)


def end_hold(parts: Parts, hold: str) -> Rerun:
    """A hold was released: plans it stood in are made again, and what it had postponed is done. Safe to repeat."""
    plan_again(parts, lambda _tx, plan: any(hold_behind(line) == hold for s in plan.steps for line in s.lines))
    return rerun(parts, hold)


def touches(tx: Transaction, plan: Plan, held: Held) -> bool:
    """Whether a plan would erase something that is held now."""
    going = (Decision.DELETE, Decision.CLEAR)
    if any(hold_of(held, record.place) and record.decision in going for record in planned_records(tx, plan)):
        return True
    whole = {(system, collection) for system, collection, key in held if not key}
    return any((line.system, line.collection) in whole for step in plan.steps for line in step.lines)


def plan_again(parts: Parts, concerns: Concerns) -> None:
    """Open erasures that this concerns go back to the office with a new plan; what was done stays done."""
    with parts.store.transaction() as tx:
        again: list[Request] = []
        for request in tx.requests.in_states(_ERASING, None):
            plan = tx.plans.newest(request.id) if request.right == ERASURE else None
            if plan is None or not concerns(tx, plan):
                continue
            tx.steps.drop(request.id)
            back = request if request.state is RequestState.PLANNED else move(request, RequestState.PLANNED)
            again.append(wait(back, Waiting.OFFICE))
        tx.requests.save_many(again)
    if again:
        draft_plans(parts, again)
