"""The hosts behind a line in the sandbox: pages and mail over TLS on this machine, with certificates of an authority of
its own, as well kept as the policy says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from belofte.sandbox.local.part import Placed, Wanted

Talker = Callable[[socket.socket], None]
_PATIENCE_SECONDS = 5
_DAYS = 90
_PAGE = "<!doctype html><title>LinProfs</title><p>Welkom"
_SAFE = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"
_FROM_THE_START = {
    "https": 443,
    "submissions": 465,
    "imaps": 993,
    "pop3s": 995,
    "ftps": 990,
    "ldaps": 636,
    "sips": 5061,
}
_ON_REQUEST = {
    "smtp": (25, "220 mail\r\n", {"EHLO": "250-mail\r\n250 STARTTLS\r\n", "STARTTLS": "220 go\r\n"}, "STARTTLS"),
    "submission": (587, "220 mail\r\n", {"EHLO": "250-mail\r\n250 STARTTLS\r\n", "STARTTLS": "220 go\r\n"}, "STARTTLS"),
    "pop3": (110, "+OK\r\n", {"CAPA": "+OK\r\nSTLS\r\n.\r\n", "STLS": "+OK\r\n"}, "STLS"),
}
"""Service -> port, greeting, answers, and the word after which TLS begins."""


class LineHosts:
    """Every service that a map declares, each on a port of this machine. A service that is not played is not there."""

    def __init__(self, wanted: Wanted) -> None:
        self._system, self._folder, self._notice = wanted.system, wanted.folder, wanted.notice
        self._authority = _Authority(wanted.folder)
        self._open: dict[str, _Listening] = {}
        hosts = cast("Mapping[str, tuple[str, ...]]", wanted.system.settings.get("hosts", {}))
        for host, services in hosts.items():
            context = self._authority.context_for(host)
            for service in services:
                self._play(host, service, context)
            if "https" in services:
                self._listen(host, 80, _pages(f"HTTP/1.1 301 Moved\r\nLocation: https://{host}/\r\n", ""))

    def placed(self) -> Placed:
        addresses = {where: f"127.0.0.1:{listening.port}" for where, listening in self._open.items()}
        here = {**self._system.settings, "addresses": addresses, "own_ca": str(self._authority.file.absolute())}
        here.pop("proxy", None)
        return Placed(replace(self._system, settings=here))

    def holds(self, text: str) -> list[str]:
        return [where for where in self._open if text in where]

    def stop(self) -> None:
        for listening in self._open.values():
            listening.close()
        self._open.clear()

    def _play(self, host: str, service: str, context: ssl.SSLContext) -> None:
        if service == "https":
            self._listen(host, 443, self._website(host), context)
        elif service in _FROM_THE_START:
            self._listen(host, _FROM_THE_START[service], _greets, context)
        elif service in _ON_REQUEST:
            port, greeting, answers, begin = _ON_REQUEST[service]
            self._listen(host, port, _asked_for_tls(greeting, answers, begin, context))

    def _website(self, host: str) -> Talker:
        """A page wherever one is asked for: the one that lies in the folder ``pages``, the notice as it was published,
        or a word of welcome."""
        notices = cast("Mapping[str, str]", self._system.settings.get("notice", {}))
        shown = {page.removeprefix("https://"): language for language, page in notices.items()}

        def talk(connection: socket.socket) -> None:
            asked = connection.recv(65536).decode("latin-1").split(" ")
            path = asked[1].partition("?")[0] if len(asked) > 1 else "/"
            own = self._folder / "pages" / f"{host}{path}".strip("/").replace("/", "_")
            language = shown.get(f"{host}{path}")
            page = own.read_bytes() if own.is_file() else self._notice(language) if language else _PAGE.encode()
            status = "200 OK" if page is not None else "404 Not Found"
            head = f"HTTP/1.1 {status}\r\n{_SAFE}Content-Length: {len(page or b'')}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode() + (page or b""))

        return talk

    def _listen(self, host: str, port: int, talker: Talker, tls: ssl.SSLContext | None = None) -> None:
        self._open[f"{host}:{port}"] = _Listening(talker, tls)


class _Authority:
    """A certificate authority of this sandbox alone; made anew each time, for it vouches for nothing else."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self._folder = folder / "authority.pem", folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Sandbox authority")
        built = _builder(self._name, self._name, self._key.public_key())
        made = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        made = made.add_extension(_usage(signs_others=True), critical=True)
        self.file.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def context_for(self, host: str) -> ssl.SSLContext:
        """What a server of this host shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = _builder(_named(host), self._name, key.public_key())
        made = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = made.add_extension(of_authority, critical=False)
        certificate = made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        both = self._folder / f"{host}.pem"
        both.write_bytes(private + certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(both)
        return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    start, end = now - timedelta(days=1), now + timedelta(days=_DAYS)
    number = x509.random_serial_number()
    return x509.CertificateBuilder(issuer, subject, key, number, not_valid_before=start, not_valid_after=end)


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


class _Listening:
    """One port of this machine that talks as ``talker`` does."""

    def __init__(self, talker: Talker, tls: ssl.SSLContext | None) -> None:
        self._talker, self._tls = talker, tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True, name="sandbox-line").start()

    def close(self) -> None:
        """No more connections. Waking the thread that waits for one takes a last connection."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return  # it was closed
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE_SECONDS)
        with connection:
            try:
                if self._tls is None:
                    self._talker(connection)
                else:
                    with self._tls.wrap_socket(connection, server_side=True) as protected:
                        self._talker(protected)
            except OSError:
                return  # who looks has seen enough, or offered what is refused


def _pages(head: str, body: str) -> Talker:
    def talk(connection: socket.socket) -> None:
        if connection.recv(65536):
            connection.sendall(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())

    return talk


def _greets(connection: socket.socket) -> None:
    connection.sendall(b"* OK ready\r\n")
    while connection.recv(4096):
        connection.sendall(b"* BAD\r\n")


def _asked_for_tls(greeting: str, answers: Mapping[str, str], begin: str, context: ssl.SSLContext) -> Talker:
    """A conversation in lines until TLS is asked for."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(greeting.encode())
        with connection.makefile("rb") as lines:
            for raw in lines:
                word = raw.decode("latin-1").split()[:1]
                said = word[0].upper() if word else ""
                connection.sendall(answers.get(said, "500 no\r\n").encode())
                if said == begin:
                    context.wrap_socket(connection, server_side=True).close()
                    return

    return talk
