"""What the log of uses shows: contacts with a yes before them, uses on a ground, parcels with an order, carriers that
got no more than they may (Art. 5(1)(b)-(c), 6, 7 GDPR).

The log holds what asked :mod:`belofte.may`, and what was told afterwards from lists of sendings and labels. What it
does not hold is not judged: with nothing in it the verdict is *unknown*, and a person who looked can vouch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, by_word, kept, unknown, word_for
from belofte.domain.policy import RecipientRole, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.shipment import too_much, without_ground
from belofte.domain.use import ShipmentCount
from belofte.domain.worded import counted, worded


def judge_contacts(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every unsolicited contact has a yes for its purpose and its channel, given before it and not taken back."""
    del observations
    seen, only = records.uses, _purposes(parameters)
    faults = {key: count for key, count in seen.faults.items() if not only or key[0] in only}
    if faults:
        told = worded(
            "iemand is benaderd zonder dat er van tevoren toestemming voor was",
            "somebody was contacted without having agreed to it beforehand",
        )
        places = [Instance(f"{purpose or '-'}: {fault}", count) for (purpose, fault), count in sorted(faults.items())]
        return broken(parameters, now, told, places)
    count = sum(number for purpose, number in seen.contacts.items() if not only or purpose in only)
    if not count:
        return _nothing(parameters, records, now)
    contacts = counted(count, ("benadering", "benaderingen"), ("contact", "contacts"))
    told = worded("{n} in het logboek, elk na een ja", "{n} in the log, each after a yes", n=contacts)
    return kept(parameters, now, told)


def judge_grounds(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every use rests on an order, a contract, a consent or what the policy names; none on an order that was closed."""
    del observations
    seen = records.uses
    bare = [Instance(one.purpose or "-", one.count) for one in seen.counts if not one.rests_on]
    if seen.after_closing:
        bare.append(Instance("closed", seen.after_closing))
    if bare:
        told = worded(
            "gegevens zijn gebruikt zonder opdracht, toestemming of plicht, of voor een afgesloten opdracht",
            "data was used without an order, a consent or a duty, or for an order that was closed",
        )
        return broken(parameters, now, told, bare)
    count = sum(one.count for one in seen.counts)
    if not count:
        return _nothing(parameters, records, now)
    uses = counted(count, ("gebruik", "keer gebruik"), ("use", "uses"))
    return kept(
        parameters, now, worded("{n} in het logboek, elk met zijn grond", "{n} in the log, each on its ground", n=uses)
    )


def judge_orders(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every shipment names its order, or the consent under which it was sent."""
    del observations
    made = records.uses.shipments
    if bare := without_ground(made):
        told = worded("een zending hoort bij geen bestelling", "a shipment belongs to no order")
        return broken(parameters, now, told, [Instance(carrier, count) for carrier, count in sorted(bare.items())])
    if not made:
        return _nothing(parameters, records, now)
    told = worded(
        "{n} in het logboek, elk met zijn bestelling", "{n} in the log, each with its order", n=_parcels(made)
    )
    return kept(parameters, now, told)


def judge_carriers(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What carriers got is what the policy says they get."""
    del observations
    others = [name for name in _recipients(parameters) if not _is_carrier(parameters, name)]
    if others:
        return unknown(
            parameters,
            now,
            worded(
                "wat {names} krijgt wordt niet per zending vastgelegd",
                "what {names} gets is not logged one by one",
                names=", ".join(others),
            ),
        )
    made = records.uses.shipments
    if extra := too_much(parameters.policy, made):
        told = worded("een vervoerder kreeg meer dan is toegezegd", "a carrier got more than was promised")
        return broken(parameters, now, told, [Instance(place, count) for place, count in sorted(extra.items())])
    if not made:
        return _nothing(parameters, records, now)
    told = worded(
        "{n} in het logboek; geen vervoerder kreeg meer dan hij mag",
        "{n} in the log; no carrier got more than it may",
        n=_parcels(made),
    )
    return kept(parameters, now, told)


def _parcels(made: Sequence[ShipmentCount]) -> Text:
    return counted(sum(one.count for one in made), ("zending", "zendingen"), ("shipment", "shipments"))


def _nothing(parameters: Parameters, records: Records, now: datetime) -> Verdict:
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    told = worded(
        "in het logboek staat hier nog niets over: vraag eerst, of geef door wat is gedaan",
        "the log holds nothing of it yet: ask first, or tell what was done",
    )
    return unknown(parameters, now, told)


def _purposes(parameters: Parameters) -> frozenset[str]:
    """The purposes a clause speaks of; none: of every contact."""
    if any(fact.startswith("limits.") for fact in parameters.facts):
        return frozenset()
    keys = (fact.split(".") for fact in parameters.facts)
    return frozenset(path[1] for path in keys if path[0] == "purposes" and len(path) > 1)


def _recipients(parameters: Parameters) -> list[str]:
    keys = (fact.split(".") for fact in parameters.facts)
    return [path[1] for path in keys if path[0] == "recipients" and len(path) > 1]


def _is_carrier(parameters: Parameters, name: str) -> bool:
    recipient = parameters.policy.recipients.get(name)
    return recipient is not None and recipient.role is RecipientRole.CARRIER
