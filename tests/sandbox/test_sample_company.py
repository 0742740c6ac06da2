"""The sample company: what is said of its people is what plain SQL finds of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from belofte.sandbox.company import Company, CompanyExists, make_company
from belofte.sandbox.company_schema import TABLES
from belofte.sandbox.personas import Persona

TODAY = date(2026, 11, 22)

BY_CUSTOMER = ("addresses", "orders", "tickets", "page_views")
BY_ORDER = ("order_lines", "shipments")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return make_company(tmp_path_factory.mktemp("company") / "shop.sqlite", people=400, today=TODAY)


@pytest.fixture
def database(company: Company) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(company.path)) as connection:
        yield connection


def numbers(database: sqlite3.Connection, sql: str, *values: object) -> set[int]:
    return {row[0] for row in database.execute(sql, values)}


def found_by_hand(database: sqlite3.Connection, who: Persona) -> dict[str, set[int]]:
    """The ids that belong to a person, by customer number, references and e-mail, written as a clerk would."""
    found: dict[str, set[int]] = {table: set() for table in TABLES}
    for customer_no in who.customer_nos:
        found["customers"] |= numbers(database, "SELECT id FROM customers WHERE customer_no = ?", customer_no)
    for customer in found["customers"]:
        for table in BY_CUSTOMER:
            found[table] |= numbers(database, f"SELECT id FROM {table} WHERE customer_id = ?", customer)
    for order in found["orders"]:
        for table in (*BY_ORDER, "invoices"):
            found[table] |= numbers(database, f"SELECT id FROM {table} WHERE order_id = ?", order)
    for table in ("contacts", "subscriptions", "tickets"):
        found[table] |= numbers(database, f"SELECT id FROM {table} WHERE email = ?", who.email)
    found["mails"] = numbers(database, "SELECT id FROM mails WHERE ? IN (to_address, from_address)", who.email)
    return found


def test_every_persona_is_found_with_exactly_the_records_that_were_announced(
    company: Company, database: sqlite3.Connection
) -> None:
    for who in company.cast.everyone:
        found = {table: len(ids) for table, ids in found_by_hand(database, who).items() if ids}
        announced = {t: who.expected.get(t, 0) + who.shared.get(t, 0) for t in {*who.expected, *who.shared}}
        assert found == announced, who.name


def test_the_person_who_is_in_nothing_is_in_no_cell(company: Company, database: sqlite3.Connection) -> None:
    surname = company.cast.nobody.name.split()[-1]
    for table in TABLES:
        for row in database.execute(f"SELECT * FROM {table}"):
            assert not any(surname in str(cell) for cell in row)


def test_a_couple_shares_address_and_telephone_and_is_two_people(company: Company) -> None:
    first, second = company.cast.couple
    assert (first.email, first.phone) == (second.email, second.phone)
    assert first.name != second.name
    assert not set(first.customer_nos) & set(second.customer_nos)
    assert first.shared == second.shared == {"mails": 2, "tickets": 1, "subscriptions": 1}


def test_one_person_may_have_two_customer_numbers(company: Company, database: sqlite3.Connection) -> None:
    who = company.cast.two_numbers
    marks = ", ".join("?" * len(who.customer_nos))
    sql = f"SELECT DISTINCT full_name, email, phone FROM customers WHERE customer_no IN ({marks})"
    assert len(who.customer_nos) == 2
    assert database.execute(sql, who.customer_nos).fetchall() == [(who.name, who.email, who.phone)]


def test_invoices_lie_on_both_sides_of_a_long_term_and_one_old_one_is_unpaid(company: Company) -> None:
    years = {invoice.paid_on.year for invoice in company.cast.bram.invoices if invoice.paid_on}
    assert min(years) <= TODAY.year - 9
    assert max(years) == TODAY.year
    assert any(i.paid_on is None and i.issued_on.year == TODAY.year - 9 for i in company.cast.debtor.invoices)


def test_the_same_bearer_of_a_name_is_somebody_else(company: Company) -> None:
    anna, other = company.cast.anna, company.cast.namesake
    assert anna.name == other.name
    assert (anna.email, anna.phone, anna.customer_nos) != (other.email, other.phone, other.customer_nos)


def test_references_hold_and_free_text_names_other_people(company: Company, database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    bodies = [row[0] for row in database.execute("SELECT body FROM tickets WHERE body LIKE '%de buren%'")]
    assert len(bodies) > 5
    assert database.execute("SELECT count(*) FROM customers WHERE left_on IS NOT NULL").fetchone()[0] > 5
    assert database.execute("SELECT count(*) FROM managed_accounts").fetchone()[0] > 5


def test_every_address_is_an_example_and_every_number_exists_for_nobody(database: sqlite3.Connection) -> None:
    dump = "\n".join(database.iterdump())
    assert {host.rsplit(".", 1)[-1] for host in re.findall(r"@([\w.-]+\w)", dump)} == {"example"}
    assert set(re.findall(r"\+31(\d{2})0", dump)) <= {"60", "20"}
    assert set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", dump)) <= {
        f"{block}.{n}" for block in ("192.0.2", "198.51.100", "203.0.113") for n in range(256)
    }


def test_the_same_seed_gives_the_same_company_and_another_seed_another(tmp_path: Path) -> None:
    def dump(name: str, seed: int) -> str:
        made = make_company(tmp_path / name, people=120, seed=seed, today=TODAY)
        with closing(sqlite3.connect(made.path)) as connection:
            return "\n".join(connection.iterdump())

    first, again, other = dump("a", 1), dump("b", 1), dump("c", 2)
    assert first == again
    assert first != other


def test_people_are_as_many_as_asked_for(company: Company, database: sqlite3.Connection) -> None:
    persons = database.execute(
        "SELECT count(*) FROM (SELECT DISTINCT full_name, email FROM customers WHERE kind = 'person')"
    ).fetchone()[0]
    contacts = database.execute("SELECT count(*) FROM contacts").fetchone()[0]
    readers = "SELECT count(DISTINCT email) FROM subscriptions WHERE email NOT IN (SELECT email FROM customers)"
    only_newsletter = database.execute(readers).fetchone()[0]
    assert abs(persons + contacts + only_newsletter - company.people) <= company.people // 50


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    path.write_text("mine")
    with pytest.raises(CompanyExists, match="exists already"):
        make_company(path, today=TODAY)
    assert path.read_text() == "mine"


def test_too_few_people_are_refused_with_a_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 50"):
        make_company(tmp_path / "shop.sqlite", people=5, today=TODAY)
    assert list(tmp_path.iterdir()) == []
