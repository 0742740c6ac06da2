"""The pages before the door in Chromium: axe finds nothing, the keyboard alone gets in, and a phone shows all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.web.browsing import DESKTOP, PHONE, faults, is_wider_than_the_screen, next_page, open_page, picture

from belofte.domain.account import Role

from .conftest import MIEKE, PASSWORD, Office

OURS = "https://kantoor.linprofs.example"


def judge(page: Any, axe: str, name: str) -> None:
    picture(page, name)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert faults(page, axe) == [], name
        assert not is_wider_than_the_screen(page), name
    page.set_viewport_size(DESKTOP)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_before_the_door(
    open_office: Callable[..., Office], browser: Any, axe: str, language: str
) -> None:
    office = open_office("sandbox", office_url=OURS, oidc_issuer="https://sign-in.example", oidc_client="x")
    link = office.accounts.add(MIEKE, Role.STAFF)
    page = open_page(browser, office.browser(OURS))
    for path, name in ((f"/{language}/sign-in?again=yes", "sign-in"), (f"/{language}/enrol/{link}", "enrol")):
        page.goto(path)
        judge(page, axe, f"{name}-{language}")
    with next_page(page):
        page.get_by_role("button", name=re.compile("Wachtwoord en codes|Set up password")).click()
    judge(page, axe, f"codes-{language}")
    page.goto(f"/{language}/enrol/over")
    judge(page, axe, f"enrol-over-{language}")


def test_the_keyboard_alone_and_no_script_get_somebody_in(open_office: Callable[..., Office], browser: Any) -> None:
    office = open_office(office_url=OURS)
    person = office.enrolled()
    office.clock.forward(seconds=60)
    page = open_page(browser, office.browser(OURS), script=False)
    page.goto("/nl/sign-in?next=/nl/mailbox")
    assert page.get_by_text("Een passkey werkt alleen met JavaScript aan, in een recente browser.").is_visible()
    fields = {"name": MIEKE, "password": PASSWORD, "code": person.code}
    for _ in range(30):
        page.keyboard.press("Tab")
        name = focused(page)
        if name in fields:
            page.keyboard.type(fields.pop(name))
        if not fields:
            break
    with next_page(page):
        page.keyboard.press("Enter")
    assert page.get_by_text(f"Aangemeld als {MIEKE}").is_visible()


def focused(page: Any) -> str | None:
    """The name of the field that has the focus."""
    return page.locator(":focus").get_attribute("name")


def test_what_was_wrong_is_said_where_a_reader_hears_it(open_office: Callable[..., Office], browser: Any) -> None:
    office = open_office(office_url=OURS)
    page = open_page(browser, office.browser(OURS))
    page.goto("/en/sign-in")
    page.get_by_label("Name of your account").fill("Nobody")
    page.get_by_label("Password", exact=True).fill("anything at all")
    page.get_by_label("Code from your app").fill("123456")
    with next_page(page):
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert "name, password or code" in page.get_by_role("alert").first.inner_text()
    assert page.get_by_label("Name of your account").input_value() == "Nobody"
    assert page.get_by_label("Password", exact=True).input_value() == ""
