"""Every subject's state in memory: four bytes each, by number; looked up, never searched.

Few people's states are alike by accident: a company has some hundreds of different ones among its millions of people.
So each subject has the number of a *profile*, and a profile is one integer of bits. Profile 0 is *no such subject*.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

NO_SUBJECT = 0
"""The profile of a number that is none: nobody with it is known."""


class SubjectStates:
    """Profiles by subject number. ``profiles`` is read without a lock: one element is changed at a time."""

    def __init__(self) -> None:
        self.profiles = array("I", [NO_SUBJECT])
        self.states: list[int | None] = [None]
        self._numbers: dict[int, int] = {}

    def put(self, rows: Iterable[tuple[int, int]]) -> None:
        """Set states: (subject, state)."""
        numbers, profiles = self._numbers, self.profiles
        for subject, state in rows:
            profile = numbers.get(state)
            if profile is None:
                profile = self._new(state)
            if subject >= len(profiles):
                profiles.extend(array("I", bytes(profiles.itemsize * (subject + 1 - len(profiles)))))
            profiles[subject] = profile

    def drop(self, subjects: Iterable[int]) -> None:
        """Nobody has these numbers any more."""
        for subject in subjects:
            if 0 < subject < len(self.profiles):
                self.profiles[subject] = NO_SUBJECT

    def state(self, subject: int) -> int | None:
        """The bits of one subject; None: there is no such number."""
        return self.states[self.profile(subject)]

    def profile(self, subject: int) -> int:
        """The profile of one subject."""
        return self.profiles[subject] if 0 < subject < len(self.profiles) else NO_SUBJECT

    def _new(self, state: int) -> int:
        self.states.append(state)
        profile = self._numbers[state] = len(self.states) - 1
        return profile
