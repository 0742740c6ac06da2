"""How a rule is written: one small function that looks at the facts, with its words and article beside it.

A rule yields :class:`Hit` s: the fact paths it is about and the values its sentence needs. The sentences are templates
in Dutch and English; a value is a text as it stands in the folder, or words in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.impact import NO_CRITERIA, Criteria
from belofte.domain.policy import FactPath, OnBehalf, Policy, Position, Text
from belofte.domain.policy_rules.finding import Finding, Severity
from belofte.domain.policy_rules.vendors import VendorKnowledge
from belofte.domain.statute import Statute
from belofte.domain.system_map import SystemMap

Value = str | Text
"""A value in a sentence: a name as it stands in the folder, or words in both languages."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything a rule may look at. ``today`` is the day in the policy's time zone."""

    policy: Policy
    systems: Mapping[str, SystemMap]
    vendors: VendorKnowledge
    today: date
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict[str, OnBehalf])
    criteria: Criteria = NO_CRITERIA
    statutes: tuple[Statute, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule found something: where, and what its sentence names."""

    facts: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])


def hit(*facts: str, **values: Value) -> Hit:
    """A hit about ``facts``, the first being the place to start."""
    return Hit(facts, values)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``decidable``: a clause that names the fact and says what was decided (``decide:``) settles it."""

    id: str
    severity: Severity
    article: str
    message: Text
    mend: Text
    look: Callable[[World], Iterable[Hit]]
    decidable: bool

    def findings(self, world: World) -> Iterator[Finding]:
        """What this rule finds, less what a clause has decided."""
        for found in self.look(world):
            facts = tuple(FactPath(path) for path in found.facts)
            if self.decidable and _decided(world.policy, facts):
                continue
            yield Finding(
                rule=self.id,
                severity=self.severity,
                facts=facts,
                position=position_of(world.policy, facts[0]),
                message=_filled(self.message, found.values),
                mend=_filled(self.mend, found.values),
                article=self.article,
            )


def rule(
    name: str, severity: Severity, article: str, *, nl: str, en: str, mend_nl: str, mend_en: str, decidable: bool = True
) -> Callable[[Callable[[World], Iterable[Hit]]], Rule]:
    """Make a rule of a function. Words are templates: ``{purpose}`` is filled from the hit's values."""

    def made(look: Callable[[World], Iterable[Hit]]) -> Rule:
        message, mend = Text({"nl": nl, "en": en}), Text({"nl": mend_nl, "en": mend_en})
        return Rule(name, severity, article, message, mend, look, decidable)

    return made


def position_of(policy: Policy, path: str) -> Position | None:
    """Where a fact stands; for a fact that is missing, where the nearest thing around it stands."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        position = policy.positions.get(FactPath(".".join(parts[:length])))
        if position is not None:
            return position
    return None


def _decided(policy: Policy, facts: tuple[FactPath, ...]) -> bool:
    """Whether a clause that rests on the first of ``facts`` records a decision about it."""
    return any(
        clause.decide and any(_covers(known, facts[0]) for known in clause.facts) for clause in policy.clauses.values()
    )


def _covers(known: str, path: str) -> bool:
    return path == known or path.startswith(known + ".")


def _filled(template: Text, values: Mapping[str, Value]) -> Text:
    return Text(
        {
            language: words.format_map({key: _in(value, language) for key, value in values.items()})
            for language, words in template.by_language.items()
        }
    )


def _in(value: Value, language: str) -> str:
    return value.in_(language) if isinstance(value, Text) else value
