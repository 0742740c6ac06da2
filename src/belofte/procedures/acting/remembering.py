"""Until when the ledger remembers what was done in a system: until its last backup has gone."""

from __future__ import annotations

from datetime import date

from belofte.domain.clock import after
from belofte.procedures.parts import Parts


def remembered_until(parts: Parts, system: str) -> date:
    """The day on which the last backup of this system that was made until today has gone. Where its map does not say
    how long backups live, what people are told of backups counts, or the longest that any map names."""
    today, mapped = parts.today(), parts.systems[system].backups
    if mapped is not None:
        return after(today, mapped)
    known = [parts.policy.backups, *(one.backups for one in parts.systems.values())]
    return max((after(today, term) for term in known if term is not None), default=today)
