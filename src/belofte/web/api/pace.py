"""How often a token may call: so many calls in a minute, counted in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil


@dataclass(slots=True)
class Pace:
    """Counts calls by token and minute. ``most``: calls a minute; ``now``: the clock."""

    most: int
    now: Callable[[], datetime]
    _counts: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def hit(self, token: str) -> int | None:
        """Count this call. None when it may pass; else the seconds until the next one may."""
        moment = self.now().timestamp()
        minute = int(moment // 60)
        with self._turn:
            self._counts = {name: held for name, held in self._counts.items() if held[0] == minute}
            count = self._counts.get(token, (minute, 0))[1] + 1
            self._counts[token] = (minute, count)
        return None if count <= self.most else max(1, ceil((minute + 1) * 60 - moment))
