"""A real IMAP server: Dovecot on free ports of 127.0.0.1, in a folder of its own, ended by its process."""

from __future__ import annotations

import datetime as dt
import imaplib
import ipaddress
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.ports import free_port

ACCOUNT, PASSWORD, TOKEN = "privacy@linprofs.example", "juiste paard batterij", "good-token"
PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
ABSENT = "On 2026-11-22: no Dovecot here, so IMAP was not tried on a real server; apt-get install dovecot-imapd"
CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_verbose = yes
auth_failure_delay = 0
{people}
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Done {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


@dataclass
class Dovecot:
    """The server, and what somebody else does in its mailbox."""

    home: Path
    plain: int
    tls: int
    asked_tokens: list[str] = field(default_factory=list)

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.home / "cert.pem"))

    @contextmanager
    def by_hand(self, folder: str = "INBOX") -> Generator[imaplib.IMAP4]:
        imap = imaplib.IMAP4("127.0.0.1", self.plain, timeout=60)
        try:
            imap.login(ACCOUNT, PASSWORD)
            imap.select(folder)
            yield imap
        finally:
            imap.logout()

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        """A message arrives."""
        with self.by_hand() as imap:
            answer, _ = imap.append(folder, "", imaplib.Time2Internaldate(time.time()), raw)
            assert answer == "OK"

    def flags(self, folder: str = "INBOX") -> list[str]:
        """The flags of every message, in order."""
        with self.by_hand(folder) as imap:
            _, data = imap.fetch("1:*", "(FLAGS)")
            return [line.decode() for line in data if isinstance(line, bytes)]

    def subjects(self, folder: str = "INBOX") -> int:
        with self.by_hand(folder) as imap:
            _, data = imap.search(None, "ALL")
            return len(data[0].split())

    def empty(self) -> None:
        """Nothing lies in any folder."""
        self.asked_tokens.clear()
        for folder in ("INBOX", "Done"):
            with self.by_hand(folder) as imap:
                if imap.search(None, "ALL")[1][0]:
                    imap.store("1:*", "+FLAGS", "(\\Deleted)")
                    imap.expunge()


@contextmanager
def dovecot(home: Path, more: str = "") -> Generator[Dovecot]:
    """Start it in ``home``, wait until it answers, end it. ``more`` is added to its configuration."""
    assert PROGRAM is not None
    server = Dovecot(home, free_port(), free_port())
    tokens = _token_server(server)
    make_certificate(home)
    _write(server, tokens.server_address[1], more)
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(home / "dovecot.conf")], stderr=subprocess.PIPE)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(120)
        if process.stderr:
            process.stderr.close()
        tokens.shutdown()
        tokens.server_close()


def make_certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that only who is handed it trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imap.example")])
    now = dt.datetime.now(dt.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)


def _write(server: Dovecot, token_port: int, more: str) -> None:
    home, root = server.home, os.geteuid() == 0
    home.chmod(0o755)
    mail = home / "mail"
    mail.mkdir(parents=True)
    mail.chmod(0o777)
    (home / "passwords").write_text(f"{ACCOUNT}:{{PLAIN}}{PASSWORD}\n", "utf-8")
    (home / "oauth2.conf").write_text(
        f"introspection_mode = get\nintrospection_url = http://127.0.0.1:{token_port}/\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n",
        "utf-8",
    )
    people = "" if root else f"default_internal_user = {os.environ['USER']}\ndefault_login_user = {os.environ['USER']}"
    uid, gid = ("nobody", "nogroup") if root else (os.geteuid(), os.getegid())
    text = CONFIG.format(home=home, people=people, uid=uid, gid=gid, plain=server.plain, tls=server.tls)
    (home / "dovecot.conf").write_text(text + more, "utf-8")


def _token_server(server: Dovecot) -> ThreadingHTTPServer:
    """Says which access tokens are good, as a sign-in provider does."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = unquote(self.path.strip("/").partition("&")[0])
            server.asked_tokens.append(token)
            body = json.dumps({"active": token == TOKEN, "username": ACCOUNT}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    return made


def _wait(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2400):
        if process.poll() is not None:
            raise AssertionError(process.stderr.read().decode() if process.stderr else "dovecot ended")
        try:
            with socket.create_connection(("127.0.0.1", server.plain), timeout=60) as answer:
                if answer.recv(10):
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError((server.home / "log").read_text("utf-8"))
