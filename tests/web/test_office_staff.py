"""The office's page of our own people: the list, who can read what, and who looked."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browsing import open_page
from test_accessibility import judge
from test_real_office import Company, company

from belofte.domain.identity import Identifier
from belofte.domain.staff import Member
from belofte.procedures.staffing.looking import note_search

__all__ = ["company"]


def employ(company: Company) -> None:
    member = Member("member-1", "Jan Jansen", "technical-staff", date(2020, 1, 1), ends_on=date(2026, 1, 31))
    parts = company.belofte.parts
    with parts.store.transaction() as tx:
        tx.members.put(member, parts.now())
        note_search(parts, tx, [Identifier("email", "", "anna@post.example")])


def test_the_list_the_looks_and_what_no_system_hides(company: Company) -> None:
    assert "The list is still empty" in company.see("/en/staff")
    employ(company)
    page = company.see("/en/staff")
    for told in (
        "Jan Jansen",
        "not signed",
        "a search outside any request",
        "the command line",
        "No system hides rows",
    ):
        assert told in page, told
    assert "anna@post.example" not in page


def test_every_system_is_asked_on_the_press_of_a_button(company: Company) -> None:
    employ(company)
    answer = company.sends("/nl/staff", "look")
    assert answer.status_code == 200
    assert "Kon niet kijken" in answer.text
    assert "SQLite heeft geen accounts" in answer.text


def test_axe_finds_nothing_on_the_page_of_staff(company: Company, axe, request) -> None:
    employ(company)
    page = open_page(request.getfixturevalue("browser"), company.office)
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        page.goto(f"/{language}/staff")
        judge(page, axe, f"real-{language}-staff")
