"""Databases whose certificates an authority of the company's own vouches for (``ca:``, ``own_authorities``)."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from tests.connectors.conftest import _PATH, _wait_for  # how the other MariaDB is started
from tests.connectors.line_world import Authority, Server, server_context
from tests.ports import free_port

from belofte.connectors.sql.engine import address, dialect_of, engine_of, trusted_url

PROGRAM, INSTALL = shutil.which("mariadbd", path=_PATH), shutil.which("mariadb-install-db", path=_PATH)
ABSENT = "2026-11-23: not run on MariaDB: the Debian package mariadb-server is not installed."


@contextmanager
def mariadb(folder: Path, pem: Path) -> Iterator[int]:
    """A MariaDB that shows this certificate; its port."""
    whole = pem.read_text("utf-8")
    begins = whole.index("-----BEGIN CERT")
    key, certificate, data, port = folder / "key.pem", folder / "cert.pem", folder / "data", free_port()
    key.write_text(whole[:begins], "utf-8")
    certificate.write_text(whole[begins:], "utf-8")
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    making = [str(INSTALL), "--no-defaults", f"--datadir={data}", "--skip-test-db", *as_root]
    subprocess.run([*making, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
    command = [str(PROGRAM), "--no-defaults", f"--datadir={data}", f"--socket={folder / 's'}", f"--port={port}"]
    command += ["--bind-address=127.0.0.1", "--skip-log-bin", f"--ssl-cert={certificate}", f"--ssl-key={key}", *as_root]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(120)


def spoken(url: str, ca: Path) -> str:
    """By which cipher a database is spoken to."""
    parsed = address("crm", trusted_url(url, ca))
    engine = engine_of(parsed, dialect_of(parsed))
    try:
        with engine.connect() as connection:
            row = connection.execute(text("SHOW STATUS LIKE 'Ssl_cipher'")).one()
            return str(row[1])
    finally:
        engine.dispose()


@pytest.mark.skipif(PROGRAM is None or INSTALL is None, reason=ABSENT)
def test_mariadb_is_trusted_by_the_own_authority_only_and_only_under_its_name(tmp_path: Path) -> None:
    own, other = Authority(tmp_path), Authority(tmp_path, "Another")
    with mariadb(tmp_path, own.issue("localhost")) as port:
        assert spoken(f"mariadb://root@localhost:{port}/mysql", own.file).startswith("TLS")
        for host, ca in (("localhost", other.file), ("127.0.0.1", own.file)):
            with pytest.raises(OperationalError) as refused:
                spoken(f"mariadb://root@{host}:{port}/mysql", ca)
            assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value.orig)


def test_postgres_asks_for_tls_and_trusts_the_own_authority_only(tmp_path: Path) -> None:
    """The wheel's own server knows no TLS; what stands here begins it as Postgres does, and hears who goes on."""
    own, other = Authority(tmp_path), Authority(tmp_path, "Another")
    context, heard = server_context(own.issue("localhost")), list[bytes]()

    def postgres(connection: socket.socket) -> None:
        assert connection.recv(8)[4:] == bytes.fromhex("04d2162f"), "the first thing said is that TLS is wanted"
        connection.sendall(b"S")
        with suppress(ssl.SSLError, OSError), context.wrap_socket(connection, server_side=True) as protected:
            heard.append(protected.recv(1024))

    with closing(Server(postgres)) as server:
        for ca, trusts in ((other.file, 0), (own.file, 1)):
            with pytest.raises(OperationalError):
                spoken(f"postgresql://belofte@localhost:{server.port}/crm", ca)
            assert len([said for said in heard if b"belofte" in said]) == trusts
