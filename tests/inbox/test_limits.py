"""Floods, oversized messages, automatic mail: what is stopped is counted, can be looked at, and stops nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.inbox.mails import ASKS_ACCESS, OFFICE, mail, multipart, received
from tests.inbox.test_by_mail import BY, arrives, fetched, open_requests, taken, tasks, waiting
from tests.inbox.test_reading import PROGRAM, SCAN, ZIP
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap.inbox import mailboxes_of
from belofte.domain.errors import Refused
from belofte.domain.message import Message, OurSide, network_of
from belofte.mail.reading_mail import read_mail
from belofte.ports import Arrived, MailboxPurpose
from belofte.procedures.desks import Submission
from belofte.procedures.intake.inbox import A_NETWORK, A_SENDER
from belofte.procedures.intake.inbox_desk import InboxDesk
from belofte.procedures.intake.intake import REQUESTS_A_NETWORK
from belofte.sandbox.mailbox import SERVER, SandboxMailbox
from belofte.store_port.inbox_book import MailboxMark


def stopped(world: World) -> dict[str, Any]:
    return told(world, "inbox", "stopped")["stopped"]


def test_a_flood_from_one_sender_is_stopped_and_another_gets_through(world: World) -> None:
    for n in range(A_SENDER + 3):
        arrives(world, mail("bot@post.example", f"Bericht {n}"))
    arrives(world, mail(world.made.asks))
    assert fetched(world) == {"waiting": A_SENDER, "stopped": 3, "request": 1}
    found = stopped(world)
    assert found["counts"] == {"flood-sender": 3}
    held = [task for task in told(world, "task", "list")["tasks"] if task["kind"] == "mail-stopped"]
    assert [task["count"] for task in held] == [3], "one task, however many"
    view = told(world, "inbox", "show", found["rows"][0]["id"], *BY)["message"]
    assert view["text"] == f"Bericht {A_SENDER + 2}", "it lies in its mailbox still"
    reference = taken(world, found["rows"][0]["id"], "--question")
    assert told(world, "inbox", "messages", reference, *BY)["messages"][0]["text"] == view["text"]
    assert stopped(world)["counts"] == {"flood-sender": 2}


def test_a_flood_from_one_machine_under_many_names_is_stopped(world: World) -> None:
    line = received("Sun, 22 Nov 2026 10:00:00 +0100", by=SERVER, network="203.0.113.9")
    for n in range(A_NETWORK):
        arrives(world, mail(f"bot{n}@post.example", "List", line, "List-Id: x <x.example>"))
    arrives(world, mail("bot-last@post.example", "Hallo", line))
    assert fetched(world)["automatic"] == A_NETWORK
    assert fetched(world) == {"stopped": 1}
    assert stopped(world)["counts"] == {"flood-network": 1}
    arrives(world, mail(world.made.asks, ASKS_ACCESS, received("Sun, 22 Nov 2026 10:00:00 +0100", by=SERVER)))
    assert fetched(world) == {"request": 1}


def test_one_household_of_the_new_internet_is_one_network(world: World) -> None:
    """IPv6: whoever has one line has 2^64 addresses."""
    with world.open() as belofte:
        asks = Submission("access", "v6@post.example", "nl")
        for n in range(REQUESTS_A_NETWORK):
            belofte.public.submit(replace(asks, address=f"v6-{n}@post.example", network=f"2001:db8:1:1::{n:x}"))
        with pytest.raises(Refused, match="network"):
            belofte.public.submit(replace(asks, network="2001:db8:1:1:ffff::1"))
        assert belofte.public.submit(replace(asks, network="2001:db8:1:2::1")), "next door is another"
    lines = [received("Sun, 22 Nov 2026 10:00:00 +0100", network=f"IPv6:2001:db8:1:1::{n}") for n in (1, 2)]
    assert {network_of(read_mail(mail("a@post.example", "x", line), OurSide()), ()) for line in lines} == {
        "2001:db8:1:1::/64"
    }


def test_many_requests_of_one_address_are_registered_and_nobody_is_flooded_with_letters(world: World) -> None:
    victim = world.made.asks
    for _ in range(A_SENDER):
        arrives(world, mail(victim, ASKS_ACCESS))
    assert fetched(world) == {"request": A_SENDER}
    assert len(world.letters_to(victim)) <= 2 * 5


def test_automatic_mail_asks_nothing_unless_it_carries_a_request(world: World) -> None:
    arrives(world, mail("a@post.example", "Ik ben er niet. Verwijder mijn gegevens.", "Auto-Submitted: auto-replied"))
    arrives(world, mail("n@reclame.example", "Verwijder mijn gegevens.", "List-Unsubscribe: <https://r.example>"))
    arrives(world, mail("formulier@site.example", "Onderhoud vannacht.", "Auto-Submitted: auto-generated"))
    arrives(
        world,
        mail(
            "formulier@site.example", "Naam: Jan\n\nIk wil inzage in mijn gegevens.", "Auto-Submitted: auto-generated"
        ),
    )
    assert fetched(world) == {"automatic": 3, "waiting": 1}
    (row,) = waiting(world)
    assert (row["why"], row["proposed"]) == ("automatic", "access"), "a form on a website writes as a program too"
    assert open_requests(world) == []
    assert tasks(world) == ["sort-message"]


def test_attachments_are_kept_unopened_and_what_could_harm_is_counted(world: World) -> None:
    words = f"Content-Type: text/plain; charset=utf-8\n\n{ASKS_ACCESS}"
    arrives(world, multipart(world.made.asks, [words, ZIP, PROGRAM]))
    assert fetched(world) == {"request": 1}
    ((_, reference),) = open_requests(world)
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    assert [(one["name"], one["aside"]) for one in view["attachments"]] == [("facturen.zip", True), ("foto.png", True)]
    assert stopped(world)["aside"] == 2
    status, said = typed(world, "inbox", "attachment", view["row"]["id"], "--number", "1", "--out", "x.zip", *BY)
    assert status == 1 and "set aside" in said
    for file in world.made.home.data.rglob("*"):
        if file.is_file() and "sandbox" not in file.parts:
            assert b"facturen.zip" not in file.read_bytes(), "encrypted under the case's key"


def test_a_message_that_cannot_be_read_waits_and_stops_none_after_it(world: World) -> None:
    arrives(world, b"X: y\r\n" * 5000 + mail("a@post.example"))
    arrives(world, b"\0\xff garbage")
    arrives(world, mail("not an address", ASKS_ACCESS))
    arrives(world, mail(f"{'a' * 300}@post.example", ASKS_ACCESS))
    arrives(world, mail(world.made.asks))
    done = fetched(world)
    assert done["request"] == 1
    reasons = {row["why"] for row in waiting(world)}
    assert reasons <= {"too-many-headers", "no-sender", "not-taken", "unclear"}
    for row in waiting(world):
        assert typed(world, "inbox", "show", row["id"], *BY)[0] == 0
        taken(world, row["id"], "--nothing")
    assert waiting(world) == []


def test_wrong_use_is_told_and_changes_nothing(world: World) -> None:
    arrives(world, mail("a@post.example", "Hallo daar"))
    fetched(world)
    (row,) = waiting(world)
    for words, said in (
        ((row["id"],), "one thing only"),
        ((row["id"], "--question", "--nothing"), "one thing only"),
        ((row["id"], "--right", "wishing"), "no right of this name"),
        ((row["id"], "--question", "--received", "gisteren"), "not a moment"),
        ((row["id"], "--question", "--received", "2026-11-20T10:00"), "no time zone"),
        ((row["id"], "--question", "--received", "2099-11-20T10:00:00+01:00"), "in the future"),
        ((row["id"], "--join", "B-0000-000"), "no open request"),
        (("M-0000-000", "--question"), "no such message"),
    ):
        status, answer = typed(world, "inbox", "take", *words, *BY)
        assert status == 2, answer
        assert said in answer
    assert typed(world, "inbox", "take", row["id"], "--question", "--by", " ")[0] == 2
    assert [one["id"] for one in waiting(world)] == [row["id"]]


def test_outside_a_sandbox_nobody_writes_mail_this_way(world: World) -> None:
    file = world.made.home.policy / "policy.yaml"
    file.write_text(file.read_text("utf-8").replace("environment: sandbox\n", ""), "utf-8")
    status, said = typed(world, "inbox", "write", "--from", "a@post.example", "--text", "Hallo")
    assert status == 1 and "sandbox" in said
    status, said = typed(world, "inbox", "fetch")
    assert status == 0 and "No mailbox is set" in said


def test_a_document_that_came_along_is_handed_to_a_named_person_as_it_came(world: World, tmp_path: Path) -> None:
    words = f"Content-Type: text/plain; charset=utf-8\n\n{ASKS_ACCESS}"
    arrives(world, multipart(world.made.asks, [words, ZIP, SCAN]))
    fetched(world)
    ((_, reference),) = open_requests(world)
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    out = tmp_path / "machtiging.pdf"
    asked = ("inbox", "attachment", view["row"]["id"], "--out", str(out), *BY)
    assert typed(world, *asked, "--number", "2")[0] == 0
    assert out.read_bytes().startswith(b"%PDF-1.4")
    assert typed(world, *asked, "--number", "2")[0] == 2, "nothing is overwritten"
    status, said = typed(world, *asked, "--number", "3")
    assert status == 2 and "no such attachment" in said


class Fails:
    """A reader that stumbles over one message."""

    def __call__(self, raw: bytes, ours: OurSide) -> Message:
        if b"stumble" in raw:
            raise RecursionError
        return read_mail(raw, ours)


def test_a_message_on_which_reading_itself_fails_waits_and_stops_none_after_it(world: World) -> None:
    arrives(world, mail("a@post.example", "stumble"))
    arrives(world, mail(world.made.asks))
    with world.open() as belofte:
        given = mailboxes_of(belofte)
        desk = InboxDesk(belofte.current, replace(given, read=Fails()))
        assert desk.fetch() == {"waiting": 1, "request": 1}
        assert [row.why for row in desk.list()] == ["cannot-be-read"]
        assert InboxDesk(belofte.current, given).show(desk.list()[0].id, "P. de Boer").text == "stumble"


LARGEST = 2_000


class Cut(SandboxMailbox):
    """A mailbox of which no more than the first bytes of a message are read, as a real one beyond its limit."""

    def get(self, uid: str) -> Arrived | None:
        found = super().get(uid)
        return found and replace(found, raw=found.raw[:LARGEST], whole=len(found.raw) <= LARGEST)


def test_a_message_that_is_too_large_waits_for_a_person_however_plainly_its_beginning_asks(world: World) -> None:
    arrives(world, mail(world.made.asks, f"{ASKS_ACCESS}\n{'. ' * LARGEST}"))
    arrives(world, mail(world.made.asks, ASKS_ACCESS))
    with world.open() as belofte:
        cut = Cut(world.made.home.sandbox / "mail", OFFICE, MailboxPurpose.PRIVACY)
        given = replace(mailboxes_of(belofte), boxes={"privacy": cut})
        desk = InboxDesk(belofte.current, given)
        assert desk.fetch() == {"waiting": 1, "request": 1}
        assert [row.why for row in desk.list()] == ["too-large"]
        shown = desk.show(desk.list()[0].id, "P. de Boer")
        assert "inzage in mijn gegevens" in shown.text
        assert len(shown.text) < LARGEST


def test_what_was_read_before_is_not_taken_in_again_when_the_mailbox_starts_anew(world: World) -> None:
    arrives(world, mail(world.made.asks))
    arrives(world, mail("a@post.example", "Hallo daar"))
    assert fetched(world) == {"request": 1, "waiting": 1}
    with world.open() as belofte, belofte.parts.store.transaction() as tx:
        tx.inbox.set_mark(MailboxMark("privacy", "", None))
    assert fetched(world) == {"seen-before": 2}
    assert len(open_requests(world)) == 1
