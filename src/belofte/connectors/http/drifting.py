"""Does the vendor send fields that the map knows nothing of? One page of each list is looked at: enough to see a new
field, without reading everybody."""

from __future__ import annotations

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Caller


def drift(caller: Caller, asking: Asking) -> tuple[str, ...]:
    """One sentence a field. Names of fields only; nothing for collections that the vendor cannot list."""
    found: dict[str, None] = {}
    for name, columns in asking.columns.items():
        operations = {one for way in columns.record.find for one in way.all}
        for each in asking.ranges.turns(columns.record.each) if operations else ():
            for operation in sorted(operations):
                rows, _ = next(iter(caller.pages(operation, {**asking.listing(name), **each})))
                fields = {field for row in rows for field in columns.undeclared(columns.cells(row, each))}
                found |= dict.fromkeys(f"{name}.{field} is in no list of the map" for field in sorted(fields))
    return tuple(found)
