"""Nothing lies longer than its term: in every system that holds the category, no row is past the day it must be gone.

The database counts: the newest day of the event at which a row is due is worked out from the rule, and the connector
says how many rows are as old as that. A row without a start is not due, and is reported. What lies with a recipient
without a connector was not looked at, so the whole is unknown even where our own tables are clean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from belofte.checks.shape import (
    Parameters,
    Records,
    Seen,
    broken,
    could_not,
    kept,
    nobody_looked,
    not_connected,
    too_long_ago,
    unknown,
)
from belofte.checks.swept import altered, days_late, held_back, line_of, not_compared, stays
from belofte.domain.clock import local_date
from belofte.domain.observing import Oldest, PastTerm, WithoutStart, question_of
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.promise import Instance, Observation, Reach, Verdict
from belofte.domain.retention import cut_off, event_of, keep_until
from belofte.domain.speaking import keeps_term_itself, spoken_of
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.worded import counted, joined, worded


@dataclass(frozen=True, slots=True)
class Place:
    """One collection that holds the category, and the event whose column says how old a row is."""

    system: SystemMap
    collection: Collection
    event: str

    @property
    def name(self) -> str:
        return f"{self.system.name}.{self.collection.name}"

    @property
    def has_clock(self) -> bool:
        return self.event in self.collection.clock


@dataclass(slots=True)
class _Looked:
    """What was found in all places, gathered for one verdict."""

    instances: list[Instance] = field(default_factory=list[Instance])
    late: list[Text] = field(default_factory=list[Text])  # where a sweep looked: how late, what was altered
    unseen: list[Text] = field(default_factory=list[Text])
    unsealed: list[Text] = field(default_factory=list[Text])  # what a statute wants kept and nobody compares
    staying: list[Text] = field(default_factory=list[Text])  # what is past its term and stays on a ground
    rows: int = 0  # past their term where a sweep has not looked
    clean: int = 0
    waiting: int = 0  # without a first day


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every row of the category within its term, wherever it lies."""
    rules = [r for fact in parameters.facts if (r := parameters.policy.retention.get(_category(fact)))]
    found = _Looked()
    for rule in rules:
        if cut_off(rule, records.today, records.book_year) is None:
            found.unseen.append(_nothing_due(rule))
            continue
        for place in places(rule, records.systems.values()):
            if not _as_swept(place, parameters, records, now, found):
                _as_counted(place, rule, parameters, observations, records, now, found)
        found.unseen += _not_connected(parameters, rule, records)
    return _verdict(parameters, records, now, found)


def _as_swept(place: Place, parameters: Parameters, records: Records, now: datetime, found: _Looked) -> bool:
    """What the newest look of a sweep says of one place, if it is fresh; and whether what is kept is as it was."""
    system, collection = place.system.name, place.collection.name
    if place.name in records.unsealed:
        found.unsealed.append(joined([_named(place), not_compared()], ": "))
    for count, why in altered(records.kept, system, collection):
        found.instances.append(Instance(place.name, count))
        found.late.append(joined([_named(place), why], ": "))
    swept = line_of(records.looked, system, collection, now, parameters.fresh)
    if swept is None:
        return False
    shown, line = swept
    found.staying += [joined([_named(place), why], ": ") for why in stays(line)]
    if line.due:
        late = days_late(line, records.today, local_date(shown.made_at, records.time_zone))
        found.instances.append(Instance(place.name, line.due))
        found.late.append(joined([_late(place, line.due, late), *held_back(shown, line, records.time_zone)], ", "))
    else:
        found.clean += 1
    return True


def _as_counted(
    place: Place,
    rule: RetentionRule,
    parameters: Parameters,
    observations: Sequence[Observation],
    records: Records,
    now: datetime,
    found: _Looked,
) -> None:
    """What a count by the event's column says; it cannot tell terms by tag or purpose apart."""
    if rule.tagged or rule.by_purpose:
        found.unseen.append(nobody_looked(place.name))
        return
    if not place.has_clock and keeps_term_itself(place.system, rule.category, parameters.policy):
        return  # the setting is judged beside this
    seen = _counted(observations, place, now, parameters.fresh)
    if seen.why_not:
        found.unseen.append(seen.why_not)
    elif seen.value:
        found.instances.append(Instance(place.name, int(seen.value)))
        days = _days_of_oldest(observations, place, rule, records)
        if days is None:
            found.rows += int(seen.value)
        else:
            found.late.append(_late(place, int(seen.value), days))
    else:
        found.clean += 1
    found.waiting += _without_start(observations, place)


def _days_of_oldest(
    observations: Sequence[Observation], place: Place, rule: RetentionRule, records: Records
) -> int | None:
    """How many days the oldest row has been there too long; None where nobody told its day."""
    wanted = Oldest(place.collection.name, place.event)
    told = [o for o in observations if o.system == place.system.name and question_of(o.name) == wanted]
    last = max(told, key=lambda one: one.seen_at, default=None)
    if last is None or not isinstance(last.value, str):
        return None
    oldest = {place.event: date.fromisoformat(last.value)}
    gone_by = keep_until(rule, oldest, records.book_year).gone_by
    return max((records.today - gone_by).days - 1, 0) if gone_by else None


def _verdict(parameters: Parameters, records: Records, now: datetime, found: _Looked) -> Verdict:
    if found.instances:
        return broken(
            parameters, now, joined([*_past(found.rows), *found.late, *found.staying, *found.unsealed]), found.instances
        )
    if found.unseen or found.unsealed:
        told = [*_clean(found.clean), *found.unseen, *found.staying, *found.unsealed]
        return unknown(parameters, now, joined(told))
    if not found.clean and spoken_of(parameters.clause, parameters.policy, records.systems):
        by_settings = worded("geen tabel bewaart dit zelf", "no table of its own keeps this")
        return kept(parameters, now, by_settings)  # judged beside this, by the settings that say how long
    if not found.clean:
        return unknown(
            parameters,
            now,
            worded("geen gegevenskaart zegt waar dit ligt", "no system's map says where this data lies"),
        )
    nothing = worded(
        "niets over zijn termijn op {places}",
        "nothing past its term in {places}",
        places=counted(found.clean, ("plaats", "plaatsen"), ("place", "places")),
    )
    return kept(parameters, now, joined([nothing, *_waiting(found.waiting), *found.staying]))


def _nothing_due(rule: RetentionRule) -> Text:
    return worded(
        "de regel voor {category} laat niets vervallen: er is geen hoogste termijn en geen einde",
        "the rule for {category} makes nothing due: it has no ceiling and no ending event",
        category=rule.category,
    )


def _past(rows: int) -> Iterator[Text]:
    if rows:
        which = counted(rows, ("rij is", "rijen zijn"), ("row is", "rows are"))
        yield worded("{rows} over de termijn heen", "{rows} past the term", rows=which)


def _late(place: Place, rows: int, days: int) -> Text:
    return worded(
        "{place}: {rows} over de termijn heen, {days} te laat",
        "{place}: {rows} past the term, {days} late",
        place=place.name,
        rows=counted(rows, ("rij", "rijen"), ("row", "rows")),
        days=counted(days, ("dag", "dagen"), ("day", "days")),
    )


def _named(place: Place) -> Text:
    return Text({"nl": place.name, "en": place.name})


def _clean(places: int) -> Iterator[Text]:
    if places:
        where = counted(places, ("plaats is", "plaatsen zijn"), ("place was", "places were"))
        yield worded("{where} bekeken en in orde", "{where} looked at and clean", where=where)


def _waiting(rows: int) -> Iterator[Text]:
    if rows:
        which = counted(rows, ("rij heeft", "rijen hebben"), ("row has", "rows have"))
        yield worded("{rows} nog geen begin van de termijn", "{rows} no start for the term yet", rows=which)


def places(rule: RetentionRule, systems: Iterable[SystemMap]) -> Iterator[Place]:
    """Every collection that holds the rule's category for the company itself."""
    event = event_of(rule) or ""
    for system in systems:
        for collection in system.collections.values():
            if collection.category == rule.category and collection.controller:
                yield Place(system, collection, event)


def _category(fact: str) -> str:
    return fact.split(".")[1] if fact.startswith("retention.") else ""


def _counted(observations: Sequence[Observation], place: Place, now: datetime, fresh: timedelta) -> Seen:
    """The newest count for this place, whatever day it compared with; freshness says whether that still holds."""
    if not place.has_clock:
        return Seen(
            None,
            worded(
                "{place} heeft geen kolom voor de gebeurtenis {event}",
                "{place} has no column for the event {event}",
                place=place.name,
                event=place.event,
            ),
        )
    last = _newest(observations, place)
    if last is None:
        return Seen(None, nobody_looked(place.name))
    if last.reach is not Reach.SEEN or not isinstance(last.value, int):
        return Seen(None, could_not(place.name, last))
    if now - last.seen_at > fresh:
        return Seen(None, too_long_ago(place.name, last))
    return Seen(last.value, None, last.seen_at)


def _newest(observations: Sequence[Observation], place: Place) -> Observation | None:
    found: list[Observation] = []
    for one in observations:
        question = question_of(one.name)
        if not isinstance(question, PastTerm) or one.system != place.system.name:
            continue
        if (question.collection, question.event) == (place.collection.name, place.event):
            found.append(one)
    return max(found, key=lambda one: one.seen_at, default=None)


def _without_start(observations: Sequence[Observation], place: Place) -> int:
    wanted = WithoutStart(place.collection.name, place.event)
    values = [o for o in observations if o.system == place.system.name and question_of(o.name) == wanted]
    last = max(values, key=lambda one: one.seen_at, default=None)
    return last.value if last and isinstance(last.value, int) and last.reach is Reach.SEEN else 0


def _not_connected(parameters: Parameters, rule: RetentionRule, records: Records) -> list[Text]:
    connected = {system.recipient for system in records.systems.values()}
    return [
        not_connected(recipient.name)
        for recipient in parameters.policy.recipients.values()
        if rule.category in recipient.gets and recipient.name not in connected
    ]
