"""Whether what a hold keeps is still there: looked up by key, as it was found when the hold was placed.

Secret orders' holds are not looked at here: what a verdict counts, everybody sees.
"""

from __future__ import annotations

from belofte.checks.shape import HeldRecords
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.retaining.being_there import are_there
from belofte.procedures.retaining.holds import PLACES, decode_places


def held_records(parts: Parts) -> tuple[HeldRecords, ...]:
    """Each open hold that may be told of, with how many of its records are there, and how many no longer are."""
    with parts.store.reading() as tx:
        holds = tx.holds.all()
        known = tx.vault.newest_of([PLACES, IDENTIFIERS], [hold.id for hold in holds])
    found: list[HeldRecords] = []
    for hold in holds:
        places = decode_places(known[PLACES].get(hold.id, b"[]"))
        seen = are_there(parts, hold.id, places, decode_identifiers(known[IDENTIFIERS].get(hold.id, b"[]")))
        found.append(
            HeldRecords(hold.id, seen.there, sum(seen.missing.values()), tuple(one.system for one in seen.blind))
        )
    return tuple(found)
