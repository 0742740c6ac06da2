"""A small shop as an application would have made it: the tables of most tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tests.connectors.world import World, mapped, of

from belofte.domain.system_map import Collection, Contact, EraseClear, EraseRow, FoundBy, SystemMap

_TABLES = (
    """CREATE TABLE customers (id INTEGER PRIMARY KEY, number VARCHAR(20) NOT NULL UNIQUE, full_name VARCHAR(80),
       email VARCHAR(120) NOT NULL, phone VARCHAR(30), since {moment}, left_on DATE,
       blocked BOOLEAN NOT NULL DEFAULT FALSE, invited_by INTEGER REFERENCES customers(id))""",
    "CREATE INDEX customers_email ON customers (email)",
    """CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, placed_on DATE, note {long},
       FOREIGN KEY (customer_id) REFERENCES customers (id))""",
    "CREATE INDEX orders_customer ON orders (customer_id)",
    """CREATE TABLE order_lines (order_id INTEGER NOT NULL, line INTEGER NOT NULL, article VARCHAR(60),
       PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id))""",
    """CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, order_id INTEGER,
       bill_name VARCHAR(80), total DECIMAL(10,2), paid_on DATE, pdf {binary},
       FOREIGN KEY (customer_id) REFERENCES customers (id), FOREIGN KEY (order_id) REFERENCES orders (id))""",
    "CREATE INDEX invoices_customer ON invoices (customer_id)",
    "CREATE INDEX invoices_order ON invoices (order_id)",
    """CREATE TABLE mails (id INTEGER PRIMARY KEY, to_addr VARCHAR(120), subject VARCHAR(120), body {long})""",
    "CREATE INDEX mails_to ON mails (to_addr)",
    """CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER, answers INTEGER, words {long},
       FOREIGN KEY (author) REFERENCES customers (id), FOREIGN KEY (answers) REFERENCES posts (id))""",
    "CREATE INDEX posts_author ON posts (author)",
    "CREATE INDEX posts_answers ON posts (answers)",
)

_TYPES: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"moment": "TIMESTAMP", "long": "TEXT", "binary": "BLOB"},
    "postgresql": {"moment": "TIMESTAMPTZ", "long": "TEXT", "binary": "BYTEA"},
    "mariadb": {"moment": "DATETIME", "long": "LONGTEXT", "binary": "LONGBLOB"},
}

CLEARED = {"full_name": None, "email": "erased-{random}@invalid", "phone": None}

CUSTOMERS = Collection(
    "customers",
    "profile",
    {"name": ("full_name",), "email": ("email",), "phone": ("phone",), "customer-number": ("number",)},
    not_personal=("id", "invited_by"),
    person=True,
    contact=(Contact("email", "email", "since"),),
    agrees=("full_name", "phone"),
    clock={"left": "left_on"},
    erase=EraseClear(CLEARED),
    restrict={"blocked": True},
)
ORDERS = Collection(
    "orders",
    "order",
    {"order-lines": ("note",)},
    not_personal=("id", "placed_on"),
    of=(of("customers", "customer_id:id"),),
    free_text=("note",),
    clock={"left": "customers.left_on"},
    erase=EraseClear({"note": None}),
)
ORDER_LINES = Collection(
    "order_lines",
    "order",
    {"order-lines": ("article",)},
    not_personal=("line",),
    of=(of("orders", "order_id:id"),),
    clock={"left": "customers.left_on"},
    erase=EraseRow(),
)
INVOICES = Collection(
    "invoices",
    "invoice",
    {"name": ("bill_name",), "invoice-lines": ("total",), "documents": ("pdf",)},
    not_personal=("id",),
    of=(of("customers", "customer_id:id"), of("orders", "order_id:id")),
    clock={"book-year-of-settlement": "paid_on"},
    files={"pdf": "application/pdf"},
    erase=EraseRow(),
)
MAILS = Collection(
    "mails",
    "order",
    {"correspondence": ("subject", "body")},
    not_personal=("id",),
    found_by=(FoundBy("to_addr", "email"),),
    erase=EraseRow(),
)
POSTS = Collection(
    "posts",
    "order",
    {"correspondence": ("words",)},
    not_personal=("id",),
    of=(of("customers", "author:id"), of("posts", "answers:id")),
    erase=EraseRow(),
)

ALL = (CUSTOMERS, ORDERS, ORDER_LINES, INVOICES, MAILS, POSTS)


def shop(**more: object) -> SystemMap:
    """The map of the shop."""
    return mapped(*ALL, **more)


def build(world: World) -> None:
    """The empty tables."""
    world.do(*(statement.format(**_TYPES[world.dialect]) for statement in _TABLES))


def customer(
    id_: int, name: str | None, email: str, phone: str | None = None, number: str | None = None
) -> dict[str, object]:
    return {
        "id": id_, "number": number or f"K{id_}", "full_name": name, "email": email, "phone": phone,
        "since": datetime(2024, 1, 2, 3, 4, 5), "left_on": date(2026, 1, 31) if id_ % 2 else None,
    }  # fmt: skip


def order(id_: int, customer_id: int | None, note: str | None = None) -> dict[str, object]:
    return {"id": id_, "customer_id": customer_id, "placed_on": date(2025, 5, 6), "note": note}


def order_line(order_id: int, line: int) -> dict[str, object]:
    return {"order_id": order_id, "line": line, "article": f"article {line}"}


def invoice(id_: int, customer_id: int, order_id: int | None, paid_on: date | None) -> dict[str, object]:
    return {
        "id": id_, "customer_id": customer_id, "order_id": order_id, "bill_name": "on paper", "total": "12.30",
        "paid_on": paid_on, "pdf": b"%PDF-1.7 \x00\xff",
    }  # fmt: skip


def letter(id_: int, to: str) -> dict[str, object]:
    return {"id": id_, "to_addr": to, "subject": "Uw bestelling", "body": f"Aan {to}"}


def post(id_: int, author: int | None, answers: int | None = None) -> dict[str, object]:
    return {"id": id_, "author": author, "answers": answers, "words": "een bericht"}
