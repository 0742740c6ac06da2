"""Sends letters by SMTP and says truthfully what became of them (RFC 5321, RFC 3207, RFC 4954).

``accepted`` means that the receiving server took responsibility. Everything else keeps the letter: *transient* if a
later try may work, which includes all that is wrong on our side (no connection, sign-in or sender refused); permanent
only if the receiving side refused this recipient or this content. Answers of servers quote addresses, so only their
codes are repeated.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from functools import cache
from ipaddress import ip_address

import aiosmtplib

from belofte.mail.message import AddressUnusable, message_of
from belofte.ports import Clock, Delivery, Letter
from belofte.settings import SecretMissing, SettingsError
from belofte.wire.imap import Security
from belofte.wire.route import DIRECT, ProxyRefused, Route
from belofte.wire.sign_in import PasswordSignIn, SignIn, TokenRefused, TokenSignIn

LOG = logging.getLogger("belofte.mail")

WHOLE_CONVERSATION = 6
"""How many times the wait for one answer a whole conversation may last."""


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server. ``timeout`` is in seconds and for each answer; ``tls`` None trusts what
    ``route`` trusts."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    sign_in: SignIn | None = None
    timeout: float = 20.0
    tls: ssl.SSLContext | None = None
    route: Route = DIRECT

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not is_here(self.host):
            raise SettingsError("smtp_security must be starttls or tls: none is only for a server on this computer.")


class SmtpMailer:
    """The :class:`belofte.ports.Mailer` over SMTP: one connection a letter, safe to use from several threads."""

    def __init__(self, server: Server, sender: Address, clock: Clock) -> None:
        self._server, self._sender, self._clock = server, sender, clock

    def send(self, message: Letter) -> Delivery:
        """Hand over one letter. Never raises for what a server or a network does."""
        try:
            mime = message_of(message, self._sender, self._clock.now())
            secret = self._server.sign_in.secret() if self._server.sign_in else ""
        except AddressUnusable as unusable:
            return _logged(Delivery(False, "", False, str(unusable)))
        except (SecretMissing, TokenRefused) as missing:
            return _logged(Delivery(False, "", True, str(missing)))
        return _logged(asyncio.run(self._deliver(mime, secret)))

    async def _deliver(self, mime: EmailMessage, secret: str) -> Delivery:
        conversation = _Conversation(self._server)
        message_id = str(mime["Message-ID"])
        try:
            async with asyncio.timeout(self._server.timeout * WHOLE_CONVERSATION):
                await conversation.hold(mime, secret)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            transient, why = _judge(error, conversation.stage, self._server.timeout)
            return Delivery(False, message_id, transient, why)
        finally:
            await conversation.end()
        return Delivery(True, message_id)


class Stage(StrEnum):
    """How far a conversation came."""

    CONNECT = "connecting"
    SIGN_IN = "signing in"
    HAND_OVER = "handing over"


class _Client(aiosmtplib.SMTP):
    """Lets go of the connection at once: what a server does after the goodbye concerns nobody, and under TLS the socket
    would stay open until it said its own."""

    def close(self) -> None:
        """Say that we are done (under TLS a message of its own), and drop what is left."""
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


class _Conversation:
    """One SMTP session for one message."""

    def __init__(self, server: Server) -> None:
        self.stage = Stage.CONNECT
        self._server = server
        encrypted = server.security is not Security.NONE
        self._client = _Client(
            hostname=server.host,
            port=None if server.route.proxy else server.port,
            local_hostname=_our_name(),
            timeout=server.timeout,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=(server.tls or server.route.trusting()) if encrypted else None,
        )

    async def hold(self, mime: EmailMessage, secret: str) -> None:
        """Connect, sign in, hand over; ``stage`` tells how far it came when something raises."""
        server = self._server
        if server.route.proxy:
            opened = await asyncio.to_thread(server.route.open, server.host, server.port, server.timeout)
            await self._client.connect(sock=opened)
        else:
            await self._client.connect()
        self.stage = Stage.SIGN_IN
        match self._server.sign_in:
            case PasswordSignIn(user):
                await self._client.login(user, secret)
            case TokenSignIn(user):
                await self._client.auth_xoauth2(user, secret)
            case None:
                pass
        self.stage = Stage.HAND_OVER
        await self._client.send_message(mime)

    async def end(self) -> None:
        """Say goodbye; what a server does after it took the letter changes nothing about the letter."""
        if not self._client.is_connected:
            return
        try:
            await self._client.quit()
        except (aiosmtplib.SMTPException, OSError):
            self._client.close()


def _judge(error: Exception, stage: Stage, seconds: float) -> tuple[bool, str]:
    """Whether a later try may help, and why it did not work; never the text of a server's answer."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            refused = error.recipients[0]
            return _is_transient(refused), f"The receiving server refused the recipient ({_code(refused)})."
        case aiosmtplib.SMTPSenderRefused():
            return True, f"The mail server refused our sender address ({_code(error)}): check mail_from."
        case aiosmtplib.SMTPAuthenticationError():
            return True, f"The mail server refused our sign-in ({_code(error)}): check smtp_user and its secret."
        case aiosmtplib.SMTPConnectResponseError():
            return True, f"The mail server is not taking mail now ({_code(error)})."
        case aiosmtplib.SMTPResponseException():
            transient = stage is not Stage.HAND_OVER or _is_transient(error)
            return transient, f"The mail server refused while {stage.value} ({_code(error)})."
        case aiosmtplib.SMTPNotSupported() if stage is Stage.HAND_OVER:
            return False, "The mail server cannot carry an address with letters outside ASCII (SMTPUTF8)."
        case aiosmtplib.SMTPException() if stage is not Stage.HAND_OVER and not isinstance(error, OSError):
            return True, f"The mail server lacks what we need while {stage.value}: check smtp_security and the sign-in."
        case TimeoutError():
            return True, f"The mail server did not answer within {seconds:g} seconds while {stage.value}."
        case ProxyRefused():
            return True, f"No connection to the mail server: {error.why}. Check own_proxy, with the proxy's keeper."
        case _ if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            return True, (
                "No safe connection to the mail server: its certificate or encryption is not trusted. Check "
                "smtp_security, or own_authorities for an authority of your own."
            )
        case _:
            return True, f"The connection to the mail server failed while {stage.value}."


def _is_transient(answer: aiosmtplib.SMTPResponseException) -> bool:
    return answer.code < 500


def _code(answer: aiosmtplib.SMTPResponseException) -> str:
    """The reply code and, where given, the enhanced status code (RFC 3463)."""
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)", answer.message)
    return f"{answer.code} {enhanced[0]}" if enhanced else str(answer.code)


@cache
def _our_name() -> str:
    """How this computer greets a mail server (RFC 5321, 4.1.1.1); asked once, for it may take a look-up by name."""
    return socket.getfqdn()


def is_here(host: str) -> bool:
    """Whether a host name or address is this computer itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _logged(delivery: Delivery) -> Delivery:
    """One line a letter: what became of it, and not whose it is."""
    if delivery.accepted:
        LOG.info("letter handed over")
    else:
        LOG.warning("letter kept: %s", delivery.why)
    return delivery
