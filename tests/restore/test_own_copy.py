"""A copy of Belofte's own state comes back: what was over when it was put back stays over."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.disclosures.test_secret import secret
from tests.disclosures.worlds_of_orders import on_paper, with_accounts
from tests.rights.commands import crm, told, typed
from tests.worlds import World

DE_BOER, SMIT = ("--by", "P. de Boer"), ("--by", "J. Smit")
HELD = ("--category", "contact", "--hold-until", "2027-06-01", "--keep-file")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return with_accounts(tmp_path)


def copied(world: World, folder: Path) -> tuple[Path, Path]:
    """The state and the keys, copied now."""
    assert typed(world, "backup", str(folder / "state"), "--keys", str(folder / "keys"))[0] == 0
    (state,), (keys,) = (folder / "state").iterdir(), (folder / "keys").iterdir()
    return state, keys


def everything_goes_on(world: World) -> None:
    """Sweeps look, holds are listed, and somebody can ask to be erased."""
    for words in (("sweep", "--dry-run", "--system", "crm"), ("hold", "list")):
        status, said = typed(world, *words)
        assert status == 0, said
    status, said = typed(world, "request", "receive", "--right", "erasure", "--from", world.made.leaves)
    assert status == 0, said
    status, said = typed(world, "request", "confirm", said.split()[0])
    assert status == 0, said


@pytest.mark.parametrize("keys_are", ["there", "from an old copy"])
def test_an_order_that_was_lifted_since_the_copy_is_not_secret_again_and_its_file_stays_gone(
    world: World, tmp_path: Path, keys_are: str
) -> None:
    one = secret(world, on_paper(tmp_path), world.made.leaves, *HELD)["disclosure"]["id"]
    state, keys = copied(world, tmp_path)
    assert typed(world, "disclose", "lift", one, *SMIT)[0] == 0
    again: tuple[str, ...] = ()
    if keys_are != "there":
        shutil.rmtree(world.made.home.path / "data" / "keys")
        again = ("--keys", str(keys))
    status, said = typed(world, "restore", str(state), *again)
    assert status == 0, said
    view = told(world, "disclose", "show", one)["disclosure"]
    assert (view["state"], view["document_kept"], view["plan"]) == ("ended", False, None)
    assert view["as_sealed"]
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        assert tx.vault.newest("document", [one]) == {}
        assert tx.vault.newest("identifiers", [view["disclosure"]["hold"]]) == {}
    everything_goes_on(world)


def test_where_nobody_knows_that_it_was_lifted_nothing_stands_still_and_it_can_be_lifted_again(
    world: World, tmp_path: Path
) -> None:
    """The disk of the state is gone, that of the keys is not."""
    one = secret(world, on_paper(tmp_path), world.made.leaves, *HELD)["disclosure"]["id"]
    state, _ = copied(world, tmp_path)
    assert typed(world, "disclose", "lift", one, *SMIT)[0] == 0
    for file in (world.made.home.path / "data").glob("store.sqlite*"):
        file.unlink()
    assert typed(world, "restore", str(state))[0] == 0
    everything_goes_on(world)
    status, said = typed(world, "disclose", "lift", one, *DE_BOER)
    assert status == 0, said


def test_a_hold_that_was_released_since_the_copy_holds_nothing_and_stops_nothing(world: World, tmp_path: Path) -> None:
    words = ("--person", world.made.leaves, "--ground", "Art. 17(3)(e) GDPR", "--review", "2027-06-01", *DE_BOER)
    assert typed(world, "hold", "place", *words)[0] == 0
    (one,) = told(world, "hold", "list")["holds"]
    state, _ = copied(world, tmp_path)
    assert typed(world, "hold", "release", one["hold"]["id"], *DE_BOER)[0] == 0
    for file in (world.made.home.path / "data").glob("store.sqlite*"):
        file.unlink()
    assert typed(world, "restore", str(state))[0] == 0
    assert told(world, "hold", "list")["holds"] == []
    everything_goes_on(world)


def test_what_was_there_tells_nothing_where_it_came_from_an_older_copy_itself(world: World, tmp_path: Path) -> None:
    """Somebody put the wrong copy back first: what that one lacks is newer, and not over."""
    old, _ = copied(world, tmp_path / "old")
    one = secret(world, on_paper(tmp_path), world.made.leaves, *HELD)["disclosure"]["id"]
    state, keys = copied(world, tmp_path / "new")
    assert typed(world, "restore", str(old))[0] == 0
    shutil.rmtree(world.made.home.path / "data" / "keys")
    assert typed(world, "restore", str(state), "--keys", str(keys))[0] == 0
    view = told(world, "disclose", "show", one, *SMIT)["disclosure"]
    assert (view["state"], view["document_kept"]) == ("received", True)
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", world.made.leaves) == [(1,)]


def test_an_older_store_that_stood_there_says_nothing_of_what_came_after_it(world: World, tmp_path: Path) -> None:
    """A disk that was rolled back, or a new installation: what it has not heard of is not over."""
    store = world.made.home.path / "data" / "store.sqlite"
    with closing(sqlite3.connect(store)) as database, closing(sqlite3.connect(tmp_path / "older.sqlite")) as older:
        database.backup(older)
    status, said = typed(world, "request", "receive", "--right", "access", "--from", world.made.leaves)
    reference = said.split()[0]
    assert typed(world, "request", "confirm", reference)[0] == 0
    state, _ = copied(world, tmp_path)
    for beside in store.parent.glob("store.sqlite-*"):
        beside.unlink()
    shutil.copy(tmp_path / "older.sqlite", store)
    status, said = typed(world, "restore", str(state))
    assert status == 0, said
    status, said = typed(world, "request", "show", reference)
    assert status == 0, said
