"""What a restriction must show (Art. 18 GDPR): granted to whom it is promised, in force in every system, lifted by
nobody but who was promised to lift it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.course import (
    ENDED,
    Course,
    answered,
    at,
    blind,
    could_not_look,
    courses,
    not_as_promised,
    otherwise,
)
from belofte.checks.shape import Parameters, Records, kept, unknown
from belofte.domain.carried_out import CarriedOut
from belofte.domain.course import Phase
from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.promise import Observation, Verdict
from belofte.domain.request import RequestState
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.rights.restriction import ANYONE
from belofte.domain.system_map import Verb
from belofte.domain.worded import counted, worded

GROUNDS = "18"
"""The article whose grounds a restriction that is promised to anyone does not need."""
IN_FORCE = (Phase.RESTRICTED, Phase.LIFTING, Phase.LIFTED)
USED_AGAIN = worded(
    "wat beperkt was, is het niet meer: iets haalde de markering weg",
    "what was restricted no longer is: something took the mark away",
)


def judge_everywhere(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Granted without a ground where that is promised, and in force in every system or done there by a person."""
    del observations
    every = courses(records, RESTRICTION)
    own = [(request, course) for request, course in every if request.state not in ENDED]
    refused = [
        at(request, "refused")
        for request, course in every
        if request.state is RequestState.REFUSED and GROUNDS in course.refused_on
    ]
    promised = refused if parameters.policy.rights.restriction_for == ANYONE else []
    no_ground = worded(
        "een beperking is geweigerd omdat er geen grond voor was, en die is niet nodig",
        "a restriction was refused for want of a ground, and none is needed",
    )
    would_not = worded(
        "een beperking geldt niet overal: wie een systeem beheert wilde niet",
        "a restriction is not in force everywhere: the keeper of a system would not",
    )
    not_there = [
        at(request, step.system)
        for request, course in own
        for step in course.of(Verb.RESTRICT, Verb.ASK_PERSON)
        if step.outcome is Outcome.IMPOSSIBLE
    ]
    found = [(no_ground, promised), (would_not, not_there), (USED_AGAIN, list(otherwise(own)))]
    if wrong := not_as_promised(parameters, now, found):
        return wrong
    if not own:
        return unknown(parameters, now, _none())
    if unseen := blind(own):
        return could_not_look(parameters, now, unseen)
    if waiting := [one for one in own if not _is_in_force(one)]:
        told = worded(
            "{n} van {all} beperkingen gelden nog niet overal",
            "{n} of {all} restrictions are not in force everywhere yet",
            n=len(waiting),
            all=len(own),
        )
        return unknown(parameters, now, told)
    told = worded(
        "{all}, overal gezet; {n} keer met de hand",
        "{all}, put everywhere; {n} times by hand",
        all=counted(len(own), ("beperking", "beperkingen"), ("restriction", "restrictions")),
        n=sum(len(course.of(Verb.ASK_PERSON)) for _, course in own),
    )
    return kept(parameters, now, told)


def judge_lifted(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Lifted by the person alone where that is promised; else only after the person was told; never by itself."""
    del observations
    own = [one for one in answered(courses(records, RESTRICTION)) if one[0].course.phase in IN_FORCE]
    by_us = [at(request, "lifted") for request, c in own if c.only_subject_lifts and c.lifted_by not in ("", "subject")]
    by_itself = [at(request, "lifted") for request, c in own if c.lifted_at is not None and not c.lifted_by]
    before = [at(request, "lifted") for request, c in own if c.lifted_by == "controller" and _lifted_first(c)]
    staff = worded(
        "een beperking is opgeheven door ons, en dat kan alleen de persoon",
        "a restriction was lifted by us, and only the person may",
    )
    alone = worded("een beperking is vanzelf geëindigd", "a restriction ended by itself")
    untold = worded(
        "een beperking is opgeheven voordat de persoon het wist", "a restriction was lifted before the person was told"
    )
    gone = list(otherwise(own))
    if wrong := not_as_promised(
        parameters, now, [(staff, by_us), (alone, by_itself), (untold, before), (USED_AGAIN, gone)]
    ):
        return wrong
    if not own:
        return unknown(parameters, now, _none())
    if unseen := blind(own):
        return could_not_look(parameters, now, unseen)
    lifted = sum(course.lifted_at is not None for _, course in own)
    told = worded(
        "{n} van kracht en vandaag teruggelezen, {m} opgeheven zoals beloofd",
        "{n} in force and read back today, {m} lifted as promised",
        n=len(own) - lifted,
        m=lifted,
    )
    return kept(parameters, now, told)


def _is_in_force(one: Course) -> bool:
    request, course = one
    done = all(step.outcome not in (None, Outcome.MANUAL) for step in course.of(Verb.RESTRICT))
    return done and request.state is RequestState.ANSWERED


def _lifted_first(course: CarriedOut) -> bool:
    """Whether something was given back before the letter that says so went."""
    lifting = course.of(Verb.LIFT)
    plans = {step.plan for step in lifting}
    told = {step.plan: step.place for step in course.of(Verb.TELL) if step.plan in plans}
    return any(
        step.place is not None and ((first := told.get(step.plan)) is None or first > step.place) for step in lifting
    )


def _none() -> Text:
    return worded("er is nog geen beperking gevraagd", "nobody has asked for a restriction yet")
