"""Pages in a real browser, without a server: Chromium asks, the app under test answers within the process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENCE = 120_000
"""Milliseconds after which a page will not come any more: how fast a machine is, is not what a test judges."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe looks for."""
SHOTS = os.environ.get("BELOFTE_SCREENSHOTS")
"""A folder for pictures of every page, for people who want to look at them."""


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser, or a skip that says what is not here."""
    if CHROMIUM is None:
        pytest.skip("On 2026-11-22: Chromium is not installed here, so no page was looked at; apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("On 2026-11-22: playwright is not installed here, so no page was looked at; pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Any, client: TestClient[Litestar], *, script: bool = True, **more: Any) -> Any:
    """A tab whose every request is answered by the app behind ``client``; nothing can come from elsewhere."""
    more.setdefault("viewport", DESKTOP)
    context = browser.new_context(base_url=str(client.base_url), java_script_enabled=script, bypass_csp=True, **more)
    elsewhere: list[str] = []
    base = str(client.base_url).rstrip("/")

    def answer(route: Any) -> None:
        asked = route.request
        if not asked.url.startswith(base):
            elsewhere.append(asked.url)
            route.abort()
            return
        headers = {name: value for name, value in asked.headers.items() if name not in ("host", "content-length")}
        found = client.request(
            asked.method, asked.url, content=asked.post_data_buffer, headers=headers, follow_redirects=True
        )
        kept = {name: value for name, value in found.headers.items() if name != "content-length"}
        route.fulfill(status=found.status_code, headers=kept, body=found.content)

    context.set_default_timeout(PATIENCE)
    context.route("**/*", answer)
    page = context.new_page()
    page.elsewhere = elsewhere
    return page


@contextmanager
def next_page(page: Any) -> Iterator[None]:
    """What is done inside leads to another page (or another place of it); at the end that one is there, style sheet
    and all. A click or a key by itself waits for neither."""
    with page.expect_navigation(wait_until="load"):
        yield


def faults(page: Any, axe: str) -> list[str]:
    """What axe finds, of any impact."""
    assert page.evaluate("document.readyState") == "complete", "the page is not whole yet: see next_page"
    page.evaluate(axe)
    found = page.evaluate("async (tags) => (await axe.run({runOnly: tags})).violations", RULES)
    return [f"{v['impact']} {v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]


def is_wider_than_the_screen(page: Any) -> bool:
    """Whether somebody would have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def picture(page: Any, name: str) -> None:
    """The whole page at both widths, where somebody asked for pictures."""
    if SHOTS is None:
        return
    folder = Path(SHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{kind}.png", full_page=True)
    page.set_viewport_size(DESKTOP)
