"""A mail that a statute wants kept stays as it came: its bytes are sealed and compared. To put it into another folder
is no change of it (RET-4, T-58)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.clocks import as_if_in
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.retention.test_late import reason, verdict
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=ABSENT)
TODAY, NEXT_DAY, DAY_AFTER, THIRD_DAY = map(as_if_in, range(4))


@pytest.fixture
def world() -> Iterator[World]:
    """The company whose mailbox holds the mail of invoices: kept from the day it came. Outside pytest's folder: the
    mail server's user may not look into that."""
    with tempfile.TemporaryDirectory(prefix="belofte-kept-") as folder:
        Path(folder).chmod(0o755)
        yield company(Path(folder) / "home")


def company(home: Path) -> World:
    made = World(make_demo(home, 60, frozenset({"crm", "mailbox"})))
    file = made.made.home.policy / "systems" / "mailbox.yaml"
    text = file.read_text(encoding="utf-8").replace("category: contact", "category: invoice")
    text = text.replace("clock: {received: received}", "clock: {book-year-of-settlement: received}")
    file.write_text(text, encoding="utf-8")
    policy = made.made.home.policy / "policy.yaml"
    before, its, kinds = policy.read_text(encoding="utf-8").partition("  invoice:      {needed: [")
    policy.write_text(f"{before}{its}email, correspondence, {kinds}", encoding="utf-8")
    assert typed(made, "sweep", "--system", "mailbox", "--dry-run")[0] in (0, 3)
    return made


def sealed(world: World, at: tuple[str, str]) -> dict[str, Any]:
    status, said = typed(world, "sweep", "--system", "mailbox", *at)
    assert status in (0, 3), said
    return next(one for one in told(world, "term", "kept", *at)["kept"] if one["system"] == "mailbox")


def mail(world: World, folder: str = "") -> Iterator[Path]:
    (root,) = (path for path in world.made.home.sandbox.rglob("mail") if (path / "cur").is_dir())
    return (path for path in sorted((root / folder / "cur").iterdir()))


def into_folder(message: Path) -> Path:
    """A colleague puts it away as dealt with."""
    return message.rename(message.parents[1] / ".Afgehandeld" / "cur" / f"9{message.name}")


def test_a_message_that_was_changed_is_seen_and_right_again_when_it_is_put_back(world: World) -> None:
    before = sealed(world, TODAY)
    assert (before["changed"], before["sealed"] > 2) == (0, True)
    assert told(world, "term", "kept")["not_sealed"] == []
    first = next(mail(world))
    was = first.read_bytes()
    first.write_bytes(was[:-2] + b"X\n")
    assert sealed(world, TODAY)["changed"] == 1
    found = verdict(world)
    assert (found["state"], "mailbox.messages: 1 kept records changed or gone" in reason(found)) == ("broken", True)
    first.write_bytes(was)
    assert sealed(world, TODAY)["changed"] == 0


def test_a_message_in_another_folder_is_the_same_and_one_that_is_gone_is_not(world: World) -> None:
    before = sealed(world, TODAY)
    first, second = list(mail(world))[:2]
    into_folder(first)
    after = sealed(world, NEXT_DAY)
    assert (after["changed"], after["sealed"]) == (0, before["sealed"]), "moved, and sealed where it is now"
    into_folder(second)
    assert sealed(world, NEXT_DAY)["changed"] == 0, "between two looks of one day"
    assert sealed(world, DAY_AFTER)["changed"] == 0
    next(path for path in mail(world, ".Afgehandeld") if path.name.startswith("9")).unlink()
    assert sealed(world, THIRD_DAY)["changed"] == 1


def test_a_message_that_was_changed_while_it_was_moved_is_missed(world: World) -> None:
    sealed(world, TODAY)
    first = next(mail(world))
    moved = into_folder(first)
    moved.write_bytes(moved.read_bytes()[:-2] + b"X\n")
    assert sealed(world, NEXT_DAY)["changed"] == 1


def test_of_two_messages_that_say_the_same_one_does_not_stand_for_the_other(world: World) -> None:
    first = next(mail(world))
    twin = first.parents[1] / ".Afgehandeld" / "cur" / f"9{first.name}"
    twin.write_bytes(first.read_bytes())
    twin.chmod(0o644)
    sealed(world, TODAY)
    first.unlink()
    assert sealed(world, NEXT_DAY)["changed"] == 1
