"""Orders carried out: found again, compared with what was approved, done service by service, told order by order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from belofte.connectors.aws.fitting import Share, share_of
from belofte.connectors.aws.seeking import Hit
from belofte.connectors.aws.service import Service, Stays
from belofte.domain.canonical import canonical_json
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.system_map import Collection, Verb
from belofte.ports import Order, OrderLine, PlanOutdated, Record, Result

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
ERASING = frozenset({Decision.DELETE, Decision.CLEAR})


_NO_VALUES = "Say which values to put there: in the order, or in the map as restrict: {column: value}."
_STILL = "Something is left: make a new plan for this request and have it approved."
_NOT_KEPT = "A record that must be kept is missing: look for it in a backup."

Services = Mapping[str, Service]
Placed = Mapping[str, Mapping[Key, Stays]]
"""Collection → record key → why it is not gone."""


def shares(services: Services, orders: Sequence[Order]) -> list[Share]:
    """What each order comes to, by one search for all of them."""
    people = [order.identifiers for order in orders]
    found: list[dict[str, list[Hit]]] = [defaultdict(list) for _ in orders]
    for name, service in services.items():
        for person in range(len(orders)):
            found[person][name] = []
        for hit in service.find(people):
            found[hit.person][name].append(hit)
    return [share_of(order, found[person]) for person, order in enumerate(orders)]


def export(services: Services, orders: Sequence[Order]) -> Iterator[Record]:
    """The records under the export lines, one request after the other. Raises :class:`PlanOutdated` at the end."""
    outdated: dict[str, Failure] = {}
    for share in shares(services, orders):
        if share.failure is not None:
            outdated[share.order.request] = share.failure
            continue
        for (collection, decision), hits in share.hits.items():
            if decision is not Decision.EXPORT:
                continue
            service = services[collection]
            for hit, copied in service.copies(sorted(hits, key=lambda hit: str(hit.key))):
                yield Record(
                    request=share.order.request,
                    collection=collection,
                    key=hit.key,
                    category=service.collection.category or "",
                    via=hit.via,
                    fields=copied.fields,
                    origin=service.collection.origin,
                    files=copied.files,
                )
    if outdated:
        raise PlanOutdated(outdated)


def erase(services: Services, orders: Sequence[Order]) -> Iterator[Result]:
    """Take the records away, each once however many orders name it."""
    every = shares(services, orders)
    going: dict[str, dict[Key, Hit]] = defaultdict(dict)
    for share in every:
        for (collection, decision), hits in share.hits.items():
            if share.failure is None and decision in ERASING:
                going[collection] |= {hit.key: hit for hit in hits}
    stays = {name: services[name].erase(list(hits.values())) for name, hits in going.items()}
    for share in every:
        yield _erased(share, stays)


def amend(services: Services, orders: Sequence[Order], verb: Verb) -> Iterator[Result]:
    """Rectify, restrict or lift: give records other values."""
    for share in shares(services, orders):
        if verb is Verb.RECTIFY:
            _only_planned(share)
        changing = [line for line in share.order.lines if line.decision is Decision.DO]
        wanted = [(line, values_of(services[line.collection].collection, line, verb)) for line in changing]
        for line, values in wanted:
            if share.failure is None and values is None:
                share.failure = Failure(False, line.collection, _NO_VALUES)
        for line, values in wanted:
            for hit in share.of_line(line):
                if share.failure is None:
                    share.failure = services[line.collection].put(hit, values or {})
        if share.failure is not None:
            yield Result(share.order.request, Outcome.FAILED, problem=share.failure)
            continue
        lines = tuple(_line(line, share.of_line(line), (Decision.DO,)) for line in share.order.lines)
        yield Result(share.order.request, Outcome.DONE, lines, looked=("identifiers",))


def read_back(services: Services, orders: Sequence[Order]) -> Iterator[Result]:
    """Look again for all orders at once: by the keys acted on, and by the identifiers they started from."""
    every = shares(services, orders)
    asked: dict[str, set[Key]] = defaultdict(set)
    wanted: dict[str, dict[Key, Mapping[str, object]]] = defaultdict(dict)
    for share in every:
        for line in share.order.lines:
            if line.decision in ERASING:
                asked[line.collection] |= set(line.keys or ()) | {hit.key for hit in share.of_line(line)}
            values = values_of(services[line.collection].collection, line, share.order.verb)
            if line.decision is Decision.DO and values:
                wanted[line.collection] |= dict.fromkeys(line.keys or (), values)
    still = {name: services[name].still(sorted(keys, key=str)) for name, keys in asked.items()}
    unlike = {name: services[name].unlike(values) for name, values in wanted.items()}
    for share in every:
        yield _looked(share, still, unlike)


def values_of(collection: Collection, line: OrderLine, verb: Verb | None) -> Mapping[str, object] | None:
    """What the records of a line are to hold; None where nobody said it."""
    if line.values:
        return line.values
    marks = collection.restrict or {}
    if verb is Verb.RESTRICT:
        return marks or None
    turned = {column: not value for column, value in marks.items() if isinstance(value, bool)}
    return turned if verb is Verb.LIFT and turned and len(turned) == len(marks) else None


def _only_planned(share: Share) -> None:
    """A correction touches what the plan names; what was found since has values nobody looked at."""
    planned = {(line.collection, key) for line in share.order.lines for key in line.keys or ()}
    share.failure = None if planned else share.failure
    for place, hits in share.hits.items():
        share.hits[place] = [hit for hit in hits if (place[0], hit.key) in planned]


def _erased(share: Share, stays: Placed) -> Result:
    if share.failure is not None:
        return Result(share.order.request, Outcome.FAILED, problem=share.failure)
    lines: list[ReceiptLine] = []
    staying: list[Stays] = []
    for line in share.order.lines:
        hits = share.of_line(line)
        here = stays.get(line.collection, {})
        if line.decision in ERASING:
            staying += [here[hit.key] for hit in hits if hit.key in here]
            gone = [hit for hit in hits if hit.key not in here or here[hit.key].elsewhere]
            lines.append(replace(_line(line, hits, ERASING), acted=len(gone)))
        elif line.decision is Decision.KEEP:
            lines.append(_kept(share.order.request, line, hits))
        else:
            lines.append(_line(line, hits, ERASING))
    return _told(share.order, lines, staying, ("identifiers",))


def _looked(share: Share, still: Placed, unlike: Mapping[str, frozenset[Key]]) -> Result:
    """The order's lines as they stand now. What the plan does not have and is found is left over too."""
    lines: list[ReceiptLine] = []
    staying: list[Stays] = []
    for line in share.order.lines:
        hits = share.of_line(line)
        if line.decision in ERASING:
            keys = set(line.keys or ()) | {hit.key for hit in hits}
            left = {key: stay for key, stay in still.get(line.collection, {}).items() if key in keys}
            staying += left.values()
            lines.append(replace(_line(line, hits, ()), acted=None, remains=len(left)))
        elif line.decision is Decision.KEEP:
            lines.append(_kept(share.order.request, line, hits))
            if len(hits) < len(line.keys or ()):
                staying.append(Stays(Outcome.FAILED, line.collection, _NOT_KEPT))
        elif line.decision is Decision.DO:
            left_so = len(unlike.get(line.collection, frozenset()) & (line.keys or frozenset()))
            lines.append(replace(_line(line, hits, ()), acted=None, remains=left_so))
            staying += [Stays(Outcome.FAILED, line.collection, _STILL)] if left_so else []
        else:
            lines.append(replace(_line(line, hits, ()), acted=None))
    if share.failure is not None and share.order.verb is not Verb.RECTIFY:
        staying.append(Stays(Outcome.FAILED, share.failure.where, _STILL))
    return _told(share.order, lines, staying, ("keys", "identifiers"))


def _told(order: Order, lines: Sequence[ReceiptLine], staying: Sequence[Stays], looked: tuple[str, ...]) -> Result:
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
