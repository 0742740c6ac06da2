"""The office's page of uses: what was asked, for which purpose, and how it was answered."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browsing import open_page
from test_accessibility import judge
from test_real_office import Company, company

from belofte.domain.decision import Question
from belofte.domain.identity import Identifier
from belofte.procedures.using.use_desk import Asked, UseDesk

__all__ = ["company"]

ANNA = Identifier("email", "", "anna@post.example")


def use(company: Company) -> None:
    desk = company.belofte.desk(UseDesk)
    for _ in range(3):
        desk.use(ANNA, Question("newsletter"), Asked("newsletter job", "november issue", "marketing"))
    desk.use(ANNA, Question("answering", "contact"), Asked("help desk", "a question"))


def test_each_purpose_has_its_count_answer_and_ground_and_nobody_is_named(company: Company) -> None:
    assert "Nothing was asked yet" in company.see("/en/uses")
    use(company)
    page = company.see("/en/uses")
    for told in ("1 times yes, 3 times otherwise", "no: no-consent", "marketing", "november issue", "newsletter job"):
        assert told in page, told
    assert "anna@post.example" not in page
    assert "Waarvoor gegevens gebruikt worden" in company.see("/nl/uses")


def test_axe_finds_nothing_on_the_page_of_uses(company: Company, axe, request) -> None:
    use(company)
    page = open_page(request.getfixturevalue("browser"), company.office)
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        page.goto(f"/{language}/uses")
        judge(page, axe, f"real-{language}-uses")
