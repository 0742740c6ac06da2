"""A mail server that delivers nowhere: it keeps every letter in a folder, to be read in the browser.

A real SMTP server on 127.0.0.1, so that the demo and the tests send as an installation does. A letter is one ``.eml``
file, written whole or not at all; the folder outlives the process.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache, partial
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
"""How a kept message is named: the time of arrival and a random part."""


class NoSuchMessage(Exception):
    """There is no kept message of that name."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One message as a list shows it; ``id`` sorts by arrival."""

    id: str
    sender: str
    to: str
    subject: str
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message as a page shows it. ``html`` is the letter's own page: show it in a sandboxed frame."""

    kept: KeptMessage
    text: str
    html: str
    headers: Sequence[tuple[str, str]]


class MailSink:
    """The server. Used as a context manager, or by :meth:`start` and :meth:`stop`; ``port`` 0 takes a free one."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder, self.host, self.port = folder, "127.0.0.1", port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Raises :class:`OSError` when the port is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        listener = socket.create_server((self.host, self.port))
        # asyncio does this only for sockets it made itself; without it every answer waits 40 ms for an acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listener.getsockname()[1]
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        serving = (self._loop, listener, ready)
        self._thread = threading.Thread(target=self._serve, args=serving, name="mail sink", daemon=True)
        self._thread.start()
        ready.wait()

    def stop(self) -> None:
        """Stop listening and end the thread; what was kept stays."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> MailSink:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _serve(self, loop: asyncio.AbstractEventLoop, listener: socket.socket, ready: threading.Event) -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(partial(self._conversation, loop), sock=listener))
        loop.call_soon(ready.set)
        try:
            loop.run_forever()
        finally:
            server.close()
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def _conversation(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        return SMTP(_Keeper(self.folder), enable_SMTPUTF8=True, hostname="mail.sandbox.example", loop=loop)


class _Keeper:
    """What the server does with a message: write it down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns():016x}-{token_hex(4)}"
        half = self._folder / f"{name}.half"
        half.write_bytes(cast("bytes", envelope.original_content))
        half.rename(self._folder / f"{name}.eml")
        return "250 2.0.0 Kept"


def list_messages(folder: Path) -> tuple[KeptMessage, ...]:
    """Everything that was kept in ``folder``, newest first."""
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    return tuple(_listed(folder, name) for name in names if MESSAGE_ID.fullmatch(name))


def show_message(folder: Path, message_id: str) -> ShownMessage:
    """One kept message. Raises :class:`NoSuchMessage`, also for a name that is not one."""
    if not MESSAGE_ID.fullmatch(message_id) or not (folder / f"{message_id}.eml").is_file():
        raise NoSuchMessage("There is no such message.")
    return _shown(folder, message_id)


@lru_cache(maxsize=1000)
def _listed(folder: Path, name: str) -> KeptMessage:
    return _kept(name, _read(folder, name))


@lru_cache(maxsize=1000)
def _shown(folder: Path, message_id: str) -> ShownMessage:
    message = _read(folder, message_id)
    headers = tuple((name, str(value)) for name, value in message.items())
    return ShownMessage(_kept(message_id, message), _part(message, "plain"), _part(message, "html"), headers)


@lru_cache(maxsize=1000)
def _read(folder: Path, name: str) -> EmailMessage:
    """One kept message; it never changes, and no two have one name."""
    return message_from_bytes((folder / f"{name}.eml").read_bytes(), policy=default)


def _part(message: EmailMessage, form: str) -> str:
    body = message.get_body((form,))
    return str(body.get_content()) if body is not None else ""


def _kept(name: str, message: EmailMessage) -> KeptMessage:
    date = message["Date"]
    return KeptMessage(
        name,
        str(message["From"] or ""),
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        date.datetime if date is not None else None,
    )
