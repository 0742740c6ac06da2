"""A record of processing that comes back as tables: what it would change in the folder, checked cell by cell.

A cell is read as the folder's own reader would read it, so that what is wrong is told by row; only where every cell is
right can anything be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from belofte.domain.policy import FactPath
from belofte.domain.record_of_processing.comparing import Compared, FactChange, TableFault
from belofte.domain.worded import worded
from belofte.loading.changing import WrittenFact, written
from belofte.loading.explain import key_at
from belofte.loading.nodes import read_nodes
from belofte.loading.reading import Reading
from belofte.loading.shape import Key
from belofte.loading.shape_on_behalf import ON_BEHALF, WORK
from belofte.loading.shape_recipients import SUB_PROCESSOR


def checked(compared: Compared) -> Compared:
    """The same with a fault for every cell that the folder's reader would refuse."""
    found = [fault for change in compared.changes if (fault := _fault(change))]
    return replace(compared, faults=(*compared.faults, *found))


def facts_to_write(changes: Sequence[FactChange]) -> tuple[WrittenFact, ...]:
    """The changes as facts, for :func:`belofte.loading.changing.change_facts`."""
    return tuple(WrittenFact(change.path, change.after) for change in changes)


def as_line(change: FactChange) -> str:
    """One change as a line to paste: the fact, and what it is to say."""
    return f"{change.path}: {written(change.after) if change.after is not None else 'TODO'}"


def _fault(change: FactChange) -> TableFault | None:
    key = _key(change.path)
    if key is None or change.after is None:
        return None
    node, problems = read_nodes(f"x: {written(change.after)}\n", "")
    value = node.get("x")
    reading = Reading()
    if value is not None and not problems:
        key.type.read(value, FactPath(change.path), reading)
    if not reading.problems and not problems:
        return None
    what = reading.problems[0] if reading.problems else problems[0]
    told = worded(
        "dit kan er niet staan: {what}", "this cannot stand here: {what}", what=f"{what.what} {what.hint}".strip()
    )
    return TableFault(change.table, change.row, change.column, told)


def _key(path: str) -> Key | None:
    """The key whose reader reads the value at a path."""
    top, _, rest = path.partition(".")
    parts = path.split(".")
    if "sub_processors" in parts:
        return SUB_PROCESSOR.key(parts[-1])
    if top == ON_BEHALF:
        inner = rest.partition(".")[2]
        first, _, deeper = inner.partition(".")
        key = WORK.key(first)
        while key is not None and deeper:
            shape = getattr(key.type, "shape", None)
            first, _, deeper = deeper.partition(".")
            key = shape.key(first) if shape else None
        return key
    if top == "security" or ".label." in path:
        return None  # free text by a name of one's own
    return key_at(path)
