"""What a system tells of the rights our own account has there: asked when wanted, at most once a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from belofte.ports import SystemUnreachable

Rights = TypeVar("Rights")

_KEPT_SECONDS = 60


class OwnRights(Generic[Rights]):
    """The answer of ``ask``, kept for a minute: a plan asks before it is drawn up. A failure is not kept."""

    def __init__(self, ask: Callable[[], Rights]) -> None:
        self._ask = ask
        self._seen: tuple[float, Rights] | None = None  # when, in seconds of the clock that never jumps, and what

    def now(self) -> Rights:
        """What the system tells. Raises :class:`belofte.ports.SystemUnreachable`."""
        if self._seen is None or time.monotonic() - self._seen[0] > _KEPT_SECONDS:
            told = self._ask()
            self._seen = time.monotonic(), told
        return self._seen[1]

    def if_reached(self) -> Rights | None:
        """The same; None where it cannot be asked now: that is told by whoever looks there."""
        try:
            return self.now()
        except SystemUnreachable:
            return None
