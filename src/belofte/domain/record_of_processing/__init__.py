"""The record of processing (Art. 30 GDPR): what is processed, why, of whom, for how long and who gets it.

It says nothing of its own. Every cell is a fact of the policy folder or follows from facts, so that the record, the
notice and the rules cannot differ. :mod:`.tables` names the columns, :mod:`.making` fills them, :mod:`.page` prints
them, :mod:`.sheets` writes them for a spreadsheet, :mod:`.comparing` tells what a table that was changed elsewhere
would change in the folder.
"""

from belofte.domain.record_of_processing.making import Cell, Filled, ProcessingRecord, RecordOf, Row, make_record
from belofte.domain.record_of_processing.tables import TABLES, Column, Table

__all__ = [
    "TABLES",
    "Cell",
    "Column",
    "Filled",
    "ProcessingRecord",
    "RecordOf",
    "Row",
    "Table",
    "make_record",
]
