"""Use: the row of the log is on the disk before the answer is handed out, and says what the use rests on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belofte.domain.basis import Basis, basis_from
from belofte.domain.contact import Because, Contact
from belofte.domain.decision import Why
from belofte.domain.errors import WrongUse
from belofte.domain.subject_state import RESTRICTED
from belofte.domain.use import UseRow
from belofte.may.asking import EVERY
from belofte.may.log import SUFFIX

from .conftest import ANNA, BRAM, CAUSE, Company

ORDER = Basis("order", "10023")


def rows(company: Company, subject: int) -> list[UseRow]:
    company.store.take_uses()
    with company.store.reading() as tx:
        return tx.uses.of(subject)[::-1]


def test_a_use_has_its_row_with_purpose_reason_role_and_what_it_rests_on(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open("parcel labels")
    assert privacy.use("delivery", "parcel", subject, "technical-staff", reason="label", basis=ORDER).allowed
    (row,) = rows(company, subject)
    assert (row.purpose, row.category, row.role, row.reason, row.by) == (
        "delivery", "parcel", "technical-staff", "label", "parcel labels",
    )  # fmt: skip
    assert (row.answer, row.rests_on, row.basis, row.act) == ("yes", "order", "10023", "use")
    assert abs((datetime.now(UTC) - row.used_at).total_seconds()) < 60


def test_t_43_what_was_refused_is_logged_too(company: Company) -> None:
    subject = company.person(ANNA, on=RESTRICTED)
    privacy = company.open()
    for purpose, category in (("newsletter", "subscription"), ("service", "profile")):
        assert privacy.use(purpose, category, subject, reason="weekly run", basis=ORDER).why is Why.RESTRICTED
    assert [(row.purpose, row.answer) for row in rows(company, subject)] == [
        ("newsletter", "restricted"),
        ("service", "restricted"),
    ]


def test_an_activity_for_an_order_names_it_and_a_closed_one_carries_nothing_new(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    answer = privacy.use("service", "order", subject, reason="call back")
    assert (answer.why, answer.clauses) == (Why.NO_BASIS, ("PUR-2",))
    assert privacy.use("service", "order", subject, reason="call back", basis=ORDER).allowed
    company.closes("order", "10023")
    privacy.look()
    answer = privacy.use("service", "order", subject, reason="upsell", basis=ORDER)
    assert (answer.why, answer.clauses) == (Why.CLOSED, ("PUR-2",))
    assert privacy.use("service", "order", subject, reason="other", basis=Basis("order", "10024")).allowed
    assert [row.answer for row in rows(company, subject)] == ["no-basis", "yes", "closed", "yes"]


@pytest.mark.parametrize(
    ("purpose", "rests_on", "basis"),
    [
        ("invoicing", "legal-duty", "AWR art. 52(4)"),
        ("answering", "legitimate-interest", "answering people who write to us"),
    ],
)
def test_what_the_policy_says_already_need_not_be_said_again(
    company: Company, purpose: str, rests_on: str, basis: str
) -> None:
    subject = company.person(ANNA)
    assert company.open().use(purpose, None, subject, reason="year end").allowed
    (row,) = rows(company, subject)
    assert (row.rests_on, row.basis) == (rests_on, basis)


def test_a_use_on_consent_carries_the_record_of_that_consent(company: Company) -> None:
    subject = company.consents(ANNA, "newsletter", at=datetime(2026, 1, 2, tzinfo=UTC))
    assert company.open().use("newsletter", "subscription", subject, reason="november issue").allowed
    (row,) = rows(company, subject)
    with company.store.reading() as tx:
        (record,) = tx.consents.of(subject)
    assert (row.rests_on, row.basis) == ("consent", record.id)


def test_another_ground_than_the_purpose_has_is_none(company: Company) -> None:
    subject = company.consents(ANNA, "newsletter")
    answer = company.open().use("newsletter", None, subject, reason="issue", basis=ORDER)
    assert answer.why is Why.NO_BASIS


def test_each_of_a_group_may_rest_on_its_own_order(company: Company) -> None:
    anna, bram = company.person(ANNA), company.person(BRAM)
    company.closes("order", "2")
    bases = [Basis("order", "1"), Basis("order", "2")]
    answers = company.open().use_all("delivery", "parcel", [anna, bram], reason="labels", bases=bases)
    assert [answer.why for answer in answers] == [Why.YES, Why.CLOSED]
    assert [rows(company, anna)[0].basis, rows(company, bram)[0].basis] == ["1", "2"]


@pytest.mark.parametrize("because", [Because.ANSWER, Because.CHANGE_NOTICE, Because.BREACH])
def test_what_must_be_sent_is_stopped_by_no_closed_order(company: Company, because: Because) -> None:
    """A breach with the data of an order that ended long ago is told of all the same; it rests on the duty."""
    subject = company.person(ANNA)
    company.closes("order", "10023")
    answer = company.open().contact(subject, Contact("email", because), reason="told", basis=Basis("order", "10023"))
    assert answer.allowed
    assert (rows(company, subject)[0].rests_on, rows(company, subject)[0].basis) == ("legal-duty", because.value)


def test_a_thousand_share_one_group_and_each_has_a_row(company: Company) -> None:
    with company.store.transaction() as tx:
        people = [
            tx.states.change([type(ANNA)("email", "", f"p{n}@post.example")], CAUSE, datetime.now(UTC)).subject
            for n in range(1200)
        ]
    privacy = company.open()
    answered = [subject for subject, answer in privacy.use_each("answering", "contact", people, reason="survey")]
    assert answered == people
    company.store.take_uses()
    with company.store.reading() as tx:
        assert sum(count.count for count in tx.uses.counts()) == 1200


def test_what_cannot_be_logged_is_not_handed_out(company: Company) -> None:
    subject = company.person(ANNA)
    (company.home / "data" / "uses").write_text("a file where the folder should be")
    privacy = company.open()
    assert privacy.may("answering", "contact", subject).allowed
    assert privacy.use("answering", "contact", subject, reason="x").why is Why.COULD_NOT_LOG


def test_taking_twice_takes_once_and_files_of_ended_programs_go(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    privacy.use("answering", None, subject, reason="one")
    assert [company.store.take_uses(), company.store.take_uses()] == [1, 0]
    privacy.use("answering", None, subject, reason="two")
    folder = company.home / "data" / "uses"
    assert len(list(folder.glob(f"*{SUFFIX}"))) == 1, "still written"
    privacy.close()
    assert company.store.take_uses() == 1
    assert list(folder.iterdir()) == []
    assert [row.reason for row in rows(company, subject)] == ["one", "two"]


def test_a_damaged_log_is_kept_and_said_aloud(company: Company, caplog: pytest.LogCaptureFixture) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    privacy.use("answering", None, subject, reason="one")
    privacy.use("answering", None, subject, reason="two")
    privacy.close()
    (file,) = (company.home / "data" / "uses").iterdir()
    content = bytearray(file.read_bytes())
    content[len(content) // 2 + 40] ^= 1
    file.write_bytes(bytes(content))
    assert company.store.take_uses() == 1
    assert [one.suffix for one in (company.home / "data" / "uses").iterdir()] == [".damaged"]
    assert "damaged" in caplog.text


def test_when_a_person_is_forgotten_no_order_leads_to_them(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    privacy.use("service", "order", subject, reason="call", basis=ORDER)
    company.store.take_uses()
    privacy.use("service", "order", subject, reason="again", basis=ORDER)
    with company.store.transaction() as tx:
        tx.states.forget(subject, datetime.now(UTC).date())
    assert [(row.rests_on, row.basis) for row in rows(company, subject)] == [("order", ""), ("order", "")]


def test_nothing_rests_on_a_word_that_is_none() -> None:
    assert basis_from("order:10023") == ORDER
    with pytest.raises(WrongUse):
        basis_from("because:we like to")


USING = """
import sys
from belofte.may import open_may
with open_may(sys.argv[1], "killed job") as privacy:
    subjects = [int(one) for one in sys.argv[2].split(",")]
    n = 0
    while True:
        n += 1
        group = subjects[: 1 + n % len(subjects)]
        answers = privacy.use_all("answering", "contact", group, reason=f"run {n}")
        if all(answer.allowed for answer in answers):
            print(n, len(group), flush=True)
"""


def test_a_program_that_is_killed_has_a_row_for_every_answer_it_gave(company: Company) -> None:
    people = [company.person(type(ANNA)("email", "", f"p{n}@post.example")) for n in range(5)]
    given: dict[str, int] = {}
    for answers in (5, 25, 60):
        with subprocess.Popen(
            [sys.executable, "-c", USING, str(company.home / "policy"), ",".join(map(str, people))],
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(answers)]
            time.sleep(random.random() / 50)  # at any place of the next answer
            process.send_signal(signal.SIGKILL)
            said += process.stdout.read().splitlines()
        for line in said:
            if len(line.split()) == 2:  # the last line may be cut off: its answer was given all the same
                number, count = line.split()
                given[f"run {number}"] = given.get(f"run {number}", 0) + int(count)
        company.store.take_uses()
    with company.store.reading() as tx:
        logged: dict[str, int] = {}
        for subject in people:
            for row in tx.uses.of(subject, 100_000):
                logged[row.reason] = logged.get(row.reason, 0) + 1
    assert len(given) > 20
    assert {reason: count for reason, count in given.items() if logged.get(reason, 0) < count} == {}


def test_threads_share_a_write(company: Company) -> None:
    subject = company.person(ANNA)
    privacy = company.open()
    threads = [
        threading.Thread(target=lambda: [privacy.use("answering", None, subject, reason="r") for _ in range(20)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(company, subject)) == 160


def test_a_change_is_seen_by_another_process(company: Company) -> None:
    subject = company.consents(ANNA, "newsletter")
    watching = """
import sys, time
from belofte.domain.decision import Why
from belofte.may import open_may
with open_may(sys.argv[1], "watching job") as privacy:
    for _ in range(3):
        for why in (Why.YES, Why.NO_CONSENT):
            while privacy.may("newsletter", None, int(sys.argv[2])).why is not why: time.sleep(0.001)
            print(why.value, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", watching, str(company.home / "policy"), str(subject)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            for _ in range(3):
                assert process.stdout.readline() == "yes\n"
                company.withdraws(ANNA, "newsletter")
                assert process.stdout.readline() == "no-consent\n"
                company.consents(ANNA, "newsletter")
        finally:
            process.kill()
    assert EVERY < 0.25, "the promised quarter of a second; `make bench` measures what it takes"


def test_rows_of_a_log_are_no_names(company: Company) -> None:
    subject = company.person(ANNA)
    company.open().use("answering", None, subject, reason="one")
    for file in Path(company.home / "data" / "uses").iterdir():
        assert b"anna" not in file.read_bytes()


def test_every_answer_waits_for_the_disk(company: Company) -> None:
    """A write that is only in the machine's memory is none: power may fail before it is on the disk."""
    subject = company.person(ANNA)
    privacy = company.open()
    assert privacy.use("answering", None, subject, reason="one").allowed
    called: list[str] = []

    def watch(_frame: object, event: str, what: object) -> None:
        if event == "c_call":
            called.append(getattr(what, "__name__", ""))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        privacy.use("answering", None, subject, reason="two")
    finally:
        sys.setprofile(before)
    assert [name for name in called if name in ("write", "fdatasync")] == ["write", "fdatasync"]
