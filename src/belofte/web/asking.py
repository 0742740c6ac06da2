"""The form: what would you like, only the fields that needs, and the page that follows it.

No step needs a script or a cookie. Everybody meets the same page with the same words, known or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Response

from belofte.domain.course import Represents
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.rights import names
from belofte.procedures.desks import PublicDesk, Submission
from belofte.web.forms import Problem, Problems, request_problems
from belofte.web.pages import Asked, Form, Page, language_of, show
from belofte.web.site import Option, Site
from belofte.web.texts import say
from belofte.web.wishes import (
    CORRECTIONS,
    OTHER,
    TICKS,
    Filled,
    as_on_page,
    fields_of,
    filled,
    needs_link,
    options_of,
    wish_of,
    wish_problems,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The form of every right, and the one page that follows it."""

    desk: PublicDesk
    site: Site

    def form(self, request: Asked) -> Response[bytes]:
        """The choice of a right; with a right in the address, its form."""
        language, right = language_of(self.site, request), request.query_params.get("right", "")
        if right not in self.site.rights:
            return show(self.site, Page("choose.html", language, {}, here="/{language}/request"))
        only = request.query_params.get("purpose", "")
        known = {option.name for option in options_of(right, self.site.choices())}
        given = {"right": right, "only": only if only in known else ""}
        return self._form(language, filled(given), {})

    def send(self, request: Asked, data: Form) -> Response[bytes]:
        """Hand the request to the desk; whatever is not right yet comes back with everything that was typed."""
        language, form = language_of(self.site, request), filled(data)
        today = self.site.expect(self.site.rights[0]).received
        problems = request_problems(form.text, self.site.rights)
        if "right" not in problems:
            problems = wish_problems(form, self.site.choices(), today) | problems
        if problems:
            return self._form(language, form, as_on_page(problems))
        try:
            reference = self.desk.submit(_submission(request, language, form))
        except WrongUse:
            return self._form(language, form, {"address": Problem("error.address.form")})
        except Refused:
            return self._form(language, form, {"": Problem("error.many")}, 429)
        context = {
            "reference": reference,
            "address": form.text["address"],
            "right": form.right,
            "expected": self.site.expect(form.right),
            "needs_link": needs_link(form, self.site.choices()),
        }
        return show(self.site, Page("sent.html", language, context))

    def _form(self, language: str, form: Filled, problems: Problems, status: int = 422) -> Response[bytes]:
        choices = self.site.choices()
        options = options_of(form.right, choices)
        right = form.right if form.right in self.site.rights else ""
        context: dict[str, Any] = {
            "fields": form.text,
            "right": right,
            "shown": fields_of(right),
            "ticked": form.ticked,
            "list": TICKS.get(right, ""),
            "options": options if len(options) > 1 or form.right != names.WITHDRAWAL else (),
            "only": _only(form, options),
            "corrections": CORRECTIONS,
            "kind_options": _kinds(language, choices.kinds),
            "represents_options": [("", say(language, "represents.none")), *_represented(language)],
            "filled_names": {name for name, value in form.text.items() if value} | problems.keys(),
            "problems": problems,
        }
        here = "/{language}/request" + (f"?right={right}" if right else "")
        if form.text["only"]:
            here += f"&purpose={form.text['only']}"
        return show(self.site, Page("request.html", language, context, status if problems else 200, here))


def _only(form: Filled, options: tuple[Option, ...]) -> Option | None:
    """The one purpose that the link to the form named, or the only one there is to withdraw."""
    if form.right == names.WITHDRAWAL and len(options) == 1:
        return options[0]
    return next((option for option in options if option.name == form.text["only"]), None)


def _kinds(language: str, kinds: tuple[Option, ...]) -> list[tuple[str, str]]:
    first = ("", say(language, "form.kind.choose"))
    return [first, *((kind.name, kind.label[language]) for kind in kinds), (OTHER, say(language, "form.kind.other"))]


def _represented(language: str) -> list[tuple[str, str]]:
    return [(each.value, say(language, f"represents.{each}")) for each in Represents]


def _submission(request: Asked, language: str, form: Filled) -> Submission:
    text = form.text
    return Submission(
        right=form.right,
        address=text["address"],
        language=language,
        name=text["name"],
        number=text["number"],
        text=text["text"],
        network=request.client.host if request.client else "",
        wish=wish_of(form),
    )
