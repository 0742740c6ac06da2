"""Where is what of whom: every system, every identifier, to a fixed point (design §5, identity in §10).

A system that cannot be looked at is *blind* with its reason; it is never reported as empty. Many people share one
pass over each system.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.plan import Blind
from belofte.ports import Ask, SystemConnector, SystemUnreachable

ROUNDS = 5
"""After so many rounds with new identifiers a person is asked instead of searching on."""

Progress = Callable[[str, int | None], None]
"""Told (system, records found) each time a system was searched; None: it could not be looked at."""


@dataclass(slots=True)
class _Searched:
    """One system's findings so far."""

    found: dict[str, list[Found]] = field(default_factory=dict[str, "list[Found]"])
    fingerprint: str | None = None
    blind: Blind | None = None


def locate(
    connectors: Mapping[str, SystemConnector], asks: Sequence[Ask], progress: Progress | None = None
) -> Mapping[str, Located]:
    """All records of every asked person. Returns one :class:`Located` a request, in the order asked."""
    if not asks:
        return {}
    known = {ask.request: set(ask.identifiers) for ask in asks}
    searched = {name: _Searched() for name in connectors}
    wanted = {name: dict.fromkeys(known) for name in connectors}  # who must still be sought where
    for _ in range(ROUNDS):
        _search_all(connectors, searched, wanted, known, progress)
        wanted = _next_round(searched, known)
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
    def one(name: str) -> None:
        if not wanted[name] or searched[name].blind:
            return
        asks = [Ask(request, tuple(sorted(known[request]))) for request in wanted[name]]
        _search(name, connectors[name], asks, searched[name])
        if progress:
            counted = sum(len(found) for found in searched[name].found.values())
            progress(name, None if searched[name].blind else counted)

    if len(connectors) == 1:
        one(next(iter(connectors)))
        return
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="locate") as pool:
        for done in [pool.submit(one, name) for name in connectors]:
            done.result()


def _search(name: str, connector: SystemConnector, asks: Sequence[Ask], into: _Searched) -> None:
    try:
        into.fingerprint = into.fingerprint or connector.fingerprint()
        found: dict[str, list[Found]] = defaultdict(list)
        for record in connector.find(asks):
            found[record.request].append(record)
    except SystemUnreachable as cause:
        into.blind, into.found = Blind(name, cause.why, cause.remedy), {}
        return
    into.found.update({ask.request: found[ask.request] for ask in asks})


def _next_round(searched: Mapping[str, _Searched], known: dict[str, set[Identifier]]) -> dict[str, dict[str, None]]:
    """Whom to seek where again: a system that has not seen an identifier another one brought to light."""
    told: dict[str, dict[str, set[Identifier]]] = defaultdict(dict)
    for name, system in searched.items():
        for request, records in system.found.items():
            told[request][name] = {i for record in records if not record.shared for i in record.identifiers}
    again: dict[str, dict[str, None]] = {name: {} for name in searched}
    for request, by_system in told.items():
        new = set[Identifier]().union(*by_system.values()) - known[request]
        if not new:
            continue
        for name in searched:
            if new - by_system.get(name, set()):
                again[name][request] = None
        known[request] |= new
    return again


def _located(request: str, searched: Mapping[str, _Searched], identifiers: set[Identifier], unsettled: bool) -> Located:
    seen = {name: system for name, system in searched.items() if system.blind is None}
    return Located(
        request=request,
        found={name: tuple(system.found.get(request, ())) for name, system in seen.items()},
        maps={name: system.fingerprint or "" for name, system in seen.items()},
        blind=tuple(system.blind for system in searched.values() if system.blind),
        identifiers=tuple(sorted(identifiers)),
        unsettled=unsettled,
    )
