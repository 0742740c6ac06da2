"""What every service needs to know of the system it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from belofte.connectors.aws.access import Aws
from belofte.domain.system_map import SystemMap
from belofte.ports import Clock


@dataclass(frozen=True, slots=True)
class Given:
    """One system: its map, the way to it, the clock, the policy's time zone, and the code that completes telephone
    numbers without a country. ``buckets`` are those that the map declares."""

    system: SystemMap
    aws: Aws
    clock: Clock
    zone: tzinfo
    calling_code: str
    buckets: frozenset[str]

    def day(self, moment: datetime) -> date:
        """The day a moment belongs to."""
        return moment.astimezone(self.zone).date()
