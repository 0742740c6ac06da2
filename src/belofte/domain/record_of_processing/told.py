"""The record as plain JSON values; ``data/record-of-processing.schema.json`` says what stands in it."""

from __future__ import annotations

from typing import Any

from belofte.domain.record_of_processing.making import Filled, ProcessingRecord
from belofte.domain.record_of_processing.page import title_of


def as_fields(record: ProcessingRecord) -> dict[str, Any]:
    """The record's fields for one JSON object."""
    return {
        "title": title_of(record),
        "language": record.language,
        "controller": record.controller,
        "policy_version": record.version,
        "made_on": record.made_on,
        "example": record.example,
        "open": record.open,
        "tables": [_table(filled, record.language) for filled in record.tables],
    }


def _table(filled: Filled, language: str) -> dict[str, Any]:
    return {
        "name": filled.table.name,
        "heading": filled.table.heading.in_(language),
        "article": filled.table.article,
        "columns": [
            {"name": c.name, "label": c.label.in_(language), "fact": c.is_fact, "needed": c.needed}
            for c in filled.table.columns
        ],
        "rows": [
            {
                "name": row.name,
                "title": row.title,
                "fact": row.fact,
                "cells": {name: {"value": cell.value, "shown": cell.shown} for name, cell in row.cells.items()},
            }
            for row in filled.rows
        ],
        "open": [{"row": row, "column": column} for row, column in filled.open],
    }
