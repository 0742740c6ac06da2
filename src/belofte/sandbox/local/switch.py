"""The one switch of a real part: it is taken away, and put back as it was.

A server that is away is stopped at the moment a command has learnt where it stands, so that whoever connects finds
nobody there. A folder that is away has another name meanwhile. It is kept on disk: every process sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from belofte.domain.errors import WrongUse

DOWN = "down"
"""The only fault of a real part: a real server cannot be told to answer wrongly."""
_FOLDERS = ("files",)


def away(folder: Path) -> Path:
    """Where a folder is while it is away."""
    return folder.with_name(f"{folder.name}.away")


class Switch:
    """Whether one part is away. ``folder`` is the part's own."""

    def __init__(self, system: str, kind: str, folder: Path) -> None:
        self._system, self._folder = system, folder
        self.moves = kind in _FOLDERS
        self._mark = folder.with_name(f"{folder.name}.{DOWN}")

    @property
    def is_off(self) -> bool:
        """Whether it is away now."""
        return away(self._folder).exists() if self.moves else self._mark.exists()

    def check(self, faults: Sequence[str]) -> None:
        """Raises :class:`WrongUse` for anything else than :data:`DOWN`."""
        if others := [fault for fault in faults if fault != DOWN]:
            raise WrongUse(
                f"{self._system} is no simulator: it can be taken away, but not made to give {', '.join(others)}.",
                f"belofte sandbox break {self._system} {DOWN}",
            )

    def turn_off(self) -> None:
        """Take it away; nothing happens where it is away already."""
        if self.is_off:
            return
        if self.moves:
            self._folder.rename(away(self._folder))
        else:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.touch()

    def turn_on(self) -> int:
        """Put it back as it was; how many faults that mended."""
        if not self.is_off:
            return 0
        if self.moves:
            away(self._folder).rename(self._folder)
        else:
            self._mark.unlink()
        return 1
