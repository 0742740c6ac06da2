"""A full copy of an identity document that nobody asked for: deleted by one act, with a receipt, and asked for every
working day while it is marked and still here (T-03)."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from tests.inbox.mails import ASKS_ACCESS, multipart
from tests.inbox.test_by_mail import BY, arrives, fetched, open_requests, tasks, waiting
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.message import OurSide
from belofte.mail.leaving_out import without_attachment
from belofte.mail.reading_mail import attachment_of, read_mail

WORDS = f"Content-Type: text/plain; charset=utf-8\n\n{ASKS_ACCESS}"
PASSPORT, MANDATE = b"%PDF-1.4 a whole passport", b"%PDF-1.4 a mandate"
ASKED = "taak delete-proof"
OFFICE = "privacy@linprofs.example"


def pdf(name: str, data: bytes) -> str:
    encoded = base64.b64encode(data).decode()
    return f'Content-Type: application/pdf; name="{name}"\nContent-Transfer-Encoding: base64\n\n{encoded}'


@pytest.fixture
def came(world: World) -> str:
    """A request with a mandate and, unasked, a passport beside it: the reference."""
    arrives(world, multipart(world.made.asks, [WORDS, pdf("machtiging.pdf", MANDATE), pdf("bijlage.pdf", PASSPORT)]))
    fetched(world)
    ((_, reference),) = open_requests(world)
    return reference


def message_of(world: World, reference: str) -> dict[str, Any]:
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    return view


def vault(world: World, reference: str) -> list[bytes]:
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        rows = tx.inbox.of_case(tx.requests.by_reference(reference).id)
        return [tx.vault.get(row.entry) for row in rows if row.entry]


def test_one_attachment_is_taken_out_and_the_rest_is_as_it_was() -> None:
    raw = multipart("a@post.example", [WORDS, pdf("a.pdf", MANDATE), pdf("b.pdf", PASSPORT), pdf("c.pdf", MANDATE)])
    left = without_attachment(raw, 2)
    assert [one.kept for one in read_mail(left, OurSide()).attachments] == [True, False, True]
    assert (attachment_of(left, 1), attachment_of(left, 2), attachment_of(left, 3)) == (MANDATE, b"", MANDATE)
    assert read_mail(left, OurSide()).text == read_mail(raw, OurSide()).text
    assert without_attachment(raw, 4) == without_attachment(raw, 0) == raw


def test_a_message_in_the_message_is_one_attachment_and_hides_none_behind_it() -> None:
    """Somebody passes on a mail with two documents and adds a passport: that is the second attachment."""
    inner = multipart("b@post.example", [WORDS, pdf("in1.pdf", MANDATE), pdf("in2.pdf", MANDATE)]).decode()
    passed_on = "Content-Type: message/rfc822\n\n" + inner.replace("\r\n", "\n").replace("grens", "binnen")
    raw = multipart("a@post.example", [WORDS, passed_on, pdf("pas.pdf", PASSPORT)])
    left = without_attachment(raw, 2)
    assert [one.kept for one in read_mail(left, OurSide()).attachments] == [True, False]
    assert base64.b64encode(PASSPORT) not in left
    assert left.count(base64.b64encode(MANDATE)) == 2, "what was passed on is whole"
    gone = without_attachment(raw, 1)
    assert [one.kept for one in read_mail(gone, OurSide()).attachments] == [False, True]
    assert (base64.b64encode(MANDATE) in gone, attachment_of(gone, 2)) == (False, PASSPORT)


def test_a_copy_of_a_passport_is_deleted_by_one_command_with_a_receipt(world: World, came: str) -> None:
    message = message_of(world, came)["row"]["id"]
    assert any(base64.b64encode(PASSPORT) in data for data in vault(world, came)), "it lies here, as it came"
    deleted = told(world, "inbox", "delete", message, "--number", "2", *BY)
    (line,) = deleted["receipt"]["lines"]
    assert (deleted["receipt"]["verb"], deleted["receipt"]["outcome"]) == ("purge", "done")
    assert (line["collection"], line["acted"], line["remains"]) == ("attachment", 1, 0)
    assert not any(base64.b64encode(PASSPORT)[:20] in data for data in vault(world, came))
    assert [one["kept"] for one in message_of(world, came)["attachments"]] == [True, False]
    receipts = told(world, "request", "show", came)["case"]["receipts"]
    assert [one["verb"] for one in receipts] == ["purge"]
    assert typed(world, "verify")[0] == 0
    status, said = typed(world, "inbox", "delete", message, "--number", "2", *BY)
    assert (status, "no such attachment" in said) == (2, True)
    assert typed(world, "inbox", "delete", message, "--number", "2", "--by", "")[0] == 2


def test_what_is_marked_is_asked_for_every_working_day_until_it_is_gone(world: World, came: str) -> None:
    message = message_of(world, came)["row"]["id"]
    assert typed(world, "inbox", "mark", message, "--number", "2", *BY)[0] == 0
    assert typed(world, "inbox", "mark", message, "--number", "2", *BY)[0] == 0
    (task,) = [one for one in told(world, "task", "list")["tasks"] if one["kind"] == "delete-proof"]
    status, said = typed(world, "task", "done", task["id"], *BY)
    assert (status, "inbox delete" in said) == (1, True), "ticking it off deletes nothing"
    typed(world, "work", "--now", "2027-02-26T09:30:00Z")
    told_on: list[bool] = []
    for day in ("2027-03-01", "2027-03-02", "2027-03-03"):  # working days
        before = len(_daily(world))
        assert typed(world, "work", "--now", f"{day}T09:30:00Z")[0] == 0
        told_on.append(any(ASKED in letter for letter in _daily(world)[before:]))
        if day == "2027-03-02":
            now = ("--now", f"{day}T12:00:00Z")
            assert typed(world, "inbox", "delete", message, "--number", "2", *BY, *now)[0] == 0
    assert told_on == [True, True, False]
    assert "delete-proof" not in tasks(world)


def _daily(world: World) -> list[str]:
    return world.letters_to(OFFICE)


def test_what_was_marked_before_it_became_a_request_is_still_asked_for(world: World) -> None:
    unclear = "Content-Type: text/plain; charset=utf-8\n\nIk heb een vraag over mijn rekening."
    arrives(world, multipart("wie@nergens.example", [unclear, pdf("bijlage.pdf", PASSPORT)]))
    fetched(world)
    (row,) = waiting(world)
    assert typed(world, "inbox", "mark", row["id"], "--number", "1", *BY)[0] == 0
    assert typed(world, "inbox", "take", row["id"], "--right", "access", *BY)[0] == 0
    assert tasks(world).count("delete-proof") == 1
    assert typed(world, "inbox", "delete", row["id"], "--number", "1", *BY)[0] == 0
    assert "delete-proof" not in tasks(world)


@pytest.mark.parametrize("act", ["mark", "delete"])
def test_there_must_be_such_an_attachment(world: World, came: str, act: str) -> None:
    message = message_of(world, came)["row"]["id"]
    status, said = typed(world, "inbox", act, message, "--number", "3", *BY)
    assert (status, "no such attachment" in said) == (2, True)
