from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors.conftest import mariadb_server, postgres_server
from tests.connectors.staff_world import Staff, staff_of
from tests.staff.company import hide_from, move_to
from tests.worlds import World, fresh_world

__all__ = ["mariadb_server", "postgres_server"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people, made anew for each test."""
    return fresh_world(tmp_path / "home")


@pytest.fixture(params=["postgresql", "mariadb"])
def company(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Staff]:
    """The company's customer database on a server of that kind, with staff who sign in there themselves."""
    server: str = request.getfixturevalue({"postgresql": "postgres_server", "mariadb": "mariadb_server"}[request.param])
    with move_to(world, request.param, server) as database:
        staff = staff_of(database)
        hide_from(world, staff, monkeypatch.setenv)
        yield staff
        staff.leave()


@pytest.fixture
def postgres_company(postgres_server: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Staff]:
    with move_to(world, "postgresql", postgres_server) as database:
        staff = staff_of(database)
        hide_from(world, staff, monkeypatch.setenv)
        yield staff
        staff.leave()
