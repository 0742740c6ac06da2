from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors.imap.mailbox import empty_all
from tests.inbox.dovecot import ABSENT, PROGRAM, Dovecot, dovecot


@pytest.fixture(scope="session")
def mail_process() -> Iterator[Dovecot]:
    """Dovecot. Its folder lies outside pytest's, into which its own user may not look."""
    if PROGRAM is None:
        pytest.skip(ABSENT)
    with tempfile.TemporaryDirectory(prefix="belofte-imap-") as folder, dovecot(Path(folder)) as server:
        yield server


@pytest.fixture
def mail_server(mail_process: Dovecot) -> Dovecot:
    """The server with an empty mailbox."""
    empty_all(mail_process)
    return mail_process
