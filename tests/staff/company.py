"""The sample company's customer database on a server, read by staff with accounts of their own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from tests.company_postgres import move_company
from tests.connectors.staff_world import Staff
from tests.connectors.world import World as Database
from tests.worlds import World

_numbers = itertools.count(1)
URL, OWNER = "STAFF_CRM_URL", "STAFF_CRM_OWNER"


@contextmanager
def move_to(world: World, dialect: str, server: str) -> Generator[Database]:
    """The company's database there; ends with the test."""
    name = f"staff{os.getpid()}_{next(_numbers)}"
    with Database(dialect, server) as whole:
        whole.outside(f"CREATE DATABASE {name}" + (" CHARACTER SET utf8mb4" if dialect == "mariadb" else ""))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    move_company(world.made, url, URL).dispose()
    with Database(dialect, url) as database:
        yield database


def hide_from(world: World, staff: Staff, put: Callable[[str, str], None]) -> None:
    """The map says that rows are hidden from these roles, and who owns the tables."""
    put(URL, staff.world.url)
    put(OWNER, staff.world.url)
    file = world.made.home.policy / "systems" / "crm.yaml"
    named = f"readers: {{technical-staff: [{staff.support}], bookkeeper: [{staff.books}]}}"
    lines = f"owner: env:{OWNER}\nhides: true\n{named}\nif_not_allowed:"
    file.write_text(file.read_text("utf-8").replace("if_not_allowed:", lines, 1), "utf-8")
