"""The office: what comes first, a plan to read before it is approved, and decisions only from its own pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from belofte.domain.errors import CouldNotLook, Refused
from belofte.domain.plan import Decision, Line, Step
from belofte.domain.request import RequestState
from belofte.domain.system_map import Verb
from belofte.procedures import refusals
from belofte.web.plan_view import view_of
from belofte.web.seal import Seal

PLANNED = "/nl/requests/B-2222-222"
APPROVAL = {"plan": "p-41", "read": "yes", "blind": "yes"}


def seal_of(page: str, act: str) -> str:
    """The seal in the form of one act, as a browser sends it back."""
    found = re.search(rf'action="[^"]*/{act}"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert found, f"there is no form for {act}"
    return found[1]


def decide(staff, act: str, address: str = PLANNED, **fields: str):
    seal = seal_of(staff.get(address).text, act)
    return staff.post(f"{address}/{act}", data={"seal": seal, **fields}, follow_redirects=False)


def test_the_queue_shows_first_what_must_be_done_first(staff):
    page = staff.get("/nl/").text
    order = re.findall(r"/requests/(B-\d{4}-\d{3})", page)
    assert order == ["B-3333-333", "B-2222-222", "B-5555-555", "B-1111-111", "B-4444-444"]
    assert page.count('class="late"') == 1
    assert "namelijk: exact" in page
    assert "Het bewijs klopt: 1042 regels" in page


def test_a_plan_can_be_read_before_it_is_approved(staff):
    page = staff.get(PLANNED).text
    for said in (
        "Plan p-41",
        "Beleid versie 3",
        "Er is nog niets gedaan",
        "AWR art. 52(4), tot en met 31 december 2031",
        "AWR art. 52(4), nog zonder einddatum",
        "staat ook van een ander",
        "Gezocht en niets gevonden: analytics",
        "iets mee doet: 7.",
        "met de hand doen: mailchimp",
        "Daarna echt weg uit: shop",
    ):
        assert said in page
    assert page.count('<td data-label="Verzameling">emails</td>') == 2  # erase and purge do not show it twice


def test_what_could_not_be_looked_at_stands_before_the_plan(staff):
    page = staff.get("/en" + PLANNED[3:]).text
    blind, questions, plan = (page.index(words) for words in ("Could not look here", "Answer first", "Plan p-41"))
    assert blind < questions < plan
    assert "sign-in expired" in page
    assert "belofte connect exact" in page
    assert "Not connected, so not searched: aws, dhl." in page
    assert "new identifiers were" not in page
    assert "Records that hang on an address which is somebody else&#39;s, too: 1." in page


def test_the_bar_shows_every_record_once(office):
    view = view_of(office.cases["B-2222-222"].plan)
    assert sum(share.count for share in view.shares) == 10
    assert round(sum(share.width for share in view.shares)) == 100
    assert view.acted_on == 7


def test_no_line_of_a_plan_is_hidden_behind_another_step(office):
    plan = office.cases["B-2222-222"].plan
    later = Line("shop", "notes", Decision.DELETE, 5)
    view = view_of(replace(plan, steps=(*plan.steps, Step("s-9", "q-1", "shop", Verb.ERASE, (later,)))))
    shop = dict(view.systems)["shop"]
    assert later in shop
    assert len(shop) == len(set(shop)) == 7
    assert view.acted_on == 12


def test_approval_names_the_plan_and_who_acts(staff, office):
    answer = decide(staff, "approve", **APPROVAL)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PLANNED}?done=approve")
    assert office.decided == [("approve", "B-2222-222", "p-41", "Mieke de Boer", None)]
    page = staff.get(answer.headers["location"]).text
    assert "Uw goedkeuring van plan p-41 is vastgelegd" in page
    assert "/approve" not in page


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("read", "u keurt goed wat u hebt gelezen"),
        ("blind", "u keurt goed wat u hebt gelezen"),
    ],
)
def test_nothing_is_approved_without_reading(staff, office, missing, says):
    answer = decide(staff, "approve", **{**APPROVAL, missing: " "})
    assert answer.status_code == 422
    assert says in answer.text
    assert office.decided == []


@pytest.mark.parametrize(
    ("act", "address", "fields", "decided"),
    [
        ("look", PLANNED, {}, ("plan", "B-2222-222")),
        ("stop", PLANNED, {}, ("stop", "B-2222-222", "Mieke de Boer")),
        (
            "refuse",
            PLANNED,
            {"ground": "AVG 12(5)"},
            ("refuse", "B-2222-222", "Mieke de Boer", "AVG 12(5)"),
        ),
        (
            "identify",
            "/nl/requests/B-1111-111",
            {"how": "teruggebeld"},
            ("identify", "B-1111-111", "Mieke de Boer", "teruggebeld", ""),
        ),
    ],
)
def test_each_button_asks_the_desk_once_and_is_confirmed(staff, office, act, address, fields, decided):
    answer = decide(staff, act, address, **fields)
    assert answer.status_code == 303
    for _ in range(2):  # loading the page again decides nothing
        assert 'class="box good" role="status"' in staff.get(answer.headers["location"]).text
    assert office.decided == [decided]


@pytest.mark.parametrize(("act", "address"), [("refuse", PLANNED), ("identify", "/nl/requests/B-1111-111")])
def test_a_decision_without_what_it_needs_is_not_taken(staff, office, act, address):
    assert decide(staff, act, address).status_code == 422
    assert office.decided == []


@pytest.mark.parametrize(
    "error", [Refused("Plan p-41 is not the newest.", "Read p-42."), CouldNotLook("shop is away.")]
)
def test_what_the_desk_refuses_is_shown_in_its_words_and_keeps_what_was_typed(staff, office, error):
    office.refusal = error
    answer = decide(staff, "approve", **APPROVAL)
    assert answer.status_code == 409
    assert error.message in answer.text
    assert error.remedy in answer.text


@pytest.mark.parametrize(
    ("language", "says"),
    [("nl", "Het adres is ook van een ander. Stel eerst vast"), ("en", "The address is shared with another person.")],
)
def test_a_refusal_is_in_the_language_of_the_page(staff, office, language, says):
    office.refusal = refusals.shared_address()
    assert says in decide(staff, "approve", f"/{language}{PLANNED[3:]}", **APPROVAL).text


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"host": "belofte.evil.example"}, "rebinding: a name of somebody else that leads here"),
        ({"host": "127.0.0.1:8081", "origin": "https://evil.example"}, "a post from another website"),
        ({"host": "127.0.0.1:8081", "origin": "http://127.0.0.1:9999"}, "a post from another program on this machine"),
        ({"host": "127.0.0.1:8081", "origin": "null", "sec-fetch-site": "cross-site"}, "a post from a sandboxed frame"),
    ],
)
def test_a_post_that_is_not_from_the_offices_own_page_is_refused(staff, office, headers, base):
    seal = seal_of(staff.get(PLANNED).text, "approve")
    answer = staff.post(f"{PLANNED}/approve", data={"seal": seal, **APPROVAL}, headers=headers)
    assert answer.status_code == 403, base
    assert office.decided == []


def test_the_offices_own_page_is_let_in(staff, office):
    assert staff.get(PLANNED).headers["referrer-policy"] == "same-origin"  # else browsers send the origin "null"
    seal = seal_of(staff.get(PLANNED).text, "look")
    headers = {"origin": "http://127.0.0.1:8081"}
    answer = staff.post(f"{PLANNED}/look", data={"seal": seal}, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("of", ["missing", "made up", "another act", "another request", "another process"])
def test_a_seal_that_does_not_fit_decides_nothing(staff, office, of):
    page = staff.get(PLANNED).text
    seal = {
        "missing": "",
        "made up": "é" * 64,
        "another act": seal_of(page, "stop"),
        "another request": seal_of(staff.get("/nl/requests/B-1111-111").text, "identify"),
        "another process": Seal().of("B-2222-222/approve"),
    }[of]
    answer = staff.post(f"{PLANNED}/approve", data={"seal": seal, **APPROVAL})
    assert answer.status_code == 403
    assert "Open het verzoek opnieuw" in answer.text
    assert office.decided == []


def test_looking_decides_nothing(staff, office):
    for method in ("get", "head"):
        for path in ("/nl/", PLANNED, f"{PLANNED}?done=approve", f"{PLANNED}?done=nonsense", "/nl/mailbox"):
            assert getattr(staff, method)(path).status_code == 200
        assert getattr(staff, method)(f"{PLANNED}/approve").status_code == 405
    assert office.decided == []


@pytest.mark.parametrize("state", list(RequestState))
def test_only_what_the_state_allows_is_offered(staff, office, state):
    case = office.cases["B-2222-222"]
    office.cases["B-2222-222"] = replace(case, row=replace(case.row, state=state))
    page = staff.get(PLANNED).text
    offered = set(re.findall(r'action="[^"]*/(\w+)"', page)) - {"asked", "letter"}
    assert offered == {
        RequestState.RECEIVED: {"identify", "stop", "refuse"},
        RequestState.IDENTIFIED: {"look", "identify", "stop", "refuse"},
        RequestState.LOCATED: {"stop", "refuse"},
        RequestState.PLANNED: {"approve", "look", "identify", "stop", "refuse"},
        RequestState.APPROVED: {"stop"},
    }.get(state, set())
    assert offered or "Hier valt nu niets te besluiten" in page


def test_receipts_say_what_was_read_back(staff):
    page = staff.get("/en/requests/B-4444-444").text
    for said in (
        "until 27 December 2026",
        "It failed at shop.orders.note. Let the column be empty.",
        "unknown",
        "looked by keys, identifiers",
    ):
        assert said in page
    assert "Nothing has been done yet" not in page


def test_a_request_that_is_not_open_is_a_page(staff):
    for method in ("get", "post"):
        answer = getattr(staff, method)("/nl/requests/B-9999-999")
        assert answer.status_code in (404, 405)
        assert "Alle verzoeken" in answer.text


def test_evidence_that_is_not_sound_is_an_alarm(front_office):
    evidence = front_office(fault="leaf 12 is not its hash", verified_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert 'role="alert"' in evidence
    assert "leaf 12 is not its hash" in evidence


def test_evidence_nobody_looked_at_is_not_called_sound(front_office):
    page = front_office(fault=None, verified_at=None)
    assert "nog niet nagekeken" in page
    assert "klopt" not in page
