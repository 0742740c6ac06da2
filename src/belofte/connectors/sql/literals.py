"""Values of a map as they are written into a statement: they come from the folder, never from a person."""

from __future__ import annotations

from belofte.domain.system_map import Plain


def literal(value: Plain, dialect: str) -> str:
    """A value of the map as SQL. Drivers of two databases read ``%`` as a mark, so there it is written twice."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    quoted = value.replace("'", "''")
    return f"'{quoted}'" if dialect == "sqlite" else f"'{quoted.replace('%', '%%')}'"
