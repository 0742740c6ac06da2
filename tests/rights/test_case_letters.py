"""Every letter that went is among the letters of its case: the answer too, which is sent by its step."""

from __future__ import annotations

from tests.rights.commands import approve, received, told, typed
from tests.worlds import World

from belofte.procedures.office.case_desk import CaseDesk


def rows(world: World, reference: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["state"]) for one in told(world, "request", "show", reference)["case"]["letters"]]


def test_the_answer_stands_among_the_letters_and_can_be_read(world: World) -> None:
    reference = received(world, "access", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    assert ("answer", "sent") not in rows(world, reference)
    approve(world, reference)
    assert rows(world, reference).count(("answer", "sent")) == 1
    with world.open() as belofte:
        desk = belofte.desk(CaseDesk)
        (answer,) = [one for one in desk.story(reference).letters if one.kind == "answer"]
        assert answer.sent_at is not None
        letter = desk.letter(reference, answer.id, "P. de Boer")
    assert letter.to == world.made.asks
    assert "kopie" in letter.text


def test_what_a_right_has_a_letter_of_its_own_for_is_called_so(world: World) -> None:
    reference = received(world, "objection", world.made.asks, "--purpose", "newsletter")
    assert ("objection-upheld", "sent") in rows(world, reference)


def test_an_answer_that_came_back_is_shown_as_not_delivered(world: World) -> None:
    reference = received(world, "withdrawal", world.made.asks, "--purpose", "newsletter")
    assert ("withdrawn", "sent") in rows(world, reference)
    assert typed(world, "request", "bounced", reference, "--by", "P. de Boer")[0] == 0
    assert ("withdrawn", "sent") not in rows(world, reference)
