"""The days of a request counted anew from its own facts, whenever one of them changed."""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.clock import dates_again, last_working_day
from belofte.domain.request import Request
from belofte.domain.timing import law_end_of, runs_from, suspended_days
from belofte.procedures.parts import Parts


def recount(parts: Parts, request: Request) -> Request:
    """The law's dates anew from the request's own facts: receipt, the days it waited for an answer. The promised day
    stays what it was."""
    zone = parts.country.time_zone
    dates = dates_again(
        runs_from(request, zone),
        request.promise_due,
        parts.holidays,
        suspended_days=suspended_days(request, parts.today()),
    )
    counted = replace(request, law_due=dates.law_due, law_ext_due=dates.law_ext_due)
    ends = [end for end in (request.promise_due, law_end_of(counted, zone)) if end is not None]
    due = min(ends)
    return replace(counted, due=due, work_by=last_working_day(due, parts.holidays)[0])
