"""Who asks for access is told too what Belofte itself holds of them (Art. 15), and nothing of anybody else."""

from __future__ import annotations

from tests.rights.commands import approve, received, told, typed
from tests.worlds import World

from belofte.domain.access_sections import access_sections
from belofte.procedures.answering.package_information import INFORMATION, decode_information


def information(world: World, reference: str) -> str:
    """The answer as it was sent, and what lies in the copy."""
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        case = tx.requests.by_reference(reference).id
        held = decode_information(tx.vault.newest(INFORMATION, [case])[case])
    return "\n".join(f"{s.heading}: {' '.join((*s.sentences, *s.items))}" for s in access_sections(held))


def test_the_answer_names_open_requests_consents_and_what_was_stopped(world: World) -> None:
    address = world.made.asks
    assert typed(world, "consent", "give", address, "--purpose", "newsletter", "--by", "site form")[0] == 0
    assert typed(world, "consent", "give", world.made.leaves, "--purpose", "post", "--by", "site form")[0] == 0
    reference = received(world, "access", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    said = information(world, reference)
    assert "Wat ons systeem voor verzoeken zelf bijhoudt" in said
    assert "gegeven op" in said
    assert "Uw verzoeken die nog lopen" in said
    assert said.count("gegeven op") == 1, "the consent of somebody else is theirs"
    assert told(world, "request", "show", reference)["case"]["row"]["state"] in ("answered", "acting")


def test_what_hangs_on_an_address_two_people_share_is_told_to_neither(world: World) -> None:
    one, _ = world.made.company.cast.couple
    assert typed(world, "consent", "give", one.email, "--purpose", "newsletter", "--by", "site form")[0] == 0
    with world.open() as belofte:
        reference = world.ask(belofte, "access", one.email)
        belofte.office.identify(reference, "P. de Boer", "called back on the known number", one.customer_nos[0])
        world.approve(belofte, reference)
    assert "gegeven op" not in information(world, reference)
