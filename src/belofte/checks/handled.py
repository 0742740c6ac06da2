"""What a handled request must show: the register row, an anonymous one for an erasure, copies sent only to a known
address, an erasure read back, every system searched.

All of these look at our own books. While no request of the kind has been handled there is nothing to judge, and the
verdict says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Case, Parameters, Records, broken, kept, not_connected, unknown
from belofte.checks.stays_forgotten import came_back
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.register import ANONYMOUS
from belofte.domain.request import RequestState
from belofte.domain.rights.names import QUESTION
from belofte.domain.worded import counted, joined, worded

COPIED = frozenset({"access", "portability"})
ON_ITS_WAY = frozenset({RequestState.RECEIVED, RequestState.IDENTIFIED})
PROVEN_BY_CONTACT = frozenset({"email", "phone"})


def judge_register(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """As many rows as closed cases, counted apart, and no row of a sealed month was touched."""
    del observations
    if records.register_changed:
        months = ", ".join(records.register_changed)
        return broken(
            parameters,
            now,
            worded(
                "regels van {months} zijn niet meer wat het bewijslogboek bewaart",
                "rows of {months} are no longer what the evidence log holds",
                months=months,
            ),
            [Instance(f"register {month}", 1) for month in records.register_changed],
        )
    if records.closed is None:
        return unknown(
            parameters,
            now,
            worded("de afgesloten dossiers konden niet geteld worden", "the closed cases could not be counted"),
        )
    rows = len(records.register)
    if rows != records.closed:
        instance = Instance("register", abs(rows - records.closed))
        return broken(
            parameters,
            now,
            worded(
                "{closed} dossiers afgesloten, {rows} regels in de administratie",
                "{closed} cases closed, {rows} rows in the register",
                closed=records.closed,
                rows=rows,
            ),
            [instance],
        )
    if not rows:
        return unknown(
            parameters,
            now,
            worded(
                "er is nog geen verzoek afgesloten: de administratie is leeg",
                "no request has been closed yet: the register is empty",
            ),
        )
    return kept(
        parameters,
        now,
        worded(
            "{cases}, elk met een regel",
            "{cases}, each with its row",
            cases=counted(rows, ("afgesloten dossier", "afgesloten dossiers"), ("closed case", "closed cases")),
        ),
    )


def judge_anonymous(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Rows of erasures hold months and counts, no day, and no id that any open case has."""
    del observations
    rows = [row for row in records.register if row.right in ANONYMOUS]
    if not rows:
        return unknown(
            parameters, now, worded("er is nog geen vergeetverzoek afgesloten", "no erasure has been closed yet")
        )
    open_ids = {case.request.id for case in records.cases}
    bad = sum(bool(row.received_on or row.answered_on or row.id in open_ids) for row in rows)
    if bad:
        return broken(
            parameters,
            now,
            worded(
                "een regel van een vergeetverzoek is terug te voeren op iemand",
                "a row of an erasure can be traced back",
            ),
            [Instance("register", bad)],
        )
    return kept(
        parameters,
        now,
        worded(
            "{rows} van vergeetverzoeken, alleen maanden en aantallen",
            "{rows} of erasures, months and counts only",
            rows=counted(len(rows), ("regel", "regels"), ("row", "rows")),
        ),
    )


def judge_known_address(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What was delivered went to a person who proved a contact value we knew, or was identified otherwise first."""
    del observations
    delivered = [c for c in records.cases if c.request.right in COPIED and c.request.delivered_at is not None]
    if not delivered:
        return unknown(
            parameters,
            now,
            worded(
                "in geen open dossier is een kopie onderweg of afgeleverd",
                "no copy is on its way or was delivered in an open case",
            ),
        )
    bad = [case for case in delivered if not case.request.identified_by]
    if bad:
        reason = worded(
            "een kopie is afgeleverd voordat vaststond wie het is",
            "a copy was delivered before anybody proved who he is",
        )
        return broken(parameters, now, reason, [Instance("delivered copies", len(bad))])
    known = sum(case.request.identified_by in PROVEN_BY_CONTACT for case in delivered)
    told = [worded("{copies} naar een adres dat wij kenden", "{copies} to an address we knew", copies=_copies(known))]
    if known < len(delivered):
        told.append(worded("{n} na identificatie", "{n} after identification", n=len(delivered) - known))
    return kept(parameters, now, joined(told, ", "))


def judge_erased(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """What was erased was looked for again and is not there, also not by a backup that came back; what must stay is
    there."""
    del observations
    if came := came_back(parameters, records, now):
        return came
    acts = [act for case in records.cases for act in case.acts or ()]
    if not acts:
        return unknown(
            parameters, now, worded("in geen open dossier is iets gewist", "nothing has been erased in an open case")
        )
    unseen = [act for act in acts if act.remains is None]
    bad = [act for act in acts if act.remains or act.kept_missing]
    if bad:
        instances = [Instance(f"{act.system}.{act.collection}", (act.remains or 0) + act.kept_missing) for act in bad]
        return broken(
            parameters,
            now,
            worded(
                "bij het wissen bleef iets over, of ging iets mee dat moet blijven",
                "an erasure left something, or took what must stay",
            ),
            instances,
        )
    if unseen:
        return unknown(
            parameters,
            now,
            worded(
                "{erasures} niet teruggelezen",
                "{erasures} not read back",
                erasures=counted(len(unseen), ("wissing is", "wissingen zijn"), ("erasure was", "erasures were")),
            ),
        )
    return kept(
        parameters,
        now,
        worded(
            "{acts} teruggelezen; er is niets over",
            "{acts} of erasure read back; nothing remains",
            acts=counted(len(acts), ("wissing", "wissingen"), ("act", "acts")),
        ),
    )


def judge_searched(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every request was searched for in every system of the map; a system that was away is named."""
    del observations
    cases = [case for case in records.cases if case.request.state not in ON_ITS_WAY]
    cases = [c for c in cases if c.request.state not in (RequestState.REFUSED, RequestState.STOPPED)]
    cases = [c for c in cases if c.request.right != QUESTION]  # a question is answered, nothing is looked up
    if not cases:
        return unknown(
            parameters, now, worded("voor geen open dossier is nog gezocht", "no open case has been searched yet")
        )
    skipped = _missing(cases, records)
    if skipped:
        return broken(
            parameters,
            now,
            worded("niet in elk systeem is voor een verzoek gezocht", "a request was not searched for in every system"),
            skipped,
        )
    blind = sorted({name for case in cases for name in case.blind})
    if blind:
        return unknown(
            parameters,
            now,
            worded("in {names} kon niet gekeken worden", "could not look in {names}", names=", ".join(blind)),
        )
    connected = {system.recipient for system in records.systems.values()}
    recipients = parameters.policy.recipients.values()
    unconnected = [r.name for r in recipients if r.gets and r.role is not None and r.role.value == "processor"]
    unconnected = [name for name in unconnected if name not in connected]
    looked = counted(len(cases), ("dossier", "dossiers"), ("case", "cases"))
    if unconnected:
        told = worded("{cases} in onze eigen systemen doorzocht", "{cases} searched in our own systems", cases=looked)
        return unknown(parameters, now, joined([told, not_connected(", ".join(unconnected))]))
    told = worded(
        "{cases} in alle {n} systemen doorzocht",
        "{cases} searched in all {n} systems",
        cases=looked,
        n=len(records.systems),
    )
    return kept(parameters, now, told)


def _copies(number: int) -> Text:
    return counted(number, ("kopie", "kopieën"), ("copy", "copies"))


def _missing(cases: Sequence[Case], records: Records) -> list[Instance]:
    counts: dict[str, int] = {}
    for case in cases:
        for name in set(records.systems) - case.searched - case.blind:
            counts[name] = counts.get(name, 0) + 1
    return [Instance(name, count) for name, count in sorted(counts.items())]
