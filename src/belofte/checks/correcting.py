"""What a correction must show (Art. 16, 19 GDPR): made in every system that holds the value, still there today, its
recipients told; and, of a correction as of a restriction, confirmed only after the last act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from belofte.checks.course import (
    ENDED,
    Course,
    answered,
    at,
    blind,
    came_back,
    could_not_look,
    courses,
    not_as_promised,
    otherwise,
)
from belofte.checks.shape import Parameters, Records, kept, unknown
from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.rights.names import RECTIFICATION, RESTRICTION
from belofte.domain.system_map import Verb
from belofte.domain.worded import counted, worded

TELL_RECIPIENTS = "tell-recipients"
"""The task of telling a recipient that cannot be written to by itself."""
ACTS = (Verb.RECTIFY, Verb.RESTRICT, Verb.ASK_PERSON)
_ASKED_FOR = {
    RECTIFICATION: worded("een verbetering", "a correction"),
    RESTRICTION: worded("een beperking", "a restriction"),
}


def judge_everywhere(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every correction was made in all systems, stands there today, and recipients were told."""
    del observations
    every = [(request, course) for request, course in courses(records, RECTIFICATION) if request.state not in ENDED]
    own = answered(every)
    wrong_again = worded(
        "een verbeterd gegeven is weer fout: iets zette de oude waarde terug",
        "what was put right is wrong again: something brought the old value back",
    )
    not_done = worded("niet in elk systeem is verbeterd", "not every system was put right")
    found = [(wrong_again, list(otherwise(own))), (not_done, list(_undone(own)))]
    if wrong := not_as_promised(parameters, now, found):
        return wrong
    if not every:
        return unknown(parameters, now, _none(RECTIFICATION))
    if unseen := blind(own):
        return could_not_look(parameters, now, unseen)
    if waiting := len(every) - len(own):
        told = worded("{n} van {all} loopt nog", "{n} of {all} are still under way", n=waiting, all=len(every))
        return unknown(parameters, now, told)
    untold = sum(w.kind == TELL_RECIPIENTS and w.done_at is None for _, course in own for w in course.work)
    if untold:
        told = worded("{n} ontvangers moeten het nog horen", "{n} recipients are still to be told", n=untold)
        return unknown(parameters, now, told)
    told = worded(
        "{all}, overal gezet en vandaag teruggelezen; {n} keer met de hand",
        "{all}, made everywhere and read back today; {n} times by hand",
        all=counted(len(own), ("verbetering", "verbeteringen"), ("correction", "corrections")),
        n=sum(len(course.of(Verb.ASK_PERSON)) for _, course in own),
    )
    return kept(parameters, now, told)


def judge_confirmed(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What was done was confirmed to the person, and not before all of it was done."""
    del observations
    rights = [right for right in _rights(parameters) if right in _ASKED_FOR]
    every = [one for right in rights for one in courses(records, right)]
    own = answered(every)
    early = worded("er is bevestigd voordat alles gedaan was", "it was confirmed before all of it was done")
    partly = worded(
        "er is bevestigd, en in een systeem gebeurde het niet", "it was confirmed, and one system was left out"
    )
    found = [(early, list(_too_early(own))), (partly, list(_undone(own)))]
    if wrong := not_as_promised(parameters, now, found):
        return wrong
    if some := came_back(every):
        told = worded("{n} bevestigingen kwamen terug", "{n} confirmations came back", n=some)
        return unknown(parameters, now, told)
    if not own:
        return unknown(parameters, now, _none(*rights))
    told = worded(
        "{all}, na de laatste handeling en bezorgd",
        "{all}, after the last act and delivered",
        all=counted(len(own), ("bevestiging", "bevestigingen"), ("confirmation", "confirmations")),
    )
    return kept(parameters, now, told)


def _rights(parameters: Parameters) -> Iterator[str]:
    """The rights the facts name; all that are confirmed where they name none."""
    named = [fact.rpartition(".")[2] for fact in parameters.facts]
    yield from (name for name in named if name in _ASKED_FOR)
    if not any(name in _ASKED_FOR for name in named):
        yield from parameters.policy.rights.confirms


def _too_early(own: Sequence[Course]) -> Iterator[Instance]:
    for request, course in own:
        told = {step.plan: step.place for step in course.of(Verb.TELL) if step.place is not None}
        for step in course.of(*ACTS):
            if step.plan in told and (step.place is None or step.place > told[step.plan]):
                yield at(request, step.system)


def _undone(own: Sequence[Course]) -> Iterator[Instance]:
    for request, course in own:
        yield from (at(request, one.system) for one in course.of(*ACTS) if one.outcome is Outcome.IMPOSSIBLE)


def _none(*rights: str) -> Text:
    asked = _ASKED_FOR.get(rights[0]) if len(rights) == 1 else None
    if asked is None:
        return worded("er is nog niets om te bevestigen", "there is nothing to confirm yet")
    return worded("er is nog niet om {what} gevraagd", "nobody has asked for {what} yet", what=asked)
