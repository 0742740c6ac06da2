"""A real mailbox to try the connector on: Dovecot behind a line that counts what is said to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.inbox.dovecot import ACCOUNT, PASSWORD, Dovecot

from belofte.connectors.imap.connector import ImapConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import Collection, EraseRow, FoundBy, SystemMap, Verb
from belofte.ports import Ask, Order, OrderLine
from belofte.wire.imap import ImapServer, Security, folder_on_the_wire
from belofte.wire.sign_in import PasswordSignIn

US = "info@linprofs.example"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Standing:
    def now(self) -> datetime:
        return NOW


def letter(sender: str, *to: str, cc: str = "", subject: str = "Vraag", text: str = "Dag.", **more: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ", ".join(to) or US, subject
    made["Date"] = more.pop("date", "Mon, 02 Feb 2026 10:00:00 +0100")
    if cc:
        made["Cc"] = cc
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return bytes(made)


def messages(**changes: Any) -> Collection:
    stated: dict[str, Any] = {
        "name": "messages",
        "category": "order",
        "kinds": {"email": ("from", "to", "cc"), "correspondence": ("subject", "body")},
        "free_text": ("body",),
        "found_by": tuple(FoundBy(column, "email") for column in ("from", "to", "cc")),
        "erase": EraseRow(),
        "clock": {"received": "date"},
        "at": {"folders": ("INBOX", "Archive/*", "Done")},
    }
    return Collection(**{**stated, **changes})


def mail_system(*collections: Collection, allow: Iterable[Verb] = Verb, **changes: Any) -> SystemMap:
    listed = collections or (messages(),)
    stated: dict[str, Any] = {
        "name": "info-mail",
        "kind": "imap",
        "allow": frozenset(allow),
        "collections": {one.name: one for one in listed},
        "settings": {"user": US, "ours": ("linprofs.example",)},
        "hash": "h1",
    }
    return SystemMap(**{**stated, **changes})


def connector(server: Dovecot, system: SystemMap | None = None, *, port: int | None = None) -> ImapConnector:
    way = PasswordSignIn(ACCOUNT, lambda: PASSWORD)
    if port is not None:
        at = ImapServer("127.0.0.1", port, Security.NONE, way, timeout=60)
    else:
        at = ImapServer("127.0.0.1", server.tls, Security.TLS, way, timeout=60, tls=server.trust)
    return ImapConnector(system or mail_system(), at, Standing())


def ask(request: str, *addresses: str, kind: str = "email") -> Ask:
    return Ask(request, tuple(Identifier(kind, "", address) for address in addresses))


def order(one: Ask, decision: Decision, keys: Iterable[Key] | None, verb: Verb = Verb.ERASE, **more: Any) -> Order:
    line = OrderLine("messages", decision, frozenset(keys) if keys is not None else None, **more)
    return Order(one.request, one.identifiers, (line,), verb)


def keys(found: Iterable[Found]) -> list[Key]:
    return [one.key for one in found]


def make_folder(server: Dovecot, name: str) -> None:
    with server.by_hand() as imap:
        imap.create(f'"{folder_on_the_wire(name.replace("/", "."))}"')


def put(server: Dovecot, raw: bytes, folder: str = "INBOX") -> None:
    server.put(raw, f'"{folder_on_the_wire(folder.replace("/", "."))}"')


def count(server: Dovecot, folder: str = "INBOX") -> int:
    return server.subjects(f'"{folder_on_the_wire(folder.replace("/", "."))}"')


def empty_all(server: Dovecot) -> None:
    """Only the folders that a new mailbox has, without a message."""
    server.empty()
    with server.by_hand() as imap:
        for line in imap.list()[1]:
            assert isinstance(line, bytes)
            name = line.rpartition(b'"." ')[2].decode().strip('"')
            if name not in ("INBOX", "Done"):
                imap.delete(f'"{name}"')


def bytes_on_disk(home: Path, canary: bytes) -> list[str]:
    """The files of the server that hold the canary."""
    return [str(path) for path in home.rglob("*") if path.is_file() and canary in path.read_bytes()]


class Line:
    """What went over it, command by command."""

    def __init__(self) -> None:
        self.port = 0
        self.said: list[str] = []

    def verbs(self) -> list[str]:
        words = [line.split()[1:3] for line in self.said if len(line.split()) > 1]
        return [f"UID {w[1]}" if w[0] == "UID" else w[0] for w in words]


@contextmanager
def counted(server: Dovecot, before: Callable[[str], object] = str) -> Iterator[Line]:
    """A line to the server on which every command is written down. ``before``: what happens in the mailbox before a
    command comes there."""
    line = Line()
    listening = socket.create_server(("127.0.0.1", 0))
    line.port = listening.getsockname()[1]
    ends: list[socket.socket] = []

    def carry(source: socket.socket, target: socket.socket, note: bool) -> None:
        held = b""
        while piece := _received(source):
            if note:
                held += piece
                *whole, held = held.split(b"\r\n")
                said = [one.decode("utf-8", "replace") for one in whole if one]
                line.said += said
                for one in said:
                    before(one)
            try:
                target.sendall(piece)
            except OSError:
                break
        _hang_up((source, target))

    def accept() -> None:
        while True:
            try:
                here, _ = listening.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", server.plain))
            ends.extend((here, there))
            pair = [
                threading.Thread(target=carry, args=(here, there, True), daemon=True),
                threading.Thread(target=carry, args=(there, here, False), daemon=True),
            ]
            for thread in pair:
                thread.start()
            for thread in pair:
                thread.join()
            here.close()
            there.close()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield line
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        _hang_up(ends)
        accepting.join()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


def _hang_up(ends: Iterable[socket.socket]) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
