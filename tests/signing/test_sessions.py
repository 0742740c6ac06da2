"""Staying signed in: what a session is worth, when it ends, and what another website can do with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belofte.domain.account import Role
from belofte.domain.sign_in import own_place

from .conftest import HERE, MIEKE, Office, Person

OPEN = ("/health/live", "/static/x", "/nl/sign-in", "/sign-in/back", "/nl/enrol/abc")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/nl/", "/en/", "/nl/mailbox", "/nl/requests/B-1111-111", "/mail", "/nothing"])
def test_nothing_of_the_office_is_shown_to_who_is_not_signed_in(office: Office, method: str, path: str) -> None:
    answer = office.browser().request(method, path, follow_redirects=False)
    if method in ("GET", "HEAD"):
        assert answer.status_code == 303
        assert "/sign-in?next=" in answer.headers["location"]
    else:
        assert answer.status_code == 401
        assert "Meld u eerst aan" in answer.text or "Sign in first" in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text("/.%2Ffnlesigotaqur-B17\\", max_size=30))
def test_no_spelling_of_an_address_gets_past_the_door(office: Office, path: str) -> None:
    answer = office.browser().get(f"/{path.lstrip('/')}", follow_redirects=False)
    is_open = re.match(r"/(nl/|en/)?(sign-in|enrol|static|health)", urlsplit(str(answer.request.url)).path)
    assert answer.status_code in (303, 400, 403, 404) or is_open


@pytest.mark.parametrize(
    "path", ["/nl/sign-in/../", "/static/../nl/", "/nl//sign-in/../mailbox", "/sign-in/%2e%2e/nl/"]
)
def test_dots_in_an_address_lead_nowhere(office: Office, path: str) -> None:
    answer = office.browser().get(path, follow_redirects=False)
    assert "Open verzoeken" not in answer.text


def test_live_and_ready_are_open_and_the_numbers_are_for_this_machine(office: Office) -> None:
    browser = office.browser()
    assert browser.get("/health/live").status_code == 200
    assert browser.get("/metrics", follow_redirects=False).status_code == 303  # this browser is not on this machine


@pytest.mark.parametrize(
    ("base", "name", "secure"),
    [(HERE, "belofte-office", False), ("https://kantoor.linprofs.example", "__Host-belofte-office", True)],
)
def test_the_cookie_is_for_us_alone(open_office: Callable[..., Office], base: str, name: str, secure: bool) -> None:
    office = open_office(**({"office_url": base} if secure else {}))
    person, browser = office.enrolled(), office.browser(base)
    office.clock.forward(seconds=60)
    said = person.sign_in(browser).headers.get_list("set-cookie")
    session = next(cookie for cookie in said if cookie.startswith(f"{name}="))
    flags = {flag.strip().lower() for flag in session.split(";")[1:]}
    assert {"httponly", "path=/", "samesite=lax"} <= flags
    assert ("secure" in flags) is secure
    assert not any(flag.startswith(("domain", "max-age", "expires")) for flag in flags)
    known = next(cookie.lower() for cookie in said if "belofte-browser" in cookie)
    assert "httponly" in known
    assert "samesite=strict" in known


def test_over_tls_browsers_are_told_to_insist_and_plain_requests_are_refused(
    open_office: Callable[..., Office],
) -> None:
    office = open_office(office_url="https://kantoor.linprofs.example")
    answer = office.browser("https://kantoor.linprofs.example").get("/nl/sign-in")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    plain = office.browser("http://kantoor.linprofs.example").get("/nl/sign-in")
    assert plain.status_code == 403
    assert "X-Forwarded-Proto" in plain.text


def test_a_token_that_was_there_before_signing_in_is_worth_nothing_afterwards(office: Office, mieke: Person) -> None:
    browser = office.browser()
    browser.cookies.set("belofte-office", "planted" * 8)
    mieke.sign_in(browser)
    assert browser.cookies.get("belofte-office", domain="127.0.0.1") != "planted" * 8
    thief = office.browser()
    thief.cookies.set("belofte-office", "planted" * 8)
    assert thief.get("/nl/", follow_redirects=False).status_code == 303


def test_signing_in_again_ends_the_older_token(office: Office, mieke: Person) -> None:
    browser = office.browser()
    mieke.sign_in(browser)
    old = browser.cookies["belofte-office"]
    office.clock.forward(seconds=60)
    mieke.sign_in(browser)
    thief = office.browser()
    thief.cookies.set("belofte-office", old)
    assert thief.get("/nl/", follow_redirects=False).status_code == 303
    assert browser.get("/nl/").status_code == 200


def test_signing_out_ends_the_session_and_not_only_the_cookie(office: Office) -> None:
    browser = office.signed_in()
    token = browser.cookies["belofte-office"]
    answer = browser.post("/nl/sign-out", follow_redirects=False)
    assert answer.headers["location"] == "/nl/sign-in?done=out"
    assert "U bent afgemeld." in browser.get(answer.headers["location"]).text
    browser.cookies.set("belofte-office", token)
    assert browser.get("/nl/", follow_redirects=False).status_code == 303


def test_without_a_sign_of_life_a_session_ends(open_office: Callable[..., Office]) -> None:
    office = open_office(office_idle=30)
    browser = office.signed_in()
    for _ in range(3):
        office.clock.forward(minutes=29)
        assert browser.get("/nl/", follow_redirects=False).status_code == 200
    office.clock.forward(minutes=31)
    assert browser.get("/nl/", follow_redirects=False).status_code == 303


def test_a_session_ends_whatever_is_done_in_it(open_office: Callable[..., Office]) -> None:
    office = open_office(office_idle=120, office_session=2)
    browser = office.signed_in()
    for _ in range(2):
        office.clock.forward(minutes=50)
        assert browser.get("/nl/", follow_redirects=False).status_code == 200
    office.clock.forward(minutes=50)
    assert browser.get("/nl/", follow_redirects=False).status_code == 303


def test_a_disabled_account_is_out_at_once_everywhere(office: Office) -> None:
    first = office.signed_in()
    assert first.get("/nl/").status_code == 200
    office.accounts.disable(MIEKE)
    assert first.get("/nl/", follow_redirects=False).status_code == 303


def test_another_role_counts_from_the_next_page_on(office: Office) -> None:
    browser = office.signed_in()
    office.accounts.give_role(MIEKE, Role.AUDITOR)
    assert browser.post("/nl/requests/B-1111-111/stop").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"host": "belofte.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/nl/requests/B-1111-111/stop", "/nl/sign-out", "/nl/sign-in", "/nl/anything/at/all"])
def test_a_post_from_another_website_is_refused_whatever_its_address(
    office: Office, headers: dict[str, str], path: str
) -> None:
    browser = office.signed_in()
    assert browser.post(path, headers=headers).status_code == 403
    assert browser.get("/nl/").status_code == 200


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%2f/evil.example",
        "/%5cevil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil",
        "",
    ],
)
def test_after_signing_in_nobody_is_led_to_another_website(office: Office, mieke: Person, place: str) -> None:
    browser = office.browser()
    assert mieke.sign_in(browser, place).headers["location"] == "/"
    again = browser.get("/nl/sign-in", params={"next": place}, follow_redirects=False)
    assert again.headers["location"] == "/"


@given(place=st.text() | st.text("/\\%25cfevil.:@?#\t\n ").map(lambda text: f"/{text}"))
def test_a_place_is_always_a_page_of_our_own(place: str) -> None:
    where = own_place(place)
    assert where.startswith("/")
    assert not re.match(r"[/\\]{2}", re.sub(r"[\t\r\n]", "", where))
    assert not urlsplit(where).netloc


def test_approving_long_after_signing_in_asks_for_a_new_proof(office: Office, mieke: Person) -> None:
    browser = office.browser()
    mieke.sign_in(browser)
    office.clock.forward(minutes=16)
    answer = browser.post("/nl/requests/B-1111-111/approve", follow_redirects=False)
    assert answer.headers["location"] == "/nl/sign-in?again=yes&next=%2Fnl%2Frequests%2FB-1111-111"
    page = browser.get(answer.headers["location"])
    assert "laat u nog eens zien dat u het bent" in page.text
    assert mieke.sign_in(browser, "/nl/requests/B-1111-111").headers["location"] == "/nl/requests/B-1111-111"
    assert browser.post("/nl/requests/B-1111-111/approve", follow_redirects=False).status_code != 303
    assert browser.post("/nl/requests/B-1111-111/look", follow_redirects=False).status_code != 303


def test_another_programs_cookies_on_this_machine_do_not_disturb_ours(office: Office) -> None:
    browser = office.signed_in()
    token = browser.cookies["belofte-office"]
    fresh = office.browser()
    header = f'other={{"a": [1, 2]}}; broken; =x; belofte-office={token}; last="'
    assert fresh.get("/nl/", headers={"cookie": header}).status_code == 200
