"""What the ledger's entries come to in a system as it is now: an order for each, and what becomes of every record.

Entries about a person find by that person's identifiers, in one pass for many. An entry of a sweep names keys and terms
only; the connector looks at each term once more, so that what was used since stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby, islice

from belofte.domain.clock import local_date
from belofte.domain.hold import hold_of
from belofte.domain.identity import KEY
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.replaying import Fate, Forgotten, Seen, fate_of, turns
from belofte.domain.sweeping import claim_on
from belofte.domain.system_map import Verb
from belofte.ports import Ask, DaysOrder, SweepOrder, SweptByTerm
from belofte.procedures.acting.sweeping import sealed_orders
from belofte.procedures.acting.sweeping_days import as_keys, may_go_by_days, sealed_days
from belofte.procedures.parts import Parts
from belofte.procedures.restoring.places import Place, Ready, counted, day_of, listed, named, order_of
from belofte.procedures.restoring.putting import put_again
from belofte.procedures.retaining.untold import untold_lines
from belofte.store_port import LedgerEntry
from belofte.sweep_port import SweptByDays

AT_ONCE = 500
"""Entries prepared together: one search, one transaction a verb."""


def remembered(parts: Parts, system: str, since: datetime | None) -> Iterator[LedgerEntry]:
    """The entries of a system since a backup was made, oldest first. A day is taken whole where an entry's moment is
    not known."""
    first = date.min if since is None else local_date(since, parts.country.time_zone)
    for entry in parts.store.ledger.replay(system, first):
        begun_again = entry.at is None or local_date(entry.at, parts.country.time_zone) != entry.sealed_on
        if since is None or begun_again or entry.sealed_on > first or (entry.at and entry.at >= since):
            yield entry


def groups_of(entries: Iterable[LedgerEntry]) -> Iterator[tuple[Verb, Sequence[LedgerEntry]]]:
    """Entries that can be done in one pass, in an order that ends where history ended."""
    rest = iter(entries)
    while page := list(islice(rest, AT_ONCE)):
        turn = turns(map(_touched, page))
        numbered = sorted(range(len(page)), key=lambda n: (turn[n], page[n].verb, n))
        for (_, verb), same in groupby(numbered, key=lambda n: (turn[n], page[n].verb)):
            yield verb, [page[n] for n in same]


def _touched(entry: LedgerEntry) -> frozenset[object]:
    keys = {(name, *key) for name, listed in entry.keys.items() for key in listed}
    return frozenset(entry.identifiers) | keys


def prepared(place: Place, verb: Verb, entries: Sequence[LedgerEntry]) -> list[Ready]:
    """Each entry of one group, looked for once more. Raises ``SystemUnreachable``."""
    asks = [Ask(entry.id, entry.identifiers) for entry in entries if entry.identifiers]
    found: dict[str, list[Found]] = defaultdict(list)
    for record in place.connector.find(asks) if asks else ():
        if record.is_record or place.system.is_kept_by_people:
            found[record.request].append(record)
    by_term = [_by_term(place, entry) for entry in entries if not entry.identifiers]
    about = [entry for entry in entries if entry.identifiers]
    if verb is Verb.ERASE:
        return by_term + [_erased(place, entry, found[entry.id]) for entry in about]
    return by_term + put_again(place, verb, about, found)


def _erased(place: Place, entry: LedgerEntry, records: Sequence[Found]) -> Ready:
    forgotten = Forgotten(day_of(place, entry), entry.at,
                          listed(entry.keys), listed(entry.kept))  # fmt: skip
    seen: Seen = Counter()
    under: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    untold: dict[str, set[Key]] = defaultdict(set)
    asked: set[str] = set()
    for record in records:
        if hold_of(place.claimed.untold, (place.system.name, record.collection, record.key)):
            untold[record.collection].add(record.key)  # stays, and is neither listed nor counted: a count would tell
            continue
        judged = place.judge(place.system, record).decision
        fate = fate_of(record, forgotten, judged, place.today)
        if fate is Fate.AGAIN and judged is Decision.CLEAR and _is_cleared(entry, record):
            fate = Fate.KEPT
        if fate is Fate.AGAIN and not place.system.does(Verb.ERASE, record.collection):
            fate = Fate.ASKED
        seen[Verb.ERASE, record.collection, fate] += record.count or 1  # nobody can count what people keep
        asked |= {named(entry, record)} if fate is Fate.ASKED else set()
        stays = Decision.ASK if record.shared else Decision.KEEP
        under[record.collection, judged if fate is Fate.AGAIN else stays].add(record.key)
    order = order_of(entry, under)
    order = replace(order, lines=(*order.lines, *untold_lines(untold)))
    return Ready(entry, seen, order if counted(seen, Fate.AGAIN) else None, frozenset(asked))


def _is_cleared(entry: LedgerEntry, record: Found) -> bool:
    """Whether a row that stood for the person has lost all that told so: it is found by its key alone, which another
    system still names. A backup that came back would have brought the values too."""
    own = {one for one in record.holds if one.kind != KEY}
    return record.agrees is not None and own.isdisjoint(entry.identifiers)


def _by_term(place: Place, entry: LedgerEntry) -> Ready:
    """What a sweep erased, by key; its terms are looked at again at the act. Keys without a term say too little: the
    same key may be somebody else's by now."""
    seen: Seen = Counter()
    if not isinstance(place.connector, SweptByTerm):
        for name, keys in entry.keys.items():
            seen[Verb.ERASE, name, Fate.ASKED] += len(keys)
        return Ready(entry, seen)
    if (days := sealed_days(place.parts, entry)) is not None:
        return _by_days(place, place.connector, entry, days)
    going: list[SweepOrder] = []
    for order in sealed_orders(place.parts, entry):
        free = [key for key in order.keys if not _is_claimed(place, order.collection, key)]
        narrowed = replace(order, keys=tuple(free))
        remains = sum(line.remains or 0 for line in place.connector.look_again(narrowed).lines) if free else 0
        may = bool(order.past) and place.system.does(Verb.ERASE, order.collection)
        seen[Verb.ERASE, order.collection, Fate.AGAIN if may else Fate.ASKED] += remains
        if may and remains:
            going.append(narrowed)
    return Ready(entry, seen, swept=tuple(going))


def _by_days(place: Place, connector: SweptByTerm, entry: LedgerEntry, days: DaysOrder) -> Ready:
    """What a sweep erased by its days: what came back of those days and is past that term goes again, but for what is
    kept today."""
    besides = place.claimed.keys(place.system.name, days.collection)
    order: SweepOrder | DaysOrder = replace(days, besides=besides)
    if isinstance(connector, SweptByDays) and may_go_by_days(connector, order):
        looked = connector.look_again_at_days(order)
    else:
        order = as_keys(connector, order)
        looked = connector.look_again(order)
    remains = sum(line.remains or 0 for line in looked.lines)
    may = place.system.does(Verb.ERASE, order.collection)
    seen: Seen = Counter({(Verb.ERASE, order.collection, Fate.AGAIN if may else Fate.ASKED): remains})
    return Ready(entry, seen, swept=(order,) if may and remains else ())


def _is_claimed(place: Place, collection: str, key: Key) -> bool:
    here = (place.system.name, collection, key)
    return claim_on(place.claimed.places, here) is not None or hold_of(place.claimed.untold, here) is not None
