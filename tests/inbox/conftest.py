from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM, Dovecot, dovecot
from tests.worlds import World, fresh_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people, made anew for each test."""
    return fresh_world(tmp_path / "home")


@pytest.fixture(scope="session")
def imap_process() -> Iterator[Dovecot]:
    """Dovecot. Its folder lies outside pytest's, into which its own user may not look."""
    if PROGRAM is None:
        pytest.skip(ABSENT)
    with tempfile.TemporaryDirectory(prefix="belofte-imap-") as folder, dovecot(Path(folder)) as server:
        yield server


@pytest.fixture
def imap_server(imap_process: Dovecot) -> Dovecot:
    """The server with empty mailboxes."""
    imap_process.empty()
    return imap_process
