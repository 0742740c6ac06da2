"""Taking tables over from the office: the same looks as ``belofte import``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte
from belofte.bootstrap.sheets import read_sheet
from belofte.loading.importing import Fault, read_rows, template
from belofte.procedures.intake.taking_over import Rows, TakenOver, TakingOver
from belofte.procedures.intake.taking_over_facts import as_yaml
from belofte.procedures.intake.taking_over_kinds import FACTS, LOOKS
from belofte.web.managing_shape import Looked

if TYPE_CHECKING:
    from belofte.web.managing_shape import Table


@dataclass(frozen=True, slots=True)
class TablesTaken:
    """:class:`belofte.web.managing_books.Tables` over one installation."""

    belofte: Belofte

    def look(self, table: Table, by: str) -> Looked:
        """What would become of it; nothing is written."""
        rows, faults = _rows(table)
        if table.kind in FACTS:
            written = as_yaml(FACTS[table.kind](self.belofte.parts.policy, rows, faults))
            return Looked(len(rows), 0, len(rows) if not written else 0, facts=written)
        desk = self.belofte.desk(TakingOver)
        return _looked(desk.look(table.kind, LOOKS[table.kind], rows, by, faults))

    def take(self, table: Table, by: str) -> Looked:
        """Take it over, in one transaction."""
        if table.kind in FACTS:
            return self.look(table, by)
        desk, (rows, faults) = self.belofte.desk(TakingOver), _rows(table)
        return _looked(desk.take(table.kind, LOOKS[table.kind], rows, by, table.content, faults=faults))

    def template(self, kind: str, language: str) -> str:
        """An empty table of this kind: its head."""
        return template(kind, language)


def _rows(table: Table) -> tuple[Rows, Sequence[Fault]]:
    return read_rows(read_sheet(table.name, table.content), table.kind)


def _looked(taken: TakenOver) -> Looked:
    return Looked(taken.rows, taken.taken, taken.known, taken.again, taken.references)
