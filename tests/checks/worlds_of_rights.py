"""Small worlds for the checks of what became of a right: kept, broken, not to be seen. Nothing here but moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.checks.small_worlds import NOW, POLICY, REQUEST, Triple, World, told

from belofte.checks.shape import Case
from belofte.domain.carried_out import CarriedOut, StandsStill, StepSeen, WorkSeen
from belofte.domain.course import Course, Phase
from belofte.domain.plan import Outcome
from belofte.domain.policy import Purpose
from belofte.domain.request import RequestState
from belofte.domain.system_map import Verb

RECEIVED = REQUEST.received_at
SOON = RECEIVED + timedelta(minutes=2)
RIGHTS = replace(
    POLICY.rights,
    confirms=("rectification", "restriction"),
    leaving="counts-as-erasure",
    restriction_for="anyone",
    restriction_lifted_by="subject",
    portability="all-data",
    portability_ends_service=False,
    objection_stop="at-once",
    objection_upheld="copies-then-stop",
)
PROMISING = replace(POLICY, rights=RIGHTS, purposes={"news": Purpose("news", direct_marketing=True)})
STANDS, AGAIN = StandsStill("shop"), StandsStill("shop", 2)
AWAY = StandsStill("shop", why="the database does not answer")


def step(verb: Verb, place: int | None, outcome: Outcome | None = Outcome.DONE) -> StepSeen:
    return StepSeen("shop", verb, None if place is None else outcome, place, "p-1")


MARKED = (step(Verb.RESTRICT, 0), step(Verb.TELL, 1))
STOPPED = CarriedOut((step(Verb.RESTRICT, 0),), (), (STANDS,), known_from=RECEIVED, stopped_at=SOON)
RESTRICTED = CarriedOut(MARKED, stands=(STANDS,), only_subject_lifts=True)
CORRECTED = CarriedOut((step(Verb.RECTIFY, 0), step(Verb.TELL, 1)), stands=(STANDS,))
COPIED = CarriedOut((step(Verb.EXPORT, 0), step(Verb.TELL, 1)))


def showing(fact: str, right: str, seen: CarriedOut | None, phase: Phase | None = None, **changed: Any) -> World:
    """A company with one open request of this right; none at all where nothing was seen."""
    request = replace(REQUEST, right=right, course=Course(phase=phase, purposes=("news",)), **changed)
    return told(PROMISING, fact, cases=(Case(request, carried=seen),) if seen else ())


def of(
    fact: str, right: str, kept: CarriedOut, broken: CarriedOut, unseen: CarriedOut | None, **changed: Any
) -> Triple:
    """The three, that differ in nothing but what became of the request."""
    good, bad, dark = (showing(fact, right, seen, **changed) for seen in (kept, broken, unseen))
    return good, bad, dark


WORLDS_OF_RIGHTS: dict[str, Callable[[], Triple]] = {
    "objections-taken": lambda: (
        showing("rights.described.objection", "objection", STOPPED, Phase.UPHELD),
        showing("rights.described.objection", "objection", STOPPED, Phase.REJECTED),
        told(PROMISING, "rights.described.objection", cases=(), register=()),
    ),
    "stopped-at-once": lambda: of(
        "rights.objection.stop",
        "objection",
        STOPPED,
        replace(STOPPED, work=(WorkSeen("ask_person", "shop", RECEIVED, SOON, NOW),)),
        replace(STOPPED, stopped_at=None, known_from=NOW),
        phase=Phase.STOPPED,
    ),
    "objections-carried-out": lambda: of(
        "rights.objection.upheld",
        "objection",
        replace(STOPPED, steps=(*COPIED.steps,)),
        replace(STOPPED, steps=(step(Verb.TELL, 0), step(Verb.EXPORT, 1))),
        replace(STOPPED, stands=(AWAY,)),
        phase=Phase.UPHELD,
    ),
    "restricted-everywhere": lambda: of(
        "rights.restriction.for",
        "restriction",
        RESTRICTED,
        replace(RESTRICTED, stands=(AGAIN,)),
        replace(RESTRICTED, stands=(AWAY,)),
        phase=Phase.RESTRICTED,
    ),
    "lifted-as-promised": lambda: of(
        "rights.restriction.lifted_by",
        "restriction",
        RESTRICTED,
        replace(RESTRICTED, lifted_at=NOW),
        None,
        phase=Phase.RESTRICTED,
    ),
    "corrected-everywhere": lambda: of(
        "rights.described.rectification",
        "rectification",
        CORRECTED,
        replace(CORRECTED, stands=(AGAIN,)),
        replace(CORRECTED, work=(WorkSeen("tell-recipients", None, NOW),)),
    ),
    "confirmed-when-done": lambda: (
        showing("rights.confirms.rectification", "rectification", CORRECTED),
        showing(
            "rights.confirms.rectification",
            "rectification",
            replace(CORRECTED, steps=(step(Verb.TELL, 0), step(Verb.RECTIFY, 1))),
        ),
        showing("rights.confirms.rectification", "rectification", CORRECTED, state=RequestState.ACTING),
    ),
    "taken-along": lambda: of(
        "rights.described.portability",
        "portability",
        replace(COPIED, confirmed_at=SOON, handed_over=1),
        replace(COPIED, handed_over=1),
        None,
    ),
    "service-goes-on": lambda: of(
        "rights.portability.ends_service",
        "portability",
        COPIED,
        replace(COPIED, service_decided_at=NOW, told_of_service=False),
        replace(COPIED, service_decided_at=NOW),
    ),
    "leaving-is-erasure": lambda: of(
        "rights.leaving",
        "leaving",
        CarriedOut(has_erasure=True),
        CarriedOut(has_erasure=False),
        CarriedOut(),
    ),
}
"""Check -> the three worlds."""
