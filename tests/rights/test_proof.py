"""Proof of who somebody is: only while the question is open, and gone after the check (Art. 5(1)(c), 12(6))."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.worlds import World

from belofte.procedures.desks import LinkState
from belofte.procedures.identity.identity_desk import IdentityDesk

BY = ("--by", "P. de Boer")
CALLED = ("--how", "called back on the known number")
STRANGER = "iemand@elders.example"
WORDS = "My last invoice was 83,20 euro, for a keyboard."


def about(world: World, reference: str) -> dict[str, object]:
    return told(world, "request", "show", reference)["case"]["about"]


def proof(world: World, reference: str, folder: Path) -> tuple[int, str]:
    file = folder / "proof.txt"
    file.write_text(WORDS, "utf-8")
    return typed(world, "request", "proof", reference, "--file", str(file), *BY)


def test_after_the_check_no_proof_is_taken_any_more(world: World, tmp_path: Path) -> None:
    """T-03: what came after the check would lie there until the case closes, for nothing."""
    reference = received(world, "access", STRANGER)
    assert typed(world, "request", "identify", reference, *CALLED, *BY)[0] == 0
    status, said = proof(world, reference, tmp_path)
    assert (status, "Art. 5(1)(c)" in said) == (1, True), said
    assert about(world, reference)["proofs_kept"] == 0


def test_an_ended_request_takes_no_proof(world: World, tmp_path: Path) -> None:
    reference = received(world, "access", STRANGER)
    refused = ("request", "refuse", reference, "--ground", "Art. 12(2) GDPR", *BY)
    assert typed(world, *refused)[0] == 0
    status, said = proof(world, reference, tmp_path)
    assert (status, "Art. 5(1)(c)" in said) == (1, True), said
    assert about(world, reference)["proofs_kept"] == 0


def test_who_answers_after_somebody_vouched_for_them_leaves_nothing_behind(world: World) -> None:
    """T-03: the link in the letter still lay in the mailbox; the check was done on the telephone."""
    reference = received(world, "access", STRANGER)
    assert typed(world, "request", "ask-identity", reference, "--doubt", "nobody knows this address", *BY)[0] == 0
    link = world.link_for(STRANGER)
    assert typed(world, "request", "identify", reference, *CALLED, *BY)[0] == 0
    with world.open() as belofte:
        assert belofte.desk(IdentityDesk).tell_more(link, WORDS) is LinkState.EXPIRED
    assert about(world, reference)["proofs_kept"] == 0
    assert "look-who-asks" not in [task["kind"] for task in told(world, "task", "list")["tasks"]]


def test_once_somebody_vouched_nobody_need_look_at_the_answer_any_more(world: World) -> None:
    reference = received(world, "access", STRANGER)
    typed(world, "request", "ask-identity", reference, "--doubt", "nobody knows this address", *BY)
    with world.open() as belofte:
        assert belofte.desk(IdentityDesk).tell_more(world.link_for(STRANGER), WORDS) is LinkState.OPEN
    assert about(world, reference)["proofs_kept"] == 1
    assert typed(world, "request", "identify", reference, "--how", "knew the last invoice", *BY)[0] == 0
    assert about(world, reference)["proofs_kept"] == 0
    assert "look-who-asks" not in [task["kind"] for task in told(world, "task", "list")["tasks"]]


def test_a_proof_nobody_looked_at_goes_with_the_approval(world: World, tmp_path: Path) -> None:
    """T-03: the link settled it meanwhile; the words are needed no more."""
    reference = received(world, "access", world.made.asks)
    assert proof(world, reference, tmp_path)[0] == 0
    assert typed(world, "request", "confirm", reference)[0] == 0
    assert about(world, reference)["proofs_kept"] == 1
    case = approve(world, reference)
    assert case["about"]["proofs_kept"] == 0
    assert [one["outcome"] for one in case["receipts"] if one["system"] == "identity"] == ["done"]


@pytest.mark.parametrize("end", ["mandate", "refuse"])
def test_a_proof_goes_with_the_check_of_a_mandate_and_with_a_refusal(world: World, tmp_path: Path, end: str) -> None:
    """T-03, T-14."""
    number = world.made.number_of(world.made.asks)
    reference = received(world, "access", "kantoor@advocaat.example", "--as", "agent", "--number", number)
    assert proof(world, reference, tmp_path)[0] == 0
    words = ("--how", "signed, called back") if end == "mandate" else ("--ground", "Art. 12(6) GDPR")
    assert typed(world, "request", end, reference, *words, *BY)[0] == 0
    case = told(world, "request", "show", reference)["case"]
    assert case["about"]["proofs_kept"] == 0
    assert [one["outcome"] for one in case["receipts"] if one["system"] == "identity"] == ["done"]


def test_a_national_number_in_the_words_of_a_request_is_blacked_out(world: World, tmp_path: Path) -> None:
    """RGT-3: nobody asked for it, and nobody needs it; the rest of the words stays as it was typed."""
    words = tmp_path / "words.txt"
    words.write_text("Mijn BSN is 111222333 of 85.07.30-033.28, mijn order 111222334, bel 06 12345678.", "utf-8")
    reference = received(world, "access", STRANGER, "--text", str(words))
    said = typed(world, "request", "who", reference, *BY)[1]
    assert "111222333" not in said and "033.28" not in said
    assert "Mijn BSN is █████████ of █████████, mijn order 111222334, bel 06 12345678." in said


def test_a_mandate_is_checked_before_the_plan_is_approved_and_not_after(world: World) -> None:
    """T-14: another mandate later would turn an approved case to another person's data."""
    number = world.made.number_of(world.made.asks)
    reference = received(world, "access", "kantoor@advocaat.example", "--as", "agent", "--number", number)
    checked = ("request", "mandate", reference, "--how", "signed power of attorney, called back", *BY)
    assert typed(world, *checked)[0] == 0
    approve(world, reference)
    status, said = typed(world, *checked, "--number", world.made.number_of(world.made.leaves))
    assert (status, "Art. 12(6)" in said) == (1, True), said
    other = received(world, "access", "kantoor@advocaat.example", "--as", "agent", "--number", number)
    typed(world, "request", "refuse", other, "--ground", "Art. 12(6) GDPR", *BY)
    status, said = typed(world, "request", "mandate", other, "--how", "a power of attorney after all", *BY)
    assert (status, "refused" in said) == (1, True), said


def clock(world: World, reference: str, now: str) -> dict[str, object]:
    return told(world, "request", "clock", reference, "--now", now)["clock"]


ASKED = "the name is another one than we know"


def test_refused_while_the_question_stands_open_the_law_is_credited_the_days_that_it_stood_still(world: World) -> None:
    """T-05: asked in time and never answered; the refusal ends the waiting as an answer would."""
    reference = received(world, "access", STRANGER, "--now", "2027-02-04T09:00:00Z")
    typed(world, "request", "ask-identity", reference, "--doubt", ASKED, *BY, "--now", "2027-02-05T10:00:00Z")
    refused = ("request", "refuse", reference, "--ground", "Art. 12(2) GDPR", *BY, "--now", "2027-03-20T10:00:00Z")
    assert typed(world, *refused)[0] == 0
    seen = clock(world, reference, "2027-03-21T10:00:00Z")
    assert (seen["law"], seen["promise"], seen["suspended_days"]) == ("kept", "broken", 43)
