"""The company's own way out: a proxy that connections go through, and certificate authorities of its own.

Protocols that are no HTTP go through the proxy by a tunnel (CONNECT, RFC 9110, 9.3.6). A proxy's password is in no
message.
"""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from belofte.domain.errors import WrongUse

_USUAL_PORT = 3128
_LONGEST_ANSWER = 16 * 1024
_REFUSED, _SIGN_IN, _BROKEN = 400, 407, 500


class ProxyRefused(OSError):
    """The proxy gives no way to where we want to go. ``lasting``: waiting does not help, its keeper must."""

    def __init__(self, why: str, *, lasting: bool) -> None:
        super().__init__(why)
        self.why, self.lasting = why, lasting


@dataclass(frozen=True, slots=True)
class Route:
    """How connections leave. ``proxy`` reads its address at the moment of use; ``ca`` is a PEM file of authorities
    that are trusted beside those of this machine."""

    proxy: Callable[[], str] | None = field(default=None, repr=False)
    ca: Path | None = None

    def trusting(self) -> ssl.SSLContext:
        """What is trusted; for a connection that is about to open, since reading a machine's authorities takes tens of
        milliseconds. Raises ``WrongUse`` for a file without certificates."""
        try:
            return _trusting(self.ca, self.ca.stat().st_mtime_ns if self.ca else 0)
        except OSError:  # ssl.SSLError is one: no certificates in it
            raise WrongUse(
                "The file of ca (or own_authorities) cannot be read as certificates.", "let it name a PEM file"
            ) from None

    def checked(self) -> Route:
        """This route, whose file of authorities can be read. Raises ``WrongUse``."""
        if self.ca is not None:
            self.trusting()
        return self

    def open(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connection. Raises :class:`ProxyRefused` and ``OSError``."""
        if self.proxy is None:
            return socket.create_connection((host, port), timeout)
        return tunnel(self.proxy(), host, port, timeout)


@lru_cache(maxsize=16)
def _trusting(ca: Path | None, changed: int) -> ssl.SSLContext:
    """One context a file and its state (``changed``), for all connections of the process."""
    del changed
    context = ssl.create_default_context()
    if ca is not None:
        context.load_verify_locations(cafile=ca)
    return context


DIRECT = Route()
"""No proxy, and the authorities of this machine."""


def tunnel(proxy: str, host: str, port: int, timeout: float) -> socket.socket:
    """A connection through a proxy. Raises :class:`ProxyRefused`."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if parts.scheme != "http" or not parts.hostname:
        raise ProxyRefused("the proxy's address does not begin with http://", lasting=True)
    try:
        opened = socket.create_connection((parts.hostname, parts.port or _USUAL_PORT), timeout)
    except OSError:
        raise ProxyRefused("the proxy does not answer", lasting=False) from None
    try:
        opened.sendall(_asking(host, port, parts.username, parts.password))
        status = _status(opened)
    except OSError:
        opened.close()
        raise ProxyRefused("the proxy does not answer", lasting=False) from None
    if status != 200:
        opened.close()
        why = f"the proxy gives no way to port {port}"
        if status == _SIGN_IN:
            why = "the proxy does not take our name and password"
        raise ProxyRefused(why, lasting=_REFUSED <= status < _BROKEN)
    return opened


def _asking(host: str, port: int, account: str | None, password: str | None) -> bytes:
    lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
    if account is not None:
        pair = f"{unquote(account)}:{unquote(password or '')}"
        lines.append(f"Proxy-Authorization: Basic {b64encode(pair.encode()).decode()}")
    return "\r\n".join((*lines, "", "")).encode()


def _status(opened: socket.socket) -> int:
    """The status of the answer, read no further than its head: what follows belongs to whoever is behind it."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        byte = opened.recv(1)
        if not byte or len(head) > _LONGEST_ANSWER:
            raise OSError("no answer")
        head += byte
    words = head.split(b"\r\n", 1)[0].split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
