"""Requests by mail, as the cases tell them, on the command line (T-01, T-02, T-15, T-16, T-52)."""

from __future__ import annotations

import time
from email import message_from_bytes
from pathlib import Path
from typing import Any

from tests.inbox.mails import ASKS_ACCESS, bounce, mail, multipart, received
from tests.rights.commands import approve, change_policy, told, typed
from tests.worlds import World

from belofte.bootstrap.fronts import start_engine
from belofte.bootstrap.inbox import write_mail
from belofte.sandbox.mailbox import SERVER, keep
from belofte.sandbox.mailsink import list_messages

BY = ("--by", "P. de Boer")
STRANGER = "iemand@elders.example"


def arrives(world: World, raw: bytes) -> None:
    """A message lies in the mailbox of the privacy office."""
    keep(world.made.home.sandbox / "mail", raw)


def fetched(world: World, *more: str) -> dict[str, int]:
    return told(world, "inbox", "fetch", *more)["done"]


def waiting(world: World) -> list[dict[str, Any]]:
    return told(world, "inbox", "list")["messages"]


def open_requests(world: World) -> list[tuple[str, str]]:
    return [(row["right"], row["reference"]) for row in told(world, "request", "list")["requests"]]


def tasks(world: World) -> list[str]:
    return [task["kind"] for task in told(world, "task", "list")["tasks"]]


def taken(world: World, message: str, *how: str) -> str:
    status, said = typed(world, "inbox", "take", message, *how, *BY)
    assert status == 0, said
    return said.strip()


def test_who_writes_from_the_known_address_gets_the_copy_there_and_is_asked_for_nothing(world: World) -> None:
    """T-01, by mail."""
    address = world.made.asks
    arrives(world, mail(address, ASKS_ACCESS, received("Fri, 20 Nov 2026 10:00:00 +0100", by=SERVER)))
    assert fetched(world) == {"request": 1}
    ((right, reference),) = open_requests(world)
    assert right == "access"
    assert typed(world, "request", "confirm", reference)[0] == 0
    case = approve(world, reference)
    assert (case["row"]["state"], case["about"]["identity_asked_on"]) == ("answered", None)
    assert sum("Uw gegevens staan klaar" in letter for letter in world.letters_to(address)) == 1
    assert case["clock"]["received_on"] == "2026-11-20", "the moment at which it reached our own server"


def test_from_another_address_with_the_customer_number_the_copy_goes_to_the_one_we_know(world: World) -> None:
    """T-02, by mail."""
    known, number = world.made.asks, world.made.number_of(world.made.asks)
    words = f"Hallo,\n\nIk wil een kopie van mijn gegevens. Mijn klantnummer is {number}.\n"
    arrives(world, mail(STRANGER, words, received("Fri, 20 Nov 2026 23:30:00 +0100", by=SERVER)))
    assert fetched(world) == {"request": 1}
    ((_, reference),) = open_requests(world)
    assert typed(world, "request", "confirm", reference)[0] == 0
    case = told(world, "request", "show", reference)["case"]
    assert (case["clock"]["received_on"], case["row"]["waiting"]) == ("2026-11-20", "identity")
    assert typed(world, "request", "confirm", reference)[0] == 0, "the newest link, at the address we know"
    assert approve(world, reference)["row"]["state"] == "answered"
    assert sum("Uw gegevens staan klaar" in letter for letter in world.letters_to(known)) == 1
    name = world.made.name_of(known)
    assert not any(name in letter or "Uw gegevens staan klaar" in letter for letter in world.letters_to(STRANGER))


def test_a_look_alike_address_gets_nothing_and_is_shown_for_what_it_is(world: World) -> None:
    """T-15, by mail: one letter of the domain is Cyrillic."""
    known = world.made.asks
    local, _, domain = known.partition("@")
    look_alike = f"{local}@{domain.replace('e', 'е', 1)}"
    assert look_alike != known
    arrives(world, mail(f'"Anna de Vries ({known})" <{look_alike}>'))
    assert fetched(world) == {"request": 1}
    ((_, reference),) = open_requests(world)
    message = told(world, "inbox", "messages", reference, *BY)["messages"][0]
    assert {"letters-outside-ascii", "address-in-name"} <= set(message["row"]["signs"])
    assert "xn--" in message["sender"]
    before = len(world.letters_to(known))
    typed(world, "request", "confirm", reference)
    case = told(world, "request", "show", reference)["case"]
    plan = case["plan"]
    assert plan is None or [step for step in plan["steps"] if step["verb"] == "export"] == []
    assert len(world.letters_to(known)) == before


def test_an_answer_that_bounces_is_not_delivered_and_the_day_stays(world: World) -> None:
    """T-16: the report comes back by mail and nobody has to type it over."""
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    ((_, reference),) = open_requests(world)
    typed(world, "request", "confirm", reference)
    before = approve(world, reference)
    assert before["row"]["state"] == "answered"
    folder = world.made.home.sandbox / "mail"
    newest = next(one for one in list_messages(folder) if address in one.to)
    letter = (folder / f"{newest.id}.eml").read_bytes()
    assert message_from_bytes(letter)["X-Belofte-Letter"], "the copy's letter"
    arrives(world, bounce(letter))
    assert fetched(world) == {"bounce": 1}
    after = told(world, "request", "show", reference)["case"]
    assert (after["row"]["state"], after["row"]["answered_on"]) == ("acting", None)
    assert after["row"]["due"] == before["row"]["due"]
    assert "letter-not-delivered" in tasks(world)
    arrives(world, bounce(letter, status="5.2.2"))
    fetched(world)
    assert tasks(world).count("letter-not-delivered") == 1, "told twice, it counts once"


def test_a_delay_report_or_one_about_a_letter_of_another_changes_nothing(world: World) -> None:
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    folder = world.made.home.sandbox / "mail"
    letter = (folder / f"{next(o for o in list_messages(folder) if address in o.to).id}.eml").read_bytes()
    arrives(world, bounce(letter, action="delayed", status="4.4.1"))
    arrives(world, bounce(b"Message-ID: <somebody-elses@post.example>\n\n"))
    assert fetched(world) == {"automatic": 2}
    assert "letter-not-delivered" not in tasks(world)


def test_a_report_that_no_standard_knows_is_one_too_and_which_names_no_letter_waits(world: World) -> None:
    """Exchange and others: no RFC 3464, only the Message-ID that is answered; or not even that."""
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    folder = world.made.home.sandbox / "mail"
    letter = message_from_bytes(
        (folder / f"{next(o for o in list_messages(folder) if address in o.to).id}.eml").read_bytes()
    )
    answers, system = f"In-Reply-To: {letter['Message-ID']}", "MicrosoftExchange329e71@post.example"
    arrives(world, mail(system, "550 5.1.10", answers, "Return-Path: <>", subject="Undeliverable: Uw verzoek"))
    assert fetched(world) == {"bounce": 1}
    assert "letter-not-delivered" in tasks(world)
    ((_, reference),) = open_requests(world)
    typed(world, "request", "confirm", reference)
    assert approve(world, reference)["row"]["state"] == "answered"
    copy = message_from_bytes(
        (folder / f"{next(o for o in list_messages(folder) if address in o.to).id}.eml").read_bytes()
    )
    answers = f"In-Reply-To: {copy['Message-ID']}"
    arrives(world, mail(system, "550 5.1.10", answers, "Return-Path: <>", subject="Undeliverable: Antwoord"))
    assert fetched(world) == {"bounce": 1}
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "acting", "the answer was never given"
    arrives(world, mail(system, "550 5.1.10", "Return-Path: <>", subject="Onbestelbaar: Uw verzoek"))
    assert fetched(world) == {"waiting": 1}
    assert [row["why"] for row in waiting(world)] == ["automatic"]


def test_a_persons_wish_is_no_report_for_a_header_that_any_mail_can_bear(world: World) -> None:
    arrives(world, mail(world.made.asks, ASKS_ACCESS, "X-Failed-Recipients: a@post.example"))
    assert fetched(world) == {"request": 1}


def test_a_report_that_may_be_forged_undoes_nothing_and_waits(world: World) -> None:
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    folder = world.made.home.sandbox / "mail"
    letter = (folder / f"{next(o for o in list_messages(folder) if address in o.to).id}.eml").read_bytes()
    findings = f"Authentication-Results: {SERVER}; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail header.from=x"
    arrives(world, findings.encode() + b"\r\n" + bounce(letter))
    assert fetched(world) == {"waiting": 1}
    assert "letter-not-delivered" not in tasks(world)
    (row,) = waiting(world)
    assert "dmarc-fail" in row["signs"]
    assert typed(world, "inbox", "take", row["id"], "--nothing", *BY)[0] == 0


def test_a_subject_alone_sets_nothing_aside_that_may_be_of_a_person(world: World) -> None:
    """Who is away writes so too: only what points at no right, of somebody without a case, asks nothing."""
    arrives(world, mail(world.made.asks))
    assert fetched(world) == {"request": 1}
    ((_, reference),) = open_requests(world)
    arrives(world, mail(STRANGER, "Tot maandag.", subject="Afwezig: volgende week"))
    arrives(world, mail(STRANGER, "Wat staat er in mijn dossier? Graag inzage.", subject="Afwezig vanaf maandag"))
    arrives(world, mail(STRANGER, ASKS_ACCESS, subject="Out of office"))
    arrives(world, mail(world.made.asks, "Ik kan maandag niet.", subject="Afwezig volgende week"))
    arrives(world, mail(world.made.asks, "Ik kan maandag niet.", subject="Automatisch antwoord: " + reference))
    assert fetched(world) == {"automatic": 1, "waiting": 3, "joined": 1}
    assert {row["why"] for row in waiting(world)} == {"automatic"}


def test_a_notice_in_a_support_mailbox_is_found_and_taken_over_with_its_own_time(world: World) -> None:
    """T-52: leave notice and erasure, with the ticket's time."""
    address = world.made.leaves
    words = ("--subject", "abonnement", "--text", "Ik zeg mijn abonnement op.", "--mailbox", "support")
    assert typed(world, "inbox", "write", "--from", address, *words, "--now", "2026-11-12T09:00:00Z")[0] == 0
    assert fetched(world, "--now", "2026-11-20T09:00:00Z") == {"looked": 1, "missed": 1}
    (missed,) = waiting(world)
    assert (missed["state"], missed["proposed"], missed["delay_days"]) == ("missed", "leaving", 8)
    assert tasks(world) == ["missed-request"]
    taken(world, missed["id"], "--right", "leaving")
    rows = told(world, "request", "list")["requests"]
    assert sorted(row["right"] for row in rows) == ["erasure", "leaving"]
    assert {row["received_at"][:16] for row in rows} == {"2026-11-12T09:00"}
    assert len({row["due"] for row in rows}) == 1
    assert tasks(world).count("missed-request") == 0


def test_what_a_colleague_passes_on_waits_for_the_true_day(world: World) -> None:
    original = mail(STRANGER, "Verwijder alstublieft al mijn gegevens.", "Date: Mon, 2 Nov 2026 08:00:00 +0100")
    inner = original.decode().replace("\r\n", "\n")
    arrives(
        world,
        multipart(
            "jan@linprofs.example",
            ["Content-Type: text/plain\n\nKwam dit bij jullie aan?", f"Content-Type: message/rfc822\n\n{inner}"],
            received("Fri, 20 Nov 2026 10:00:00 +0100", by=SERVER),
            subject="Fwd: gegevens",
        ),
    )
    assert fetched(world) == {"waiting": 1}
    (row,) = waiting(world)
    assert row["why"] == "forwarded"
    view = told(world, "inbox", "show", row["id"], *BY)["message"]
    (look,) = told(world, "staff", "log")["looks"]
    assert (look["purpose"], look["reason"], look["about"]) == ("sorting", "mail", ""), "noted, and no request's"
    assert (view["forwarded_from"], view["claimed_at"][:10]) == (STRANGER, "2026-11-02")
    assert row["work_by"] < "2026-12-05", "until then the earlier day counts"
    reference = taken(world, row["id"], "--right", "erasure", "--received", "2026-11-03T09:00:00+01:00")
    case = told(world, "request", "show", reference)["case"]
    assert case["clock"]["received_on"] == "2026-11-03"
    assert world.letters_to(STRANGER), "the link goes to who asked, not to who passed it on"
    assert world.letters_to("jan@linprofs.example") == []


def test_a_reply_stays_with_its_case_and_a_reference_from_elsewhere_does_not(world: World) -> None:
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    ((_, reference),) = open_requests(world)
    folder = world.made.home.sandbox / "mail"
    letter = next(one for one in list_messages(folder) if address in one.to)
    ours = message_from_bytes((folder / f"{letter.id}.eml").read_bytes())["Message-ID"]
    arrives(world, mail(address, "Bedankt, tot dan.", f"In-Reply-To: {ours}", subject="Re: uw verzoek"))
    arrives(world, mail(address, "Nog iets.", subject=f"Vraag over {reference}"))
    arrives(world, mail(STRANGER, "Stuur het maar naar mij.", subject=f"Re: {reference}"))
    assert fetched(world) == {"joined": 2, "waiting": 1}
    assert len(told(world, "inbox", "messages", reference, *BY)["messages"]) == 3
    assert tasks(world).count("read-message") == 1
    (stranger,) = waiting(world)
    assert stranger["why"] == "other-address"
    taken(world, stranger["id"], "--join", reference)
    assert len(told(world, "inbox", "messages", reference, *BY)["messages"]) == 4
    assert waiting(world) == []


def test_two_messages_of_one_thread_wait_together_and_become_one_request(world: World) -> None:
    arrives(world, mail(STRANGER, "Ik heb een vraag over mijn privacy.", message_id="<one@elders.example>"))
    arrives(world, mail(STRANGER, "Ik bedoel: over vorige week.", "In-Reply-To: <one@elders.example>"))
    assert fetched(world) == {"waiting": 1, "joined": 1}
    (row,) = waiting(world)
    assert row["proposed"] == "question"
    reference = taken(world, row["id"], "--question")
    assert len(told(world, "inbox", "messages", reference, *BY)["messages"]) == 2
    assert tasks(world) == ["answer-question"]


def test_a_question_gets_an_owner_and_an_answer(world: World, tmp_path: Path) -> None:
    arrives(world, mail(STRANGER, "Wie is bij u de functionaris gegevensbescherming?"))
    assert fetched(world) == {"waiting": 1}
    reference = taken(world, waiting(world)[0]["id"], "--question")
    words = tmp_path / "answer.txt"
    words.write_text("Dat is P. de Boer.", "utf-8")
    assert typed(world, "request", "answer", reference, "--text", str(words), *BY)[0] == 0
    case = told(world, "request", "show", reference)["case"]
    assert (case["row"]["state"], case["row"]["owner"]) == ("answered", "P. de Boer")
    assert any("P. de Boer" in letter for letter in world.letters_to(STRANGER))


def test_data_held_for_a_customer_goes_to_that_customer_at_once(world: World) -> None:
    arrives(world, mail(STRANGER, "Mijn werkgever gebruikt uw dienst. Ik wil inzage in mijn account daar. Of niet?"))
    fetched(world)
    (row,) = waiting(world)
    status, said = typed(world, "inbox", "take", row["id"], "--not-for-us", *BY)
    assert status == 2 and "--controller" in said
    to = ("--not-for-us", "--controller", "Tuinderij Oost")
    reference = taken(world, row["id"], *to)
    assert any("Tuinderij Oost" in letter for letter in world.letters_to(STRANGER))
    (passed,) = world.letters_to("administratie@tuinderij-oost.example")
    assert STRANGER in passed and "Mijn werkgever gebruikt uw dienst" in passed
    case = told(world, "request", "show", reference)["case"]
    assert case["row"]["state"] == "answered"
    assert tasks(world) == []


def test_what_asks_nothing_leaves_nothing_behind(world: World) -> None:
    arrives(world, mail("sales@reclame.example", "Wilt u ook meer bezoekers op uw site?"))
    fetched(world)
    (row,) = waiting(world)
    assert tasks(world) == ["sort-message"]
    taken(world, row["id"], "--nothing")
    assert (waiting(world), tasks(world)) == ([], [])
    status, said = typed(world, "inbox", "take", row["id"], "--question", *BY)
    assert status == 1 and "decided" in said
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        stored = tx.inbox.get(row["id"])
        assert (stored.case, stored.entry, stored.state.value) == (None, None, "nothing")
    for name in ("store.sqlite", "store.sqlite-wal"):
        file = world.made.home.data / name
        assert not file.exists() or b"reclame.example" not in file.read_bytes()


def test_one_message_in_two_copies_is_one_request(world: World) -> None:
    raw = mail(world.made.asks, ASKS_ACCESS, message_id="<same@post.example>")
    arrives(world, received("Fri, 20 Nov 2026 10:00:00 +0100", by=SERVER).encode() + b"\r\n" + raw)
    arrives(world, received("Fri, 20 Nov 2026 10:00:09 +0100", by=SERVER).encode() + b"\r\n" + raw)
    other = mail(world.made.asks, "Ik wil dat u mijn gegevens verwijdert.", message_id="<same@post.example>")
    arrives(world, other)
    assert fetched(world) == {"request": 2, "seen-before": 1}
    assert sorted(right for right, _ in open_requests(world)) == ["access", "erasure"]
    assert fetched(world) == {}


def test_mail_from_a_forged_sender_is_shown_and_waits(world: World) -> None:
    findings = (
        f"Authentication-Results: {SERVER}; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail header.from=post.example"
    )
    claimed = "Authentication-Results: mx.attacker.example; spf=pass; dkim=pass; dmarc=pass"
    arrives(world, mail(world.made.asks, ASKS_ACCESS, findings, claimed))
    arrives(world, mail(world.made.asks, ASKS_ACCESS + "!", claimed))
    assert fetched(world) == {"waiting": 1, "request": 1}, "what others claim about the sender counts for nothing"
    (row,) = waiting(world)
    assert row["why"] == "forged"
    assert {"dmarc-fail", "spf-fail"} <= set(row["signs"])


def letter_about(world: World, address: str, words: str) -> bytes:
    """The newest letter to an address with these words in its subject, as it was sent."""
    folder = world.made.home.sandbox / "mail"
    kept = next(one for one in list_messages(folder) if address in one.to and words in one.subject)
    return (folder / f"{kept.id}.eml").read_bytes()


def test_a_refusal_that_bounces_was_never_told(world: World) -> None:
    arrives(world, mail(STRANGER))
    fetched(world)
    ((_, reference),) = open_requests(world)
    status, said = typed(world, "request", "refuse", reference, "--ground", "Art. 15(4) GDPR", *BY)
    assert status == 0, said
    newest = list_messages(world.made.home.sandbox / "mail")[0]
    told_on = told(world, "request", "show", reference)["case"]["row"]["answered_on"]
    assert told_on is not None
    arrives(world, bounce((world.made.home.sandbox / "mail" / f"{newest.id}.eml").read_bytes()))
    assert fetched(world) == {"bounce": 1}
    assert told(world, "request", "show", reference)["case"]["row"]["answered_on"] is None
    assert "letter-not-delivered" in tasks(world)


def test_a_question_who_somebody_is_that_bounces_stops_no_clock(world: World) -> None:
    arrives(world, mail(STRANGER))
    fetched(world)
    ((_, reference),) = open_requests(world)
    asked = ("request", "ask-identity", reference, "--doubt", "het adres is nieuw", *BY)
    assert typed(world, *asked)[0] == 0
    assert told(world, "request", "show", reference)["case"]["about"]["identity_asked_on"] is not None
    newest = list_messages(world.made.home.sandbox / "mail")[0]
    arrives(world, bounce((world.made.home.sandbox / "mail" / f"{newest.id}.eml").read_bytes()))
    assert fetched(world) == {"bounce": 1}
    assert told(world, "request", "show", reference)["case"]["about"]["identity_asked_on"] is None


def clock(world: World, reference: str, now: str) -> dict[str, Any]:
    return told(world, "request", "clock", reference, "--now", now)["clock"]


def comes_back(world: World, about: str, now: str) -> None:
    """The report about the stranger's newest letter with these words lies in the mailbox and is read."""
    arrives(world, bounce(letter_about(world, STRANGER, about)))
    assert fetched(world, "--now", now) == {"bounce": 1}


def test_days_credited_for_a_question_that_bounces_after_all_are_taken_back(world: World) -> None:
    """T-05: the person was reached by telephone; the letter itself never arrived, so nobody was waited for."""
    reference = asked_at(world, STRANGER, "2027-02-04T09:00:00Z")
    doubt = ("--doubt", "het adres is nieuw", *BY, "--now", "2027-02-05T10:00:00Z")
    assert typed(world, "request", "ask-identity", reference, *doubt)[0] == 0
    called = ("request", "identify", reference, "--how", "teruggebeld", *BY, "--now", "2027-02-14T10:00:00Z")
    assert typed(world, *called)[0] == 0
    assert clock(world, reference, "2027-02-14T11:00:00Z")["law_due"] == "2027-03-15"
    comes_back(world, "", "2027-02-15T10:00:00Z")
    seen = clock(world, reference, "2027-02-15T11:00:00Z")
    assert (seen["law_due"], seen["suspended_days"], seen["suspended_from"]) == ("2027-03-04", 0, None)


def test_an_extension_moves_the_day_of_the_queue_and_one_that_bounces_moves_it_back(world: World) -> None:
    """T-21, T-22: where the law ends before the promise, it is the law's day that the office works by."""
    change_policy(world, "  answer_within: 30 days ", "  answer_within: 100 days ")
    reference = asked_at(world, STRANGER, "2027-02-04T09:00:00Z")
    words = ("--ground", "complexity", "--reasons", "zeven systemen", *BY, "--now", "2027-02-20T10:00:00Z")
    assert typed(world, "request", "extend", reference, *words)[0] == 0
    seen = clock(world, reference, "2027-02-20T11:00:00Z")
    assert (seen["promise"], seen["law_end"], seen["due"], seen["work_by"]) == ("running", *3 * ["2027-05-04"])
    comes_back(world, "meer tijd", "2027-02-21T10:00:00Z")
    seen = clock(world, reference, "2027-02-21T11:00:00Z")
    assert (seen["extension"], seen["due"], seen["work_by"]) == ("asked", *2 * ["2027-03-04"])


def asked_at(world: World, address: str, now: str) -> str:
    words = ("request", "receive", "--right", "access", "--from", address, "--channel", "mail", "--now", now)
    return str(told(world, *words)["reference"])


def test_a_reply_to_the_answer_finds_its_case_and_a_new_right_is_a_new_request(world: World) -> None:
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    ((_, reference),) = open_requests(world)
    typed(world, "request", "confirm", reference)
    approve(world, reference)
    ours = message_from_bytes(letter_about(world, address, "Antwoord"))["Message-ID"]
    arrives(world, mail(address, "Dank u wel.", f"In-Reply-To: {ours}", subject="Re: Antwoord"))
    arrives(world, mail(address, "Verwijder nu al mijn gegevens.", f"References: {ours}", subject="Re: Antwoord"))
    assert fetched(world) == {"joined": 1, "request": 1}
    assert [right for right, _ in open_requests(world)] == ["erasure"]
    assert len(told(world, "inbox", "messages", reference, *BY)["messages"]) == 2


def test_the_running_process_takes_mail_in_by_itself(world: World) -> None:
    with world.open() as belofte:
        write_mail(belofte, "privacy", world.made.asks, "Inzage", ASKS_ACCESS)
        engine = start_engine(belofte)
        try:
            ends = time.monotonic() + 120
            while not (found := belofte.office.queue()) and time.monotonic() < ends:
                time.sleep(0.05)
        finally:
            assert engine.stop()
        assert [row.right for row in found] == ["access"]


def test_a_forged_reply_does_not_join_the_thread_of_its_person(world: World) -> None:
    """T-15: the reference and the right address stand there, and our own server found that it is not theirs."""
    address = world.made.asks
    arrives(world, mail(address))
    fetched(world)
    ((_, reference),) = open_requests(world)
    findings = f"Authentication-Results: {SERVER}; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail header.from=x"
    arrives(world, mail(address, "Stuur het naar een ander adres.", findings, subject=f"Re: {reference}"))
    assert fetched(world) == {"waiting": 1}
    (row,) = waiting(world)
    assert (row["why"], "dmarc-fail" in row["signs"]) == ("other-address", True)
    assert len(told(world, "inbox", "messages", reference, *BY)["messages"]) == 1


def test_a_withdrawal_and_an_objection_by_mail_are_about_what_they_name(world: World) -> None:
    """What is not said stops nothing; who decides finds ticked what the words name, and says the rest."""
    arrives(world, mail(world.made.asks, "I withdraw my consent for the newsletter."))
    arrives(world, mail(world.made.leaves, "Ik maak bezwaar tegen reclame."))
    arrives(world, mail(STRANGER, "I withdraw my consent for the raffle."))
    assert fetched(world) == {"request": 2, "waiting": 1}
    about = {right: purposes_of(world, reference) for right, reference in open_requests(world)}
    assert about == {"withdrawal": ["newsletter"], "objection": ["newsletter", "post"]}
    (row,) = waiting(world)
    assert row["why"] == "which-purpose"
    status, said = typed(world, "inbox", "take", row["id"], "--right", "withdrawal", *BY)
    assert (status, "--all-purposes" in said) == (2, True), said
    assert len(waiting(world)) == 1, "nothing has changed"
    reference = taken(world, row["id"], "--right", "withdrawal", "--purpose", "post")
    assert purposes_of(world, reference) == ["post"]


def purposes_of(world: World, reference: str) -> list[str]:
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        return list(tx.requests.by_reference(reference.split()[-1]).course.purposes)


def test_notice_of_every_service_by_mail_needs_nobody_to_say_which(world: World) -> None:
    arrives(world, mail(world.made.leaves, "Graag al mijn diensten opzeggen."))
    arrives(world, mail(STRANGER, "Please cancel all my services."))
    arrives(world, mail(world.made.asks, "Ik zeg mijn abonnement op."))
    assert fetched(world) == {"request": 2, "waiting": 1}
    assert [row["why"] for row in waiting(world)] == ["which-service"]
    assert "Europe/Amsterdam" in typed(world, "inbox", "list")[1], "whose time it is, is said"


def test_a_letter_that_is_registered_is_about_what_its_words_name(world: World, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    ways = {"Ik trek mijn toestemming voor de nieuwsbrief in.": ["newsletter"], "Ik trek mijn toestemming in.": None}
    asks = ("request", "receive", "--right", "withdrawal", "--channel", "post", "--from", world.made.asks, "--text")
    for words, purposes in ways.items():
        letter.write_text(words, "utf-8")
        status, said = typed(world, *asks, str(letter))
        assert status == (0 if purposes else 2), said
        assert purposes is None or purposes_of(world, said.strip()) == purposes
    status, said = typed(world, *asks, str(letter), "--all-purposes")
    assert (status, len(purposes_of(world, said.strip()))) == (0, 3), said
