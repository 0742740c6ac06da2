"""The acts of single records: which there are, one that stays or is withheld, whose one is, a passage left out of the
copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from belofte.domain.record_decision import DECIDABLE, LeftOutBecause
from belofte.domain.rights.planning import SHARED
from belofte.procedures.desks import CaseView
from belofte.procedures.planning.told_apart import ROWS_DECIDED
from belofte.web.acts import Act, Desks, Field, Given, Look, Shown, has_export_texts, is_undecided
from belofte.web.forms import LONGEST

LINE = LONGEST["name"]


def _is_decidable(case: CaseView) -> bool:
    return is_undecided(case) and case.row.right in DECIDABLE


def _records(desks: Desks, given: Given) -> Shown:
    return Shown("records.html", {"by": given.by, "records": desks.more["records"].records(given.reference)})


def _redact(desks: Desks, given: Given) -> None:
    because = LeftOutBecause(given["because"])
    desk = desks.more["records"]
    desk.redact(given.reference, given["record"], given["column"], given["passage"], given.by, because)


def _decide(desks: Desks, given: Given) -> None:
    until = date.fromisoformat(given["until"]) if given["until"] else None
    desks.more["records"].decide(given.reference, given["record"], given["ground"], given.by, until)


def _asks(question: str) -> Callable[[CaseView], bool]:
    """Whether the open plan has this question or note."""
    return lambda case: (
        is_undecided(case) and case.plan is not None and any(one.startswith(question) for one in case.plan.questions)
    )


def _whose(desks: Desks, given: Given) -> Shown:
    return Shown("whose.html", {"by": given.by, "rows": desks.more["whose"].rows(given.reference, given.by)})


def _theirs(desks: Desks, given: Given) -> None:
    desks.more["whose"].decide(given.reference, given["record"], given.by, given["reasons"])


def _not_theirs(desks: Desks, given: Given) -> None:
    desks.more["whose"].undo(given.reference, given["record"], given.by)


def _undo(desks: Desks, given: Given) -> None:
    desks.more["records"].undo(given.reference, given["record"], given.by)


RECORDS: tuple[Act, ...] = (
    Act("records", is_undecided, _records, tone="quiet", is_open=True, desk="records"),
    Act(
        "redact",
        has_export_texts,
        _redact,
        (
            Field("record", most=LINE),
            Field("column", most=LINE),
            Field("passage"),
            Field("because", Look.PICK, options=tuple(LeftOutBecause)),
        ),
        tone="quiet",
        desk="records",
    ),
    Act(
        "record",
        _is_decidable,
        _decide,
        (Field("record", most=LINE), Field("ground"), Field("until", Look.DAY, optional=True)),
        tone="quiet",
        desk="records",
    ),
    Act("whose", _asks(SHARED), _whose, tone="quiet", is_open=True, desk="whose"),
    Act(
        "theirs",
        _asks(SHARED),
        _theirs,
        (Field("record", most=LINE), Field("reasons", Look.AREA)),
        tone="quiet",
        desk="whose",
    ),
    Act("theirs-back", _asks(ROWS_DECIDED), _not_theirs, (Field("record", most=LINE),), tone="quiet", desk="whose"),
    Act("record-back", _is_decidable, _undo, (Field("record", most=LINE),), tone="quiet", desk="records"),
)
"""In the order of the page."""
