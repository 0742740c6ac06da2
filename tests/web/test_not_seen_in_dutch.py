"""What a system tells when it cannot be worked with: the Dutch office says it in Dutch, whatever went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any, cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.rights.commands import received, typed
from tests.worlds import World

from belofte.bootstrap import make_demo, open_landscape
from belofte.bootstrap.desks import office_desks
from belofte.bootstrap.fronts import site_of
from belofte.domain.said import said_in
from belofte.web.health import Health
from belofte.web.office import office_routes
from belofte.web.pages import office_fault_pages
from belofte.web.server import FrontParts, build_office_app

DoorFor = Callable[..., Any]
AWAY = {
    "down": "antwoordt niet. Wat helpt: U hoeft niets te doen: het wordt opnieuw geprobeerd. Zie de statuspagina",
    "500": "ging ping mis (500 Internal Server Error). Wat helpt: U hoeft niets te doen",
    "expired-token": "laat ons niet binnen met deze aanmelding. Wat helpt: Meldt een persoon aan: belofte connect",
    "no-right": "staat ons ping, daar GET /ping niet toe (403 Invalid Resource). Wat helpt: mailchimp heeft geen naam",
    "wrong-type": "is niet te lezen. Wat helpt: Kijk naar url, de proxy en de statuspagina",
    "refused": "weigerde ping (400 Invalid Resource). Wat helpt: Kijk naar url en de instellingen in systems/",
    "cut-off": "antwoordt niet",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(make_demo(tmp_path_factory.mktemp("dutch") / "home", 60, frozenset({"crm", "mailchimp"})))


@pytest.fixture(scope="module")
def reference(company: World) -> str:
    """A request of somebody who showed who they are."""
    made = received(company, "access", company.made.asks)
    typed(company, "request", "confirm", made)
    return made


def page(world: World, reference: str, door_for: DoorFor, language: str = "nl") -> str:
    """The words on the request's page, as the office of this language shows it."""
    with world.open() as belofte:
        site = site_of(belofte)
        parts = FrontParts(Health((), tuple), "http://127.0.0.1:8081", faults=office_fault_pages(site))
        app = build_office_app(office_routes(office_desks(belofte), site), parts, door_for(site))
        with TestClient(cast("Litestar", app), base_url="http://127.0.0.1:8081") as office:
            office.cookies.set("belofte-office", "here")
            answer = office.get(f"/{language}/requests/{reference}")
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split()).replace(" :", ":")


@pytest.mark.parametrize("fault", AWAY)
def test_a_vendor_that_cannot_be_looked_at_is_told_in_dutch(
    company: World, reference: str, fault: str, door_for: DoorFor
) -> None:
    with open_landscape(company.made.home.policy) as landscape:
        landscape.simulator("mailchimp").break_(fault)
    try:
        typed(company, "request", "plan", reference)
    finally:
        with open_landscape(company.made.home.policy) as landscape:
            landscape.simulator("mailchimp").mend()
    told, in_english = page(company, reference, door_for), page(company, reference, door_for, "en")
    assert AWAY[fault] in told
    assert not re.search(r"mailchimp: [^.]*\b(the|does|not|cannot|refused|failed)\b", told)
    assert "mailchimp" in in_english and AWAY[fault] not in in_english


def test_a_database_that_is_not_there_is_told_in_dutch(company: World, reference: str, door_for: DoorFor) -> None:
    database = company.made.home.sandbox / "crm.sqlite"
    elsewhere = database.rename(database.with_suffix(".away"))
    try:
        typed(company, "request", "plan", reference)
    finally:
        elsewhere.rename(database)
    told = page(company, reference, door_for)
    assert "crm: Het databasebestand van systeem crm is er niet. Wat helpt: Kijk naar url in systems/crm.yaml" in told


def test_what_fills_a_sentence_is_put_into_dutch_too() -> None:
    away = "The map of system crm does not fit its database: customers.note: this column is in no list of the map"
    assert said_in("nl", f"{away} (and 2 more).") == (
        "De kaart van systeem crm past niet bij de database: customers.note: deze kolom staat in geen lijst van de "
        "kaart (en nog 2)."
    )
    log = "1 of the files of disk.web_log could not be looked at: may not be read, under /var/log."
    assert (
        said_in("nl", log)
        == "Naar 1 van de bestanden van disk.web_log kon niet gekeken worden: mag niet gelezen worden, onder /var/log."
    )
    assert said_in("nl", "exact wants fewer calls, until 2026-11-23 18:00 UTC.") == (
        "exact wil minder vragen tegelijk, tot 2026-11-23 18:00 UTC."
    )


def test_what_a_connector_file_says_is_read_from_that_file(company: World) -> None:
    with company.open() as belofte:
        own = site_of(belofte).company().said
    english, dutch = next((en, nl) for en, nl in own.items() if en != nl)
    assert said_in("nl", english) == english
    assert said_in("nl", english, own) == dutch


def test_what_nobody_put_into_dutch_stays_as_it_is() -> None:
    assert said_in("nl", "The guest book is not there.") == "The guest book is not there."
    assert said_in("en", "try again") == "try again"
