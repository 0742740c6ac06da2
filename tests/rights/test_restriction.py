"""Restriction, end to end (Art. 18): enforced where the map says how, by hand elsewhere, lifted by its person only."""

from __future__ import annotations

from tests.rights.commands import approve, change_policy, crm, done_by_hand, may, received, told, typed
from tests.worlds import World


def restricted(world: World, address: str, *more: str) -> str:
    """Asked, confirmed, approved, and done by hand what no column can say."""
    reference = received(world, "restriction", address, *more)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"
    return reference


def blocked(world: World, address: str) -> list[int]:
    return [row[0] for row in crm(world, "SELECT blocked FROM customers WHERE email = ?", address)]


def test_everything_but_storage_stands_still_and_the_letter_says_where(world: World) -> None:
    """T-43: newsletter, sync, staff and export are told no; the rows are marked and are all still there."""
    address = world.made.asks
    before = world.made.expected_of(address)
    typed(world, "consent", "give", address, "--purpose", "newsletter", "--by", "site form")
    reference = restricted(world, address)
    for purpose in ("newsletter", "service", "invoicing", "delivery"):
        assert may(world, address, purpose) == "restricted"
    assert may(world, address, "service", "--role", "technical-staff") == "restricted"
    assert (may(world, address, "storage"), may(world, address, "legal-claims")) == ("yes", "yes")
    assert set(blocked(world, address)) == {1}
    counted = crm(
        world, "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.email = ?", address
    )
    assert counted == [(before["orders"],)]
    letter = world.letters_to(address)[-1]
    assert "klantenadministratie" in letter
    assert "/l/" in letter
    restrict = next(r for r in told(world, "request", "show", reference)["case"]["receipts"] if r["verb"] == "restrict")
    assert sum(line["remains"] or 0 for line in restrict["lines"]) == 0


def test_no_ground_of_the_law_is_needed(world: World) -> None:
    """T-47: the policy promises it to anyone; from the search on nobody may use the data, before anybody approved."""
    address = world.made.asks
    reference = received(world, "restriction", address, "--because", "gewoon, omdat ik dat wil")
    assert may(world, address, "service") == "yes"  # who asks is not known yet
    typed(world, "request", "confirm", reference)
    assert may(world, address, "service") == "restricted"
    assert set(blocked(world, address)) == {0}


def test_confirmed_only_when_it_is_in_force_everywhere(world: World) -> None:
    """RES-2: what a person does by hand is waited for."""
    address = world.made.asks
    reference = received(world, "restriction", address)
    typed(world, "request", "confirm", reference)
    approve(world, reference)
    assert set(blocked(world, address)) == {1}
    assert not any("Dat is gebeurd" in letter for letter in world.letters_to(address))
    assert done_by_hand(world) == 1
    assert "Dat is gebeurd" in world.letters_to(address)[-1]


def test_staff_cannot_lift(world: World) -> None:
    """T-44: the article and the company's own clause are named."""
    address = world.made.asks
    reference = restricted(world, address)
    status, said = typed(world, "request", "lift", reference, "--by", "P. de Boer")
    assert status == 1
    assert "Art. 18(3)" in said
    assert "RES-3" in said
    assert set(blocked(world, address)) == {1}


def test_the_person_lifts_by_the_link_and_is_told(world: World) -> None:
    """T-45: asked by mail from the known address; the link goes there, and only the button lifts."""
    address = world.made.asks
    reference = restricted(world, address)
    assert typed(world, "request", "lift", reference, "--from", "anna@dvrles.example")[0] == 0  # a look-alike
    letters = len(world.letters_to(address))
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    assert len(world.letters_to(address)) == letters + 1
    assert may(world, address, "service") == "restricted"
    status, said = typed(world, "request", "lift", reference, "--token", world.link_for(address))
    assert status == 0, said
    assert set(blocked(world, address)) == {0}
    assert may(world, address, "service") == "restricted"  # what a person blocked, a person frees
    done_by_hand(world)
    assert may(world, address, "service") == "yes"
    assert "weer" in world.letters_to(address)[-1]
    verbs = [r["verb"] for r in told(world, "request", "show", reference)["case"]["receipts"]]
    assert verbs[-2:] == ["ask_person", "tell"]
    assert "lift" in verbs


def test_the_company_may_ask_and_it_stays_restricted(world: World) -> None:
    """T-46: told with the reasons, as the law wants; lifted by nobody but the person, as the policy promises."""
    address = world.made.asks
    reference = restricted(world, address)
    why = "Het adres is nagekeken en klopt."
    status, said = typed(world, "request", "lift", reference, "--by", "P. de Boer", "--reasons", why)
    assert (status, "stays restricted" in said) == (0, True)
    asked = world.letters_to(address)[-1]
    assert (
        f"Wij vragen u of wij ze weer mogen gebruiken. Doet u niets, dan blijft het zoals het is. De reden: {why}"
        in (asked)
    )
    assert may(world, address, "service") == "restricted"
    assert set(blocked(world, address)) == {1}


def test_elsewhere_the_company_lifts_after_telling(world: World) -> None:
    """A policy without that promise: Art. 18(3) is enough, and the letter comes before the lifting."""
    change_policy(world, "lifted_by: subject", "lifted_by: controller")
    address = world.made.asks
    reference = restricted(world, address)
    why = "Het adres is nagekeken en klopt."
    assert typed(world, "request", "lift", reference, "--by", "P. de Boer", "--reasons", why)[0] == 0
    verbs = [r["verb"] for r in told(world, "request", "show", reference)["case"]["receipts"]]
    assert verbs.index("lift") > verbs.index("tell", verbs.index("tell") + 1)
    done_by_hand(world)
    assert any(why in letter for letter in world.letters_to(address))
    assert set(blocked(world, address)) == {0}
    assert may(world, address, "service") == "yes"


def test_it_never_ends_by_itself_and_its_case_stays(world: World) -> None:
    address = world.made.asks
    reference = restricted(world, address)
    assert typed(world, "work", "--now", "2029-12-01T12:00:00Z")[0] == 0
    assert set(blocked(world, address)) == {1}
    assert (
        told(world, "may", address, "--purpose", "service", "--now", "2029-12-01T12:00:00Z")["answer"]["allowed"]
        is False
    )
    status, _ = typed(world, "request", "lift", reference, "--now", "2029-12-01T12:00:00Z")
    assert status == 0
    assert told(world, "register")["rows"] == []


def test_who_was_blocked_before_stays_blocked_afterwards(world: World) -> None:
    """Lifting gives back what was there, and frees nobody whom another reason had blocked."""
    address = world.made.asks
    crm(world, "UPDATE customers SET blocked = 1 WHERE email = ?", address)
    status = crm(world, "SELECT status, post_ok FROM subscriptions WHERE email = ?", address)
    reference = restricted(world, address)
    assert crm(world, "SELECT status, post_ok FROM subscriptions WHERE email = ?", address) == [("unsubscribed", 0)]
    assert typed(world, "request", "lift", reference)[0] == 0
    done_by_hand(world)
    assert set(blocked(world, address)) == {1}
    assert crm(world, "SELECT status, post_ok FROM subscriptions WHERE email = ?", address) == status


def test_a_request_that_is_stopped_sets_its_person_free(world: World) -> None:
    address = world.made.asks
    reference = received(world, "restriction", address)
    typed(world, "request", "confirm", reference)
    assert may(world, address, "service") == "restricted"
    assert typed(world, "request", "stop", reference, "--by", "P. de Boer")[0] == 0
    assert may(world, address, "service") == "yes"
