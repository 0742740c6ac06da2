"""A mail server that can be told how to behave: real SMTP on 127.0.0.1, with sign-in, encryption and refusals."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD, TOKEN = "privacy@company.example", "correct horse", "token-1"


@dataclass
class Behaviour:
    """What the server answers at each point; ``drop`` closes the connection there instead."""

    rcpt: str = "250 OK"
    sender: str = "250 OK"
    data: str = "250 2.0.0 kept"
    drop: str = ""
    silent: str = ""
    auth: bool = False
    kept: list[bytes] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    port: int = 0

    async def _point(self, server: SMTP, name: str, answer: str) -> str:
        if self.silent == name:
            await asyncio.sleep(30)
        if self.drop == name and server.transport is not None:
            server.transport.abort()
        return answer

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]):
        answer = await self._point(server, "sender", self.sender)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]):
        answer = await self._point(server, "rcpt", self.rcpt)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._point(server, "data", self.data)
        if answer.startswith("250"):
            self.kept.append(envelope.original_content or b"")
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await self._point(server, "quit", "221 bye")

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """Google's and Microsoft's mechanism: a refusal is a challenge with JSON, answered by an empty line."""
        fields = base64.b64decode(args[1]).split(b"\x01")
        if fields[0] == f"user={USER}".encode() and fields[1] == f"auth=Bearer {TOKEN}".encode():
            self.signed_in.append("xoauth2")
            return AuthResult(success=True, auth_data=USER)
        challenge = base64.b64encode(b'{"status":"400"}').decode()
        await server.push(f"334 {challenge}")
        await server._reader.readline()
        return AuthResult(success=False, handled=False)

    def check_password(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        if good:
            self.signed_in.append(how)
        return AuthResult(success=good, handled=False)


ServerOf = Callable[..., Behaviour]


@pytest.fixture
def server_of() -> Iterator[ServerOf]:
    """Start servers that behave as told; all are stopped at the end of the test."""
    ends: list[Callable[[], None]] = []

    def start(tls: ssl.SSLContext | None = None, **behaves: Any) -> Behaviour:
        behaviour = Behaviour(**behaves)
        loop = asyncio.new_event_loop()
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else every answer waits 40 ms
        behaviour.port = listener.getsockname()[1]

        conversations: list[SMTP] = []

        def conversation() -> SMTP:
            made = SMTP(
                behaviour,
                hostname="test.example",
                loop=loop,
                tls_context=tls,
                authenticator=behaviour.check_password if behaviour.auth else None,
                auth_required=behaviour.auth,
                auth_require_tls=False,
            )
            conversations.append(made)
            return made

        def serve() -> None:
            asyncio.set_event_loop(loop)
            server = loop.run_until_complete(loop.create_server(conversation, sock=listener))
            loop.call_soon(ready.set)
            loop.run_forever()
            server.close()
            loop.run_until_complete(hang_up())
            loop.close()

        async def hang_up() -> None:
            """Whoever is still spoken with is left; at the end nothing is open."""
            under_way = asyncio.all_tasks(loop) - {asyncio.current_task()}
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            for each in conversations:
                if each.transport is not None:
                    each.transport.abort()
            await asyncio.sleep(0)  # what was aborted is closed in the loop's next turn
            await asyncio.sleep(0)

        ready = threading.Event()
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        ready.wait()

        def end() -> None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

        ends.append(end)
        return behaviour

    yield start
    for end in ends:
        end()


@dataclass(frozen=True)
class Encryption:
    """What a server shows, and what a client that trusts it uses."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="session")
def encryption(tmp_path_factory: pytest.TempPathFactory) -> Encryption:
    """A certificate for 127.0.0.1 that only our own client trusts."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = _certificate(folder)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    return Encryption(server, ssl.create_default_context(cafile=str(certificate)))


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown, secret = folder / "cert.pem", folder / "key.pem"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return shown, secret
