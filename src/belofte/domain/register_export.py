"""The register as a table for a spreadsheet, an auditor or an authority: the rows as they stand, nothing more."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import astuple, fields

from belofte.domain.errors import WrongUse
from belofte.domain.register import RegisterRow

COLUMNS = tuple(field.name for field in fields(RegisterRow))
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def rows_in(rows: Iterable[RegisterRow], period: str | None) -> list[RegisterRow]:
    """The rows closed in a month (``2026-11``) or a year (``2026``); all where ``period`` is None.

    Raises ``WrongUse`` for anything else.
    """
    if period is not None and not _PERIOD.fullmatch(period):
        raise WrongUse("This is neither a month nor a year.", "write it like 2026-11 or 2026")
    return [row for row in rows if period is None or row.month_out == period or row.month_out[:4] == period]


def register_csv(rows: Iterable[RegisterRow]) -> str:
    """CSV (RFC 4180) with a head of the names that ``--json`` uses. No cell can be taken for a formula: all are days,
    counts, ids and words of ours."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in astuple(row)] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
