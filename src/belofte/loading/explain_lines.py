"""Lines of an explanation: what is stated, and where, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belofte.domain.kinds import KINDS
from belofte.domain.policy import FactPath, Policy, Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``name`` is (fact, kind, clause, category, system, table …) and its meaning as lines of text."""

    name: str
    what: str
    lines: tuple[Text, ...]


def both(en: str, nl: str) -> Text:
    """A line in both languages."""
    return Text({"en": en, "nl": nl})


def resting(path: str, policy: Policy) -> Iterator[Text]:
    """The clauses that rest on a fact or on anything below it."""
    found = [c.id for c in policy.clauses.values() if any(f == path or f.startswith(f"{path}.") for f in c.facts)]
    if found:
        ids = ", ".join(found)
        yield both(f"Clauses that rest on it: {ids}", f"Bepalingen die hierop rusten: {ids}")


def stands(path: str, policy: Policy) -> Iterator[Text]:
    """Where a fact stands."""
    if place := policy.positions.get(FactPath(path)):
        yield both(f"It stands at {place}.", f"Staat op {place}.")


def at(name: str, path: str, policy: Policy) -> str:
    """A name with the place where it stands."""
    place = policy.positions.get(FactPath(path))
    return f"{name} ({place})" if place else name


def listed(en: str, nl: str, items: Iterable[str]) -> Iterator[Text]:
    """A heading with what stands behind it; no line where there is nothing."""
    if found := ", ".join(items):
        yield both(f"{en}: {found}", f"{nl}: {found}")


def said(**facts: object) -> str:
    """What is stated of several things, as one line."""
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if value is not None)


def kinds(en: str, nl: str, names: Iterable[str]) -> Iterator[Text]:
    """Kinds of data by the words people read."""
    known = [(KINDS[name].en, KINDS[name].nl) if name in KINDS else (name, name) for name in names]
    if known:
        yield both(f"{en}: {', '.join(e for e, _ in known)}", f"{nl}: {', '.join(n for _, n in known)}")


def some(name: str | None) -> tuple[str, ...]:
    """The name where there is one."""
    return (name,) if name else ()
