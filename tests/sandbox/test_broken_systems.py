"""What is broken on purpose is really away, and every command that looked there says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rights.commands import received, told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    yield World(make_demo(tmp_path / "demo", 60, systems=frozenset({"crm", "mailchimp"})))


def test_confirming_says_where_nobody_could_look(world: World) -> None:
    """The same words as ``request show``: a system that is away is not one in which nothing was found."""
    first = received(world, "access", world.made.asks)
    assert typed(world, "sandbox", "break", "mailchimp", "down")[0] == 0
    status, said = typed(world, "request", "confirm", first)
    assert status == 0, said
    assert said.startswith("Confirmed.\n")
    [unseen] = [line for line in said.splitlines() if line.startswith("mailchimp ")]
    assert "could not look: " in unseen
    assert unseen in typed(world, "request", "show", first)[1].splitlines()
    second = received(world, "access", world.made.company.cast.subscriber.email)
    assert [one["system"] for one in told(world, "request", "confirm", second)["could_not_look"]] == ["mailchimp"]


def test_confirming_says_nothing_more_where_everything_was_seen(world: World) -> None:
    reference = received(world, "access", world.made.asks)
    assert typed(world, "request", "confirm", reference) == (0, "Confirmed.\n")
