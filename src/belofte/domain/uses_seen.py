"""The log of uses, counted for the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from belofte.domain.contact import Fault
from belofte.domain.use import ShipmentCount, UseCount


@dataclass(frozen=True, slots=True)
class UsesSeen:
    """The log, counted. ``contacts``: unsolicited ones by purpose; ``faults``: by purpose and what was wrong;
    ``after_closing``: uses of an order that was closed before."""

    counts: tuple[UseCount, ...] = ()
    after_closing: int = 0
    contacts: Mapping[str, int] = field(default_factory=dict[str, int])
    faults: Mapping[tuple[str, Fault], int] = field(default_factory=dict[tuple[str, Fault], int])
    shipments: tuple[ShipmentCount, ...] = ()
