"""Why a plan has no lines of a system that was looked at: "nothing found" is only one of the reasons.

A system without a map of people only tells its settings; one that knows people by a number says nothing about who does
not give it (Art. 11 GDPR); one that is asked by what another holds was asked for nobody where nothing of this person is
there; one may hold the person, and nothing that this request is about; and whoever decides for themselves about what
they hold is told of it instead (Art. 19 GDPR). The reasons stand among a plan's questions, without personal data.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.kinds import KINDS
from belofte.domain.linked import not_asked, not_linked
from belofte.domain.located import Located
from belofte.domain.plan import Plan
from belofte.domain.system_map import SystemMap

NOT_THERE = "not-there"


class Because(StrEnum):
    """Why no line of a system stands in the plan."""

    LOOKS_ONLY = "looks-only"
    NOT_LINKED = "not-linked"  # detail: the kinds of number it is asked by
    NO_LEAD = "no-lead"  # detail: what it is asked by, such as crm.shipments
    UNTOUCHED = "untouched"  # detail: how many records are there, with which this plan does nothing
    DECIDES_ITSELF = "decides-itself"  # detail: how many records were found there, and their entries in the vault


@dataclass(frozen=True, slots=True)
class NotThere:
    """One system, and why nothing of it stands in the plan."""

    system: str
    because: Because
    detail: str = ""

    def detail_in(self, language: str) -> str:
        """The detail as people read it."""
        if self.because is Because.DECIDES_ITSELF:
            return self.detail.partition(" ")[0]
        if self.because is not Because.NOT_LINKED:
            return self.detail
        named = [KINDS[kind].label(language) for kind in self.detail.split()]
        return {"nl": " of ", "en": " or "}.get(language, " / ").join(named)

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """Of records at somebody who decides for themselves: (collection, entry in the vault with their keys)."""
        if self.because is not Because.DECIDES_ITSELF:
            return ()
        named = (word.partition("=") for word in self.detail.split()[1:])
        return tuple((collection, item) for collection, _, item in named)

    def __str__(self) -> str:
        return f"{NOT_THERE}: {self.system} {self.because} {self.detail}".rstrip()


def reasons_of(systems: Mapping[str, SystemMap], located: Located) -> tuple[NotThere, ...]:
    """The systems that were looked at, in which nothing was found for another reason than that nothing is there."""
    empty = [systems[name] for name, records in located.found.items() if not records and name in systems]
    return tuple(reason for system in empty if (reason := _reason(system, located)) is not None)


def untouched(located: Located, planned: Container[str]) -> tuple[NotThere, ...]:
    """The systems in which this person was found and with which a plan does nothing: an objection that is still to be
    weighed, a wrong name that does not stand there. ``planned``: the systems of which something stands in the plan."""
    found = {
        name: sum(one.count for one in records if one.is_record and not one.shared)
        for name, records in located.found.items()
        if name not in planned
    }
    return tuple(NotThere(name, Because.UNTOUCHED, str(count)) for name, count in found.items() if count)


def _reason(system: SystemMap, located: Located) -> NotThere | None:
    if not system.collections and not system.is_kept_by_people:
        return NotThere(system.name, Because.LOOKS_ONLY)
    if kinds := not_linked(system, located):
        return NotThere(system.name, Because.NOT_LINKED, " ".join(kinds))
    if leads := not_asked(system, located):
        return NotThere(system.name, Because.NO_LEAD, " ".join(leads))
    return None


def reasons_in(plan: Plan) -> tuple[NotThere, ...]:
    """The reasons that stand in a plan."""
    written = (question.split(" ", 3) for question in plan.questions if is_reason(question))
    return tuple(NotThere(system, Because(why), "".join(detail)) for _, system, why, *detail in written)


def is_reason(question: str) -> bool:
    """Whether a plan's question is no question, but such a reason."""
    return question.startswith(f"{NOT_THERE}: ")


def questions_in(plan: Plan) -> Iterable[str]:
    """What a person must look at before approving."""
    return (question for question in plan.questions if not is_reason(question))
