"""Following a request: its status and a lost link, for who has both reference and address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litestar import Response

from belofte.domain.reference import normalise_reference
from belofte.domain.rights.names import WITHDRAWAL
from belofte.procedures.desks import PublicDesk, StatusView
from belofte.web.forms import Problem, Problems, pair_problems, typed
from belofte.web.pages import Asked, Form, Page, language_of, show
from belofte.web.site import Site


@dataclass(frozen=True, slots=True)
class Following:
    """Status and lost link. Neither page tells whether reference and address belong together."""

    desk: PublicDesk
    site: Site

    def status_form(self, request: Asked) -> Response[bytes]:
        """Ask for reference and address."""
        return self._pair("status", language_of(self.site, request), typed({}, "reference", "address"), {})

    def status(self, request: Asked, data: Form) -> Response[bytes]:
        """The status, for who knows both."""
        language, fields = language_of(self.site, request), typed(data, "reference", "address")
        problems = pair_problems(fields)
        if not problems:
            view = self.desk.status(normalise_reference(fields["reference"]), fields["address"])
            if view is not None:
                return status_page(self.site, language, view, Pressed(f"/{language}/status/withdraw", fields))
            problems = {"": Problem("status.none")}
        return self._pair("status", language, fields, problems)

    def withdraw(self, request: Asked, data: Form) -> Response[bytes]:
        """Take the request back, for who knows both."""
        language, fields = language_of(self.site, request), typed(data, "reference", "address")
        problems = pair_problems(fields)
        if not problems:
            view = self.desk.withdraw(normalise_reference(fields["reference"]), fields["address"])
            if view is not None:
                return status_page(self.site, language, view, Pressed(f"/{language}/status/withdraw", fields))
            problems = {"": Problem("status.none")}
        return self._pair("status", language, fields, problems)

    def lost_form(self, request: Asked) -> Response[bytes]:
        """Ask for reference and address, to send a new link."""
        return self._pair("lost", language_of(self.site, request), typed({}, "reference", "address"), {})

    def lost(self, request: Asked, data: Form) -> Response[bytes]:
        """Send a new link if the two belong together; the page is the same either way."""
        language, fields = language_of(self.site, request), typed(data, "reference", "address")
        if problems := pair_problems(fields):
            return self._pair("lost", language, fields, problems)
        self.desk.send_status_link(normalise_reference(fields["reference"]), fields["address"])
        return show(self.site, Page("told.html", language))

    def _pair(self, kind: str, language: str, fields: dict[str, str], problems: Problems) -> Response[bytes]:
        context = {"kind": kind, "fields": fields, "problems": problems}
        here = f"/{{language}}/{kind}"
        return show(self.site, Page("pair.html", language, context, 422 if problems else 200, here))


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where the buttons of a status page are sent, and what they carry: whoever sees the page showed both already."""

    action: str
    carried: Mapping[str, str]


def status_page(site: Site, language: str, view: StatusView, pressed: Pressed) -> Response[bytes]:
    """A request as its own person sees it; the step that is under way is the first that is not done."""
    now = next((place for place, step in enumerate(view.steps) if not step.done), len(view.steps))
    consents = site.choices().consents if WITHDRAWAL in site.rights else ()
    context = {"view": view, "now": now, "pressed": pressed, "consents": consents}
    return show(site, Page("status.html", language, context))
