"""The running process: the public front and the office over one installation, with the engine beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from belofte.bootstrap.api import with_api
from belofte.bootstrap.choices import choices_of
from belofte.bootstrap.desks import further_links, office_desks, practice_of
from belofte.bootstrap.evidence_state import EvidenceWatch
from belofte.bootstrap.inbox import mail_round
from belofte.bootstrap.installation import Belofte
from belofte.bootstrap.managing import managing_of
from belofte.bootstrap.messages import sending_round
from belofte.bootstrap.office_door import office_door
from belofte.bootstrap.reloading import reloading
from belofte.bootstrap.shipped import shipped
from belofte.bootstrap.time_stamps import stamper_of
from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.notice import notice, render_sections
from belofte.domain.policy import Policy
from belofte.domain.rights.names import HANDLED, RIGHTS
from belofte.domain.said.files_of_vendors import texts_of
from belofte.loading.published import load_version, published_versions
from belofte.procedures.clock.daily import Lasting
from belofte.procedures.intake.intake import LINK_FOR
from belofte.procedures.intake.passing_on import customers_of
from belofte.procedures.office.breaching import overdue_breaches

if TYPE_CHECKING:
    from belofte.engine.durable import Engine
    from belofte.web.health import Health
    from belofte.web.metrics import Metric
    from belofte.web.server import Front
    from belofte.web.site import Company, Expectation, Mailbox, NoticePage, NoticeVersion, Site


def serve(belofte: Belofte, on_ready: Callable[[], None]) -> None:
    """Work and listen until SIGTERM. Raises ``Refused`` when an address is taken or the office would be exposed."""
    from belofte.web.pages import fault_pages
    from belofte.web.public import public_routes
    from belofte.web.server import Front, FrontParts, build_public_app
    from belofte.web.server import serve as listen

    settings = belofte.settings
    public_host, public_port = _listen(settings.public_listen)
    refuse_exposure(belofte)
    engine = start_engine(belofte)
    health, site = _health(belofte, engine), site_of(belofte)
    front = FrontParts(
        health,
        settings.public_url,
        settings.path_prefix,
        settings.trusted_proxies,
        settings.frame_hosts,
        faults=fault_pages(site),
        changed=engine.wake,
    )
    public = build_public_app(public_routes(belofte.public, site, further_links(belofte)), front)
    fronts = [Front("public front", public, public_host, public_port), office_front(belofte, site, health, engine.wake)]
    with reloading(belofte):
        listen(fronts, on_ready, engine.stop)


def office_front(belofte: Belofte, site: Site, health: Health, changed: Callable[[], None]) -> Front:
    """The office behind its door. It stands at the root of its own address, whatever prefix the public pages have."""
    from belofte.web.office import office_routes
    from belofte.web.pages import office_fault_pages
    from belofte.web.server import Front, FrontParts, build_office_app

    site, settings = replace(site, path_prefix=""), belofte.settings
    door, before = office_door(belofte, site)
    parts = FrontParts(
        health,
        settings.office_address,
        trusted_proxies=settings.trusted_proxies,
        faults=office_fault_pages(site),
        changed=changed,
    )
    routes = office_routes(office_desks(belofte), site, practice_of(belofte), managing_of(belofte))
    app = build_office_app([*routes, *before], parts, door)
    return Front("office", with_api(belofte, app, changed), *_listen(settings.office_listen))


def refuse_exposure(belofte: Belofte) -> None:
    """Raises ``Refused`` when the office would listen where signing in does not make it safe."""
    from belofte.web.server import Exposure, refuse_exposed_office

    settings, is_sandbox = belofte.settings, belofte.parts.policy.environment == "sandbox"
    host, _ = _listen(settings.office_listen)
    refuse_exposed_office(Exposure(host, settings.office_url, settings.office_plain_http == "yes", is_sandbox))


def start_engine(belofte: Belofte) -> Engine:
    """The lasting worker of this process. Raises ``WorkerIdTaken`` for an id that is in use."""
    from belofte.engine.database import open_engine_database
    from belofte.engine.durable import Engine, Settings

    more = [mail_round(belofte), sending_round(belofte)]
    engine = Engine(open_engine_database(belofte.engine_url), Settings(belofte.settings.worker_id), more)
    engine.start(Lasting(belofte.current, belofte.settings.witness, stamper_of(belofte)))
    return engine


def site_of(belofte: Belofte) -> Site:
    """What the pages know of the company."""
    from belofte.web.site import Notices, Site

    policy, country = belofte.parts.policy, belofte.parts.country
    is_sandbox = policy.environment == "sandbox"
    return Site(
        public_url=belofte.settings.public_url,
        path_prefix=belofte.settings.path_prefix,
        frame_hosts=belofte.settings.frame_hosts,
        company=lambda: _company(belofte),
        languages=policy.languages,
        time_zone=country.time_zone,
        expect=lambda right: _expectation(belofte, right),
        rights=tuple(right for right in RIGHTS if right in HANDLED),
        choices=lambda: choices_of(belofte.parts.policy, customers_of(belofte.parts)),
        notices=Notices(
            page=lambda language, version: _notice(belofte, language, version),
            versions=lambda: _versions(belofte),
        ),
        practice=is_sandbox,
        handbook=_handbook,
        mailbox=_mailbox(belofte) if is_sandbox else None,
        evidence=EvidenceWatch(belofte).state,
        checkpoint=lambda: _checkpoint(belofte),
        mailbox_url=f"http://{belofte.settings.office_listen}/mail" if is_sandbox else None,
    )


def _company(belofte: Belofte) -> Company:
    """Who speaks on the pages, by the folder that is in use now."""
    from belofte.web.site import Banner, Company, Contact, Remedies

    policy, country = belofte.parts.policy, belofte.parts.country
    office = policy.privacy_office
    return Company(
        controller=policy.controller.name or "",
        contact=Contact(office.email, office.phone, office.address),
        remedies=Remedies(country.authority.name.by_language, country.authority.url, country.court.name.by_language),
        banner=Banner.SANDBOX if policy.environment == "sandbox" else Banner.EXAMPLE if policy.example else Banner.NONE,
        said=texts_of(belofte.parts.systems.values()),
    )


def _notice(belofte: Belofte, language: str, version: int | None) -> NoticePage | None:
    """The notice in force, or a published version of before."""
    from belofte.web.site import NoticePage

    policy: Policy | None = belofte.parts.policy
    if version not in (None, belofte.parts.policy.version):
        known = {published.number: published for published in published_versions(belofte.home.policy)}
        policy = load_version(known[version]) if version in known else None
    if policy is None:
        return None
    text = render_sections(notice(policy, language, belofte.parts.countries))
    return NoticePage(policy.version, policy.in_force or belofte.parts.today(), text)


def _versions(belofte: Belofte) -> list[NoticeVersion]:
    """All published versions, newest first; each ends where the next begins."""
    from belofte.web.site import NoticeVersion

    published = published_versions(belofte.home.policy)
    ends = [later.starts() for later in published[1:]]
    listed = zip_longest(published, ends)
    return [NoticeVersion(v.number, v.in_force, end) for v, end in listed if v is not None][::-1]


def _expectation(belofte: Belofte, right: str) -> Expectation:
    from belofte.web.site import Expectation

    today = belofte.parts.today()
    dates = due_dates(today, promise_for(belofte.parts.policy.rights, right), belofte.parts.holidays)
    return Expectation(today, dates.due, local_date(belofte.parts.now() + LINK_FOR, belofte.parts.country.time_zone))


def _mailbox(belofte: Belofte) -> Mailbox:
    """The sandbox's letters, as the office's pages show them."""
    from belofte.sandbox.mailsink import KeptMessage, NoSuchMessage, list_messages, show_message
    from belofte.web.site import Mailbox, MailMessage, MailRow

    folder = belofte.home.sandbox / "mail"

    def row(kept: KeptMessage) -> MailRow:
        return MailRow(kept.id, kept.written_at or belofte.parts.now(), kept.sender, kept.to, kept.subject)

    def message(name: str) -> MailMessage | None:
        try:
            shown = show_message(folder, name)
        except NoSuchMessage:
            return None
        return MailMessage(row(shown.kept), shown.text, shown.html)

    return Mailbox(rows=lambda: [row(kept) for kept in list_messages(folder)], message=message)


def _handbook(language: str) -> str | None:
    """The handbook in one language, as it ships beside the code."""
    file = shipped("docs") / f"handbook.{language}.md"
    return file.read_text("utf-8") if file.is_file() else None


def _checkpoint(belofte: Belofte) -> str | None:
    """The newest signed checkpoint, for whoever wants to keep it: a rewritten log will not fit it."""
    with belofte.parts.store.reading() as tx:
        head = tx.evidence.head()
    return head.note if head.size else None


def _health(belofte: Belofte, engine: Engine) -> Health:
    from belofte.engine.workers import FRESH_SECONDS
    from belofte.web.health import Check, Health, disk_check, worker_check

    def store() -> str | None:
        with belofte.parts.store.reading() as tx:
            tx.requests.counts()
        return None

    def youngest() -> float | None:
        return min((worker.age for worker in engine.workers.seen()), default=None)

    checks = (Check("store", store), disk_check(belofte.home.data), worker_check(youngest, FRESH_SECONDS))
    return Health(checks, lambda: _counts(belofte, engine))


def _counts(belofte: Belofte, engine: Engine) -> Iterable[Metric]:
    from belofte.domain.task import TaskState
    from belofte.web.metrics import Metric

    with belofte.parts.store.reading() as tx:
        counts = tx.requests.counts()
        tasks = len(tx.tasks.in_state(TaskState.OPEN))
        leaves = tx.evidence.head().size
    for state, count in counts.items():
        yield Metric("belofte_requests", "Requests by state.", count, labels={"state": state.value})
    yield Metric("belofte_tasks_open", "Tasks that wait for a person.", tasks)
    open_, overdue = overdue_breaches(belofte.parts)
    yield Metric("belofte_breaches_open", "Personal data breaches that are not closed.", open_)
    yield Metric("belofte_breaches_overdue", "Breaches whose hours are over while nobody was told.", overdue)
    yield Metric("belofte_evidence_leaves", "Leaves in the evidence log.", leaves, "counter")
    yield Metric("belofte_drives_in_hand", "Batches being driven by this process.", engine.in_hand())
    yield Metric("belofte_batches_resting", "Batches that did not move and wait for their next try.", engine.resting())
    for worker in engine.workers.seen():
        yield Metric(
            "belofte_worker_heartbeat_age_seconds",
            "Since the last heartbeat.",
            worker.age,
            labels={"worker": worker.id},
        )


def _listen(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)
