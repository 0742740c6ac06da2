"""The promise that shared mailboxes are looked through for missed requests is judged on what the looking left."""

from __future__ import annotations

from tests.inbox.test_by_mail import fetched, taken, waiting
from tests.rights.commands import told, typed
from tests.worlds import World

CLAUSE = "REQ-9"


def verdict(world: World, *more: str) -> str:
    (one,) = [v for v in told(world, "check", *more)["verdicts"] if v["clause"] == CLAUSE]
    return str(one["state"])


def promised(world: World) -> None:
    """The company makes it a clause of its policy."""
    clauses = world.made.home.policy / "clauses.yaml"
    text = clauses.read_text("utf-8").replace(
        "RGT-1: rights.reach", f"RGT-1: rights.reach\n{CLAUSE}: rights.sample_mailboxes"
    )
    clauses.write_text(text, "utf-8")


def test_looked_through_is_kept_and_not_looked_through_is_broken(world: World) -> None:
    promised(world)
    assert verdict(world, "--now", "2026-11-22T09:00:00Z") == "unknown", "nobody has looked yet"
    fetched(world, "--now", "2026-11-22T09:00:00Z")
    assert verdict(world, "--now", "2026-11-22T10:00:00Z") == "kept"
    assert verdict(world, "--now", "2026-11-25T10:00:00Z") == "broken"


def test_a_missed_request_that_nobody_decides_about_in_time_breaks_it(world: World) -> None:
    promised(world)
    words = ("--subject", "abonnement", "--text", "Ik zeg mijn abonnement op.", "--mailbox", "support")
    written = ("--from", world.made.leaves, *words, "--now", "2026-11-02T09:00:00Z")
    assert typed(world, "inbox", "write", *written)[0] == 0
    fetched(world, "--now", "2026-11-02T10:00:00Z")
    assert verdict(world, "--now", "2026-11-02T11:00:00Z") == "kept"
    fetched(world, "--now", "2026-12-20T09:00:00Z")
    assert verdict(world, "--now", "2026-12-20T10:00:00Z") == "broken"
    taken(world, waiting(world)[0]["id"], "--right", "leaving", "--now", "2026-12-20T11:00:00Z")
    assert verdict(world, "--now", "2026-12-20T12:00:00Z") == "kept"
