"""Behind an enrolment link: choose how to sign in from now on. Looking at the page uses nothing up."""

from __future__ import annotations

from typing import Any

import segno
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from belofte.domain.errors import BelofteError
from belofte.procedures.sign_in.enrolling import LEAST, Chosen, Codes
from belofte.procedures.sign_in.sign_in_refusals import LinkOver
from belofte.web.forms import typed
from belofte.web.pages import PRIVATE, Asked, Form, Page, in_languages, language_of, look, press, show
from belofte.web.signing.parts import Before, challenge_json, script_address, status_of, told


class _EnrolmentPages:
    def __init__(self, before: Before) -> None:
        self._before, self._site, self._ways = before, before.site, before.ways

    def page(self, request: Asked, link: FromPath[str]) -> Response[bytes]:
        return self._page(request, link)

    def codes(self, request: Asked, link: FromPath[str]) -> Response[bytes]:
        """A new secret for an app, and the form of the password."""
        try:
            return self._codes(request, link, self._ways.enrolling.codes(link, self._issuer))
        except BelofteError as error:
            return self._page(request, link, error)

    def typed(self, request: Asked, link: FromPath[str], data: Form) -> Response[Any]:
        fields = typed(data, "token", "code")
        password, repeated = (str(data.get(name, "")) for name in ("password", "repeated"))
        chosen = Chosen(fields["token"], password, repeated, fields["code"])
        try:
            session = self._ways.enrolling.typed(link, chosen, self._before.token(request))
        except BelofteError as error:
            return self._codes_again(request, link, fields["token"], error)
        return self._before.let_in(session, f"/{language_of(self._site, request)}/")

    def ask_passkey(self, request: Asked, link: FromPath[str]) -> Response[bytes]:
        party = self._before.party(request)
        if party is None:
            raise NotFoundException
        return challenge_json(self._ways.passkeys.ask_to_enrol(self._ways.enrolling.whose(link), party))

    def passkey(self, request: Asked, link: FromPath[str], data: Form) -> Response[Any]:
        fields, party = typed(data, "token", "answer"), self._before.party(request)
        if party is None:
            raise NotFoundException
        try:
            account = self._ways.enrolling.whose(link)
            made = self._ways.passkeys.made(fields["token"], fields["answer"], account, party)
            session = self._ways.enrolling.finish(link, made, self._before.token(request))
        except BelofteError as error:
            return self._page(request, link, error)
        return self._before.let_in(session, f"/{language_of(self._site, request)}/")

    def at_the_provider(self, request: Asked, link: FromPath[str]) -> Response[Any]:
        """Bind the company's own account: to the provider, and back."""
        try:
            return self._before.back_to_provider(
                language_of(self._site, request), f"/{language_of(self._site, request)}/", link
            )
        except BelofteError as error:
            return self._page(request, link, error)

    @property
    def _issuer(self) -> str:
        return f"Belofte {self._site.controller}".strip()

    def _page(self, request: Asked, link: str, problem: BelofteError | None = None) -> Response[bytes]:
        language = language_of(self._site, request)
        try:
            name: str | None = self._ways.enrolling.whose(link).name
        except LinkOver as over:
            name, problem = None, over
        context = {
            "link": link,
            "name": name,
            "problem": told(problem, language) if problem else None,
            "passkeys": self._before.party(request) is not None,
            "company": self._ways.client is not None,
            "script": script_address(self._site),
        }
        return self._show("signing/enrol.html", language, link, context, status_of(problem) if problem else 200)

    def _codes_again(self, request: Asked, link: str, token: str, problem: BelofteError) -> Response[bytes]:
        try:
            codes = self._ways.enrolling.codes_again(link, token, self._issuer)
        except BelofteError as error:
            return self._page(request, link, error)
        return self._codes(request, link, codes, problem)

    def _codes(self, request: Asked, link: str, codes: Codes, problem: BelofteError | None = None) -> Response[bytes]:
        language = language_of(self._site, request)
        context = {
            "link": link,
            "token": codes.token,
            "secret": " ".join(codes.secret[start : start + 4] for start in range(0, len(codes.secret), 4)),
            "uri": codes.uri,
            "image": segno.make(codes.uri, micro=False).svg_inline(scale=5, border=4, light="#fff"),
            "least": LEAST,
            "problem": told(problem, language) if problem else None,
        }
        return self._show("signing/codes.html", language, link, context, status_of(problem) if problem else 200)

    def _show(self, template: str, language: str, link: str, context: dict[str, Any], status: int) -> Response[bytes]:
        headers = {**PRIVATE, "Referrer-Policy": "same-origin"}
        return show(self._site, Page(template, language, context, status, f"/{{language}}/enrol/{link}", headers))


def enrolment_routes(before: Before) -> list[HTTPRouteHandler]:
    """The pages behind an enrolment link."""
    pages, site = _EnrolmentPages(before), before.site
    link = "/enrol/{link:str}"
    return [
        *look(in_languages(site, link), pages.page),
        *press(in_languages(site, f"{link}/codes"), pages.codes),
        *press(in_languages(site, f"{link}/password"), pages.typed),
        *press(in_languages(site, f"{link}/passkey/ask"), pages.ask_passkey),
        *press(in_languages(site, f"{link}/passkey"), pages.passkey),
        *look(in_languages(site, f"{link}/company"), pages.at_the_provider),
    ]
