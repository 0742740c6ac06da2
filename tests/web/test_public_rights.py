"""The form of every right: only what it needs, sent as a wish, without script and with nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from belofte.domain.identity import Identifier
from belofte.domain.rights.names import RIGHTS
from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.web.texts import say

WHO = {"address": "anna@klant.example"}


def fields(page: str) -> set[str]:
    """What the form shows, hidden fields apart."""
    form = page[page.index("<form") :]
    return set(re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]* name="(\w+)"', form))


def asked(client, desk, language="nl", **data):
    answer = client.post(f"/{language}/request", data=WHO | data)
    assert answer.status_code == 200, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    return list(desk.requests.values())[-1]


def refused(client, desk, **data) -> str:
    answer = client.post("/nl/request", data=WHO | data)
    assert answer.status_code == 422
    assert not desk.requests
    return answer.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_first_question_is_what_somebody_would_like(client, language):
    for path in ("/", "/request"):
        page = client.get(f"/{language}{path}").text
        for right in RIGHTS:
            assert say(language, f"right.{right}.what") in page
            assert f"/{language}/request?right={right}" in page


def test_each_right_asks_only_what_it_needs(client):
    shown = {right: fields(client.get(f"/nl/request?right={right}").text) for right in RIGHTS}
    about = {"address", "name", "number", "phone", "cookie", "ip", "ip_when", "represents"}
    elsewhere = {"other_address", "post_address"}
    rows = {f"{part}_{row}" for part in ("kind", "now", "should") for row in range(1, 6)}
    assert shown == {
        "access": about | elsewhere | {"text"},
        "rectification": about | rows | {"statement"},
        "erasure": about | {"text"},
        "restriction": about | {"because"},
        "portability": about | elsewhere | {"hand_over_to"},
        "objection": about | {"because", "purposes"},
        "withdrawal": {"address", "purposes"},
        "leaving": about | {"services", "ends_on", "text"},
        "question": about | {"text"},
    }


def test_to_stop_the_newsletter_takes_one_field_and_one_button(client, desk):
    page = client.get("/nl/request?right=withdrawal&purpose=newsletter").text
    assert fields(page) == {"address"}
    assert page.count("<button") == 1
    assert "Wij stoppen met: onze nieuwsbrief per e-mail." in page
    request = asked(client, desk, right="withdrawal", only="newsletter")
    assert (request.right, request.wish) == ("withdrawal", Wish(purposes=("newsletter",)))


def test_where_one_consent_is_all_there_is_nothing_is_to_be_chosen(front, site, desk):
    one = replace(site, choices=lambda: replace(site.choices(), consents=site.choices().consents[:1]))
    assert fields(front(one).get("/en/request?right=withdrawal").text) == {"address"}


def test_a_link_for_a_purpose_that_is_not_there_asks_for_which(client):
    assert "purposes" in fields(client.get("/nl/request?right=withdrawal&purpose=telepathy").text)


def test_what_is_wrong_goes_along_value_by_value(client, desk):
    request = asked(
        client,
        desk,
        right="rectification",
        kind_1="name",
        now_1="Ana",
        should_1="Anna",
        kind_3="other",
        should_3="Ik ben geen bedrijf",
        statement="Ik woon er sinds mei.",
    )
    first, second = Correction("name", "Ana", "Anna"), Correction("other", "", "Ik ben geen bedrijf")
    assert request.wish == Wish(corrections=(first, second), statement="Ik woon er sinds mei.")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Zeg wat er niet klopt"),
        ({"kind_1": "name"}, "Schrijf wat het moet zijn."),
        ({"now_2": "Ana"}, "Schrijf wat het moet zijn."),
        ({"should_1": "Anna"}, "Kies welk gegeven niet klopt."),
        ({"kind_1": "soul", "should_1": "x"}, "Kies alleen uit wat hier staat."),
        ({"kind_1": "name", "should_1": "x" * 201}, "hoogstens 200 tekens"),
    ],
)
def test_a_correction_that_is_half_said_is_asked_for(client, desk, given, says):
    page = refused(client, desk, right="rectification", **given)
    assert says in page
    for name, value in given.items():
        assert name.startswith("kind") or value in page


def test_a_second_correction_that_was_filled_in_stays_open(client, desk):
    opened = re.compile(r"<details open><summary>Klopt er nog iets niet")
    assert opened.search(refused(client, desk, right="rectification", now_2="Ana"))
    assert not opened.search(client.get("/nl/request?right=rectification").text)


def test_purposes_are_ticked_in_the_policys_words(client, desk):
    page = client.get("/en/request?right=objection").text
    assert "our newsletter by e-mail</label>" in page
    request = asked(client, desk, right="objection", purposes=["newsletter", "answering"], because="Ik word gepest.")
    assert request.wish == Wish(purposes=("newsletter", "answering"), because="Ik word gepest.")
    assert asked(client, desk, right="objection").wish == Wish()  # nothing chosen: everything
    desk.requests.clear()
    assert "Kies alleen uit wat hier staat." in refused(client, desk, right="objection", purposes="invoicing")


@pytest.mark.parametrize("day", ["2027-01-31", "31-01-2027", "31/01/2027"])
def test_leaving_takes_services_and_a_later_day(client, desk, day):
    request = asked(client, desk, right="leaving", services="voip", ends_on=day)
    assert request.wish == Wish(services=("voip",), ends_on=date(2027, 1, 31))


@pytest.mark.parametrize(("day", "says"), [("snel", "geen dag die wij herkennen"), ("2026-11-21", "al voorbij")])
def test_a_day_that_cannot_be_is_asked_again(client, desk, day, says):
    page = refused(client, desk, right="leaving", ends_on=day)
    assert says in page
    assert f'value="{day}"' in page


def test_a_copy_can_be_handed_over_and_sent_elsewhere(client, desk):
    request = asked(
        client,
        desk,
        right="portability",
        hand_over_to="klant@nieuw.example",
        other_address="anna@elders.example",
        post_address="Kade 1\n1234 AB Delft",
    )
    assert request.wish == Wish(
        hand_over_to="klant@nieuw.example",
        other_address="anna@elders.example",
        post_address="Kade 1\n1234 AB Delft",
    )
    desk.requests.clear()
    assert "Dit lijkt geen e-mailadres." in refused(client, desk, right="portability", hand_over_to="nieuw")


def test_who_acts_for_somebody_else_says_so(client, desk):
    assert asked(client, desk, right="access", represents="parent").wish.represents == "parent"
    desk.requests.clear()
    page = refused(client, desk, right="access", represents="neighbour")
    assert "Kies alleen uit wat hier staat." in page
    assert re.search("<details open><summary>Vraagt u dit voor iemand anders", page)


def test_further_identifiers_go_along_an_ip_address_only_with_its_time(client, desk):
    request = asked(client, desk, right="access", phone="06 1234", cookie="GA1.2", ip="::1", ip_when="1 mei, 10 uur")
    assert request.wish.identifiers == (
        Identifier("phone", "", "061234"),
        Identifier("cookie-id", "", "GA1.2"),
        Identifier("ip-address", "", "::1@1 mei, 10 uur"),
    )
    desk.requests.clear()
    assert "Zeg ook wanneer u er was." in refused(client, desk, right="access", ip="10.0.0.1")
    assert "Dit is geen IP-adres." in refused(client, desk, right="access", ip="10.0.0.1000", ip_when="nu")


def test_who_complains_is_told_at_once_where_else_that_can_be_done(client):
    asked, other = (client.get(f"/en/request?right={right}").text for right in ("question", "access"))
    place = 'You can always go to the supervisory authority, too: <a href="https://autoriteitpersoonsgegevens.nl"'
    assert place in asked
    assert place not in other


def test_a_question_needs_its_words(client, desk):
    assert "Schrijf uw vraag of klacht." in refused(client, desk, right="question")
    assert asked(client, desk, right="question", text="Wie zijn jullie?").text == "Wie zijn jullie?"


def test_a_right_that_is_not_offered_cannot_be_asked(front, site, desk):
    client = front(replace(site, rights=("access",)))
    assert "right=objection" not in client.get("/nl/request").text
    assert client.post("/nl/request", data=WHO | {"right": "objection"}).status_code == 422
    assert not desk.requests


def test_what_was_typed_for_another_right_is_left_out(client, desk):
    request = asked(client, desk, right="erasure", because="x", hand_over_to="geen adres", services="voip")
    assert request.wish == Wish()


@pytest.mark.parametrize("right", RIGHTS)
def test_the_page_after_sending_says_what_happens_with_this_right(client, right):
    more = {"rectification": {"statement": "x"}, "question": {"text": "x"}}.get(right, {})
    page = client.post("/en/request", data=WHO | {"right": right} | more).text
    assert say("en", f"right.{right}.then") in page


@pytest.mark.parametrize("purpose", [LinkPurpose.LIFT, LinkPurpose.HAND_OVER_CONFIRM, LinkPurpose.ADDRESS_CHANGE])
def test_a_link_acts_when_its_button_is_pressed_and_only_once(client, desk, purpose):
    desk.add_link("t", purpose)
    for _ in range(2):
        assert client.get("/l/t").text.count("<button") == 1
    assert desk.acts == []
    assert say("nl", f"done.{purpose}.title") in client.post("/l/t").text
    assert desk.acts == [purpose]
    assert client.post("/l/t").status_code == 410
    assert desk.acts == [purpose]


def test_a_choice_is_made_among_what_is_offered(client, desk):
    desk.add_link("t", LinkPurpose.CHOOSE)
    view, reference = desk.links["t"]
    desk.links["t"] = (replace(view, choices=("access", "erasure"), about="kopie of wissen"), reference)
    assert "kopie of wissen" in client.get("/l/t").text
    for choice in ("", "objection"):
        assert "Kies er een." in client.post("/l/t", data={"choice": choice}).text
    assert desk.acts == []
    assert client.post("/l/t", data={"choice": "erasure"}).status_code == 200
    assert desk.acts == ["choose erasure"]
    assert desk.link("t").state is LinkState.USED
