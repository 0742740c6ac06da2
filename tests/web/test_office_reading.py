"""Free text is read by a named person before a copy leaves; numbers that tell people apart and repeat a large count."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from belofte.domain.errors import CouldNotLook

sys.path.insert(0, str(Path(__file__).parent))

from test_office import APPROVAL, PLANNED, decide, seal_of

COPY = "/nl/requests/B-5555-555"
APPROVED = {"plan": "p-50", "read": "yes"}
NEIGHBOUR = "buurvrouw Jansen"


def test_a_copy_with_free_text_is_read_before_it_is_approved(staff, office):
    page = staff.get(COPY).text
    assert "aantal gegevens: 3" in page
    assert "vrije tekst die eerst gelezen moet worden: 2" in page
    assert page.index("/read") < page.index("/approve")
    refused = decide(staff, "approve", COPY, **APPROVED)
    assert refused.status_code == 409
    assert "Daarin kan iets over een ander staan. Lees die eerst" in refused.text
    assert 'name="records"' not in refused.text  # a count is asked for after a refusal of too many, and never else
    assert decide(staff, "read", COPY, by="Mieke de Boer").status_code == 200
    assert "/read" not in staff.get(COPY).text
    assert decide(staff, "approve", COPY, **APPROVED).status_code == 303
    assert office.decided == [
        ("read", "B-5555-555", "Mieke de Boer"),
        ("approve", "B-5555-555", "p-50", "Mieke de Boer", None),
    ]


def test_the_texts_stand_by_place_as_plain_text_and_the_reading_is_said_to_be_noted(staff):
    answer = decide(staff, "read", COPY, by="Somebody Else")
    assert "Vastgelegd: Mieke de Boer heeft deze vrije tekst te lezen gekregen." in answer.text
    assert "&lt;b&gt;buurvrouw Jansen&lt;/b&gt;" in answer.text
    assert answer.text.count("<h2") == 2
    assert answer.text.index("shop: orders") < answer.text.index("mijn man") < answer.text.index("shop: emails")
    assert answer.text.count(f'href="{COPY}"') >= 2


def test_the_texts_stand_on_that_answer_only(staff):
    answer = decide(staff, "read", COPY, by="Mieke de Boer")
    assert NEIGHBOUR in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "location" not in answer.headers
    assert NEIGHBOUR not in str(answer.headers) + str(answer.url)
    assert NEIGHBOUR not in staff.get(COPY).text
    assert staff.get(f"{COPY}/read").status_code == 405
    assert staff.get(f"{COPY}?done=read").status_code == 200


def test_nobody_reads_with_a_seal_of_another_form(staff, office):
    seal = seal_of(staff.get(COPY).text, "approve")
    answers = [staff.post(f"{COPY}/read", data={"seal": each}) for each in ("", seal)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert all(NEIGHBOUR not in answer.text for answer in answers)
    assert office.decided == []


def test_texts_that_cannot_be_seen_are_not_called_none(staff, office):
    office.refusal = CouldNotLook("shop is away.", "Try again.")
    answer = decide(staff, "read", COPY, by="Mieke de Boer")
    assert answer.status_code == 409
    assert "shop is away." in answer.text
    assert "Vastgelegd: " not in answer.text


def test_texts_that_are_gone_meanwhile_are_told(staff, office):
    office.texts = []
    assert "geen vrije tekst meer" in decide(staff, "read", COPY, by="Mieke de Boer").text


def test_a_plan_without_free_text_has_nothing_to_read(staff):
    assert "/read" not in staff.get(PLANNED).text


@pytest.mark.parametrize("address", ["/nl/requests/B-1111-111", PLANNED])
def test_a_customer_number_reaches_the_desk_and_no_address(staff, office, address):
    answer = decide(staff, "identify", address, by="Mieke de Boer", how="teruggebeld", number=" K-4711 ")
    assert office.decided == [("identify", address[-10:], "Mieke de Boer", "teruggebeld", "K-4711")]
    assert "4711" not in answer.headers["location"]


def test_a_number_nobody_has_is_refused_in_words(staff, office):
    answer = decide(staff, "identify", "/nl/requests/B-1111-111", by="Mieke de Boer", how="gebeld", number="9" * 65)
    assert answer.status_code == 422
    assert "64" in answer.text
    assert office.decided == []


def test_a_plan_above_the_policys_number_is_approved_by_repeating_it(staff, office):
    office.ask_above = 5
    assert 'name="records"' not in staff.get(PLANNED).text
    refused = decide(staff, "approve", **APPROVAL)
    assert refused.status_code == 409
    assert "Het plan raakt 7 gegevens; boven 5 vraagt het beleid het nog eens." in refused.text
    assert "Herhaal het aantal uit het plan." in refused.text
    assert 'name="records"' in refused.text
    assert decide(staff, "approve", **APPROVAL, records="6").status_code == 409
    assert decide(staff, "approve", **APPROVAL, records="7").status_code == 303
    assert office.decided == [("approve", "B-2222-222", "p-41", "Mieke de Boer", 7)]


@pytest.mark.parametrize("typed", ["zeven", "-7", "²", "7" * 5000])
def test_a_count_that_is_none_is_said_at_its_field(staff, office, typed):
    answer = decide(staff, "approve", **APPROVAL, records=typed)
    assert answer.status_code == 422
    assert 'id="approve-records-error"' in answer.text
    assert office.decided == []


@pytest.mark.parametrize("typed", ["1.500", "1,500", "1 500", "1500"])
def test_a_count_may_be_written_as_people_write_it(staff, office, typed):
    assert decide(staff, "approve", **APPROVAL, records=typed).status_code == 303
    assert office.decided[0][-1] == 1500
