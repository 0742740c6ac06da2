"""Requests of one person that pull against each other: asked first, nothing irreversible, and every clock runs."""

from __future__ import annotations

from tests.rights.commands import approve, crm, may, received, told, typed
from tests.worlds import World


def confirmed(world: World, right: str, address: str) -> str:
    reference = received(world, right, address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def refused(world: World, reference: str) -> str:
    """Approving the newest plan is refused; what is said."""
    plan = told(world, "request", "show", reference)["case"]["plan"]["id"]
    typed(world, "request", "read", reference, "--by", "P. de Boer")
    status, said = typed(world, "request", "approve", reference, "--plan", plan, "--by", "P. de Boer")
    assert status == 1, said
    return said


def row(world: World, reference: str) -> dict[str, str]:
    return dict(told(world, "request", "show", reference)["case"]["row"])


def there(world: World, address: str) -> int:
    return int(crm(world, "SELECT count(*) FROM customers WHERE email = ?", address)[0][0])


def test_erasing_waits_for_the_copy_that_was_asked_too(world: World) -> None:
    address = world.made.leaves
    copy = confirmed(world, "access", address)
    erasure = confirmed(world, "erasure", address)
    due = row(world, erasure)["due"]
    assert "access" in refused(world, erasure)
    assert "wat eerst moet" in world.letters_to(address)[-1]
    assert (row(world, erasure)["due"], there(world, address)) == (due, 1)
    approve(world, copy)
    approve(world, erasure)
    assert there(world, address) == 0


def test_the_person_chooses_and_that_counts(world: World) -> None:
    address = world.made.leaves
    confirmed(world, "access", address)
    erasure = confirmed(world, "erasure", address)
    refused(world, erasure)
    status, said = typed(world, "request", "choose", world.link_for(address), "--first", "restriction")
    assert (status, "access, erasure" in said) == (2, True)
    assert typed(world, "request", "choose", world.link_for(address), "--first", "erasure")[0] == 0
    approve(world, erasure)
    assert there(world, address) == 0


def test_a_restriction_in_force_holds_an_erasure_back(world: World) -> None:
    """What can be undone is done at once; what cannot waits for the person's word (Art. 18(1)(b) and (c))."""
    address = world.made.leaves
    restriction = confirmed(world, "restriction", address)
    assert may(world, address, "service") == "restricted"
    erasure = confirmed(world, "erasure", address)
    assert "restriction" in refused(world, erasure)
    approve(world, restriction)
    assert "restriction" in refused(world, erasure)
    assert there(world, address) == 1


def test_a_request_that_comes_in_the_pause_holds_what_was_approved(world: World) -> None:
    """Approved, not begun: nothing is erased under the feet of a copy that was just asked."""
    address = world.made.leaves
    erasure = confirmed(world, "erasure", address)
    typed(world, "request", "read", erasure, "--by", "P. de Boer")
    with world.open() as belofte:
        plan = belofte.office.show(erasure).plan
        assert plan is not None
        belofte.office.approve(erasure, plan.id, "P. de Boer")  # nothing was carried out yet
    copy = received(world, "access", address)
    with world.open() as belofte:
        assert belofte.public.confirm(world.link_for(address)) == "open"
    assert row(world, erasure)["state"] == "planned"
    typed(world, "work")
    assert there(world, address) == 1
    assert "access" in refused(world, erasure)
    approve(world, copy)
    approve(world, erasure)


def test_who_is_not_known_cannot_hold_up_anybody(world: World) -> None:
    """Somebody typed the address; no link was pressed."""
    address = world.made.leaves
    received(world, "access", address)
    erasure = confirmed(world, "erasure", address)
    approve(world, erasure)
    assert there(world, address) == 0


def test_other_peoples_requests_do_not_pull(world: World) -> None:
    confirmed(world, "access", world.made.asks)
    erasure = confirmed(world, "erasure", world.made.leaves)
    approve(world, erasure)
    assert there(world, world.made.leaves) == 0
