"""Who looked at personal data through Belofte: noted with purpose and reason, and told to the person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.rights.commands import approve, received, told, typed
from tests.worlds import World

from belofte.domain.notice.wording import day
from belofte.procedures.answering.package_information import INFORMATION
from belofte.procedures.cases import find_request
from belofte.procedures.office.case_desk import CaseDesk

BY = ("--by", "P. de Boer")


def looks(world: World) -> list[tuple[str, str]]:
    return [(one["purpose"], one["reason"]) for one in told(world, "staff", "log")["looks"]]


def answer_of(world: World, reference: str) -> dict[str, list[dict[str, Any]]]:
    """What the copy of this request says beside the records."""
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        case = find_request(tx, reference).id
        return json.loads(tx.vault.newest(INFORMATION, [case])[case])


def asked_for_a_copy(world: World) -> str:
    reference = received(world, "access", world.made.leaves)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def test_every_look_is_noted_with_what_for_and_why_before_it_is_shown(world: World) -> None:
    reference = asked_for_a_copy(world)
    typed(world, "request", "read", reference, *BY)
    with world.open() as belofte:
        belofte.desk(CaseDesk).asked(reference, "P. de Boer")
    assert typed(world, "find", world.made.leaves)[0] in (0, 3)
    assert looks(world) == [("searching", "find"), ("access", "request"), ("access", "free-text")]
    assert world.made.leaves not in json.dumps(told(world, "staff", "log"))


def test_the_person_is_told_when_and_why_and_no_name(world: World) -> None:
    typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")
    reference = asked_for_a_copy(world)
    approve(world, reference)
    typed(world, "work")
    (look,) = answer_of(world, reference)["looks"]
    came_in = told(world, "request", "show", reference)["case"]["row"]["received_at"]
    as_read = day(datetime.fromisoformat(came_in).astimezone(ZoneInfo("Europe/Amsterdam")).date()).nl
    assert look["heading"] == as_read, "a day as people write it, in their language"
    assert look["sentences"] == ["vrije tekst gelezen voordat een kopie vertrok, voor: inzage"]
    letter = world.letters_to(world.made.leaves)[-1]
    assert "Wanneer en waarom wij naar uw gegevens keken" in letter
    assert "P. de Boer" not in letter
    assert f"- {as_read}: vrije tekst gelezen" in letter
    assert f"Een verzoek, ontvangen op {as_read}." in letter


def test_the_person_sees_it_on_the_page_of_their_request_and_nobody_s_name(world: World) -> None:
    """Not before they showed who they are: an address that somebody typed is nobody yet."""
    typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")
    reference = received(world, "access", world.made.leaves)
    with world.open() as belofte:
        belofte.desk(CaseDesk).asked(reference, "P. de Boer")
        before = belofte.public.status(reference, world.made.leaves)
    assert before is not None and before.looks == ()
    assert typed(world, "request", "confirm", reference)[0] == 0
    typed(world, "request", "read", reference, *BY)
    with world.open() as belofte:
        view = belofte.public.status(reference, world.made.leaves)
    assert view is not None
    assert [why for _, why in view.looks] == [
        "vrije tekst gelezen voordat een kopie vertrok, voor: inzage",
        "gelezen wat u vroeg, voor: inzage",
    ]


def test_names_are_told_only_where_a_person_decides_so(world: World) -> None:
    typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")
    reference = asked_for_a_copy(world)
    assert typed(world, "staff", "names", reference, *BY, "--reasons", " ")[0] == 2
    assert typed(world, "staff", "names", reference, *BY, "--reasons", "a colleague is suspected")[0] == 0
    approve(world, reference)
    typed(world, "work")
    (look,) = answer_of(world, reference)["looks"]
    assert look["sentences"] == ["vrije tekst gelezen voordat een kopie vertrok, voor: inzage, door P. de Boer"]
    assert typed(world, "staff", "names", reference, *BY, "--reasons", "too late")[0] == 1


def test_a_look_of_before_is_told_in_a_later_answer_and_goes_with_the_person(world: World) -> None:
    first = received(world, "restriction", world.made.leaves)
    assert typed(world, "request", "confirm", first)[0] == 0
    with world.open() as belofte:
        belofte.desk(CaseDesk).asked(first, "P. de Boer")
    reference = asked_for_a_copy(world)
    approve(world, reference)
    typed(world, "work")
    told_ = {sentence for one in answer_of(world, reference)["looks"] for sentence in one["sentences"]}
    assert "gelezen wat u vroeg, voor: beperking" in told_
    with world.open() as belofte, belofte.parts.store.transaction() as tx:
        (look,) = [one for one in tx.accesses.newest(50) if one.purpose == "restriction"]
        assert look.subject is not None
        tx.states.forget(look.subject, belofte.parts.today())
        assert tx.accesses.of_subjects([look.subject]) == []


def test_who_was_nobody_to_us_is_told_of_a_search_before_they_ever_wrote(world: World) -> None:
    assert typed(world, "find", world.made.leaves)[0] in (0, 3)
    reference = asked_for_a_copy(world)
    approve(world, reference)
    typed(world, "work")
    told_ = {sentence for one in answer_of(world, reference)["looks"] for sentence in one["sentences"]}
    assert any("gezocht" in sentence for sentence in told_), told_


def test_a_look_into_our_own_books_about_somebody_is_noted_and_told_too(world: World) -> None:
    address = world.made.leaves
    assert typed(world, "consent", "show", address)[0] == 0
    assert typed(world, "uses", "list", address)[0] == 0
    assert looks(world) == [("searching", "uses"), ("searching", "consents")]
    assert typed(world, "uses", "list")[0] == 0
    assert len(looks(world)) == 2, "the log of all is numbers, and about nobody"
    assert address not in json.dumps(told(world, "staff", "log"))
