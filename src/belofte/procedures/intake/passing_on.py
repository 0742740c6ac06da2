"""A request about data that we hold for another controller (Art. 28(3)(e) GDPR): it goes there at once, and the person
is told whom to ask. It is registered as a question and answered so; nothing of it is searched or handed over here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from email_validator import EmailNotValidError, validate_email

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import WrongUse
from belofte.domain.policy import OnBehalf, Text
from belofte.domain.request import Request, Waiting, wait
from belofte.domain.rights.names import RIGHTS
from belofte.domain.task import TaskState, finish
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.intake.replying import ANSWER
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

PASSED_ON = "request.passed-on"
"""Event: it went to the controller whose data it is about."""
_WHOM = Text({"nl": "U kunt terecht bij: {whom}.", "en": "Please ask: {whom}."})
_FROM = Text({"nl": "Het verzoek kwam van: {address}.", "en": "The request came from: {address}."})


@dataclass(frozen=True, slots=True)
class ToController:
    """Whose data it is about: the name that the person is told, and the address the request goes to. Where the company
    lists for whom it works (``on_behalf.yaml``), the name is one of that list and the address comes from there.
    ``right`` is what was asked, where that is known."""

    name: str
    address: str = ""
    right: str | None = None


def customers_of(parts: Parts) -> tuple[str, ...]:
    """The known customers by the names they are called by, in order; empty where none are listed."""
    return tuple(sorted({_called(work) for work in parts.on_behalf.values()}))


def checked(parts: Parts, to: ToController) -> ToController:
    """The same with its address, or ``WrongUse`` where it cannot be sent."""
    if not to.name.strip():
        raise WrongUse(
            _said("Er moet bij staan bij wie men terechtkan.", "The person must be told whom to ask."),
            _said("noem de klant met --controller", "name the controller with --controller"),
        )
    to = _known(parts, to) if parts.on_behalf else to
    if to.right is not None and to.right not in RIGHTS:
        raise WrongUse(f"There is no right of this name here: {to.right}.", f"use one of: {', '.join(RIGHTS)}")
    try:
        return replace(
            to, address=validate_email(to.address, check_deliverability=False, test_environment=True).normalized
        )
    except EmailNotValidError as wrong:
        raise WrongUse(
            _said("Het adres van de klant is geen e-mailadres.", "The controller's address is no e-mail address."),
            _said("zet het in on_behalf.yaml, of geef --to", "put it into on_behalf.yaml, or give it with --to"),
        ) from wrong


def _known(parts: Parts, to: ToController) -> ToController:
    """The customer of the list that is meant: a typing error must not send somebody's request to a stranger."""
    wanted = to.name.strip().casefold()
    found = [work for work in parts.on_behalf.values() if wanted in (work.name.casefold(), _called(work).casefold())]
    names = ", ".join(customers_of(parts))
    if not found:
        raise WrongUse(
            _said("Deze klant staat niet in on_behalf.yaml.", "This customer does not stand in on_behalf.yaml."),
            _said(f"kies uit: {names}", f"use one of: {names}"),
        )
    address = found[0].contact or ""
    if to.address.strip() and to.address.strip().casefold() != address.casefold():
        raise WrongUse(
            _said("Het adres is een ander dan in on_behalf.yaml.", "The address is another than in on_behalf.yaml."),
            _said("laat --to weg, of verbeter het daar", "leave --to out, or put it right there"),
        )
    return replace(to, name=_called(found[0]), address=address)


def _called(work: OnBehalf) -> str:
    return work.controller or work.name


def _said(nl: str, en: str) -> Text:
    return Text({"nl": nl, "en": en})


def pass_on(parts: Parts, tx: Transaction, request: Request, to: ToController, words: str, by: str) -> None:
    """In the commit of the receipt: both letters, and nobody here has to answer any more."""
    reference = tx.requests.reference_of(request.id)
    held = address_of(tx, request.id)
    passed = wait(replace(request, course=replace(request.course, controller=to.name, owner=by)), Waiting.CONTROLLER)
    tx.requests.save(passed)
    for task in tx.tasks.of_request(request.id):
        if task.kind == ANSWER and task.state is TaskState.OPEN:
            tx.tasks.save(finish(task, by, parts.now()))
    received_on = local_date(request.received_at, parts.country.time_zone)
    facts = replace(parts.letter_facts(request.language), reference=reference, received_on=received_on, right=to.right)
    whom = _WHOM.in_(request.language).format(whom=to.name)
    queue_letter(parts, tx, request.id, LetterKind.NOT_OURS, held, replace(facts, words=whom))
    asked = f"{_FROM.in_(request.language).format(address=held)}\n\n{words}"
    queue_letter(parts, tx, request.id, LetterKind.CUSTOMER, to.address, replace(facts, words=asked))
    tx.events.add(PASSED_ON, request.id, parts.now())
