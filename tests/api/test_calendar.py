"""A calendar shows on which day what must be done, and nothing of anybody."""

from __future__ import annotations

from icalendar import Calendar
from tests.api.conftest import Api

from belofte.domain.api_token import Scope


def test_the_feed_holds_references_and_days(api: Api) -> None:
    secret = api.token(Scope.CALENDAR, name="agenda")
    given = api.token(Scope.RECEIVE)
    body = {"right": "access", "address": api.asks(), "name": "Anna Jansen", "text": "Ik woon op de Dorpsstraat."}
    reference = api.post("/requests", given, body).json()["reference"]
    answer = api.client.get(f"/calendar/{secret}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    row = api.belofte.office.show(reference).row
    found = {(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events}
    assert found == {(f"{reference}: klaar", row.work_by), (f"{reference}: antwoord uiterlijk", row.due)}
    for secret_of_a_person in (api.asks(), "Anna", "Dorpsstraat", "access"):
        assert secret_of_a_person not in answer.text


def test_a_day_keeps_its_name_so_that_a_calendar_moves_it(api: Api) -> None:
    secret = api.token(Scope.CALENDAR, name="agenda")
    body = {"right": "access", "address": api.asks()}
    reference = api.post("/requests", api.token(Scope.RECEIVE), body).json()["reference"]
    first = Calendar.from_ical(api.client.get(f"/calendar/{secret}.ics").content).walk("VEVENT")
    again = Calendar.from_ical(api.client.get(f"/calendar/{secret}.ics").content).walk("VEVENT")
    assert [event["UID"] for event in first] == [event["UID"] for event in again]
    assert len({event["UID"] for event in first}) == len(first) == 2
    with api.belofte.parts.store.reading() as tx:
        case = tx.requests.by_reference(reference).id
    assert not any(case in str(event["UID"]) for event in first), "it leads to no row of the store"


def test_only_its_own_token_opens_it_and_the_api_is_not_opened_by_it(api: Api) -> None:
    secret, other = api.token(Scope.CALENDAR, name="agenda"), api.token(Scope.READ)
    for wrong in (other, "nothing", secret[:-1], ""):
        assert api.client.get(f"/calendar/{wrong}.ics").status_code == 404
    assert api.get("/requests", secret).status_code == 403
    api.clock.forward(days=40)
    assert api.client.get(f"/calendar/{secret}.ics").status_code == 404
