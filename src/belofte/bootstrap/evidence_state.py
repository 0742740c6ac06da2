"""The state of the evidence log for the office's pages: read back beside the pages, never while somebody waits.

What is shown says when it was looked at. Until the first look is done, the page says that nobody looked yet.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte
from belofte.domain.errors import BelofteError

if TYPE_CHECKING:
    from belofte.web.site import EvidenceState

FRESH = timedelta(minutes=1)
"""How long a look counts before the log is read back again."""
AT_ONCE = 2000
"""Leaves that are read back while the page waits: it takes a few milliseconds."""


@dataclass
class EvidenceWatch:
    """Reads the log back, at most one reader at a time."""

    belofte: Belofte
    _last: EvidenceState | None = None
    _looking: threading.Lock = field(default_factory=threading.Lock)

    def state(self) -> EvidenceState:
        """What the last look found, with the log's size of now."""
        from belofte.web.site import EvidenceState

        with self.belofte.parts.store.reading() as tx:
            leaves = tx.evidence.head().size
        last = self._last
        if last is not None and last.leaves == leaves and self._is_fresh(last):
            return last
        if leaves <= AT_ONCE:
            self._look(leaves)
        else:
            threading.Thread(target=self._look, args=(leaves,), daemon=True, name="belofte-evidence").start()
        return replace(self._last, leaves=leaves) if self._last else EvidenceState(leaves, None, None)

    def _is_fresh(self, last: EvidenceState) -> bool:
        return last.verified_at is not None and self.belofte.parts.now() - last.verified_at < FRESH

    def _look(self, leaves: int) -> None:
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._last = _verified(self.belofte, leaves)
        finally:
            self._looking.release()


def _verified(belofte: Belofte, leaves: int) -> EvidenceState:
    """The log as its own files tell it. A missing key or file is not the same as a sound log."""
    from belofte.procedures.proving.verify import read_key, verify_in_use
    from belofte.web.site import EvidenceState

    folder = belofte.home.evidence
    try:
        report = verify_in_use(folder, read_key(str(folder / "public.key")))
    except BelofteError:
        return EvidenceState(leaves, None, None)
    fault = report.faults[0].sentence if report.faults else None
    return EvidenceState(leaves, None, belofte.parts.now(), fault)
