"""What leaves a system, as the system itself shows it, beside what is declared to leave it.

A flow is seen through a setting (``connected-apps``, ``webhooks``, ``forwards``, ``shared-with``…) or through a column
that names whom a row went to. What is seen is told by name where the name is no personal data: of an address only the
domain, of a web address only the host; else it is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast
from urllib.parse import urlsplit

from belofte.domain.expected import UNREACHABLE
from belofte.domain.observing import Distinct, Question, Setting
from belofte.domain.system_map import SystemMap

OWN = "own"
"""The target of a flow that stays with the company itself."""

Declared = Mapping[str, str]
"""What is seen -> the recipient it goes to, or :data:`OWN`."""


EGRESS: Mapping[str, tuple[str, ...]] = {
    "aws": ("shared-with", "replication", "api-keys"),
    "sql": ("outgoing",),
    "linux": ("jobs", "forwards"),
}
"""The settings that show what leaves, of kinds of system that are worked with by code. A REST connector's file marks
its own (``flow: true``)."""


def egress_of(system: SystemMap) -> tuple[str, ...]:
    """By what this system shows that data leaves it: what its kind can tell, and what its map declares."""
    known = EGRESS.get(system.kind, ())
    if system.rest is not None:
        known = tuple(name for name, observed in system.rest.observe.items() if observed.flow)
    return tuple(dict.fromkeys((*known, *system.flows)))


def question_about(system: SystemMap, seen_by: str) -> Question:
    """What the system is asked: a setting, or how often a column names each recipient (``shipments.carrier``)."""
    table, dot, column = seen_by.rpartition(".")
    return Distinct(table, column) if dot and table in system.collections else Setting(seen_by)


@dataclass(frozen=True, slots=True)
class SeenFlow:
    """One thing that data leaves by: its name, where it was seen (a bucket, a mailbox…), and how many of it."""

    name: str
    place: str = ""
    count: int = 1
    is_counted: bool = False  # only how many there are is known, not which


@dataclass(frozen=True, slots=True)
class Unseen:
    """A place that could not be looked at, and why."""

    place: str
    why: str


def seen_flows(value: object) -> Iterator[SeenFlow | Unseen]:
    """The flows in a setting's value: names in a list, places with names, a count, or a table of counts."""
    yield from _in(value, "")


def _in(value: object, place: str) -> Iterator[SeenFlow | Unseen]:
    if isinstance(value, bool):
        if value:
            yield SeenFlow(place or "true", place)
    elif isinstance(value, int):
        if value:
            yield SeenFlow(str(value), place, value, is_counted=True)
    elif isinstance(value, str):
        if value:
            yield SeenFlow(plain_name(value), place)
    elif isinstance(value, Mapping):
        yield from _in_table(cast("Mapping[str, object]", value), place)
    elif isinstance(value, Sequence):
        for item in cast("Sequence[object]", value):
            yield from _in(item, place)


def _in_table(table: Mapping[str, object], place: str) -> Iterator[SeenFlow | Unseen]:
    if UNREACHABLE in table:
        yield Unseen(place, str(table[UNREACHABLE]))
    elif isinstance(table.get("app"), str):
        yield SeenFlow(plain_name(str(table["app"])), place)
    else:
        for name, inner in table.items():
            if isinstance(inner, int) and not isinstance(inner, bool):
                yield SeenFlow(plain_name(name), place, inner)
            else:
                yield from _in(inner, f"{place} {plain_name(name)}".strip())


def plain_name(seen: str) -> str:
    """A name without personal data or secrets: the host of a web address, the domain of an e-mail address."""
    if "://" in seen:
        return urlsplit(seen).hostname or digest_of(seen)
    if "@" in seen:
        return seen.rpartition("@")[2].strip(" >").lower() or digest_of(seen)
    return seen


def digest_of(seen: str) -> str:
    """A short mark by which the same thing can be recognised, for what has no name that may be told."""
    return f"#{sha256(seen.encode()).hexdigest()[:8]}"


def undeclared(seen: Sequence[SeenFlow], declared: Declared) -> Iterator[SeenFlow]:
    """What was seen and stands in no declaration. Of what is only counted, what is more than was declared."""
    allowed = sum(int(name) for name in declared if name.isdigit())
    names = {name.casefold() for name in declared}
    counted = sum(flow.count for flow in seen if flow.is_counted)
    if counted > allowed:
        yield SeenFlow(str(counted - allowed), count=counted - allowed, is_counted=True)
    for flow in seen:
        if flow.is_counted or names & {flow.name.casefold(), flow.place.casefold()}:
            continue
        yield flow
