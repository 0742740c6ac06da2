"""The links in our mails. Looking (GET, HEAD) only asks the desk what a link is for: mail scanners open every link.

A page shows one button, or what can be chosen and one button; the button acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from belofte.domain.errors import Refused
from belofte.procedures.desks import LinkPurpose, LinkState, LinkView, PublicDesk
from belofte.web.forms import LONGEST, Problem, Problems, typed
from belofte.web.pages import PRIVATE, Asked, Form, Page, fault, language_of, show
from belofte.web.site import Site
from belofte.web.status import Pressed, status_page
from belofte.web.texts import say

LinkAct = Callable[[str, str], LinkState]
"""What a pressed button does: (token, what was chosen) -> ``OPEN`` when it was done now, else why not."""
Fetch = Callable[[str], Iterator[bytes] | None]
"""The copy behind a link, in parts; None when the link is not open (any more)."""
_FAULTS = {LinkState.USED: ("fault.used", 410), LinkState.EXPIRED: ("fault.expired", 410)}
_UNKNOWN_LINK = ("fault.link", 404)
SHOWN = tuple(purpose for purpose in LinkPurpose if purpose is not LinkPurpose.KNOWN)
"""The purposes that have a page: a link to an address we knew is shown as one to be confirmed."""


@dataclass(frozen=True, slots=True)
class FurtherLinks:
    """What the buttons of further purposes do: ``press`` changes something, ``fetch`` hands out a copy."""

    press: Mapping[LinkPurpose, LinkAct] = field(default_factory=dict[LinkPurpose, LinkAct])
    fetch: Mapping[LinkPurpose, Fetch] = field(default_factory=dict[LinkPurpose, Fetch])


@dataclass(frozen=True, slots=True)
class Links:
    """The pages behind links."""

    desk: PublicDesk
    site: Site
    further: FurtherLinks = FurtherLinks()

    def look(self, request: Asked, token: FromPath[str]) -> Response[bytes]:
        """What the link is for, and its button. Changes nothing."""
        view = self.desk.link(token)
        language = self._language(request, view)
        if view.state is not LinkState.OPEN:
            return self._closed(language, view.state)
        return self._page(language, token, view, {})

    def press(self, request: Asked, token: FromPath[str], data: Form) -> Response[bytes] | Stream:
        """The button was pressed."""
        view = self.desk.link(token)
        language = self._language(request, view)
        if view.state is not LinkState.OPEN:
            return self._closed(language, view.state)
        if view.purpose is LinkPurpose.DOWNLOAD or view.purpose in self.further.fetch:
            return self._download(language, token, self.further.fetch.get(view.purpose, self.desk.download))
        if view.purpose is LinkPurpose.STATUS:
            return self._status(language, token, typed(data, "withdraw")["withdraw"])
        if view.purpose is LinkPurpose.CONFIRM:
            return self._confirm(language, token)
        return self._act(language, token, view, typed(data, "choice")["choice"])

    def _status(self, language: str, token: str, withdraw: str) -> Response[bytes]:
        status = self.desk.withdraw_by(token) if withdraw else self.desk.status_by(token)
        if status is None:
            return self._closed(language, LinkState.EXPIRED)
        return status_page(self.site, language, status, Pressed(f"/l/{token}?language={language}", {}))

    def _page(self, language: str, token: str, view: LinkView, problems: Problems) -> Response[bytes]:
        context = {"view": view, "action": f"/l/{token}?language={language}", "problems": problems}
        here = f"/l/{token}?language={{language}}"
        return show(self.site, Page("link.html", language, context, 422 if problems else 200, here))

    def _act(self, language: str, token: str, view: LinkView, choice: str) -> Response[bytes]:
        if view.choices and choice not in view.choices:
            return self._page(language, token, view, {"choice": Problem("error.choose")})
        if view.purpose is LinkPurpose.IDENTIFY and not 2 < len(choice) <= LONGEST["text"]:
            return self._page(language, token, view, {"choice": Problem("error.identify")})
        try:
            state = self.further.press[view.purpose](token, choice)
        except Refused:
            if view.purpose is not LinkPurpose.IDENTIFY:
                raise
            return self._page(language, token, view, {"choice": Problem("error.identify.kept")})
        if state is not LinkState.OPEN:
            return self._closed(language, state)
        return show(self.site, Page("done.html", language, {"name": f"done.{view.purpose}"}))

    def _confirm(self, language: str, token: str) -> Response[bytes]:
        state = self.desk.confirm(token)
        if state is not LinkState.OPEN:
            return self._closed(language, state)
        return show(self.site, Page("confirmed.html", language, {"status": self.desk.status_by(token)}))

    def _download(self, language: str, token: str, fetch: Fetch) -> Response[bytes] | Stream:
        parts = fetch(token)
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
