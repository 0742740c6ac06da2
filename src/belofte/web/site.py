"""What the pages know of the company besides the desks: names, addresses, dates to expect, and where notice, mail and
evidence come from.

Providers are plain callables, put in by ``bootstrap``: the web layer opens no file, database or log of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

LANGUAGES = ("nl", "en")
"""The languages the pages are written in."""


class Banner(StrEnum):
    """What every page says about itself when it is not a real company's."""

    NONE = "none"
    EXAMPLE = "example"  # a made-up company: nobody should send real data
    SANDBOX = "sandbox"  # the demo: mail stays on this machine


@dataclass(frozen=True, slots=True)
class Contact:
    """Where people turn (Art. 12(2), 13(1)(a)): the privacy office. At least one field should be given."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Remedies:
    """Where to complain (Art. 12(4), 77, 79). ``authority`` and ``court`` by language."""

    authority: Mapping[str, str]
    authority_url: str
    court: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Company:
    """Who speaks on the pages: what an edited folder can change while they are being served."""

    controller: str
    contact: Contact
    remedies: Remedies | None = None
    banner: Banner = Banner.NONE
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the connector files say, English → Dutch (:mod:`belofte.domain.said`)."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """The days a person who asks today may count on, in the policy's time zone."""

    received: date
    due: date
    confirm_by: date | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen on a form: its name in the policy, and its label by language. ``is_absolute``: an
    objection to it is never weighed (direct marketing, Art. 21(2))."""

    name: str
    label: Mapping[str, str]
    is_absolute: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What the policy gives people to choose from. ``kinds``: what can be corrected; ``contested``: purposes one can
    object to (Art. 21(1): legitimate interest and public task; 21(2): direct marketing); ``consents``: purposes that
    rest on consent; ``services``: what can be ended;
    ``customers``: for whom the company holds data, by name (shown to the office only)."""

    kinds: tuple[Option, ...] = ()
    contested: tuple[Option, ...] = ()
    consents: tuple[Option, ...] = ()
    services: tuple[Option, ...] = ()
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One published notice in one language. ``html``: its sections from ``h2`` down, made by us and trusted.
    ``version`` 0: not published yet."""

    version: int
    in_force: date
    html: str


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """One line of the archive of notices."""

    version: int
    in_force: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Notices:
    """``page(language, version)``: version None is the one in force; None where there is none. ``versions``: newest
    first."""

    page: Callable[[str, int | None], NoticePage | None]
    versions: Callable[[], Sequence[NoticeVersion]]


@dataclass(frozen=True, slots=True)
class MailRow:
    """One message in the sandbox's mail sink."""

    id: str
    sent_at: datetime
    sender: str
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A whole message. ``html`` is somebody else's page: it is shown in a frame that can do nothing."""

    row: MailRow
    text: str
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The sandbox's mail sink: newest first; None for an unknown id."""

    rows: Callable[[], Sequence[MailRow]]
    message: Callable[[str], MailMessage | None]


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """The evidence log at a glance. ``fault`` None and ``verified_at`` set: the log was read back and is sound;
    ``verified_at`` None: it was not looked at, which is not the same as sound."""

    leaves: int
    signed_at: datetime | None
    verified_at: datetime | None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One installation as its pages show it.

    ``public_url`` is scheme and host without a slash at the end; ``path_prefix`` is ``""`` or ``"/privacy"`` and
    stands before every link, whether the proxy strips it or passes it on. ``languages``: the first is used where a
    browser asks for none of them. ``company`` is asked for each page; ``expect`` gives the dates for a right, were it
    asked for now.
    """

    public_url: str
    company: Callable[[], Company]
    languages: tuple[str, ...]
    time_zone: str
    expect: Callable[[str], Expectation]
    notices: Notices
    path_prefix: str = ""
    frame_hosts: tuple[str, ...] = ()
    rights: tuple[str, ...] = ("access", "erasure")
    mailbox: Mailbox | None = None
    practice: bool = False  # the office has exercises
    handbook: Callable[[str], str | None] | None = None  # language -> Markdown
    mailbox_url: str | None = None  # shown in the sandbox's banner
    evidence: Callable[[], EvidenceState] | None = None
    choices: Callable[[], Choices] = Choices
    checkpoint: Callable[[], str | None] | None = None  # the newest signed checkpoint of the evidence log, as text

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for an address, prefix, language or time zone that cannot work."""
        if not self.public_url.startswith(("http://", "https://")) or self.public_url.endswith("/"):
            raise ValueError(
                "public_url is scheme and host without a slash at the end, such as https://www.shop.example"
            )
        if self.path_prefix and (not self.path_prefix.startswith("/") or self.path_prefix.endswith("/")):
            raise ValueError('path_prefix is empty or begins with a slash and ends without one, such as "/privacy"')
        if not self.languages or set(self.languages) - set(LANGUAGES):
            raise ValueError(f"languages must name at least one of: {', '.join(LANGUAGES)}")
        ZoneInfo(self.time_zone)

    @property
    def controller(self) -> str:
        """The company's name, as the folder states it now."""
        return self.company().controller

    @property
    def contact(self) -> Contact:
        """Where people turn, as the folder states it now."""
        return self.company().contact

    @property
    def remedies(self) -> Remedies | None:
        """Where to complain."""
        return self.company().remedies

    @property
    def banner(self) -> Banner:
        """What every page says about itself."""
        return self.company().banner

    def path(self, path: str) -> str:
        """``path`` as a browser must ask for it: with the prefix before it."""
        return f"{self.path_prefix}{path}"

    def link_url(self, token: str) -> str:
        """The address to put in a mail for one token."""
        return f"{self.public_url}{self.path(f'/l/{token}')}"
