"""Real servers for a line to look at, on loopback: TLS with certificates of our own authority, mail, plain protocols
and a small DNS."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.ports import free_port

NOW = datetime.now(UTC)
Talker = Callable[[socket.socket], None]


# --- certificates


@dataclass
class Authority:
    """A certificate authority of our own, with its file."""

    folder: Path
    name: str = "Our own authority"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        subject = _named(self.name)
        self.certificate = (
            _builder(subject, subject, self.key.public_key(), NOW - timedelta(days=400), NOW + timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = self.folder / f"{self.name.replace(' ', '-')}.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, *names: str, days: float = 90, since: float = 30) -> Path:
        """A PEM file with a key and a certificate for these names, ``days`` left."""
        now = datetime.now(UTC)  # a long run began hours before this
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _builder(
                _named(names[0]),
                self.certificate.subject,
                key.public_key(),
                now - timedelta(days=since),
                now + timedelta(days=days, minutes=5),
            )
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        path = self.folder / f"{names[0].replace('*', 'star')}-{key.public_key().public_numbers().x:x}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        return path


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer, subject, key, x509.random_serial_number(), not_valid_before=start, not_valid_after=end
    )


def der_of(pem: Path) -> bytes:
    return x509.load_pem_x509_certificate(pem.read_bytes()).public_bytes(serialization.Encoding.DER)


def server_context(pem: Path, only: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if only is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = only
            context.minimum_version = only
    return context


# --- servers


class Server:
    """One port of this machine that talks as ``talker`` says; every connection is counted."""

    def __init__(self, talker: Talker, tls: ssl.SSLContext | None = None) -> None:
        self._talker, self._tls = talker, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.2)
        self._over = threading.Event()
        self.connections = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def port(self) -> int:
        return self._listening.getsockname()[1]

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except TimeoutError:
                continue
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        with connection:
            try:
                if self._tls is None:
                    self._talker(connection)
                else:
                    with self._tls.wrap_socket(connection, server_side=True) as protected:
                        self._talker(protected)
            except OSError:
                return  # the one who looks has seen enough, or was refused

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._listening.close()


def says(*, first: bytes = b"", then: bytes = b"") -> Talker:
    """Says something by itself, then answers whatever is said with ``then``."""

    def talk(connection: socket.socket) -> None:
        if first:
            connection.sendall(first)
        while connection.recv(4096):
            if then:
                connection.sendall(then)

    return talk


def answers_pages(pages: dict[str, tuple[int, dict[str, str], str]]) -> Talker:
    """HTTP: a status, headers and a body by path; any other path is not there."""

    def talk(connection: socket.socket) -> None:
        asked = connection.recv(65536).decode("latin-1").split(" ")
        path = asked[1] if len(asked) > 1 else "/"
        status, headers, body = pages.get(path, (404, {}, "not here"))
        raw = body.encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        connection.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n{head}\r\n".encode() + raw)

    return talk


def lines(greeting: str, answers: dict[str, str], tls: ssl.SSLContext | None = None, begin: str = "") -> Talker:
    """A protocol in lines: each line's first words choose the answer; after ``begin`` TLS starts."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(greeting.encode())
        read = b""
        while True:
            while b"\r\n" not in read:
                more = connection.recv(1024)
                if not more:
                    return
                read += more
            line, _, read = read.partition(b"\r\n")
            said = line.decode("latin-1")
            answer = next((answer for start, answer in answers.items() if said.startswith(start)), "500 no\r\n")
            connection.sendall(answer.encode())
            if begin and tls and said.startswith(begin):
                tls.wrap_socket(connection, server_side=True).close()
                return

    return talk


@contextmanager
def smtp_server(pem: Path | None = None) -> Iterator[int]:
    """A real mail server, with STARTTLS where it has a certificate."""
    port = free_port()
    context = server_context(pem) if pem else None
    controller = Controller(object(), hostname="127.0.0.1", port=port, tls_context=context, ready_timeout=120)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@dataclass
class Zone:
    """What our DNS knows: (name, type) -> records as text. ``signed`` names are vouched for (the AD flag)."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict[tuple[str, str], "list[str]"])
    signed: set[str] = field(default_factory=set[str])
    asked: list[str] = field(default_factory=list[str])

    def answer(self, question: dns.message.Message) -> dns.message.Message:
        asked = question.question[0]
        name, kind = asked.name.to_text(), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append(f"{name} {kind}")
        answer = dns.message.make_response(question)
        found = self.records.get((name.rstrip("."), kind))
        if found:
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
            if name.rstrip(".") in self.signed:
                answer.flags |= dns.flags.AD
        elif not any(known == name.rstrip(".") for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


@contextmanager
def dns_server(zone: Zone) -> Iterator[str]:
    """DNS over UDP on loopback; gives its address with port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.2)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    raw, sender = listening.recvfrom(4096)
                except TimeoutError:
                    continue
                listening.sendto(zone.answer(dns.message.from_wire(raw)).to_wire(), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()
