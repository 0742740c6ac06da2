"""An agreement that ends is told of sixty days before, on the page of what waits and in the office's mail, and stays
there until somebody renews it. Not a day earlier: what is always shown is read by nobody."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rights.commands import change_policy
from tests.worlds import World

from belofte.procedures.office.needs_desk import NeedsDesk

AGREEMENT = "document: documents/transip-agreement.txt, signed: 2018-05-01,"
ENDS = date(2027, 1, 22)
CALLED = "Overeenkomst met TransIP"


def needed(world: World, on: str) -> list[date | None]:
    """The days by which the agreement is to be renewed, as the office sees it on a day."""
    with world.open(f"{on}T09:00:00Z") as belofte:
        return [one.by for one in belofte.desk(NeedsDesk).needs().more if CALLED in one.about.in_("nl")]


@pytest.fixture
def ending(world: World) -> World:
    change_policy(world, AGREEMENT, f"{AGREEMENT} until: {ENDS},")
    return world


def test_an_agreement_is_told_of_sixty_days_before_it_ends_and_not_a_day_earlier(ending: World) -> None:
    assert needed(ending, "2026-11-22") == []
    assert needed(ending, "2026-11-23") == [ENDS]
    assert needed(ending, "2027-01-22") == [ENDS]
    assert needed(ending, "2027-03-01") == [ENDS], "over, and still nobody renewed it"
    change_policy(ending, f"until: {ENDS}", "until: 2029-01-22")
    assert needed(ending, "2027-03-01") == []


def test_the_office_gets_it_by_mail_on_the_first_of_these_days(ending: World) -> None:
    office = "privacy@linprofs.example"

    def mailed(on: str) -> list[str]:
        before = len(ending.letters_to(office))
        with ending.open(f"{on}T09:00:00Z") as belofte:
            belofte.work.tend()
        return [letter for letter in ending.letters_to(office)[before:] if CALLED in letter]

    assert mailed("2026-11-22") == []
    assert len(mailed("2026-11-23")) == 1
