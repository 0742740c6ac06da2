"""What portability must show (Art. 20 GDPR): not denied, handed to no party without the person's word, and nothing of
the person erased or ended by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.course import answered, at, courses, not_as_promised
from belofte.checks.shape import Parameters, Records, kept, unknown
from belofte.domain.policy import Text
from belofte.domain.promise import Observation, Verdict
from belofte.domain.request import RequestState
from belofte.domain.rights.names import PORTABILITY
from belofte.domain.system_map import Verb
from belofte.domain.worded import counted, worded

ALL_DATA = "all-data"
OF_THE_LAW = frozenset({"20", "20(1)"})
"""What the law alone reaches; a policy that promises all data cannot refuse on it."""
CHANGES = (Verb.ERASE, Verb.PURGE, Verb.RECTIFY, Verb.RESTRICT)


def judge_taken_along(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Nobody was denied what is promised, and a party got the copy once at most, after the person confirmed it."""
    del observations
    own = courses(records, PORTABILITY)
    refused = [
        at(request, "refused")
        for request, course in own
        if request.state is RequestState.REFUSED
        and parameters.policy.rights.portability == ALL_DATA
        and course.refused_on
        and course.refused_on <= OF_THE_LAW
    ]
    unasked = [
        at(request, "handed over")
        for request, course in own
        if (course.handed_over or course.party_written_to) and course.confirmed_at is None
    ]
    twice = [at(request, "handed over", c.handed_over) for request, c in own if c.handed_over > 1]
    denied = worded(
        "geweigerd op wat de wet niet omvat, terwijl alles beloofd is",
        "refused on what the law does not reach, while all is promised",
    )
    no_word = worded(
        "een andere partij kreeg een kopie zonder bevestiging van de persoon",
        "another party got a copy that the person had not confirmed",
    )
    more = worded("een kopie is vaker dan eens overgedragen", "a copy was handed over more than once")
    if wrong := not_as_promised(parameters, now, [(denied, refused), (no_word, unasked), (more, twice)]):
        return wrong
    done = answered(own)
    if not done:
        return unknown(parameters, now, _none(len(own)))
    told = worded(
        "{all} beantwoord; {n} keer overgedragen, na bevestiging en eenmaal",
        "{all} answered; handed over {n} times, confirmed and once each",
        all=counted(len(done), ("verzoek", "verzoeken"), ("request", "requests")),
        n=sum(course.handed_over for _, course in done),
    )
    return kept(parameters, now, told)


def judge_service(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Nothing was erased or ended by it; what a person decided about the service, the person heard."""
    del observations
    every = courses(records, PORTABILITY)
    own = answered(every)
    changed = [at(request, step.system) for request, c in every for step in c.of(*CHANGES) if step.outcome is not None]
    not_heard = [
        at(request, "service")
        for request, course in own
        if course.service_decided_at is not None and course.told_of_service is False
    ]
    acted = worded(
        "het meenemen van gegevens heeft iets gewist of veranderd", "taking data along erased or changed something"
    )
    silent = worded(
        "over de dienst is besloten en de persoon heeft het niet gehoord",
        "the service was decided about and the person did not hear of it",
    )
    if wrong := not_as_promised(parameters, now, [(acted, changed), (silent, not_heard)]):
        return wrong
    if not own:
        return unknown(parameters, now, _none(len(every)))
    if some := sum(c.service_decided_at is not None and c.told_of_service is None for _, c in own):
        told = worded(
            "{n} brieven over de dienst zijn onderweg", "{n} letters about the service are on their way", n=some
        )
        return unknown(parameters, now, told)
    told = worded(
        "{all} beantwoord, niets gewist en niets beëindigd; over {n} moet nog iemand besluiten",
        "{all} answered, nothing erased and nothing ended; a person has still to decide about {n}",
        all=counted(len(own), ("verzoek", "verzoeken"), ("request", "requests")),
        n=sum(course.service_decided_at is None for _, course in own),
    )
    return kept(parameters, now, told)


def _none(under_way: int) -> Text:
    if under_way:
        return worded("{n} verzoeken lopen nog", "{n} requests are still under way", n=under_way)
    return worded("niemand heeft nog gevraagd gegevens mee te nemen", "nobody has asked to take data along yet")
