"""Letters on paper, and another way to the person when a letter came back.

A letter to no address is for the post: a task names it, `belofte request letter` prints it, and it counts as sent when
a named person says that it was posted. After a bounce the answer goes elsewhere only once somebody was identified
(Art. 12(6) GDPR), and the due date stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from belofte.domain.access_log import Place
from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import NotAllowed, Request, RequestState, Waiting, wait
from belofte.domain.rights.planning import LETTERS
from belofte.domain.task import Task, TaskState, finish
from belofte.domain.wish import WISH, encode_wish
from belofte.ports import Letter
from belofte.procedures.answering.delivered import NOT_DELIVERED, accepted, came_back
from belofte.procedures.answering.letters import decode_letter, queue_written
from belofte.procedures.answering.package import lines_of_packages, zip_parts
from belofte.procedures.cases import as_it_is
from belofte.procedures.identity.identifying import vouch
from belofte.procedures.identity.reaching import move_contact, wish_of
from belofte.procedures.parts import Parts
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import LetterState, StoredLetter, StoredStep, Transaction

PRINTED = "letter.printed"
"""Event: a letter was handed to a named person for printing."""


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """One letter for the post. ``address`` stands on the envelope."""

    purpose: str
    address: str
    text: str
    html: str
    posted: bool


def hand_to_post(parts: Parts, tx: Transaction, stored: StoredStep, request: Request, letter: Letter) -> None:
    """The answer is for the post: once a task; the step of telling waits until somebody posted it."""
    waiting = [one for one in tx.letters.of_request(request.id) if one.state is LetterState.PRINT]
    if not any(one.purpose == LetterKind.ANSWER for one in waiting):
        queue_written(parts, tx, request.id, LetterKind.ANSWER, letter)
    tx.steps.postpone([stored.step.id], parts.now() + timedelta(days=1))
    tx.requests.save(wait(request, Waiting.OFFICE, LETTERS))


def posted(parts: Parts, tx: Transaction, task: Task) -> None:
    """A named person posted the letter of this task: from now it counts as sent."""
    if task.request is None:
        return
    for letter in tx.letters.of_request(task.request):
        if letter.content == task.words and letter.state is LetterState.PRINT:
            tx.letters.sent(letter.id, parts.now(), "post")
            accepted(parts, tx, letter, parts.now())


def letters_to_print(parts: Parts, request: Request, by: str) -> Sequence[PrintedLetter]:
    """The letters of a case that go by post, for a named person; that they were handed out is noted."""
    require_name(by)
    with parts.store.transaction() as tx:
        letters = [one for one in tx.letters.of_request(request.id) if one.state is LetterState.PRINT]
        contents = tx.vault.get_many([one.content for one in letters])
        address = wish_of(tx, request.id).post_address
        if letters:
            tx.vault.put(request.id, "printed by", by.encode())
            tx.events.add(PRINTED, request.id, parts.now(), {"letters": len(letters)})
            note_look(parts, tx, request, by, Place.PRINT)
    return [_printed(one, decode_letter(contents[one.content], one.id), address) for one in letters]


def copy_to_print(parts: Parts, request: Request) -> Iterator[bytes] | None:
    """The copy itself as a zip, for a carrier that goes with the letter. None where there is none, or where it does not
    go by post: then nobody of ours needs it."""
    with parts.store.reading() as tx:
        on_paper = any(
            one.state is LetterState.PRINT and one.purpose == LetterKind.ANSWER
            for one in tx.letters.of_request(request.id)
        )
        stored = tx.vault.packages(request.id)
    if not on_paper or not stored:
        return None
    return zip_parts(lines_of_packages([lambda p=p: parts.store.packages.read(p) for p in stored]))


def report_bounce(parts: Parts, request: Request, by: str) -> Request:
    """An answer that was accepted came back after all. Raises ``Refused`` where nothing was answered."""
    require_name(by)
    with parts.store.transaction() as tx:
        try:
            return came_back(parts, tx, as_it_is(tx, request))
        except NotAllowed as no:
            raise Refused(f"No answer of this request can have come back: it is {request.state}.") from no


def redirect(
    parts: Parts, request: Request, by: str, how: str, *, other_address: str = "", post_address: str = ""
) -> Request:
    """Another route, after identification by a named person (``how``): letters that did not arrive go there.

    Raises ``WrongUse`` without exactly one new route.
    """
    if bool(other_address) == bool(post_address):
        raise WrongUse("Name one new route.", "give --address for e-mail, or --post with a file that holds the address")
    identified = vouch(parts, request, by, how) if request.state not in _ENDED else _checked(request, by, how)
    with parts.store.transaction() as tx:
        wish = replace(wish_of(tx, request.id), other_address=other_address, post_address=post_address)
        tx.vault.put(request.id, WISH, encode_wish(wish))
        move_contact(parts, tx, identified, other_address, "route-after-identification")
        _send_again(parts, tx, identified, other_address)
        for task in tx.tasks.of_request(request.id):
            if task.kind == NOT_DELIVERED and task.state is TaskState.OPEN:
                tx.tasks.save(finish(task, by, parts.now()))
    return identified


_ENDED = (RequestState.REFUSED, RequestState.STOPPED)


def _checked(request: Request, by: str, how: str) -> Request:
    """A refusal that did not arrive goes to another address too; that nothing else of the case changes is right."""
    require_name(by)
    if not how.strip() or request.answered_at is not None:
        raise Refused("Only a letter that did not arrive goes elsewhere.", "say with --how who this is")
    return request


def _send_again(parts: Parts, tx: Transaction, request: Request, address: str) -> None:
    """What did not arrive, once more: failed letters that end a request, and the answer."""
    letters = tx.letters.of_request(request.id)
    for letter in letters:
        if letter.state is LetterState.FAILED and letter.purpose in _ENDING:
            written = decode_letter(tx.vault.get(letter.content), letter.id)
            queue_written(parts, tx, request.id, LetterKind(letter.purpose), replace(written, to=address))
    if request.state is not RequestState.ACTING:
        return
    steps = [one for one in tx.steps.of_request(request.id) if one.step.system == LETTERS]
    open_steps = [one.step.id for one in steps if one.state in ("planned", "intended", "acted", "looked")]
    for step in open_steps:
        tx.vault.put(request.id, f"letter of {step}", b"")  # written anew, for the new address
    tx.steps.postpone(open_steps, parts.now())
    if not open_steps and steps:
        column = f"letter of {steps[-1].step.id}"
        written = decode_letter(tx.vault.newest(column, [request.id])[request.id], steps[-1].step.id)
        queue_written(parts, tx, request.id, LetterKind.ANSWER, replace(written, to=address))


_ENDING = (LetterKind.REFUSED, LetterKind.UNIDENTIFIED, LetterKind.STOPPED, LetterKind.EXTENSION, LetterKind.IDENTIFY)


def _printed(stored: StoredLetter, letter: Letter, address: str) -> PrintedLetter:
    block = "<br>".join(_escaped(line) for line in address.splitlines())
    html = letter.html.replace("<body>", f"<body><address>{block}</address>", 1)
    if html == letter.html:
        html = re.sub(r"(<body[^>]*>)", rf"\1<address>{block}</address>", letter.html, count=1)
    text = f"{address}\n\n\n{letter.subject}\n\n{letter.text}"
    return PrintedLetter(stored.purpose, address, text, html, stored.state is LetterState.SENT)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
