"""A recipient that ends: what it holds is returned or erased; it is asked, reminded, and its confirmation is noted."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.rights.commands import approve, received, told, typed
from tests.worlds import World

from belofte.loading.folder import load_policy_folder
from belofte.procedures.publish import publish

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


def test_who_ended_and_has_no_address_is_said_to_have_got_no_letter(world: World) -> None:
    with world.open() as belofte:
        day = belofte.parts.today() - timedelta(days=1)
    file = world.made.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    assert "  accountant: {role: controller, " in text
    file.write_text(text.replace("  accountant: {", f"  accountant: {{ends: {day}, "), "utf-8")
    assert typed(world, "work")[0] == 0
    (task,) = told(world, "task", "list")["tasks"]
    assert (task["kind"], task["system"]) == ("recipient-ended-unwritten", "accountant")
    assert "no letter left" in typed(world, "task", "show", task["id"])[1]
    assert typed(world, "task", "done", task["id"], "--by", "P. de Boer")[0] != 0, "returned or erased?"
    said = ("--by", "P. de Boer", "--words", "returned by hand")
    assert typed(world, "task", "done", task["id"], *said)[0] == 0
    assert told(world, "task", "list")["tasks"] == []


def test_whose_last_day_lies_ahead_is_not_asked(world: World) -> None:
    assert typed(world, "work")[0] == 0
    assert tasks(world) == []


PRINTER = "privacy@drukkerij.example"


def published(world: World, days_ago: int) -> None:
    """The folder as it is becomes the next version, published and in force since that day."""
    with world.open() as belofte:
        at, countries = belofte.parts.now() - timedelta(days=days_ago), belofte.parts.countries
    file = world.made.home.policy / "policy.yaml"
    file.write_text(re.sub(r"(?m)^in_force: \S+", f"in_force: {at.date()}", file.read_text("utf-8")), "utf-8")
    publish(load_policy_folder(world.made.home.policy), (), countries, at, at.date())


def test_who_is_taken_out_of_the_policy_is_noticed_asked_and_told_until_it_confirms(world: World) -> None:
    """A line that goes takes nothing back: the printer still has the addresses."""
    file = world.made.home.policy / "policy.yaml"
    without = file.read_text("utf-8")
    line = f"  drukkerij: {{role: processor, contact: {PRINTER}, gets: [contact], does: [printing]}}\n"
    at = without.index("\n  postnl:", without.index("\nrecipients:")) + 1
    file.write_text(f"{without[:at]}{line}{without[at:]}", "utf-8")
    published(world, 3)
    assert typed(world, "work")[0] == 0
    assert world.letters_to(PRINTER) == []
    file.write_text(without, "utf-8")
    published(world, 1)
    assert typed(world, "work")[0] == 0
    (asked,) = world.letters_to(PRINTER)
    assert "terug" in asked, "return or erase what you hold"
    (task,) = tasks(world)
    assert task["system"] == "drukkerij"
    erased(world, world.made.asks)
    assert len(world.letters_to(PRINTER)) == 2, "it is told of an erasure while it may still hold data (Art. 19)"
    said = ("--by", "P. de Boer", "--words", "all erased, letter of today")
    assert typed(world, "task", "done", task["id"], *said)[0] == 0
    erased(world, world.made.leaves)
    assert len(world.letters_to(PRINTER)) == 2, "nothing is left there to tell about"


def erased(world: World, address: str) -> None:
    reference = received(world, "erasure", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    assert typed(world, "work")[0] == 0
