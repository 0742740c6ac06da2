"""Where the state of one installation lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from belofte.storage.opening import sqlite_url


@dataclass(frozen=True, slots=True)
class Places:
    """Where the state of an installation lies. ``url`` and ``keys_url`` only where several machines share it."""

    data: Path
    url: str | None = None
    keys_url: str | None = None

    @property
    def store_url(self) -> str:
        return self.url or sqlite_url(self.data / "store.sqlite")

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def vault(self) -> Path:
        return self.data / "vault"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"

    @property
    def ledger(self) -> Path:
        return self.data / "ledger.sqlite"
