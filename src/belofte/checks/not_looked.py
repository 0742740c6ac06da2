"""What nobody can see yet: settings of vendors, regions, web pages, permissions, mail that left.

The verdict is *unknown* and says who would have to be looked at. It becomes another check the day a connector can
look; until then it is never kept, however likely it seems. A named person who looked can vouch for it: *attested*,
until their word ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, by_word, unknown, word_for
from belofte.domain.promise import Observation, Verdict


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Unknown, with the name of what was not looked at; attested where a person vouches for it."""
    del observations
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    names = list(dict.fromkeys(_where(fact) for fact in parameters.facts)) or ["it"]
    return unknown(parameters, now, f"no connector has looked at {' and '.join(names)} yet")


def judge_by_people(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Unknown: this is something people do, and no record of it is kept yet; attested where one of them vouches."""
    del observations
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    return unknown(parameters, now, "no record of this is kept yet: nothing shows that it is done")


def _where(fact: str) -> str:
    keys = fact.split(".")
    match keys[0]:
        case "recipients" if len(keys) > 1:
            return keys[1]
        case "website" | "scope":
            return "the website"
        case "changes":
            return "the published page"
        case "staff":
            return "who has access"
        case "never":
            return f"the website and the systems for {keys[-1].replace('-', ' ')}"
        case "privacy_office":
            return "the mailbox of the privacy office"
        case "data" if len(keys) > 1:
            return f"where {keys[1]} data is collected and sent"
        case "retention":
            return "who can still read it"
        case _:
            return "the systems this is about"
