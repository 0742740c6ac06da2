"""The calendar feed (RFC 5545) under an address that holds its own token: calendar programs can send no header.

It holds references and days. The token opens nothing else, and its page is the same for a wrong one as for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from icalendar import Calendar, Event
from litestar import Response, get
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from belofte.domain.api_token import Scope
from belofte.procedures.clock.calendar_desk import CalendarDesk, DayKind, Feed
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.web.api.pace import Pace
from belofte.web.api.problems import Problem

WORDS: Mapping[str, Mapping[DayKind, str]] = {
    "nl": {DayKind.WORK_BY: "klaar", DayKind.DUE: "antwoord uiterlijk", DayKind.TASK: "taak"},
    "en": {DayKind.WORK_BY: "ready", DayKind.DUE: "answer by", DayKind.TASK: "task"},
}
NAMES = {"nl": "Privacyverzoeken", "en": "Privacy requests"}
AGAIN = timedelta(hours=1)
"""How often a calendar is asked to look again (RFC 7986)."""
ONE_DAY = timedelta(days=1)


def calendar_route(desk: CalendarDesk, tokens: Tokens, pace: Pace) -> HTTPRouteHandler:
    """``/calendar/TOKEN.ics``."""

    def answer(secret: str) -> Response[bytes]:
        caller = tokens.caller(secret)
        if caller is None or not caller.may(Scope.CALENDAR):
            return Problem("not-found").answer()
        if (seconds := pace.hit(caller.token.id)) is not None:
            return Problem("too-many", headers={"Retry-After": str(seconds)}).answer()
        headers = {"Cache-Control": "private, max-age=600", "X-Robots-Tag": "noindex"}
        return Response(written(desk.feed()), media_type="text/calendar", headers=headers)

    @get("/calendar/{name:str}", include_in_schema=False)
    async def feed(name: FromPath[str]) -> Response[bytes]:
        return await sync_to_thread(answer, name.removesuffix(".ics"))

    return feed


def written(feed: Feed) -> bytes:
    """The feed as a calendar file."""
    words = WORDS.get(feed.language, WORDS["en"])
    name = NAMES.get(feed.language, NAMES["en"])
    calendar: Any = Calendar()  # its stubs leave the values of properties untyped
    calendar.add("prodid", "-//Belofte//requests//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    for entry in feed.entries:
        event: Any = Event()
        event.add("uid", f"{entry.uid}@belofte")
        event.add("dtstamp", feed.at)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + ONE_DAY)
        event.add("summary", f"{entry.reference}: {words[entry.kind]}" if entry.reference else words[entry.kind])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
