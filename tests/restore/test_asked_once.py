"""What nobody can tell after a backup came back is asked once; what people erased by hand is known then too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.restore.backups import BY, backup, erase, put_back, rows_of
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.domain.system_map import Verb
from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import Submission
from belofte.procedures.restoring.noticing import notice_returned

PAPER = """
kind: person
name: {nl: ladekast, en: drawer}
tables:
  folders: {category: order, documents: [paper]}
"""


def renamed(world: World, address: str, name: str) -> None:
    """The person has their name put right."""
    (was,) = crm(world, "SELECT full_name FROM customers WHERE email = ?", address)[0]
    with world.open() as belofte:
        wish = Wish(corrections=(Correction("name", was, name),))
        reference = belofte.public.submit(Submission("rectification", address, "nl", wish=wish))
        belofte.work.tend()
        assert belofte.public.confirm(world.link_for(address)) == "open"
        world.approve(belofte, reference)


def undated(world: World, number: int, address: str) -> None:
    """A ticket that says nothing of when it came."""
    crm(world, "INSERT INTO tickets(id, email, subject, status) VALUES (?, ?, 'x', 'open')", number, address)


def open_tasks(world: World, kind: str) -> list[str]:
    return [task["id"] for task in told(world, "task", "list")["tasks"] if task["kind"] == kind]


def returned(world: World, days: int) -> int:
    now = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    with world.open(now) as belofte:
        return notice_returned(belofte.parts)


def test_what_a_person_looked_at_is_not_asked_again_and_something_else_is(world: World) -> None:
    address = world.made.leaves
    undated(world, 99001, address)
    copy = backup(world)
    crm(world, "DELETE FROM tickets WHERE id = 99001")
    erase(world, address)
    put_back(world, copy)
    told(world, "restore-replay", "crm", *BY)
    (task,) = open_tasks(world, "restored-asked")
    assert typed(world, "task", "done", task, "--by", "P. de Boer")[0] == 0
    returned(world, 1)
    assert open_tasks(world, "restored-asked") == [], "a person said that it is right as it is"
    undated(world, 99002, address)
    returned(world, 2)
    assert len(open_tasks(world, "restored-asked")) == 1, "another record is another question"


def test_what_a_person_erased_by_hand_is_remembered(world: World) -> None:
    (world.made.home.policy / "systems" / "drawer.yaml").write_text(PAPER, encoding="utf-8")
    address = world.made.leaves
    erase(world, address)
    (task,) = [t for t in told(world, "task", "list")["tasks"] if t["system"] == "drawer"]
    status, said = typed(world, "task", "done", task["id"], "--by", "P. de Boer", "--count", "2")
    assert status == 0, said
    with world.open() as belofte:
        (entry,) = belofte.parts.store.ledger.replay("drawer", date.min)
        assert (entry.verb, dict(entry.keys)) == (Verb.ERASE, {"folders": []}), "how many there were, nobody listed"
        assert address in {one.value for one in entry.identifiers}
    assert typed(world, "forgotten", address)[0] == 1, "and a re-import is refused"
    shown = told(world, "restore-replay", "drawer", "--dry-run")["list"]
    assert (shown["again"], shown["asked"]) == (0, 1), "whoever keeps it looks again"


@pytest.mark.parametrize("words", [(), ("--restored-from", "2020-01-01")])
def test_a_value_that_somebody_wrote_since_the_correction_stays_and_a_person_is_asked(
    world: World, words: tuple[str, ...]
) -> None:
    address = world.made.leaves
    ((was,),) = crm(world, "SELECT full_name FROM customers WHERE email = ?", address)
    renamed(world, address, "Anna Nieuwenhuis")
    crm(world, "UPDATE customers SET full_name = 'Anna Later' WHERE email = ?", address)
    before = rows_of(world)
    done = told(world, "restore-replay", "crm", *words, *BY)
    assert (done["done"]["went"], done["list"]["asked"]) == (0, 1)
    assert rows_of(world) == before, "a newer value is not overwritten"
    assert len(open_tasks(world, "restored-asked")) == 1
    crm(world, "UPDATE customers SET full_name = ? WHERE email = ?", was, address)
    again = told(world, "restore-replay", "crm", *words, *BY)
    assert again["done"]["went"] == 1, "exactly what was wrong then is put right again, whoever brought it back"
    assert crm(world, "SELECT full_name FROM customers WHERE email = ?", address) == [("Anna Nieuwenhuis",)]


def test_of_two_corrections_of_one_value_the_last_counts(world: World) -> None:
    address = world.made.leaves
    ((was,),) = crm(world, "SELECT full_name FROM customers WHERE email = ?", address)
    renamed(world, address, "Anna Nieuwenhuis")
    renamed(world, address, "Anna Later")
    assert told(world, "restore-replay", "crm", "--dry-run")["list"]["lines"] == [], "nothing came back"
    for old in (was, "Anna Nieuwenhuis"):
        crm(world, "UPDATE customers SET full_name = ? WHERE email = ?", old, address)
        dry = told(world, "restore-replay", "crm", "--dry-run")["list"]
        assert (dry["again"] > 0, dry["asked"]) == (True, 0)
        done = told(world, "restore-replay", "crm", *BY)
        assert done["list"]["asked"] == 0
        assert crm(world, "SELECT full_name FROM customers WHERE email = ?", address) == [("Anna Later",)]
