"""The public front: ask, confirm, follow, receive, read the notice (Art. 12, 15, 17 GDPR).

No page needs a script or a cookie, and all work in a frame. Nobody learns from a page whether an address is known:
every request meets the same page with the same words. A link in a mail never acts when it is looked at (GET, HEAD: mail
scanners open every link); it shows one button, and the button acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.reference import normalise_reference
from belofte.procedures.desks import LinkPurpose, LinkState, LinkView, PublicDesk, StatusView, Submission
from belofte.web.forms import Problem, Problems, pair_problems, request_problems, typed
from belofte.web.pages import (
    OPEN,
    PRIVATE,
    Asked,
    Form,
    Page,
    fault,
    in_languages,
    language_of,
    look,
    press,
    show,
    style_routes,
)
from belofte.web.site import Site
from belofte.web.texts import say

_FIELDS = ("right", "address", "name", "number", "text")
_FAULTS = {LinkState.USED: ("fault.used", 410), LinkState.EXPIRED: ("fault.expired", 410)}
_UNKNOWN_LINK = ("fault.link", 404)


@dataclass(frozen=True, slots=True)
class _Start:
    """The pages that are the same for everybody: start and notices."""

    site: Site

    def root(self, request: Asked) -> Redirect:
        return Redirect(self.site.path(f"/{language_of(self.site, request)}/"), headers=OPEN, status_code=302)

    def start(self, request: Asked) -> Response[bytes]:
        expected = {right: self.site.expect(right) for right in self.site.rights}
        due = max(each.due for each in expected.values())
        language = language_of(self.site, request)
        page = Page("start.html", language, {"due": due}, here="/{language}/", headers=OPEN)
        return show(self.site, page)

    def notice(self, request: Asked) -> Response[bytes]:
        return self._notice(request, None)

    def old_notice(self, request: Asked, version: FromPath[int]) -> Response[bytes]:
        return self._notice(request, version)

    def checkpoint(self) -> Response[bytes]:
        """The newest signed checkpoint of the evidence log: who keeps it can tell whether the log was rewritten."""
        note = self.site.checkpoint() if self.site.checkpoint else None
        if note is None:
            raise NotFoundException
        return Response(note.encode(), media_type="text/plain; charset=utf-8", headers=OPEN)

    def versions(self, request: Asked) -> Response[bytes]:
        context = {"versions": self.site.notices.versions(), "checkpoint": self.site.checkpoint is not None}
        page = Page("versions.html", language_of(self.site, request), context, here="/{language}/notices", headers=OPEN)
        return show(self.site, page)

    def _notice(self, request: Asked, version: int | None) -> Response[bytes]:
        language = language_of(self.site, request)
        current = self.site.notices.page(language, None)
        notice = current if version is None else self.site.notices.page(language, version)
        if notice is None:
            raise NotFoundException
        here = "/{language}/notice" + (f"/{version}" if version is not None else "")
        old = current is not None and notice.version != current.version
        context = {"notice": notice, "old": old}
        return show(self.site, Page("notice.html", language, context, here=here, headers=OPEN))


@dataclass(frozen=True, slots=True)
class _Asking:
    """The form, and the one page that follows it."""

    desk: PublicDesk
    site: Site

    def form(self, request: Asked) -> Response[bytes]:
        fields = typed({}, *_FIELDS) | {"right": request.query_params.get("right", "")}
        return self._form(language_of(self.site, request), fields, {})

    def send(self, request: Asked, data: Form) -> Response[bytes]:
        language, fields = language_of(self.site, request), typed(data, *_FIELDS)
        problems = request_problems(fields, self.site.rights)
        if problems:
            return self._form(language, fields, problems)
        try:
            reference = self.desk.submit(_submission(request, language, fields))
        except WrongUse:
            return self._form(language, fields, {"address": Problem("error.address.form")})
        except Refused:
            return self._form(language, fields, {"": Problem("error.many")}, 429)
        context = {"reference": reference, "address": fields["address"], "expected": self.site.expect(fields["right"])}
        return show(self.site, Page("sent.html", language, context))

    def _form(self, language: str, fields: dict[str, str], problems: Problems, status: int = 422) -> Response[bytes]:
        context = {"fields": fields, "problems": problems}
        here = "/{language}/request"
        return show(self.site, Page("request.html", language, context, status if problems else 200, here))


def _submission(request: Asked, language: str, fields: dict[str, str]) -> Submission:
    return Submission(
        right=fields["right"],
        address=fields["address"],
        language=language,
        name=fields["name"],
        number=fields["number"],
        text=fields["text"],
        network=request.client.host if request.client else "",
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """The links in our mails. ``look`` answers GET and HEAD and only asks the desk what a link is for."""

    desk: PublicDesk
    site: Site

    def look(self, request: Asked, token: FromPath[str]) -> Response[bytes]:
        view = self.desk.link(token)
        language = self._language(request, view)
        if view.state is not LinkState.OPEN:
            return self._closed(language, view.state)
        context = {"view": view, "action": f"/l/{token}?language={language}"}
        here = f"/l/{token}?language={{language}}"
        return show(self.site, Page("link.html", language, context, here=here))

    def press(self, request: Asked, token: FromPath[str]) -> Response[bytes] | Stream:
        view = self.desk.link(token)
        language = self._language(request, view)
        if view.state is not LinkState.OPEN:
            return self._closed(language, view.state)
        match view.purpose:
            case LinkPurpose.CONFIRM:
                return self._confirm(language, token)
            case LinkPurpose.DOWNLOAD:
                return self._download(language, token)
            case LinkPurpose.STATUS:
                status = self.desk.status_by(token)
                return status_page(self.site, language, status) if status else self._closed(language, LinkState.EXPIRED)

    def _confirm(self, language: str, token: str) -> Response[bytes]:
        state = self.desk.confirm(token)
        if state is not LinkState.OPEN:
            return self._closed(language, state)
        return show(self.site, Page("confirmed.html", language, {"status": self.desk.status_by(token)}))

    def _download(self, language: str, token: str) -> Response[bytes] | Stream:
        parts = self.desk.download(token)
        first = next(parts, None) if parts is not None else None
        if parts is None or first is None:
            return self._closed(language, LinkState.EXPIRED)
        whole: Iterator[bytes] = chain((first,), parts)
        name = say(language, "download.file")
        headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
        return Stream(whole, media_type="application/zip", headers=headers, status_code=200)

    def _closed(self, language: str, state: LinkState) -> Response[bytes]:
        key, status = _FAULTS.get(state, _UNKNOWN_LINK)
        return fault(self.site, language, status, key)

    def _language(self, request: Asked, view: LinkView) -> str:
        """The one asked for on the page, else the one of the request, else the browser's."""
        if "language" in request.query_params or view.language not in self.site.languages:
            return language_of(self.site, request)
        return view.language


@dataclass(frozen=True, slots=True)
class _Following:
    """Status and lost link, for who has both reference and address."""

    desk: PublicDesk
    site: Site

    def status_form(self, request: Asked) -> Response[bytes]:
        return self._pair("status", language_of(self.site, request), typed({}, "reference", "address"), {})

    def status(self, request: Asked, data: Form) -> Response[bytes]:
        language, fields = language_of(self.site, request), typed(data, "reference", "address")
        problems = pair_problems(fields)
        if not problems:
            view = self.desk.status(normalise_reference(fields["reference"]), fields["address"])
            if view is not None:
                return status_page(self.site, language, view)
            problems = {"": Problem("status.none")}
        return self._pair("status", language, fields, problems)

    def lost_form(self, request: Asked) -> Response[bytes]:
        return self._pair("lost", language_of(self.site, request), typed({}, "reference", "address"), {})

    def lost(self, request: Asked, data: Form) -> Response[bytes]:
        language, fields = language_of(self.site, request), typed(data, "reference", "address")
        if problems := pair_problems(fields):
            return self._pair("lost", language, fields, problems)
        self.desk.send_status_link(normalise_reference(fields["reference"]), fields["address"])
        return show(self.site, Page("told.html", language))

    def _pair(self, kind: str, language: str, fields: dict[str, str], problems: Problems) -> Response[bytes]:
        context = {"kind": kind, "fields": fields, "problems": problems}
        here = f"/{{language}}/{kind}"
        return show(self.site, Page("pair.html", language, context, 422 if problems else 200, here))


def status_page(site: Site, language: str, view: StatusView) -> Response[bytes]:
    """A request as its own person sees it; the step that is under way is the first that is not done."""
    now = next((place for place, step in enumerate(view.steps) if not step.done), len(view.steps))
    return show(site, Page("status.html", language, {"view": view, "now": now}))


def public_routes(desk: PublicDesk, site: Site) -> list[HTTPRouteHandler]:
    """All routes of the public front. They stand at the root: the server takes the path prefix off."""
    start, asking, links, following = _Start(site), _Asking(desk, site), _Links(desk, site), _Following(desk, site)
    return [
        *look(("/",), start.root),
        *style_routes(),
        *look(in_languages(site, ""), start.start),
        *look(in_languages(site, "/notice"), start.notice),
        *look(in_languages(site, "/notice/{version:int}"), start.old_notice),
        *look(in_languages(site, "/notices"), start.versions),
        *look(("/checkpoint",), start.checkpoint),
        *look(in_languages(site, "/request"), asking.form),
        *press(in_languages(site, "/request"), asking.send),
        *look(("/l/{token:str}",), links.look),
        *press(("/l/{token:str}",), links.press),
        *look(in_languages(site, "/status"), following.status_form),
        *press(in_languages(site, "/status"), following.status),
        *look(in_languages(site, "/lost"), following.lost_form),
        *press(in_languages(site, "/lost"), following.lost),
    ]
