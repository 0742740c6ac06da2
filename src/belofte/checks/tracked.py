"""Is it measured who opens and reads mail, and did readers say yes to that first?

Whether somebody reads is kept on their device and read from it: consent is asked beforehand (Art. 5(3) of Directive
2002/58/EC; in the Netherlands Art. 11.7a Telecommunicatiewet). Telling that it happens is not asking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

from belofte.checks.settings_expected import value_of
from belofte.checks.shape import Parameters, Records, broken, by_word, kept, newest, unknown, word_for
from belofte.domain.expected import UNREACHABLE
from belofte.domain.observing import Setting, name_of
from belofte.domain.policy import LegalBasis, Policy, Text, Use
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.speaking import tracking_settings
from belofte.domain.system_map import SystemMap
from belofte.domain.worded import joined, worded

ASKED = "asked"
READING = "mail-opens"
"""The kind of data that measuring brings."""


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Nothing is measured; or what is measured is asked first, in the words of a purpose that rests on consent."""
    measured, unseen, looked = list[Instance](), list[Text](), 0
    for system, setting in _asked_of(parameters, records):
        seen = newest(observations, system.name, name_of(Setting(setting)), now, parameters.fresh)
        if seen.why_not:
            unseen.append(seen.why_not)
            continue
        looked += 1
        if _is_on(value_of(seen)):
            measured.append(Instance(f"{system.name} {setting}", 1))
    if measured and not _is_asked(parameters):
        told = worded(
            "gemeten wordt wie een mail leest, en niemand is daar toestemming voor gevraagd",
            "it is measured who reads mail, and nobody was asked for consent to that",
        )
        return broken(parameters, now, told, measured)
    if measured:
        if word := word_for(parameters, records):
            return by_word(parameters, now, word)
        told = worded(
            "gemeten wordt wie een mail leest; het beleid vraagt dat, en geen systeem toont van elke lezer het ja",
            "it is measured who reads mail; the policy asks for it, and no system shows the yes of every reader",
        )
        return unknown(parameters, now, told)
    if unseen or not looked:
        none = worded("geen systeem toont of gemeten wordt", "no system shows whether it is measured")
        return unknown(parameters, now, joined(unseen) if unseen else none)
    return kept(parameters, now, worded("er wordt niet gemeten wie een mail leest", "nobody measures who reads mail"))


def _asked_of(parameters: Parameters, records: Records) -> Iterator[tuple[SystemMap, str]]:
    names = {fact.split(".")[1] for fact in parameters.facts}
    for system in records.systems.values():
        if system.recipient in names:
            yield from ((system, setting) for setting in tracking_settings(system))


def _is_asked(parameters: Parameters) -> bool:
    """Whether the policy says that it is asked, and has a purpose on consent that uses what measuring brings."""
    names = {fact.split(".")[1] for fact in parameters.facts}
    stated = {parameters.policy.recipients[name].tracking for name in names if name in parameters.policy.recipients}
    return stated == {ASKED} and any(_reads(parameters.policy, purpose) for purpose in parameters.policy.purposes)


def _reads(policy: Policy, name: str) -> bool:
    purpose = policy.purposes[name]
    if purpose.basis is not LegalBasis.CONSENT or not purpose.ask:
        return False
    return any(READING in _kinds_of(policy, use) for use in purpose.uses)


def _kinds_of(policy: Policy, use: Use) -> tuple[str, ...]:
    """The kinds of a category, or of the part of it that a purpose names."""
    category = policy.data.get(use.category)
    if category is None:
        return ()
    return {"needed": category.needed, "optional": category.optional}.get(use.part or "", category.kinds)


def _is_on(value: object) -> bool:
    """Whether it is measured anywhere; a place that could not be looked at counts as nothing here."""
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, object]", value)
        return UNREACHABLE not in parts and any(_is_on(part) for part in parts.values())
    if isinstance(value, list | tuple):
        return any(_is_on(part) for part in cast("list[object]", value))
    return value is True
