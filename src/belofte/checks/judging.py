"""The verdict on a clause: straight from ``clauses.yaml`` where it says so, else by the checks of its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from belofte.checks.registry import AS_EXPECTED, CHECKS, NOT_LOOKED, UnknownCheck, check_of
from belofte.checks.shape import Parameters, Records, worst
from belofte.domain.country import Countries
from belofte.domain.policy import Clause, ClauseId, FactPath, Policy, Text
from belofte.domain.promise import Observation, Verdict, VerdictState
from belofte.domain.speaking import spoken_of
from belofte.domain.system_map import SystemMap
from belofte.domain.worded import worded


def judge_all(
    policy: Policy, countries: Countries, observations: Sequence[Observation], records: Records, now: datetime
) -> tuple[Verdict, ...]:
    """One verdict for every clause, in the order of clause ids."""
    return tuple(
        judge_clause(policy, countries, clause, observations, records, now)
        for clause in sorted(policy.clauses.values(), key=lambda clause: clause.id)
    )


def judge_clause(
    policy: Policy,
    countries: Countries,
    clause: Clause,
    observations: Sequence[Observation],
    records: Records,
    now: datetime,
) -> Verdict:
    """The verdict on one clause. Raises :class:`~belofte.checks.registry.UnknownCheck`.

    First what nothing can prove, then what the text itself denies, then what the checks find.
    """
    if clause.not_checkable:
        return Verdict(clause.id, VerdictState.NOT_CHECKABLE, now, Text({"en": clause.not_checkable}))
    if undecided := undecided_contradictions(policy.clauses, clause):
        others = ", ".join(undecided)
        return Verdict(
            clause.id,
            VerdictState.CONTRADICTED,
            now,
            worded(
                "de tekst zegt ook het tegendeel: {others}", "the text also says the opposite: {others}", others=others
            ),
        )
    if not clause.facts and clause.check is None:
        return Verdict(
            clause.id,
            VerdictState.UNKNOWN,
            now,
            worded(
                "deze bepaling noemt geen feit, dus er valt niets te beoordelen",
                "this clause names no fact, so nothing can be judged",
            ),
        )
    found = [
        CHECKS[name](Parameters(clause, facts, policy, countries), observations, records, now)
        for name, facts in checks_now(clause, policy, records.systems).items()
    ]
    return worst(found)


def checks_of(clause: Clause) -> dict[str, tuple[FactPath, ...]]:
    """The checks of a clause by name, with the facts each of them is for."""
    if clause.check is not None:
        if clause.check not in CHECKS:
            raise UnknownCheck(clause.id, clause.check)
        return {clause.check: clause.facts}
    if clause.document is not None:
        return {"document": clause.facts}
    grouped: dict[str, tuple[FactPath, ...]] = {}
    for fact in clause.facts:
        name = check_of(fact)
        grouped[name] = (*grouped.get(name, ()), fact)
    return grouped


def checks_now(clause: Clause, policy: Policy, systems: Mapping[str, SystemMap]) -> dict[str, tuple[FactPath, ...]]:
    """The checks of a clause with the systems there are: where a setting speaks of a fact it is looked at, beside
    what is judged anyway, and instead of *not looked*."""
    checks = checks_of(clause)
    spoken = spoken_of(clause, policy, systems) if clause.check is None else ()
    if not spoken:
        return checks
    unlooked = tuple(fact for fact in checks.pop(NOT_LOOKED, ()) if fact not in spoken)
    return {**checks, **({NOT_LOOKED: unlooked} if unlooked else {}), AS_EXPECTED: spoken}


def undecided_contradictions(clauses: Mapping[ClauseId, Clause], clause: Clause) -> tuple[ClauseId, ...]:
    """The clauses that cannot be true beside this one and about which nothing was decided, on either side."""
    if clause.decide:
        return ()
    named = set(clause.contradicts) | {other.id for other in clauses.values() if clause.id in other.contradicts}
    return tuple(sorted(other for other in named if other in clauses and not clauses[other].decide))
