"""The answer as a person can follow it: why, from which facts of the policy, in which clauses, and what was missing.

The clause ids are the company's own: whichever of its clauses state the fact the answer rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.decision import STILL, Why
from belofte.domain.policy import ClauseId, Policy


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer. ``facts`` are paths in the policy folder; ``clauses`` the company's ids of the sentences that state
    them; ``missing`` what would have had to be known or stated for a yes; ``state`` the person's state by names.
    Two people with the same state and question share one decision."""

    allowed: bool
    why: Why
    facts: tuple[str, ...] = ()
    clauses: tuple[ClauseId, ...] = ()
    missing: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    policy_version: int = 0


@dataclass(frozen=True, slots=True)
class Clauses:
    """Which clauses state which fact, of one policy."""

    by_fact: Mapping[str, tuple[ClauseId, ...]] = field(default_factory=dict[str, "tuple[ClauseId, ...]"])

    @classmethod
    def of(cls, policy: Policy) -> Clauses:
        """The index of a policy's clauses."""
        found: dict[str, tuple[ClauseId, ...]] = {}
        for clause in policy.clauses.values():
            for fact in clause.facts:
                found[fact] = (*found.get(fact, ()), clause.id)
        return cls(found)

    def stating(self, facts: Sequence[str]) -> tuple[ClauseId, ...]:
        """The clauses that state these facts, each of them or what it is part of; the most telling fact first."""
        found = (one for fact in facts for place in _whole(fact) for one in self.by_fact.get(place, ()))
        return tuple(dict.fromkeys(found))


def decision(
    policy: Policy, clauses: Clauses, why: Why, purpose: str, category: str | None = None, state: Sequence[str] = ()
) -> Decision:
    """The whole answer to a question about ``purpose``."""
    facts = tuple(dict.fromkeys(_facts(policy, why, purpose, category)))
    return Decision(
        allowed=why is Why.YES,
        why=why,
        facts=facts,
        clauses=clauses.stating(facts),
        missing=tuple(_missing(why, purpose)),
        state=tuple(state),
        policy_version=policy.version,
    )


def _whole(fact: str) -> Iterator[str]:
    """The fact, then what it is part of; a top key alone says nothing in particular."""
    keys = fact.split(".")
    for length in range(len(keys), 1, -1):
        yield ".".join(keys[:length])


def _facts(policy: Policy, why: Why, purpose: str, category: str | None) -> Iterator[str]:
    path = f"purposes.{purpose}"
    known = purpose in policy.purposes
    match why:
        case Why.YES if known:
            yield from (f"{path}.basis", f"{path}.uses")
        case Why.YES if purpose in STILL:
            yield "rights.restriction.still"
        case Why.UNKNOWN_PURPOSE:
            yield "limits.purposes"
        case Why.UNKNOWN_ROLE:
            yield from ("staff.roles", "staff.limits")
        case Why.OTHER_DATA:
            yield from (f"{path}.uses", "limits.data")
        case Why.NO_CONSENT:
            yield from (f"{path}.ask", f"{path}.basis", *(("limits.contact",) if _reaches_out(policy, purpose) else ()))
        case Why.OTHER_CHANNEL:
            yield from (f"{path}.channels", "limits.contact", f"{path}.ask")
        case Why.MARKETING:
            yield "limits.contact"
        case Why.NO_BASIS | Why.CLOSED:
            yield from (f"{path}.tied_to_order", "limits.tied_to", *((f"{path}.basis",) if known else ()))
        case Why.OTHER_CARRIER:
            yield from (f"recipients.{one.name}" for one in policy.recipients.values() if one.role == "carrier")
        case Why.TOO_MUCH:
            yield from _given_to_carriers(policy)
        case _:
            yield from _of_the_state(policy, why, purpose, category)


def _of_the_state(policy: Policy, why: Why, purpose: str, category: str | None) -> Iterator[str]:
    stated = policy.purposes.get(purpose)
    categories = (category,) if category else tuple(use.category for use in stated.uses) if stated else ()
    match why:
        case Why.RESTRICTED:
            yield from ("rights.restriction.lifted_by", "rights.restriction.still")
        case Why.OBJECTION:
            yield from ("rights.objection.stop", "rights.objection.upheld")
        case Why.LEFT:
            yield from (f"retention.{name}.staff_access" for name in categories)
            yield "rights.leaving"
        case Why.TERM_ENDED if category:
            own = category in policy.retention and purpose in policy.retention[category].by_purpose
            yield f"retention.{category}.by_purpose.{purpose}" if own else f"retention.{category}"
        case Why.ERASED:
            yield from ("rights.described.erasure", "rights.leaving")
        case _:
            return


def _reaches_out(policy: Policy, purpose: str) -> bool:
    return purpose in policy.purposes and bool(policy.purposes[purpose].channels)


def _given_to_carriers(policy: Policy) -> Iterator[str]:
    for one in policy.recipients.values():
        if one.role == "carrier":
            for name in one.gets:
                if name in policy.data:
                    yield from (f"data.{name}.needed.{kind}" for kind in policy.data[name].needed)


def _missing(why: Why, purpose: str) -> Iterator[str]:
    """What was not there: a fact of the policy by its path, or something of the person or the activity in a word."""
    needed: Mapping[Why, str] = {
        Why.UNKNOWN_PURPOSE: f"purposes.{purpose}",
        Why.UNKNOWN_ROLE: "staff.roles",
        Why.NO_CONSENT: f"consent to {purpose}",
        Why.OTHER_CHANNEL: f"purposes.{purpose}.channels",
        Why.NO_BASIS: "the order, contract or statute it rests on",
        Why.UNKNOWN_SUBJECT: "the subject's number",
        Why.NOT_THEN: "the policy or the state of that moment",
        Why.COULD_NOT_LOOK: "a state read within the last second",
        Why.COULD_NOT_LOG: "the row in the log",
    }
    if why in needed:
        yield needed[why]
