"""What the person gave beside their address: checked before it is used, each by itself.

A number, a cookie or an account counts when the record it leads to holds the proven address too, or when a named person
vouched for who asks and the address leads nowhere. A value that points at nobody for sure (an IP address with a time)
is shown to a person and searched with by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength, shown
from belofte.domain.located import Found
from belofte.domain.request import Request
from belofte.domain.wish import WISH, decode_wish
from belofte.ports import Ask
from belofte.procedures.identity.questions import CLAIM_REFUSED, ELSEWHERE, LOOKS_ALIKE, WEAK_CLAIM
from belofte.procedures.identity.reaching import goes_elsewhere
from belofte.procedures.identity.representing import known_addresses
from belofte.procedures.parts import CONTACT, Parts
from belofte.procedures.planning.locate import locate

Proven = Mapping[str, tuple[Identifier, ...]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be searched with. ``known``: the one address of whom a refused claim leads to, with that claim."""

    asks: list[Ask]
    questions: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    known: dict[str, tuple[str, Identifier]] = field(default_factory=dict[str, "tuple[str, Identifier]"])


def check_claims(parts: Parts, requests: Sequence[Request], proven: Proven, claimed: Proven) -> Checked:
    """Each claim of each request, with one pass over the systems for all of them."""
    strong = {
        f"{case}#{number}": (case, claim)
        for case, claims in claimed.items()
        for number, claim in enumerate(claims)
        if _is_strong(claim)
    }
    led = locate(parts.connectors, [Ask(key, (claim,)) for key, (_, claim) in strong.items()])
    by_id = {request.id: request for request in requests}
    records = {key: [r for found in led[key].found.values() for r in found if r.is_record] for key in strong}
    fitting = {key for key, (case, _) in strong.items() if _held(records[key]) & _values(proven[case])}
    doubtful = {case for key, (case, _) in strong.items() if key not in fitting and _is_vouched(by_id[case])}
    vouched = _lead_nowhere(parts, {case: proven[case] for case in doubtful})
    good: dict[str, list[Identifier]] = {}
    checked = Checked([])
    for key, (case, claim) in strong.items():
        if key in fitting or (case in vouched and records[key]):
            good.setdefault(case, []).append(claim)
            continue
        checked.questions.setdefault(case, []).append(CLAIM_REFUSED)
        known = known_addresses(by_id[case], (r for r in records[key] if not r.shared))
        if len(known) == 1:
            checked.known[case] = (next(iter(known)), claim)
    for case, claims in claimed.items():
        weak = sorted({claim.kind for claim in claims if not _is_strong(claim)})
        checked.questions.setdefault(case, []).extend(f"{WEAK_CLAIM}: {kind}" for kind in weak)
    checked.asks.extend(Ask(case, (*identifiers, *good.get(case, ()))) for case, identifiers in proven.items())
    return checked


def questions_of_route(parts: Parts, requests: Sequence[Request]) -> Mapping[str, list[str]]:
    """Where the copy should go, and whether the address looks like another: request -> questions."""
    cases = [request.id for request in requests]
    with parts.store.reading() as tx:
        contacts, wishes = tx.vault.newest(CONTACT, cases), tx.vault.newest(WISH, cases)
    asked: dict[str, list[str]] = {case: [] for case in cases}
    for request in requests:
        address = contacts[request.id].decode()
        if request.identified_by != "office" and goes_elsewhere(decode_wish(wishes.get(request.id)), address):
            asked[request.id].append(ELSEWHERE)
        if looks_odd(address):
            asked[request.id].append(LOOKS_ALIKE)
    return asked


def looks_odd(address: str) -> bool:
    """Does an address hold letters outside ASCII, in its domain or before it? They can look like others."""
    seen = shown(Identifier("email", "", address)) if address else ""
    return "xn--" in seen or "[U+" in seen


def _is_strong(claim: Identifier) -> bool:
    return claim.kind in KINDS and KINDS[claim.kind].strength is Strength.STRONG


def _is_vouched(request: Request) -> bool:
    return request.identified_by == "office"


def _lead_nowhere(parts: Parts, proven: Proven) -> set[str]:
    """Cases whose proven identifiers find nothing at all: then a vouched number cannot be a slip of somebody else's."""
    asks = [Ask(case, identifiers) for case, identifiers in proven.items() if identifiers]
    located = locate(parts.connectors, asks)
    found = {
        case
        for case, one in located.items()
        if one.blind or any(record.count for records in one.found.values() for record in records)
    }
    return {case for case in proven if case not in found}


def _held(records: Iterable[Found]) -> set[tuple[str, str]]:
    return {(i.kind, i.value) for record in records for i in record.holds}


def _values(identifiers: Iterable[Identifier]) -> set[tuple[str, str]]:
    return {(i.kind, i.value) for i in identifiers}
