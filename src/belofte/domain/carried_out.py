"""What became of one request of a right that leaves marks in systems, as a check sees it: moments, places and counts,
and nothing of the person.

Beside what the receipts say stands what a look of today showed: a mark that was put and is gone again, an old value
that came back. Where nobody could look, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One approved step: its receipt's outcome, None while it is open; ``place`` is where its receipt stands among all
    of the case, from 0 on."""

    system: str
    verb: Verb
    outcome: Outcome | None = None
    place: int | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """One task of the case: since when, by when it had to be done, and when it was (None: it is open)."""

    kind: str
    system: str | None
    made_at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StandsStill:
    """One system looked at today for what was marked or put right there: how many records no longer are as they were
    left. ``why``: nobody could look."""

    system: str
    otherwise: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """How far one request has come in the systems. What did not happen yet, or never applies, is None."""

    steps: tuple[StepSeen, ...] = ()
    work: tuple[WorkSeen, ...] = ()
    stands: tuple[StandsStill, ...] = ()
    known_from: datetime | None = None  # the first moment at which it was known whose data this is
    taken_over_at: datetime | None = None  # it was open elsewhere before; nobody here could act sooner
    stopped_at: datetime | None = None  # every system that could do it has stopped
    weighed_at: datetime | None = None
    went_on_at: datetime | None = None  # what was stopped is done again
    refused_on: frozenset[str] = frozenset()  # the articles a refusal names: 18, 20(1)
    lifted_by: str = ""  # subject | controller
    lifted_at: datetime | None = None
    only_subject_lifts: bool = False  # so it was promised when the request came
    confirmed_at: datetime | None = None  # the person confirmed the party that gets the copy
    handed_over: int = 0  # how often the party fetched it
    party_written_to: bool = False
    service_decided_at: datetime | None = None
    told_of_service: bool | None = None  # whether the letter about the service went; None: it is on its way
    has_erasure: bool | None = None  # a notice of leaving: whether its erasure is there, with the same clock

    def of(self, *verbs: Verb) -> tuple[StepSeen, ...]:
        """The steps of these verbs."""
        return tuple(step for step in self.steps if step.verb in verbs)
