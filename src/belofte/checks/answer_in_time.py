"""Every request is answered in time: the company's own term, and beside it the law's (two clocks, two results).

Open requests are judged by their dates, handled ones by what the register kept of both clocks. An extension told in
time keeps the law; the promise is still broken and is shown as broken but lawful.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Case, Parameters, Records, broken, kept, unknown
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.register import RegisterRow
from belofte.domain.timing import Timing, timing_of
from belofte.domain.worded import counted, joined, worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """No answer after its promised day, and none missing whose day is past."""
    del observations
    cases, rows = _meant(parameters, records)
    if not cases and not rows:
        return unknown(
            parameters,
            now,
            worded(
                "er is nog geen verzoek gekomen: er valt niets te beoordelen",
                "no request has come in yet: there is nothing to judge",
            ),
        )
    late = [case for case in cases if _is_late(case, records)]
    rows_late = [row for row in rows if row.promise_kept is False or (row.promise_kept is None and not row.law_kept)]
    if late or rows_late:
        unlawful = sum(_is_unlawful(case, records) for case in late) + sum(not r.law_kept for r in rows_late)
        total = len(late) + len(rows_late)
        told = [worded("{answers} niet op tijd", "{answers} not in time", answers=_answers(total))]
        if unlawful < total:
            told.append(
                worded(
                    "{n} daarvan binnen de wettelijke termijn", "{n} of them within the law's term", n=total - unlawful
                )
            )
        instances = [*_open_instances(late), *_closed_instances(rows_late)]
        return broken(parameters, now, joined(told), instances)
    running = sum(case.request.answered_at is None for case in cases)
    done = len(cases) - running + len(rows)
    if not done:
        which = counted(running, ("verzoek is", "verzoeken zijn"), ("request is", "requests are"))
        told = worded(
            "{which} open en op tijd; nog niets beantwoord", "{which} open and in time; none answered yet", which=which
        )
        return unknown(parameters, now, told)
    return kept(
        parameters,
        now,
        worded(
            "{answers} op tijd, {n} open en op tijd",
            "{answers} in time, {n} open and in time",
            answers=_answers(done),
            n=running,
        ),
    )


def _answers(number: int) -> Text:
    return counted(number, ("antwoord", "antwoorden"), ("answer", "answers"))


def _meant(parameters: Parameters, records: Records) -> tuple[list[Case], list[RegisterRow]]:
    """A term of its own for objections is judged on objections only, the general one on everything else."""
    objections = any(fact.startswith("rights.objection") for fact in parameters.facts)
    apart = parameters.policy.rights.objection_answer_within is not None
    cases = [c for c in records.cases if not apart or (c.request.right == "objection") == objections]
    rows = [r for r in records.register if not apart or (r.right == "objection") == objections]
    return cases, rows


def _is_late(case: Case, records: Records) -> bool:
    timing = timing_of(case.request, records.today, records.time_zone)
    return (timing.law if timing.promise is Timing.NONE else timing.promise) is Timing.BROKEN


def _is_unlawful(case: Case, records: Records) -> bool:
    return timing_of(case.request, records.today, records.time_zone).law is Timing.BROKEN


def _open_instances(late: Sequence[Case]) -> list[Instance]:
    by_right: dict[str, int] = {}
    for case in late:
        by_right[case.request.right] = by_right.get(case.request.right, 0) + 1
    return [Instance(f"open or answered {right} requests", count) for right, count in sorted(by_right.items())]


def _closed_instances(rows: Sequence[RegisterRow]) -> list[Instance]:
    by_month: dict[str, int] = {}
    for row in rows:
        by_month[row.month_out] = by_month.get(row.month_out, 0) + 1
    return [Instance(f"closed in {month}", count) for month, count in sorted(by_month.items())]
