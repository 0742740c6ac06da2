"""Visitor statistics know nobody by name: whoever gave no number of theirs is told so, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo

NUMBERS = "klantnummer of bezoekersnummer van Google Analytics"
TOLD = f"Hier weten wij niet welke gegevens van u zijn: bezoekcijfers ({NUMBERS})."
REMEDY = "Stuurt u ons dat nummer, dan zoeken wij daar ook (artikel 11 AVG)."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    yield World(make_demo(tmp_path / "demo", 60, systems=frozenset({"crm", "mailchimp", "google-analytics"})))


def test_who_gave_no_client_id_reads_why_their_visits_are_not_in_the_answer(world: World) -> None:
    """Art. 11(2): a reader of the newsletter has no number by which Google Analytics could be asked."""
    reader = world.made.company.cast.subscriber.email
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", reader))
    letter = world.letters_to(reader)[-1]
    assert TOLD in letter
    assert REMEDY in letter


def test_a_customer_is_asked_for_no_number_that_is_known(world: World) -> None:
    """The site hands Google the customer number, and that was found: the sentence would not be true of them."""
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", world.made.asks))
    assert "artikel 11 AVG" not in world.letters_to(world.made.asks)[-1]
