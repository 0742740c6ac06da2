"""What is expected of systems: an expectation that no sentence rests on is looked at by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.speaking import unspoken


@rule(
    "expectation-without-clause",
    Severity.WARNING,
    "Art. 5(2), 24(1) GDPR",
    nl="Van ‘{system}’ wordt ‘{setting}’ verwacht, maar geen zin berust erop: niemand hoort het als het anders is.",
    en="‘{setting}’ is expected of ‘{system}’, but no sentence rests on it: nobody hears when it is otherwise.",
    mend_nl="Noem het bij een zin in clauses.yaml: parameters: {{settings: [{setting}]}}, of haal het weg.",
    mend_en="Name it at a sentence of clauses.yaml: parameters: {{settings: [{setting}]}}, or remove it.",
    decidable=False,
)
def expectation_without_clause(world: World) -> Iterator[Hit]:
    """A setting proves a sentence by the system's recipient and its own name, or because a clause names it."""
    for one in unspoken(world.policy, world.systems):
        yield hit(f"systems.{one.system}.expect.{one.setting}", system=one.system, setting=one.setting)


RULES = (expectation_without_clause,)
