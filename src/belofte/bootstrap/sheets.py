"""Tables from a file: CSV by ourselves, XLSX with openpyxl where it is installed (the extra ``sheets``)."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.loading.importing import Sheet, read_csv, sheet_of

LARGEST = 200 * 1024 * 1024
"""Bytes an XLSX may unfold to: more is no table of a company but an attack, or a mistake."""


def read_sheet(name: str, data: bytes) -> Sheet:
    """The first sheet of an .xlsx, or a CSV. Raises ``WrongUse`` for what is neither."""
    return _read_xlsx(data) if name.lower().endswith(".xlsx") else read_csv(data)


def _read_xlsx(data: bytes) -> Sheet:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as missing:
        raise CouldNotLook(
            "Reading .xlsx needs a part that is not installed.", "pip install 'belofte[sheets]', or save it as CSV"
        ) from missing
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise WrongUse("The file unfolds to more than a table holds.", "save it as CSV, in smaller parts")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as wrong:
        raise WrongUse("The file is no .xlsx.", "save it again from the spreadsheet, or as CSV UTF-8") from wrong
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        return sheet_of([(number, _trimmed([_text(cell) for cell in row])) for number, row in enumerate(rows, 1)])
    finally:
        book.close()


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
