"""A name, a password and a code: nobody learns which was wrong, no code works twice, nobody locks anybody out."""

from __future__ import annotations

import statistics
import threading
import time

import pytest

from belofte.domain.account import Role
from belofte.procedures.sign_in.sign_in_attempts import (
    FROM_ANYWHERE,
    FROM_ONE_NETWORK,
    FROM_ONE_PLACE,
    Source,
    count_attempt,
)
from belofte.procedures.sign_in.sign_in_refusals import NotSignedIn, TooManyAttempts
from belofte.procedures.sign_in.signing_in import SessionLimits, SignIn, Typed

from .conftest import MIEKE, PASSWORD, Office, Person


def desk(office: Office) -> SignIn:
    hour = office.clock.now() - office.clock.now().replace(hour=0)
    return SignIn(office.belofte.current, SessionLimits(hour, hour, hour))


def attempt(sign_in: SignIn, person: Person, source: Source, **wrong: str) -> str:
    given = {"name": person.name, "password": person.password, "code": person.code, **wrong}
    return sign_in.typed(Typed(**given), source)


def test_who_knows_password_and_code_is_let_in_and_led_where_they_wanted(office: Office, mieke: Person) -> None:
    browser = office.browser()
    asked = browser.get("/nl/mailbox?x=1", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/nl/sign-in?next=%2Fnl%2Fmailbox%3Fx%3D1")
    answer = mieke.sign_in(browser, "/nl/mailbox?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/nl/mailbox?x=1")
    page = browser.get("/nl/").text
    assert f"Aangemeld als {MIEKE} (functionaris voor de privacy)" in page


@pytest.mark.parametrize("name", ["MIEKE  DE BOER", " mieke de boer "])
def test_a_name_is_the_same_however_it_is_written(office: Office, mieke: Person, name: str) -> None:
    assert mieke.sign_in(office.browser(), name=name).status_code == 303


def test_whatever_was_wrong_the_answer_is_the_same(office: Office, mieke: Person) -> None:
    office.enrolled("Jan Closed")
    office.accounts.disable("Jan Closed")
    office.accounts.add("Not Enrolled", Role.STAFF)
    answers = [
        mieke.sign_in(office.browser(), **wrong)
        for wrong in (
            {"password": "een ander wachtwoord"},
            {"code": "000000"},
            {"code": ""},
            {"code": "éé"},
            {"password": ""},
            {"password": "x" * 5000},
        )
    ]
    answers += [mieke.sign_in(office.browser(), name=name) for name in ("Nobody", "Jan Closed", "Not Enrolled", "")]
    bodies = {answer.text.replace(MIEKE, "").split("<h1>")[1].split('<div class="field">')[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {403}
    assert len(bodies) == 1
    assert "Dit klopt niet: naam, wachtwoord of code." in bodies.pop()


def test_a_wrong_name_takes_as_long_as_a_wrong_password(office: Office, mieke: Person) -> None:
    sign_in, spent = desk(office), {"name": list[float](), "password": list[float]()}
    for number in range(8):
        for wrong in spent:
            began = time.process_time()  # the work it costs: whatever else the machine does is no part of it
            with pytest.raises(NotSignedIn):
                attempt(sign_in, mieke, Source(f"198.51.100.{number}"), **{wrong: f"Somebody {number}"})
            spent[wrong].append(time.process_time() - began)
    name, password = (statistics.median(times) for times in spent.values())
    assert 0.5 < name / password < 2  # without the hash of nobody, a wrong name takes a twentieth


def test_a_code_works_once(office: Office, mieke: Person) -> None:
    code = mieke.code
    assert mieke.sign_in(office.browser(), code=code).status_code == 303
    assert mieke.sign_in(office.browser(), code=code).status_code == 403
    office.clock.forward(seconds=30)
    assert mieke.sign_in(office.browser(), code=code).status_code == 403, "the one before, still within its time"
    assert mieke.sign_in(office.browser()).status_code == 303


def test_of_two_uses_of_one_code_at_the_same_time_one_gets_in(office: Office, mieke: Person) -> None:
    sign_in, outcomes = desk(office), list[str]()

    def use() -> None:
        try:
            attempt(sign_in, mieke, Source("198.51.100.7"))
            outcomes.append("in")
        except NotSignedIn:
            outcomes.append("refused")

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "refused", "refused", "refused"]


@pytest.mark.parametrize("late", [-90, 90])
def test_a_code_of_another_time_does_not_count(office: Office, mieke: Person, late: int) -> None:
    code = mieke.code
    office.clock.forward(seconds=late)
    assert mieke.sign_in(office.browser(), code=code).status_code == 403


def test_the_code_enrolment_was_finished_with_does_not_sign_in(office: Office) -> None:
    person = office.enrolled()
    assert person.sign_in(office.browser()).status_code == 403


def test_guessing_from_one_network_is_stopped_and_the_right_password_does_not_help_there(
    office: Office, mieke: Person
) -> None:
    sign_in, there = desk(office), Source("203.0.113.5")
    for _ in range(FROM_ONE_PLACE):
        count_attempt(office.belofte.parts, mieke.name, there)
    with pytest.raises(TooManyAttempts):
        attempt(sign_in, mieke, there)
    assert attempt(sign_in, mieke, Source("198.51.100.9")), "the person, from elsewhere, gets in"


def test_after_an_hour_it_is_open_again(office: Office, mieke: Person) -> None:
    sign_in, there = desk(office), Source("203.0.113.5")
    for _ in range(FROM_ONE_PLACE):
        count_attempt(office.belofte.parts, mieke.name, there)
    office.clock.forward(minutes=61)
    assert attempt(sign_in, mieke, there)


def test_a_whole_ipv6_network_counts_as_one(office: Office, mieke: Person) -> None:
    sign_in = desk(office)
    for number in range(FROM_ONE_PLACE):
        count_attempt(office.belofte.parts, mieke.name, Source(f"2001:db8:1:2::{number:x}"))
    with pytest.raises(TooManyAttempts):
        attempt(sign_in, mieke, Source("2001:db8:1:2:ffff::1"))


def test_many_names_from_one_network_are_stopped(office: Office, mieke: Person) -> None:
    for number in range(FROM_ONE_NETWORK):
        count_attempt(office.belofte.parts, f"Somebody {number}", Source("203.0.113.5"))
    with pytest.raises(TooManyAttempts):
        attempt(desk(office), mieke, Source("203.0.113.5"), name="Somebody new")


def test_guessing_from_everywhere_does_not_lock_the_person_out_of_a_browser_that_is_known(
    office: Office, mieke: Person
) -> None:
    sign_in = desk(office)
    browser = sign_in.known_browser(attempt(sign_in, mieke, Source("192.0.2.1")))
    office.clock.forward(seconds=60)
    for number in range(FROM_ANYWHERE - 1):
        count_attempt(office.belofte.parts, mieke.name, Source(f"203.0.113.{number}"))
    with pytest.raises(TooManyAttempts):
        attempt(sign_in, mieke, Source("198.51.100.77"))
    assert attempt(sign_in, mieke, Source("198.51.100.77", browser)), "their own browser is not kept out"


def test_a_browser_known_for_one_account_is_a_stranger_to_another(office: Office, mieke: Person) -> None:
    other, sign_in = office.enrolled("Jan Smit", Role.STAFF), desk(office)
    browser = sign_in.known_browser(attempt(sign_in, mieke, Source("192.0.2.1")))
    for number in range(FROM_ANYWHERE):
        count_attempt(office.belofte.parts, other.name, Source(f"203.0.113.{number}"))
    with pytest.raises(TooManyAttempts):
        attempt(sign_in, other, Source("198.51.100.77", browser))


def test_a_known_browser_has_no_endless_guesses_either(office: Office, mieke: Person) -> None:
    sign_in = desk(office)
    known = Source("192.0.2.1", sign_in.known_browser(attempt(sign_in, mieke, Source("192.0.2.1"))))
    for _ in range(FROM_ONE_PLACE):
        count_attempt(office.belofte.parts, mieke.name, known)
    with pytest.raises(TooManyAttempts):
        attempt(sign_in, mieke, known)


def test_too_many_attempts_are_said_in_words_with_the_status_for_it(office: Office, mieke: Person) -> None:
    browser = office.browser()
    for _ in range(FROM_ONE_PLACE):
        count_attempt(office.belofte.parts, mieke.name, Source("testclient"))
    answer = mieke.sign_in(browser)
    assert answer.status_code == 429
    assert "Er is te vaak geprobeerd aan te melden." in answer.text


def test_the_store_holds_no_password_secret_or_token_that_can_be_read(office: Office, mieke: Person) -> None:
    browser = office.browser()
    mieke.sign_in(browser)
    held = office.stored()
    tokens = [value for name, value in browser.cookies.items()]
    assert len(tokens) == 2
    for secret in (PASSWORD, mieke.secret, "$argon2", *tokens):
        assert secret.encode() not in held
    assert MIEKE.encode() in held, "the test looks where accounts lie"
