"""Pictures that come by mail are never kept, and what answers "who are you?" goes after the check (T-03, T-05)."""

from __future__ import annotations

import base64
from email import message_from_bytes
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.inbox.mails import ASKS_ACCESS, SERVER, mail, multipart, received
from tests.inbox.test_by_mail import BY, STRANGER, arrives, clock, fetched, letter_about, open_requests, tasks, waiting
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.message import OurSide
from belofte.mail.leaving_out import as_kept, words_only
from belofte.mail.reading_mail import read_mail

FACE = b"\xff\xd8\xff\xe0 the photograph of a passport"
WORDS = f"Content-Type: text/plain; charset=utf-8\n\n{ASKS_ACCESS}"
LATE = received("Sun, 14 Feb 2027 10:00:00 +0100", by=SERVER)


def part(kind: str, data: bytes = FACE) -> str:
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{base64.b64encode(data).decode()}"


PICTURES = {
    "as a picture": part('image/jpeg; name="paspoort.jpg"'),
    "in the text": part("image/jpeg") + "\nContent-ID: <a>",
    "as bytes with a name": part('application/octet-stream; name="scan.JPG"', b"whatever it holds"),
    "as bytes by its beginning": part('application/octet-stream; name="document"'),
    "as a document by its name": part('application/pdf; name="paspoort.pdf"'),
    "from a telephone": part('application/octet-stream; name="x"', b"\0\0\0\x18ftypheic" + FACE),
}


def kept(world: World) -> list[bytes]:
    """What lies in the vault of all messages of all requests."""
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        cases = [tx.requests.by_reference(reference).id for _, reference in open_requests(world)]
        rows = [row for case in cases for row in tx.inbox.of_case(case)]
        return [tx.vault.get(row.entry) for row in rows if row.entry]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_left_out_and_the_rest_is_as_it_was(picture: str) -> None:
    raw = multipart(STRANGER, [WORDS, picture, part('application/pdf; name="machtiging.pdf"', b"%PDF-1.4 mandate")])
    left = as_kept(raw)
    before, after = read_mail(raw, OurSide()), read_mail(left, OurSide())
    assert base64.b64encode(FACE)[:20] not in left and FACE not in left
    assert (after.text, after.subject, after.sender) == (before.text, before.subject, before.sender)
    assert [one.kept for one in after.attachments] == [False, True]
    assert [one.size for one in after.attachments] == [0, before.attachments[1].size]
    assert [one.kept for one in read_mail(words_only(raw), OurSide()).attachments] == [False, False]


def test_a_picture_in_a_mail_in_the_mail_is_left_out_too() -> None:
    inner = multipart(STRANGER, [WORDS, PICTURES["as a picture"]]).decode().replace("grens", "binnen")
    raw = multipart("jan@linprofs.example", [WORDS, f"Content-Type: message/rfc822\n\n{inner}"])
    assert base64.b64encode(FACE)[:20] not in as_kept(raw)


def test_a_mail_that_is_nothing_but_a_picture_holds_nothing_then() -> None:
    raw = mail(STRANGER, base64.b64encode(FACE).decode(), content="image/jpeg\r\nX-A: b").replace(b"8bit", b"base64")
    assert base64.b64encode(FACE)[:20] not in as_kept(raw)


def test_without_a_picture_every_byte_stays() -> None:
    raw = multipart(STRANGER, [WORDS, part('application/pdf; name="a.pdf"', b"%PDF-1.4"), "\xe9\udcff broken"])
    assert as_kept(raw) == raw


HEADS = st.sampled_from(
    ["image/png", 'image/x; name="é.jpg"', "multipart/mixed", "text/plain; charset=x-none", "", ";;"]
)
PARTS = st.lists(st.tuples(HEADS, st.text(max_size=40)), max_size=4)


@settings(max_examples=60, deadline=None)
@given(parts=PARTS, tail=st.binary(max_size=60))
def test_whatever_came_nothing_raises_and_nothing_is_added(parts: list[tuple[str, str]], tail: bytes) -> None:
    raw = multipart(STRANGER, [f"Content-Type: {kind}\n\n{text}" for kind, text in parts]) + tail
    for left_out in (as_kept, words_only):
        read_mail(left_out(raw), OurSide())
        left_out(tail)


def test_a_photograph_that_comes_with_a_request_lies_in_the_mailbox_only(world: World) -> None:
    arrives(world, multipart(world.made.asks, [WORDS, PICTURES["as a picture"]]))
    assert fetched(world) == {"request": 1}
    ((_, reference),) = open_requests(world)
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    assert ASKS_ACCESS.split("\n")[0] in view["text"]
    assert [(one["name"], one["kept"]) for one in view["attachments"]] == [("paspoort.jpg", False)]
    assert all(base64.b64encode(FACE)[:20] not in raw for raw in kept(world))
    asked = ("inbox", "attachment", view["row"]["id"], "--number", "1", "--out", "x.jpg", *BY)
    status, said = typed(world, *asked)
    assert (status, "never kept" in said) == (1, True)


def asked_who_they_are(world: World) -> tuple[str, str]:
    """A stranger's request of 4 February, asked who they are a day later; the reference, and our letter's id."""
    words = ("request", "receive", "--right", "access", "--from", STRANGER, "--channel", "mail")
    reference = str(told(world, *words, "--now", "2027-02-04T09:00:00Z")["reference"])
    asked = ("request", "ask-identity", reference, "--doubt", "het adres is nieuw", *BY)
    assert typed(world, *asked, "--now", "2027-02-05T10:00:00Z")[0] == 0
    return reference, str(message_from_bytes(letter_about(world, STRANGER, ""))["Message-ID"])


def proofs(world: World, reference: str) -> dict[str, Any]:
    return told(world, "request", "show", reference)["case"]


def test_an_answer_by_mail_starts_the_clock_again_and_goes_after_the_check(world: World) -> None:
    """T-05, T-03: it reached us on the 14th and was read on the 20th; a document that came along is not kept at all."""
    reference, letter = asked_who_they_are(world)
    answer = ["Content-Type: text/plain\n\nMijn laatste factuur was 83,20 euro.", PICTURES["as a document by its name"]]
    arrives(world, multipart(STRANGER, answer, LATE, f"In-Reply-To: {letter}"))
    assert fetched(world, "--now", "2027-02-20T09:00:00Z") == {"joined": 1}
    seen = clock(world, reference, "2027-02-21T09:00:00Z")
    assert (seen["suspended_until"], seen["suspended_days"], seen["law_due"]) == ("2027-02-14", 9, "2027-03-15")
    assert "look-who-asks" in tasks(world)
    assert proofs(world, reference)["about"]["proofs_kept"] == 1
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    assert "83,20" in view["text"] and view["row"]["why"] == "proof"
    assert [one["kept"] for one in view["attachments"]] == [False]
    assert typed(world, "request", "identify", reference, "--how", "knew the last invoice", *BY)[0] == 0
    case = proofs(world, reference)
    assert case["about"]["proofs_kept"] == 0
    assert [one["verb"] for one in case["receipts"] if one["system"] == "identity"] == ["purge"]
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    assert (view["text"], kept(world)) == ("", [])


def test_a_national_number_in_the_answer_is_not_kept_and_somebody_is_told_to_look(world: World) -> None:
    reference, letter = asked_who_they_are(world)
    arrives(world, mail(STRANGER, "Mijn BSN is 111222333.", LATE, f"In-Reply-To: {letter}"))
    assert fetched(world, "--now", "2027-02-20T09:00:00Z") == {"joined": 1}
    assert kept(world) == []
    assert "look-who-asks" in tasks(world)
    (view,) = told(world, "inbox", "messages", reference, *BY)["messages"]
    assert (view["row"]["why"], view["text"]) == ("proof-not-kept", "")
    assert "111222333" in typed(world, "inbox", "show", view["row"]["id"], *BY)[1], "it lies in the mailbox"


def test_a_photograph_in_a_message_that_waits_is_not_kept_either(world: World) -> None:
    arrives(world, multipart(STRANGER, ["Content-Type: text/plain\n\nHierbij.", PICTURES["as a picture"]]))
    assert fetched(world) == {"waiting": 1}
    (row,) = waiting(world)
    assert typed(world, "inbox", "take", row["id"], "--right", "access", *BY)[0] == 0
    assert all(base64.b64encode(FACE)[:20] not in raw for raw in kept(world))


@pytest.mark.parametrize(
    "words",
    [
        "Content-Type: text/plain; charset=utf-8\n\nMijn nummer is 111.22.23.33, graag een kopie voor José.",
        "Content-Type: text/html; charset=utf-8\n\n<p>Mijn nummer is 111222333, graag een kopie voor José.</p>",
    ],
)
def test_a_national_number_in_the_words_of_a_message_is_not_kept_with_it(words: str) -> None:
    for raw in (multipart(STRANGER, [words]), words.encode()):
        for left_out in (as_kept, words_only):
            text = read_mail(left_out(raw), OurSide()).text
            assert "111" not in text
            assert "Mijn nummer is █" in text
            assert "kopie voor José." in text
            assert b"111222333" not in left_out(raw)
