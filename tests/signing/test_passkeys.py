"""Passkeys: made behind an enrolment link, good for our name only, every challenge for one answer."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.web.browsing import chromium, next_page, open_page

from belofte.domain.account import Role

from .authenticator import PRESENT, VERIFIED, Authenticator
from .conftest import HERE, MIEKE, Browser, Office

OURS = "https://kantoor.linprofs.example"


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """The office as it is reached over TLS."""
    return open_office(office_url=OURS)


def enrol(office: Office, key: Authenticator, name: str = MIEKE, role: Role = Role.PRIVACY_OFFICER) -> Any:
    """Make a passkey behind a new enrolment link."""
    return make(office.browser(OURS), office.accounts.add(name, role), key)


def make(browser: Browser, link: str, key: Authenticator) -> Any:
    asked = browser.post(f"/nl/enrol/{link}/passkey/ask").json()
    fields = {"token": asked["token"], "answer": key.make(asked["options"])}
    return browser.post(f"/nl/enrol/{link}/passkey", data=fields, follow_redirects=False)


def sign_in(browser: Browser, key: Authenticator, place: str = "/nl/mailbox") -> Any:
    asked = browser.post("/nl/sign-in/passkey/ask").json()
    fields = {"token": asked["token"], "answer": key.sign(asked["options"]), "next": place}
    return browser.post("/nl/sign-in/passkey", data=fields, follow_redirects=False)


@pytest.fixture
def key(office: Office) -> Authenticator:
    """Mieke's passkey, enrolled."""
    made = Authenticator(OURS)
    assert enrol(office, made).status_code == 303
    return made


def test_a_passkey_alone_lets_its_person_in(office: Office, key: Authenticator) -> None:
    browser = office.browser(OURS)
    answer = sign_in(browser, key)
    assert (answer.status_code, answer.headers["location"]) == (303, "/nl/mailbox")
    assert MIEKE in browser.get("/nl/").text


def test_making_a_passkey_signs_in_and_uses_the_link_up(office: Office) -> None:
    link, browser = office.accounts.add(MIEKE, Role.STAFF), office.browser(OURS)
    assert make(browser, link, Authenticator(OURS)).status_code == 303
    assert browser.get("/nl/").status_code == 200
    assert "verlopen of al gebruikt" in office.browser(OURS).get(f"/nl/enrol/{link}").text


def test_a_passkey_of_nobody_here_is_refused(office: Office, key: Authenticator) -> None:
    answer = sign_in(office.browser(OURS), Authenticator(OURS))
    assert answer.status_code == 403
    assert "Hiermee kunt u hier niet binnen." in answer.text


def test_an_answer_given_on_another_website_is_refused(office: Office, key: Authenticator) -> None:
    key.origin = "https://evil.example"
    assert sign_in(office.browser(OURS), key).status_code == 403


def test_an_answer_for_another_name_is_refused(office: Office, key: Authenticator) -> None:
    browser = office.browser(OURS)
    asked = browser.post("/nl/sign-in/passkey/ask").json()
    elsewhere = {**asked["options"], "rpId": "evil.example"}
    fields = {"token": asked["token"], "answer": key.sign(elsewhere)}
    assert browser.post("/nl/sign-in/passkey", data=fields).status_code == 403


def test_an_answer_counts_once(office: Office, key: Authenticator) -> None:
    browser = office.browser(OURS)
    asked = browser.post("/nl/sign-in/passkey/ask").json()
    fields = {"token": asked["token"], "answer": key.sign(asked["options"])}
    assert browser.post("/nl/sign-in/passkey", data=fields, follow_redirects=False).status_code == 303
    again = office.browser(OURS).post("/nl/sign-in/passkey", data=fields)
    assert again.status_code == 403
    assert "verlopen of al gebruikt" in again.text


def test_an_answer_to_an_older_challenge_is_refused(office: Office, key: Authenticator) -> None:
    browser = office.browser(OURS)
    older = browser.post("/nl/sign-in/passkey/ask").json()
    newer = browser.post("/nl/sign-in/passkey/ask").json()
    fields = {"token": newer["token"], "answer": key.sign(older["options"])}
    assert browser.post("/nl/sign-in/passkey", data=fields).status_code == 403


def test_a_challenge_is_over_after_some_minutes(office: Office, key: Authenticator) -> None:
    browser = office.browser(OURS)
    asked = browser.post("/nl/sign-in/passkey/ask").json()
    office.clock.forward(minutes=6)
    fields = {"token": asked["token"], "answer": key.sign(asked["options"])}
    assert browser.post("/nl/sign-in/passkey", data=fields).status_code == 403


@pytest.mark.parametrize("flags", [0, PRESENT, VERIFIED])
def test_a_key_that_did_not_check_who_holds_it_is_refused(office: Office, key: Authenticator, flags: int) -> None:
    key.flags = flags
    assert sign_in(office.browser(OURS), key).status_code == 403


def test_a_passkey_that_did_not_check_its_person_cannot_be_enrolled(office: Office) -> None:
    assert enrol(office, Authenticator(OURS, flags=PRESENT)).status_code == 403


def test_a_copied_passkey_gives_itself_away_by_its_count(office: Office, key: Authenticator) -> None:
    copy = deepcopy_of(key)
    assert sign_in(office.browser(OURS), key).status_code == 303
    assert sign_in(office.browser(OURS), copy).status_code == 403


def deepcopy_of(key: Authenticator) -> Authenticator:
    return Authenticator(key.origin, key.flags, key.count, deepcopy(key.id), key.key)


def test_a_signature_of_another_key_is_refused(office: Office, key: Authenticator) -> None:
    forged = Authenticator(OURS, id=key.id, count=100)
    assert sign_in(office.browser(OURS), forged).status_code == 403


def test_one_passkey_cannot_belong_to_two_accounts(office: Office, key: Authenticator) -> None:
    answer = enrol(office, key, "Jan Smit")
    assert answer.status_code == 403
    assert "hoort al bij een account" in answer.text


def test_the_passkey_of_a_disabled_account_is_refused(office: Office, key: Authenticator) -> None:
    office.accounts.disable(MIEKE)
    assert sign_in(office.browser(OURS), key).status_code == 403


def test_the_challenge_of_an_enrolment_does_not_serve_another_account(office: Office) -> None:
    mine, other = office.accounts.add(MIEKE, Role.STAFF), office.accounts.add("Jan Smit", Role.STAFF)
    browser, key = office.browser(OURS), Authenticator(OURS)
    asked = browser.post(f"/nl/enrol/{mine}/passkey/ask").json()
    fields = {"token": asked["token"], "answer": key.make(asked["options"])}
    assert browser.post(f"/nl/enrol/{other}/passkey", data=fields).status_code == 403


@pytest.mark.parametrize("answer", ["", "{}", "[]", "nonsense", '{"id": 3}', '{"rawId": "é", "response": null}'])
def test_nonsense_is_refused_in_words(office: Office, key: Authenticator, answer: str) -> None:
    browser = office.browser(OURS)
    asked = browser.post("/nl/sign-in/passkey/ask").json()
    fields = {"token": asked["token"], "answer": answer}
    assert browser.post("/nl/sign-in/passkey", data=fields).status_code == 403


def test_under_a_number_or_without_tls_there_are_no_passkeys(open_office: Callable[..., Office]) -> None:
    office = open_office(office_url="http://kantoor.linprofs.example", office_plain_http="yes")
    for base in (HERE, "http://kantoor.linprofs.example"):
        browser = office.browser(base)
        assert "data-passkey" not in browser.get("/nl/sign-in").text
        assert browser.post("/nl/sign-in/passkey/ask").status_code == 404
    assert "http://localhost:8081/nl/sign-in" in office.browser(HERE).get("/nl/sign-in").text


def test_in_a_real_browser_the_script_makes_a_passkey_and_signs_in_with_it(office: Office) -> None:
    link, client = office.accounts.add(MIEKE, Role.PRIVACY_OFFICER), office.browser(OURS)
    with chromium() as browser:
        page = open_page(browser, client)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
        )
        page.goto(f"/nl/enrol/{link}")
        with next_page(page):
            page.get_by_role("button", name="Passkey maken").click()
        assert page.get_by_text(f"Aangemeld als {MIEKE}").is_visible()
        client.cookies.clear()
        page.goto("/nl/sign-in")
        with next_page(page):
            page.get_by_role("button", name="Aanmelden met een passkey").press("Enter")
        assert page.get_by_text(f"Aangemeld als {MIEKE}").is_visible()
        assert page.elsewhere == []
