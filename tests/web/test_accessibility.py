"""Every page in Chromium: axe finds nothing, the keyboard alone reaches everything, nothing is wider than a phone.

axe-core comes with the wheel axe-playwright-python (MPL-2.0); nothing is loaded while the tests run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from belofte.domain.rights.names import RIGHTS
from belofte.procedures.desks import LinkPurpose
from belofte.web.links import SHOWN

sys.path.insert(0, str(Path(__file__).parent))

from browsing import DESKTOP, PHONE, faults, is_wider_than_the_screen, next_page, open_page, picture

OFFICE = (
    *("/", "/?waiting=office", "/?right=objection", "/needs"),
    *(f"/requests/B-{n}-{n[:3]}" for n in ("1111", "2222", "4444", "5555")),
    "/mailbox",
)


def judge(page, axe: str, name: str) -> None:
    """Dutch on a desktop, English on a phone: each page is looked at in both."""
    page.set_viewport_size(PHONE if "-en-" in name else DESKTOP)
    assert page.locator("h1").count() == 1, name
    assert faults(page, axe) == [], name
    picture(page, name)
    page.set_viewport_size(PHONE)
    assert not is_wider_than_the_screen(page), f"{name} is wider than a phone"
    assert page.elsewhere == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_on_the_public_pages(browser, axe, client, desk, language):
    page = open_page(browser, client)
    forms = [f"/request?right={right}" for right in RIGHTS]
    more = ["/request?right=withdrawal&purpose=newsletter", "/no"]
    for path in ("/", "/request", *forms, *more, "/status", "/lost", "/notice", "/notices"):
        page.goto(f"/{language}{path}")
        judge(page, axe, f"public-{language}-{path.strip('/?').replace('/', '-').replace('?right=', '-') or 'start'}")
    page.goto(f"/{language}/request?right=rectification")
    page.fill("#now_1", "x")
    with next_page(page):
        page.locator("main button").click()
    judge(page, axe, f"public-{language}-wrong")
    page.goto(f"/{language}/request?right=erasure")
    page.fill("#address", "anna@klant.example")
    with next_page(page):
        page.locator("main button").click()
    judge(page, axe, f"public-{language}-sent")
    for purpose in SHOWN:
        page.goto(f"/l/{desk.add_link('t', purpose, next(iter(desk.requests)), language=language)}")
        judge(page, axe, f"public-{language}-link-{purpose}")
        if purpose not in (LinkPurpose.DOWNLOAD, LinkPurpose.HAND_OVER):
            with next_page(page):
                page.locator("main button").click()
            judge(page, axe, f"public-{language}-pressed-{purpose}")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_in_the_office(browser, axe, staff, language):
    page = open_page(browser, staff)
    for path in OFFICE:
        page.goto(f"/{language}{path}")
        judge(page, axe, f"office-{language}-{path.strip('/').replace('/', '-').replace('?', '') or 'queue'}")
    for act in ("asked", "letter", "read"):
        page.goto(f"/{language}/requests/B-5555-555")
        with next_page(page):
            page.locator(f"form[action$='/{act}'] button").first.click()
        judge(page, axe, f"office-{language}-{act}")
    page.goto(f"/{language}/requests/B-2222-222")
    with next_page(page):
        page.locator("form[action$='/approve'] button").click()
    judge(page, axe, f"office-{language}-wrong")


def test_axe_finds_nothing_in_practice_and_handbook(browser, axe, open_practice):
    page = open_page(browser, open_practice[0])
    for language in ("nl", "en"):
        for path in ("practice", "handbook"):
            page.goto(f"/{language}/{path}")
            judge(page, axe, f"office-{language}-{path}")


def test_axe_would_find_what_is_wrong(browser, axe, client):
    page = open_page(browser, client)
    page.goto("/nl/")
    page.evaluate("document.querySelector('main').innerHTML += '<h1></h1><input><img src=\"data:,\">'")
    found = " ".join(faults(page, axe))
    assert "critical label" in found
    assert "critical image-alt" in found


def walk(page, steps: int) -> list[str]:
    """What the Tab key reaches, in order: id, name or words of each; an element without a visible focus is a fault."""
    reached = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const at = document.activeElement, style = getComputedStyle(at), around = at.closest(".wish");
            const ring = (e) => e && parseFloat(getComputedStyle(e).outlineWidth) > 1
              && getComputedStyle(e).outlineStyle !== "none";
            const box = at.getBoundingClientRect();
            return {name: at.id || at.name || at.textContent.trim(), tag: at.tagName,
                    seen: (ring(at) || ring(around)) && box.bottom > 0 && box.right > 0}; }"""
        )
        if found["tag"] == "BODY":
            break
        assert found["seen"], f"no visible focus on {found}"
        reached.append(found["name"])
    return reached


def test_the_skip_link_comes_first_and_leads_to_the_content(browser, client):
    page = open_page(browser, client)
    page.goto("/nl/request?right=question")
    assert walk(page, 1) == ["Ga direct naar de inhoud"]
    with next_page(page):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert walk(page, 1) == ["Toch iets anders? Kies opnieuw."]


def test_a_request_can_be_made_with_the_keyboard_alone_and_without_script(browser, client, desk):
    page = open_page(browser, client)
    page.goto("/nl/request?right=objection")
    reached = walk(page, 40)
    order = ["purposes-answering", "purposes-newsletter", "because", "address", "name", "number"]
    assert [name for name in reached if name in order] == order
    page = open_page(browser, client, script=False)
    page.goto("/nl/request?right=objection")
    page.locator("#purposes-newsletter").focus()
    page.keyboard.press("Space")
    page.locator("#address").focus()
    page.keyboard.type("anna@klant.example")
    with next_page(page):
        page.keyboard.press("Enter")
    (asked,) = desk.requests.values()
    assert asked.wish.purposes == ("newsletter",)
    assert next(iter(desk.requests)) in page.content()


def test_every_button_of_the_office_can_be_reached_with_the_keyboard(browser, staff):
    page = open_page(browser, staff)
    page.goto("/nl/requests/B-2222-222")
    reached = walk(page, 120)
    for name in (
        "approve-read",
        "approve-blind",
        "Keur plan p-41 goed",
        "Kijk opnieuw",
        "Stop dit verzoek",
        "Bekijk wie het vroeg",
    ):
        assert name in reached
