"""The same asked twice, asked again, taken back, or asked too often (T-35, T-36)."""

from __future__ import annotations

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.rights.test_identity import BY, case_of, confirmed, copies_sent_to, tasks
from tests.worlds import World

from belofte.procedures.desks import Submission


def queue(world: World, *more: str) -> list[str]:
    return [row["reference"] for row in told(world, "request", "list", *more)["requests"]]


def test_the_same_asked_twice_is_one_request_with_the_earlier_date(world: World) -> None:
    address = world.made.asks
    first = received(world, "access", address, "--now", "2027-02-04T09:00:00Z")
    second = received(world, "access", address, "--now", "2027-02-06T09:00:00Z")
    confirmed(world, second, "--now", "2027-02-06T10:00:00Z")
    assert queue(world, "--now", "2027-02-07T09:00:00Z") == [first]
    kept, joined = (case_of(world, r, "--now", "2027-02-07T09:00:00Z") for r in (first, second))
    assert (kept["row"]["state"], kept["clock"]["received_on"]) == ("planned", "2027-02-04")
    assert (joined["about"]["joined_to"], joined["about"]["ended"]) == (first, "joined")
    assert (joined["clock"]["promise"], joined["clock"]["law"]) == ("kept", "kept"), "owed in the other case"
    assert approve(world, first)["row"]["state"] == "answered"
    assert copies_sent_to(world, address) == 1


def test_a_letter_that_lay_on_a_desk_brings_its_own_date_along(world: World) -> None:
    """The repetition reached the company first: that date counts for both."""
    address = world.made.asks
    first = received(world, "access", address, "--now", "2027-02-10T09:00:00Z")
    lay = ("--channel", "post", "--received", "2027-02-04T10:00:00+01:00", "--now", "2027-02-12T09:00:00Z")
    second = received(world, "access", address, *lay)
    confirmed(world, second, "--now", "2027-02-12T10:00:00Z")
    kept = case_of(world, first, "--now", "2027-02-12T11:00:00Z")["clock"]
    assert (kept["received_on"], kept["promise_due"], kept["law_due"]) == ("2027-02-04", "2027-03-06", "2027-03-04")


def test_what_says_something_else_is_left_to_a_person(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        first = belofte.public.submit(Submission("access", address, "nl", text="everything"))
        second = belofte.public.submit(Submission("access", address, "nl", text="only the invoices of 2024"))
        belofte.work.tend()
    confirmed(world, second)
    assert "same-request" in tasks(world)
    assert case_of(world, second)["about"]["repeats"] == [first]
    assert typed(world, "request", "join", second, "--to", first, *BY)[0] == 0
    assert queue(world) == [first]


def test_another_right_is_another_request(world: World) -> None:
    address = world.made.asks
    first = received(world, "access", address)
    second = received(world, "erasure", address)
    confirmed(world, second)
    assert sorted(queue(world)) == sorted([first, second])
    status, said = typed(world, "request", "join", second, "--to", first, *BY)
    assert status == 1 and "same right" in said


def test_a_stranger_joins_nothing(world: World) -> None:
    """Naming a customer's number is no way into the customer's own request."""
    first = received(world, "access", world.made.asks)
    second = received(world, "access", "iemand@elders.example", "--number", world.made.number_of(world.made.asks))
    typed(world, "request", "who", second, *BY)
    assert sorted(queue(world)) == sorted([first, second])
    assert case_of(world, second)["about"]["repeats"] == []


def test_asked_again_three_weeks_after_the_answer_is_handled_again(world: World) -> None:
    """T-35: no new facts, and yet an answer."""
    address = world.made.asks
    first = received(world, "access", address)
    confirmed(world, first)
    approve(world, first)
    later = "2026-12-14T09:00:00Z"
    second = received(world, "access", address, "--now", later)
    confirmed(world, second, "--now", later)
    case = case_of(world, second, "--now", later)
    assert (case["row"]["state"], case["about"]["joined_to"]) == ("planned", None)
    status, said = typed(world, "request", "join", second, "--to", first, *BY, "--now", later)
    assert status == 1 and "Art. 12(5)" in said
    approve(world, second)
    assert copies_sent_to(world, address) == 2


def test_that_somebody_asks_again_is_no_ground(world: World) -> None:
    """T-35, T-36: the company must show that it is excessive; without facts it is not refused as such."""
    reference = received(world, "access", world.made.asks)
    for ground in ("Art. 12(5)(b) GDPR", "art. 12 lid 5 AVG"):
        status, said = typed(world, "request", "refuse", reference, "--ground", ground, *BY)
        assert status == 1 and "Art. 12(5)" in said
    status, said = typed(world, "request", "refuse", reference, "--ground", "we do not feel like it", *BY)
    assert status == 1 and "Art. 12(4)" in said
    assert case_of(world, reference)["row"]["state"] == "received"


def test_the_tenth_of_a_month_offered_for_money_is_refused_with_the_facts_and_in_time(world: World) -> None:
    """T-36: recorded facts, a named person, the reasoned letter in time; the register has all ten."""
    address = world.made.asks
    for day in range(1, 10):
        now = f"2027-02-{day:02}T09:00:00Z"
        reference = received(world, "access", address, "--now", now)
        taken_back = ("--as", "withdrawn", "--reasons", "withdrawn by mail against 50 euro", *BY, "--now", now)
        assert typed(world, "request", "close", reference, *taken_back)[0] == 0
    now = "2027-02-10T09:00:00Z"
    reference = received(world, "access", address, "--now", now)
    facts = "nine identical requests in nine days, each withdrawn after an offer to do so for 50 euro"
    words = ("request", "refuse", reference, "--ground", "Art. 12(5)(b) GDPR", "--reasons", facts, *BY, "--now", now)
    assert typed(world, *words)[0] == 0
    letter = world.letters_to(address)[-1]
    assert "12(5)(b)" in letter and "autoriteitpersoonsgegevens.nl" in letter and "rechtbank" in letter
    case = case_of(world, reference, "--now", now)
    assert (case["row"]["state"], case["clock"]["promise"], case["clock"]["law"]) == ("refused", "kept", "kept")
    typed(world, "work", "--now", "2027-05-01T09:00:00Z")
    rows = told(world, "register", "--now", "2027-05-01T09:00:00Z")["rows"]
    assert sorted(row["outcome"] for row in rows) == ["refused", *["withdrawn"] * 9]
    assert all(row["law_kept"] for row in rows)


def test_only_the_person_withdraws(world: World) -> None:
    reference = received(world, "access", world.made.asks)
    status, said = typed(world, "request", "close", reference, "--as", "withdrawn", "--reasons", "", *BY)
    assert status == 2 and "Only the person" in said


@pytest.mark.parametrize(
    ("words", "article"),
    [
        (("close",), "Art. 12(3)"),
        (("close", "--as", "unidentified", "--reasons", "nobody"), "Art. 12(2)"),
        (("bounced",), "No answer"),
    ],
)
def test_what_the_law_forbids_is_refused_with_the_article(world: World, words: tuple[str, ...], article: str) -> None:
    """An open request does not just end."""
    reference = received(world, "access", world.made.asks)
    confirmed(world, reference)
    command, *rest = words
    status, said = typed(world, "request", command, reference, *rest, *BY)
    assert status == 1 and article in said
    assert case_of(world, reference)["row"]["state"] == "planned"


def test_an_answered_case_closes_by_itself_and_not_earlier(world: World) -> None:
    """The court can be asked for six weeks; the case stays as long."""
    reference = received(world, "access", world.made.asks)
    confirmed(world, reference)
    approve(world, reference)
    status, said = typed(world, "request", "close", reference, *BY)
    assert status == 1 and "by itself" in said
    status, said = typed(world, "request", "close", reference, "--as", "withdrawn", "--reasons", "mail", *BY)
    assert status == 1


@pytest.mark.parametrize("by", ["", "  "])
def test_every_decision_has_a_name_under_it(world: World, by: str) -> None:
    reference = received(world, "access", world.made.asks)
    for words in (
        ("extend", reference, "--ground", "number", "--reasons", "many"),
        ("ask-identity", reference),
        ("close", reference, "--as", "withdrawn", "--reasons", "mail"),
        ("refuse", reference, "--ground", "Art. 15(4) GDPR"),
        ("who", reference),
        ("bounced", reference),
    ):
        status, said = typed(world, "request", *words, "--by", by)
        assert status == 2 and "named" in said, words
