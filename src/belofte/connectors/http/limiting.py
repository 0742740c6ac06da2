"""Stays within what a vendor allows: so many calls at once, a minute and a day, and no more refused ones than it bears.

What a vendor counts a minute and a day, and the answers that lock a caller out, are counted in the system's own folder,
so that two processes and a restart count on together.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from belofte.connectors.http.kept import Kept
from belofte.connectors.http.pause import Pause
from belofte.domain.rest_access import Limits
from belofte.ports import Clock

MINUTE = 60.0
_CALLS_FILE, _BUDGET_FILE = "calls", "refused"


class OverLimit(Exception):
    """No more calls for now. ``after``: seconds until there may be; ``budget``: the next refusal could lock us out."""

    def __init__(self, after: float, *, budget: bool = False) -> None:
        super().__init__("no more calls for now")
        self.after, self.budget = after, budget


class Limiter:
    """The limits of one system."""

    def __init__(self, limits: Limits, clock: Clock, pause: Pause, kept: Kept) -> None:
        self._limits, self._clock, self._pause, self._kept = limits, clock, pause, kept
        self._at_once = threading.BoundedSemaphore(max(1, limits.at_once))
        self._started = clock.now().timestamp() - pause.monotonic()
        self.made = 0  # calls, for the doctor
        self.left: int | None = None  # as the vendor says it

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    @property
    def monotonic(self) -> float:
        """Seconds on a clock that never jumps."""
        return self._pause.monotonic()

    @contextmanager
    def turn(self, operation: str) -> Generator[None]:
        """One call's turn: waits until it may begin. Raises :class:`OverLimit` where that takes too long.

        Refused answers are counted a kind of call (``operation``), as the vendors do that count them.
        """
        with self._at_once:
            self._look_at_budget(operation)
            begun = self._begin()
            self.made += 1
            try:
                yield
            finally:
                self._ended(begun)

    def _begin(self) -> float | None:
        """Count a call of this minute and this day, once there is room for it. Calls that other processes began count
        too; a moment of our clock that has not come yet does not."""
        most = self._limits.per_minute
        if most is None and self._limits.per_day is None:
            return None
        while True:
            with self._kept.locked(_CALLS_FILE):
                now = self._started + self._pause.monotonic()  # the clock of a command may stand still
                held = self._kept.read(_CALLS_FILE)
                begun = [moment for moment in held.get("begun", ()) if 0 <= now - moment < MINUTE]
                if most is None or len(begun) < most:
                    counted = [*begun, now] if most is not None else []
                    self._kept.note(_CALLS_FILE, {"begun": counted, **self._counted_day(held)})
                    return now if most is not None else None
            self._pause.wait(MINUTE - (now - begun[0]))

    def _counted_day(self, held: Mapping[str, Any]) -> dict[str, object]:
        """The count of this day with one call more, where the vendor counts them. Raises :class:`OverLimit`."""
        most = self._limits.per_day
        if most is None:
            return {}
        now = self._clock.now().astimezone(UTC)
        count = _today(held, now)
        if count >= most:
            tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise OverLimit((tomorrow - now).total_seconds())
        return {"day": now.date().isoformat(), "count": count + 1}

    def _ended(self, begun: float | None) -> None:
        """The vendor counted a call when it came in: some time between its beginning and its end. So its minute is over
        a minute after its end."""
        if begun is None:
            return
        with self._kept.locked(_CALLS_FILE):
            now = self._started + self._pause.monotonic()
            held = self._kept.read(_CALLS_FILE)
            moments: list[float] = list(held.get("begun", ()))
            if begun in moments:
                moments.remove(begun)
            self._kept.note(_CALLS_FILE, {**held, "begun": sorted([*moments, now])})

    def _look_at_budget(self, operation: str) -> None:
        """Half of what the vendor bears is ours; the other half is for what others do with the same key."""
        budget = self._limits.budget
        if budget is None:
            return
        now = self._clock.now().timestamp()
        with self._kept.locked(_BUDGET_FILE):
            times = self._refused(operation, now)
        if len(times) >= max(1, budget.most // 2):
            raise OverLimit(times[0] + budget.seconds - now, budget=True)

    def _refused(self, operation: str, now: float) -> list[float]:
        seconds = self._limits.budget.seconds if self._limits.budget else 0
        return sorted(t for t in self._kept.read(_BUDGET_FILE).get(operation, ()) if now - t < seconds)

    def seen(self, operation: str, status: int, headers: Mapping[str, str]) -> None:
        """What an answer says of the limits."""
        if self._limits.remaining and (said := headers.get(self._limits.remaining, "")).strip().isdigit():
            self.left = int(said)
        budget = self._limits.budget
        if budget is not None and status in budget.statuses:
            now = self._clock.now().timestamp()
            with self._kept.locked(_BUDGET_FILE):
                held = self._kept.read(_BUDGET_FILE)
                self._kept.write(_BUDGET_FILE, {**held, operation: [*self._refused(operation, now), now]})

    def made_today(self) -> int | None:
        """Calls made today, where the vendor counts them; None where it does not."""
        if self._limits.per_day is None:
            return None
        with self._kept.locked(_CALLS_FILE):
            held = self._kept.read(_CALLS_FILE)
        return _today(held, self._clock.now().astimezone(UTC))


def _today(held: Mapping[str, Any], now: datetime) -> int:
    return int(held.get("count", 0)) if held.get("day") == now.date().isoformat() else 0


def retry_after(headers: Mapping[str, str], reset: str | None, now: datetime) -> float | None:
    """Seconds until the vendor wants to be asked again: ``Retry-After`` (seconds or a date), else its own header with
    seconds, or a moment in seconds or milliseconds since 1970. None where it does not say."""
    said = headers.get("Retry-After") or (headers.get(reset) if reset else None)
    if not said:
        return None
    said = said.strip()
    if said.isdigit():
        number = float(said)
        if number > _MILLISECONDS:
            number /= 1000
        return max(0.0, number - now.timestamp()) if number > _A_MOMENT else number
    try:
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
    except (TypeError, ValueError):
        return None


_A_MOMENT, _MILLISECONDS = 1e8, 1e11  # larger numbers are no waiting times: they count from 1970
