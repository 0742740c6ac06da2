"""One signed-in connection to an IMAP server (RFC 3501), and how names and answers are written on its wire.

What a server says may quote an address, so only the kind of fault is told: :class:`ImapRefused` has the words.
"""

from __future__ import annotations

import imaplib
import ssl
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from socket import socket
from typing import cast

from belofte.settings import SecretMissing
from belofte.wire.route import DIRECT, ProxyRefused, Route
from belofte.wire.sign_in import PasswordSignIn, SignIn, TokenRefused, TokenSignIn


class Security(StrEnum):
    """How a connection to a mail server is kept from being read on the way."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Trouble(StrEnum):
    """What to look at when a server cannot be worked with."""

    ADDRESS = "address"
    SECURITY = "security"
    ACCOUNT = "account"
    CREDENTIAL = "credential"
    PROXY = "proxy"


class ImapRefused(Exception):
    """No signed-in connection, or it broke. ``trouble`` is what to look at, ``passes`` whether waiting may help; the
    message is in plain words and holds nothing the server said."""

    def __init__(self, why: str, trouble: Trouble, *, passes: bool = False) -> None:
        super().__init__(why)
        self.why, self.trouble, self.passes = why, trouble, passes


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where the server is and how it is signed in to. ``timeout`` in seconds, for each answer; ``tls`` None trusts what
    ``route`` trusts."""

    host: str
    port: int
    security: Security
    sign_in: SignIn | None
    timeout: float = 20.0
    tls: ssl.SSLContext | None = None
    route: Route = DIRECT


class _Plain(imaplib.IMAP4):
    """A connection that leaves by a route."""

    def __init__(self, server: ImapServer) -> None:
        self._server = server
        super().__init__(server.host, server.port, timeout=server.timeout)

    def _create_socket(self, timeout: float | None) -> socket:
        return self._server.route.open(self._server.host, self._server.port, timeout or self._server.timeout)


class _Encrypted(imaplib.IMAP4_SSL):
    """The same, under TLS from the first byte."""

    def __init__(self, server: ImapServer, context: ssl.SSLContext) -> None:
        self._server, self._context = server, context
        super().__init__(server.host, server.port, ssl_context=context, timeout=server.timeout)

    def _create_socket(self, timeout: float | None) -> socket:
        opened = self._server.route.open(self._server.host, self._server.port, timeout or self._server.timeout)
        return self._context.wrap_socket(opened, server_hostname=self._server.host)


@contextmanager
def signed_in(server: ImapServer) -> Generator[imaplib.IMAP4]:
    """A connection that is signed in, ended afterwards. Raises :class:`ImapRefused`, also for what breaks inside."""
    imap: imaplib.IMAP4 | None = None
    try:
        imap = _connect(server)
        _sign_in(imap, server.sign_in)
        yield imap
    except (SecretMissing, TokenRefused) as missing:
        raise ImapRefused(str(missing), Trouble.CREDENTIAL) from None
    except ssl.SSLError:
        raise ImapRefused(
            "No safe connection to the mail server: its certificate or encryption is not trusted.", Trouble.SECURITY
        ) from None
    except ProxyRefused as refused:
        why = f"No connection to the mail server: {refused.why}."
        raise ImapRefused(why, Trouble.PROXY, passes=not refused.lasting) from None
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        why = f"The mail server cannot be worked with ({type(error).__name__})."
        raise ImapRefused(why, Trouble.ADDRESS, passes=True) from None
    finally:
        _end(imap)


def quoted(name: str) -> str:
    """A name or value as a quoted string."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def capabilities(imap: imaplib.IMAP4) -> frozenset[str]:
    """What the server can do, asked again: before signing in it tells less."""
    _, told = imap.capability()
    return frozenset(cast("list[bytes]", told)[0].decode("ascii", "replace").upper().split())


def uid_validity(imap: imaplib.IMAP4) -> int:
    """The number under which the chosen folder's message numbers hold; another one means that all are new."""
    _, data = imap.response("UIDVALIDITY")
    told = cast("list[bytes | None]", data)
    if told and told[-1]:
        imap.untagged_responses["UIDVALIDITY"] = [told[-1]]  # reading it takes it off the list
        return int(told[-1])
    return 0


def folder_on_the_wire(name: str) -> str:
    """A folder's name in modified UTF-7 (RFC 3501, 5.1.3)."""
    parts = ((way, "".join(letters)) for way, letters in groupby(name, _way))
    return "".join(letters if way == "as-is" else _coded(letters) for way, letters in parts)


def folder_by_name(wire: str) -> str:
    """The name behind modified UTF-7; what is not well formed stays as it is."""
    return "".join(_decoded(wire))


def _way(letter: str) -> str:
    """How a letter is written: as it is, as the shift mark itself, or coded."""
    return "mark" if letter == "&" else "as-is" if " " <= letter <= "~" else "coded"


def _coded(letters: str) -> str:
    if letters.startswith("&"):
        return "&-" * len(letters)
    code = b2a_base64(letters.encode("utf-16-be"), newline=False).decode("ascii")
    return f"&{code.rstrip('=').replace('/', ',')}-"


def _decoded(wire: str) -> Iterator[str]:
    at = 0
    while (opens := wire.find("&", at)) >= 0:
        yield wire[at:opens]
        ends = wire.find("-", opens)
        code = wire[opens + 1 : ends] if ends > 0 else ""
        if ends < 0:
            yield wire[opens:]
            return
        try:
            packed = a2b_base64(code.replace(",", "/") + "=" * (-len(code) % 4))
            yield packed.decode("utf-16-be") if code else "&"
        except ValueError:
            yield wire[opens : ends + 1]
        at = ends + 1
    yield wire[at:]


def _connect(server: ImapServer) -> imaplib.IMAP4:
    context = server.tls or server.route.trusting()
    if server.security is Security.TLS:
        return _Encrypted(server, context)
    imap = _Plain(server)
    if server.security is Security.STARTTLS:
        imap.starttls(context)
    return imap


def _sign_in(imap: imaplib.IMAP4, way: SignIn | None) -> None:
    try:
        match way:
            case PasswordSignIn(account, secret):
                if "AUTH=PLAIN" in imap.capabilities:
                    imap.authenticate("PLAIN", lambda _: f"\0{account}\0{secret()}".encode())
                else:
                    imap.login(quoted(account), secret())
            case TokenSignIn(account, secret):
                imap.authenticate("XOAUTH2", _xoauth2(account, secret()))
            case None:
                raise ImapRefused("No way to sign in is set.", Trouble.ACCOUNT)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise ImapRefused("The mail server refused our sign-in.", Trouble.ACCOUNT) from None


def _xoauth2(account: str, token: str) -> Callable[[bytes], bytes]:
    """Google's and Microsoft's mechanism; a refusal is a challenge that is answered by an empty line."""
    said = [f"user={account}\x01auth=Bearer {token}\x01\x01".encode()]
    return lambda _challenge: said.pop() if said else b""


def _end(imap: imaplib.IMAP4 | None) -> None:
    """Say goodbye; what a server does after that changes nothing."""
    if imap is None:
        return
    try:
        imap.logout()
    except (imaplib.IMAP4.error, OSError, EOFError):
        imap.shutdown()
