"""What was seen of a system's settings is what its map expects (``expect:`` in ``systems/NAME.yaml``).

Which expectations speak of a fact says :mod:`belofte.domain.speaking`. Where none does it is judged as if this check
did not exist; a document is always judged beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, Seen, broken, kept, newest, unknown
from belofte.domain.expected import Compared, compare
from belofte.domain.observing import Setting, name_of
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.said import said
from belofte.domain.speaking import Expected, expectations_for, named_by
from belofte.domain.worded import counted, joined, worded

SHOWN = 3
"""So many differences are told in the reason; all of them stand among the instances."""


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every setting that speaks of the facts, in every place it has, as it is expected to be."""
    found = _expected(parameters, records)
    if not found:
        return unknown(parameters, now, worded("hiervoor is niets verwacht", "nothing is expected for this"))
    bad: list[tuple[Expected, Compared]] = []
    unseen: list[Text] = []
    good = 0
    for one in found:
        seen = newest(observations, one.system, name_of(Setting(one.setting)), now, parameters.fresh)
        if seen.why_not:
            unseen.append(_not_seen(one, seen.why_not))
            continue
        for compared in compare(one.expectation, value_of(seen)):
            if compared.as_expected is None:
                unseen.append(_not_seen(one, said(compared.why), compared.place))
            elif compared.as_expected:
                good += 1
            else:
                bad.append((one, compared))
    if bad:
        told = joined(_difference(one, compared) for one, compared in bad[:SHOWN])
        return broken(parameters, now, told, _instances(bad))
    if unseen:
        return unknown(parameters, now, joined(unseen))
    told = worded(
        "{settings} zoals verwacht",
        "{settings} as expected",
        settings=counted(good, ("instelling is", "instellingen zijn"), ("setting is", "settings are")),
    )
    return kept(parameters, now, told)


def value_of(seen: Seen) -> object:
    """A setting's value as JSON knows it: several values come as JSON text."""
    if isinstance(seen.value, str) and seen.value[:1] in ("{", "["):
        try:
            return json.loads(seen.value)
        except ValueError:
            return seen.value
    return seen.value


def _expected(parameters: Parameters, records: Records) -> tuple[Expected, ...]:
    """Of all facts, each once. A clause can say ``parameters: {settings: [...]}``: then those, of whichever system."""
    if named := named_by(parameters.clause, records.systems):
        return named
    each = [one for fact in parameters.facts for one in expectations_for(fact, parameters.policy, records.systems)]
    return tuple(one for number, one in enumerate(each) if one not in each[:number])


def _not_seen(one: Expected, why: Text, place: str = "") -> Text:
    where = " ".join(filter(None, (one.system, one.setting, place)))
    return worded("{where}: niet gezien: {why}", "{where}: not seen: {why}", where=where, why=why)


def _difference(one: Expected, compared: Compared) -> Text:
    return worded(
        "{where} is {seen}, verwacht: {expected}",
        "{where} is {seen}, expected: {expected}",
        where=" ".join(filter(None, (one.system, one.setting, compared.place))),
        seen=compared.seen,
        expected=compared.expected,
    )


def _instances(bad: Sequence[tuple[Expected, Compared]]) -> Iterator[Instance]:
    counts: dict[str, int] = {}
    for one, compared in bad:
        place = " ".join(filter(None, (one.system, one.setting, compared.place)))
        counts[place] = counts.get(place, 0) + 1
    return (Instance(place, count) for place, count in counts.items())
