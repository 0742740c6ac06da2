"""Once a day, in the lasting process: what is past its term goes, every clause is judged, and the newest checkpoint
goes to a witness outside.

The day is the policy's own. What was not done because the process was down is done when it is up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from belofte.procedures.acting.runner import Runner
from belofte.procedures.parts import Current, Parts
from belofte.procedures.proving.anchor import anchor_by_mail
from belofte.procedures.proving.stamping import Stamper, stamp
from belofte.procedures.restoring.noticing import notice_returned
from belofte.procedures.retaining.sweep_desk import SweepDesk
from belofte.procedures.staffing.wall_desk import WallDesk, prove_walls
from belofte.procedures.watching.watch import watch
from belofte.store_port import DueDate

WATCH, SWEEP, NOTICE, PROVE = "watch", "sweep", "notice-returned", "prove-walls"
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
        done["swept"] = _sweep(self._current)
        done["came_back"] = _notice(parts)
        done["proven"] = _prove(self._current)
        done["watched"] = _watch(parts)
        if self._witness:
            done["anchored"] = int(anchor_by_mail(parts, self._witness))
        if self._stamper:
            done["stamped"] = int(stamp(parts, self._stamper))
        return done


def _sweep(current: Current) -> int:
    """Sweep if the last time is a day ago and the policy was published; returns how many records went. Nothing needs to
    be switched on: a rule's first sweep of a system, and a large one, only show what they would do."""
    parts = current.parts
    if parts.policy.version == 0 or not _is_time(parts, SWEEP):
        return 0
    return sum(sum(came.went.values()) for came in SweepDesk(current).sweep(_say_nothing))


def _say_nothing(_system: str, _collection: str, _went: int) -> None:
    """Nobody looks on; the receipts and the list of what needs a person tell."""


def _is_time(parts: Parts, duty: str) -> bool:
    """Whether a day has gone by since the last time; then the next time is noted."""
    now = parts.now()
    with parts.store.reading() as tx:
        coming = tx.dates.coming(duty, 1)
    if coming and coming[0].at > now:
        return False
    with parts.store.transaction() as tx:
        tx.dates.put([DueDate(duty, duty, now + EVERY_DAY)])
    return True


def _notice(parts: Parts) -> int:
    """Look whether a backup came back unannounced, if the last time is a day ago; returns how many records are there
    again."""
    return notice_returned(parts) if _is_time(parts, NOTICE) else 0


def _prove(current: Current) -> int:
    """Read as each role of staff for real, if the last time is a day ago; returns how many walls were tried."""
    parts = current.parts
    return prove_walls(parts, WallDesk(current)) if _is_time(parts, PROVE) else 0


def _watch(parts: Parts) -> int:
    """Judge every clause if the last time is a day ago; returns how many were judged."""
    if not _is_time(parts, WATCH):
        return 0
    return len(watch(parts, parts.countries, parts.folder).verdicts)
