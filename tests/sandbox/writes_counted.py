"""What one process writes into systems that count nothing themselves: rows in a database, files, messages in a mailbox.

Python tells every command of IMAP and every file that takes another's place (its audit events), SQLAlchemy every
statement; nothing of ours is replaced.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

_WRITES = re.compile(r"\s*(?:DELETE\s+FROM|UPDATE|INSERT\s+INTO)\s+\"?(\w+)", re.IGNORECASE)
_CHANGES = ("STORE", "MOVE", "EXPUNGE", "COPY", "APPEND")


class Counting:
    """The rows of one database by table; the files below a folder that were written anew or removed; the commands that
    change a mailbox."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.rows, self.files, self.commands = Counter[str](), Counter[str](), Counter[str]()
        self._database, self._folder, self._is_on = str(database), str(folder), False
        sys.addaudithook(self._heard)

    @contextmanager
    def at_work(self) -> Generator[Counting]:
        """Counts while this lasts."""
        event.listen(Engine, "after_cursor_execute", self._executed)
        self._is_on = True
        try:
            yield self
        finally:
            self._is_on = False
            event.remove(Engine, "after_cursor_execute", self._executed)

    def _heard(self, name: str, given: tuple[Any, ...]) -> None:
        if not self._is_on:
            return
        if name == "os.rename" and str(given[1]).startswith(self._folder):
            self.files[str(given[1])] += 1
        elif name == "os.remove" and str(given[0]).startswith(self._folder):
            self.files[str(given[0])] += 1
        elif name == "imaplib.send":
            words = bytes(given[1]).decode("latin-1").upper().split()
            self.commands.update(word for word in words[1:3] if word in _CHANGES)

    def _executed(self, connection: Any, cursor: Any, statement: str, *_more: object) -> None:
        if str(connection.engine.url.database or "") == self._database and (found := _WRITES.match(statement)):
            self.rows[found[1]] += max(0, cursor.rowcount)
