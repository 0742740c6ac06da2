"""What nobody can see yet: settings of vendors, regions, web pages, permissions, mail that left.

The verdict is *unknown* and says who would have to be looked at. It becomes another check the day a connector can
look; until then it is never kept, however likely it seems. A named person who looked can vouch for it: *attested*,
until their word ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, by_word, unknown, word_for
from belofte.domain.policy import Text
from belofte.domain.promise import Observation, Verdict
from belofte.domain.worded import worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Unknown, with the name of what was not looked at; attested where a person vouches for it."""
    del observations
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    places = [_where(fact) for fact in parameters.facts] or [worded("het", "it")]
    told = worded(
        "hiernaar heeft nog geen koppeling gekeken: {places}",
        "no connector has looked at {places} yet",
        places=_together(places),
    )
    return unknown(parameters, now, told)


def judge_by_people(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Unknown: this is something people do, and no record of it is kept yet; attested where one of them vouches."""
    del observations
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    return unknown(
        parameters,
        now,
        worded(
            "hiervan wordt nog niets bijgehouden: niets laat zien dat het gebeurt",
            "no record of this is kept yet: nothing shows that it is done",
        ),
    )


def _together(places: Sequence[Text]) -> Text:
    nl, en = (dict.fromkeys(place.in_(language) for place in places) for language in ("nl", "en"))
    return Text({"nl": " en ".join(nl), "en": " and ".join(en)})


def _where(fact: str) -> Text:
    keys = fact.split(".")
    match keys[0]:
        case "recipients" if len(keys) > 1:
            return worded("{name}", "{name}", name=keys[1])
        case "website" | "scope":
            return worded("de website", "the website")
        case "changes":
            return worded("de gepubliceerde pagina", "the published page")
        case "staff":
            return worded("wie toegang heeft", "who has access")
        case "never":
            return worded(
                "de website en de systemen voor {what}",
                "the website and the systems for {what}",
                what=keys[-1].replace("-", " "),
            )
        case "privacy_office":
            return worded("de postbus van het privacykantoor", "the mailbox of the privacy office")
        case "data" if len(keys) > 1:
            return worded(
                "waar {name}-gegevens verzameld en verstuurd worden",
                "where {name} data is collected and sent",
                name=keys[1],
            )
        case "retention":
            return worded("wie het nog kan lezen", "who can still read it")
        case _:
            return worded("de systemen waar dit over gaat", "the systems this is about")
