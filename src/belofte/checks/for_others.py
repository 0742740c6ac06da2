"""Is there an agreement with everyone for whom the company is processor (Art. 28(3))?

Kept where each names its document, the document is there, and neither it nor the day of its review is past.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, by_word, kept, unknown, word_for
from belofte.domain.policy import OnBehalf, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import counted, joined, worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Broken where somebody has none that holds, or where data is held for others and nobody is named."""
    del observations
    bad = [*_unnamed(records), *(found for work in records.on_behalf.values() for found in _lacking(work, records))]
    if bad:
        told = joined(text for text, _ in bad)
        return broken(parameters, now, told, [Instance(place, 1) for _, place in bad])
    unseen = [
        work.controller or work.name
        for work in records.on_behalf.values()
        if not work.agreement or work.agreement.document not in records.documents
    ]
    if unseen or not records.on_behalf:
        if word := word_for(parameters, records):
            return by_word(parameters, now, word)
        nobody = worded("niemand is genoemd voor wie wij verwerken", "nobody is named for whom we process")
        names = worded("nog niet bekeken: {names}", "not looked at yet: {names}", names=", ".join(unseen))
        return unknown(parameters, now, names if unseen else nobody)
    agreed = counted(
        len(records.on_behalf), ("overeenkomst geldt", "overeenkomsten gelden"), ("agreement holds", "agreements hold")
    )
    return kept(parameters, now, agreed)


def _unnamed(records: Records) -> Iterator[tuple[Text, str]]:
    """Systems with data that is held for others, and nobody for whom."""
    named = {system for work in records.on_behalf.values() for system in work.systems}
    for system in records.systems.values():
        if system.name not in named and any(not one.controller for one in system.collections.values()):
            yield (
                worded(
                    "in {system} ligt iets voor anderen, en niemand is genoemd voor wie",
                    "{system} holds something for others, and nobody is named for whom",
                    system=system.name,
                ),
                system.name,
            )


def _lacking(work: OnBehalf, records: Records) -> Iterator[tuple[Text, str]]:
    who, agreement = work.controller or work.name, work.agreement
    if agreement is None:
        yield worded("{who}: geen overeenkomst", "{who}: no agreement", who=who), work.name
        return
    document = records.documents.get(agreement.document)
    if document is not None and document.digest is None:
        yield worded("{path} is er niet", "{path} is not there", path=agreement.document), work.name
    ends = [day for day in (work.until, agreement.until) if day and day < records.today]
    if ends:
        day = min(ends)
        yield worded("{who}: gold tot en met {day}", "{who}: held until {day}", who=who, day=day), work.name
    if agreement.review and agreement.review < records.today:
        yield (
            worded(
                "{who}: had op {day} opnieuw bekeken moeten zijn",
                "{who}: should have been looked at again on {day}",
                who=who,
                day=agreement.review,
            ),
            work.name,
        )
