"""Microsoft 365 when things go wrong, and for many people at once."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.connectors.rest.office import (
    ANNA,
    BOOKS,
    DESK,
    DRIVE,
    Connected,
    contact,
    found,
    message,
    order,
)

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator

ONLY_MAIL = "messages: {category: customer}\ncontacts: {category: customer}"
REST_IGNORED = {"tables": ONLY_MAIL, "ignore": "[events, files, users]"}


def people(count: int) -> list[Identifier]:
    return [Identifier("email", "", f"p{number}@people.example") for number in range(count)]


def write_mail(vendor: Simulator, who: list[Identifier], each: int = 2) -> None:
    """Some messages and a contact of everybody."""
    vendor.put(
        "messages",
        [message(f"{one.value}-{n}", one.value, DESK) for one in who for n in range(each)],
    )
    vendor.put("contacts", [contact(f"c-{one.value}", one.value, one.value) for one in who])


def messages_of(vendor: Simulator, who: Identifier) -> int:
    return sum(row["from"]["emailAddress"]["address"] == who.value for row in vendor.rows("messages"))


def test_many_people_are_looked_for_together(connected: Connected, vendor: Simulator) -> None:
    who = people(60)
    write_mail(vendor, who)
    connector = connected(**REST_IGNORED)
    seen = Counter(one.request for one in connector.find([Ask(one.value, (one,)) for one in who]))
    assert seen == {one.value: 3 for one in who}
    assert vendor.calls().by_operation["messages"] <= 2 * 4, "two mailboxes, fifteen addresses in a question"
    assert vendor.calls().by_operation["contacts"] <= 2 * 4


def test_calls_grow_with_pages_and_not_with_people(connected: Connected, vendor: Simulator) -> None:
    who = people(500)
    write_mail(vendor, who, each=1)
    connector = connected(**REST_IGNORED)
    seen = Counter(one.request for one in connector.find([Ask(one.value, (one,)) for one in who]))
    assert len(seen) == 500
    assert vendor.calls().total < 100
    foretold = connector.foretell(500)
    assert foretold.calls <= 2 * 100


def test_questions_stay_within_the_length_of_an_address_line(connected: Connected, vendor: Simulator) -> None:
    who = [Identifier("email", "", f"{'x' * 55}{n:03}@{'very-long-' * 15}.example") for n in range(15)]
    write_mail(vendor, who, each=1)
    seen = list(connected(**REST_IGNORED).find([Ask(one.value, (one,)) for one in who]))
    assert len(seen) == 30
    assert vendor.calls().by_operation["messages"] > 2, "not all fifteen in one question"


def test_a_search_gives_a_thousand_at_most_and_nothing_is_missed(connected: Connected, vendor: Simulator) -> None:
    who = people(3)
    write_mail(vendor, who[:1], each=1100)
    write_mail(vendor, who[1:], each=2)
    connector = connected(**REST_IGNORED)
    seen = Counter(
        one.request for one in connector.find([Ask(one.value, (one,)) for one in who]) if one.collection == "messages"
    )
    assert seen == {who[0].value: 1100, who[1].value: 2, who[2].value: 2}


def test_an_address_that_no_question_can_hold_is_found_by_reading_all(connected: Connected, vendor: Simulator) -> None:
    odd = Identifier("email", "", '"an\\na"@dvries.example')
    vendor.put("messages", [message("odd", odd.value, DESK)])
    assert [one.key[-1] for one in found(connected(**REST_IGNORED), odd)] == ["odd"]


@pytest.mark.parametrize(
    "fault", ["429,times=3", "500,times=3", "cut-off,times=2", "expired-token,times=1", "down,times=2", "half-page"]
)
def test_a_trouble_that_passes_is_got_over(connected: Connected, vendor: Simulator, fault: str) -> None:
    write_mail(vendor, people(30))
    connector = connected(**REST_IGNORED)
    vendor.break_(fault)
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    (result,) = connector.erase([told])
    assert result.outcome is Outcome.PENDING
    assert messages_of(vendor, ANNA) == 2, "one in a mailbox that is not declared, one that somebody else is on"
    assert [row["id"] for row in vendor.rows("purges")].count("m1") == 1


def test_an_answer_that_got_lost_is_looked_after_and_nothing_is_done_twice(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected(**REST_IGNORED)
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    vendor.break_("lost-answer,on=purge")
    (result,) = connector.erase([told])
    assert result.outcome is Outcome.PENDING
    purged = Counter(row["id"] for row in vendor.rows("purges"))
    assert purged == {"m1": 1, "m2": 1, "m5": 1, "c1": 1}
    assert vendor.calls().by_operation["messages-purge"] == 3


def test_with_a_fifth_of_all_calls_failing_every_request_still_ends_right(
    connected: Connected, vendor: Simulator
) -> None:
    who = people(40)
    write_mail(vendor, who)
    connector = connected(**REST_IGNORED)
    orders: list[Order] = []
    for one in who:
        keys = frozenset((DESK, f"{one.value}-{n}") for n in range(2))
        lines = (
            OrderLine("messages", Decision.DELETE, keys),
            OrderLine("contacts", Decision.DELETE, frozenset({(DESK, f"c-{one.value}")})),
        )
        orders.append(Order(one.value, (one,), lines, Verb.ERASE))
    vendor.break_("500,chance=0.1", "429,chance=0.05", "lost-answer,chance=0.05,on=purge")
    waiting = {one.request: one for one in orders}
    for _ in range(8):
        try:
            for result in list(connector.erase(list(waiting.values()))):
                if result.outcome is Outcome.PENDING:
                    waiting.pop(result.request)
        except SystemUnreachable as away:
            assert away.transient
        if not waiting:
            break
    assert not waiting
    vendor.mend()
    assert {one.outcome for one in connector.read_back(orders)} == {Outcome.DONE}
    assert set(Counter(row["id"] for row in vendor.rows("purges")).values()) == {1}


def test_what_is_still_seen_for_a_while_is_not_called_gone(connected: Connected, vendor: Simulator) -> None:
    connector = connected(**REST_IGNORED)
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    vendor.break_("late,seconds=600,on=purge")
    list(connector.erase([told]))
    (looked,) = connector.read_back([told])
    assert looked.outcome is Outcome.PENDING
    assert sum(line.remains or 0 for line in looked.lines) == 4
    vendor.mend()


def test_a_vendor_that_stays_away_is_no_empty_mailbox(connected: Connected, vendor: Simulator) -> None:
    connector = connected(**REST_IGNORED)
    vendor.break_("500")
    with pytest.raises(SystemUnreachable) as away:
        found(connector, ANNA)
    assert away.value.transient
    vendor.mend()
    vendor.break_("wrong-type")
    with pytest.raises(SystemUnreachable):
        found(connector, ANNA)


def test_never_more_than_four_calls_at_once_on_a_mailbox(connected: Connected, vendor: Simulator) -> None:
    write_mail(vendor, people(90))
    vendor.break_("slow,seconds=0.02")
    list(connected(**REST_IGNORED).find([Ask(one.value, (one,)) for one in people(90)]))
    assert 1 < vendor.calls().most_at_once <= 4
    assert vendor.calls().by_status[429] == 0


def test_the_other_mailbox_is_done_as_well(connected: Connected, vendor: Simulator) -> None:
    connector = connected(**REST_IGNORED)
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    list(connector.erase([told]))
    assert [row["id"] for row in vendor.rows("messages") if row["_mailbox"] == BOOKS] == []
    assert {row["id"] for row in vendor.rows("items") if row["_drive"] == DRIVE} == {"f1", "f2"}
