"""A recipient that ends: what it holds is returned or erased; it is asked, reminded, and its confirmation is noted."""

from __future__ import annotations

from datetime import timedelta

from tests.rights.commands import told, typed
from tests.worlds import World

CARRIER = "privacy@postnl.example"
CLAUSE = "END-1"


def ends(world: World) -> None:
    with world.open() as belofte:
        day = belofte.parts.today() - timedelta(days=1)
        contact = belofte.parts.policy.recipients["postnl"].contact
    more = f"ends: {day}" + ("" if contact else f", contact: {CARRIER}")
    file = world.made.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    start = text.index("{", text.index("\n  postnl:", text.index("\nrecipients:")))
    file.write_text(f"{text[: start + 1]}{more}, {text[start + 1 :]}", "utf-8")
    clauses = world.made.home.policy / "clauses.yaml"
    text = clauses.read_text("utf-8")
    clauses.write_text(text.replace("RGT-1: ", f"{CLAUSE}: recipients.postnl.ends\nRGT-1: ", 1), "utf-8")


def tasks(world: World) -> list[dict[str, str]]:
    return [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "recipient-ended"]


def letters(world: World) -> list[str]:
    with world.open() as belofte:
        return world.letters_to(belofte.parts.policy.recipients["postnl"].contact or "")


def later(world: World, days: int) -> str:
    with world.open() as belofte:
        return (belofte.parts.now() + timedelta(days=days)).isoformat()


def verdict(world: World, *more: str) -> str:
    (one,) = [v for v in told(world, "check", *more)["verdicts"] if v["clause"] == CLAUSE]
    return str(one["state"])


def test_who_ended_is_asked_reminded_and_confirms(world: World) -> None:
    ends(world)
    assert typed(world, "work")[0] == 0
    assert typed(world, "work")[0] == 0
    (task,) = tasks(world)
    (letter,) = letters(world)
    assert "terug" in letter
    assert task["due_at"]
    assert verdict(world) == "unknown", "it may still answer"
    for days, count in ((5, 1), (11, 2), (22, 3), (40, 3)):
        with world.open(later(world, days)) as belofte:
            belofte.work.tend()
            belofte.work.tend()
        assert len(letters(world)) == count, days
    assert verdict(world, "--now", later(world, 41)) == "broken"
    assert typed(world, "task", "done", task["id"], "--by", "P. de Boer")[0] != 0, "returned or erased?"
    said = ("--by", "P. de Boer", "--words", "erased, letter of today")
    assert typed(world, "task", "done", task["id"], *said)[0] == 0
    assert tasks(world) == []
    assert verdict(world) == "kept"


def test_whose_last_day_lies_ahead_is_not_asked(world: World) -> None:
    assert typed(world, "work")[0] == 0
    assert tasks(world) == []
