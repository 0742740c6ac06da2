"""Following a request, a lost link, the notice and its archive, and the pages that say what went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from belofte.domain.errors import CouldNotLook
from belofte.domain.request import RequestState, Waiting
from belofte.web.site import NoticePage, Notices, NoticeVersion

PAIR = {"reference": "B-7K3M-200", "address": "anna@klant.example"}


@pytest.fixture
def asked(client):
    client.post("/nl/request", data={"right": "erasure", "address": "anna@klant.example"})


def test_the_status_shows_steps_with_dates_and_what_is_kept(client, asked):
    page = client.post("/nl/status", data=PAIR).text
    for said in (
        "Antwoord uiterlijk op",
        "22 december 2026",
        "Wij wissen niet eerder dan 27 november 2026, 09:00",
        "uiterlijk 27 november 2026",
        "AWR art. 52(4)",
        "31 december 2031",
        "einddatum nog niet bekend",
        "https://autoriteitpersoonsgegevens.nl",
        "de rechtbank",
    ):
        assert said in page
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize("typed", ["b-7k3m-200", "B7K3M200", " 7K3M-2OO ", "b 7k3m 2o0"])
def test_a_reference_may_be_typed_as_it_was_heard(client, asked, typed):
    assert "B-7K3M-200" in client.post("/nl/status", data=PAIR | {"reference": typed}).text


def test_wrong_reference_and_wrong_address_meet_the_same_words(client, asked):
    wrong_address = client.post("/nl/status", data=PAIR | {"address": "jan@ander.example"})
    wrong_reference = client.post("/nl/status", data={"reference": "B-9999-999", "address": "jan@ander.example"})
    assert wrong_address.status_code == wrong_reference.status_code == 422
    assert wrong_address.text.replace("B-7K3M-200", "B-9999-999") == wrong_reference.text
    assert "geen open verzoek" in wrong_address.text


@pytest.mark.parametrize("kind", ["status", "lost"])
def test_what_is_no_reference_is_named_and_nothing_typed_is_lost(client, desk, kind):
    answer = client.post(f"/en/{kind}", data={"reference": "factuur 12", "address": "anna"})
    assert answer.status_code == 422
    assert answer.text.count("This is not a reference.") == 2
    assert 'value="factuur 12"' in answer.text
    assert 'value="anna"' in answer.text
    assert desk.acts == []


def test_a_lost_link_is_sent_without_saying_so(client, desk, asked):
    right = client.post("/en/lost", data=PAIR)
    wrong = client.post("/en/lost", data=PAIR | {"address": "jan@ander.example"})
    assert right.text == wrong.text
    assert desk.acts == ["submit", "send link"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("state", list(RequestState))
@pytest.mark.parametrize("waiting", [None, *Waiting])
def test_every_state_and_every_wait_has_its_words(client, desk, asked, language, state, waiting):
    plain = desk.view
    desk.view = lambda reference: replace(plain(reference), state=state, waiting=waiting)
    assert client.post(f"/{language}/status", data=PAIR).status_code == 200


def test_a_notice_nobody_published_says_so(front, site):
    draft = NoticePage(0, date(2026, 1, 1), "<h2>Over wie het gaat</h2>")
    notices = Notices(lambda language, version: draft, lambda: (NoticeVersion(0, date(2026, 1, 1)),))
    client = front(replace(site, notices=notices))
    assert "Nog niet gepubliceerd" in client.get("/nl/notice").text
    assert "Not published yet" in client.get("/en/notices").text


def test_the_notice_in_force_and_an_old_one(client):
    now = client.get("/nl/notice").text
    assert "<h2>Over wie het gaat</h2>" in now
    assert "Dit is een oude versie" not in now
    old = client.get("/en/notice/1").text
    assert "This is an old version" in old
    assert "25 May 2018 to 31 December 2025" in client.get("/en/notices").text
    assert client.get("/nl/notice/9").status_code == 404
    assert client.get("/nl/notice/x").status_code == 404


@pytest.mark.parametrize(
    "path", ["/nl/nothing", "/de/", "/wp-admin.php", "/nl/status/../../etc", "/l/", "/static/x.css"]
)
def test_what_is_not_there_is_a_page_that_helps(client, path):
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert 'class="button"' in answer.text


def test_a_method_that_does_not_exist_is_a_page(client):
    answer = client.put("/nl/request")
    assert answer.status_code == 405
    assert "<html" in answer.text


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (RuntimeError("jan@klant.example broke it"), 500, "Something went wrong on our side"),
        (CouldNotLook("shop cannot be reached"), 503, "We cannot reach it for a moment"),
    ],
)
def test_a_fault_of_ours_is_a_page_that_repeats_nothing(client, desk, error, status, says):
    desk.broken = error
    answer = client.post("/en/request", data={"right": "access", "address": "jan@klant.example"})
    assert answer.status_code == status
    assert says in answer.text
    assert "jan@klant" not in answer.text
    assert "shop" not in answer.text


def test_a_request_is_taken_back_with_one_button(client, desk, asked):
    page = client.post("/nl/status", data=PAIR).text
    assert "Trek dit verzoek in" in page
    assert 'action="/nl/status/withdraw"' in page
    after = client.post("/nl/status/withdraw", data=PAIR)
    assert "U hebt dit verzoek ingetrokken" in after.text
    assert "Trek dit verzoek in" not in after.text
    assert client.post("/en/status/withdraw", data=PAIR | {"address": "jan@ander.example"}).status_code == 422
    assert desk.acts == ["submit", "withdraw"]


def test_a_consent_is_withdrawn_from_there_with_one_button(client, desk, asked):
    page = client.post("/en/status", data=PAIR).text
    assert "Stop: our newsletter by e-mail" in page
    done = client.post(
        "/en/request", data={"right": "withdrawal", "only": "newsletter", "address": "anna@klant.example"}
    )
    assert done.status_code == 200
    assert "There is nothing more to do" in done.text
    assert "press the button" not in done.text


@pytest.mark.parametrize(("right", "button"), [("question", False), ("withdrawal", False), ("access", True)])
def test_the_page_after_sending_speaks_of_a_button_only_where_there_is_one(client, right, button):
    fields = {"right": right, "address": "anna@klant.example", "text": "Hoe lang bewaart u dit?"}
    page = client.post("/nl/request", data=fields).text
    assert ("druk op de knop" in page) is button
    assert ("een nieuwe link" in page) is button
