"""T-68 and T-16: links in mails. Mail scanners open them all; only a button that is pressed acts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.web.links import SHOWN


def test_a_mail_scanner_that_opens_every_link_does_nothing(client, desk):
    client.post("/nl/request", data={"right": "access", "address": "anna@klant.example"})
    for purpose in SHOWN:
        desk.add_link(f"t-{purpose}", purpose)
    before, links = list(desk.acts), dict(desk.links)
    for token in links:
        for _ in range(3):
            head = client.head(f"/l/{token}")
            page = client.get(f"/l/{token}", headers={"user-agent": "MailScanner/1.0"})
            assert (head.status_code, page.status_code) == (200, 200)
            assert head.content == b""
            assert client.get(f"/l/{token}?confirm=1&_method=POST&language=en").status_code == 200
        for address in re.findall(r'(?:href|action|src)="(/[^"]*)"', page.text):  # scanners follow what they find
            client.get(address.replace("&amp;", "&"))
            client.head(address.replace("&amp;", "&"))
    assert desk.acts == before
    assert desk.links == links


@pytest.mark.parametrize("purpose", SHOWN)
def test_the_page_of_a_link_has_one_button_that_says_what_it_does(client, desk, purpose):
    page = client.get(f"/l/{desk.add_link('t', purpose)}").text
    assert page.count("<button") == 1
    assert page.count("<form") == 1
    assert 'method="post"' in page
    assert "1 december 2026, 12:00" in page  # in the policy's time zone


def test_the_page_of_a_link_promises_nothing_that_an_objection_breaks(client, desk):
    """An objection stops a use at its receipt, and a hand-over asks again later: neither page may deny it."""
    token = desk.add_link("t", LinkPurpose.CONFIRM, "B-7K3M-22Q")
    before, after = client.get(f"/l/{token}?language=en").text, client.post(f"/l/{token}?language=en").text
    assert "without the button we hand out and erase nothing" in before
    assert "If we need you again, we will e-mail you." in after


def test_pressing_the_button_confirms_once(client, desk):
    token = desk.add_link("t", LinkPurpose.CONFIRM, "B-7K3M-22Q")
    first = client.post(f"/l/{token}")
    assert (first.status_code, desk.acts) == (200, ["confirm"])
    assert "22 december 2026" in first.text
    again = client.post(f"/l/{token}")
    assert (again.status_code, desk.acts) == (410, ["confirm"])
    assert "al gebruikt" in again.text


def test_the_package_comes_as_a_zip_in_parts(client, desk):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("data.json", "{}")
    desk.parts = tuple(body.getvalue()[i : i + 10] for i in range(0, len(body.getvalue()), 10))
    answer = client.post(f"/l/{desk.add_link('t', LinkPurpose.DOWNLOAD)}")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="uw-gegevens.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["data.json"]
    assert desk.acts == ["download"]


def test_a_package_that_cannot_be_opened_is_a_page_and_no_half_file(client, desk):
    desk.parts = failing()
    answer = client.post(f"/l/{desk.add_link('t', LinkPurpose.DOWNLOAD)}?language=en")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "segment" not in answer.text


def failing() -> Iterator[bytes]:
    yield from ()
    raise OSError("segment 7 is gone")


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        (LinkState.USED, 410, "This link has already been used"),
        (LinkState.EXPIRED, 410, "This link has expired"),
        (LinkState.UNKNOWN, 404, "We do not know this link"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_no_longer_works_says_what_to_do(client, desk, state, status, says, method):
    desk.add_link("t", LinkPurpose.DOWNLOAD, state=state, language="en")
    answer = getattr(client, method)("/l/t")
    assert answer.status_code == status
    assert says in answer.text
    assert 'href="/en/lost"' in answer.text
    assert desk.acts == []


def test_a_link_nobody_gave_out_is_answered_in_the_browsers_language(client):
    answer = client.get("/l/guess", headers={"accept-language": "en"})
    assert (answer.status_code, "We do not know this link" in answer.text) == (404, True)
    assert client.head("/l/guess").status_code == 404


def test_a_link_speaks_the_language_of_the_request_and_can_be_read_in_the_other(client, desk):
    token = desk.add_link("t", LinkPurpose.CONFIRM, language="nl")
    assert '<html lang="nl">' in client.get(f"/l/{token}", headers={"accept-language": "en"}).text
    english = client.get(f"/l/{token}?language=en").text
    assert '<html lang="en">' in english
    assert f'action="/l/{token}?language=en"' in english
    assert '<html lang="en">' in client.post(f"/l/{token}?language=en").text
    assert '<html lang="nl">' in client.get(f"/l/{token}?language=xx", headers={"accept-language": "fr"}).text


def test_a_status_link_shows_the_request_after_the_button(client, desk):
    token = desk.add_link("t", LinkPurpose.STATUS, "B-7K3M-22Q")
    assert "B-7K3M-22Q" not in client.get(f"/l/{token}").text
    assert "B-7K3M-22Q" in client.post(f"/l/{token}").text


def test_a_token_leaves_no_trace_outside_the_page(client, desk):
    for method in ("get", "post"):
        answer = getattr(client, method)(f"/l/{desk.add_link('t', LinkPurpose.STATUS)}")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex"
