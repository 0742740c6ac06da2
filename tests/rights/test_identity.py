"""Who is asking, and where the answer may go (T-01 to T-04, T-07 to T-11, T-15, T-16)."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import approve, crm, received, told, typed
from tests.rights.mail_servers import mail_answers
from tests.worlds import World

from belofte.domain.proof import NotKept, holds_national_number, not_kept
from belofte.procedures.desks import LinkPurpose, LinkState, Submission
from belofte.procedures.identity.identity_desk import IdentityDesk

BY = ("--by", "P. de Boer")
CALLED = ("--how", "called back on the known number")
STRANGER = "iemand@elders.example"


def case_of(world: World, reference: str, *more: str) -> dict[str, Any]:
    return told(world, "request", "show", reference, *more)["case"]


def confirmed(world: World, reference: str, *more: str) -> None:
    status, said = typed(world, "request", "confirm", reference, *more)
    assert status == 0, said


def tasks(world: World, *more: str) -> list[str]:
    return [task["kind"] for task in told(world, "task", "list", *more)["tasks"]]


def copies_sent_to(world: World, address: str) -> int:
    """Letters to an address that hold the link to a copy."""
    return sum("Uw gegevens staan klaar" in letter for letter in world.letters_to(address))


def test_who_writes_from_the_known_address_is_asked_for_nothing(world: World) -> None:
    """T-01."""
    address = world.made.asks
    reference = received(world, "access", address)
    confirmed(world, reference)
    status, said = typed(world, "request", "ask-identity", reference, *BY)
    assert status == 1
    assert "Art. 12(6)" in said
    case = approve(world, reference)
    assert (case["row"]["state"], case["about"]["identity_asked_on"]) == ("answered", None)
    assert copies_sent_to(world, address) == 1


def test_from_another_address_the_link_and_the_copy_go_to_the_one_we_know(world: World) -> None:
    """T-02: the request names the customer; whoever wrote gets no personal data."""
    known, number = world.made.asks, world.made.number_of(world.made.asks)
    reference = received(world, "access", STRANGER, "--number", number, "--received", "2026-11-20T10:00:00+01:00")
    confirmed(world, reference)  # the stranger's own link: it proves that address and nothing else
    case = case_of(world, reference)
    assert case["clock"]["received_on"] == "2026-11-20", "the case opened with that receipt"
    assert (case["row"]["state"], case["row"]["waiting"]) == ("planned", "identity")
    assert [s for s in case["plan"]["steps"] if s["verb"] == "export"] == []
    plan = case["plan"]["id"]
    status, said = typed(world, "request", "approve", reference, "--plan", plan, *BY)
    assert status == 1 and "another address" in said
    confirmed(world, reference)  # the newest link: the one at the known address
    done = approve(world, reference)
    assert done["row"]["state"] == "answered"
    assert copies_sent_to(world, known) == 1
    assert copies_sent_to(world, STRANGER) == 0
    name = world.made.name_of(known)
    assert not any(name in letter or number in letter for letter in world.letters_to(STRANGER))


def test_who_does_not_hold_the_known_mailbox_gets_no_further(world: World) -> None:
    """T-02: the stranger has a link, a reference and an address, and sees nothing of the customer."""
    number = world.made.number_of(world.made.asks)
    with world.open() as belofte:
        reference = belofte.public.submit(Submission("access", STRANGER, "nl", number=number))
        belofte.work.tend()
        assert belofte.public.confirm(world.link_for(STRANGER)) == "open"
        belofte.work.tend()
        view = belofte.public.status(reference, STRANGER)
        assert view is not None
        assert view.kept_until == ()
        assert belofte.public.status(reference, world.made.asks) is None, "not before the known address confirmed"


def test_elsewhere_only_after_identification_and_the_proof_goes_with_a_receipt(world: World, tmp_path: Path) -> None:
    """T-03."""
    known, other = world.made.asks, "anna@werk.example"
    reference = received(world, "access", known, "--copy-to", other)
    confirmed(world, reference)
    plan = case_of(world, reference)["plan"]["id"]
    typed(world, "request", "read", reference, *BY)
    status, said = typed(world, "request", "approve", reference, "--plan", plan, *BY)
    assert status == 1 and "Art. 12(6)" in said
    assert typed(world, "request", "ask-identity", reference, *BY)[0] == 0
    assert case_of(world, reference)["row"]["waiting"] == "identity"
    assert world.letters_to(other) == []
    answer = tmp_path / "answer.txt"
    answer.write_text("My last invoice was 83,20 euro, for a keyboard.", "utf-8")
    assert typed(world, "request", "proof", reference, "--file", str(answer), *BY)[0] == 0
    assert case_of(world, reference)["about"]["proofs_kept"] == 1
    assert "83,20" in typed(world, "request", "who", reference, *BY)[1]
    assert typed(world, "request", "identify", reference, "--how", "knew the last invoice", *BY)[0] == 0
    case = case_of(world, reference)
    assert case["about"]["proofs_kept"] == 0
    gone = [r for r in case["receipts"] if r["system"] == "identity"]
    assert [(r["verb"], r["outcome"], r["lines"][0]["acted"], r["lines"][0]["remains"]) for r in gone] == [
        ("purge", "done", 1, 0)
    ]
    assert "83,20" not in typed(world, "request", "who", reference, *BY)[1]
    approve(world, reference)
    assert copies_sent_to(world, other) == 1
    assert copies_sent_to(world, known) == 0
    assert typed(world, "verify")[0] == 0, "the receipt of the proof stands in the evidence log"


def test_by_post_identification_first_and_the_copy_by_post(world: World, tmp_path: Path) -> None:
    """T-04: no e-mail at all; letters are printed, and count as sent once somebody says they were posted."""
    number = world.made.number_of(world.made.asks)
    home = "A. de Vries\nLindelaan 14\n4381 AX Lindehaven"
    words = ("--right", "access", "--channel", "post", "--number", number, "--copy-by-post", home)
    reference = str(told(world, "request", "receive", *words)["reference"])
    case = case_of(world, reference)
    assert (case["row"]["state"], case["row"]["waiting"], case["about"]["to_post"]) == ("received", "identity", 1)
    assert typed(world, "request", "ask-identity", reference, *BY)[0] == 0
    assert case_of(world, reference)["about"]["identity_asked_on"] is None, "not asked before it was posted"
    posted(world)
    assert case_of(world, reference)["about"]["identity_asked_on"] is not None
    assert typed(world, "request", "identify", reference, *CALLED, *BY)[0] == 0
    approve(world, reference)
    assert case_of(world, reference)["row"]["state"] == "acting", "the copy was not posted yet"
    status, said = typed(world, "request", "letter", reference, "--out", str(tmp_path / "print"), *BY)
    assert status == 0, said
    files = {file.suffix: file for file in (tmp_path / "print").iterdir()}
    assert "Lindelaan 14" in files[".html"].read_text("utf-8")
    counts = json.loads(zipfile.ZipFile(io.BytesIO(files[".zip"].read_bytes())).read("data.json"))["counts"]
    assert sum(counts.values()) == sum(world.made.expected_of(world.made.asks).values())
    posted(world)
    done = case_of(world, reference)
    assert (done["row"]["state"], done["clock"]["law"]) == ("answered", "kept")


def posted(world: World) -> None:
    """Somebody puts every printed letter into the post."""
    for task in told(world, "task", "list")["tasks"]:
        if task["kind"] == "post-letter":
            assert typed(world, "task", "done", task["id"], *BY)[0] == 0


def test_a_policy_that_asks_for_a_passport_copy_is_an_error(world: World) -> None:
    """T-07."""
    file = world.made.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("identify_by: least-intrusive", "identify_by: id-copy"), "utf-8")
    found = told(world, "lint")["findings"]
    assert [f["severity"] for f in found if f["rule"] == "identity-copy-demanded"] == ["error"]


def test_who_was_asked_who_they_are_is_reminded_with_the_page_to_answer_on(world: World) -> None:
    """T-08: the reminder leads where the question led; the button to confirm answers another question."""
    reference = received(world, "access", STRANGER, "--now", "2027-02-04T09:00:00Z")
    confirmed(world, reference, "--now", "2027-02-04T09:30:00Z")
    typed(world, "request", "ask-identity", reference, *BY, "--now", "2027-02-04T10:00:00Z")
    asked = world.link_for(STRANGER)
    typed(world, "work", "--now", "2027-02-11T10:00:00Z")
    letter, again = world.letters_to(STRANGER)[-1], world.link_for(STRANGER)
    assert "Wij vroegen u wie u bent" in letter and "de knop" not in letter
    assert again != asked
    with world.open("2027-02-11T11:00:00Z") as belofte:
        assert belofte.public.link(again).purpose is LinkPurpose.IDENTIFY
        assert belofte.desk(IdentityDesk).tell_more(again, "Ik kocht vorig jaar een router bij u.") is LinkState.OPEN
    case = case_of(world, reference, "--now", "2027-02-11T12:00:00Z")
    assert case["about"]["identity_answered_on"] == "2027-02-11"


def test_nobody_answers_and_the_case_closes_with_reasons_and_a_register_row(world: World) -> None:
    """T-08."""
    reference = received(world, "access", STRANGER, "--now", "2027-02-04T09:00:00Z")
    late = "2027-02-20T09:00:00Z"
    status, said = typed(
        world, "request", "close", reference, "--as", "unidentified", "--reasons", "no answer", *BY,
        "--now", "2027-02-05T09:00:00Z",
    )  # fmt: skip
    assert status == 1 and "Art. 12(2)" in said, "nobody was reminded yet"
    typed(world, "work", "--now", "2027-02-10T09:00:00Z")
    assert case_of(world, reference, "--now", late)["about"]["reminded_on"] == "2027-02-10"
    typed(world, "work", "--now", late)
    assert "decide-unidentified" in tasks(world, "--now", late)
    reasons = "two letters were not answered"
    closing = ("request", "close", reference, "--as", "unidentified", "--reasons", reasons, *BY, "--now", late)
    assert typed(world, *closing)[0] == 0
    letter = world.letters_to(STRANGER)[-1]
    for said in (reasons, "autoriteitpersoonsgegevens.nl", "rechtbank", "6 weken"):
        assert said in letter
    assert "decide-unidentified" not in tasks(world, "--now", late)
    typed(world, "work", "--now", "2027-05-01T09:00:00Z")
    rows = told(world, "register", "--now", "2027-05-01T09:00:00Z")["rows"]
    assert [(row["outcome"], row["law_kept"], row["records"]) for row in rows] == [("unidentified", True, 0)]


def test_the_reminder_brings_a_new_link_that_works(world: World) -> None:
    reference = received(world, "access", world.made.asks, "--now", "2027-02-04T09:00:00Z")
    typed(world, "work", "--now", "2027-02-10T09:00:00Z")
    confirmed(world, reference, "--now", "2027-02-15T09:00:00Z")  # the first link ended on the eleventh
    assert case_of(world, reference)["row"]["state"] == "planned"
    typed(world, "work", "--now", "2027-02-20T09:00:00Z")
    assert "decide-unidentified" not in tasks(world, "--now", "2027-02-20T09:00:00Z")


def test_a_couple_on_one_address_waits_for_a_confirmed_channel(world: World) -> None:
    """T-09: his records only, and nothing before a person told them apart."""
    one = world.made.company.cast.couple[0]
    reference = received(world, "access", one.email)
    confirmed(world, reference)
    plan = case_of(world, reference)["plan"]["id"]
    assert typed(world, "request", "approve", reference, "--plan", plan, *BY)[0] == 1
    identified = ("request", "identify", reference, *CALLED, "--number", one.customer_nos[0], *BY)
    assert typed(world, *identified)[0] == 0
    steps = [line for s in case_of(world, reference)["plan"]["steps"] for line in s["lines"]]
    assert sum(line["count"] for line in steps if line["decision"] == "export") == one.records
    assert approve(world, reference)["row"]["state"] == "answered"


def test_a_slip_in_a_number_does_not_bring_another_customer_into_the_copy(world: World) -> None:
    """T-09: the person vouched; the number typed over is somebody else's."""
    one, other = world.made.company.cast.couple[0], world.made.company.cast.bram
    reference = received(world, "access", one.email)
    confirmed(world, reference)
    typed(world, "request", "identify", reference, *CALLED, "--number", other.customer_nos[0], *BY)
    plan = case_of(world, reference)["plan"]
    assert "number-is-not-of-this-address" in plan["questions"]
    assert [line for s in plan["steps"] for line in s["lines"] if line["decision"] == "export"] == []


def test_one_person_with_three_addresses_and_two_numbers_is_found_whole(world: World) -> None:
    """T-10: every address and number leads to the others; each is searched with in every system."""
    person = world.made.company.cast.two_numbers
    others = ("carla@werk.example", "carla@school.example")
    for number, email in zip(person.customer_nos, others, strict=True):
        crm(
            world,
            "INSERT INTO contacts(customer_id, full_name, email, phone, email_since, updated_at) "
            "SELECT id, full_name, ?, coalesce(phone, mobile), email_since, updated_at FROM customers "
            "WHERE customer_no = ?",
            email,
            number,
        )
        crm(world, "INSERT INTO tickets(email, subject) VALUES (?, 'a question from this address')", email)
    reference = received(world, "access", person.email)
    confirmed(world, reference)
    plan = case_of(world, reference)["plan"]
    found = {line["collection"]: line["count"] for s in plan["steps"] for line in s["lines"] if s["verb"] == "export"}
    assert (found["customers"], found["contacts"]) == (2, 2)
    assert found["tickets"] == person.expected["tickets"] + 2
    assert found["invoices"] == person.expected["invoices"]


def test_who_stands_nowhere_is_told_so_in_time_and_gets_no_account(world: World) -> None:
    """T-11."""
    nobody = world.made.company.cast.nobody
    before = crm(world, "SELECT count(*) FROM customers")
    reference = received(world, "access", nobody.email)
    confirmed(world, reference)
    case = approve(world, reference)
    assert (case["row"]["state"], case["clock"]["law"]) == ("answered", "kept")
    assert crm(world, "SELECT count(*) FROM customers") == before
    assert any("geen gegevens" in letter or "niets" in letter for letter in world.letters_to(nobody.email))


ALIKE = "anna@dvr\u0456es.example"  # the i is Cyrillic


def test_a_look_alike_domain_matches_nobody_and_shows_what_it_is(world: World) -> None:
    """T-15: nothing is sent to it but what everybody gets; the office sees the letters for what they are."""
    number = world.made.number_of(world.made.asks)
    reference = received(world, "access", ALIKE, "--number", number, "--channel", "mail")
    with world.open() as belofte:
        belofte.work.tend()
    typed(world, "request", "identify", reference, *CALLED, *BY)
    said = typed(world, "request", "who", reference, *BY)[1]
    assert "xn--" in said and "look like others" in said
    plan = case_of(world, reference)["plan"]
    assert "address-with-odd-letters" in plan["questions"]
    assert not any(world.made.name_of(world.made.asks) in letter for letter in world.letters_to("xn--"))


def test_how_somebody_was_known_says_something_and_is_never_a_copy_of_a_document(world: World) -> None:
    """RGT-3: the record names the means; a copy of an identity document is an unlawful barrier (Art. 12(6))."""
    reference = received(world, "access", world.made.asks)
    said = {how: typed(world, "request", "identify", reference, "--how", how, *BY) for how in ("x", "kopie paspoort")}
    assert said["x"][0] == 2 and "Say how you know who it is." in said["x"][1]
    assert (
        said["kopie paspoort"][0] == 1
        and "Art. 12(6) GDPR: a copy of an identity document" in said["kopie paspoort"][1]
    )
    assert case_of(world, reference)["row"]["state"] == "received"
    assert typed(world, "request", "identify", reference, "--how", "document shown, no copy made", *BY)[0] == 0


def test_an_answer_that_bounces_is_not_given_and_opens_another_route(world: World) -> None:
    """T-16: refused for good at the door; the due date stays; after identification it goes elsewhere."""
    known, other = world.made.asks, "anna@nieuw.example"
    reference = received(world, "access", known)
    confirmed(world, reference)
    due = case_of(world, reference)["row"]["due"]
    with mail_answers(world, "550 5.1.1 no such mailbox"):
        approve(world, reference)
    case = case_of(world, reference)
    assert (case["row"]["state"], case["row"]["due"], case["clock"]["accepted_at"]) == ("acting", due, None)
    assert tasks(world).count("letter-not-delivered") == 1
    status, said = typed(world, "request", "redirect", reference, "--address", other, "--how", "", *BY)
    assert status == 2 and "Say how you know who it is." in said
    assert typed(world, "request", "redirect", reference, "--address", other, *CALLED, *BY)[0] == 0
    done = case_of(world, reference)
    assert (done["row"]["state"], done["row"]["due"]) == ("answered", due)
    assert copies_sent_to(world, other) == 1
    assert "letter-not-delivered" not in tasks(world)


def test_an_answer_that_comes_back_later_was_never_given(world: World) -> None:
    """T-16: accepted first, bounced afterwards."""
    known, other = world.made.asks, "anna@nieuw.example"
    reference = received(world, "access", known)
    confirmed(world, reference)
    approve(world, reference)
    assert typed(world, "request", "bounced", reference, *BY)[0] == 0
    case = case_of(world, reference)
    assert (case["row"]["state"], case["clock"]["law"], case["clock"]["accepted_at"]) == ("acting", "running", None)
    assert typed(world, "request", "redirect", reference, "--address", other, *CALLED, *BY)[0] == 0
    assert case_of(world, reference)["row"]["state"] == "answered"
    assert copies_sent_to(world, other) == 1
    status, said = typed(world, "request", "bounced", reference, *BY)
    assert status == 0, said


def test_an_answer_that_bounced_can_go_by_post(world: World, tmp_path: Path) -> None:
    """T-16."""
    reference = received(world, "access", world.made.asks)
    confirmed(world, reference)
    with mail_answers(world, "550 5.1.1 no such mailbox"):
        approve(world, reference)
    home = tmp_path / "home.txt"
    home.write_text("A. de Vries\nLindelaan 14", "utf-8")
    typed(world, "request", "redirect", reference, "--post", str(home), *CALLED, *BY)
    assert case_of(world, reference)["row"]["state"] == "acting"
    posted(world)
    assert case_of(world, reference)["row"]["state"] == "answered"


def test_a_new_address_is_confirmed_through_the_old_one(world: World) -> None:
    """RGT-2: who only says that the address changed changes nothing."""
    old, new = world.made.asks, "anna@nieuw.example"
    reference = received(world, "access", old)
    confirmed(world, reference)
    assert typed(world, "request", "change-address", reference, "--to", new, *BY)[0] == 0
    assert world.letters_to(new) == []
    with world.open() as belofte:
        desk, token = belofte.desk(IdentityDesk), world.link_for(old)
        assert belofte.public.link(token).about == new
        assert desk.change_address("0" * 48) == "unknown"
        assert desk.change_address(token) == "open"
        assert desk.change_address(token) == "used"
    approve(world, reference)
    assert copies_sent_to(world, new) == 1
    assert copies_sent_to(world, old) == 0


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        (b"\xff\xd8\xff\xe0 a photograph", NotKept.DOCUMENT),
        (b"\x89PNG\r\n\x1a\n", NotKept.DOCUMENT),
        (b"%PDF-1.7 a scan", NotKept.DOCUMENT),
        (b"my number is 111222333", NotKept.NATIONAL_NUMBER),
        (b"my number is 1112.22.333", NotKept.NATIONAL_NUMBER),
        (b"rijksregister 85.07.30-033.28", NotKept.NATIONAL_NUMBER),
        (b"P<NLDDE<VRIES<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<", NotKept.MACHINE_LINES),
        (b"my number is 111222334, my last invoice 83,20 euro, call 06 12345678", None),
    ],
)
def test_documents_photographs_and_national_numbers_are_never_kept(
    world: World, tmp_path: Path, proof: bytes, why: NotKept | None
) -> None:
    """RGT-3: refused before anything is stored, with the article."""
    assert not_kept(proof) is why
    file = tmp_path / "proof"
    file.write_bytes(proof)
    reference = received(world, "access", STRANGER)
    status, said = typed(world, "request", "proof", reference, "--file", str(file), *BY)
    assert status == (0 if why is None else 1)
    assert why is None or "12(6)" in said
    assert case_of(world, reference)["about"]["proofs_kept"] == (why is None)


def test_the_note_of_how_somebody_was_known_holds_no_national_number(world: World) -> None:
    reference = received(world, "access", STRANGER)
    status, said = typed(world, "request", "identify", reference, "--how", "saw 111222333 on the card", *BY)
    assert status == 1 and "never kept" in said
    assert not holds_national_number("called back on +31 6 12345678 at 14:30")


def test_a_cookie_number_counts_only_with_the_address_that_belongs_to_it(world: World) -> None:
    """ACC-1: each identifier is checked by itself; the good one is used, the bad one is not."""
    anna, bram = world.made.company.cast.anna, world.made.company.cast.bram
    good, bad = f"customer-number={anna.customer_nos[0]}", f"customer-number={bram.customer_nos[0]}"
    address = "--identifier", "ip-address=203.0.113.7"
    reference = received(world, "access", anna.email, "--identifier", good, "--identifier", bad, *address)
    confirmed(world, reference)
    plan = case_of(world, reference)["plan"]
    assert plan["questions"].count("number-is-not-of-this-address") == 1
    assert "only-a-person-can-check: ip-address" in plan["questions"]
    counted = sum(line["count"] for s in plan["steps"] for line in s["lines"] if line["decision"] == "export")
    assert counted == anna.records
    assert "203.0.113.7" in typed(world, "request", "who", reference, *BY)[1]


def test_a_national_number_is_not_taken_as_an_identifier(world: World) -> None:
    words = ("--right", "access", "--from", STRANGER, "--identifier", "bsn=111222333")
    status, said = typed(world, "request", "receive", *words)
    assert status == 2 and "never a national number" in said


def test_a_receipt_says_that_it_is_no_answer(world: World) -> None:
    """RGT-9."""
    received(world, "access", world.made.asks)
    letters = world.letters_to(world.made.asks)
    assert any("nog niet ons antwoord" in letter for letter in letters)


def test_an_identity_question_is_asked_once_and_not_after_the_decision(world: World) -> None:
    reference = received(world, "access", STRANGER)
    asked = ("request", "ask-identity", reference, "--doubt", "the name is another one", *BY)
    assert typed(world, *asked)[0] == 0
    assert typed(world, *asked)[0] == 1
    typed(world, "request", "identify", reference, *CALLED, *BY)
    status, said = typed(world, *asked)
    assert status == 1 and "vouched" in said


def test_asking_aloud_counts_at_once(world: World) -> None:
    words = ("--right", "access", "--channel", "phone", "--number", "K-1")
    reference = str(told(world, "request", "receive", *words)["reference"])
    assert typed(world, "request", "ask-identity", reference, "--aloud", *BY)[0] == 0
    assert case_of(world, reference)["about"]["identity_asked_on"] is not None


def test_a_decision_that_is_no_longer_needed_is_nobodys_task(world: World) -> None:
    """T-08: the person answered after all, or the request ended otherwise."""
    reference = received(world, "access", world.made.asks, "--now", "2027-02-04T09:00:00Z")
    late = "2027-02-20T09:00:00Z"
    typed(world, "work", "--now", "2027-02-10T09:00:00Z")
    typed(world, "work", "--now", late)
    assert "decide-unidentified" in tasks(world, "--now", late)
    typed(world, "request", "identify", reference, *CALLED, *BY, "--now", late)
    assert "decide-unidentified" not in tasks(world, "--now", late)
    other = received(world, "access", STRANGER, "--as", "agent", "--now", late)
    assert "check-mandate" in tasks(world, "--now", late)
    typed(world, "request", "refuse", other, "--ground", "Art. 12(6) GDPR", *BY, "--now", late)
    assert "check-mandate" not in tasks(world, "--now", late)
