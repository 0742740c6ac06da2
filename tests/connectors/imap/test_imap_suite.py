"""The behaviours every connector is held to, by a mailbox of a real mail server."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest
from tests.connectors.imap.mailbox import Line, connector, counted, letter, mail_system, make_folder, messages, put
from tests.inbox.dovecot import PASSWORD, Dovecot
from tests.ports import free_port

from belofte.domain.identity import Identifier
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemConnector
from belofte.testing import ConnectorSuite, World

_READS = (
    "LOGIN",
    "AUTHENTICATE",
    "CAPABILITY",
    "NAMESPACE",
    "LIST",
    "MYRIGHTS",
    "EXAMINE",
    "NOOP",
    "LOGOUT",
    "ID",
    "UNSELECT",
)
_READS_BY_NUMBER = ("UID SEARCH", "UID FETCH")


class Mailbox(World):
    """Letters of two people, one of them to both, in two folders."""

    person = (Identifier("email", "", "anna@dvries.example"),)
    other = (Identifier("email", "", "bram@bakker.example"),)
    facts = ("undeclared",)
    secrets = (PASSWORD,)

    def __init__(self, server: Dovecot, line: Line) -> None:
        self._server, self._line, self._port = server, line, line.port
        self.system: SystemMap = mail_system(messages(restrict={"folder": "Restricted"}), backups=Period(35, Unit.DAYS))
        make_folder(server, "Archive/2025")
        put(server, letter("anna@dvries.example", subject="Bestelling"))
        put(server, letter("anna@dvries.example"), "Archive/2025")
        put(server, letter("bram@bakker.example"))
        put(server, letter("anna@dvries.example", cc="bram@bakker.example", subject="Samen"))

    def connect(self, system: SystemMap) -> SystemConnector:
        return connector(self._server, system, port=self._port)

    def writing_calls(self) -> int:
        """Every command that is not known to look only: SELECT is none of those, for it may set flags."""
        said = self._line.verbs()
        return sum(one.upper() not in (*_READS, *_READS_BY_NUMBER) for one in said)

    def state(self) -> object:
        return self._messages()

    def holds(self, text: str) -> bool:
        return text in str(self._messages())

    @contextmanager
    def away(self) -> Iterator[object]:
        """Nobody listens at that port."""
        there, self._port = self._port, free_port()
        try:
            yield
        finally:
            self._port = there

    def _messages(self) -> list[str]:
        found: list[str] = []
        with self._server.by_hand() as imap:
            for line in imap.list()[1]:
                assert isinstance(line, bytes)
                name = line.rpartition(b'"." ')[2].decode()
                found += _inside(imap, name)
        return sorted(found)


def _inside(imap: imaplib.IMAP4, folder: str) -> list[str]:
    status, count = imap.select(folder, readonly=True)
    if status != "OK" or count[0] in (None, b"0"):
        return []
    data = imap.fetch("1:*", "(FLAGS BODY.PEEK[])")[1]
    return [f"{folder} {part[1]!r}" for part in data if isinstance(part, tuple)]


class TestImap(ConnectorSuite):
    KINDS: ClassVar = ("imap",)

    @pytest.fixture
    def world(self, mail_server: Dovecot) -> Iterator[World]:
        with counted(mail_server) as line:
            yield Mailbox(mail_server, line)
