"""Orders carried out: found again, compared with what was approved, done service by service, told order by order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from belofte.connectors.aws.seeking import Hit
from belofte.connectors.aws.service import Service, Stays
from belofte.connectors.dividing import NOT_KEPT, STILL_THERE, Seen, divide, left_to_people
from belofte.domain.canonical import canonical_json
from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Decision, Failure, Outcome, ReceiptLine
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import Order, OrderLine, Record, Result

_GRAVITY = (
    Outcome.DONE,
    Outcome.PENDING,
    Outcome.RETAINED,
    Outcome.ARCHIVED,
    Outcome.MANUAL,
    Outcome.IMPOSSIBLE,
    Outcome.FAILED,
)
"""An order ends as the gravest of what its records came to."""


_CANNOT = "What lies here cannot be changed by a program: write by_hand: [{verb}] for this table, and a person does it."
_NO_VALUES = "Say which values to put there: in the order, or in the map as restrict: {column: value}."

Services = Mapping[str, Service]
Placed = Mapping[str, Mapping[Key, Stays]]
"""Collection → record key → why it is not gone."""


@dataclass(slots=True)
class Share:
    """What one order comes to: everything that was found of its person, and what of it stands under each line."""

    order: Order
    hits: Mapping[str, Mapping[Key, Hit]]
    under: Mapping[int, Sequence[Seen]]
    failure: Failure | None = None

    def of(self, number: int) -> list[Hit]:
        """The records of one line, in the order of their keys."""
        seen = sorted(self.under.get(number, ()), key=lambda one: str(one.key))
        return [self.hits[one.collection][one.key] for one in seen]


def shares(system: SystemMap, services: Services, orders: Sequence[Order]) -> list[Share]:
    """What each order comes to, by one search for all of them. What is only perhaps theirs is not acted on."""
    people = [order.identifiers for order in orders]
    found: list[dict[str, dict[Key, Hit]]] = [defaultdict(dict) for _ in orders]
    for name, service in services.items():
        for hit in service.find(people):
            if not hit.candidate:
                found[hit.person][name][hit.key] = hit
    return [_share(system, order, hits) for order, hits in zip(orders, found, strict=True)]


def _share(system: SystemMap, order: Order, hits: Mapping[str, Mapping[Key, Hit]]) -> Share:
    seen = [Seen(name, hit.key, hit.sure) for name, own in hits.items() for hit in own.values()]
    divided = divide(system, order, seen)
    left = left_to_people(system, order)
    return Share(order, {n: own for n, own in hits.items() if n not in left}, divided.under, divided.failure)


def export(
    system: SystemMap, services: Services, orders: Sequence[Order], outdated: dict[str, Failure]
) -> Iterator[Record]:
    """The records under the export lines, one request after the other; requests whose plan no longer fits get none and
    stand in ``outdated``."""
    for share in shares(system, services, orders):
        if share.failure is not None:
            outdated[share.order.request] = share.failure
            continue
        for number, line in enumerate(share.order.lines):
            if line.decision is Decision.EXPORT:
                yield from _records(services[line.collection], share.order.request, share.of(number))


def _records(service: Service, request: str, hits: Sequence[Hit]) -> Iterator[Record]:
    for hit, copied in service.copies(hits):
        yield Record(
            request=request,
            collection=service.collection.name,
            key=hit.key,
            category=service.collection.category or "",
            via=hit.via,
            fields=copied.fields,
            origin=service.collection.origin,
            files=copied.files,
        )


def erase(system: SystemMap, services: Services, orders: Sequence[Order]) -> Iterator[Result]:
    """Take the records away, each once however many orders name it."""
    every = shares(system, services, orders)
    going: dict[str, dict[Key, Hit]] = defaultdict(dict)
    for share in every:
        for number, line in enumerate(share.order.lines):
            if share.failure is None and line.decision in ERASING:
                going[line.collection] |= {hit.key: hit for hit in share.of(number)}
    stays = {name: services[name].erase(list(hits.values())) for name, hits in going.items()}
    for share in every:
        yield _erased(share, stays)


def amend(system: SystemMap, services: Services, orders: Sequence[Order], verb: Verb) -> Iterator[Result]:
    """Rectify, restrict or lift: give records other values. A correction touches only what its plan names: what was
    found since has values nobody looked at."""
    for share in shares(system, services, orders):
        yield _amended(services, share, verb)


def _amended(services: Services, share: Share, verb: Verb) -> Result:
    """One order, line by line up to the first that fails; what was put until then is told."""
    lines: list[ReceiptLine] = []
    staying: list[Stays] = []
    for number, line in enumerate(share.order.lines):
        hits, service = share.of(number), services[line.collection]
        if verb is Verb.RECTIFY:
            hits = [hit for hit in hits if hit.key in (line.keys or ())]
        by_a_person = _by_a_person(service, line, verb) if hits else None
        told_of = _line(line, hits, ())
        if by_a_person is not None:
            staying.append(by_a_person)
        elif line.decision is Decision.DO and share.failure is None:
            put, share.failure = _put(service, line, hits, verb)
            told_of = replace(told_of, acted=put)
        lines.append(told_of)
    if share.failure is None:
        return told(share.order, lines, staying, ("identifiers",))
    begun = tuple(lines) if any(line.acted for line in lines) else ()
    return Result(share.order.request, Outcome.FAILED, begun, problem=share.failure)


def _by_a_person(service: Service, line: OrderLine, verb: Verb | None) -> Stays | None:
    """What a person does of a correction, because the service cannot: that line alone waits, not the rest."""
    if verb is not Verb.RECTIFY or line.decision is not Decision.DO or not line.values:
        return None
    remedy = service.fixed(line.values)
    return Stays(Outcome.MANUAL, line.collection, remedy) if remedy else None


def _put(service: Service, line: OrderLine, hits: Sequence[Hit], verb: Verb) -> tuple[int, Failure | None]:
    """How many records of a line hold the values now, and what stopped the others."""
    values = values_of(service.collection, line, verb)
    if verb not in service.can:
        return 0, Failure(False, line.collection, _CANNOT.format(verb=verb.value))
    if values is None:
        return 0, Failure(False, line.collection, _NO_VALUES)
    for number, hit in enumerate(hits):
        if failure := service.put(hit, values):
            return number, failure
    return len(hits), None


def read_back(system: SystemMap, services: Services, orders: Sequence[Order]) -> Iterator[Result]:
    """Look again for all orders at once: by the keys acted on, and by the identifiers they started from."""
    every = shares(system, services, orders)
    asked: dict[str, set[Key]] = defaultdict(set)
    found: dict[str, dict[Key, Hit]] = defaultdict(dict)
    wanted: dict[str, dict[Key, Mapping[str, object]]] = defaultdict(dict)
    for share in every:
        for name, hits in share.hits.items():
            found[name] |= hits
        for number, line in enumerate(share.order.lines):
            if line.decision in ERASING:
                asked[line.collection] |= {*(line.keys or ()), *(hit.key for hit in share.of(number))}
            values = values_of(services[line.collection].collection, line, share.order.verb)
            if line.decision is Decision.DO and values:
                wanted[line.collection] |= dict.fromkeys(line.keys or (), values)
    still = {name: services[name].still(sorted(keys, key=str), found[name]) for name, keys in asked.items()}
    unlike = {name: services[name].unlike(values) for name, values in wanted.items()}
    for share in every:
        yield _looked(services, share, still, unlike)


def values_of(collection: Collection, line: OrderLine, verb: Verb | None) -> Mapping[str, object] | None:
    """What the records of a line are to hold; None where nobody said it."""
    if line.values:
        return line.values
    marks = collection.restrict or {}
    if verb is Verb.RESTRICT:
        return marks or None
    turned = {column: not value for column, value in marks.items() if isinstance(value, bool)}
    return turned if verb is Verb.LIFT and turned and len(turned) == len(marks) else None


def _erased(share: Share, stays: Placed) -> Result:
    if share.failure is not None:
        return Result(share.order.request, Outcome.FAILED, problem=share.failure)
    lines: list[ReceiptLine] = []
    staying: list[Stays] = []
    for number, line in enumerate(share.order.lines):
        hits, here = share.of(number), stays.get(line.collection, {})
        if line.decision in ERASING:
            staying += [here[hit.key] for hit in hits if hit.key in here]
            gone = [hit for hit in hits if hit.key not in here or here[hit.key].elsewhere]
            lines.append(replace(_line(line, hits, ERASING), acted=len(gone)))
        elif line.decision is Decision.KEEP:
            lines.append(_kept(share.order.request, line, hits))
        else:
            lines.append(_line(line, hits, ERASING))
    return told(share.order, lines, staying, ("identifiers",))


def _looked(services: Services, share: Share, still: Placed, unlike: Mapping[str, frozenset[Key]]) -> Result:
    """The order's lines as they stand now. What the plan does not have and is found is left over too."""
    lines: list[ReceiptLine] = []
    staying: list[Stays] = []
    for number, line in enumerate(share.order.lines):
        hits, keys = share.of(number), line.keys or frozenset[Key]()
        if line.decision in ERASING:
            mine = {*keys, *(hit.key for hit in hits)}
            left = {key: stay for key, stay in still.get(line.collection, {}).items() if key in mine}
            staying += left.values()
            lines.append(replace(_line(line, hits, ()), acted=None, remains=len(left)))
        elif line.decision is Decision.KEEP:
            lines.append(_kept(share.order.request, line, hits))
            staying += [Stays(Outcome.FAILED, line.collection, NOT_KEPT)] if len(hits) < len(keys) else []
        elif line.decision is Decision.DO:
            left_so = len(unlike.get(line.collection, frozenset[Key]()) & keys)
            lines.append(replace(_line(line, hits, ()), acted=None, remains=left_so))
            left = Stays(Outcome.FAILED, line.collection, STILL_THERE)
            by_a_person = _by_a_person(services[line.collection], line, share.order.verb)
            staying += [by_a_person or left] if left_so else []
        else:
            lines.append(replace(_line(line, hits, ()), acted=None))
    if share.failure is not None and any(line.decision in ERASING for line in share.order.lines):
        staying.append(Stays(Outcome.FAILED, share.failure.where, STILL_THERE))
    return told(share.order, lines, staying, ("keys", "identifiers"))


def told(order: Order, lines: Sequence[ReceiptLine], staying: Sequence[Stays], looked: tuple[str, ...]) -> Result:
    """One result: as grave as the gravest of what stays, until the last of its days."""
    outcome = max((stay.outcome for stay in staying), key=_GRAVITY.index, default=Outcome.DONE)
    grave = [stay for stay in staying if stay.outcome is outcome]
    days: list[date] = [stay.until for stay in staying if stay.until is not None]
    problem = None
    if grave and outcome is not Outcome.PENDING:
        where = "; ".join(dict.fromkeys(stay.where for stay in grave))
        problem = Failure(all(stay.transient for stay in grave), where, grave[0].remedy)
    until = max(days) if days and outcome in (Outcome.PENDING, Outcome.RETAINED) else None
    return Result(order.request, outcome, tuple(lines), until=until, problem=problem, looked=looked)


def _line(line: OrderLine, hits: Sequence[Hit], acting: Iterable[Decision]) -> ReceiptLine:
    return ReceiptLine(
        collection=line.collection,
        decision=line.decision,
        planned=len(line.keys) if line.keys is not None else len(hits),
        acted=len(hits) if line.decision in acting else 0,
        ground=line.ground,
        until=line.until,
    )


def _kept(request: str, line: OrderLine, hits: Sequence[Hit]) -> ReceiptLine:
    """Kept records are counted; the digest over their keys is salted with the request's random id."""
    keys = canonical_json(sorted(str(hit.key) for hit in hits))
    digest = hashlib.sha256(f"{request}\n{keys}".encode()).hexdigest()
    kept = _line(line, hits, ())
    return replace(kept, acted=None, present=len(hits), digest=digest)
