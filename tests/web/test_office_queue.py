"""The queue narrowed by its address, what needs a person on one page, and one request with all that belongs to it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from belofte.domain.course import Phase
from belofte.domain.timing import Timing
from belofte.web.clock_view import Clock, clocks

sys.path.insert(0, str(Path(__file__).parent))

from test_office import PLANNED, decide

TODAY = date(2026, 11, 22)


def shown(page: str) -> list[str]:
    return re.findall(r"/requests/(B-\d{4}-\d{3})", page)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("right=access", ["B-5555-555"]),
        ("state=acting", ["B-4444-444"]),
        ("waiting=office", ["B-2222-222", "B-5555-555"]),
        ("late=work", ["B-3333-333"]),
        ("late=answer", []),
        ("waiting=office&right=erasure", ["B-2222-222"]),
        ("reference=B-1111-111", ["B-1111-111"]),
        ("owner=Mieke", []),
        ("due_before=2026-12-22", []),
        ("due_before=2026-12-23&right=access", ["B-5555-555"]),
        ("right=toString&state=x&page=%C2%B2&late=&waiting=%00&due_before=2026-02-30", None),
    ],
)
def test_the_address_says_what_is_looked_for(staff, question, found):
    page = staff.get(f"/nl/?{question}").text
    everything = ["B-3333-333", "B-2222-222", "B-5555-555", "B-1111-111", "B-4444-444"]
    assert shown(page) == (everything if found is None else found)
    assert ("Niets past bij wat u zoekt." in page) == (found == [])
    assert ("Toon alles" in page) == (found is not None)


def test_what_was_chosen_stays_chosen(staff):
    page = staff.get("/en/?right=access&state=planned&reference=B-5555-555&due_before=2027-01-31").text
    assert '<option value="access" selected>' in page
    assert '<option value="planned" selected>' in page
    assert 'value="B-5555-555"' in page
    assert 'type="date" value="2027-01-31"' in page


def test_a_long_queue_has_pages_that_keep_the_question(staff, office):
    office.page_size = 2
    first = staff.get("/nl/?waiting=office&page=1").text
    assert "Pagina" not in first
    page = staff.get("/nl/?page=2").text
    assert shown(page) == ["B-5555-555", "B-1111-111"]
    assert "Pagina 2 van 3." in page
    assert 'href="/nl/?page=1" rel="prev"' in page
    assert 'href="/nl/?page=3" rel="next"' in page
    office.page_size = 1
    assert 'href="/nl/?waiting=office&amp;page=2" rel="next"' in staff.get("/nl/?waiting=office").text


def test_what_needs_a_person_stands_on_one_page(staff):
    page = staff.get("/nl/needs").text
    assert shown(page)[:2] == ["B-2222-222", "B-5555-555"]
    for said in ("Doe dit met de hand", "in mailchimp", "Antwoorden waar u op wacht", "DHL", "Documenten die aflopen"):
        assert said in page
    assert '<li class="box alarm">' in page  # the task is past its day


def test_a_task_is_done_by_whoever_is_signed_in_and_only_with_its_seal(staff, office):
    page = staff.get("/nl/needs").text
    seal = re.search(r'tasks/t-1/finish">\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    assert staff.post("/nl/tasks/t-1/finish", data={"seal": "x"}).status_code == 403
    assert staff.post("/nl/tasks/t-2/finish", data={"seal": seal[1]}).status_code == 403
    assert office.finished == []
    answer = staff.post("/nl/tasks/t-1/finish", data={"seal": seal[1]}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/nl/needs?done=task")
    assert office.finished == [("t-1", "Mieke de Boer")]
    assert "De taak is gedaan." in staff.get("/nl/needs?done=task").text


def test_who_asked_is_shown_to_a_named_person_and_nowhere_else(staff, office):
    assert "anna@klant.example" not in staff.get(PLANNED).text
    answer = decide(staff, "asked")
    assert answer.status_code == 200
    for said in ("anna@klant.example", "K-12", "Namens mijn kind", "Ik ben verhuisd.", "&lt;i&gt;alles&lt;/i&gt;"):
        assert said in answer.text
    assert "Vastgelegd: Mieke de Boer heeft dit bekeken." in answer.text
    assert "<b>Anna" not in answer.text
    assert office.decided == [("asked", "B-2222-222", "Mieke de Boer")]
    assert staff.get(f"{PLANNED}/asked").status_code == 405


def test_a_letter_can_be_read_as_it_was_sent(staff, office):
    page = staff.get(PLANNED).text
    assert "bevestig uw verzoek" in page
    assert "klaar om te gaan" in page
    answer = decide(staff, "letter", letter="l-1")
    assert "Beste mevrouw," in answer.text
    assert office.decided == [("letter", "B-2222-222", "l-1", "Mieke de Boer")]


def test_the_timeline_tells_what_happened_and_hides_nothing_it_has_no_words_for(staff):
    page = staff.get("/en" + PLANNED[3:]).text
    assert page.index("received</li>") < page.index("confirmed by the person") < page.index("strange.kind")
    assert "Approved by Mieke de Boer" in page


def test_both_clocks_are_shown_as_two_results(staff, office):
    case = office.cases["B-2222-222"]
    late = {"promise_due": date(2026, 11, 20), "promise": Timing.BROKEN}
    row = replace(case.row, **late, law_due=date(2026, 11, 24), phase=Phase.STOPPED)
    office.cases["B-2222-222"] = replace(case, row=row)
    page = staff.get(PLANNED).text
    assert "te laat: 2 dagen" in page
    assert "bijna: nog 2 dagen" in page
    assert "gestopt, bezwaar wordt gewogen" in page


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"promise": Timing.NONE, "law_due": date(2026, 12, 22)}, (Clock.NONE, Clock.RUNNING)),
        (
            {"promise_due": date(2026, 11, 22), "law_due": date(2026, 11, 21), "law": Timing.BROKEN},
            (Clock.NEAR, Clock.LATE),
        ),
        (
            {
                "promise_due": date(2026, 11, 9),
                "law_due": date(2026, 11, 10),
                "answered_on": date(2026, 11, 10),
                "promise": Timing.BROKEN,
                "law": Timing.KEPT,
            },
            (Clock.BROKEN, Clock.KEPT),
        ),
        (
            {"promise_due": TODAY, "law_due": TODAY, "promise": Timing.KEPT, "law": Timing.KEPT},
            (Clock.STOPPED, Clock.STOPPED),
        ),
        (
            {"promise_due": TODAY, "law_due": date(2026, 11, 10), "law_ext_due": date(2027, 1, 11)},
            (Clock.NEAR, Clock.RUNNING),
        ),
        (
            {"promise_due": TODAY, "law_due": TODAY, "law": Timing.SUSPENDED},
            (Clock.NEAR, Clock.SUSPENDED),
        ),
    ],
)
def test_each_clock_is_judged_for_itself(office, changes, expected):
    row = replace(office.cases["B-2222-222"].row, **changes)
    assert tuple(clock.state for clock in clocks(row, TODAY)) == expected
