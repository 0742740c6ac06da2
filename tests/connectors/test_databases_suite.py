"""The behaviours every connector is held to, by the three databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest
from tests.connectors import shop
from tests.connectors import world as databases
from tests.connectors.world import Noon, mail, number
from tests.ports import free_port

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemConnector
from belofte.testing import ConnectorSuite, World

_TABLES = ("customers", "orders", "order_lines", "invoices", "mails", "posts")


class Shop(World):
    """A shop with two customers; one mail is to both."""

    person = (mail("anna@dvries.example"), number("K1"))
    other = (mail("bram@bakker.example"), number("K2"))
    correction = ("customers", "full_name", "Anna Bakker")
    facts = ("encrypted", "undeclared")

    def __init__(self, database: databases.World) -> None:
        self._database, self._url = database, database.url
        self.system: SystemMap = shop.shop()
        shop.build(database)
        database.insert("customers", [shop.customer(1, "Anna de Vries", "anna@dvries.example", "0612345678", "K1")])
        database.insert("customers", [shop.customer(2, "Bram Bakker", "bram@bakker.example", None, "K2")])
        database.insert("orders", [shop.order(1, 1, "bellen"), shop.order(2, 2)])
        database.insert("order_lines", [shop.order_line(1, 1), shop.order_line(1, 2), shop.order_line(2, 1)])
        database.insert("mails", [shop.letter(1, "anna@dvries.example"), shop.letter(2, "bram@bakker.example")])
        database.insert("posts", [shop.post(1, 1), shop.post(2, 2)])

    def connect(self, system: SystemMap) -> SystemConnector:
        made = SqlConnector(system, self._url, Noon())
        self._database.connectors.append(made)
        return made

    def writing_calls(self) -> int:
        """Statements that MariaDB counted, or commits that another connection of SQLite saw. Postgres has no such
        count: there :meth:`state` tells alone."""
        if self._database.dialect == "mariadb":
            counted = self._database.rows("SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_insert', 'Com_update')")
            deleted = self._database.rows("SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_delete', 'Com_replace')")
            return sum(int(count) for _, count in (*counted, *deleted))
        return 0

    def state(self) -> object:
        """Every row; a made-up value counts as made up, whichever it is."""
        rows = [sorted(map(str, self._database.rows(f'SELECT * FROM "{table}"'))) for table in _TABLES]
        return re.sub("erased-[0-9a-f]{24}@", "erased-once@", str(rows))

    def holds(self, text: str) -> bool:
        return text in str(self.state())

    @contextmanager
    def away(self) -> Iterator[object]:
        """The address leads nowhere: no file there, or nobody listens."""
        there, gone = self._url, free_port()
        nowhere = {"sqlite": "sqlite:////nowhere.example/shop.sqlite"}
        self._url = nowhere.get(
            self._database.dialect, f"{self._database.dialect}://nobody:let-me-in@127.0.0.1:{gone}/shop"
        )
        self.secrets = ("let-me-in",)
        try:
            yield
        finally:
            self._url = there


class TestDatabases(ConnectorSuite):
    KINDS: ClassVar = ("sql",)

    @pytest.fixture
    def world(self, world_of_each: databases.World) -> Iterator[World]:
        with world_of_each as database:
            yield Shop(database)
