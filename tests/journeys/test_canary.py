"""A canary person is planted in every table, erased, and every file is searched for what remains."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from tests.company_postgres import move_company
from tests.engine.postgres_wheel import own_postgres
from tests.worlds import World, carry_out

TOKEN = "kanarievogel"
ADDRESS = f"{TOKEN}@post.example"
PHONE = "+31612340987"
ROWS = {
    "customers": {
        "id": 990001, "customer_no": f"K-{TOKEN}", "kind": "person", "full_name": f"Truus {TOKEN}", "email": ADDRESS,
        "phone": PHONE, "mobile": PHONE, "street": f"{TOKEN}straat", "house_no": "7", "postcode": "1234 ZZ",
        "town": f"{TOKEN}dam", "language": "nl", "email_since": "2020-01-01", "blocked": 0, "updated_at": "2020-01-01",
    },
    "addresses": {
        "id": 990001, "customer_id": 990001, "label": "thuis", "street": f"{TOKEN}straat", "house_no": "7",
        "postcode": "1234 ZZ", "town": f"{TOKEN}dam", "country": "NL",
    },
    "orders": {
        "id": 990001, "customer_id": 990001, "ordered_on": "2012-02-03", "status": "delivered",
        "delivered_on": "2012-02-05", "items": f"boek over de {TOKEN}", "remarks": f"voor {TOKEN}, bel {PHONE}",
    },
    "order_lines": {"id": 990001, "order_id": 990001, "article": f"{TOKEN}-1", "quantity": 1, "price_cents": 100},
    "invoices": {
        "id": 990001, "number": f"F-{TOKEN}", "customer_id": 990001, "order_id": 990001, "issued_on": "2012-02-03",
        "paid_on": "2012-02-10", "bill_name": f"Truus {TOKEN}", "bill_address": f"{TOKEN}straat 7",
        "lines": f"boek {TOKEN}", "total_cents": 100,
    },
    "tickets": {
        "id": 990001, "customer_id": 990001, "email": ADDRESS, "opened_at": "2020-03-03T10:00:00", "subject": TOKEN,
        "body": f"ik ben {TOKEN}", "status": "closed",
    },
    "mails": {
        "id": 990001, "to_address": ADDRESS, "from_address": "info@linprofs.example",
        "sent_at": "2020-03-03T10:00:00", "subject": TOKEN, "body": f"Beste {TOKEN}",
    },
    "shipments": {
        "id": 990001, "order_id": 990001, "carrier": "postnl", "name": f"Truus {TOKEN}", "address": f"{TOKEN}straat 7",
        "town": f"{TOKEN}dam", "barcode": f"3S{TOKEN}", "delivered_on": "2012-02-05",
    },
    "page_views": {
        "id": 990001, "at": "2026-01-01T10:00:00", "customer_id": 990001, "ip": "192.0.2.77", "agent": f"{TOKEN}/1.0",
        "path": f"/{TOKEN}",
    },
    "subscriptions": {
        "id": 990001, "email": ADDRESS, "name": f"Truus {TOKEN}", "address": f"{TOKEN}straat 7",
        "town": f"{TOKEN}dam", "status": "subscribed", "signed_up_at": "2020-01-01", "post_ok": 1,
        "consent_text": f"ja, zei {TOKEN}",
    },
}  # fmt: skip


def plant(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, row in ROWS.items():
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def files_with_canary(folder: Path) -> list[str]:
    """Every file whose bytes still hold the canary; the mail sink is the world outside and is left out."""
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "mail" not in file.parts and TOKEN.encode() in file.read_bytes().lower()
    ]


def test_nothing_of_an_erased_person_is_left_in_any_file(world: World) -> None:
    home = world.made.home
    plant(home.sandbox / "crm.sqlite")
    assert files_with_canary(home.data) == ["sandbox/crm.sqlite"]
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, "erasure", ADDRESS))
        carry_out(belofte)
        touched = {line.collection for receipt in case.receipts for line in receipt.lines if line.planned}
        assert touched == set(ROWS)
        later = belofte.parts.now() + timedelta(weeks=30)
    assert files_with_canary(home.data) == []
    with world.open(later.isoformat()) as belofte:
        belofte.work.tend()
    assert files_with_canary(home.data) == []


def rows_with_canary(company: Engine) -> list[str]:
    """Every table that still holds a row in which the canary can be read."""
    with company.connect() as connection:
        return [
            name
            for name in sorted(inspect(company).get_table_names())
            if connection.scalar(
                text(f'SELECT count(*) FROM "{name}" AS r WHERE lower(CAST(r AS text)) LIKE :it'), {"it": f"%{TOKEN}%"}
            )
        ]


def test_nothing_of_an_erased_person_is_left_where_the_company_keeps_a_postgres(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are gone or cleared at once; what the server's pages and old backups still hold has a date."""
    home = world.made.home
    plant(home.sandbox / "crm.sqlite")
    with own_postgres() as server:
        monkeypatch.setenv("CANARY_CRM", server.url)
        company = move_company(world.made, server.url, "CANARY_CRM")
        assert set(rows_with_canary(company)) == set(ROWS)
        with world.open() as belofte:
            case = world.approve(belofte, world.ask(belofte, "erasure", ADDRESS))
            carry_out(belofte)
            touched = {line.collection for receipt in case.receipts for line in receipt.lines if line.planned}
            purged = next(receipt for receipt in case.receipts if receipt.verb == "purge")
        assert touched == set(ROWS)
        assert rows_with_canary(company) == []
        assert purged.until is not None
        assert files_with_canary(home.data) == []
        company.dispose()
