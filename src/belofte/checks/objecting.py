"""What an objection must show (Art. 21 GDPR): taken whatever it says, stopped at once everywhere, carried out in the
promised order.

The stop is measured from the moment the objection reached the company, whoever registered it when; where nobody could
know whose data it was about, from the moment that was known; of what was open elsewhere before, from the moment it was
taken over. How long that lay is said: what was stopped there meanwhile nobody here can see. Systems worked by hand have
until the end of the working day, which is the day their task bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from belofte.checks.course import (
    ENDED,
    Course,
    answered,
    at,
    blind,
    bound,
    came_back,
    could_not_look,
    courses,
    not_as_promised,
    otherwise,
)
from belofte.checks.shape import Parameters, Records, kept, unknown
from belofte.domain.carried_out import CarriedOut, WorkSeen
from belofte.domain.course import Phase
from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import OBJECTION
from belofte.domain.rights.objection import COPIES_FIRST
from belofte.domain.system_map import Verb
from belofte.domain.worded import counted, joined, worded

BY_HAND = frozenset({"ask_person", "stop-shared"})
"""Tasks of a stop that a person of ours carries out."""
RUNS_AGAIN = worded(
    "wat na bezwaar gestopt was, loopt weer: iets schreef het opnieuw",
    "what an objection had stopped runs again: something wrote it anew",
)


def judge_taken(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """No objection was refused at the door, and none against direct marketing was weighed."""
    del observations
    own = courses(records, OBJECTION)
    rows = [row for row in records.register if row.right == OBJECTION]
    refused = [at(request, "refused") for request, _ in own if request.state is RequestState.REFUSED]
    refused += [Instance(f"register {row.month_out}", 1) for row in rows if row.outcome == "refused"]
    weighed = [
        at(request, "weighed")
        for request, _ in own
        if request.course.phase is Phase.REJECTED and _is_marketing(parameters, request)
    ]
    at_the_door = worded("een bezwaar is geweigerd zonder weging", "an objection was refused without being weighed")
    absolute = worded(
        "een bezwaar tegen direct marketing is gewogen: dat geldt altijd",
        "an objection to direct marketing was weighed: it always holds",
    )
    if wrong := not_as_promised(parameters, now, [(at_the_door, refused), (absolute, weighed)]):
        return wrong
    if not own and not rows:
        return unknown(parameters, now, worded("er is nog geen bezwaar gemaakt", "nobody has objected yet"))
    marketing = sum(_is_marketing(parameters, request) for request, _ in own)
    told = worded(
        "{all}, geen enkel geweigerd; {n} tegen direct marketing, zonder weging",
        "{all}, none refused; {n} to direct marketing, not weighed",
        all=_objections(len(own) + len(rows)),
        n=marketing,
    )
    return kept(parameters, now, told)


def judge_stopped(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every objection stopped within its bound in every system that can be reached, by hand within the working day, and
    stands stopped today."""
    del observations
    own = [(request, course) for request, course in courses(records, OBJECTION) if request.state not in ENDED]
    if not own:
        return unknown(parameters, now, worded("er is nog geen bezwaar gemaakt", "nobody has objected yet"))
    limit = bound(parameters)
    late = [at(request, "stopped late") for request, course in own if _is_late(course, limit, now)]
    by_hand = [place for request, course in own for place in _late_by_hand(request, course, now)]
    too_late = worded("de verwerking is te laat gestaakt", "processing was stopped too late")
    hand_late = worded(
        "werk met de hand was niet klaar voor het einde van de werkdag",
        "work by hand was not done by the end of the working day",
    )
    would_not = worded(
        "een systeem is niet gestopt: wie het beheert wilde niet", "a system was not stopped: its keeper would not"
    )
    found = [
        (too_late, late),
        (hand_late, by_hand),
        (would_not, list(_refused(own))),
        (RUNS_AGAIN, list(otherwise(own))),
    ]
    if wrong := not_as_promised(parameters, now, found):
        return wrong
    if unseen := blind(own):
        return could_not_look(parameters, now, unseen)
    if waiting := list(_waiting(own)):
        return unknown(parameters, now, joined([*waiting, *_lay_elsewhere(own)]))
    took = max((_took(course) for _, course in own), default=timedelta())
    told = worded(
        "{all} gestopt, in de systemen binnen {n} s; {hand} met de hand, op tijd",
        "{all} stopped, in the systems within {n} s; {hand} by hand, in time",
        all=_objections(len(own)),
        n=max(1, round(took.total_seconds())),
        hand=sum(len(list(_stops_by_hand(course))) for _, course in own),
    )
    return kept(parameters, now, joined([told, *_lay_elsewhere(own)]))


def judge_carried_out(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Upheld: copies first, then stopped for good. Rejected: told with the reasons first, and only then taken up."""
    del observations
    decided = [one for one in courses(records, OBJECTION) if one[0].course.phase in (Phase.UPHELD, Phase.REJECTED)]
    own = answered(decided)
    upheld = [one for one in own if one[0].course.phase is Phase.UPHELD]
    rejected = [one for one in own if one[0].course.phase is Phase.REJECTED]
    resumed = [*otherwise(upheld), *(at(request, "taken up") for request, c in upheld if c.went_on_at is not None)]
    unpromised = [at(request, "no copy first") for request, course in upheld if _told_before_copies(parameters, course)]
    silent = [at(request, "taken up before told") for request, course in rejected if _taken_up_first(request, course)]
    no_copy = worded(
        "er is gestaakt voordat de kopieën er waren", "it was stopped for good before the copies were there"
    )
    untold = worded(
        "na een afwijzing is hervat voordat de persoon de redenen had",
        "after a rejection it was taken up before the person had the reasons",
    )
    if wrong := not_as_promised(parameters, now, [(RUNS_AGAIN, resumed), (no_copy, unpromised), (untold, silent)]):
        return wrong
    if some := came_back(decided):
        told = worded("{n} antwoorden op bezwaar kwamen terug", "{n} answers to objections came back", n=some)
        return unknown(parameters, now, told)
    if not own:
        told = worded("er is nog geen bezwaar afgehandeld", "no objection has been decided and answered yet")
        return unknown(parameters, now, told)
    if unseen := blind(upheld):
        return could_not_look(parameters, now, unseen)
    told = worded(
        "{n} gehonoreerd en blijvend gestaakt, {m} met redenen afgewezen",
        "{n} upheld and stopped for good, {m} rejected with reasons",
        n=len(upheld),
        m=len(rejected),
    )
    return kept(parameters, now, told)


def _is_marketing(parameters: Parameters, request: Request) -> bool:
    purposes = [parameters.policy.purposes.get(name) for name in request.course.purposes]
    return bool(purposes) and all(one is not None and one.direct_marketing for one in purposes)


def _is_late(course: CarriedOut, limit: timedelta, now: datetime) -> bool:
    """Where nobody knows yet whose data it is, nothing can be stopped; that is said apart."""
    if course.known_from is None:
        return False
    return (course.stopped_at or now) - course.known_from > limit


def _took(course: CarriedOut) -> timedelta:
    if course.stopped_at is None or course.known_from is None:
        return timedelta()
    return max(timedelta(), course.stopped_at - course.known_from)


def _stops_by_hand(course: CarriedOut) -> Iterator[WorkSeen]:
    """The tasks of the stop; what is taken up again after a rejection is no stop."""
    for work in course.work:
        if work.kind in BY_HAND and (course.weighed_at is None or work.made_at < course.weighed_at):
            yield work


def _late_by_hand(request: Request, course: CarriedOut, now: datetime) -> Iterator[Instance]:
    """A task without a day is late at once: nobody was told until when."""
    for work in _stops_by_hand(course):
        if work.due_at is None or (work.done_at or now) > work.due_at:
            yield at(request, work.system or work.kind)


def _refused(own: Iterable[Course]) -> Iterator[Instance]:
    for request, course in own:
        for step in course.of(Verb.RESTRICT, Verb.ASK_PERSON):
            if step.outcome is Outcome.IMPOSSIBLE:
                yield at(request, step.system)


def _waiting(own: Sequence[Course]) -> Iterator[Text]:
    nobody = sum(course.known_from is None for _, course in own)
    running = sum(course.known_from is not None and course.stopped_at is None for _, course in own)
    hand = sum(work.done_at is None for _, course in own for work in _stops_by_hand(course))
    if nobody:
        yield worded("van {n} weet nog niemand wie bezwaar maakt", "of {n} nobody knows yet who objects", n=nobody)
    if running:
        yield worded("{n} worden nu gestopt", "{n} are being stopped now", n=running)
    if hand:
        yield worded(
            "{n} keer werk met de hand loopt, nog op tijd", "{n} pieces of work by hand are open, in time", n=hand
        )


def _lay_elsewhere(own: Sequence[Course]) -> Iterator[Text]:
    """What was taken over: how long at most it lay where nobody here could stop anything."""
    lay = [course.taken_over_at - request.received_at for request, course in own if course.taken_over_at is not None]
    if lay:
        yield worded(
            "{n} overgenomen en vanaf toen gemeten: het lag elders tot {days} dagen na ontvangst, en of het daar "
            "gestopt was, is hier niet te zien",
            "{n} taken over and measured from then: it lay elsewhere for up to {days} days after receipt, and whether "
            "it was stopped there cannot be seen here",
            n=len(lay),
            days=max(lay).days,
        )


def _told_before_copies(parameters: Parameters, course: CarriedOut) -> bool:
    """Whether the answer went out before a copy that goes with it was made."""
    if parameters.policy.rights.objection_upheld != COPIES_FIRST:
        return False
    plans = {step.plan: step.place for step in course.of(Verb.TELL) if step.place is not None}
    copies = [step for step in course.of(Verb.EXPORT) if step.plan in plans]
    return any(step.place is None or step.place > plans[step.plan] for step in copies)


def _taken_up_first(request: Request, course: CarriedOut) -> bool:
    told = {step.plan: step.place for step in course.of(Verb.TELL) if step.place is not None}
    after = [step for step in course.of(Verb.LIFT, Verb.ASK_PERSON) if step.plan in told and step.place is not None]
    early = any(step.place is not None and step.place < told[step.plan] for step in after)
    went_on, heard = course.went_on_at, request.answered_at
    return early or (went_on is not None and (heard is None or went_on < heard))


def _objections(number: int) -> Text:
    return counted(number, ("bezwaar", "bezwaren"), ("objection", "objections"))
