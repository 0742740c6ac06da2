"""A case keeps the terms and the words of the version in force at its receipt, whatever is published later.

How long data is kept is no such term: that follows the version in force, for everybody alike.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.clocks import in_days
from tests.rights.commands import approve, change_policy, done_by_hand, may, received, told, typed
from tests.worlds import World

from belofte.domain.clock import local_date
from belofte.loading.folder import load_policy_folder
from belofte.procedures.cases import find_request
from belofte.procedures.identity.settled import DECIDE
from belofte.procedures.publish import publish

BY = ("--by", "P. de Boer")
NOW = datetime.now(UTC)
FIRST, ASKED, SECOND = (NOW - timedelta(days=days) for days in (10, 3, 1))


def published(world: World, at: datetime) -> None:
    """The folder as it is becomes the next version, published and in force at that moment."""
    with world.open() as belofte:
        countries = belofte.parts.countries
    file = world.made.home.policy / "policy.yaml"
    file.write_text(re.sub(r"(?m)^in_force: \S+", f"in_force: {at.date()}", file.read_text("utf-8")), "utf-8")
    publish(load_policy_folder(world.made.home.policy), (), countries, at, at.date())


def asked_under_the_first(world: World, right: str = "access") -> str:
    return received(world, right, world.made.asks, "--now", ASKED.isoformat())


def own_words(world: World, kind: str, words: str) -> None:
    folder = world.made.home.policy / "texts"
    folder.mkdir(exist_ok=True)
    (folder / f"letter.{kind}.nl.md").write_text(words, "utf-8")


def days_of_link(world: World, address: str) -> int:
    """How many days from the company's today the link of the newest letter works; its last day is a whole one."""
    with world.open() as belofte:
        until = belofte.public.link(world.link_for(address)).until
    assert until is not None
    return (local_date(until, "Europe/Amsterdam") - in_days(0)).days


def clock(world: World, reference: str) -> dict[str, Any]:
    return told(world, "request", "clock", reference)["clock"]


def identified(world: World, reference: str) -> None:
    words = ("request", "identify", reference, "--how", "called back on the number we know", *BY)
    status, said = typed(world, *words)
    assert status == 0, said


def test_the_copy_can_be_fetched_as_long_as_was_promised_at_receipt(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world)
    change_policy(world, "  download_for: 14 days", "  download_for: 3 days")
    published(world, SECOND)
    identified(world, reference)
    approve(world, reference)
    assert days_of_link(world, world.made.asks) == 14
    later = received(world, "access", world.made.leaves)
    identified(world, later)
    approve(world, later)
    assert days_of_link(world, world.made.leaves) == 3


def test_a_party_is_confirmed_within_the_window_that_was_promised_at_receipt(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world, "portability")
    change_policy(world, "  download_for: 14 days", "  download_for: 3 days")
    published(world, SECOND)
    identified(world, reference)
    approve(world, reference)
    named = ("request", "hand-over", reference, "--to", "import@elders.example", *BY)
    assert typed(world, *named)[0] == 0
    assert typed(world, "work")[0] == 0
    assert any("import@elders.example" in letter for letter in world.letters_to(world.made.asks)[-1:])
    assert days_of_link(world, world.made.asks) == 14


def test_every_letter_of_a_case_speaks_in_the_words_of_its_receipt(world: World) -> None:
    own_words(world, "answer", "Woorden van toen.\n\n{answer}\n\n{link}\n\n{remedies}\n")
    own_words(world, "stopped", "Gestopt, zeiden wij toen.\n")
    published(world, FIRST)
    reference = asked_under_the_first(world)
    stopped = asked_under_the_first(world, "erasure")
    own_words(world, "answer", "Woorden van nu.\n\n{answer}\n\n{link}\n\n{remedies}\n")
    own_words(world, "stopped", "Gestopt, zeggen wij nu.\n")
    published(world, SECOND)
    assert typed(world, "request", "stop", stopped, *BY)[0] == 0
    assert "zeiden wij toen" in world.letters_to(world.made.asks)[-1], "through the outbox"
    identified(world, reference)
    approve(world, reference)
    assert "Woorden van toen." in world.letters_to(world.made.asks)[-1], "the answer itself"
    later = received(world, "access", world.made.leaves)
    identified(world, later)
    approve(world, later)
    assert "Woorden van nu." in world.letters_to(world.made.leaves)[-1]


def test_what_is_a_timely_question_who_somebody_is_stays_what_it_was_at_receipt(world: World) -> None:
    """Asked on the third day: in time then, too late for who asks now."""
    published(world, FIRST)
    reference = asked_under_the_first(world)
    change_policy(world, "  answer_within: 30 days", "  ask_identity_within: 1 days\n  answer_within: 30 days")
    published(world, SECOND)
    asked = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    assert typed(world, *asked)[0] == 0
    assert clock(world, reference)["late_asked"] is False


def test_who_must_say_who_they_are_has_as_long_as_at_receipt(world: World) -> None:
    change_policy(world, "  answer_within: 30 days", "  decide_after: 20 days\n  answer_within: 30 days")
    published(world, FIRST)
    reference = asked_under_the_first(world)
    change_policy(world, "  decide_after: 20 days", "  decide_after: 9 days")
    published(world, SECOND)
    asked = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    assert typed(world, *asked)[0] == 0
    assert days_of_link(world, world.made.asks) == 20
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        case = find_request(tx, reference).id
        (decides,) = [one.at for one in tx.dates.of(case) if one.kind == DECIDE]
    assert round((decides - NOW) / timedelta(days=1)) == 20, "and nobody of ours decides before that"


def test_the_promised_day_stays_when_the_dates_are_counted_anew(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world)
    before = clock(world, reference)["promise_due"]
    change_policy(world, "  answer_within: 30 days", "  answer_within: 10 days")
    published(world, SECOND)
    asked = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    assert typed(world, *asked)[0] == 0
    identified(world, reference)
    assert clock(world, reference)["promise_due"] == before
    assert clock(world, received(world, "access", world.made.leaves))["promise_due"] < before


def test_who_may_lift_a_restriction_stays_who_it_was_at_receipt(world: World) -> None:
    """A promise that stands for years is not taken back from who has it; who asks later has the new one."""
    published(world, FIRST)
    reference = asked_under_the_first(world, "restriction")
    change_policy(world, "lifted_by: subject", "lifted_by: controller")
    published(world, SECOND)
    later = received(world, "restriction", world.made.leaves)
    lift = ("--reasons", "Het adres klopt.", *BY)
    said: list[bool] = []
    for one in (reference, later):
        identified(world, one)
        approve(world, one)
        done_by_hand(world)
        status, words = typed(world, "request", "lift", one, *lift)
        assert status == 0, words
        said.append("stays restricted" in words)
    assert said == [True, False]


def test_a_restriction_is_granted_to_whom_it_was_promised_at_receipt(world: World) -> None:
    """Granted to anyone, it holds from the moment it is known who asks."""
    published(world, FIRST)
    reference = asked_under_the_first(world, "restriction")
    change_policy(world, "restriction: {for: anyone", "restriction: {for: law-grounds")
    published(world, SECOND)
    identified(world, reference)
    assert may(world, world.made.asks, "service") == "restricted"
    identified(world, received(world, "restriction", world.made.leaves))
    assert may(world, world.made.leaves, "service") == "yes"


def test_copies_come_before_the_stop_where_that_was_promised_at_receipt(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world, "objection")
    change_policy(world, "upheld: copies-then-stop", "upheld: stop")
    published(world, SECOND)
    copies: list[bool] = []
    for one in (reference, received(world, "objection", world.made.leaves)):
        identified(world, one)
        typed(world, "work")
        plan = told(world, "request", "show", one)["case"]["plan"]
        copies.append(any(step["verb"] == "export" for step in plan["steps"]))
    assert copies == [True, False]


def test_who_left_is_offered_a_copy_first_where_that_was_promised_at_receipt(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world, "leaving")
    change_policy(world, "leaving_copy_first: true", "leaving_copy_first: false")
    published(world, SECOND)
    offered: list[bool] = []
    for one, address in (
        (reference, world.made.asks),
        (received(world, "leaving", world.made.leaves), world.made.leaves),
    ):
        identified(world, one)
        typed(world, "work")
        done_by_hand(world)
        typed(world, "work")
        offered.append(any("kopie" in letter for letter in world.letters_to(address)))
    assert offered == [True, False]


def test_a_version_that_lies_in_the_folder_no_more_gives_way_to_the_one_in_force(world: World) -> None:
    published(world, FIRST)
    reference = asked_under_the_first(world)
    change_policy(world, "  download_for: 14 days", "  download_for: 3 days")
    published(world, SECOND)
    shutil.rmtree(world.made.home.policy / "published" / "1")
    identified(world, reference)
    assert approve(world, reference)["row"]["state"] == "answered"
    assert days_of_link(world, world.made.asks) == 3
