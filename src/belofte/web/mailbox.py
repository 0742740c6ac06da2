"""The sandbox's mail, to be read in the browser: what would have been sent, letter by letter.

The HTML of a message is shown in a frame that may do nothing: no script, no form, no address of its own, nothing from
elsewhere. A click on a link in it opens a new window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from litestar import MediaType, Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.web.pages import PRIVATE, Asked, Page, in_languages, language_of, look, office_fault, show
from belofte.web.site import Mailbox, Site

_HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
_NEW_WINDOW = '<base target="_blank">'
FRAME = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)
"""What a message's own HTML may do. ``frame-ancestors 'self'``: only the page around it may show it."""


@dataclass(frozen=True, slots=True)
class _MailPages:
    site: Site
    mailbox: Mailbox

    def root(self, request: Asked) -> Redirect:
        return Redirect(self.site.path(f"/{language_of(self.site, request)}/mailbox"), status_code=302)

    def rows(self, request: Asked) -> Response[bytes]:
        context = {"rows": self.mailbox.rows()}
        return show(
            self.site, Page("mailbox.html", language_of(self.site, request), context, here="/{language}/mailbox")
        )

    def message(self, request: Asked, message: FromPath[str]) -> Response[bytes]:
        language, found = language_of(self.site, request), self.mailbox.message(message)
        if found is None:
            return office_fault(self.site, language, 404)
        here = f"/{{language}}/mailbox/{found.row.id}"
        return show(self.site, Page("mail.html", language, {"message": found}, here=here))

    def html(self, request: Asked, message: FromPath[str]) -> Response[bytes]:
        found = self.mailbox.message(message)
        if found is None or found.html is None:
            return office_fault(self.site, language_of(self.site, request), 404)
        headers = {**PRIVATE, "Content-Security-Policy": f"{FRAME}; frame-ancestors 'self'"}
        return Response(_in_new_windows(found.html).encode(), media_type=MediaType.HTML, headers=headers)


def _in_new_windows(html: str) -> str:
    """The message with its links set to open outside the frame, in which the pages they lead to may not be shown."""
    return _HEAD.sub(rf"\g<0>{_NEW_WINDOW}", html, count=1) if _HEAD.search(html) else _NEW_WINDOW + html


def mailbox_routes(site: Site) -> list[HTTPRouteHandler]:
    """The routes of the mail sink, for the office's app; none where the site has no mail sink."""
    if site.mailbox is None:
        return []
    pages = _MailPages(site, site.mailbox)
    return [
        *look(("/mail",), pages.root),
        *look(in_languages(site, "/mailbox"), pages.rows),
        *look(in_languages(site, "/mailbox/{message:str}"), pages.message),
        *look(in_languages(site, "/mailbox/{message:str}/html"), pages.html),
    ]
