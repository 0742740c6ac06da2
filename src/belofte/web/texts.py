"""The words on the pages: one place where each stands in Dutch and in English, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from belofte.procedures.refusals import STATES
from belofte.web.signing.texts import SIGNING
from belofte.web.site import LANGUAGES
from belofte.web.texts_acts import ACTS
from belofte.web.texts_breach import BREACH
from belofte.web.texts_case import CASE
from belofte.web.texts_codes import CODES
from belofte.web.texts_disclosure import DISCLOSURE
from belofte.web.texts_following import FOLLOWING
from belofte.web.texts_form import FORM
from belofte.web.texts_help import HELP
from belofte.web.texts_inbox import INBOX
from belofte.web.texts_links import LINKS
from belofte.web.texts_manage import MANAGE
from belofte.web.texts_office import OFFICE
from belofte.web.texts_public import PUBLIC
from belofte.web.texts_record import RECORD
from belofte.web.texts_records import RECORDS
from belofte.web.texts_register import REGISTER
from belofte.web.texts_rights import RIGHTS
from belofte.web.texts_staff import STAFF_WORDS
from belofte.web.texts_sweep import SWEEP
from belofte.web.texts_uses import USES_WORDS

_STATES = {f"state.{state}": (words.in_("nl"), words.in_("en")) for state, words in STATES.items()}
TEXTS: Mapping[str, tuple[str, str]] = {
    **PUBLIC,
    **RIGHTS,
    **FORM,
    **LINKS,
    **MANAGE,
    **FOLLOWING,
    **OFFICE,
    **CASE,
    **CODES,
    **ACTS,
    **HELP,
    **BREACH,
    **SWEEP,
    **DISCLOSURE,
    **STAFF_WORDS,
    **USES_WORDS,
    **INBOX,
    **RECORD,
    **RECORDS,
    **REGISTER,
    **SIGNING,
    **_STATES,
}
"""Key -> (Dutch, English). Names in braces are filled in by the page."""

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def say(language: str, key: str, /, **values: object) -> str:
    """One text in one language. Raises ``KeyError`` for a key, language or value that is not there."""
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def day(language: str, value: date) -> str:
    """A date as people read it: 5 december 2026."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def moment(language: str, value: datetime, time_zone: str) -> str:
    """A time as people read it, in the policy's time zone: 5 december 2026, 18:30. ``value`` must be aware."""
    local = value.astimezone(ZoneInfo(time_zone))
    return f"{day(language, local.date())}, {local:%H:%M}"


def chosen_language(accept: str, offered: tuple[str, ...]) -> str:
    """The offered language a browser likes best (RFC 9110 section 12.5.4); the first one where it likes none."""
    liked = sorted(filter(None, map(_preference, accept.split(","))), reverse=True)
    for _, language in liked:
        if language in offered:
            return language
    return offered[0]


def _preference(item: str) -> tuple[float, str] | None:
    name, _, weight = item.strip().partition(";q=")
    try:
        liking = float(weight) if weight else 1.0
    except ValueError:
        return None
    return (liking, name.split("-")[0].lower()) if liking > 0 else None
