"""What a person sees of their own request: the steps of that right, each only once it happened, and two ways back."""

from __future__ import annotations

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.worlds import World, carry_out

from belofte.domain.course import Phase
from belofte.domain.errors import Refused
from belofte.domain.wish import Wish
from belofte.procedures.desks import LinkState, StatusView, Submission
from belofte.procedures.identity.identity_desk import IdentityDesk

STRANGER = "iemand@elders.example"


def steps(view: StatusView) -> list[tuple[str, bool]]:
    return [(step.name, step.done) for step in view.steps]


def seen(world: World, reference: str, address: str) -> StatusView:
    with world.open() as belofte:
        view = belofte.public.status(reference, address)
    assert view is not None
    return view


def asked(world: World, right: str, address: str, **more: Wish) -> str:
    with world.open() as belofte:
        reference = belofte.public.submit(Submission(right, address, "nl", **more))
        belofte.work.tend()
        carry_out(belofte)
    return reference


def test_a_question_is_not_searched_for_nor_decided(world: World) -> None:
    reference = asked(world, "question", world.made.asks)
    assert steps(seen(world, reference, world.made.asks)) == [
        ("received", True),
        ("answered", False),
        ("closed", False),
    ]


def test_a_withdrawal_shows_that_it_stopped_and_was_answered(world: World) -> None:
    reference = asked(world, "withdrawal", world.made.asks)
    view = seen(world, reference, world.made.asks)
    assert steps(view) == [("received", True), ("halted", True), ("answered", True), ("closed", False)]
    assert all(step.on for step in view.steps if step.done)
    assert not view.may_withdraw


def test_an_objection_to_advertising_is_neither_confirmed_nor_weighed(world: World) -> None:
    reference = asked(world, "objection", world.made.asks, wish=Wish(purposes=("newsletter",)))
    view = seen(world, reference, world.made.asks)
    assert view.phase is Phase.UPHELD
    assert {name for name, _ in steps(view)} == {"received", "halted", "answered", "closed"}


def test_before_the_button_nothing_but_the_receipt_has_happened(world: World) -> None:
    reference = asked(world, "access", world.made.asks)
    done = [name for name, done in steps(seen(world, reference, world.made.asks)) if done]
    assert done == ["received"]


def test_an_erasure_is_erased_when_it_was_and_not_before(world: World) -> None:
    reference = received(world, "erasure", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    assert dict(steps(seen(world, reference, world.made.asks)))["erased"] is False
    approve(world, reference)
    assert steps(seen(world, reference, world.made.asks)) == [
        (name, name != "closed")
        for name in ("received", "confirmed", "searched", "decided", "erased", "answered", "closed")
    ]


def test_an_erasure_that_found_nothing_erased_nothing(world: World) -> None:
    reference = received(world, "erasure", STRANGER)
    assert typed(world, "request", "confirm", reference)[0] == 0
    typed(world, "request", "identify", reference, "--by", "P. de Boer", "--how", "called back")
    approve(world, reference)
    assert "erased" not in dict(steps(seen(world, reference, STRANGER)))


def test_the_person_takes_a_request_back_on_its_page(world: World) -> None:
    reference = asked(world, "erasure", world.made.asks)
    with world.open() as belofte:
        assert belofte.public.withdraw(reference, STRANGER) is None, "the pair does not belong together"
        view = belofte.public.withdraw(reference, world.made.asks)
        belofte.work.tend()
    assert view is not None
    assert view.ended == "withdrawn"
    assert steps(view) == [("received", True), ("ended-withdrawn", True)]
    assert view.steps[-1].on is not None
    assert any("is gestopt" in letter for letter in world.letters_to(world.made.asks))


def test_what_was_carried_out_is_not_taken_back(world: World) -> None:
    reference = received(world, "erasure", world.made.asks)
    typed(world, "request", "confirm", reference)
    approve(world, reference)
    assert not seen(world, reference, world.made.asks).may_withdraw
    with world.open() as belofte, pytest.raises(Refused):
        belofte.public.withdraw(reference, world.made.asks)


def test_an_objection_is_not_undone_by_a_button(world: World) -> None:
    reference = asked(world, "objection", world.made.asks)
    assert not seen(world, reference, world.made.asks).may_withdraw
    with world.open() as belofte, pytest.raises(Refused):
        belofte.public.withdraw(reference, world.made.asks)


class TestWhoAreYou:
    """The letter that asks who somebody is leads to a page on which they can answer."""

    @pytest.fixture
    def token(self, world: World) -> str:
        reference = received(world, "access", STRANGER)
        assert typed(world, "request", "confirm", reference)[0] == 0
        assert typed(world, "request", "ask-identity", reference, "--by", "P. de Boer")[0] == 0
        with world.open() as belofte:
            belofte.work.tend()
        return world.link_for(STRANGER)

    def test_a_number_they_give_is_searched_by_and_a_person_looks(self, world: World, token: str) -> None:
        number = world.made.number_of(world.made.asks)
        with world.open() as belofte:
            desk = belofte.desk(IdentityDesk)
            assert desk.tell_more(token, f"Mijn klantnummer is {number}") is LinkState.OPEN
            assert desk.tell_more(token, "nog eens") is LinkState.USED
            belofte.work.tend()
        assert "look-who-asks" in [task["kind"] for task in told(world, "task", "list")["tasks"]]
        assert "bevestig" in world.letters_to(world.made.asks)[-1].lower(), "the link went to the address we know"

    def test_a_national_number_is_refused_and_the_link_still_works(self, world: World, token: str) -> None:
        with world.open() as belofte:
            desk = belofte.desk(IdentityDesk)
            with pytest.raises(Refused):
                desk.tell_more(token, "mijn bsn is 111222333")
            assert desk.tell_more(token, "Ik kocht vorig jaar een router bij u.") is LinkState.OPEN
            assert desk.tell_more("0" * 48, "iets") is LinkState.UNKNOWN
