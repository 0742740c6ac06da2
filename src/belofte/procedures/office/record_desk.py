"""The record of processing of what runs now: the policy in force, the maps and the work for others (Art. 30)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from belofte.domain.as_json import told
from belofte.domain.record_of_processing import ProcessingRecord, RecordOf, make_record
from belofte.domain.record_of_processing.page import render_record
from belofte.domain.record_of_processing.sheets import record_csv, sheet_rows
from belofte.domain.record_of_processing.told import as_fields
from belofte.loading.impact import load_criteria
from belofte.procedures.parts import Current

WriteSheets = Callable[[Mapping[str, Sequence[Sequence[str]]]], bytes]
"""Tables by name as one spreadsheet file."""


class RecordDesk:
    """The record of processing, for the office's page and its downloads."""

    def __init__(self, current: Current, sheets: WriteSheets) -> None:
        self._current, self._sheets = current, sheets

    def made(self, language: str) -> ProcessingRecord:
        """The record in one language, as of today."""
        parts = self._current.parts
        of = RecordOf(parts.policy, parts.systems, parts.on_behalf, parts.countries, load_criteria())
        return make_record(of, language, parts.today())

    def page(self, language: str) -> bytes:
        """The record as a page of its own, to print or to keep."""
        return render_record(self.made(language)).encode()

    def xlsx(self, language: str) -> bytes:
        """Every table as a sheet. Raises ``CouldNotLook`` where the part that writes it is not installed."""
        record = self.made(language)
        return self._sheets({filled.table.name: sheet_rows(filled, language) for filled in record.tables})

    def csv(self, language: str, table: str) -> bytes | None:
        """One table; None for a name no table has."""
        found = next((f for f in self.made(language).tables if f.table.name == table), None)
        return record_csv(found, language).encode("utf-8-sig") if found else None

    def json(self, language: str) -> Mapping[str, object]:
        """The whole record as one JSON object."""
        return told("record", **as_fields(self.made(language)))
