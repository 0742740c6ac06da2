"""Enrolment links, and accounts from the command line: the first somebody makes, and what becomes of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from belofte.cli.main import run
from belofte.domain.account import Role

from .conftest import MIEKE, PASSWORD, Browser, Office, Person


@pytest.fixture
def link(office: Office) -> str:
    return office.accounts.add(MIEKE, Role.PRIVACY_OFFICER)


def form(browser: Browser, link: str) -> tuple[str, str]:
    """The secret for the app and the form's token."""
    page = browser.post(f"/nl/enrol/{link}/codes").text
    return re.search(r"secret=([A-Z2-7]+)", page)[1], re.search(r'name="token" value="(\w+)"', page)[1]


def test_looking_at_a_link_uses_nothing_up(office: Office, link: str) -> None:
    for _ in range(3):
        page = office.browser().get(f"/nl/enrol/{link}")
        assert page.status_code == 200
        assert f"Welkom, {MIEKE}." in page.text
        assert page.headers["referrer-policy"] == "same-origin"
    form(office.browser(), link)
    assert office.browser().get(f"/nl/enrol/{link}").status_code == 200


def test_a_link_works_once(office: Office, link: str) -> None:
    first = Person(office, MIEKE, "")
    assert first.enrol(office.browser(), link).status_code == 303
    assert "verlopen of al gebruikt" in office.browser().get(f"/nl/enrol/{link}").text
    answer = office.browser().post(f"/nl/enrol/{link}/codes")
    assert answer.status_code == 403
    office.clock.forward(seconds=60)
    assert first.sign_in(office.browser()).status_code == 303


def test_two_browsers_at_one_link_make_one_enrolment(office: Office, link: str) -> None:
    early, late = office.browser(), office.browser()
    secret, token = form(late, link)
    Person(office, MIEKE, "").enrol(early, link)
    code = Person(office, MIEKE, secret).code
    fields = {"token": token, "password": PASSWORD, "repeated": PASSWORD, "code": code}
    assert late.post(f"/nl/enrol/{link}/password", data=fields).status_code == 403
    assert late.get("/nl/", follow_redirects=False).status_code == 303


def test_a_link_is_over_after_three_days(office: Office, link: str) -> None:
    office.clock.forward(hours=71)
    assert office.browser().get(f"/nl/enrol/{link}").status_code == 200
    office.clock.forward(hours=2)
    assert office.browser().get(f"/nl/enrol/{link}").status_code == 403


def test_a_newer_link_ends_the_older_one(office: Office, link: str) -> None:
    newer = office.accounts.link(MIEKE)
    assert office.browser().get(f"/nl/enrol/{link}").status_code == 403
    assert office.browser().get(f"/nl/enrol/{newer}").status_code == 200


@pytest.mark.parametrize("password", ["kort", "aaaaaaaaaaaaaaaa", "mieke is de beste", "x" * 300, ""])
def test_a_password_that_can_be_guessed_is_refused_in_words(office: Office, link: str, password: str) -> None:
    browser = office.browser()
    secret, token = form(browser, link)
    fields = {"token": token, "password": password, "repeated": password, "code": Person(office, MIEKE, secret).code}
    answer = browser.post(f"/nl/enrol/{link}/password", data=fields)
    assert answer.status_code == 422
    assert "minstens 12 tekens" in answer.text
    assert secret in answer.text, "the same secret again: it may be in the app already"


@pytest.mark.parametrize("wrong", [{"repeated": "vier andere woorden samen"}, {"code": "000000"}])
def test_what_was_typed_wrongly_can_be_typed_again(office: Office, link: str, wrong: dict[str, str]) -> None:
    browser = office.browser()
    secret, token = form(browser, link)
    code = Person(office, MIEKE, secret).code
    fields = {"token": token, "password": PASSWORD, "repeated": PASSWORD, "code": code}
    assert browser.post(f"/nl/enrol/{link}/password", data=fields | wrong).status_code == 422
    assert browser.post(f"/nl/enrol/{link}/password", data=fields, follow_redirects=False).status_code == 303


def test_no_page_before_the_door_needs_or_allows_a_script_in_the_page(office: Office, link: str) -> None:
    for path, method in ((f"/nl/enrol/{link}", "GET"), (f"/nl/enrol/{link}/codes", "POST"), ("/en/sign-in", "GET")):
        page = office.browser().request(method, path)
        assert "script-src 'self'; connect-src 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page.text)
        assert page.headers["cache-control"] == "no-store"


def test_the_picture_for_the_app_is_in_the_page_and_says_what_it_is(office: Office, link: str) -> None:
    page = office.browser().post(f"/nl/enrol/{link}/codes").text
    assert re.search(r'<div role="img" aria-label="QR-code[^"]+"><svg', page)
    assert "http" not in re.search(r"<svg.*?</svg>", page, re.DOTALL)[0].replace("http://www.w3.org/2000/svg", "")


def test_a_reset_ends_sessions_and_forgets_the_password(office: Office) -> None:
    browser = office.signed_in()
    link = office.accounts.reset(MIEKE)
    assert browser.get("/nl/", follow_redirects=False).status_code == 303
    again = Person(office, MIEKE, "", "een heel nieuwe zin hier")
    assert again.enrol(office.browser(), link).status_code == 303
    office.clock.forward(seconds=60)
    assert again.sign_in(office.browser(), password=PASSWORD).status_code == 403
    assert again.sign_in(office.browser()).status_code == 303


# the command line


def command(office: Office, *arguments: str) -> int:
    return run(["user", *arguments, "--policy", str(office.belofte.home.policy)])


def test_the_first_account_comes_from_the_command_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(office, "list") == 0
    assert "Nobody yet" in capsys.readouterr().out
    assert command(office, "add", MIEKE, "--role", "privacy-officer", "--json") == 0
    address = json.loads(capsys.readouterr().out)["link"]
    assert address.startswith("http://127.0.0.1:8081/nl/enrol/")
    assert Person(office, MIEKE, "").enrol(office.browser(), address.rpartition("/")[2]).status_code == 303
    assert command(office, "list", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["users"]
    assert (row["name"], row["role"], row["means"], row["disabled_at"]) == (
        MIEKE,
        "privacy-officer",
        ["password"],
        None,
    )


def test_a_name_is_taken_however_it_is_written(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.accounts.add(MIEKE, Role.STAFF)
    assert command(office, "add", "MIEKE  de  boer") == 2
    assert "There is an account of this name" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", " ", "a\x00b", "<b>Mieke</b>", "x" * 81])
def test_what_is_no_name_is_refused(office: Office, name: str) -> None:
    assert command(office, "add", name) == 2


def test_disable_role_and_link_from_the_command_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    browser = office.signed_in()
    assert command(office, "role", MIEKE, "auditor") == 0
    assert browser.post("/nl/requests/B-1111-111/stop").status_code == 403
    assert command(office, "disable", MIEKE) == 0
    assert browser.get("/nl/", follow_redirects=False).status_code == 303
    assert command(office, "link", MIEKE) == 1
    assert command(office, "reset", MIEKE) == 0
    assert command(office, "disable", "Nobody") == 2
    assert "There is no account of this name" in capsys.readouterr().err


def test_no_log_of_all_this_names_anybody(office: Office, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    browser = office.signed_in()
    browser.post("/nl/sign-in", data={"name": MIEKE, "password": "wrong", "code": "1"})
    office.accounts.give_role(MIEKE, Role.AUDITOR)
    browser.post("/nl/requests/B-1111-111/stop")
    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "act denied" in said
    assert "sign-in refused" in said
    assert "Mieke" not in said.replace(str(tmp_path), "")
    (account,) = office.accounts.rows()
    assert account.id in said
