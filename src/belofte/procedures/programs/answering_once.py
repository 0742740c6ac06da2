"""The same call twice does its work once: what was answered is kept under the caller's key for a while.

A key whose work was begun and not ended (the process died in between) stays so: whether it was done, nobody can tell
from here, and doing it again could do it twice. Who called looks, and calls again under a new key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from belofte.procedures.parts import Current
from belofte.store_port.api_books import KeptAnswer

KEPT_FOR = timedelta(days=1)
"""How long an answer is kept under its key."""


@dataclass(frozen=True, slots=True)
class AnsweringOnce:
    """Answers under keys, over the store: ``belofte.desk(AnsweringOnce)``."""

    current: Current

    def begin(self, token: str, key: str, asked: str) -> KeptAnswer | None:
        """None: this is the first call under the key, and it is begun now."""
        parts = self.current.parts
        now = parts.now()
        with parts.store.transaction() as tx:
            tx.answers.purge(now - KEPT_FOR)
            return tx.answers.begin(token, key, asked, now)

    def end(self, token: str, key: str, status: int, body: str) -> None:
        """Keep what was answered."""
        with self.current.parts.store.transaction() as tx:
            tx.answers.end(token, key, status, body)

    def forget(self, token: str, key: str) -> None:
        """It was refused before anything was done: the key may be used again."""
        with self.current.parts.store.transaction() as tx:
            tx.answers.forget(token, key)
