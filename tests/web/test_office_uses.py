"""The office's page of uses: what was asked, for which purpose, and how it was answered."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browsing import open_page
from test_accessibility import judge
from test_real_office import Company, company

from belofte.domain.basis import Basis
from belofte.domain.decision import Question, Why
from belofte.domain.identity import Identifier
from belofte.procedures.using.use_desk import Asked, UseDesk

__all__ = ["company"]

ANNA = Identifier("email", "", "anna@post.example")


def use(company: Company) -> None:
    desk = company.belofte.desk(UseDesk)
    for _ in range(3):
        desk.use(ANNA, Question("newsletter"), Asked("newsletter job", "november issue", "technical-staff"))
    desk.use(ANNA, Question("answering", "contact"), Asked("help desk", "a question"))


def test_each_purpose_has_its_count_answer_and_ground_and_nobody_is_named(company: Company) -> None:
    assert "Nothing was asked yet" in company.see("/en/uses")
    use(company)
    page = company.see("/en/uses")
    for told in (
        "1 times yes, 3 times otherwise",
        "no: no-consent",
        "technical-staff",
        "november issue",
        "newsletter job",
    ):
        assert told in page, told
    assert "anna@post.example" not in page
    assert "Waarvoor gegevens gebruikt worden" in company.see("/nl/uses")


def test_an_order_is_closed_on_the_page_and_carries_nothing_new(company: Company) -> None:
    desk, order = company.belofte.desk(UseDesk), Asked("label job", "a label", basis=Basis("order", "10023"))
    assert desk.use(ANNA, Question("service", "order"), order).allowed
    assert company.sends("/en/uses", "uses-close", kind="closes-order", reference="").status_code == 422
    assert desk.use(ANNA, Question("service", "order"), order).allowed
    answer = company.sends("/en/uses", "uses-close", kind="closes-order", reference=" 10023 ")
    assert "Closed: nothing new rests on it." in answer.text
    assert desk.use(ANNA, Question("service", "order"), order).why is Why.CLOSED
    assert desk.use(ANNA, Question("service", "order"), replace(order, basis=Basis("order", "10024"))).allowed


def test_axe_finds_nothing_on_the_page_of_uses(company: Company, axe, request) -> None:
    use(company)
    page = open_page(request.getfixturevalue("browser"), company.office)
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        page.goto(f"/{language}/uses")
        judge(page, axe, f"real-{language}-uses")
