"""The office's page of terms: what is due and how late, a list let through by hand, a record without a first day."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).parent))

from browsing import open_page
from test_accessibility import judge
from test_real_office import Company, company

from belofte.domain.policy import Text
from belofte.domain.sweeping import Standing, Swept
from belofte.domain.system_map import SystemMap
from belofte.domain.unaltered import Seen
from belofte.procedures.retaining.sweep_desk import SweepDesk
from belofte.procedures.retaining.term_desk import TermDesk
from belofte.web.sweeps import bar_of

__all__ = ["company"]


def sweeps(company: Company) -> None:
    company.belofte.desk(SweepDesk).sweep(lambda _system, _collection, _went: None, "crm")


def test_before_the_first_round_the_page_says_so(company: Company) -> None:
    assert "There has been no round yet" in company.see("/en/sweeps")


def test_a_list_that_waits_is_shown_late_and_let_through_by_a_named_person(company: Company) -> None:
    sweeps(company)
    before = company.see("/en/sweeps")
    for told in ("days late", "A new or changed rule erases nothing", "are to go", "without a first day", "<svg"):
        assert told in before, told
    waiting = company.see("/en/needs")
    assert "Records past their term" in waiting and 'href="/en/sweeps"' in waiting.partition("<main")[2]
    answer = company.sends("/en/sweeps", "sweep-approve")
    assert "The list is approved" in answer.text
    assert "sweep-approve" not in company.see("/en/sweeps")
    sweeps(company)
    after = company.see("/en/sweeps")
    assert "days late" not in after
    assert "kept records sealed" in after
    with company.belofte.parts.store.reading() as tx:
        assert any(one.approved_by for one in tx.sweeps.of_system("crm")), "who approved stays on record"


def test_a_list_is_put_off_with_a_reason_and_stays_late(company: Company) -> None:
    sweeps(company)
    missing = company.sends("/en/sweeps", "sweep-put-off", why="", until="")
    assert missing.status_code == 422
    wrong = company.sends("/nl/sweeps", "sweep-put-off", why="verkeerde dag", until="2020-01-01")
    assert wrong.status_code == 409
    assert "Die dag is voorbij." in wrong.text and 'value="verkeerde dag"' in wrong.text
    answer = company.sends("/en/sweeps", "sweep-put-off", why="it counts from the wrong day", until="")
    assert "The list is put off: nothing goes." in answer.text
    page = company.see("/en/sweeps")
    for told in ("nothing goes, and this stays late", "it counts from the wrong day", "days late", "sweep-approve"):
        assert told in page, told
    assert "sweep-put-off" not in page
    assert "Uitgesteld op" in company.see("/nl/sweeps")
    assert "Records past their term" not in company.see("/en/needs").partition("<main")[2]
    sweeps(company)
    assert "it counts from the wrong day" in company.see("/en/sweeps"), "the next round does not ask again"


def test_a_record_without_a_first_day_is_decided_on_the_page(company: Company) -> None:
    (found,) = company.belofte.desk(TermDesk).undated("crm")
    place = found.records[0].place
    assert place in company.see("/en/sweeps/undated"), "the only one with such records"
    assert place in company.see("/en/sweeps/undated?system=crm")
    assert company.see("/en/sweeps/undated?system=nowhere")
    wrong = company.sends("/en/sweeps/undated", "sweep-decide", place=place, decided="term-start", day="", why="x")
    assert wrong.status_code == 409, "this decision needs a day"
    missing = company.sends("/en/sweeps/undated", "sweep-decide", place=place, decided="", day="", why="")
    assert missing.status_code == 422
    fields = {"place": place, "decided": "term-start", "day": "2024-12-31", "why": "written off"}
    answer = company.sends("/en/sweeps/undated", "sweep-decide", **fields)
    assert "Your decision is recorded." in answer.text
    assert "written off" in company.see("/nl/sweeps/undated")


def test_of_several_systems_none_is_asked_before_one_is_chosen(company: Company) -> None:
    """A vendor with a limit of calls would keep the page waiting for minutes."""
    (found,) = company.belofte.desk(TermDesk).undated()
    systems = cast("dict[str, SystemMap]", company.belofte.parts.systems)
    systems["books"] = replace(systems["crm"], name="books")
    try:
        page = company.see("/en/sweeps/undated")
        assert found.records[0].place not in page and "not looked yet" in page
        assert 'href="/en/sweeps/undated?system=crm"' in page
        sweeps(company)
        assert f"{len(found.records)} at the newest round" in company.see("/en/sweeps/undated")
        assert found.records[0].place in company.see("/en/sweeps/undated?system=crm")
    finally:
        del systems["books"]


def test_axe_finds_nothing_on_the_pages_of_terms(company: Company, axe, request) -> None:
    sweeps(company)
    page = open_page(request.getfixturevalue("browser"), company.office)
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        for name in ("sweeps", "sweeps/undated"):
            page.goto(f"/{language}/{name}")
            judge(page, axe, f"real-{language}-{name.replace('/', '-')}")


def test_the_picture_fills_its_width_and_shows_the_smallest_piece() -> None:
    counts = {Standing.DUE: 1, Standing.HELD: 1}
    shares = bar_of([Swept("a", "x", counts=counts, stays=100_000), Swept("b", "x")])
    assert [share.name for share in shares] == ["due", "held", "stays"]
    assert all(share.width >= 0.9 for share in shares)
    assert abs(sum(share.width for share in shares) - 100) < 0.5
    assert bar_of([Swept("b", "x")]) == []


def test_what_nobody_compares_and_what_was_changed_is_said_on_the_page(company: Company) -> None:
    sweeps(company)
    systems = cast("dict[str, SystemMap]", company.belofte.parts.systems)
    with company.belofte.parts.store.transaction() as tx:
        (crm,) = tx.sweeps.looked()
        tx.sweeps.put_looked(replace(crm, system="books", lines=(), problem=Text({"nl": "weg", "en": "away"})))
        key = (1,)
        tx.seals.look("books", "invoices", [Seen(key, "as it was")], company.belofte.parts.today())
        tx.seals.look("books", "invoices", [Seen(key, "as it is")], company.belofte.parts.today())
    systems["books"] = replace(systems["crm"], name="books", allow=frozenset())  # nobody may look
    try:
        page = company.see("/en/sweeps").partition("books</h2>")[2].partition("</section>")[0]
        assert "nobody can see here whether it is unaltered: invoices" in page
        assert "1 kept records were changed" in page, "also while the system cannot be looked at"
        assert "kan niemand zien of het ongewijzigd is: invoices" in company.see("/nl/sweeps")
    finally:
        del systems["books"]
    assert "nobody can see here" not in company.see("/en/sweeps")


def test_what_a_person_does_and_what_could_not_be_looked_at_are_said_on_the_page(company: Company) -> None:
    sweeps(company)
    said, away = Text({"nl": "met de hand", "en": "only by hand"}), Text({"nl": "weg", "en": "sign-in has ended"})
    with company.belofte.parts.store.transaction() as tx:
        (crm,) = tx.sweeps.looked()
        tx.sweeps.put_looked(replace(crm, lines=tuple(replace(line, by_hand=said) for line in crm.lines)))
        tx.sweeps.put_looked(replace(crm, system="books", lines=(), problem=away))
    page = company.see("/en/sweeps")
    assert "only by hand" in page
    assert "sign-in has ended" in page.partition("books</h2>")[2], "could not look is not nothing found"
