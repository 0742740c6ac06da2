"""Where what the order names lies: looked for in every system, and planned record by record. Nothing is changed."""

from __future__ import annotations

from belofte.domain.disclosing import DISCLOSURE, plan_disclosure
from belofte.domain.disclosure import Disclosure
from belofte.domain.identity import Identifier
from belofte.domain.located import Located
from belofte.domain.rights.planning import Drafted, PlanHead
from belofte.ports import Ask
from belofte.procedures.parts import Parts
from belofte.procedures.planning.locate import locate


def look_for(parts: Parts, disclosure: Disclosure, identifiers: tuple[Identifier, ...]) -> tuple[Located, Drafted]:
    """What there is of the person, and what of it the order reaches."""
    located = locate(parts.connectors, [Ask(disclosure.id, identifiers)])[disclosure.id]
    head = PlanHead(disclosure.id, DISCLOSURE, parts.policy.version, parts.now())
    return located, plan_disclosure(head, located, parts.systems, disclosure.scope, parts.short_id)
