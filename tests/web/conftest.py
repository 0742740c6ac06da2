"""A small desk in memory: it keeps requests, links and acts, so that the pages can be tried without systems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.request import RequestState, Waiting
from belofte.procedures.desks import LinkPurpose, LinkState, LinkView, StatusStep, StatusView, Submission
from belofte.web.health import Health
from belofte.web.pages import fault_pages
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_public_app
from belofte.web.site import Contact, Expectation, NoticePage, Notices, NoticeVersion, Remedies, Site

TODAY = date(2026, 11, 22)
DUE = date(2026, 12, 22)
PARTS = (b"PK\x03\x04 first", b" second", b" third")


@dataclass
class MemoryDesk:
    """The public desk, holding everything in lists. ``acts`` is what was really done, in order."""

    known: frozenset[str] = frozenset({"anna@klant.example"})
    requests: dict[str, Submission] = field(default_factory=dict)
    links: dict[str, tuple[LinkView, str]] = field(default_factory=dict)  # token -> view, reference
    acts: list[str] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)
    flooded: bool = False
    broken: Exception | None = None
    parts: Iterable[bytes] = PARTS

    def submit(self, submission: Submission) -> str:
        if self.broken:
            raise self.broken
        if self.flooded:
            raise Refused("Too many requests from one network.", "Wait.")
        if submission.address.endswith("@onmogelijk.example"):
            raise WrongUse("This address cannot receive mail.")
        reference = f"B-7K3M-2{len(self.requests):02d}"
        self.requests[reference] = submission
        self.acts.append("submit")
        if submission.address in self.known:
            self.add_link(f"confirm-{reference}", LinkPurpose.CONFIRM, reference)
        return reference

    def add_link(
        self,
        token: str,
        purpose: LinkPurpose,
        reference: str = "",
        state: LinkState = LinkState.OPEN,
        language: str = "nl",
    ) -> str:
        """Give out a link, as a mail would carry it."""
        until = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
        self.links[token] = (LinkView(purpose, state, language, "access", until), reference)
        return token

    def link(self, token: str) -> LinkView:
        if token in self.links:
            return self.links[token][0]
        return LinkView(LinkPurpose.STATUS, LinkState.UNKNOWN, "")

    def confirm(self, token: str) -> LinkState:
        view, reference = self.links[token]
        self.acts.append("confirm")
        self.confirmed.add(reference)
        self.links[token] = (replace(view, state=LinkState.USED), reference)
        return LinkState.OPEN

    def download(self, token: str) -> Iterator[bytes] | None:
        if self.link(token).state is not LinkState.OPEN:
            return None
        self.acts.append("download")
        return iter(self.parts)

    def status(self, reference: str, address: str) -> StatusView | None:
        asked = self.requests.get(reference)
        return self.view(reference) if asked and asked.address == address else None

    def status_by(self, token: str) -> StatusView | None:
        return self.view(self.links[token][1] or "B-7K3M-22Q") if token in self.links else None

    def send_status_link(self, reference: str, address: str) -> None:
        if self.status(reference, address):
            self.acts.append("send link")

    def view(self, reference: str) -> StatusView:
        """An erasure half-way: searched and decided, waiting for the pause to end."""
        return StatusView(
            reference=reference,
            right="erasure",
            language="nl",
            state=RequestState.APPROVED,
            waiting=Waiting.PAUSE,
            due=DUE,
            steps=(
                StatusStep("received", True, TODAY),
                StatusStep("confirmed", True, TODAY),
                StatusStep("searched", True, date(2026, 11, 23)),
                StatusStep("decided", True, date(2026, 11, 24)),
                StatusStep("done", False, None, date(2026, 11, 27)),
                StatusStep("answered", False, None, DUE),
            ),
            kept_until=(
                ("Facturen", "AWR art. 52(4)", date(2031, 12, 31)),
                ("Factuur zonder betaling", "AWR art. 52(4)", None),
            ),
            act_after=datetime(2026, 11, 27, 8, 0, tzinfo=UTC),
        )


def notice_page(language: str, version: int | None) -> NoticePage | None:
    """Two published versions."""
    if version not in (None, 1, 2):
        return None
    title = {"nl": "Privacybeleid", "en": "Privacy policy"}[language]
    return NoticePage(
        version or 2, date(2026, 1, 1), f"<h1>{title}</h1><h2>Hoofdstuk</h2><p>Versie {version or 2}.</p>"
    )


SITE = Site(
    public_url="https://privacy.molenaar.example",
    controller="Molenaar & Zn. B.V.",
    languages=("nl", "en"),
    time_zone="Europe/Amsterdam",
    contact=Contact("privacy@molenaar.example", "+31 20 000 00 00", "Molenweg 1, 1234 AB Molendorp"),
    expect=lambda right: Expectation(TODAY, DUE, date(2026, 11, 29)),
    notices=Notices(
        notice_page,
        lambda: (NoticeVersion(2, date(2026, 1, 1)), NoticeVersion(1, date(2018, 5, 25), date(2025, 12, 31))),
    ),
    remedies=Remedies(
        {"nl": "Autoriteit Persoonsgegevens", "en": "Dutch Data Protection Authority"},
        "https://autoriteitpersoonsgegevens.nl",
        {"nl": "de rechtbank", "en": "the district court"},
    ),
)


@pytest.fixture
def site() -> Site:
    return SITE


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


@pytest.fixture
def front(desk: MemoryDesk) -> Iterator[Callable[[Site], TestClient[Litestar]]]:
    """Open the public front for a site; closed at the end of the test."""
    opened: list[TestClient[Litestar]] = []

    def open_front(site: Site) -> TestClient[Litestar]:
        health = Health((), tuple)
        parts = FrontParts(health, site.public_url, site.path_prefix, (), site.frame_hosts, fault_pages(site))
        app = build_public_app(public_routes(desk, site), parts)
        client = TestClient(cast("Litestar", app), raise_server_exceptions=False)
        opened.append(client.__enter__())
        return opened[-1]

    yield open_front
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(front: Callable[[Site], TestClient[Litestar]], site: Site) -> TestClient[Litestar]:
    return front(site)
