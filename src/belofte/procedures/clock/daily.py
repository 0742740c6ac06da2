"""Once a day, in the lasting process: every clause is judged, and the newest checkpoint goes to a witness outside.

The day is the policy's own. What was not done because the process was down is done when it is up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from belofte.procedures.acting.runner import Runner
from belofte.procedures.parts import Current, Parts
from belofte.procedures.proving.anchor import anchor_by_mail
from belofte.procedures.proving.stamping import Stamper, stamp
from belofte.procedures.watching.watch import watch
from belofte.store_port import DueDate

WATCH = "watch"
EVERY_DAY = timedelta(days=1)


class Lasting(Runner):
    """The runner of a lasting process: it also keeps what comes round every day."""

    def __init__(self, current: Current, witness: str, stamper: Stamper | None = None) -> None:
        super().__init__(current)
        self._witness, self._stamper = witness, stamper

    def tend(self) -> Mapping[str, int]:
        """Everything that is due by the clock, the daily duties included."""
        parts = self._current.parts
        done = dict(super().tend())
        done["watched"] = _watch(parts)
        if self._witness:
            done["anchored"] = int(anchor_by_mail(parts, self._witness))
        if self._stamper:
            done["stamped"] = int(stamp(parts, self._stamper))
        return done


def _watch(parts: Parts) -> int:
    """Judge every clause if the last time is a day ago; returns how many were judged."""
    now = parts.now()
    with parts.store.reading() as tx:
        coming = tx.dates.coming(WATCH, 1)
    if coming and coming[0].at > now:
        return 0
    with parts.store.transaction() as tx:
        tx.dates.put([DueDate(WATCH, WATCH, now + EVERY_DAY)])
    return len(watch(parts, parts.countries, parts.folder).verdicts)
