"""The guard around the office's whole app: who comes in, and what a role may do there. This is the one place of both.

Everything is behind it except the pages to sign in, the style sheet, and the health of the process. A page that nobody
listed is behind it too, and a button that nobody listed is for those only who may decide.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Protocol, cast
from urllib.parse import quote

from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.types import ASGIApp, Receive, Scope, Send

from belofte.domain.account import Act, act_of_button
from belofte.procedures.sign_in.signing_in import SignedIn
from belofte.web.pages import office_fault
from belofte.web.signing.address import SESSION, OfficeAddress, is_here
from belofte.web.signing.present import being
from belofte.web.site import Site
from belofte.web.texts import chosen_language

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/health/", "/static/", "/sign-in/", "/sign-in", "/enrol/")
"""What the path begins with, after the language, where nobody need be signed in."""
LEAVING = "/sign-out"
log = logging.getLogger("belofte.sign_in")


class Sessions(Protocol):
    """Who sits behind a browser's token."""

    def who(self, token: str) -> SignedIn | None: ...


@dataclass(frozen=True, slots=True)
class Door:
    """Around an app: who is not signed in is led to the page to sign in; who may not is told so."""

    sessions: Sessions
    site: Site
    address: OfficeAddress

    def guard(self, app: ASGIApp) -> ASGIApp:
        """``app``, for whoever is signed in and may."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            asked = Asking.of(scope, self.site, self.address)
            somebody = await sync_to_thread(self.sessions.who, asked.token) if asked.token else None
            refusal = None if asked.is_open else self._refusal(asked, somebody)
            if refusal is not None:
                await _answer(refusal, send)
            elif somebody is not None:
                with being(somebody):
                    await app(scope, receive, send)
            else:
                await app(scope, receive, send)

        return guarded

    def _refusal(self, asked: Asking, somebody: SignedIn | None) -> Response[bytes] | None:
        language = asked.language
        if somebody is None:
            if asked.is_looking:
                return _lead(self.site.path(f"/{language}/sign-in?next={quote(asked.whole, safe='')}"))
            return office_fault(self.site, language, 401, "fault.401")
        if not somebody.account.may(asked.act):
            said = {"account": somebody.account.id, "role": somebody.account.role.value, "act": asked.act.value}
            log.warning("act denied", extra=said)
            return office_fault(self.site, language, 403, "fault.403", "fault.403.role")
        if somebody.must_prove_again(asked.act):
            page = quote(asked.path.rpartition("/")[0], safe="")
            return _lead(self.site.path(f"/{language}/sign-in?again=yes&next={page}"))
        return None


@dataclass(frozen=True, slots=True)
class Asking:
    """One request, as far as the door looks at it. ``path`` without the site's prefix; ``whole`` with its query."""

    method: str
    path: str
    whole: str
    language: str
    token: str
    from_here: bool

    @classmethod
    def of(cls, scope: Scope, site: Site, address: OfficeAddress) -> Asking:
        """What ``scope`` asks for."""
        known = cast("dict[str, Any]", scope)
        headers: dict[bytes, bytes] = dict(known["headers"])
        path, query = str(known["path"]), bytes(known["query_string"]).decode("latin-1")
        first = path.strip("/").split("/")[0]
        accepted = headers.get(b"accept-language", b"").decode("latin-1")
        client, host = known.get("client"), headers.get(b"host", b"").decode("latin-1")
        return cls(
            method=known["method"],
            path=path,
            whole=f"{quote(path)}?{query}" if query else quote(path),
            language=first if first in site.languages else chosen_language(accepted, site.languages),
            token=address.held(headers, SESSION),
            from_here=is_here(host) and client is not None and client[0] in ("127.0.0.1", "::1"),
        )

    @property
    def is_looking(self) -> bool:
        return self.method in SAFE

    @property
    def bare(self) -> str:
        """The path without its language."""
        first, _, rest = self.path.lstrip("/").partition("/")
        return f"/{rest}" if first == self.language else self.path

    @property
    def is_open(self) -> bool:
        """Whether nobody need be signed in. The numbers of the process are for this machine itself."""
        bare = self.bare
        if bare == "/metrics" and self.from_here:
            return True
        return any(bare.startswith(begin) if begin.endswith("/") else bare == begin for begin in OPEN)

    @property
    def act(self) -> Act:
        """What is asked for, as far as roles differ in it."""
        return Act.LOOK if self.is_looking or self.bare == LEAVING else act_of_button(self.path)


def _lead(place: str) -> Response[bytes]:
    return Response(b"", status_code=303, headers={"location": place, "cache-control": "no-store"})


async def _answer(response: Response[bytes], send: Send) -> None:
    body = response.content
    headers = [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
    if body:
        headers.append((b"content-type", b"text/html; charset=utf-8"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": response.status_code or 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
