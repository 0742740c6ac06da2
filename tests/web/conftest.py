"""A small desk in memory: it keeps requests, links and acts, so that the pages can be tried without systems."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from belofte.domain.account import Account, Means, Role
from belofte.domain.errors import BelofteError, Refused, WrongUse
from belofte.domain.plan import Blind, Decision, Failure, Line, Outcome, Plan, Receipt, ReceiptLine, Step
from belofte.domain.policy import Text
from belofte.domain.request import RequestState, Waiting
from belofte.domain.rights.names import RIGHTS
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.domain.wish import Correction, Wish
from belofte.ports import Letter
from belofte.procedures import refusals
from belofte.procedures.desks import (
    CaseView,
    LinkPurpose,
    LinkState,
    LinkView,
    QueueAsk,
    QueuePage,
    QueueRow,
    StatusStep,
    StatusView,
    Submission,
)
from belofte.procedures.office.case_desk import Asked as CaseAsked
from belofte.procedures.office.case_desk import CaseDesk, CaseStory, Happened, LetterRow
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.office.queue_desk import QueueDesk
from belofte.procedures.office.what_is_needed import Need, Needs, TaskRow
from belofte.procedures.planning.texts import TextToRead, texts_to_read
from belofte.procedures.sign_in.signing_in import SignedIn
from belofte.sandbox.practice import EXERCISES
from belofte.store_port import LetterState
from belofte.web.acts import Desks
from belofte.web.health import Health
from belofte.web.links import FurtherLinks
from belofte.web.office import office_routes
from belofte.web.pages import fault_pages, office_fault_pages
from belofte.web.practice import Attempt, Finding, Offered
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_office_app, build_public_app
from belofte.web.signing.address import OfficeAddress
from belofte.web.signing.door import Door
from belofte.web.site import (
    Banner,
    Choices,
    Company,
    Contact,
    EvidenceState,
    Expectation,
    Mailbox,
    MailMessage,
    MailRow,
    NoticePage,
    Notices,
    NoticeVersion,
    Option,
    Remedies,
    Site,
)

sys.path.insert(0, str(Path(__file__).parent))


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

    def act(self, token: str, choice: str) -> LinkState:
        """What the buttons of further links do."""
        view, reference = self.links[token]
        self.acts.append(f"{view.purpose} {choice}".strip())
        self.links[token] = (replace(view, state=LinkState.USED), reference)
        return LinkState.OPEN

    def status(self, reference: str, address: str) -> StatusView | None:
        asked = self.requests.get(reference)
        return self.view(reference) if asked and asked.address == address else None

    def status_by(self, token: str) -> StatusView | None:
        return self.view(self.links[token][1] or "B-7K3M-22Q") if token in self.links else None

    def withdraw(self, reference: str, address: str) -> StatusView | None:
        view = self.status(reference, address)
        return self.ended(view) if view else None

    def withdraw_by(self, token: str) -> StatusView | None:
        view = self.status_by(token)
        return self.ended(view) if view else None

    def ended(self, view: StatusView) -> StatusView:
        self.acts.append("withdraw")
        step = StatusStep("ended-withdrawn", True, TODAY)
        return replace(view, state=RequestState.STOPPED, ended="withdrawn", may_withdraw=False, steps=(step,))

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
            may_withdraw=True,
        )


def notice_page(language: str, version: int | None) -> NoticePage | None:
    """Two published versions."""
    if version not in (None, 1, 2):
        return None
    title = {"nl": "Over wie het gaat", "en": "Whom it is about"}[language]
    return NoticePage(version or 2, date(2026, 1, 1), f"<h2>{title}</h2><p>{version or 2}</p>")


CHOICES = Choices(
    kinds=(Option("name", {"nl": "naam", "en": "name"}), Option("address", {"nl": "adres", "en": "address"})),
    contested=(
        Option("answering", {"nl": "het beantwoorden van uw vraag", "en": "answering your question"}),
        Option("newsletter", {"nl": "onze nieuwsbrief per e-mail", "en": "our newsletter by e-mail"}),
    ),
    consents=(
        Option("newsletter", {"nl": "onze nieuwsbrief per e-mail", "en": "our newsletter by e-mail"}),
        Option("post", {"nl": "brief- en pakketpost", "en": "letters and parcels by post"}),
    ),
    services=(Option("voip", {"nl": "internettelefonie", "en": "internet telephony"}),),
)
COMPANY = Company(
    controller="Molenaar & Zn. B.V.",
    contact=Contact("privacy@molenaar.example", "+31 20 000 00 00", "Molenweg 1, 1234 AB Molendorp"),
    remedies=Remedies(
        {"nl": "Autoriteit Persoonsgegevens", "en": "Dutch Data Protection Authority"},
        "https://autoriteitpersoonsgegevens.nl",
        {"nl": "de rechtbank", "en": "the district court"},
    ),
)
SITE = Site(
    rights=RIGHTS,
    choices=lambda: CHOICES,
    public_url="https://privacy.molenaar.example",
    company=lambda: COMPANY,
    languages=("nl", "en"),
    time_zone="Europe/Amsterdam",
    expect=lambda right: Expectation(TODAY, DUE, date(2026, 11, 29)),
    notices=Notices(
        notice_page,
        lambda: (NoticeVersion(2, date(2026, 1, 1)), NoticeVersion(1, date(2018, 5, 25), date(2025, 12, 31))),
    ),
)


def _fits(row: QueueRow, ask: QueueAsk) -> bool:
    late = {"work": row.work_by, "answer": row.due}.get(ask.late or "", date.min)
    return (
        (ask.state is None or row.state is ask.state)
        and (ask.right is None or row.right == ask.right)
        and (ask.waiting is None or row.waiting is ask.waiting)
        and (ask.owner is None or row.owner == ask.owner)
        and (ask.late is None or (late is not None and late < TODAY))
        and (ask.due_before is None or (row.due is not None and row.due < ask.due_before))
        and ask.reference in ("", row.reference)
    )


@dataclass
class MemoryOffice:
    """The office desk, holding its cases in a dictionary. ``decided`` is what was really asked of it."""

    cases: dict[str, CaseView] = field(default_factory=dict)
    decided: list[tuple[object, ...]] = field(default_factory=list)
    refusal: BelofteError | None = None
    texts: list[TextToRead] = field(default_factory=list)
    ask_above: int | None = None
    page_size: int = 50
    finished: list[tuple[str, str]] = field(default_factory=list)

    def queue(self) -> list[QueueRow]:
        return [case.row for case in self.cases.values()]

    def page(self, ask: QueueAsk) -> QueuePage:
        """What fits, by the day the work must be done; two requests a page."""
        rows = [row for row in self.queue() if _fits(row, ask)]
        rows.sort(key=lambda row: (row.work_by or date.max, row.reference))
        size = self.page_size
        start = (ask.page - 1) * size
        pages = max(1, -(-len(rows) // size))
        return QueuePage(tuple(rows[start : start + size]), len(rows), ask.page, pages, ("Mieke",))

    def needs(self) -> Needs:
        """The requests that wait for the office, one task, and a reply that is awaited."""
        rows = tuple(row for row in self.queue() if row.waiting is Waiting.OFFICE)
        task = TaskRow("t-1", "ask_person", TODAY, "B-2222-222", "mailchimp", 1, due_on=date(2026, 11, 20))
        dhl, contract = Text({"nl": "DHL", "en": "DHL"}), Text({"nl": "contract DHL", "en": "DHL contract"})
        more = (Need("reply", dhl, date(2026, 12, 1), "B-2222-222"), Need("document", contract))
        return Needs(rows, len(rows), () if self.finished else (task,), more)

    def finish(self, task: str, by: str, _word: object = None) -> None:
        self.finished.append((task, by))

    def story(self, reference: str) -> CaseStory:
        """What happened to a request, and its letters."""
        at = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
        happened = (Happened("request.received", at), Happened("request.confirmed", at), Happened("strange.kind", at))
        letters = (
            LetterRow("l-1", "confirm", LetterState.SENT, at, at, 1),
            LetterRow("l-2", "x", LetterState.READY, at, None, 2),
        )
        tasks = (Task("t-1", "ask_person", at, system="mailchimp"),)
        return CaseStory(happened, letters, tasks, "web", at, "Mieke de Boer", at)

    def asked(self, reference: str, by: str) -> CaseAsked:
        self._decide("asked", reference, by)
        wish = Wish(
            corrections=(Correction("name", "", "<b>Anna</b>"),), because="Ik ben verhuisd.", represents="parent"
        )
        return CaseAsked("anna@klant.example", "Anna", "Graag <i>alles</i>.", (("customer-number", "K-12"),), wish)

    def letter(self, reference: str, letter: str, by: str) -> Letter:
        self._decide("letter", reference, letter, by)
        return Letter("anna@klant.example", "Uw verzoek", "Beste mevrouw,", "<p>Beste mevrouw,</p>", "nl")

    def show(self, reference: str) -> CaseView:
        if reference not in self.cases:
            raise WrongUse("There is no such open request.", "Look at the queue.")
        return self.cases[reference]

    def _decide(self, *what: object) -> None:
        if self.refusal:
            raise self.refusal
        self.decided.append(what)

    def identify(self, reference: str, by: str, how: str, number: str = "") -> None:
        self._decide("identify", reference, by, how, number)

    def read(self, reference: str, by: str) -> list[TextToRead]:
        self._decide("read", reference, by)
        self.cases[reference] = replace(self.cases[reference], texts_read=True)
        return self.texts

    def plan(self, reference: str) -> Plan:
        self._decide("plan", reference)
        plan = self.cases[reference].plan
        assert plan
        return plan

    def approve(self, reference: str, plan: str, by: str, records: int | None = None) -> None:
        newest = self.cases[reference].plan
        assert newest
        if texts_to_read(newest) and not any(what[:2] == ("read", reference) for what in self.decided):
            raise refusals.texts_not_read(texts_to_read(newest))
        if self.ask_above is not None and newest.records > self.ask_above and records != newest.records:
            raise refusals.TooManyRecords(newest.records, self.ask_above)
        self._decide("approve", reference, plan, by, records)
        self.cases[reference] = replace(self.cases[reference], approved=True)

    def stop(self, reference: str, by: str) -> None:
        self._decide("stop", reference, by)
        del self.cases[reference]

    def refuse(self, reference: str, by: str, ground: str, reasons: str = "") -> None:
        self._decide("refuse", reference, by, ground, *([reasons] if reasons else []))


def erasure_plan() -> Plan:
    """The plan of the design: kept invoices, a shared address, a system that could not be looked at."""
    shop = (
        Line("shop", "customers", Decision.CLEAR, 1),
        Line("shop", "orders", Decision.CLEAR, 2),
        Line("shop", "emails", Decision.DELETE, 3),
        Line("shop", "emails", Decision.ASK, 1, ground="shared"),
        Line("shop", "invoices", Decision.KEEP, 1, "AWR art. 52(4)", date(2031, 12, 31)),
        Line("shop", "invoices", Decision.KEEP, 1, "AWR art. 52(4)"),
    )
    members = (Line("mailchimp", "members", Decision.DELETE, 1),)
    return Plan(
        id="p-41",
        request="q-1",
        right="erasure",
        policy_version=3,
        maps={"shop": "a", "mailchimp": "b", "analytics": "c"},
        made_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        steps=(
            Step("s-1", "q-1", "shop", Verb.ERASE, shop),
            Step("s-2", "q-1", "shop", Verb.PURGE, shop, ("s-1",)),
            Step("s-3", "q-1", "mailchimp", Verb.ASK_PERSON, members),
            Step("s-4", "q-1", "letters", Verb.TELL, (), ("s-1", "s-3")),
        ),
        questions=(
            "shared-with-another-person: 1",
            "new identifiers were still appearing after the last round",
            "no system is connected for: aws, dhl",
        ),
        blind=(Blind("exact", "sign-in expired", "belofte connect exact"),),
    )


def access_plan() -> Plan:
    """A copy with free text in two collections."""
    lines = (
        Line("shop", "orders", Decision.EXPORT, 2, note="free text to read first: 2"),
        Line("shop", "emails", Decision.EXPORT, 3, note="free text to read first: 1"),
    )
    made_at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    steps = (Step("s-5", "q-5", "shop", Verb.EXPORT, lines),)
    return Plan("p-50", "q-5", "access", 3, {"shop": "a"}, made_at, steps)


def receipts() -> tuple[Receipt, ...]:
    """One step done and read back, one that waits for a date, one that failed, one whose count was lost in a crash."""
    lines = (
        ReceiptLine("emails", Decision.DELETE, 3, 3, 0),
        ReceiptLine("customers", Decision.CLEAR, 1, None, 0),
        ReceiptLine("invoices", Decision.KEEP, 1, present=1, ground="AWR art. 52(4)", until=date(2031, 12, 31)),
    )
    failure = Failure(transient=False, where="shop.orders.note", remedy="Let the column be empty.")
    return (
        Receipt("r-1", "s-1", "shop", Verb.ERASE, Outcome.DONE, lines=lines, looked=("keys", "identifiers")),
        Receipt("r-2", "s-2", "shop", Verb.PURGE, Outcome.PENDING, until=date(2026, 12, 27)),
        Receipt("r-3", "s-3", "crm", Verb.ERASE, Outcome.FAILED, problem=failure),
    )


def row(reference: str, state: RequestState, work_by: date | None, **more: object) -> QueueRow:
    """One open request of the queue."""
    at = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    plain = QueueRow(reference, "erasure", state, None, None, at, DUE, work_by, DUE, date(2026, 12, 23))
    return replace(plain, **more)


def office_desk() -> MemoryOffice:
    """Five requests: new, with a plan, waiting for a system and late, being carried out, and a copy to be read."""
    new = row("B-1111-111", RequestState.RECEIVED, date(2026, 12, 21), waiting=Waiting.CONFIRMATION)
    planned = row("B-2222-222", RequestState.PLANNED, date(2026, 12, 18), waiting=Waiting.OFFICE)
    late = row("B-3333-333", RequestState.LOCATED, date(2026, 11, 20), waiting=Waiting.SYSTEM, waiting_on="exact")
    acting = row("B-4444-444", RequestState.ACTING, None)
    copy = row("B-5555-555", RequestState.PLANNED, date(2026, 12, 20), waiting=Waiting.OFFICE, right="access")
    cases = (
        CaseView(new, None, approved=False),
        CaseView(planned, erasure_plan(), approved=False),
        CaseView(late, None, approved=False),
        CaseView(acting, erasure_plan(), approved=True, receipts=receipts()),
        CaseView(copy, access_plan(), approved=False),
    )
    texts = [
        TextToRead("shop", "orders", "remark", "Laat het bij <b>buurvrouw Jansen</b> op 12."),
        TextToRead("shop", "emails", "body", "Beste mensen,\n\n" + "Het pakket kwam niet. " * 40),
        TextToRead("shop", "orders", "remark", "Belt u mijn man: 06 0000 0000"),
    ]
    return MemoryOffice({case.row.reference: case for case in cases}, texts=texts)


def mail(id: str, to: str, subject: str, text: str, html: str | None = None) -> MailMessage:
    """One caught message."""
    sent_at = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    return MailMessage(MailRow(id, sent_at, "privacy@molenaar.example", to, subject), text, html)


LINK = "http://127.0.0.1:18090/l/confirm"
MAILS = (
    mail(
        "m2",
        "anna@klant.example",
        "Uw verzoek",
        f"Bevestig: {LINK}",
        f'<p>Bevestig <a href="{LINK}" target="_blank">uw verzoek</a>.</p><script>alert(1)</script>',
    ),
    mail("m1", "jan@klant.example", "", "Dag."),
)
OFFICE_SITE = replace(
    SITE,
    mailbox=Mailbox(
        lambda: [each.row for each in MAILS], lambda id: next((each for each in MAILS if each.row.id == id), None)
    ),
    evidence=lambda: EvidenceState(1042, datetime(2026, 11, 22, 8, tzinfo=UTC), datetime(2026, 11, 22, 8, tzinfo=UTC)),
)


def desks_of(office: MemoryOffice) -> Desks:
    """One small office behind all desks."""
    return Desks(office, cast("QueueDesk", office), cast("NeedsDesk", office), cast("CaseDesk", office))


@pytest.fixture
def office() -> MemoryOffice:
    return office_desk()


@dataclass
class OneSession:
    """Sessions of which there is one: a privacy officer's, whose token is ``here``."""

    role: Role = Role.PRIVACY_OFFICER

    def who(self, token: str) -> SignedIn | None:
        account = Account("acc-1", "Mieke de Boer", self.role, datetime(2026, 11, 1, tzinfo=UTC))
        return SignedIn(account, Means.PASSKEY, is_fresh=True, seal=b"1") if token == "here" else None


def door_of(site: Site, role: Role = Role.PRIVACY_OFFICER) -> Door:
    """The office's door, with one session."""
    return Door(OneSession(role), site, OfficeAddress("http://127.0.0.1:8081"))


@pytest.fixture
def door_for() -> Callable[[Site], Door]:
    """The door of another site, with one session."""
    return door_of


@pytest.fixture
def open_office(office: MemoryOffice) -> Iterator[Callable[..., TestClient[Litestar]]]:
    """Open the office for somebody of a role, with further desks; closed at the end of the test."""
    opened: list[TestClient[Litestar]] = []

    def open_for(role: Role = Role.PRIVACY_OFFICER, more: Mapping[str, Any] | None = None) -> TestClient[Litestar]:
        parts = FrontParts(Health((), tuple), OFFICE_SITE.public_url, faults=office_fault_pages(OFFICE_SITE))
        desks = replace(desks_of(office), more=more or {})
        app = build_office_app(office_routes(desks, OFFICE_SITE), parts, door_of(OFFICE_SITE, role))
        client = TestClient(cast("Litestar", app), base_url="http://127.0.0.1:8081", raise_server_exceptions=False)
        opened.append(client.__enter__())
        client.cookies.set("belofte-office", "here")
        return client

    yield open_for
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def staff(open_office: Callable[..., TestClient[Litestar]]) -> TestClient[Litestar]:
    """A browser on this machine, at the office, signed in."""
    return open_office()


@dataclass
class MemoryRoom:
    """Two exercises begun: one missed, one running."""

    begun: list[tuple[str, str]] = field(default_factory=list)

    def offered(self, language: str) -> list[Offered]:
        return [Offered(one.name, one.right, one.story.in_(language)) for one in EXERCISES]

    def begin(self, name: str, language: str) -> str:
        self.begun.append((name, language))
        return "B-1111-111"

    def attempts(self, language: str) -> list[Attempt]:
        at = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
        missed = (Finding(False, "U weigerde."), Finding(True, "U las de tekst."))
        return [
            Attempt("B-2222-222", 6, "Alweer dezelfde vraag", "Is herhalen buitensporig?", at, True, missed),
            Attempt("B-3333-333", 2, "Twee mensen", "Wat houdt hen uit elkaar?", at, False),
        ]


def handbook(language: str) -> str:
    return (Path(__file__).parents[2] / "docs" / f"handbook.{language}.md").read_text("utf-8")


@pytest.fixture
def open_practice(office: MemoryOffice) -> Iterator[tuple[TestClient[Litestar], MemoryRoom]]:
    """The office of a sandbox, with its exercises and its handbook."""
    room, company = MemoryRoom(), replace(OFFICE_SITE.company(), banner=Banner.SANDBOX)
    site = replace(OFFICE_SITE, practice=True, handbook=handbook, company=lambda: company)
    parts = FrontParts(Health((), tuple), site.public_url, faults=office_fault_pages(site))
    app = build_office_app(office_routes(desks_of(office), site, room), parts, door_of(site))
    with TestClient(cast("Litestar", app), base_url="http://127.0.0.1:8081", raise_server_exceptions=False) as client:
        client.cookies.set("belofte-office", "here")
        yield client, room


@pytest.fixture
def front_office(office: MemoryOffice) -> Callable[..., str]:
    """The queue of an office whose evidence stands as told."""

    def queue(fault: str | None, verified_at: datetime | None) -> str:
        state = EvidenceState(12, None, verified_at, fault)
        app = Litestar(
            office_routes(desks_of(office), replace(OFFICE_SITE, evidence=lambda: state)),
            openapi_config=None,
            logging_config=None,
        )
        with TestClient(app) as client:
            return client.get("/nl/").text

    return queue


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
        parts = FrontParts(
            health=Health((), tuple),
            public_url=site.public_url,
            path_prefix=site.path_prefix,
            frame_hosts=site.frame_hosts,
            faults=fault_pages(site),
        )
        further = FurtherLinks(dict.fromkeys(LinkPurpose, desk.act), {LinkPurpose.HAND_OVER: desk.download})
        app = build_public_app(public_routes(desk, site, further), parts)
        client = TestClient(cast("Litestar", app), raise_server_exceptions=False)
        opened.append(client.__enter__())
        return opened[-1]

    yield open_front
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(front: Callable[[Site], TestClient[Litestar]], site: Site) -> TestClient[Litestar]:
    return front(site)
