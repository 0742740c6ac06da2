"""Staff with accounts of their own in a real database: made, signed in as, and counted."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from tests.connectors.shop import build, customer, invoice, order, order_line
from tests.connectors.world import Noon, World

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.staff_wall import Brick
from belofte.domain.system_map import SystemMap

_numbers = itertools.count(1)
PASSWORD = "a-password-of-this-test"
REFUSED = ("permission denied", "(1142,", "(1044,", "(1146,")
"""How the two databases refuse who has no right to a table, or to see that it is there."""
DRIVER = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}


@dataclass
class Staff:
    """A role of support staff and one of bookkeepers, each with somebody who can sign in."""

    world: World
    support: str
    books: str
    people: Mapping[str, str] = field(default_factory=dict[str, str])  # role -> account that signs in

    @property
    def readers(self) -> dict[str, tuple[str, ...]]:
        return {"technical-staff": (self.support,), "bookkeeper": (self.books,)}

    def leave(self) -> None:
        """Roles of Postgres belong to the whole server: who stays behind can be seen from the next test's database."""
        if self.world.dialect == "postgresql":
            self.world.do(*(f"ALTER ROLE {person} NOLOGIN" for person in self.people.values()))

    def sees(self, role: str, table: str, where: str = "TRUE") -> int | None:
        """How many rows somebody with this role counts over a connection of their own; None: refused."""
        url = make_url(self.world.url)
        schema = url.database or ""
        if self.world.dialect == "mariadb":
            found = [self._count(role, f"{name}.{table}", where) for name in self._schemas(schema)]
            return max((count for count in found if count is not None), default=None)
        return self._count(role, table, where)

    def sees_in(self, role: str, place: str) -> int | None:
        """How many rows they count in this one place, and no other; None: refused."""
        return self._count(role, place, "TRUE")

    def _schemas(self, schema: str) -> Iterator[str]:
        yield from (schema, f"{schema}_staff", f"{schema}_staff_2")

    def _count(self, role: str, place: str, where: str) -> int | None:
        url = make_url(self.world.url).set(drivername=DRIVER[self.world.dialect])
        url = url.set(username=self.people[role], password=PASSWORD)
        if self.world.dialect == "mariadb":
            url = url.set(database="information_schema")
        engine = create_engine(url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                return int(connection.exec_driver_sql(f"SELECT count(*) FROM {place} WHERE {where}").scalar_one())
        except DBAPIError as error:
            assert any(code in str(error.orig) for code in REFUSED), "refused for want of a right, and nothing else"
            return None
        finally:
            engine.dispose()


def staff_of(world: World) -> Staff:
    """Two roles with a member each, who may read every table."""
    number = next(_numbers)
    staff = Staff(world, f"support_{os.getpid()}_{number}", f"books_{os.getpid()}_{number}")
    staff.people = {role: f"{role}_jan" for role in (staff.support, staff.books)}
    for role, person in staff.people.items():
        if world.dialect == "postgresql":
            world.do(
                f"CREATE ROLE {role} NOLOGIN",
                f"CREATE ROLE {person} LOGIN PASSWORD '{PASSWORD}' IN ROLE {role}",
                f"GRANT USAGE ON SCHEMA public TO {role}",
                f"GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO {role}",
            )
        else:
            database = make_url(world.url).database
            world.outside(f"CREATE ROLE {role}")
            world.outside(f"CREATE USER {person}@'%%' IDENTIFIED BY '{PASSWORD}'")
            world.outside(f"GRANT SELECT, UPDATE ON {database}.* TO {role}")
            world.outside(f"GRANT {role} TO {person}@'%%'")
            world.outside(f"SET DEFAULT ROLE {role} FOR {person}@'%%'")
    return staff


def fill(world: World) -> None:
    """Two customers with an order, a line and an invoice each."""
    build(world)
    world.insert("customers", [customer(1, "Anna", "anna@post.example"), customer(2, "Bert", "bert@post.example")])
    world.insert("orders", [order(11, 1), order(12, 2)])
    world.insert("order_lines", [order_line(11, 1), order_line(12, 1)])
    world.insert("invoices", [invoice(21, 1, 11, None), invoice(22, 2, 12, None)])


def bricks_of(system: SystemMap, staff: Staff) -> tuple[Brick, ...]:
    """All tables are hidden from support; the invoices are not from the bookkeeper."""
    return tuple(
        Brick(name, account, role, "AWR art. 52(4)" if name == "invoices" and role == "bookkeeper" else None)
        for name in system.collections
        for role, accounts in staff.readers.items()
        for account in accounts
    )


def connect_owning(world: World, system: SystemMap, url: str = "") -> SqlConnector:
    connector = SqlConnector(system, url or world.url, Noon(), owner=lambda: world.url)
    world.connectors.append(connector)
    return connector
