"""The API and the calendar feed, put together over one installation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte

if TYPE_CHECKING:
    from litestar.types import ASGIApp


def with_api(belofte: Belofte, office: ASGIApp, changed: Callable[[], None]) -> ASGIApp:
    """The office's app with the API beside it, at the same address (docs/adr/0008)."""
    from belofte.may import open_may
    from belofte.procedures.clock.calendar_desk import CalendarDesk
    from belofte.procedures.programs.answering_once import AnsweringOnce
    from belofte.procedures.programs.api_desk import ApiDesk
    from belofte.procedures.programs.tokens_desk import Tokens
    from belofte.procedures.restoring.forgetting import ForgottenDesk
    from belofte.procedures.using.use_desk import UseDesk
    from belofte.web.api.app import ApiParts, build_api_app
    from belofte.web.api.beside import beside
    from belofte.web.api.calendar import calendar_route
    from belofte.web.api.operations import Desks
    from belofte.web.api.pace import Pace
    from belofte.web.signing.address import OfficeAddress

    settings = belofte.settings
    desks = Desks(
        belofte.public,
        belofte.office,
        belofte.desk(ApiDesk),
        belofte.parts.policy.languages,
        belofte.desk(UseDesk),
        belofte.desk(ForgottenDesk),
    )
    parts = ApiParts(
        desks=desks,
        tokens=belofte.desk(Tokens),
        once=belofte.desk(AnsweringOnce),
        pace=Pace(settings.api_per_minute, belofte.parts.now),
        server=settings.office_address,
        version=version("belofte"),
        decisions=partial(open_may, belofte.home.policy, "api"),
        changed=changed,
    )
    feed = calendar_route(belofte.desk(CalendarDesk), parts.tokens, parts.pace)
    return beside(
        office, build_api_app(parts, [feed]), OfficeAddress(settings.office_address), settings.trusted_proxies
    )
