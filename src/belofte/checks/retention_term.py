"""Nothing lies longer than its term: in every system that holds the category, no row is past the day it must be gone.

The database counts: the newest day of the event at which a row is due is worked out from the rule, and the connector
says how many rows are as old as that. A row without a start is not due, and is reported. What lies with a recipient
without a connector was not looked at, so the whole is unknown even where our own tables are clean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from belofte.domain.observing import PastTerm, WithoutStart, question_of
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.promise import Instance, Observation, Reach, Verdict
from belofte.domain.retention import cut_off, event_of
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


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every row of the category within its term, wherever it lies."""
    rules = [r for fact in parameters.facts if (r := parameters.policy.retention.get(_category(fact)))]
    instances: list[Instance] = []
    unseen: list[Text] = []
    clean, waiting = 0, 0
    for rule in rules:
        if cut_off(rule, records.today, records.book_year) is None:
            unseen.append(
                worded(
                    "de regel voor {category} laat niets vervallen: er is geen hoogste termijn en geen einde",
                    "the rule for {category} makes nothing due: it has no ceiling and no ending event",
                    category=rule.category,
                )
            )
            continue
        for place in places(rule, records.systems.values()):
            if not place.has_clock and keeps_term_itself(place.system, rule.category, parameters.policy):
                continue  # the setting is judged beside this
            seen = _counted(observations, place, now, parameters.fresh)
            if seen.why_not:
                unseen.append(seen.why_not)
            elif seen.value:
                instances.append(Instance(place.name, int(seen.value)))
            else:
                clean += 1
            waiting += _without_start(observations, place)
        unseen += _not_connected(parameters, rule, records)
    if instances:
        total = sum(instance.count for instance in instances)
        return broken(
            parameters,
            now,
            worded(
                "{rows} over de termijn heen",
                "{rows} past the term",
                rows=counted(total, ("rij is", "rijen zijn"), ("row is", "rows are")),
            ),
            instances,
        )
    if unseen:
        return unknown(parameters, now, joined([*_clean(clean), *unseen]))
    if not clean and spoken_of(parameters.clause, parameters.policy, records.systems):
        by_settings = worded("geen tabel bewaart dit zelf", "no table of its own keeps this")
        return kept(parameters, now, by_settings)  # judged beside this, by the settings that say how long
    if not clean:
        return unknown(
            parameters,
            now,
            worded("geen gegevenskaart zegt waar dit ligt", "no system's map says where this data lies"),
        )
    told = worded(
        "niets over zijn termijn op {places}",
        "nothing past its term in {places}",
        places=counted(clean, ("plaats", "plaatsen"), ("place", "places")),
    )
    return kept(parameters, now, joined([told, *_waiting(waiting)]))


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
