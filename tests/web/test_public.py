"""T-01, T-02, T-11, T-15: asking, and learning nothing about who is known."""

from __future__ import annotations

import re

import pytest

GOOD = {
    "right": "access",
    "address": "anna@klant.example",
    "name": "Anna Klant",
    "number": "K-12",
    "text": "Graag alles.",
}


def test_a_known_and_an_unknown_address_meet_the_same_page(client, desk):
    known = client.post("/nl/request", data=GOOD)
    unknown = client.post("/nl/request", data=GOOD | {"address": "wie@ander.example"})
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert same(known.text) == same(unknown.text.replace("wie@ander.example", "anna@klant.example"))
    assert known.headers.keys() == unknown.headers.keys()
    assert len(desk.requests) == 2


def same(page: str) -> str:
    """The page without its reference, the only thing that may differ."""
    page, found = re.subn(r"B-\w{4}-\w{3}", "REFERENCE", page)
    assert found
    return page


def test_the_page_after_sending_says_what_happens_next_and_when(client, desk):
    page = client.post("/en/request", data=GOOD).text
    assert next(iter(desk.requests)) in page
    assert "22 November 2026" in page
    assert "29 November 2026" in page
    assert "22 December 2026" in page
    assert "anna@klant.example" in page


def test_the_desk_gets_what_was_typed_in_the_language_of_the_page(client, desk):
    client.post("/en/request", data=GOOD | {"address": "  anna@klant.example "})
    (asked,) = desk.requests.values()
    assert (asked.right, asked.address, asked.name, asked.number, asked.text) == tuple(GOOD.values())
    assert (asked.language, asked.channel) == ("en", "web")
    assert asked.network


def test_only_right_and_address_are_needed(client, desk):
    assert client.post("/nl/request", data={"right": "erasure", "address": "a@b.example"}).status_code == 200
    assert len(desk.requests) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"right": ""}, "Kies wat u wilt."),
        ({"right": "toString"}, "Kies wat u wilt."),
        ({"address": ""}, "Vul uw e-mailadres in."),
        ({"address": "anna"}, "Dit lijkt geen e-mailadres."),
        ({"address": "anna klant@post.example"}, "Dit lijkt geen e-mailadres."),
        ({"address": "anna@onmogelijk.example"}, "Dit lijkt geen e-mailadres."),
        ({"text": "x" * 4001}, "gebruik hoogstens 4000 tekens"),
        ({"name": "x" * 201}, "gebruik hoogstens 200 tekens"),
    ],
)
def test_an_error_is_named_at_its_field_and_nothing_typed_is_lost(client, desk, change, says):
    typed = GOOD | change
    answer = client.post("/nl/request", data=typed)
    assert answer.status_code == 422
    assert answer.text.count(says) >= 2  # in the summary and at the field
    assert 'role="alert"' in answer.text
    assert "<title>Fout: " in answer.text
    for name in ("address", "name", "number", "text"):
        assert typed[name] in answer.text
    assert not desk.requests


def test_a_flood_is_told_to_wait_and_keeps_what_was_typed(client, desk):
    desk.flooded = True
    answer = client.post("/en/request", data=GOOD)
    assert answer.status_code == 429
    assert "Wait a while" in answer.text
    assert "Graag alles." in answer.text


def test_what_is_typed_is_text_and_never_markup(client):
    nasty = '"><script>alert(1)</script>'
    answer = client.post("/nl/request", data=GOOD | {"name": nasty, "text": f"</textarea>{nasty}", "address": ""})
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_right_can_be_chosen_by_the_link_to_the_form(client):
    page = client.get("/nl/request?right=erasure").text
    assert '<input type="hidden" name="right" value="erasure">' in page
    assert "Mijn gegevens laten wissen</h1>" in page
    assert "Wat wilt u?</h1>" in client.get("/nl/request?right=toString").text


@pytest.mark.parametrize(
    ("accept", "to"),
    [
        ("en-GB,en;q=0.9", "/en/"),
        ("nl", "/nl/"),
        ("de,fr", "/nl/"),
        ("de, en;q=0.3, nl;q=0.2", "/en/"),
        ("", "/nl/"),
        ("en;q=0, nl;q=0.1", "/nl/"),
        ("en;q=abc,;;,", "/nl/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(client, accept, to):
    answer = client.get("/", headers={"accept-language": accept}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, to)
    assert "Accept-Language" in answer.headers["vary"]


def test_a_body_that_is_no_form_is_a_page_and_no_act(client, desk):
    for body, kind in (
        (b"\xff\xfe=\x00", "application/x-www-form-urlencoded"),
        (b"[1,2]", "application/json"),
        (b"", ""),
    ):
        answer = client.post("/nl/request", content=body, headers={"content-type": kind} if kind else {})
        assert answer.status_code in (400, 415, 422), (body, answer.status_code)
        assert "<html" in answer.text
    assert not desk.requests


def test_a_field_sent_twice_counts_once(client, desk):
    body = "right=access&right=erasure&address=a@b.example&address=c@d.example"
    answer = client.post("/nl/request", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 200
    (asked,) = desk.requests.values()
    assert (asked.right, asked.address) == ("erasure", "c@d.example")


def test_a_body_too_large_is_a_page(client, desk):
    answer = client.post("/nl/request", data=GOOD | {"text": "x" * 70_000})
    assert answer.status_code == 413
    assert "<html" in answer.text
    assert not desk.requests
