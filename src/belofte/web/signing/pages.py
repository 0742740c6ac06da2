"""Signing in and out: one page with every way in, and the way back from the company's own sign-in.

Whatever is wrong with a name, a password or a code, the same page says the same words. Nothing here needs a script but
a passkey, which browsers give to scripts only.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from belofte.domain.account import Role
from belofte.domain.errors import BelofteError
from belofte.domain.sign_in import NotBelieved, own_place
from belofte.procedures.sign_in.sign_in_attempts import Source
from belofte.procedures.sign_in.sign_in_refusals import NotKnownHere
from belofte.procedures.sign_in.signing_in import Typed
from belofte.web.forms import typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show
from belofte.web.signing.address import BROWSER, BROWSER_SECONDS, SESSION, UNDER_WAY
from belofte.web.signing.enrolment import enrolment_routes
from belofte.web.signing.parts import (
    Before,
    answers,
    challenge_json,
    log,
    script_address,
    script_routes,
    status_of,
    told,
)

PROVIDER_BACK = "/sign-in/back"
"""Where a sign-in provider sends browsers back to; to be registered there."""


class _SignInPages:
    def __init__(self, before: Before) -> None:
        self._before, self._site, self._ways = before, before.site, before.ways

    def page(self, request: Asked) -> Response[Any]:
        """Every way in; who is in already is led on, unless a new proof is asked for."""
        place, again = own_place(request.query_params.get("next", "/")), "again" in request.query_params
        if not again and self._ways.sign_in.who(self._before.token(request)) is not None:
            return Redirect(place, status_code=303, headers=STAFF)
        return self._page(request, place, again)

    def typed(self, request: Asked, data: Form) -> Response[Any]:
        fields = typed(data, "name", "code", "next")
        password = data.get("password")
        given = Typed(fields["name"], password if isinstance(password, str) else "", fields["code"])
        source = Source(request.client.host if request.client else "", self._browser(request))
        try:
            session = self._ways.sign_in.typed(given, source, self._before.token(request))
        except BelofteError as error:
            return self._page(request, own_place(fields["next"]), problem=error, name=fields["name"])
        answer = self._before.let_in(session, fields["next"])
        known = self._ways.sign_in.known_browser(session)
        answer.cookies.append(self._before.address.cookie(BROWSER, known, BROWSER_SECONDS, "strict"))
        return answer

    def sandbox(self, request: Asked, data: Form) -> Response[Any]:
        fields = typed(data, "role", "next")
        if not self._ways.sign_in.is_sandbox or fields["role"] not in set(Role):
            raise NotFoundException
        session = self._ways.sign_in.in_the_sandbox(Role(fields["role"]), self._before.token(request))
        return self._before.let_in(session, fields["next"])

    def ask_passkey(self, request: Asked) -> Response[bytes]:
        party = self._before.party(request)
        if party is None:
            raise NotFoundException
        return challenge_json(self._ways.passkeys.ask(party))

    def passkey(self, request: Asked, data: Form) -> Response[Any]:
        fields, party = typed(data, "token", "answer", "next"), self._before.party(request)
        if party is None:
            raise NotFoundException
        old = self._before.token(request)
        try:
            session = self._ways.passkeys.answer(fields["token"], fields["answer"], party, old)
        except BelofteError as error:
            return self._page(request, own_place(fields["next"]), problem=error)
        return self._before.let_in(session, fields["next"])

    def at_the_provider(self, request: Asked) -> Response[Any]:
        """To the company's own sign-in."""
        place, again = own_place(request.query_params.get("next", "/")), "again" in request.query_params
        try:
            return self._before.back_to_provider(language_of(self._site, request), place, again=again)
        except BelofteError as error:
            return self._page(request, place, problem=error)

    def back(self, request: Asked) -> Response[Any]:
        """The way back from the company's own sign-in."""
        before, given = self._before, answers(request)
        client = self._ways.client
        if client is None:
            raise NotFoundException
        under_way = request.cookies.get(before.address.name(UNDER_WAY), "")
        try:
            begun = self._ways.provider.back(under_way, given.get("state", ""))
            session = self._ways.provider.admit(client.subject(given, begun), begun, before.token(request))
        except NotBelieved as wrong:
            log.warning("provider's answer refused", extra={"why": str(wrong)})
            return self._page(request, "/", problem=NotKnownHere())
        except BelofteError as error:
            return self._page(request, "/", problem=error)
        return before.let_in(session, begun.place if begun.place != "/" else f"/{begun.language}/")

    def out(self, request: Asked) -> Response[Any]:
        self._ways.sign_in.end(self._before.token(request))
        there = self._site.path(f"/{language_of(self._site, request)}/sign-in?done=out")
        return Redirect(there, status_code=303, cookies=[self._before.address.no_cookie(SESSION)], headers=STAFF)

    def _browser(self, request: Asked) -> str:
        return request.cookies.get(self._before.address.name(BROWSER), "")

    def _page(
        self, request: Asked, place: str, again: bool = False, problem: BelofteError | None = None, name: str = ""
    ) -> Response[bytes]:
        language, ways = language_of(self._site, request), self._ways
        place = f"/{language}/" if place == "/" else place  # who chose a language on this page keeps it
        context = {
            "place": place,
            "query": f"?next={quote(place, safe='')}" + ("&again=yes" if again else ""),
            "again": again,
            "out": request.query_params.get("done") == "out",
            "problem": told(problem, language) if problem else None,
            "name": name,
            "roles": tuple(Role) if ways.sign_in.is_sandbox else (),
            "passkeys": self._before.party(request) is not None,
            "elsewhere": _at_localhost(request) if self._before.party(request) is None else None,
            "company": ways.client is not None,
            "script": script_address(self._site),
        }
        status = status_of(problem) if problem else 200
        return show(self._site, Page("signing/sign_in.html", language, context, status, "/{language}/sign-in", STAFF))


def _at_localhost(request: Asked) -> str | None:
    """The same page under a name that passkeys work with, where this machine's address was typed as a number."""
    host = request.headers.get("host", "")
    name, _, port = host.rpartition(":")
    return f"http://localhost:{port}{request.url.path}" if name == "127.0.0.1" and port.isdigit() else None


def sign_in_routes(before: Before) -> list[HTTPRouteHandler]:
    """Every page before the door, and the way out."""
    pages, site = _SignInPages(before), before.site
    return [
        *look(in_languages(site, "/sign-in"), pages.page),
        *press(in_languages(site, "/sign-in"), pages.typed),
        *press(in_languages(site, "/sign-in/sandbox"), pages.sandbox),
        *press(in_languages(site, "/sign-in/passkey/ask"), pages.ask_passkey),
        *press(in_languages(site, "/sign-in/passkey"), pages.passkey),
        *look(in_languages(site, "/sign-in/company"), pages.at_the_provider),
        *look((PROVIDER_BACK,), pages.back),
        *press(in_languages(site, "/sign-out"), pages.out),
        *script_routes(),
        *enrolment_routes(before),
    ]
