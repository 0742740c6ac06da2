"""Did data go to authorities only when forced, as the register shows: who, by which article, on paper, approved by two,
and nothing beyond what was named? And is what a hold keeps still there?

Only what may be told is judged: a verdict that speaks of a secret order would give it away. Such an entry is judged
when its secrecy is lifted, and the desk lets none be handed over that lacks any of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, by_word, kept, unknown, word_for
from belofte.domain.account import same_name
from belofte.domain.disclosure import APPROVERS, Disclosure
from belofte.domain.policy import Policy, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import counted, joined, worded


def judge_complete(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Each has authority, article, order, scope, two approvers, day and list, and stayed within its scope."""
    del observations
    faults = [(one.id, fault) for one in records.disclosures for fault in _faults(one, parameters.policy, records)]
    if faults:
        told = joined({fault.in_("en"): fault for _, fault in faults}.values())
        return broken(parameters, now, told, [Instance(name, 1) for name in dict.fromkeys(name for name, _ in faults)])
    if not records.disclosures:
        return _nothing_yet(parameters, records, now)
    return kept(parameters, now, _in_order(records))


def judge_forced(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Nothing was given of free will, and what an order or a claim holds was not erased meanwhile."""
    del observations
    willing = [Instance(one.id, 1) for one in records.disclosures if one.handed_on is not None and not _is_forced(one)]
    if willing:
        reason = worded("gegevens verstrekt zonder dat een wet dwong", "data handed over that no law forced")
        return broken(parameters, now, reason, willing)
    gone = [Instance(one.hold, one.missing) for one in records.held if one.missing]
    if gone:
        reason = worded("vastgehouden gegevens zijn er niet meer", "held data is no longer there")
        return broken(parameters, now, reason, gone)
    if blind := [one for one in records.held if one.blind]:
        names = ", ".join(sorted({name for one in blind for name in one.blind}))
        return unknown(
            parameters,
            now,
            worded("in {names} kon niet gekeken worden", "could not look in {names}", names=names),
        )
    if not records.disclosures and not records.held:
        return _nothing_yet(parameters, records, now)
    told = [_in_order(records)] if records.disclosures else []
    if records.held:
        number = sum(one.kept for one in records.held)
        which = counted(
            number, ("vastgehouden record is", "vastgehouden records zijn"), ("held record", "held records")
        )
        told.append(worded("{which} er nog", "{which} still there", which=which))
    return kept(parameters, now, joined(told))


def _faults(one: Disclosure, policy: Policy, records: Records) -> Iterator[Text]:
    if one.id in records.disclosures_changed:
        yield worded("een regel is niet wat het bewijslogboek zegt", "an entry is not what the evidence log says")
    if one.handed_on is None:
        return
    if not one.authority:
        yield worded("zonder instantie", "without an authority")
    if not one.article:
        yield worded("zonder artikel", "without an article")
    if not one.digest:
        yield worded("zonder stuk op papier", "without an order on paper")
    if not one.scope.names_something:
        yield worded("zonder omvang", "without a scope")
    if len({same_name(given.by) for given in one.approvals}) < APPROVERS:
        yield worded("zonder akkoord van twee mensen", "without the approval of two persons")
    if policy.authorities.grounds and one.ground not in policy.authorities.grounds:
        yield worded("voor een onderzoek dat het beleid niet noemt", "for an investigation the policy does not name")
    if any(not _is_within(one, line.category, f"{line.system}.{line.collection}") for line in one.handed):
        yield worded("meer dan gevraagd", "more than was asked")
    if any(line.written > line.planned for line in one.handed):
        yield worded("meer dan goedgekeurd", "more than was approved")


def _is_within(one: Disclosure, category: str, collection: str) -> bool:
    return category in one.scope.categories or collection in one.scope.collections


def _is_forced(one: Disclosure) -> bool:
    return bool(one.article and one.digest and one.refused_because is None)


def _in_order(records: Records) -> Text:
    handed = sum(one.handed_on is not None for one in records.disclosures)
    refused = sum(one.refused_on is not None for one in records.disclosures)
    return worded(
        "{handed} verstrekt, {refused} geweigerd, alles volgens de regels",
        "{handed} handed over, {refused} refused, all by the rules",
        handed=handed,
        refused=refused,
    )


def _nothing_yet(parameters: Parameters, records: Records, now: datetime) -> Verdict:
    """An empty register proves nothing: somebody's word counts, as long as it lasts."""
    if word := word_for(parameters, records):
        return by_word(parameters, now, word)
    reason = worded("er is nog niets gevorderd of verstrekt", "nothing has been demanded or handed over yet")
    return unknown(parameters, now, reason)
