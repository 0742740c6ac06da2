"""A plan as the office reads it before approving: every line once, what was searched in vain, what could not be seen.

Lines of a ``purge`` repeat those of the ``erase`` before it: they are shown as a place from which the records go for
good, and counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belofte.domain.not_there import NotThere, questions_in, reasons_in
from belofte.domain.plan import Decision, Line, Plan, Step
from belofte.domain.rights import names
from belofte.domain.system_map import Verb
from belofte.web.texts import TEXTS

_ACTS = (Decision.DO, Decision.EXPORT, Decision.CLEAR, Decision.DELETE)
_ASKED = {
    "no system is connected for": "question.not-connected",
    "address-not-known-before-the-request": "question.new-address",
    "number-is-not-of-this-address": "question.claim-refused",
    "promise-goes-further": "question.beyond-the-law",
    "new identifiers were still appearing after the last round": "question.unsettled",
}
"""Questions whose words stand under another name than their own."""
_DOES = (names.RECTIFICATION, names.RESTRICTION, names.OBJECTION, names.WITHDRAWAL, names.LEAVING)
"""Rights in which a record is changed or left alone, and not handed over or erased."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of all records that meets one decision, as a piece of a bar: from ``start``, ``width`` of 100."""

    decision: Decision
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class PlanView:
    """What the page shows of a plan. ``systems``: name -> its lines, in the plan's order."""

    systems: tuple[tuple[str, tuple[Line, ...]], ...]
    found_nothing: tuple[str, ...]
    reasons: tuple[NotThere, ...]  # systems of which nothing stands in the plan, for another reason than that
    by_hand: tuple[str, ...]
    purged: tuple[str, ...]
    acted_on: int
    shares: tuple[Share, ...]
    questions: tuple[tuple[str, str], ...]  # key of the words or the question itself, what fills it
    words: Mapping[Decision, str]  # key of the word for each decision: what "do" and "withhold" mean in this right


def view_of(plan: Plan) -> PlanView:
    """The plan, ready to be shown."""
    systems = {step.system: _lines(plan.steps, step.system) for step in plan.steps if step.lines}
    lines = [line for of_system in systems.values() for line in of_system]
    unseen = {blind.system for blind in plan.blind}
    reasons = reasons_in(plan)
    return PlanView(
        systems=tuple(systems.items()),
        found_nothing=tuple(sorted(set(plan.maps) - systems.keys() - unseen - {one.system for one in reasons})),
        reasons=reasons,
        by_hand=_systems(plan.steps, Verb.ASK_PERSON),
        purged=_systems(plan.steps, Verb.PURGE),
        acted_on=sum(line.count for line in lines if line.decision in _ACTS),
        shares=_shares(lines),
        questions=tuple(question_of(text) for text in questions_in(plan)),
        words=words_of(plan),
    )


def words_of(plan: Plan) -> Mapping[Decision, str]:
    """The key of the word for each decision. Where nothing is handed over, what is left out simply stays as it is."""
    words = {decision: f"decision.{decision}" for decision in Decision}
    lifts = any(step.verb is Verb.LIFT for step in plan.steps)
    hands_over = any(step.verb is Verb.EXPORT for step in plan.steps)
    if lifts or plan.right in _DOES:
        words[Decision.DO] = "decision.do.lift" if lifts else f"decision.do.{plan.right}"
    if plan.right in _DOES and not hands_over:
        words[Decision.WITHHOLD] = "decision.left-as-it-is"
    return words


def _lines(steps: Iterable[Step], system: str) -> tuple[Line, ...]:
    """Every line of a system once, whichever of its steps carries it."""
    return tuple(dict.fromkeys(line for step in steps if step.system == system for line in step.lines))


def _systems(steps: Iterable[Step], verb: Verb) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.system for step in steps if step.verb is verb))


def _shares(lines: Iterable[Line]) -> tuple[Share, ...]:
    counts = dict.fromkeys(Decision, 0)
    for line in lines:
        counts[line.decision] += line.count
    total, start = sum(counts.values()), 0.0
    shares: list[Share] = []
    for decision, count in counts.items():
        if count:
            width = 100 * count / total
            shares.append(Share(decision, count, round(start, 2), round(width, 2)))
            start += width
    return tuple(shares)


def question_of(text: str) -> tuple[str, str]:
    """A question's words and what fills them; one that has no words of its own here is shown as it stands."""
    name, _, value = text.partition(": ")
    key = _ASKED.get(name, f"question.{name}")
    return (key, value) if key in TEXTS else (text, "")
