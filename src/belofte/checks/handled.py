"""What a handled request must show: the register row, an anonymous one for an erasure, copies sent only to a known
address, an erasure read back, every system searched.

All of these look at our own books. While no request of the kind has been handled there is nothing to judge, and the
verdict says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Case, Parameters, Records, broken, counted, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.register import ANONYMOUS
from belofte.domain.request import RequestState
from belofte.domain.rights.names import QUESTION

COPIED = frozenset({"access", "portability"})
ON_ITS_WAY = frozenset({RequestState.RECEIVED, RequestState.IDENTIFIED})
PROVEN_BY_CONTACT = frozenset({"email", "phone"})


def judge_register(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """As many rows as closed cases, counted apart."""
    del observations
    if records.closed is None:
        return unknown(parameters, now, "the closed cases could not be counted")
    rows = len(records.register)
    if rows != records.closed:
        instance = Instance("register", abs(rows - records.closed))
        return broken(parameters, now, f"{records.closed} cases closed, {rows} rows in the register", [instance])
    if not rows:
        return unknown(parameters, now, "no request has been closed yet: the register is empty")
    return kept(parameters, now, f"{counted(rows, 'closed case', 'closed cases')}, each with its row")


def judge_anonymous(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Rows of erasures hold months and counts, no day, and no id that any open case has."""
    del observations
    rows = [row for row in records.register if row.right in ANONYMOUS]
    if not rows:
        return unknown(parameters, now, "no erasure has been closed yet")
    open_ids = {case.request.id for case in records.cases}
    bad = sum(bool(row.received_on or row.answered_on or row.id in open_ids) for row in rows)
    if bad:
        return broken(parameters, now, "a row of an erasure can be traced back", [Instance("register", bad)])
    return kept(parameters, now, f"{counted(len(rows), 'row', 'rows')} of erasures, months and counts only")


def judge_known_address(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What was delivered went to a person who proved a contact value we knew, or was identified otherwise first."""
    del observations
    delivered = [c for c in records.cases if c.request.right in COPIED and c.request.delivered_at is not None]
    if not delivered:
        return unknown(parameters, now, "no copy is on its way or was delivered in an open case")
    bad = [case for case in delivered if not case.request.identified_by]
    if bad:
        reason = "a copy was delivered before anybody proved who he is"
        return broken(parameters, now, reason, [Instance("delivered copies", len(bad))])
    known = sum(case.request.identified_by in PROVEN_BY_CONTACT for case in delivered)
    other = f", {len(delivered) - known} after identification" if known < len(delivered) else ""
    return kept(parameters, now, f"{counted(known, 'copy', 'copies')} to an address we knew{other}")


def judge_erased(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What was erased was looked for again and is not there; what must stay is there."""
    del observations
    acts = [act for case in records.cases for act in case.acts or ()]
    if not acts:
        return unknown(parameters, now, "nothing has been erased in an open case")
    unseen = [act for act in acts if act.remains is None]
    bad = [act for act in acts if act.remains or act.kept_missing]
    if bad:
        instances = [Instance(f"{act.system}.{act.collection}", (act.remains or 0) + act.kept_missing) for act in bad]
        return broken(parameters, now, "an erasure left something, or took what must stay", instances)
    if unseen:
        return unknown(parameters, now, f"{counted(len(unseen), 'erasure was', 'erasures were')} not read back")
    return kept(parameters, now, f"{counted(len(acts), 'act', 'acts')} of erasure read back; nothing remains")


def judge_searched(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every request was searched for in every system of the map; a system that was away is named."""
    del observations
    cases = [case for case in records.cases if case.request.state not in ON_ITS_WAY]
    cases = [c for c in cases if c.request.state not in (RequestState.REFUSED, RequestState.STOPPED)]
    cases = [c for c in cases if c.request.right != QUESTION]  # a question is answered, nothing is looked up
    if not cases:
        return unknown(parameters, now, "no open case has been searched yet")
    skipped = _missing(cases, records)
    if skipped:
        return broken(parameters, now, "a request was not searched for in every system", skipped)
    blind = sorted({name for case in cases for name in case.blind})
    if blind:
        return unknown(parameters, now, f"could not look in {', '.join(blind)}")
    connected = {system.recipient for system in records.systems.values()}
    recipients = parameters.policy.recipients.values()
    unconnected = [r.name for r in recipients if r.gets and r.role is not None and r.role.value == "processor"]
    unconnected = [name for name in unconnected if name not in connected]
    if unconnected:
        looked = counted(len(cases), "case", "cases")
        names = ", ".join(unconnected)
        return unknown(parameters, now, f"{looked} searched in our own systems; no connector has looked at {names} yet")
    return kept(
        parameters, now, f"{counted(len(cases), 'case', 'cases')} searched in all {len(records.systems)} systems"
    )


def _missing(cases: Sequence[Case], records: Records) -> list[Instance]:
    counts: dict[str, int] = {}
    for case in cases:
        for name in set(records.systems) - case.searched - case.blind:
            counts[name] = counts.get(name, 0) + 1
    return [Instance(name, count) for name, count in sorted(counts.items())]
