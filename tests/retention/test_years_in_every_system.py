"""Twelve years of one company in every kind of system: each record goes on its own day, and not on the day before.

The rules say on which days anything is due; those days and the days before them are lived through, in each system and
against its own server. What lies between two such days makes nothing due (:mod:`tests.retention.test_time_travel` goes
day by day in SQL).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.connectors.aws.cloud import Cloud, documents
from tests.connectors.aws.conftest import aws_endpoint, cloud
from tests.connectors.files.folder import connector as files_connector
from tests.connectors.files.folder import scans
from tests.connectors.files.test_sweep import aged
from tests.connectors.imap.conftest import mail_process, mail_server
from tests.connectors.imap.mailbox import connector as mail_connector
from tests.connectors.imap.mailbox import letter
from tests.connectors.imap.mailbox import put as put_mail
from tests.connectors.rest.books import DIVISION, Books, Moment
from tests.connectors.rest.office import DESK, DRIVE, office
from tests.connectors.rest.test_sweep_by_age import audience, billed, mail, member, ms, newsletter
from tests.inbox.dovecot import Dovecot
from tests.retention.test_time_travel import BOOK_YEAR, FIRST, LAST, RULES, Today, company, filled

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import ONE_DAY, due_in, keep_until
from belofte.ports import DueAsk, SweepOrder, SweptByTerm
from belofte.sandbox.rest.simulator import Simulator, simulate

__all__ = ["audience", "aws_endpoint", "cloud", "mail_process", "mail_server", "newsletter"]
DAYS = (
    date(2015, 12, 31), date(2016, 2, 29), date(2018, 6, 30), date(2018, 7, 1), date(2019, 10, 31),
    date(2020, 2, 29), date(2021, 12, 31), date(2024, 8, 30),
)  # fmt: skip
SETTLED = "book-year-of-settlement"


def after(event: str, number: int, unit: Unit) -> RetentionRule:
    return RetentionRule("x", ceiling=Period(number, unit), after=event)


@dataclass(frozen=True)
class Kept:
    """One collection of the company with one record a day of ``DAYS``."""

    connector: SweptByTerm
    name: str
    event: str
    rule: RetentionRule

    def due_on(self, today: date) -> Mapping[date, Key]:
        """Day of each due record, and its key."""
        due = due_in(self.rule, today, BOOK_YEAR)
        found = list(self.connector.due(DueAsk(self.name, due.past, due.unless)))
        days = {day: one.key for one in found if (day := one.events[self.event]) is not None}
        assert len(days) == len(found)
        return days

    def sweep(self, today: date, keys: list[Key]) -> None:
        due = due_in(self.rule, today, BOOK_YEAR)
        order = SweepOrder("sweep-1", self.name, Decision.DELETE, tuple(keys), due.past, due.unless)
        done = self.connector.sweep(order)
        assert (done.problem, done.lines[0].acted) == (None, len(keys)), (self.name, today)
        assert self.connector.look_again(order).lines[0].remains == 0


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def vendors(tmp_path: Path, audience: Simulator, newsletter: HttpConnector) -> Iterator[list[Kept]]:
    """MailChimp, Exact Online and Microsoft 365, each with its records."""
    at = [noon(day).isoformat() for day in DAYS]
    audience.put("members", [member(f"{n}@x.example", "unsubscribed", moment) for n, moment in enumerate(at)])
    audience.put("members", [member("reads@x.example", "subscribed", at[0])])
    clock = Moment()
    with (
        simulate("exact_online", tmp_path / "exact.sqlite", clock.seconds) as exact,
        office(tmp_path / "office", without=("m1", "m2", "m3", "m4", "m5", "m6")) as (graph, make),
        ExitStack() as stack,
    ):
        exact.put("me", [{"CurrentDivision": DIVISION}])
        exact.put("divisions", [{"Code": DIVISION}])
        for number, day in enumerate(DAYS, 1):
            billed(exact, number, ms(day.year, day.month, day.day))
            graph.put("messages", [mail(f"m-{number}", f"{day}T12:00:00")])
            start = {"dateTime": f"{day}T12:00:00.0000000", "timeZone": "UTC"}
            graph.put("events", [{"id": f"e-{number}", "_mailbox": DESK, "start": start, "end": start, "subject": "x"}])
            own = {"createdDateTime": f"{day}T12:00:00Z", "lastModifiedDateTime": f"{day}T12:00:00Z"}
            graph.put("items", [{"id": f"f-{number}", "_drive": DRIVE, "name": f"{number}.txt", **own}])
        billed(exact, 99, None)
        books = Books(exact, tmp_path / "books", clock, stack).connector()
        office365 = make()
        yield [
            Kept(newsletter, "members", "consent-withdrawn", after("consent-withdrawn", 6, Unit.MONTHS)),
            Kept(books, "book-attachments", SETTLED, RULES["invoices"]),
            Kept(books, "book-documents", SETTLED, RULES["invoices"]),
            Kept(office365, "messages", "received", after("received", 1, Unit.YEARS)),
            Kept(office365, "events", "appointment", after("appointment", 2, Unit.YEARS)),
            Kept(office365, "files", "last-changed", after("last-changed", 18, Unit.MONTHS)),
        ]


@pytest.fixture
def own(tmp_path: Path, cloud: Cloud, mail_server: Dovecot) -> Iterator[list[Kept]]:
    """A database, a bucket, a mailbox and a folder."""
    filled(tmp_path / "shop.sqlite", {"invoices": [(day,) for day in DAYS]})
    s3 = cloud.bucket("documents", versions=True)
    for number, day in enumerate(DAYS):
        s3.put_object(Bucket="documents", Key=f"klanten/{number}/a.pdf", Body=b"x", Metadata={"day": f"{day}"})
        put_mail(mail_server, letter(f"{number}@x.example", date=f"{noon(day):%a, %d %b %Y %H:%M:%S +0000}"))
        aged(tmp_path / "scans" / str(number) / "a.pdf", day.year, day.month, day.day)
    bucket = cloud.connector(replace(documents(), clock={"collected": "metadata.day"}))
    shop = f"sqlite:///{tmp_path / 'shop.sqlite'}"
    with closing(SqlConnector(company(), shop, Today(), zone=ZoneInfo("Europe/Amsterdam"))) as sql:
        yield [
            Kept(sql, "invoices", SETTLED, RULES["invoices"]),
            Kept(bucket, "documents", "collected", after("collected", 5, Unit.YEARS)),
            Kept(mail_connector(mail_server), "messages", "received", after("received", 1, Unit.YEARS)),
            Kept(files_connector(scans(tmp_path)), "scans", "collected", after("collected", 90, Unit.DAYS)),
        ]


def test_every_record_of_a_company_goes_on_its_day_in_every_system(vendors: list[Kept], own: list[Kept]) -> None:
    lives = [*own, *vendors]
    ends = {
        (n, day): end
        for n, one in enumerate(lives)
        for day in DAYS
        if (end := keep_until(one.rule, {one.event: day}, BOOK_YEAR).gone_by) is not None and end < LAST
    }
    last_days = {n: {max(end, FIRST - ONE_DAY) for (m, _), end in ends.items() if m == n} for n in range(len(lives))}
    visits = sorted({(end + timedelta(days=k), n) for n, days in last_days.items() for end in days for k in (0, 1)})
    went: dict[tuple[int, date], date] = {}
    for today, number in visits:
        due = lives[number].due_on(today)
        if today >= FIRST and due:
            lives[number].sweep(today, list(due.values()))
            went |= {(number, day): today for day in due}
    assert went == {which: max(end + ONE_DAY, FIRST) for which, end in ends.items()}
    assert len({number for number, _ in went}) == len(lives)
    assert len(went) > 60
    assert all(not one.due_on(LAST) for one in lives), "nothing is left that should have gone"
