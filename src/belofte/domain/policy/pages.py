"""The website, the notice itself and how it changes (Art. 13(3), Tw 11.7a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from belofte.domain.policy.words import Period


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie or like technique: for which purpose, how long, set by which recipient (None: the company)."""

    name: str
    purpose: str | None = None
    lifetime: Period | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Website:
    """Pages, cookies and mail that leaves by itself."""

    encryption: str | None = None  # https | ssl (the outdated word)
    cookies: tuple[str, ...] | None = None  # names. None: nothing said; () : none used
    cookie_facts: Mapping[str, Cookie] = field(default_factory=dict[str, Cookie])  # purpose and lifetime of each
    cookie_consent: str | None = None  # before | none
    unsubscribe_link: str | None = None  # in-every-mail | in-newsletters
    unsubscribe_effect: str | None = None  # newsletter-stops
    collects: tuple[str, ...] = ()  # kinds collected by itself
    collects_closed: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """How the policy changes (Art. 13(3), WP260)."""

    reserved: bool | None = None  # the right to change is reserved
    newest_here: bool | None = None
    told_by: str | None = None  # email
    lead_time: Period | None = None
    fallback: str | None = None
    archive: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the company binds itself to for all it does with data (Art. 5(1)(b), (c)).

    ``tied_to``: every purpose rests on one of these: order (contract), consent, legal-duty, legitimate-interest.
    """

    data: str | None = None  # needed-only
    purposes: str | None = None  # service-only
    tied_to: tuple[str, ...] = ()
    contact: str | None = None  # explicit-consent: before somebody is approached other than at his request


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notice announces about itself: what it describes, its sections, where contact details stand."""

    describes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    contact_details_at: str | None = None  # end
