"""``belofte may``, ``contact``, ``ship`` and ``uses`` at the command line: yes is 0, no is 1, could not look is 3."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from belofte.cli.main import run
from belofte.domain.subject_state import LEFT, RESTRICTED

from .conftest import ANNA, BRAM, Company

WHO = "anna@post.example"
BY = ("--reason", "test", "--by", "label job")


@contextmanager
def typing_in(text: str) -> Iterator[None]:
    """What somebody types in, or a file that is led in."""
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def typed(company: Company, *words: str, given: str = "") -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), typing_in(given):
        status = run([*words, "--policy", str(company.home / "policy")])
    return status, out.getvalue()


def told(company: Company, *words: str, given: str = "") -> dict[str, Any]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()), typing_in(given):
        run([*words, "--json", "--policy", str(company.home / "policy")])
    return json.loads(out.getvalue())


def test_may_tells_the_reason_the_clause_and_what_was_missing(company: Company) -> None:
    company.person(ANNA)
    status, said = typed(company, "may", WHO, "--purpose", "newsletter")
    assert status == 1 and "did not consent" in said and "NWS-8" in said and "missing: consent to newsletter" in said
    answer = told(company, "may", WHO, "--purpose", "newsletter")["answer"]
    assert (answer["why"], answer["missing"]) == ("no-consent", ["consent to newsletter"])
    assert "PUR-3" in answer["clauses"]


def test_may_at_an_earlier_moment(company: Company) -> None:
    now = datetime.now(UTC)
    company.consents(ANNA, "newsletter", at=now - timedelta(days=30))
    company.withdraws(ANNA, "newsletter", at=now - timedelta(days=10))
    at = (now - timedelta(days=20)).isoformat()
    assert told(company, "may", WHO, "--purpose", "newsletter", "--at", at)["answer"]["allowed"]
    assert not told(company, "may", WHO, "--purpose", "newsletter")["answer"]["allowed"]
    assert typed(company, "may", WHO, "--purpose", "newsletter", "--at", "yesterday")[0] == 2


def test_use_logs_and_the_person_can_be_told(company: Company) -> None:
    order = ("--use", *BY, "--basis", "order:10023")
    assert typed(company, "may", WHO, "--purpose", "delivery", "--category", "parcel", *order)[0] == 0
    assert typed(company, "uses", "close", "order:10023", "--by", "order system")[0] == 0
    status, said = typed(company, "may", WHO, "--purpose", "delivery", *order)
    assert status == 1 and "closed" in said
    rows = told(company, "uses", "list", WHO)["rows"]
    assert [(row["answer"], row["rests_on"], row["basis"], row["reason"]) for row in rows] == [
        ("closed", "order", "10023", "test"), ("yes", "order", "10023", "test"),
    ]  # fmt: skip
    assert typed(company, "may", WHO, "--purpose", "delivery", "--use", "--by", "x")[0] == 2, "a reason is needed"


def test_a_batch_of_questions_from_standard_input(company: Company) -> None:
    company.consents(ANNA, "newsletter")
    lines = [{"who": WHO, "purpose": "newsletter"}, {"who": "bram@post.example", "purpose": "newsletter"}]
    given = "\n".join(json.dumps(line) for line in lines)
    answers = told(company, "may", "-", "--batch", given=given)["answers"]
    assert [answer["why"] for answer in answers] == ["yes", "no-consent"]
    assert typed(company, "may", "-", "--batch", given="no json")[0] == 2


@pytest.mark.parametrize(
    ("channel", "purpose", "yes_to", "why"),
    [
        ("email", "newsletter", "newsletter", "yes"),
        ("phone", "newsletter", "newsletter", "other-channel"),
        ("post", "newsletter", "newsletter", "other-channel"),
        ("post", "post", "newsletter", "no-consent"),
        ("parcel", "post", "post", "yes"),
        ("email", "answering", "newsletter", "other-channel"),
        ("email", "profiling", "newsletter", "unknown-purpose"),
    ],
)
def test_every_unsolicited_contact_asks_for_its_own_channel(
    company: Company, channel: str, purpose: str, yes_to: str, why: str
) -> None:
    company.consents(ANNA, yes_to)
    asked = ("contact", WHO, "--channel", channel, "--purpose", purpose, *BY)
    assert told(company, *asked)["answer"]["why"] == why
    (row,) = told(company, "uses", "list", WHO)["rows"]
    assert (row["act"], row["channel"], row["answer"]) == ("contact", channel, why)


@pytest.mark.parametrize("because", ["answer", "change-notice", "breach"])
def test_what_must_be_sent_is_stopped_by_nothing_and_carries_no_marketing(company: Company, because: str) -> None:
    company.person(ANNA, on=RESTRICTED | LEFT)
    company.objects(ANNA, "newsletter")
    asked = ("contact", WHO, "--channel", "email", "--because", because, *BY)
    assert told(company, *asked)["answer"]["allowed"]
    assert told(company, *asked, "--marketing")["answer"]["why"] == "marketing"


def test_a_contact_for_an_order_names_it(company: Company) -> None:
    asked = ("contact", WHO, "--channel", "phone", "--because", "order", "--purpose", "service", *BY)
    assert told(company, *asked)["answer"]["why"] == "no-basis"
    assert told(company, *asked, "--basis", "order:7")["answer"]["allowed"]
    assert told(company, *asked, "--basis", "order:7", "--marketing")["answer"]["why"] == "marketing"


@pytest.mark.parametrize(
    ("carrier", "kinds", "ground", "why"),
    [
        ("postnl", "name,address", ("--order", "10023"), "yes"),
        ("dhl", "name,address", ("--order", "10023"), "yes"),
        ("ups", "name,address", ("--order", "10023"), "other-carrier"),
        ("mailchimp", "name,address", ("--order", "10023"), "other-carrier"),
        ("postnl", "name,address,email", ("--order", "10023"), "too-much"),
        ("postnl", "name,address,phone", ("--order", "10023"), "too-much"),
        ("postnl", "name,address,tracking-number", ("--order", "10023"), "too-much"),
        ("postnl", "name,address", ("--purpose", "post"), "no-consent"),
    ],
)
def test_a_shipment_names_its_order_and_a_declared_carrier_which_gets_no_more_than_it_may(
    company: Company, carrier: str, kinds: str, ground: tuple[str, str], why: str
) -> None:
    company.person(ANNA)
    answer = told(company, "ship", WHO, "--carrier", carrier, "--kinds", kinds, *ground, *BY)["answer"]
    assert answer["why"] == why
    (row,) = told(company, "uses", "list", WHO)["rows"]
    assert (row["act"], row["carrier"], row["answer"]) == ("shipment", carrier, why)


def test_a_parcel_without_order_or_purpose_is_wrong_use_and_with_consent_may_go(company: Company) -> None:
    parcel = ("ship", WHO, "--carrier", "postnl", "--kinds", "name,address", *BY)
    assert typed(company, *parcel)[0] == 2
    company.consents(ANNA, "post")
    assert typed(company, *parcel, "--purpose", "post")[0] == 0


def test_programs_get_numbers_for_people(company: Company) -> None:
    known = company.person(ANNA)
    numbers = told(company, "uses", "number", WHO, "bram@post.example")["numbers"]
    assert numbers[0] == known and numbers[1] not in (0, known)
    assert company.open().find([BRAM]) == [numbers[1]]
