"""Where the state of one installation lies."""

from __future__ import annotations

from dataclasses import dataclass

from belofte.settings.home import State
from belofte.storage.opening import sqlite_url


@dataclass(frozen=True, slots=True)
class Places(State):
    """The state's folder, and ``url`` and ``keys_url`` only where several machines share what lies there."""

    url: str | None = None
    keys_url: str | None = None

    @property
    def store_url(self) -> str:
        """The store's address; a file below ``data`` where none is given."""
        return self.url or sqlite_url(self.store)
