"""The terms of a batch as they lie sealed in the ledger, beside its keys or its days: event -> last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from belofte.domain.retention import Term, Unless

_UNLESS = "unless"
"""Under this name the terms of tags and purposes are sealed; no event is called so."""


def sealed_due(past: Sequence[Term], unless: Sequence[Unless]) -> dict[str, object]:
    """As they are sealed."""
    days: dict[str, object] = {**_days(past)}
    if unless:
        days[_UNLESS] = {one.event: _days(one.past) for one in unless}
    return days


def unsealed_due(sealed: Mapping[str, object]) -> tuple[tuple[Term, ...], tuple[Unless, ...]]:
    """As they were."""
    some = cast("Mapping[str, Mapping[str, object]]", sealed.get(_UNLESS, {}))
    past = _past_of({event: last for event, last in sealed.items() if event != _UNLESS})
    return past, tuple(Unless(event, _past_of(days)) for event, days in some.items())


def _days(past: Sequence[Term]) -> dict[str, str]:
    return {term.event: term.last.isoformat() for term in past}


def _past_of(days: Mapping[str, object]) -> tuple[Term, ...]:
    return tuple(Term(event, date.fromisoformat(str(last))) for event, last in days.items())
