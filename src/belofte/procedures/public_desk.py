"""The public desk (:class:`belofte.procedures.desks.PublicDesk`): what the person can do and see.

Every answer is the same for an address we know and one we do not. Looking never acts.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from belofte.domain.kinds import normalise
from belofte.domain.notice.labels import category_label, purpose_label
from belofte.domain.plan import Decision, Plan
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.domain.request import Request, RequestState
from belofte.procedures.answering.package import lines_of_packages, zip_parts
from belofte.procedures.answering.package_information import INFORMATION, information_files
from belofte.procedures.answering.status_steps import BY_ADDRESS, status_steps
from belofte.procedures.cases import find_request
from belofte.procedures.desks import PLANNABLE, LinkPurpose, LinkState, LinkView, StatusView, Submission
from belofte.procedures.identity.identifying_closing import may_withdraw, withdraw_by_subject
from belofte.procedures.identity.reaching import address_of, wish_of
from belofte.procedures.identity.reaching_change import new_address_of
from belofte.procedures.intake.intake import FLOOD_WINDOW, LETTERS_AN_ADDRESS, RECEIPTED, confirm, send_link, submit
from belofte.procedures.intake.naming import purposes_for
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.planning.pulling import asked_between
from belofte.procedures.staffing.looking import looks_of_case
from belofte.store_port import CaseClosed, Link, Transaction, Unknown


class Public:
    """The public desk over the procedures."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def submit(self, submission: Submission) -> str:
        """Register a request; returns its reference. Of what came as words and not by the form, the words say which
        purposes it is about; raises ``WrongUse`` where they do not and nobody chose."""
        wish, asked = submission.wish, submission
        if submission.text and submission.channel in RECEIPTED:
            named = purposes_for(self._parts.policy, submission.right, wish.purposes, "", submission.text)
            asked = replace(submission, wish=replace(wish, purposes=named))
        return submit(self._parts, asked)

    def link(self, token: str) -> LinkView:
        """What a link is for; changes nothing."""
        language = self._parts.policy.languages[0]
        with self._parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None:
                return LinkView(LinkPurpose.STATUS, LinkState.UNKNOWN, language)
            request = tx.requests.get(link.case)
            about = _about(tx, link)
            choices = asked_between(tx, request) if link.purpose == LinkPurpose.CHOOSE else ()
        state = LinkState.USED if link.used_at else LinkState.OPEN
        if link.expires_at <= self._parts.now():
            state = LinkState.EXPIRED
        purpose = LinkPurpose(link.purpose)
        if purpose is LinkPurpose.DOWNLOAD and state is LinkState.USED:
            state = LinkState.OPEN  # a copy may be fetched again within its window
        if purpose is LinkPurpose.KNOWN:
            purpose = LinkPurpose.CONFIRM  # the same page and button; only where it was sent differs
        return LinkView(purpose, state, request.language, request.right, link.expires_at, choices, about)

    def confirm(self, token: str) -> LinkState:
        """The button was pressed. ``OPEN``: the address is proven now, and the systems were searched."""
        before = self.link(token)
        if before.purpose is not LinkPurpose.CONFIRM or before.state is not LinkState.OPEN:
            return before.state
        request = confirm(self._parts, token)
        if request is None:
            return LinkState.USED
        if request.state in PLANNABLE:  # a repetition may have been joined to one that is further
            draft_plans(self._parts, [request])
        return LinkState.OPEN

    def download(self, token: str) -> Iterator[bytes] | None:
        """The package as a zip, in parts; None when the link is not open. Pressing the button is the delivery."""
        parts = self._parts
        view = self.link(token)
        if view.purpose is not LinkPurpose.DOWNLOAD or view.state is not LinkState.OPEN:
            return None
        with parts.store.transaction() as tx:
            link = tx.links.find(token)
            if link is None:
                return None
            tx.links.use(token, parts.now())
            stored = tx.vault.packages(link.case)
            told = tx.vault.newest(INFORMATION, [link.case]).get(link.case)
            request = tx.requests.get(link.case)
            if request.delivered_at is None:
                tx.requests.save(replace(request, delivered_at=parts.now()))
                tx.events.add("request.delivered", request.id, parts.now())
        if not stored:
            return None
        lines = lines_of_packages([lambda p=p: parts.store.packages.read(p) for p in stored])
        return zip_parts(lines, information_files(told) if told else ())

    def status(self, reference: str, address: str) -> StatusView | None:
        """The status for who knows both reference and address; None for every other case alike."""
        with self._parts.store.reading() as tx:
            request = _open_request(tx, reference, address)
            return self._view(tx, request) if request else None

    def status_of(self, reference: str) -> StatusView:
        """The status for a program that was let in by its own token. Raises ``WrongUse`` for an unknown reference."""
        with self._parts.store.reading() as tx:
            return self._view(tx, find_request(tx, reference))

    def status_by(self, token: str) -> StatusView | None:
        """The status behind a link that was mailed."""
        with self._parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None or link.expires_at <= self._parts.now():
                return None
            return self._view(tx, tx.requests.get(link.case))

    def withdraw(self, reference: str, address: str) -> StatusView | None:
        """The person takes the request back; None where reference and address do not belong together."""
        with self._parts.store.reading() as tx:
            request = _open_request(tx, reference, address)
        return self._withdrawn(request) if request else None

    def withdraw_by(self, token: str) -> StatusView | None:
        """The same, behind a link to the status that still works."""
        with self._parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None or link.purpose != LinkPurpose.STATUS or link.expires_at <= self._parts.now():
                return None
            request = tx.requests.get(link.case)
        return self._withdrawn(request)

    def _withdrawn(self, request: Request) -> StatusView:
        ended = withdraw_by_subject(self._parts, request)
        with self._parts.store.reading() as tx:
            return self._view(tx, ended)

    def send_status_link(self, reference: str, address: str) -> None:
        """A lost link: a new one goes to the address the request came from. Says nothing either way."""
        parts = self._parts
        with parts.store.transaction() as tx:
            request = _open_request(tx, reference, address)
            if request is None:
                return
            contact = normalise("email", address)
            if tx.floods.hit(f"to:{contact}", parts.now(), FLOOD_WINDOW) > LETTERS_AN_ADDRESS:
                return
            waiting = request.state is RequestState.RECEIVED
            purpose = LinkPurpose.CONFIRM if waiting else LinkPurpose.STATUS
            to = address_of(tx, request.id)
            send_link(parts, tx, request, to, purpose)

    def _view(self, tx: Transaction, request: Request) -> StatusView:
        plan = tx.plans.get(request.approved_plan) if request.approved_plan else None
        return StatusView(
            reference=tx.requests.reference_of(request.id),
            right=request.right,
            language=request.language,
            state=request.state,
            waiting=request.waiting,
            due=request.due,
            steps=status_steps(tx, request, self._parts.country.time_zone),
            kept_until=self._kept(plan, request.language) if request.answered_at else (),
            act_after=request.act_after,
            phase=request.course.phase,
            purposes=tuple(
                purpose_label(self._parts.policy, name, request.language) for name in request.course.purposes
            ),
            ended=request.course.ended,
            may_withdraw=may_withdraw(request),
            looks=looks_of_case(self._parts, tx, request) if _has_shown_who(request) else (),
        )

    def _kept(self, plan: Plan | None, language: str) -> tuple[tuple[str, str, date | None], ...]:
        if plan is None:
            return ()
        kept: dict[tuple[str, str, date | None], None] = {}
        for line in (line for step in plan.steps for line in step.lines if line.decision is Decision.KEEP):
            collection = self._parts.systems[line.system].collections[line.collection]
            label = category_label(self._parts.policy, collection.category or "", language)
            kept[label, line.ground or "", line.until] = None
        return tuple(kept)


def _about(tx: Transaction, link: Link) -> str:
    """What the page must name before its button is pressed."""
    if link.purpose == LinkPurpose.ADDRESS_CHANGE:
        return new_address_of(tx, link.case)
    return wish_of(tx, link.case).hand_over_to if link.purpose == LinkPurpose.HAND_OVER_CONFIRM else ""


def _has_shown_who(request: Request) -> bool:
    """An address alone is enough to stop a use, and not to be told anything."""
    return request.identified_by not in (None, BY_ADDRESS)


def _open_request(tx: Transaction, reference: str, address: str) -> Request | None:
    """The request of this reference if it came from this address; the comparison takes the same time either way."""
    try:
        request = tx.requests.by_reference(normalise_reference(reference))
        held = address_of(tx, request.id)
    except (Unknown, CaseClosed, NotAReference, KeyError):
        return None
    same = hmac.compare_digest(normalise("email", held).encode(), normalise("email", address).encode())
    return request if same else None
