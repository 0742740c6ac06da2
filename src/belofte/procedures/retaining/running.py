"""One system's sweep while it runs, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.plan import Failure
from belofte.domain.policy import Text
from belofte.domain.sweeping import Standing, SweepList
from belofte.domain.system_map import SystemMap
from belofte.ports import SweptByTerm
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed, ClaimsNow, seen_in

Say = Callable[[str, str, int], None]
"""Told after each batch: system, collection, how many went so far."""


@dataclass(slots=True)
class Came:
    """What one system's sweep came to. ``waits``: a named person is asked first, nothing was done. ``spared``: rows
    that stay because a copy of them is still there, each once, by the systems it lies in.
    ``claimed``: records past their term on which a claim came in while the sweep ran; under None those of which
    nobody may know."""

    shown: SweepList
    went: dict[str, int] = field(default_factory=dict[str, int])
    refused: dict[str, Failure] = field(default_factory=dict[str, Failure])
    spared: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict[str, "Counter[tuple[str, ...]]"])
    claimed: dict[str, Counter[Standing | None]] = field(default_factory=dict[str, "Counter[Standing | None]"])
    gone_by: date | None = None  # the day on which the last copy is gone; None with ``went``: at once
    stopped: Text | None = None  # the system went away in the middle

    @property
    def waits(self) -> bool:
        return self.shown.why is not None


@dataclass(frozen=True, slots=True)
class Running:
    """One system's sweep while it runs."""

    parts: Parts
    system: SystemMap
    connector: SweptByTerm
    claiming: ClaimsNow
    came: Came
    say: Say

    def claimed(self) -> Claimed:
        """What is claimed by now. Raises ``SystemUnreachable`` where this system cannot be looked at for it."""
        return seen_in(self.claiming, self.system.name)
