"""The office's pages: what needs me, the queue by the day the work must be done, one request, and what staff decide.

Names of systems and counts only: who asked stands in the case. What tells of a person (free text of a copy, who asked,
a letter) stands on the answer to a pressed button and nowhere else, and it is noted who read it. After each decision
the browser is led to the request, so that loading a page again decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError, WrongUse
from belofte.domain.request import RequestState, Waiting
from belofte.domain.rights.names import RIGHTS
from belofte.procedures.desks import CaseView, QueueAsk
from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk
from belofte.procedures.intake.inbox_desk import InboxDesk
from belofte.procedures.office.breaching import BreachDesk
from belofte.procedures.office.case_desk import CaseStory
from belofte.procedures.planning.texts import texts_to_read
from belofte.procedures.retaining.hold_desk import HoldDesk
from belofte.procedures.rights.recipients_desk import NoticeView, RecipientsDesk
from belofte.web.acts import Act, Desks, Given, Handed, Shown, acts_for
from belofte.web.acts_case import ACTS as CASE_ACTS
from belofte.web.acts_records import RECORDS as RECORDS_ACTS
from belofte.web.acts_rights import RIGHTS as RIGHTS_ACTS
from belofte.web.breaches import breach_routes
from belofte.web.clock_view import clocks
from belofte.web.correspondence import correspondence
from belofte.web.deciding import decision_problems, given_for, refused, status_of, word_of
from belofte.web.disclosures import disclosure_routes
from belofte.web.forms import Problem, typed
from belofte.web.handbook import handbook_routes
from belofte.web.holds import hold_routes
from belofte.web.inbox import READ as MAIL_READ
from belofte.web.inbox import inbox_routes
from belofte.web.mailbox import mailbox_routes
from belofte.web.managing import managing_routes
from belofte.web.managing_shape import Managing
from belofte.web.pages import (
    STAFF,
    Asked,
    Form,
    Page,
    in_languages,
    language_of,
    look,
    office_fault,
    press,
    show,
    style_routes,
    too_old,
)
from belofte.web.plan_view import view_of
from belofte.web.practice import Practice, practice_routes
from belofte.web.record import record_routes
from belofte.web.registering import register_routes
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site
from belofte.web.staff import staff_routes
from belofte.web.sweeps import sweep_routes
from belofte.web.texts import TEXTS
from belofte.web.uses import uses_routes

ACTS = (*CASE_ACTS[:2], *RECORDS_ACTS, *RIGHTS_ACTS[:-1], *CASE_ACTS[2:], RIGHTS_ACTS[-1])
"""In the order of the page: reading and approving first, what ends a request last."""
PAGE_OF = {"hold": "/holds", "sweep": "/sweeps", "restored": "/restored"}
"""What needs somebody, by kind → the page on which it is done."""
TAKEN = ("mail-taken", "mail-joined", "mail-passed-on", "registered")
"""What led to the page of a request without being an act of it: a message, or a letter that was registered."""
_LATE = ("work", "answer")


@dataclass(frozen=True, slots=True)
class _Office:
    desks: Desks
    site: Site
    acts: Sequence[Act] = ACTS
    seal: Seal = field(default_factory=Seal)

    def root(self, request: Asked) -> Redirect:
        return Redirect(self.site.path(f"/{language_of(self.site, request)}/"), status_code=302)

    def queue(self, request: Asked) -> Response[bytes]:
        ask = _ask(request.query_params)

        def link(page: int) -> str:
            told = {name: str(value) for name, value in _told_of(ask).items()} | {"page": str(page)}
            return self.site.path(f"/{language_of(self.site, request)}/?{urlencode(told)}")

        context = {
            "page": self.desks.queue.page(ask),
            "ask": ask,
            "rights": RIGHTS,
            "states": tuple(RequestState),
            "waitings": tuple(Waiting),
            "lates": _LATE,
            "link": link,
            "narrowed": ask != QueueAsk(page=ask.page),
            "today": self._today(),
            "evidence": self.site.evidence() if self.site.evidence else None,
            "told": self._told(request),
        }
        return show(self.site, Page("queue.html", language_of(self.site, request), context, here="/{language}/"))

    def needs(self, request: Asked) -> Response[bytes]:
        return self._needs(request, None)

    def _needs(self, request: Asked, problem: Problem | None) -> Response[bytes]:
        """The list; ``problem``: why a task could not be finished as somebody said."""
        needs = self.desks.needs.needs()
        context = {
            "needs": needs,
            "seals": {task.id: self.seal.of(f"task/{task.id}") for task in needs.tasks},
            "today": self._today(),
            "told": "task" if request.query_params.get("done") == "task" else None,
            "problem": problem,
            "pages": PAGE_OF,
        }
        status = 422 if problem else 200
        return show(
            self.site, Page("needs.html", language_of(self.site, request), context, status, "/{language}/needs", STAFF)
        )

    def finish(self, request: Asked, task: FromPath[str], data: Form) -> Any:
        """A task is done by hand."""
        language = language_of(self.site, request)
        if not self.seal.fits(f"task/{task}", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        try:
            self.desks.needs.finish(task, signed_in(request).name, word_of(data))
        except BelofteError as error:
            return self._needs(request, refused(error, language)["desk"])
        return Redirect(self.site.path(f"/{language}/needs?done=task"), status_code=303)

    def case(self, request: Asked, reference: FromPath[str]) -> Response[bytes]:
        case = self._open_case(reference)
        if case is not None:
            return self._case(request, case, None, {}, self._told(request))
        if self._told(request):  # the decision ended it: it is no longer among the open ones
            return self.queue(request)
        return office_fault(self.site, language_of(self.site, request), 404)

    def decide(self, request: Asked, reference: FromPath[str], act: FromPath[str], data: Form) -> Any:
        language, found = language_of(self.site, request), next((one for one in self.acts if one.name == act), None)
        if found is None:
            return office_fault(self.site, language, 404)
        if not self.seal.fits(f"{reference}/{act}", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        case = self._open_case(reference)
        if case is None:
            return office_fault(self.site, language, 404)
        given = given_for(found, reference, data, signed_in(request).name)
        if problems := decision_problems(found, given, case):
            return self._case(request, case, (found, given), problems, None)
        try:
            answer = found.carry(self.desks, given)
        except BelofteError as error:
            return self._case(
                request, self.desks.office.show(reference), (found, given), refused(error, language), None
            )
        if isinstance(answer, Handed):
            headers = {**STAFF, "Content-Disposition": f'attachment; filename="{answer.name}"'}
            return Response(answer.body, media_type=answer.media_type, headers=headers)
        if isinstance(answer, Shown):
            return self._shown(language, reference, answer)
        return Redirect(self.site.path(f"/{language}/requests/{reference}?done={act}"), status_code=303)

    def _shown(self, language: str, reference: str, answer: Shown) -> Response[bytes]:
        here = f"/{{language}}/requests/{reference}"
        context = {"reference": reference, **answer.context}
        return show(self.site, Page(answer.template, language, context, 200, here, STAFF))

    def _open_case(self, reference: str) -> CaseView | None:
        try:
            return self.desks.office.show(reference)
        except WrongUse:
            return None

    def _case(
        self,
        request: Asked,
        case: CaseView,
        tried: tuple[Act, Given] | None,
        problems: Mapping[str, Problem],
        told: str | None,
    ) -> Response[bytes]:
        reference, acts = case.row.reference, acts_for(self.acts, self.desks, case)
        today, story = self._today(), self.desks.case.story(reference)
        context = {
            "case": case,
            "plan": view_of(case.plan) if case.plan else None,
            "texts": texts_to_read(case.plan) if case.plan else 0,
            "story": story,
            "post": correspondence(story),
            "mail_seals": self._mail_seals(story),
            "notices": self._notices(reference),
            "clocks": clocks(case.row, today),
            "acts": acts,
            "seals": {act.name: self.seal.of(f"{reference}/{act.name}") for act in acts},
            "tried": tried[0].name if tried else "",
            "given": tried[1].text if tried else {},
            "problems": problems,
            "told": told,
            "today": today,
            "evidence": self.site.evidence() if self.site.evidence else None,
        }
        here, status = f"/{{language}}/requests/{reference}", status_of(problems)
        return show(self.site, Page("case.html", language_of(self.site, request), context, status, here, STAFF))

    def _mail_seals(self, story: CaseStory) -> dict[str, str]:
        """For each mail the seal of the button that reads it, for whoever may."""
        messages = story.messages if may_press(MAIL_READ) and _inbox(self.desks) else ()
        return {one.id: self.seal.of(f"{one.id}/{MAIL_READ}") for one in messages}

    def _notices(self, reference: str) -> Sequence[NoticeView]:
        desk = self.desks.more.get("recipients")
        return desk.of_request(reference) if isinstance(desk, RecipientsDesk) else ()

    def _today(self) -> date:
        return self.site.expect(self.site.rights[0]).received

    def _told(self, request: Asked) -> str | None:
        done = request.query_params.get("done")
        return done if f"told.{done}" in TEXTS and done in {*(act.name for act in self.acts), *TAKEN} else None


def _ask(query: Mapping[str, Any]) -> QueueAsk:
    """The question in the address; what is not known there is left out."""

    def one_of(name: str, known: Sequence[str]) -> str | None:
        value = str(query.get(name, ""))
        return value if value in known else None

    state, waiting = one_of("state", list(RequestState)), one_of("waiting", list(Waiting))
    page = str(query.get("page", ""))
    return QueueAsk(
        state=RequestState(state) if state else None,
        right=one_of("right", RIGHTS),
        waiting=Waiting(waiting) if waiting else None,
        owner=str(query.get("owner", "")).strip() or None,
        late=one_of("late", _LATE),
        reference=str(query.get("reference", "")).strip()[:64],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        due_before=_day(str(query.get("due_before", ""))),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _told_of(ask: QueueAsk) -> dict[str, object]:
    names = ("state", "right", "waiting", "owner", "late", "reference", "due_before")
    return {name: value for name in names if (value := getattr(ask, name))}


def _breaches(desks: Desks) -> BreachDesk | None:
    desk = desks.more.get("breaches")
    return desk if isinstance(desk, BreachDesk) else None


def _inbox(desks: Desks) -> InboxDesk | None:
    desk = desks.more.get("inbox")
    return desk if isinstance(desk, InboxDesk) else None


def office_routes(
    desks: Desks, site: Site, practice: Practice | None = None, managing: Managing | None = None
) -> list[HTTPRouteHandler]:
    """All routes of the office, the sandbox's mailbox and exercises included. Their app must be built with
    ``build_office_app``, which lets in only who is signed in."""
    office = _Office(desks, site)
    return [
        *style_routes(),
        *look(("/",), office.root),
        *look(in_languages(site, ""), office.queue),
        *look(in_languages(site, "/needs"), office.needs),
        *press(in_languages(site, "/tasks/{task:str}/finish"), office.finish),
        *look(in_languages(site, "/requests/{reference:str}"), office.case),
        *press(in_languages(site, "/requests/{reference:str}/{act:str}"), office.decide),
        *mailbox_routes(site),
        *register_routes(desks.public, site),
        *inbox_routes(_inbox(desks), site, office.seal),
        *breach_routes(_breaches(desks), site),
        *sweep_routes(desks.more.get("sweeps"), desks.more.get("term"), site),
        *record_routes(desks.more.get("record"), site),
        *disclosure_routes(desk if isinstance(desk := desks.more.get("disclosures"), DisclosureDesk) else None, site),
        *staff_routes(desks.more, site),
        *uses_routes(desks.more, site),
        *hold_routes(desk if isinstance(desk := desks.more.get("holds"), HoldDesk) else None, site),
        *managing_routes(managing, site),
        *practice_routes(practice, site),
        *handbook_routes(site),
    ]
