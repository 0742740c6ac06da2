"""The public front: ask, confirm, follow, receive, read the notice (Art. 12, 15, 17 GDPR).

No page needs a script or a cookie, and all work in a frame. Nobody learns from a page whether an address is known:
every request meets the same page with the same words. A link in a mail never acts when it is looked at (GET, HEAD: mail
scanners open every link); it shows one button, and the button acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.procedures.desks import PublicDesk
from belofte.web.asking import Asking
from belofte.web.links import FurtherLinks, Links
from belofte.web.pages import OPEN, Asked, Page, in_languages, language_of, look, press, show, style_routes
from belofte.web.site import Site
from belofte.web.status import Following

_NO_LINKS = FurtherLinks()


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


def public_routes(desk: PublicDesk, site: Site, further: FurtherLinks = _NO_LINKS) -> list[HTTPRouteHandler]:
    """All routes of the public front. They stand at the root: the server takes the path prefix off. ``further``: what
    the buttons of further links do."""
    start, asking, following = _Start(site), Asking(desk, site), Following(desk, site)
    links = Links(desk, site, further)
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
        *press(in_languages(site, "/status/withdraw"), following.withdraw),
        *look(in_languages(site, "/lost"), following.lost_form),
        *press(in_languages(site, "/lost"), following.lost),
    ]
