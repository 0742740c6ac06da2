"""What each role may do, in the office as it is served; and the sandbox, where one presses a button to be somebody."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from belofte.domain.account import BUTTONS, MAY, Act, Role, act_of_button
from belofte.procedures.desks import Submission

from .conftest import HERE, Browser, Office

REQUEST = "/nl/requests/B-1111-111"
DENIED = "Met uw rol mag dit niet"
FORBIDDEN = {
    Role.PRIVACY_OFFICER: set[str](),
    Role.STAFF: {"refuse", "something-new"},
    Role.AUDITOR: {button for button, act in BUTTONS.items() if act is not Act.LOOK} | {"something-new"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_looks_at_everything_and_presses_what_it_may(office: Office, role: Role) -> None:
    browser = office.signed_in("Somebody", role)
    assert browser.get("/nl/").status_code == 200
    denied = {button for button in (*BUTTONS, "something-new") if DENIED in browser.post(f"{REQUEST}/{button}").text}
    assert denied == FORBIDDEN[role]
    assert browser.post("/nl/sign-out", follow_redirects=False).status_code == 303, "everybody may leave"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_a_request_that_has_letters(office: Office, role: Role) -> None:
    """Whoever may not open a letter still sees that it went: the page has no button then, and is a page."""
    reference = office.belofte.public.submit(Submission("access", "iemand@elders.example", "nl"))
    office.belofte.work.tend()
    page = office.signed_in("Somebody", role).get(f"/nl/requests/{reference}")
    assert page.status_code == 200
    letters = page.text.split('id="letters"')[1].split("</section>")[0]
    assert "<tbody>" in letters, "the letter stands in the list"
    assert ('name="letter"' in letters) == (role is not Role.AUDITOR)


def test_a_button_nobody_decided_on_is_for_who_may_decide() -> None:
    assert act_of_button("/nl/requests/B-1/erase-everything") is Act.DECIDE
    assert [role for role in Role if Act.DECIDE in MAY[role]] == [Role.PRIVACY_OFFICER]
    assert MAY[Role.AUDITOR] == {Act.LOOK}


@pytest.mark.parametrize("path", [f"{REQUEST}/look/", f"{REQUEST}/sign-out/stop", "/sign-out/x", "/nl/sign-outs"])
def test_no_spelling_of_an_address_makes_a_button_harmless(office: Office, path: str) -> None:
    browser = office.signed_in("Somebody", Role.AUDITOR)
    assert browser.post(path).status_code in (401, 403)


def test_an_auditor_cannot_get_round_it_by_another_method(office: Office) -> None:
    browser = office.signed_in("Somebody", Role.AUDITOR)
    for method in ("PUT", "PATCH", "DELETE", "post"):
        assert browser.request(method, f"{REQUEST}/stop").status_code in (403, 405)
    answer = browser.get(f"{REQUEST}/stop", headers={"x-http-method-override": "POST"})
    assert answer.status_code == 405


def dossier(office: Office, browser: Browser, reference: str, **fields: str) -> httpx.Response:
    page = browser.get(f"/nl/requests/{reference}").text
    seal = re.search(r'/dossier"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    return browser.post(f"/nl/requests/{reference}/dossier", data={"seal": seal[1] if seal else "", **fields})


def test_other_peoples_data_goes_with_a_dossier_for_who_may_decide_only(office: Office) -> None:
    """Staff make a dossier without it, an auditor makes none (least privilege), the officer decides."""
    reference = office.belofte.public.submit(Submission("access", "iemand@elders.example", "nl"))
    office.belofte.work.tend()
    others = {"reasons": "de rechter vraagt het hele dossier", "others": "yes"}
    staff = office.signed_in("Somebody", Role.STAFF)
    assert 'name="others"' not in staff.get(f"/nl/requests/{reference}").text
    assert dossier(office, staff, reference, reasons="voor de jurist").headers["content-type"] == "application/zip"
    refused = dossier(office, staff, reference, **others)
    assert refused.status_code == 409 and "beslist wie mag besluiten" in refused.text
    auditor = office.signed_in("Karin", Role.AUDITOR)
    assert DENIED in dossier(office, auditor, reference).text
    officer = office.signed_in("Mieke", Role.PRIVACY_OFFICER)
    assert dossier(office, officer, reference, **others).headers["content-type"] == "application/zip"


# the sandbox


def press(browser: Browser, role: str) -> int:
    data = {"role": role, "next": "/nl/"}
    return browser.post("/nl/sign-in/sandbox", data=data, follow_redirects=False).status_code


def test_in_the_sandbox_one_button_makes_somebody_a_privacy_officer(open_office: Callable[..., Office]) -> None:
    office = open_office("sandbox")
    browser = office.browser()
    page = browser.get("/nl/").text
    assert "Proefomgeving: kies wie u bent" in page
    for role in Role:
        assert f'name="role" value="{role}"' in page
    for language in ("nl", "en"):
        chosen = office.browser().get(f"/{language}/sign-in", headers={"Accept-Language": "nl, en;q=0.5"}).text
        assert f'name="next" value="/{language}/"' in chosen, "who chose a language at the door keeps it"
    assert press(browser, "privacy-officer") == 303
    assert "Sandbox privacy officer" in browser.get("/nl/").text
    office.clock.forward(minutes=20)
    approve = browser.post(f"{REQUEST}/approve", follow_redirects=False)
    assert "again" not in approve.headers.get("location", ""), "a button proves nothing, so it is not asked again"


def test_in_the_sandbox_the_roles_are_as_real_as_elsewhere(open_office: Callable[..., Office]) -> None:
    office = open_office("sandbox")
    browser = office.browser()
    assert press(browser, "auditor") == 303
    assert DENIED in browser.post(f"{REQUEST}/stop").text
    assert press(browser, "nobody") == 404


def test_outside_the_sandbox_there_are_no_such_buttons_and_no_such_way_in(office: Office) -> None:
    browser = office.browser(HERE)
    assert "sandbox" not in browser.get("/nl/sign-in").text.lower()
    assert press(browser, "privacy-officer") == 404
    assert browser.get("/nl/", follow_redirects=False).status_code == 303


def test_a_session_of_the_sandbox_is_worth_nothing_in_earnest(open_office: Callable[..., Office]) -> None:
    office = open_office("sandbox")
    browser = office.browser()
    press(browser, "privacy-officer")
    token = browser.cookies["belofte-office"]
    earnest = open_office().browser()
    earnest.cookies.set("belofte-office", token)
    assert earnest.get("/nl/", follow_redirects=False).status_code == 303
