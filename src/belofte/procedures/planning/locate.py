"""Where is what of whom: every system, every identifier, to a fixed point (design §5, identity in §10).

A system that cannot be looked at is *blind* with its reason; it is never reported as empty. Many people share one
pass over each system. Where a vendor lets no more calls through in the middle of it, the system is blind for those who
were not seen whole and for nobody else; what was found of them until then is shown, and carried nowhere.

A value that two people share in one system is shared everywhere: where another system knows only one of the two, that
one is not taken for the person who asks. A value is shared too where two systems know one person each on it and those
two contradict each other. So a system is searched once more without the values that are shared elsewhere; what it finds
only with them hangs on them alone, is asked, and is carried nowhere. What was found to be doubtful stays so for the
case: when one of the two has been erased, nothing is left that contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from belofte.domain.across_systems import doubtful_values
from belofte.domain.errors import BelofteError
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.plan import Blind
from belofte.ports import Ask, NotAllSeen, SystemConnector, SystemUnreachable
from belofte.procedures.planning.told_apart import NOTHING_YET, Apart, rows_of, still_needed

ROUNDS = 5
"""After so many rounds with new identifiers a person is asked instead of searching on."""

Progress = Callable[[str, int | None], None]
"""Told (system, records found) each time a system was searched; None: it could not be looked at."""


@dataclass(slots=True)
class _Searched:
    """One system's findings so far."""

    found: dict[str, list[Found]] = field(default_factory=dict[str, "list[Found]"])
    fingerprint: str | None = None
    blind: Blind | None = None  # for everybody
    unseen: dict[str, Blind] = field(default_factory=dict[str, Blind])  # for these requests only
    partly: dict[str, list[Found]] = field(default_factory=dict[str, "list[Found]"])
    shared: dict[str, frozenset[Identifier]] = field(default_factory=dict[str, "frozenset[Identifier]"])
    without: dict[str, frozenset[Identifier]] = field(default_factory=dict[str, "frozenset[Identifier]"])
    doubted: dict[str, frozenset[Identifier]] = field(default_factory=dict[str, "frozenset[Identifier]"])
    decided: Mapping[str, Apart] = field(default_factory=dict[str, Apart])  # where a person decided whose a row is


Withheld = Mapping[str, frozenset[Identifier]]
"""Request -> values that elsewhere than in the system that is searched are somebody else's too."""

Before = Mapping[str, Apart]
"""Request -> what earlier searches told of two people on one value."""


def locate(
    connectors: Mapping[str, SystemConnector],
    asks: Sequence[Ask],
    progress: Progress | None = None,
    before: Before | None = None,
) -> Mapping[str, Located]:
    """All records of every asked person. Returns one :class:`Located` a request, in the order asked."""
    if not asks:
        return {}
    remembered = before or {}
    known = {ask.request: {*ask.identifiers, *remembered.get(ask.request, NOTHING_YET).known} for ask in asks}
    searched = {
        name: _Searched(
            doubted={case: one.doubtful.get(name, frozenset()) for case, one in remembered.items()},
            decided={case: one for case, one in remembered.items() if one.theirs},
        )
        for name in connectors
    }
    wanted = {name: dict.fromkeys(known) for name in connectors}  # who must still be sought where
    for _ in range(ROUNDS):
        _search_all(connectors, searched, wanted, known, progress)
        wanted = _next_round(searched, known, remembered)
        if not any(wanted.values()):
            break
    unsettled = {request for requests in wanted.values() for request in requests}
    return {request: _located(request, searched, known[request], request in unsettled) for request in known}


def _search_all(
    connectors: Mapping[str, SystemConnector],
    searched: Mapping[str, _Searched],
    wanted: Mapping[str, Mapping[str, None]],
    known: Mapping[str, set[Identifier]],
    progress: Progress | None,
) -> None:
    withheld = {name: _withheld(name, searched, requests) for name, requests in wanted.items()}

    def one(name: str) -> None:
        if not wanted[name] or searched[name].blind:
            return
        asks = [Ask(case, tuple(sorted(known[case]))) for case in wanted[name] if case not in searched[name].unseen]
        if not asks:
            return
        _search(name, connectors, asks, searched[name], withheld[name])
        if progress:
            counted = sum(len(found) for found in searched[name].found.values())
            progress(name, None if searched[name].blind or searched[name].unseen else counted)

    if len(connectors) == 1:
        one(next(iter(connectors)))
        return
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="locate") as pool:
        for done in [pool.submit(one, name) for name in connectors]:
            done.result()


def _withheld(name: str, searched: Mapping[str, _Searched], requests: Iterable[str]) -> Withheld:
    """What is shared in other systems and not seen to be shared in this one, and what another system contradicts."""
    nothing = frozenset[Identifier]()
    return {
        request: (
            nothing.union(*(s.shared.get(request, nothing) for s in searched.values()))
            - searched[name].shared.get(request, nothing)
            | searched[name].doubted.get(request, nothing)
        )
        - _counts(name, searched, request)
        for request in requests
    }


def _counts(name: str, searched: Mapping[str, _Searched], request: str) -> frozenset[Identifier]:
    """Values of a row of this system that a named person decided to be who asks, and that is known by nothing else."""
    decided = searched[name].decided.get(request)
    return decided.counts_in(name) if decided else frozenset()


def _doubtful(name: str, searched: Mapping[str, _Searched], request: str) -> frozenset[Identifier]:
    """What must not be taken for sure in this system when it is searched again."""
    shared = searched[name].shared.get(request, frozenset()) - _counts(name, searched, request)
    return _withheld(name, searched, [request])[request] | shared


def _compare(searched: Mapping[str, _Searched], request: str, before: Apart) -> None:
    """Mark in every system the values on which another one knows somebody else, or knew before it erased them."""
    now = [row for name, system in searched.items() for row in rows_of(name, system.found.get(request, ()), before)]
    if doubtful := doubtful_values([*now, *still_needed(before.remembered, now)]):
        for system in searched.values():
            system.doubted[request] = system.doubted.get(request, frozenset()) | doubtful


def _search(
    name: str,
    connectors: Mapping[str, SystemConnector],
    asks: Sequence[Ask],
    into: _Searched,
    withheld: Withheld,
) -> None:
    without = [
        Ask(ask.request, tuple(i for i in ask.identifiers if i not in withheld[ask.request]))
        for ask in asks
        if withheld[ask.request]
    ]
    try:
        connector = connectors[name]
        into.fingerprint = into.fingerprint or connector.fingerprint()
        found = _by_request(name, connector.find(asks), into)
        again = [ask for ask in without if ask.identifiers and ask.request not in into.unseen]
        sure = _by_request(name, connector.find(again), into)
    except SystemUnreachable as cause:
        into.blind, into.found = _blind(name, cause), {}
        return
    except BelofteError as wrong:  # a wrong map or secret of one system hides no other
        into.blind, into.found = Blind(name, wrong.message, wrong.remedy), {}
        return
    for ask in asks:
        request, records = ask.request, found[ask.request]
        if request in into.unseen:
            seen = {(record.collection, record.key): record for record in (*into.found.pop(request, ()), *records)}
            into.partly[request] = list(seen.values())
            continue
        into.shared[request] = into.shared.get(request, frozenset()) | _shared(records, ask.identifiers)
        records = _asked_about(records, sure[request]) if withheld[request] else records
        into.found[request] = _as_decided(name, records, into.decided.get(request))
        into.without[request] = withheld[request]


def _by_request(name: str, records: Iterable[Found], into: _Searched) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    try:
        for record in records:
            found[record.request].append(record)
    except NotAllSeen as short:
        into.unseen |= dict.fromkeys(short.requests, _blind(name, short))
    return found


def _blind(name: str, cause: SystemUnreachable) -> Blind:
    return Blind(name, cause.why, cause.remedy, cause.until)


def _asked_about(records: Sequence[Found], sure: Sequence[Found]) -> list[Found]:
    """What is found without a shared value as it is; what is found only with it may be the other person's."""
    known = {(record.collection, record.key) for record in sure}
    others = [record for record in records if (record.collection, record.key) not in known]
    return [*sure, *(r if r.candidate else replace(r, shared=True, identifiers=()) for r in others)]


def _as_decided(system: str, records: list[Found], decided: Apart | None) -> list[Found]:
    """What a named person decided to be who asks is no longer shared. It carries on only what nobody else has, which
    is among what was searched with."""
    if decided is None:
        return records
    return [replace(one, shared=False) if one.shared and decided.is_theirs(system, one) else one for one in records]


def _shared(records: Iterable[Found], asked: Iterable[Identifier]) -> frozenset[Identifier]:
    """The asked values that this system does not carry on although it found records that hold them."""
    held, carried = set[Identifier](), set[Identifier]()
    for record in records:
        if record.shared or set(record.identifiers) & set(record.holds):  # else it is no row that stands for a person
            held |= set(record.holds)
        if not record.shared:
            carried |= set(record.identifiers)
    return frozenset((held - carried) & set(asked))


def _next_round(
    searched: Mapping[str, _Searched], known: dict[str, set[Identifier]], before: Before
) -> dict[str, dict[str, None]]:
    """Whom to seek where again: a system that has not seen an identifier another one brought to light, or that took
    for sure what another one knows to be shared. Until it has, nothing of that person is carried anywhere."""
    told: dict[str, dict[str, set[Identifier]]] = defaultdict(dict)
    for name, system in searched.items():
        for request, records in system.found.items():
            told[request][name] = {i for record in records if not record.shared for i in record.identifiers}
    again: dict[str, dict[str, None]] = {name: {} for name in searched}
    for request, by_system in told.items():
        _compare(searched, request, before.get(request, NOTHING_YET))
        doubtful = [name for name, system in searched.items() if _is_doubtful(name, system, searched, request)]
        if doubtful:
            for name in doubtful:
                again[name][request] = None
            continue
        new = set[Identifier]().union(*by_system.values()) - known[request]
        if not new:
            continue
        for name in searched:
            if new - by_system.get(name, set()):
                again[name][request] = None
        known[request] |= new
    return again


def _is_doubtful(name: str, system: _Searched, searched: Mapping[str, _Searched], request: str) -> bool:
    """Was something found here with a value that is known by now to be somebody else's elsewhere?"""
    if not system.found.get(request):
        return False
    return bool(_withheld(name, searched, [request])[request] - system.without.get(request, frozenset()))


def _located(request: str, searched: Mapping[str, _Searched], identifiers: set[Identifier], unsettled: bool) -> Located:
    away = {name: system.blind or system.unseen.get(request) for name, system in searched.items()}
    seen = {name: system for name, system in searched.items() if away[name] is None}
    return Located(
        request=request,
        found={name: tuple(system.found.get(request, ())) for name, system in seen.items()},
        maps={name: system.fingerprint or "" for name, system in seen.items()},
        blind=tuple(filter(None, away.values())),
        partly={name: tuple(found) for name, system in searched.items() if (found := system.partly.get(request))},
        identifiers=tuple(sorted(identifiers)),
        doubtful={name: held for name in searched if (held := _doubtful(name, searched, request))},
        unsettled=unsettled,
    )
