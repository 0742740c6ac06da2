"""The policy in force, for a process that lasts: looked at once a second, and on any earlier day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from belofte.domain.clock import local_date
from belofte.domain.errors import BelofteError
from belofte.domain.policy import Policy
from belofte.loading.published import DIRECTORY, load_version, published_versions, version_in_force
from belofte.loading.unchanged import content_of, policy_folder

EVERY = 1.0
"""Seconds between two looks at the folder."""


class InForce:
    """One policy folder. ``policy`` is what is in force; it stays when a new version cannot be read: the program that
    publishes refuses that version by name, and who is still asked by the old one is asked at all."""

    def __init__(self, folder: Path, time_zone: Callable[[Policy], str]) -> None:
        self._folder, self._zone_of = folder, time_zone
        self._looked = time.monotonic()
        self._zone = time_zone(policy_of(folder, datetime.now(UTC).date()))
        self.policy = policy_of(folder, self.today())
        self._seen = self._stamp()

    def changed(self) -> bool:
        """Whether another policy is in force than at the last look, which is taken over."""
        if time.monotonic() - self._looked < EVERY:
            return False
        self._looked = time.monotonic()
        try:
            stamp = self._stamp()
            if stamp == self._seen:
                return False
            self.policy = policy_of(self._folder, self.today())
        except (BelofteError, OSError):
            return False  # being written just now, or not to be read: it is looked at again in a second
        self._zone, self._seen = self._zone_of(self.policy), stamp
        return True

    def on(self, at: datetime) -> Policy | None:
        """The policy in force at an earlier moment; None: none was published then."""
        day = self.day_of(at)
        version = version_in_force(self._folder, day)
        if version is not None:
            return self.policy if version.number == self.policy.version else load_version(version)
        return None if published_versions(self._folder) else self.policy

    def day_of(self, at: datetime) -> date:
        """The day of a moment where the company is."""
        return local_date(at, self._zone)

    def today(self) -> date:
        """The day it is there now."""
        return self.day_of(datetime.now(UTC))

    def _stamp(self) -> tuple[date, object]:
        """What is another value when another policy may be in force."""
        names = sorted(path.name for path in (self._folder / DIRECTORY).glob("*"))
        return self.today(), names or content_of(self._folder)


def policy_of(folder: Path, today: date) -> Policy:
    """The facts in force; those of the folder where nothing was published yet. Its maps are not read."""
    version = version_in_force(folder, today)
    return policy_folder(folder).policy if version is None else load_version(version)
