"""A letter takes its time to leave: what somebody decides meanwhile is not undone by what is noted of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from tests.rights.commands import received, told, typed
from tests.worlds import World, carry_out

from belofte.ports import Delivery, Letter, Mailer

BY = ("--by", "P. de Boer")


@dataclass
class SlowMail:
    """A mail route that is still busy with the answer when somebody types ``meanwhile``."""

    route: Mailer
    world: World
    meanwhile: tuple[str, ...]
    accepts: Delivery | None = None
    typed: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def send(self, message: Letter) -> Delivery:
        if "Uw gegevens staan klaar" not in message.text:
            return self.route.send(message)
        if not self.typed:
            self.typed.append(typed(self.world, *self.meanwhile))
        return self.accepts or self.route.send(message)


def sent_while(world: World, *meanwhile: str, accepts: Delivery | None = None) -> tuple[str, tuple[int, str]]:
    """A request for access whose answer leaves while somebody types; its reference and what was said to that."""
    reference = received(world, "access", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    plan = told(world, "request", "show", reference)["case"]["plan"]["id"]
    assert typed(world, "request", "read", reference, *BY)[0] == 0
    words = tuple(reference if word == "REFERENCE" else word for word in meanwhile)
    with world.open() as belofte:
        slow = SlowMail(belofte.parts.mailer, world, words, accepts)
        belofte.current.parts = replace(belofte.parts, mailer=slow)
        belofte.office.approve(reference, plan, "P. de Boer")
        carry_out(belofte)
    (answer,) = slow.typed
    return reference, answer


@pytest.mark.parametrize("accepts", [None, Delivery(False, "", transient=True, why="451")])
def test_who_takes_a_request_in_hand_while_its_answer_leaves_has_it(world: World, accepts: Delivery | None) -> None:
    reference, (status, said) = sent_while(world, "request", "take", "REFERENCE", "--by", "R. Visser", accepts=accepts)
    assert status == 0, said
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == ("acting" if accepts else "answered")
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        assert tx.requests.by_reference(reference).course.owner == "R. Visser"


def test_an_extension_while_the_answer_leaves_is_in_the_books_as_its_letter_says(world: World) -> None:
    more = ("--ground", "complexity", "--reasons", "zeven systemen")
    reference, (status, said) = sent_while(world, "request", "extend", "REFERENCE", *more, *BY)
    assert status == 0, said
    case = told(world, "request", "show", reference)["case"]
    assert (case["row"]["state"], case["clock"]["extension"]) == ("answered", "in-force")


@pytest.mark.parametrize("what", [("stop",), ("refuse", "--ground", "Art. 15(4) GDPR")])
def test_nothing_ends_a_request_whose_answer_is_leaving(world: World, what: tuple[str, ...]) -> None:
    reference, (status, said) = sent_while(world, "request", what[0], "REFERENCE", *what[1:], *BY)
    assert status == 1, said
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"
