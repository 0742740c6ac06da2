"""How long a vendor's limits make something last: said before it is approved, never found out while waiting."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MINUTE = 60
_TODAY_AND_TOMORROW = 2


@dataclass(frozen=True, slots=True)
class Foretold:
    """``calls`` that it takes, the ``seconds`` that the limit a minute makes of them, the ``days`` that the limit a day
    does (1: it is enough). ``left``: calls that were not made yet of those of today, where that is counted."""

    calls: int
    seconds: int
    days: int = 1
    per_minute: int | None = None
    per_day: int | None = None
    left: int | None = None

    @property
    def is_worth_saying(self) -> bool:
        """Whether the vendor counts calls at all, and there are some."""
        return self.calls > 0 and (self.per_minute is not None or self.per_day is not None)

    @property
    def makes_wait(self) -> bool:
        """Whether a limit makes somebody wait: until tomorrow, or until the next minute at least."""
        return self.days > 1 or (self.per_minute is not None and self.calls > self.per_minute)

    @property
    def minutes(self) -> int:
        """Whole minutes, at least one."""
        return max(1, math.ceil(self.seconds / _MINUTE))

    def __str__(self) -> str:
        if self.days > 1:
            today = "" if self.left is None else f", {self.left} left today"
            rest = "the rest tomorrow" if self.days == _TODAY_AND_TOMORROW else f"{self.days} days"
            return f"{self.calls} calls at {self.per_day} a day{today}; {rest}"
        if self.per_minute is None:
            return f"{self.calls} calls of {self.per_day} a day" if self.per_day else f"{self.calls} calls"
        return f"{self.minutes} min at {self.per_minute} calls a minute"
