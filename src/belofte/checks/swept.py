"""What the newest look of a sweep says of one collection, for the check of its term: what is due and how late, what
stays on a ground, and whether what is kept is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from belofte.domain.clock import local_date
from belofte.domain.policy import Text
from belofte.domain.sweeping import Standing, SweepList, Swept
from belofte.domain.unaltered import Unaltered
from belofte.domain.worded import worded

_WORDS = {
    Standing.HELD: ("{count} onder een bewaarplicht", "{count} under a hold"),
    Standing.REQUESTED: ("{count} in een open verzoek", "{count} in an open request"),
    Standing.RESTRICTED: ("{count} beperkt: de persoon wordt gevraagd", "{count} restricted: the person is asked"),
    Standing.UNDECIDED: ("{count} zonder begin van de termijn: beslis", "{count} without a first day: decide"),
}


def line_of(
    looked: Mapping[str, SweepList], system: str, collection: str, now: datetime, fresh: timedelta
) -> tuple[SweepList, Swept] | None:
    """The line of one collection in a look that still counts; None where there is none, or it saw nothing there."""
    shown = looked.get(system)
    if shown is None or shown.problem is not None or now - shown.made_at > fresh:
        return None
    line = next((one for one in shown.lines if one.collection == collection), None)
    return (shown, line) if line is not None and line.problem is None else None


def days_late(line: Swept, today: date, made_on: date) -> int:
    """How many days the oldest record has been there too long, today."""
    return line.late + max((today - made_on).days, 0) if line.due else 0


def held_back(shown: SweepList, line: Swept, zone: str) -> Iterator[Text]:
    """That a person did not let the list through, and until when: never who, and not in whose words."""
    if shown.put_off is None or not line.due:
        return
    on = local_date(shown.put_off.at, zone)
    if shown.put_off.until is None:
        yield worded("uitgesteld op {on}: er gaat niets", "put off on {on}: nothing goes", on=on)
        return
    yield worded(
        "uitgesteld op {on}, tot {until}: tot dan gaat er niets",
        "put off on {on}, until {until}: nothing goes before",
        on=on,
        until=shown.put_off.until,
    )


def stays(line: Swept) -> Iterator[Text]:
    """What is past its term or has none, and stays all the same, with its ground."""
    for standing, (nl, en) in _WORDS.items():
        if count := line.count(standing):
            yield worded(nl, en, count=count)


def not_compared() -> Text:
    """Kept by law, and no sweep can see whether it is as it was."""
    return worded(
        "of wat de wet laat bewaren hier ongewijzigd is, kan niemand zien",
        "nobody can see whether what the law wants kept is unaltered here",
    )


def altered(kept: Iterable[Unaltered], system: str, collection: str) -> Iterator[tuple[int, Text]]:
    """Kept records that are not as they were sealed."""
    for one in kept:
        if (one.system, one.collection) == (system, collection) and one.changed and one.since:
            yield (
                one.changed,
                worded(
                    "{count} te bewaren gegevens veranderd of te vroeg weg sinds {day}",
                    "{count} kept records changed or gone too early since {day}",
                    count=one.changed,
                    day=one.since,
                ),
            )
