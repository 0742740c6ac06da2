"""Tables that are taken over from elsewhere: CSV into rows, cells named and checked, every fault by row and column.

A fault never quotes the cell: the table may tell of people. Nothing here knows what becomes of a row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.policy import Text
from belofte.loading.import_columns import TABLES
from belofte.loading.import_forms import Column, NotAsWritten, said

Cells = Mapping[str, str]
"""One row: the English name of a column -> what stands in its cell, trimmed; every column of its kind is there."""


_TOO_WIDE = said("De rij heeft meer cellen dan de kop.", "The row has more cells than the head.")
_QUOTES = said("zet aanhalingstekens om tekst", "put quotation marks around text")
_EMPTY = said("De cel is leeg.", "The cell is empty.")
_UNREADABLE = said("Dit is niet te lezen.", "This cannot be read.")


class NotReadable(Exception):
    """A cell is asked for whose own fault is known already."""


class ReadCells(dict[str, str]):
    """A row that was read: asking for a cell that is not as its column wants it raises :class:`NotReadable`, so that
    what can be said of the row's other cells is said at once."""

    def __missing__(self, column: str) -> str:
        raise NotReadable(column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: its head, and its rows with the number a spreadsheet shows beside them."""

    head: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, and what would be right. ``column`` is empty where the row as a whole is meant."""

    row: int
    column: str
    what: Text
    remedy: Text

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.what.in_('en')}\n  → {self.remedy.in_('en')}"


class NotTaken(Refused):
    """Nothing of the table was taken over. ``faults`` are in the order of the rows."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
        head = f"Nothing was taken over: {len(self.faults)} faults."
        dutch = f"Er is niets overgenomen: {len(self.faults)} fouten."
        super().__init__(Text({"en": "\n".join([head, *map(str, self.faults)]), "nl": dutch}))


def read_csv(data: bytes) -> Sheet:
    """A CSV in UTF-8, with comma, semicolon or tab between the cells. Raises ``WrongUse`` for anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise WrongUse(
            said("Het bestand is geen tekst in UTF-8.", "The file is not text in UTF-8."),
            said(
                'bewaar het als "CSV UTF-8", of geef de .xlsx zelf', 'save it as "CSV UTF-8", or give the .xlsx itself'
            ),
        ) from wrong
    first = text.partition("\n")[0]
    between = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[tuple[int, Sequence[str]]] = []
    try:
        rows.extend(enumerate(reader, 1))
    except csv.Error as wrong:
        last = len(rows) + 1
        raise WrongUse(
            said(
                f"Rij {last} is geen CSV: een aanhalingsteken is niet gesloten.",
                f"Row {last} is no CSV: a quotation mark is not closed.",
            ),
            said("herstel dat in een rekenblad", "mend it in a spreadsheet"),
        ) from wrong
    return sheet_of(rows)


def sheet_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Sheet:
    """The first row is the head; empty rows are passed over. Raises ``WrongUse`` for an empty table."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise WrongUse(
            said("De tabel is leeg.", "The table is empty."),
            said(
                "begin met een kop: belofte import --template SOORT",
                "begin with a head: belofte import --template KIND",
            ),
        )
    return Sheet([cell.strip() for cell in filled[0][1]], filled[1:])


def rows_of(sheet: Sheet, kind: str) -> list[tuple[int, Cells]]:
    """The rows by the English names of their columns, every cell in its form.

    Raises :class:`NotTaken` with every fault, ``WrongUse`` for a head that is not that of the kind.
    """
    rows, faults = read_rows(sheet, kind)
    if faults:
        raise NotTaken(faults)
    return rows


def read_rows(sheet: Sheet, kind: str) -> tuple[list[tuple[int, Cells]], list[Fault]]:
    """The rows with what can be read of them, and every fault of a cell. Raises ``WrongUse`` as :func:`rows_of`."""
    columns = _columns(sheet, kind)
    faults: list[Fault] = []
    rows: list[tuple[int, Cells]] = []
    for number, cells in sheet.rows:
        if len(cells) > len(columns):
            faults.append(Fault(number, "", _TOO_WIDE, _QUOTES))
            continue
        given = {column.name: cell.strip() for column, cell in zip(columns, cells, strict=False)}
        rows.append((number, _row(number, kind, given, sheet, columns, faults)))
    return rows, faults


def _columns(sheet: Sheet, kind: str) -> list[Column]:
    known = {name: column for column in TABLES[kind] for name in (column.name, column.dutch)}
    heads = [_plain(head) for head in sheet.head]
    if strange := [head for head in heads if head not in known]:
        raise WrongUse(
            said(
                f"Een kolom met deze naam is er niet: {', '.join(strange)}.",
                f"A column of this name is not taken: {', '.join(strange)}.",
            ),
            said(
                f"gebruik: {', '.join(f'{column.dutch} ({column.name})' for column in TABLES[kind])}",
                f"use: {', '.join(f'{column.name} ({column.dutch})' for column in TABLES[kind])}",
            ),
        )
    columns = [known[head] for head in heads]
    if len({column.name for column in columns}) < len(columns):
        raise WrongUse(
            said("Een kolom staat twee keer in de tabel.", "A column stands in the table twice."),
            said("laat er één weg", "leave one of them out"),
        )
    if missing := [column.name for column in TABLES[kind] if column.needed and column not in columns]:
        raise WrongUse(
            said(f"Er ontbreekt een kolom: {', '.join(missing)}.", f"A column is missing: {', '.join(missing)}."),
            said(f"zie belofte import --template {kind}", f"see belofte import --template {kind}"),
        )
    return columns


def _row(number: int, kind: str, given: Cells, sheet: Sheet, columns: Sequence[Column], faults: list[Fault]) -> Cells:
    shown = dict(zip((column.name for column in columns), sheet.head, strict=True))
    row = ReadCells()
    for column in TABLES[kind]:
        cell = given.get(column.name, "") or column.default
        if not cell and column.needed:
            faults.append(Fault(number, shown[column.name], _EMPTY, column.hint))
            continue
        if not cell:
            row[column.name] = ""
            continue
        try:
            row[column.name] = column.form(cell)
        except NotAsWritten:
            faults.append(Fault(number, shown[column.name], _UNREADABLE, column.hint))
    return row


def _plain(head: str) -> str:
    return head.strip().lower().replace(" ", "_").replace("-", "_")


def template(kind: str, language: str) -> str:
    """An empty table of this kind: its head, in one language."""
    names = [column.dutch if language == "nl" else column.name for column in TABLES[kind]]
    return ",".join(names) + "\n"
