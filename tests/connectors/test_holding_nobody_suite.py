"""The behaviours every connector is held to, by those that hold nobody: a line, a server's settings, a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from tests.connectors import test_line as lines
from tests.connectors.linux_world import LinuxServer, linux_server
from tests.connectors.test_linux import Fixed, sign_in
from tests.ports import free_port

from belofte.connectors.line.connector import LineConnector
from belofte.connectors.line.dialing import Dialer
from belofte.connectors.line.names import Names
from belofte.connectors.linux.commands import ALL_COMMANDS
from belofte.connectors.linux.connector import LinuxConnector
from belofte.connectors.linux.rights import ASKED
from belofte.connectors.person.connector import PersonConnector
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import SystemConnector
from belofte.testing import ConnectorSuite, World


class Line(World):
    """One site with TLS, looked at from outside."""

    facts = ("setting/certificate", "setting/protocols")  # where a plain port refuses us, that is an answer

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._hosts = lines.World(stack, folder)
        self._hosts.site(lines.WWW, self._hosts.authority.issue(lines.WWW))
        self._hosts.serve(lines.WWW, 80, lines.MOVED)
        self._addresses = dict(self._hosts.addresses)
        settings: dict[str, object] = {"hosts": self._hosts.hosts, "domains": ()}
        self.system: SystemMap = SystemMap("kpn", "line", frozenset(Verb), settings=settings, hash="h")

    def connect(self, system: SystemMap) -> SystemConnector:
        dialer = Dialer(self._addresses, "", patience=30.0, here_only=True)
        names = Names("", patience=30.0, here_only=True)
        return LineConnector(system, lines.Fixed(), dialer, names, self._hosts.authority.file)

    def writing_calls(self) -> int:
        """A page that is asked for, and a hand that is shaken, change nothing; it has no other call."""
        return 0

    def state(self) -> object:
        return sorted(self._hosts.addresses)

    def holds(self, text: str) -> bool:
        del text
        return False

    @contextmanager
    def away(self) -> Iterator[object]:
        there, gone = self._addresses, f"127.0.0.1:{free_port()}"
        self._addresses = dict.fromkeys(there, gone)
        try:
            yield
        finally:
            self._addresses = there


class Server(World):
    """A Linux server behind SSH."""

    facts = ("setting/crypto-policy", "setting/disk-encryption")

    def __init__(self, server: LinuxServer) -> None:
        self._server, self._port = server, server.port
        self.system: SystemMap = SystemMap("servers", "linux", frozenset(Verb), hash="h")
        self.secrets = (server.private,)

    def connect(self, system: SystemMap) -> SystemConnector:
        return LinuxConnector(system, Fixed(), sign_in(self._server, port=self._port))

    def writing_calls(self) -> int:
        """Every command that does not stand in the list of those that only look."""
        known = {command.line for command in (*ALL_COMMANDS, *ASKED)}
        return sum(one not in known for one in self._server.asked)

    def state(self) -> object:
        return str(self._server.tree)

    def holds(self, text: str) -> bool:
        del text
        return False

    @contextmanager
    def away(self) -> Iterator[object]:
        there, self._port = self._port, free_port()
        try:
            yield
        finally:
            self._port = there


class Drawer(World):
    """An archive on paper: only a person looks there."""

    system = SystemMap(
        "archive", "person", frozenset({Verb.FIND}), collections={"folders": Collection("folders", "order")}, hash="h"
    )

    def connect(self, system: SystemMap) -> SystemConnector:
        return PersonConnector(system, Fixed())

    def writing_calls(self) -> int:
        return 0

    def state(self) -> object:
        return ()

    def holds(self, text: str) -> bool:
        del text
        return False


class TestLine(ConnectorSuite):
    KINDS: ClassVar = ("line",)

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        with ExitStack() as stack:
            yield Line(stack, tmp_path)


class TestLinux(ConnectorSuite):
    KINDS: ClassVar = ("linux",)

    @pytest.fixture
    def world(self) -> Iterator[World]:
        with linux_server() as server:
            yield Server(server)


class TestPerson(ConnectorSuite):
    KINDS: ClassVar = ("person",)

    @pytest.fixture
    def world(self) -> World:
        return Drawer()
