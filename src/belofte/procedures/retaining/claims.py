"""What keeps a record that is past its term: a hold, an open request, a restriction. In that order.

All persons behind them are looked for in one pass over the systems, as for any request, so that a record that was
written since counts too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from belofte.domain.course import Phase
from belofte.domain.hold import NOTHING_HELD, Held
from belofte.domain.plan import Blind
from belofte.domain.record_decision import RecordPlace
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.sweeping import Claim, Claims, Standing
from belofte.ports import Ask
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.locate import locate
from belofte.procedures.retaining.holds import held_now, places_of

_OPEN = (
    RequestState.RECEIVED,
    RequestState.IDENTIFIED,
    RequestState.LOCATED,
    RequestState.PLANNED,
    RequestState.APPROVED,
    RequestState.ACTING,
)
_IN_FORCE = frozenset({Phase.RESTRICTED, Phase.LIFTING})
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """Every claimed record, and the systems that could not be looked at for it: nothing is swept there."""

    places: Claims
    untold: Held = field(
        default_factory=lambda: NOTHING_HELD
    )  # what an order keeps of which nobody may know: left out of every list
    blind: dict[str, Blind] = field(default_factory=dict[str, Blind])


def claims_of(parts: Parts) -> Claimed:
    """What holds, open requests and restrictions keep at this moment."""
    held = held_now(parts)
    claims: dict[RecordPlace, Claim] = {place: Claim(Standing.HELD, hold.id) for place, hold in held.places.items()}
    blind = {one.system: one for located in held.located.values() for one in located.blind}
    with parts.store.reading() as tx:
        open_ = tx.requests.in_states(_OPEN, _MOST)
        restricted = [r for r in tx.requests.in_states([RequestState.ANSWERED], _MOST) if _is_restricted(r)]
        known = tx.vault.newest(IDENTIFIERS, [request.id for request in (*open_, *restricted)])
    standings = {request.id: Standing.RESTRICTED for request in restricted}
    standings |= {request.id: Standing.REQUESTED for request in open_}
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
