"""A clock that stands still until a test moves it on."""

from __future__ import annotations

from datetime import UTC, datetime


class Moment:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds
