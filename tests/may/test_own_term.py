"""Each use stops when its own term does: the days of the record come with the question, the answer has the clause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from belofte.domain.errors import WrongUse
from belofte.domain.own_term import events_from
from belofte.may import Why

from .conftest import ANNA, Company, make_company
from .test_commands import BY, WHO, told, typed

KEPT = "contact:      {at_most: 1 year, after: received, then"
TWO_USES = """contact:      {by_purpose: {answering: {at_most: 1 month, after: received},
    service: {at_most: 1 year, after: received}}, then"""
NOW = datetime.now(UTC)
RECENT, OLD, OLDEST = (NOW - timedelta(days=days) for days in (10, 100, 500))


@pytest.fixture
def two_uses(tmp_path: Path) -> Iterator[Company]:
    """A question is answered from a message for a month; the service may look at it for a year."""

    def changed(text: str) -> str:
        assert KEPT in text and "service:    {uses: [profile," in text
        return text.replace(KEPT, TWO_USES).replace(
            "service:    {uses: [profile,", "service:    {uses: [contact, profile,"
        )

    with ExitStack() as stack:
        yield make_company(tmp_path, stack, changed)


def received(on: datetime) -> str:
    return f"received={on.date()}"


def test_a_use_ends_on_its_own_day_while_another_goes_on(two_uses: Company) -> None:
    subject = two_uses.person(ANNA)
    privacy = two_uses.open()

    def why(purpose: str, on: datetime) -> Why:
        return privacy.may(purpose, "contact", subject, events=events_from(received(on))).why

    assert [why("answering", on) for on in (RECENT, OLD, OLDEST)] == [Why.YES, Why.TERM_ENDED, Why.TERM_ENDED]
    assert [why("service", on) for on in (RECENT, OLD, OLDEST)] == [Why.YES, Why.YES, Why.TERM_ENDED]
    assert privacy.may("answering", "contact", subject).allowed, "without its days it cannot be known"
    assert privacy.may("storage", "contact", subject, events=events_from(received(OLDEST))).allowed
    then = privacy.may("answering", "contact", subject, None, OLD + timedelta(days=3), events_from(received(OLD)))
    assert then.why is Why.YES, "it was not over then"


def test_the_answer_names_the_fact_and_the_clause(company: Company) -> None:
    subject = company.person(ANNA)
    answer = company.open().may("service", "profile", subject, events=events_from("left=2026-01-01"))
    assert (answer.allowed, answer.why) == (False, Why.TERM_ENDED)
    assert answer.facts == ("retention.profile",) and "RET-1" in answer.clauses


def test_a_use_of_what_is_over_is_a_no_in_the_log_too(two_uses: Company) -> None:
    subject = two_uses.person(ANNA)
    privacy = two_uses.open()
    days = [events_from(received(on)) for on in (RECENT, OLD)]
    answers = privacy.use_all("answering", "contact", [subject, subject], reason="reply", events=days)
    assert [one.why for one in answers] == [Why.YES, Why.TERM_ENDED]
    assert privacy.use("answering", "contact", subject, reason="reply", events=days[1]).why is Why.TERM_ENDED
    rows = told(two_uses, "uses", "list", WHO)["rows"]
    assert sorted(row["answer"] for row in rows) == ["term-ended", "term-ended", "yes"]


def test_a_no_for_another_reason_stays_that(two_uses: Company) -> None:
    subject = two_uses.person(ANNA)
    two_uses.objects(ANNA, "answering")
    days = events_from(received(OLD))
    assert two_uses.open().may("answering", "contact", subject, events=days).why is Why.OBJECTION


@pytest.mark.parametrize(("category", "days"), [("contact", "recieved=2026-01-01"), (None, "received=2026-01-01")])
def test_days_that_cannot_count_are_refused_and_never_a_yes(two_uses: Company, category: str | None, days: str) -> None:
    subject = two_uses.person(ANNA)
    privacy = two_uses.open()
    with pytest.raises(WrongUse):
        privacy.may("answering", category, subject, events=events_from(days))
    with pytest.raises(WrongUse):
        privacy.use("answering", category, subject, reason="reply", events=events_from(days))


@pytest.mark.parametrize("written", ["received", "received=yesterday", "received:2026-01-01"])
def test_days_that_cannot_be_read(written: str) -> None:
    with pytest.raises(WrongUse):
        events_from(written)


def test_at_the_command_line(two_uses: Company) -> None:
    two_uses.person(ANNA)
    asked = ("may", WHO, "--purpose", "answering", "--category", "contact")
    status, said = typed(two_uses, *asked, "--event", received(OLD))
    assert status == 1 and "the term of this use is over" in said
    answer = told(two_uses, *asked, "--event", received(OLD))["answer"]
    assert (answer["why"], answer["facts"]) == ("term-ended", ["retention.contact.by_purpose.answering"])
    assert typed(two_uses, *asked, "--event", received(RECENT))[0] == 0
    assert typed(two_uses, *asked, "--event", "recieved=2026-01-01")[0] == 2
    assert typed(two_uses, *asked, "--event", received(OLD), "--use", *BY)[0] == 1
    assert typed(two_uses, *asked, "--event", received(RECENT), "--use", *BY)[0] == 0
    lines = [{"who": WHO, "events": received(on)} for on in (RECENT, OLD)]
    given = "\n".join(json.dumps(line) for line in lines)
    batch = told(two_uses, "may", "-", "--batch", *asked[2:], given=given)["answers"]
    assert [one["why"] for one in batch] == ["yes", "term-ended"]
