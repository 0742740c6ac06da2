"""May we? Asked in the company's own program: from memory, with the clause, and no whenever it cannot be known."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from belofte.domain.decision import FRESH, Why
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import ERASED, HELD, LEFT, RESTRICTED, Cause
from belofte.may import open_may

from .conftest import ANNA, BRAM, CAUSE, Company


def test_nobody_gets_a_newsletter_without_a_yes_and_the_answer_names_the_clause(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    answer = privacy.may("newsletter", "subscription", subject, "technical-staff")
    assert (answer.allowed, answer.why) == (False, Why.NO_CONSENT)
    assert {"NWS-8", "PUR-3"} <= set(answer.clauses), "the sentences of the company's text that promise to ask"
    assert answer.missing == ("consent to newsletter",)
    assert "purposes.newsletter.ask" in answer.facts


def test_t_65_a_yes_lets_through_from_then_on(company: Company) -> None:
    privacy = company.open()
    subject = company.person(ANNA)
    privacy.look()
    assert privacy.may("newsletter", "subscription", subject).why is Why.NO_CONSENT
    company.consents(ANNA, "newsletter")
    privacy.look()
    answer = privacy.may("newsletter", "subscription", subject)
    assert answer.allowed and answer.missing == ()
    assert privacy.may("newsletter", "subscription", company.person(BRAM)).why is Why.UNKNOWN_SUBJECT, "not looked yet"


def test_t_66_a_yes_to_the_newsletter_is_none_to_post(company: Company) -> None:
    subject = company.consents(ANNA, "newsletter")
    assert company.open().may("post", "subscription", subject).why is Why.NO_CONSENT


def test_t_77_a_purpose_that_is_widened_is_not_covered_by_a_yes_of_before(company: Company) -> None:
    """First the data, then the channels: a yes for letters is none for calls, though the purpose is the same."""
    given = ("subscription.optional", "via:parcel", "via:post")
    subject = company.consents(ANNA, "post", uses=given)
    privacy = company.open()
    assert privacy.may("post", "subscription", subject).allowed
    policy = company.home / "policy" / "policy.yaml"
    policy.write_text(policy.read_text().replace("channels: [post, parcel]", "channels: [post, parcel, phone]"))
    assert company.open().may("post", "subscription", subject).why is Why.NO_CONSENT


@pytest.mark.parametrize(("bit", "why"), [(RESTRICTED, Why.RESTRICTED), (LEFT, Why.LEFT), (ERASED, Why.ERASED)])
def test_t_43_what_a_person_has_stopped_is_no_for_every_job(company: Company, bit: int, why: Why) -> None:
    subject = company.person(ANNA, on=bit)
    privacy = company.open()
    assert privacy.may("service", "profile", subject, "technical-staff").why is why
    assert privacy.may("storage", None, subject).allowed, "it lies there"


def test_t_51_an_objection_stops_its_purpose_and_not_the_duty_to_keep_books(company: Company) -> None:
    subject = company.person(ANNA)
    company.objects(ANNA, "answering")
    privacy = company.open()
    answer = privacy.may("answering", "contact", subject)
    assert (answer.why, answer.clauses[0]) == (Why.OBJECTION, "OBJ-2")
    assert privacy.may("invoicing", "invoice", subject).allowed


def test_t_57_after_leaving_the_custodian_sees_an_invoice_and_nobody_else(company: Company) -> None:
    subject = company.person(ANNA, on=LEFT)
    privacy = company.open()
    assert privacy.may("invoicing", "invoice", subject, "bookkeeper").allowed
    assert privacy.may("invoicing", "invoice", subject, "technical-staff").why is Why.LEFT
    for other in ("sales", "Bookkeeper", "bookkeper"):
        answer = privacy.may("invoicing", "invoice", subject, other)
        assert (answer.why, answer.missing) == (Why.UNKNOWN_ROLE, ("staff.roles",)), (
            "spelled wrong is not the custodian"
        )
    answer = privacy.may("service", "profile", subject, "bookkeeper")
    assert answer.why is Why.LEFT and {"RET-5", "RET-3"} <= set(answer.clauses)


def test_a_purpose_the_policy_does_not_have_is_no(company: Company) -> None:
    subject = company.person(ANNA)
    answer = company.open().may("profiling", "profile", subject)
    assert (answer.why, answer.missing, answer.clauses) == (Why.UNKNOWN_PURPOSE, ("purposes.profiling",), ("PUR-1",))


@pytest.mark.parametrize("number", [0, -1, -2, 1_000_000])
def test_a_number_nobody_has_is_no(company: Company, number: int) -> None:
    company.consents(ANNA, "newsletter")
    privacy = company.open()
    assert privacy.may("newsletter", "subscription", number).why is Why.UNKNOWN_SUBJECT
    (logged,) = privacy.use_all("newsletter", "subscription", [number], reason="issue 12")
    assert logged.why is Why.UNKNOWN_SUBJECT


def test_two_who_turn_out_to_be_one_leave_a_number_that_nobody_has(company: Company) -> None:
    one, two = company.person(ANNA), company.consents(BRAM, "newsletter")
    privacy = company.open()
    assert privacy.may("newsletter", None, two).allowed
    with company.store.transaction() as tx:
        together = tx.states.change([ANNA, BRAM], CAUSE, datetime.now(UTC)).subject
    privacy.look()
    assert together == one
    assert privacy.may("newsletter", None, two).why is Why.UNKNOWN_SUBJECT, "resolve it again"
    assert privacy.may("newsletter", None, one).allowed
    assert privacy.find([BRAM]) == [one]


def test_who_was_forgotten_has_no_number(company: Company) -> None:
    subject = company.consents(ANNA, "newsletter")
    privacy = company.open()
    with company.store.transaction() as tx:
        tx.states.forget(subject, datetime.now(UTC).date())
    privacy.look()
    assert privacy.may("newsletter", None, subject).why is Why.UNKNOWN_SUBJECT
    assert privacy.find([ANNA]) == []


def test_an_earlier_moment_is_answered_from_the_history(company: Company) -> None:
    now = datetime.now(UTC)
    days = [now - timedelta(days=days) for days in (30, 20, 10)]
    subject = company.consents(ANNA, "newsletter", at=days[0])
    with company.store.transaction() as tx:
        tx.states.change([ANNA], Cause("restriction", "subject"), days[1], on=RESTRICTED)
        tx.states.change([ANNA], Cause("lifted", "subject"), days[2], off=RESTRICTED)
    company.withdraws(ANNA, "newsletter", at=now - timedelta(days=1))
    privacy = company.open()

    def then(days: int) -> Why:
        return privacy.may("newsletter", None, subject, None, now - timedelta(days=days)).why

    assert [then(40), then(25), then(15), then(5)] == [Why.NO_CONSENT, Why.YES, Why.RESTRICTED, Why.YES]
    assert privacy.may("newsletter", None, subject).why is Why.NO_CONSENT
    assert privacy.may("newsletter", None, subject, None, now + timedelta(days=1)).why is Why.NOT_THEN


def test_a_hold_forbids_no_use(company: Company) -> None:
    subject = company.person(ANNA, on=HELD)
    assert company.open().may("service", "profile", subject).allowed


def test_a_state_older_than_a_second_is_no(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    assert privacy.may("service", "profile", subject).allowed
    company.store.engine.dispose()
    (company.home / "data" / "store.sqlite").rename(company.home / "data" / "away")
    for beside in ("store.sqlite-wal", "store.sqlite-shm"):
        (company.home / "data" / beside).unlink(missing_ok=True)
    gone, asked = time.monotonic(), 0.0
    while privacy.may("service", "profile", subject).allowed:
        assert asked <= gone + FRESH.total_seconds(), "it went on answering from a store that is not there"
        asked = time.monotonic()  # of the next question
    answer = privacy.may("service", "profile", subject)
    assert (answer.why, answer.clauses) == (Why.COULD_NOT_LOOK, ())
    assert privacy.use("service", "profile", subject, reason="x").why is Why.COULD_NOT_LOOK


def test_a_store_that_was_put_back_is_read_anew_though_the_old_file_is_still_open(company: Company) -> None:
    """The program holds the file that was moved aside; its answers come from the one that stands there now."""
    subject = company.person(ANNA)
    with closing(sqlite3.connect(company.home / "data" / "store.sqlite")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(company.home / "data" / "store.sqlite", company.home / "copy")
    privacy = company.open()
    with company.store.transaction() as tx:
        tx.states.change([ANNA], CAUSE, datetime.now(UTC), on=LEFT)
    privacy.look()
    assert privacy.may("service", "profile", subject).why is Why.LEFT
    company.store.engine.dispose()
    (company.home / "data" / "store.sqlite").rename(company.home / "data" / "aside")
    for beside in ("store.sqlite-wal", "store.sqlite-shm"):
        (company.home / "data" / beside).unlink(missing_ok=True)
    shutil.copy(company.home / "copy", company.home / "data" / "store.sqlite")
    assert privacy.look()
    assert privacy.may("service", "profile", subject).allowed, "as the copy has it"


def test_a_closed_program_gets_no(company: Company) -> None:
    subject = company.person(ANNA)
    with open_may(company.home / "policy", "short job") as privacy:
        assert privacy.may("service", "profile", subject).allowed
    assert privacy.may("service", "profile", subject).why is Why.COULD_NOT_LOOK


def test_an_identifier_nobody_has_finds_nobody(company: Company) -> None:
    assert company.open().find([Identifier("email", "", "nobody@post.example")]) == []
