"""The office's pages: the queue by the day the work must be done, one request with its plan, and what staff decide.

Names of systems and counts only: who asked stands in the case, not here. The one exception is the free text of a copy,
which somebody reads before it leaves: it stands on the answer to a pressed button and nowhere else. A decision carries
the name of whoever is signed in; approving names the plan that was read. After each decision the browser is led to
the request, so that loading a page again decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError, WrongUse
from belofte.domain.request import NEXT, RequestState
from belofte.procedures.desks import PLANNABLE, CaseView, OfficeDesk, QueueRow
from belofte.procedures.texts import TextToRead, texts_to_read
from belofte.web.deciding import FIELDS, carry_out, decision_problems, refused
from belofte.web.forms import Problems, typed
from belofte.web.mailbox import mailbox_routes
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
)
from belofte.web.plan_view import view_of
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.site import Site

READ = "read"
DECISIONS = ("approve", "look", "identify", "stop", "refuse")
ACTS = (READ, *DECISIONS)
GROUNDS = ("ground.unfounded", "ground.excessive", "ground.unidentified")
_VOUCHED = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED)
"""A plan may ask who it is, too: its address was not known before, or is two people's."""


def acts_for(case: CaseView) -> tuple[str, ...]:
    """What staff may do with a request as it stands; the desk has the last word."""
    state, allowed = case.row.state, NEXT[case.row.state]
    is_open = state is RequestState.PLANNED and case.plan is not None and not case.approved
    possible = {
        READ: is_open and case.plan is not None and texts_to_read(case.plan) > 0 and not case.texts_read,
        "approve": is_open,
        "look": state in PLANNABLE,
        "identify": state in _VOUCHED,
        "stop": RequestState.STOPPED in allowed,
        "refuse": RequestState.REFUSED in allowed,
    }
    return tuple(act for act in ACTS if possible[act])


def queue_order(row: QueueRow) -> tuple[date, str]:
    """By the day the work must be done; what has no such day comes last."""
    return row.work_by or row.due or date.max, row.reference


@dataclass(frozen=True, slots=True)
class _Office:
    desk: OfficeDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def root(self, request: Asked) -> Redirect:
        return Redirect(self.site.path(f"/{language_of(self.site, request)}/"), status_code=302)

    def queue(self, request: Asked) -> Response[bytes]:
        context = {
            "rows": sorted(self.desk.queue(), key=queue_order),
            "today": self.site.expect(self.site.rights[0]).received,
            "evidence": self.site.evidence() if self.site.evidence else None,
            "told": _told(request),
        }
        return show(self.site, Page("queue.html", language_of(self.site, request), context, here="/{language}/"))

    def case(self, request: Asked, reference: FromPath[str]) -> Response[bytes]:
        case = self._open_case(reference)
        if case is not None:
            return self._case(request, case, typed({}, *FIELDS), {}, _told(request))
        if _told(request):  # the decision ended it: it is no longer among the open ones
            return self.queue(request)
        return office_fault(self.site, language_of(self.site, request), 404)

    def decide(self, request: Asked, reference: FromPath[str], act: FromPath[str], data: Form) -> Any:
        language, fields = language_of(self.site, request), typed(data, *FIELDS) | {"by": signed_in(request).name}
        if act not in ACTS:
            return office_fault(self.site, language, 404)
        if not self.seal.fits(f"{reference}/{act}", fields["seal"]):
            return office_fault(self.site, language, 403, "fault.403", "fault.403.token")
        case = self._open_case(reference)
        if case is None:
            return office_fault(self.site, language, 404)
        if problems := decision_problems(act, fields, case):
            return self._case(request, case, fields | {"act": act}, problems, None)
        try:
            if act == READ:
                return self._texts(request, reference, fields["by"])
            carry_out(self.desk, act, reference, fields)
        except BelofteError as error:
            return self._case(request, self.desk.show(reference), fields | {"act": act}, refused(error, language), None)
        return Redirect(self.site.path(f"/{language}/requests/{reference}?done={act}"), status_code=303)

    def _open_case(self, reference: str) -> CaseView | None:
        try:
            return self.desk.show(reference)
        except WrongUse:
            return None

    def _texts(self, request: Asked, reference: str, by: str) -> Response[bytes]:
        """The free text itself, as the answer to the button: it has no address of its own and is stored nowhere."""
        texts = self.desk.read(reference, by)
        context = {"reference": reference, "by": by, "count": len(texts), "groups": grouped(texts)}
        here = f"/{{language}}/requests/{reference}"
        return show(self.site, Page("free_text.html", language_of(self.site, request), context, 200, here, STAFF))

    def _case(
        self, request: Asked, case: CaseView, fields: Mapping[str, str], problems: Problems, told: str | None
    ) -> Response[bytes]:
        reference, acts = case.row.reference, acts_for(case)
        context = {
            "case": case,
            "plan": view_of(case.plan) if case.plan else None,
            "texts": texts_to_read(case.plan) if case.plan else 0,
            "acts": acts,
            "seals": {act: self.seal.of(f"{reference}/{act}") for act in acts},
            "grounds": GROUNDS,
            "fields": {"act": "", **fields},
            "problems": problems,
            "told": told,
            "today": self.site.expect(case.row.right).received,
            "evidence": self.site.evidence() if self.site.evidence else None,
        }
        here, status = f"/{{language}}/requests/{reference}", 409 if "desk" in problems else 422 if problems else 200
        return show(self.site, Page("case.html", language_of(self.site, request), context, status, here, STAFF))


def _told(request: Asked) -> str | None:
    done = request.query_params.get("done")
    return done if done in DECISIONS else None


def grouped(texts: Sequence[TextToRead]) -> list[tuple[str, list[TextToRead]]]:
    """The texts by system and collection, each place once, in the order the systems gave them."""
    groups: dict[str, list[TextToRead]] = {}
    for text in texts:
        groups.setdefault(f"{text.system}: {text.collection}", []).append(text)
    return list(groups.items())


def office_routes(desk: OfficeDesk, site: Site) -> list[HTTPRouteHandler]:
    """All routes of the office, the sandbox's mailbox included.

    Their app must be built with ``build_office_app``, which puts the door around it.
    """
    office = _Office(desk, site)
    return [
        *style_routes(),
        *look(("/",), office.root),
        *look(in_languages(site, ""), office.queue),
        *look(in_languages(site, "/requests/{reference:str}"), office.case),
        *press(in_languages(site, "/requests/{reference:str}/{act:str}"), office.decide),
        *mailbox_routes(site),
    ]
