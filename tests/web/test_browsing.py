"""A test that presses something waits for the page that follows: what it judges is whole, on a slow machine too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.browsing import faults, next_page, open_page

TESTS = Path(__file__).parents[1]
PRESSES = {"click", "dblclick", "tap", "press"}


def is_pressed(call: ast.AST) -> bool:
    """A click, or a key that can lead somewhere; the others (Tab, Space) lead nowhere."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in PRESSES:
        return False
    keys = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return call.func.attr != "press" or "Enter" in keys


def unawaited(part: ast.AST, awaited: bool = False) -> Iterator[int]:
    """Lines on which something is pressed outside ``with next_page(page)``."""
    if isinstance(part, ast.With):
        awaited = awaited or any(ast.unparse(one.context_expr).startswith("next_page(") for one in part.items)
    if not awaited and is_pressed(part):
        yield part.lineno
    for below in ast.iter_child_nodes(part):
        yield from unawaited(below, awaited)


def test_whatever_is_pressed_in_a_browser_is_waited_for() -> None:
    texts = {file: file.read_text("utf-8") for file in sorted(TESTS.rglob("test_*.py"))}
    opening = {file: text for file, text in texts.items() if "open_page(" in text}
    assert len(opening) > 8
    found = [
        f"{file.relative_to(TESTS)}:{line}" for file, text in opening.items() for line in unawaited(ast.parse(text))
    ]
    assert found == [], "press inside `with next_page(page)`: a click does not wait for what follows it"


def test_a_press_that_nobody_waits_for_is_found() -> None:
    text = 'page.click("a")\nwith next_page(page):\n    page.click("a")\nkeys.press("Enter")\nkeys.press("Tab")\n'
    assert list(unawaited(ast.parse(text))) == [1, 4]


def test_the_page_that_follows_is_whole_though_its_style_sheet_comes_late(browser: Any, axe: str, client) -> None:
    page = open_page(browser, client)
    page.goto("/nl/request?right=rectification")

    def late(route: Any) -> None:
        page.wait_for_timeout(300)
        route.fallback()

    page.context.route("**/*.css", late)
    page.fill("#now_1", "x")
    with next_page(page):
        page.locator("main button").click()
    assert page.locator("[role=alert]").count() == 1
    assert faults(page, axe) == []


def test_a_page_that_is_not_whole_is_not_judged(browser: Any, axe: str, client) -> None:
    page = open_page(browser, client)
    page.goto("/nl/")
    page.evaluate("Object.defineProperty(document, 'readyState', {value: 'interactive'})")
    with pytest.raises(AssertionError, match="not whole yet"):
        faults(page, axe)
