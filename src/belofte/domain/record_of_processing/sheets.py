"""The record's tables for a spreadsheet: a head, and a row a purpose, category, recipient… One table is one sheet.

The first column is headed by the table's own name and holds the row's name in the folder, so that a table can be
recognised when it comes back. Lists stand with semicolons between; yes and no are words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from belofte.domain.record_of_processing.making import Filled, Value
from belofte.domain.record_of_processing.tables import Column, Words

_YES_NO = {"nl": {"true": "ja", "false": "nee"}, "en": {"true": "yes", "false": "no"}}
_FLAGS = {"ja": "true", "yes": "true", "true": "true", "nee": "false", "no": "false", "false": "false"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell begins that a spreadsheet would compute, or that we marked so ourselves."""
BETWEEN = "; "


def sheet_rows(filled: Filled, language: str) -> list[list[str]]:
    """The head and the rows of one table, as text."""
    columns = filled.table.columns
    head = [filled.table.name, *(column.label.in_(language) for column in columns)]
    rows = [
        [
            row.name,
            *(
                _text(column, row.cells[column.name].value, row.cells[column.name].shown, language)
                for column in columns
            ),
        ]
        for row in filled.rows
    ]
    return [head, *rows]


def record_csv(filled: Filled, language: str) -> str:
    """One table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in sheet_rows(filled, language))
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_typed(cell: str) -> str:
    """A cell as somebody typed it: without the apostrophe that kept it from being computed."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _text(column: Column, value: Value, shown: Sequence[str], language: str) -> str:
    if not column.is_fact:
        return BETWEEN.join(shown)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return BETWEEN.join(part.replace("\\", "\\\\").replace(";", "\\;") for part in value)
    return _YES_NO[language].get(value, value) if column.words is Words.FLAG else value


def value_of(column: Column, cell: str) -> Value:
    """What a cell says, as the folder would write it; raises ``ValueError`` for a yes or no that is neither."""
    text = as_typed(cell)
    if not text:
        return None
    if column.words is Words.FLAG:
        if text.casefold() not in _FLAGS:
            raise ValueError(column.name)
        return _FLAGS[text.casefold()]
    if not column.many:
        return text
    parts = (part.strip() for part in re.split(r"(?<!\\);", text))
    return tuple(dict.fromkeys(re.sub(r"\\([\\;])", r"\1", part) for part in parts if part)) or None
