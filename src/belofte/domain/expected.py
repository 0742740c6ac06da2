"""What a company expects of a system's settings (``expect:``), and how a setting that was seen compares with it.

A setting's value is a text, a number, true or false; where there are several, JSON: a list, or keys with values
(hosts, audiences, buckets). An expectation of a single value holds for each of them. A part ``{"unreachable": "why"}``
of such a value is a place that could not be looked at: it is never as expected and never otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from belofte.domain.policy import Period, Unit

UNREACHABLE = "unreachable"
"""The key of a part of a value that could not be looked at; what it holds says why."""

UNLIMITED = "unlimited"
"""A term or number without an end: more than any bound."""

Scalar = str | int | float | bool
Bound = int | Period


@dataclass(frozen=True, slots=True)
class Is:
    """One of these: ``FUTURE``, ``true``, or ``[TLSv1.2, TLSv1.3]``. Words are compared without regard to capitals."""

    one_of: tuple[Scalar, ...]

    def __str__(self) -> str:
        return " / ".join(_written(value) for value in self.one_of)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``at_least 14``, ``at_least 90 days``."""

    bound: Bound

    def __str__(self) -> str:
        return f"at_least {self.bound}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """``at_most 3``, ``at_most 14 months``."""

    bound: Bound

    def __str__(self) -> str:
        return f"at_most {self.bound}"


@dataclass(frozen=True, slots=True)
class Nothing:
    """``none``: an empty list, no keys, 0, false; nothing anywhere."""

    def __str__(self) -> str:
        return "none"


@dataclass(frozen=True, slots=True)
class ByKey:
    """``{days_left: at_least 14}``: what is expected of parts of the value, by their keys."""

    by_key: Mapping[str, Expectation]

    def __str__(self) -> str:
        return ", ".join(f"{key}: {expected}" for key, expected in self.by_key.items())


Expectation = Is | AtLeast | AtMost | Nothing | ByKey


@dataclass(frozen=True, slots=True)
class Compared:
    """One place of a value beside what is expected there. ``as_expected`` None: nobody could look, ``why`` says it."""

    place: str
    seen: str
    expected: str
    as_expected: bool | None
    why: str = ""


def compare(expected: Expectation, value: object, place: str = "") -> Iterator[Compared]:
    """Every place of ``value`` beside what is expected of it; at least one.

    ``value`` is what JSON knows. Parts that are expected and not there were not seen: they are never as expected.
    """
    if isinstance(value, Mapping):
        yield from _compare_keyed(expected, cast("Mapping[str, object]", value), place)
    elif isinstance(value, list | tuple):
        yield from _compare_listed(expected, cast("list[object]", value), place)
    elif isinstance(expected, ByKey):
        yield Compared(place, _shown(value), str(expected), None, "it has no such parts")
    else:
        fits = fulfils(expected, value)
        yield Compared(place, _shown(value), str(expected), fits, "" if fits is not None else "it cannot be compared")


def _compare_keyed(expected: Expectation, value: Mapping[str, object], place: str) -> Iterator[Compared]:
    if UNREACHABLE in value:
        yield Compared(place, "", str(expected), None, str(value[UNREACHABLE]))
    elif isinstance(expected, ByKey) and expected.by_key.keys() & value.keys():
        for key, inner in expected.by_key.items():
            if key in value:
                yield from compare(inner, value[key], _inside(place, key))
            else:
                yield Compared(_inside(place, key), "", str(inner), None, "nothing is said of it")
    elif not value:
        nothing = isinstance(expected, Nothing)
        yield Compared(place, "none", str(expected), nothing or None, "" if nothing else "there is nothing to compare")
    else:
        for key in sorted(value):
            yield from compare(expected, value[key], _inside(place, key))


def _compare_listed(expected: Expectation, value: Iterable[object], place: str) -> Iterator[Compared]:
    items = list(value)
    if isinstance(expected, Nothing):
        yield Compared(place, ", ".join(_shown(item) for item in items) or "none", str(expected), not items)
    elif not items:
        yield Compared(place, "none", str(expected), None, "there is nothing to compare")
    else:
        for item in items:
            yield from compare(expected, item, place)


def fulfils(expected: Expectation, value: object) -> bool | None:
    """Whether one single value is as expected; None where the two cannot be compared."""
    match expected:
        case Is(one_of):
            return any(_same(wanted, value) for wanted in one_of)
        case Nothing():
            return not value
        case AtLeast(bound):
            return _within(bound, value, at_least=True)
        case AtMost(bound):
            return _within(bound, value, at_least=False)
        case ByKey():
            return None


def _same(wanted: Scalar, value: object) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    return str(wanted).casefold() == str(value).casefold()


def _within(bound: Bound, value: object, *, at_least: bool) -> bool | None:
    if value == UNLIMITED:
        return at_least
    if isinstance(bound, Period):
        seen = period_of(value)
        return _period_within(bound, seen, at_least=at_least) if seen else None
    number = _number(value)
    if number is None:
        return None
    return number >= bound if at_least else number <= bound


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


_DAYS: Mapping[Unit, tuple[float, float]] = {
    Unit.HOURS: (1 / 24, 1 / 24),
    Unit.DAYS: (1, 1),
    Unit.WEEKS: (7, 7),
    Unit.MONTHS: (28, 31),
    Unit.YEARS: (365, 366),
}
_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def _period_within(bound: Period, seen: Period, *, at_least: bool) -> bool | None:
    """Months beside months exactly; months beside days only where every calendar gives the same answer."""
    if bound.unit in _IN_MONTHS and seen.unit in _IN_MONTHS:
        low, high = (period.count * _IN_MONTHS[period.unit] for period in (bound, seen))
        return high >= low if at_least else high <= low
    bound_least, bound_most = (days * bound.count for days in _DAYS[bound.unit])
    seen_least, seen_most = (days * seen.count for days in _DAYS[seen.unit])
    if at_least:
        return True if seen_least >= bound_most else False if seen_most < bound_least else None
    return True if seen_most <= bound_least else False if seen_least > bound_most else None


def period_of(value: object) -> Period | None:
    """A period as settings write it: ``14 months``, ``30 days``; a bare number counts days."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Period(value, Unit.DAYS)
    words = str(value).lower().split()
    if len(words) != 2 or not words[0].isdigit():
        return None
    unit = next((unit for unit in Unit if words[1] in (unit.value, unit.value[:-1])), None)
    return Period(int(words[0]), unit) if unit else None


def _inside(place: str, key: str) -> str:
    return f"{place} {key}" if place else key


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_LONGEST = 60


def _shown(value: object) -> str:
    return _written(value)[:_LONGEST]
