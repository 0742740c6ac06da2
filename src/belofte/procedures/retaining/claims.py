"""What keeps a record that is past its term: a hold, an open request, a restriction. In that order.

All persons behind them are looked for in one pass over the systems, as for any request, so that a record that was
written since counts too. A sweep asks again before each batch: who is held, restricted or asked about is read from the
store each time, and only where that has changed the systems are searched anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from belofte.domain.course import Phase
from belofte.domain.hold import NOTHING_HELD, Held, Hold, hold_of
from belofte.domain.located import Key
from belofte.domain.plan import Blind
from belofte.domain.record_decision import RecordPlace
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.sweeping import Claim, Claims, Standing, claim_on
from belofte.ports import Ask, SystemUnreachable
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.locate import locate
from belofte.procedures.retaining.holds import PLACES, SCOPE, held_now, places_of, untold_holds
from belofte.store_port import Transaction

_OPEN = (
    RequestState.RECEIVED,
    RequestState.IDENTIFIED,
    RequestState.LOCATED,
    RequestState.PLANNED,
    RequestState.APPROVED,
    RequestState.ACTING,
)
_IN_FORCE = frozenset({Phase.RESTRICTED, Phase.LIFTING})
_BLIND = "Nothing goes while it cannot be seen what somebody has held; the next sweep tries again."


@dataclass(frozen=True, slots=True)
class Claimed:
    """Every claimed record, and the systems that could not be looked at for it: nothing is swept there."""

    places: Claims
    untold: Held = field(
        default_factory=lambda: NOTHING_HELD
    )  # what an order keeps of which nobody may know: left out of every list
    blind: dict[str, Blind] = field(default_factory=dict[str, Blind])

    def on(self, place: RecordPlace) -> Claim | None:
        """What claims one record, and may be told."""
        return claim_on(self.places, place)

    def is_untold(self, place: RecordPlace) -> bool:
        """Whether it stays for an order nobody may know of."""
        return hold_of(self.untold, place) is not None

    def keys(self, system: str, collection: str) -> tuple[Key, ...]:
        """The records of a collection that stay whatever their age."""
        places = (*self.places, *self.untold)
        return tuple(dict.fromkeys(key for on, name, key in places if key and (on, name) == (system, collection)))

    def is_whole(self, system: str, collection: str) -> bool:
        """Whether all of a collection stays."""
        place = (system, collection, ())
        return self.on(place) is not None or self.is_untold(place)


class ClaimsNow(Protocol):
    """What keeps records, as it is whenever it is asked for."""

    def now(self) -> Claimed:
        """What is claimed at this moment: the same object as long as nothing has changed."""
        ...


def seen_in(claiming: ClaimsNow, system: str) -> Claimed:
    """What is claimed by now. Raises ``SystemUnreachable`` where the system cannot be looked at for it: nothing goes
    there."""
    claimed = claiming.now()
    if blind := claimed.blind.get(system):
        raise SystemUnreachable(blind.why, _BLIND)
    return claimed


class NothingClaimed:
    """Books of our own, that nobody's hold or request concerns."""

    def now(self) -> Claimed:
        """Nothing."""
        return _NOTHING


class Claiming:
    """What holds, open requests and restrictions keep, while a sweep runs."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._behind: _Behind | None = None
        self._claimed = _NOTHING

    def now(self) -> Claimed:
        """Looked for anew where a hold, a request or a restriction came, changed or ended since the last time."""
        with self._parts.store.reading() as tx:
            behind = _behind(tx)  # read before the search: what comes meanwhile is seen the next time
        if behind != self._behind:
            self._claimed, self._behind = claims_of(self._parts), behind
        return self._claimed


_NOTHING = Claimed({})


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind all claims, as the store has it: holds and what they name, requests and whom they are
    about."""

    holds: tuple[Hold, ...]
    held: Mapping[str, Mapping[str, bytes]]
    standings: Mapping[str, Standing]
    known: Mapping[str, bytes]


def _behind(tx: Transaction) -> _Behind:
    holds = (*tx.holds.all(), *untold_holds(tx))
    held = tx.vault.newest_of([IDENTIFIERS, PLACES, SCOPE], [hold.id for hold in holds]) if holds else {}
    standings = _standings(tx)
    return _Behind(holds, held, standings, tx.vault.newest(IDENTIFIERS, list(standings)))


def _standings(tx: Transaction) -> dict[str, Standing]:
    """The requests that keep records, open ones and restrictions, and what they come to."""
    open_ = tx.requests.in_states(_OPEN, None)
    restricted = [r for r in tx.requests.in_states([RequestState.ANSWERED], None) if _is_restricted(r)]
    found = {request.id: Standing.RESTRICTED for request in restricted}
    return found | {request.id: Standing.REQUESTED for request in open_}


def claims_of(parts: Parts) -> Claimed:
    """What holds, open requests and restrictions keep at this moment."""
    held = held_now(parts)
    claims: dict[RecordPlace, Claim] = {place: Claim(Standing.HELD, hold.id) for place, hold in held.places.items()}
    blind = {one.system: one for located in held.located.values() for one in located.blind}
    with parts.store.reading() as tx:
        standings = _standings(tx)
        known = tx.vault.newest(IDENTIFIERS, list(standings))
    asks = [Ask(case, decode_identifiers(data)) for case, data in known.items()]
    located = locate(parts.connectors, [ask for ask in asks if ask.identifiers])
    for case in _requested_first(standings):
        if case in located:
            for place in places_of(located[case]):
                claims.setdefault(place, Claim(standings[case], case))
            blind |= {one.system: one for one in located[case].blind}
    return Claimed(claims, held.untold, blind)


def _is_restricted(request: Request) -> bool:
    return request.right == RESTRICTION and request.course.phase in _IN_FORCE


def _requested_first(standings: dict[str, Standing]) -> Iterable[str]:
    return sorted(standings, key=lambda case: standings[case] is not Standing.REQUESTED)
