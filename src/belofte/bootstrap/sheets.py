"""Tables from a file: CSV by ourselves, XLSX with openpyxl where it is installed (the extra ``sheets``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.loading.import_forms import said
from belofte.loading.importing import Sheet, read_csv, sheet_of

LARGEST = 200 * 1024 * 1024
"""Bytes an XLSX may unfold to: more is no table of a company but an attack, or a mistake."""


def read_sheet(name: str, data: bytes) -> Sheet:
    """The first sheet of an .xlsx, or a CSV. Raises ``WrongUse`` for what is neither."""
    return _read_xlsx(data) if name.lower().endswith(".xlsx") else read_csv(data)


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """Every sheet of an .xlsx that has a head, or the one table of a CSV. Raises ``WrongUse`` for what is neither."""
    if not name.lower().endswith(".xlsx"):
        return [read_csv(data)]
    book = _opened(data)
    try:
        every = [_rows(sheet) for sheet in book.worksheets]
    finally:
        book.close()
    return [sheet_of(rows) for rows in every if any(cell.strip() for _, cells in rows for cell in cells)]


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Tables as one .xlsx, a sheet each: every cell is text, so that none is computed; the head stays in view. Raises
    ``CouldNotLook`` where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Alignment, Font
    except ImportError as missing:
        raise CouldNotLook("Writing .xlsx needs a part that is not installed.", _INSTALL) from missing
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:_LONGEST_TITLE])
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", text))
                cell.data_type, cell.number_format = "s", "@"
                cell.font = Font(bold=number == 1)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                width = min(_WIDEST, max(len(text) + 2, sheet.column_dimensions[cell.column_letter].width))
                sheet.column_dimensions[cell.column_letter].width = width
        sheet.freeze_panes = "B2"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_INSTALL = "pip install 'belofte[sheets]', or use CSV"
_LONGEST_TITLE, _WIDEST = 31, 48


def _read_xlsx(data: bytes) -> Sheet:
    book = _opened(data)
    try:
        return sheet_of(_rows(book.worksheets[0]))
    finally:
        book.close()


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    rows = sheet.iter_rows(values_only=True)
    return [(number, _trimmed([_text(cell) for cell in row])) for number, row in enumerate(rows, 1)]


def _opened(data: bytes) -> Any:  # openpyxl carries no types
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as missing:
        raise CouldNotLook(
            said(
                "Om .xlsx te lezen is een onderdeel nodig dat niet is geïnstalleerd.",
                "Reading .xlsx needs a part that is not installed.",
            ),
            said("pip install 'belofte[sheets]', of bewaar het als CSV", _INSTALL),
        ) from missing
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise WrongUse(
                    said(
                        "Het bestand is uitgepakt groter dan een tabel.", "The file unfolds to more than a table holds."
                    ),
                    said("bewaar het als CSV, in kleinere delen", "save it as CSV, in smaller parts"),
                )
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as wrong:
        raise WrongUse(
            said("Het bestand is geen .xlsx.", "The file is no .xlsx."),
            said(
                "bewaar het opnieuw uit het rekenblad, of als CSV UTF-8",
                "save it again from the spreadsheet, or as CSV UTF-8",
            ),
        ) from wrong


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end that a spreadsheet adds."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _text(cell: object) -> str:
    """A cell as it would be typed: days as ISO 8601, whole numbers without a point, true and false as yes and no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, (date, datetime)) else str(cell)
