"""The office's page of one request says in words what its clocks did, in both languages."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.clocks import Clock
from tests.rights.commands import told, typed
from tests.rights.mail_servers import mail_answers
from tests.worlds import World, carry_out, fresh_world

from belofte.bootstrap.desks import office_desks
from belofte.bootstrap.fronts import site_of
from belofte.ports import Delivery, Letter, Mailer
from belofte.web.health import Health
from belofte.web.office import office_routes
from belofte.web.pages import office_fault_pages
from belofte.web.server import FrontParts, build_office_app

BY = ("--by", "P. de Boer")
DAY_0, LATER = "2027-02-04T09:00:00Z", "2027-03-08T10:00:00Z"
DOUBT = ("--doubt", "the name is another one than we know")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home")


@pytest.fixture
def page(world: World, door_for):
    """The office's page of a request, as it stands at a moment."""

    @contextmanager
    def office(now: str) -> Generator[TestClient[Litestar]]:
        with world.open(now) as belofte:
            site = site_of(belofte)
            parts = FrontParts(Health((), tuple), "http://127.0.0.1:8081", faults=office_fault_pages(site))
            app = build_office_app(office_routes(office_desks(belofte), site), parts, door_for(site))
            with TestClient(app, base_url="http://127.0.0.1:8081") as client:
                client.cookies.set("belofte-office", "here")
                yield client

    def see(reference: str, language: str, now: str = LATER) -> str:
        with office(now) as client:
            answer = client.get(f"/{language}/requests/{reference}")
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())

    return see


def received(world: World, *more: str) -> str:
    words = ("request", "receive", "--right", "access", "--from", world.made.asks, "--now", DAY_0, *more)
    return str(told(world, *words)["reference"])


def test_an_extension_that_came_too_late_is_said_to_count_for_nothing(world: World, page) -> None:
    """T-22: written on the law's last day, taken by the mail server the day after."""
    reference = received(world)
    reasons = ("--ground", "complexity", "--reasons", "seven systems", *BY)
    with mail_answers(world, "451 4.3.2 not now"):
        assert typed(world, "request", "extend", reference, *reasons, "--now", "2027-03-04T20:00:00Z")[0] == 0
    written = page(reference, "en", "2027-03-04T21:00:00Z")
    assert "The letter about an extension is written; it counts only once it was delivered in time." in written
    assert "does not count" not in written
    assert typed(world, "work", "--now", "2027-03-05T10:00:00Z")[0] == 0
    assert "The extension arrived after the first month and does not count (GDPR 12(3))." in page(reference, "en")
    seen = page(reference, "nl")
    assert "De verlenging kwam na de eerste maand aan en telt niet (AVG 12(3))." in seen
    assert "Verlengd, met redenen en op tijd verteld." not in seen


def test_for_how_long_the_laws_clock_stood_still_is_said(world: World, page) -> None:
    """T-05: asked one day after receipt; three days later nobody answered."""
    reference = received(world)
    assert typed(world, "request", "ask-identity", reference, *DOUBT, *BY, "--now", "2027-02-05T10:00:00Z")[0] == 0
    now = "2027-02-08T10:00:00Z"
    seen = page(reference, "nl", now)
    assert "De klok van de wet stond 3 dagen stil, vanaf 5 februari 2027, om te vragen wie het is." in seen
    assert "Onze belofte wachtte niet." in seen
    assert "The law&#39;s clock stood still for 3 days, from 5 February 2027" in page(reference, "en", now)
    assert "stil, vanaf" not in page(reference, "nl", "2027-02-05T10:00:00Z")


def test_a_question_asked_too_late_is_said_to_add_no_day(world: World, page) -> None:
    """T-06: asked on day 25."""
    reference = received(world)
    assert "Te laat gevraagd" not in page(reference, "nl", "2027-03-01T09:00:00Z")
    assert typed(world, "request", "ask-identity", reference, *DOUBT, *BY, "--now", "2027-03-01T10:00:00Z")[0] == 0
    now = "2027-03-02T10:00:00Z"
    seen = page(reference, "nl", now)
    assert "Te laat gevraagd wie het is: er telt geen dag bij." in seen
    assert "stond" not in seen.split("Te laat gevraagd")[0][-300:]
    assert "Who it is was asked too late: no day is added." in page(reference, "en", now)


@dataclass
class SlowMail:
    """A mail route on which the other side takes two minutes to accept a letter."""

    route: Mailer
    hands: Clock

    def send(self, message: Letter) -> Delivery:
        delivery = self.route.send(message)
        self.hands.moment += timedelta(minutes=2)
        return delivery


def test_an_answer_accepted_after_midnight_is_said_to_have_begun_in_time(world: World, page) -> None:
    """T-24: a minute to midnight in Amsterdam on the law's last day; two minutes later it was taken."""
    reference = received(world)
    sent = datetime(2027, 3, 4, 22, 59, tzinfo=UTC)
    with world.open(sent.isoformat()) as belofte:
        hands = Clock(sent)
        belofte.current.parts = replace(belofte.parts, clock=hands, mailer=SlowMail(belofte.parts.mailer, hands))
        belofte.office.refuse(reference, "P. de Boer", "Art. 15(4) GDPR")
        carry_out(belofte)
    seen = page(reference, "nl")
    begun = seen.split("Let op: het versturen begon op tijd, op ")[1]
    assert "23:59" in begun.split(";")[0]
    assert begun.split(";")[1].startswith(" aangenomen werd het pas toen de dag om was.")
    said = page(reference, "en").split("Note: the sending began in time, on ")[1]
    assert said.split(";")[1].startswith(" it was accepted only after the day had ended.")


def test_a_request_whose_clocks_simply_run_says_none_of_it(world: World, page) -> None:
    seen = page(received(world), "en", "2027-02-05T10:00:00Z")
    for words in ("stood still", "asked too late", "does not count", "began in time", "Registered on", "Doubtful"):
        assert words not in seen
