"""Who is asking, and which records are theirs (T-01, T-02, T-09, T-10, T-28)."""

from __future__ import annotations

import pytest
from tests.worlds import World

from belofte.domain.errors import Refused
from belofte.domain.plan import Decision
from belofte.domain.task import TaskState


def test_a_couple_on_one_address_gets_nothing_until_a_person_tells_them_apart(world: World) -> None:
    address = world.made.couple_address
    with world.open() as belofte:
        reference = world.ask(belofte, "access", address)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        with pytest.raises(Refused, match="shared") as refused:
            belofte.office.approve(reference, plan.id, "P. de Boer")
        assert refused.value.message_in("nl") == "Het adres is ook van een ander."
        belofte.office.identify(reference, "P. de Boer", "called back on the known number")
        plan = belofte.office.show(reference).plan
        assert plan is not None
        with pytest.raises(Refused, match="nobody can tell yet"):
            belofte.office.approve(reference, plan.id, "P. de Boer")


def test_the_number_singles_one_of_a_couple_out_and_only_theirs_is_sent(world: World) -> None:
    one = world.made.company.cast.couple[0]
    with world.open() as belofte:
        reference = world.ask(belofte, "access", one.email)
        belofte.office.identify(reference, "P. de Boer", "called back on the known number", one.customer_nos[0])
        plan = belofte.office.show(reference).plan
        assert plan is not None
        asked = {line.collection: line.count for s in plan.steps for line in s.lines if line.decision is Decision.ASK}
        assert asked == dict(one.shared)
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        with belofte.parts.store.reading() as tx:
            kinds = {task.kind for task in tx.tasks.in_state(TaskState.OPEN)}
    assert "choose" in kinds
    assert world.records_in_copy(one.email) == dict(one.expected)


def test_a_number_given_with_the_request_does_the_same(world: World) -> None:
    one = world.made.company.cast.couple[1]
    with world.open() as belofte:
        reference = world.ask(belofte, "access", one.email, number=one.customer_nos[0])
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert plan.records == one.records
        assert "number-is-not-of-this-address" not in plan.questions
        assert "address-not-known-before-the-request" not in plan.questions


def test_one_person_with_two_numbers_gets_both_accounts(world: World) -> None:
    person = world.made.company.cast.two_numbers
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", person.email))
    assert world.records_in_copy(person.email) == dict(person.expected)


@pytest.mark.parametrize("who", ["anna", "contact", "subscriber", "debtor", "leaver", "namesake"])
def test_everyone_gets_exactly_their_own(world: World, who: str) -> None:
    person = getattr(world.made.company.cast, who)
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", person.email))
    assert world.records_in_copy(person.email) == dict(person.expected)


def test_free_text_is_read_before_a_copy_leaves(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "access", world.made.asks)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        with pytest.raises(Refused, match="free text"):
            belofte.office.approve(reference, plan.id, "P. de Boer")
        texts = belofte.office.read(reference, "P. de Boer")
        assert {text.collection for text in texts} >= {"tickets", "mails"}
        belofte.office.approve(reference, plan.id, "P. de Boer")


def test_an_address_that_became_known_after_the_request_proves_nothing(world: World) -> None:
    """Known means stored before the request came (RGT-2)."""
    with world.open() as belofte:
        early = "2011-01-01T09:00:00+00:00"
    with world.open(early) as belofte:
        reference = world.ask(belofte, "access", world.made.asks)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "address-not-known-before-the-request" in plan.questions
        with pytest.raises(Refused, match="not known before"):
            belofte.office.approve(reference, plan.id, "P. de Boer")
