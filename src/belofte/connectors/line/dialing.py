"""Connections to declared hosts: one at a time, short, and never longer than the patience they are given.

*Nothing listens* (the host says no) is a finding; *no answer* (silence, no route, no such name) means that nobody could
look. They are two exceptions, so that nobody takes one for the other.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

from belofte.wire.route import ProxyRefused, tunnel

LONGEST_LINE = 4096
MOST_LINES = 64


class NoAnswer(Exception):
    """It could not be looked at; the message says why, in words without personal data."""


class NothingListens(Exception):
    """The host is there and refuses the port."""


@dataclass(frozen=True, slots=True)
class Dialer:
    """Opens connections. ``addresses`` maps ``host:port`` to an address on this machine, for a sandbox: a host that
    stands there has no other ports, and with ``here_only`` no other host is reached at all. ``patience`` is in
    seconds, for each step of a conversation."""

    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    proxy: str = field(default="", repr=False)
    patience: float = 5.0
    here_only: bool = False

    def open(self, host: str, port: int) -> socket.socket:
        """A connection. Raises :class:`NothingListens` or :class:`NoAnswer`."""
        mapped = self.addresses.get(f"{host}:{port}")
        if mapped is not None:
            return self._connect(*_address(mapped))
        if any(where.startswith(f"{host}:") for where in self.addresses):
            raise NothingListens
        if self.here_only:
            raise NoAnswer("a sandbox reaches this machine only")
        return self._through_proxy(host, port) if self.proxy else self._connect(host, port)

    def _connect(self, host: str, port: int) -> socket.socket:
        try:
            return socket.create_connection((host, port), self.patience)
        except ConnectionRefusedError:
            raise NothingListens from None
        except TimeoutError:
            raise NoAnswer(f"port {port} does not answer") from None
        except socket.gaierror:
            raise NoAnswer("its name leads to no address") from None
        except OSError:
            raise NoAnswer(f"there is no way to port {port}") from None

    def _through_proxy(self, host: str, port: int) -> socket.socket:
        """A tunnel through the company's proxy (RFC 9110, 9.3.6)."""
        try:
            return tunnel(self.proxy, host, port, self.patience)
        except ProxyRefused as refused:
            raise NoAnswer(refused.why) from None


def _address(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":")
    return host, int(port)


class Talk:
    """A conversation in lines over a connection, read byte by byte so that nothing behind a line is taken away."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.connection.close()

    def send(self, text: str | bytes) -> None:
        """Say something."""
        try:
            self.connection.sendall(text.encode("ascii") if isinstance(text, str) else text)
        except OSError:
            raise NoAnswer("the connection was closed") from None

    def line(self) -> str:
        """The next line, without its end. Raises :class:`NoAnswer` when none comes."""
        read = bytearray()
        while not read.endswith(b"\n") and len(read) < LONGEST_LINE:
            byte = self._receive(1)
            if not byte:
                raise NoAnswer("the connection was closed")
            read += byte
        return read.decode("latin-1").rstrip("\r\n")

    def lines_until(self, is_last: str) -> list[str]:
        """Lines up to and with the first that starts with ``is_last``."""
        lines: list[str] = []
        while not lines or not lines[-1].startswith(is_last):
            lines.append(self.line())
            if len(lines) > MOST_LINES:
                raise NoAnswer("its answer does not end")
        return lines

    def first_bytes(self, most: int = 512) -> bytes:
        """What comes by itself; nothing when nothing comes in time or the other side hangs up."""
        try:
            return self._receive(most)
        except NoAnswer:
            return b""

    def _receive(self, most: int) -> bytes:
        try:
            return self.connection.recv(most)
        except TimeoutError:
            raise NoAnswer("it does not answer") from None
        except OSError:
            raise NoAnswer("the connection was closed") from None
