"""``belofte sandbox break NAME down`` on what is real: the cloud, the mailbox, the disk, a server, the line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import told, typed
from tests.sandbox.landscape_world import standing, whole_landscape
from tests.worlds import World

from belofte.domain.identity import Identifier
from belofte.ports import Ask, SystemUnreachable

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

HOLDING = ("aws", "disk", "mailbox")
REAL = (*HOLDING, "kpn", "servers")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The systems whose part is real, and the customer database."""
    with whole_landscape() as made:
        for file in (made.made.home.policy / "systems").glob("*.yaml"):
            if file.stem not in (*REAL, "crm"):
                file.unlink()
        yield made


def test_what_was_taken_away_cannot_be_looked_at_and_put_back_it_is_as_it_was(world: World) -> None:
    canary = world.made.company.cast.canary.email
    before = standing(world, canary)
    whole = told(world, "find", canary)
    for name in HOLDING:
        assert typed(world, "sandbox", "break", name, "down") == (0, f"{name}: down\n")
    assert told(world, "sandbox", "show")["real"] == {
        name: ["down"] if name in HOLDING else [] for name in sorted(REAL)
    }
    status, said = typed(world, "find", canary)
    assert status == 3, said
    for name in HOLDING:
        assert any(line.startswith(name) and "could not look" in line for line in said.splitlines()), said
    mended = typed(world, "sandbox", "mend")
    assert mended == (0, "".join(f"{name}: 1 mended\n" for name in HOLDING))
    assert standing(world, canary) == before
    assert told(world, "find", canary) == whole


@pytest.mark.parametrize("name", ["servers", "kpn"])
def test_a_server_and_a_line_that_are_away_are_not_reached(world: World, name: str) -> None:
    assert typed(world, "doctor", name)[0] == 0
    assert typed(world, "sandbox", "break", name, "down")[0] == 0
    away = typed(world, "doctor", name)
    assert typed(world, "sandbox", "mend", name, "down") == (0, f"{name}: 1 mended\n")
    assert away[0] == 3, away
    assert typed(world, "doctor", name)[0] == 0


@pytest.mark.parametrize("name", HOLDING)
def test_a_process_that_runs_sees_a_switch_that_another_one_turns(world: World, name: str) -> None:
    """As ``belofte serve`` does while somebody types ``belofte sandbox break`` beside it."""
    canary = Ask("r", (Identifier("email", "", world.made.company.cast.canary.email),))
    with world.open() as running:
        before = {found.key for found in running.parts.connectors[name].find([canary])}
        assert before
        assert typed(world, "sandbox", "break", name, "down")[0] == 0
        with pytest.raises(SystemUnreachable):
            list(running.parts.connectors[name].find([canary]))
        assert typed(world, "sandbox", "mend", name)[0] == 0
        assert {found.key for found in running.parts.connectors[name].find([canary])} == before


@pytest.mark.parametrize("name", REAL)
def test_what_is_real_cannot_be_made_to_answer_wrongly(world: World, name: str) -> None:
    status, said = typed(world, "sandbox", "break", name, "down", "429,times=2")
    assert status == 2
    assert "429,times=2" in said
    assert f"belofte sandbox break {name} down" in said
    assert told(world, "sandbox", "show", name)["real"] == {name: []}, "nothing was switched on"
