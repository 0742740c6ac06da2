"""The sandbox's mailbox: letters are read as text, and their HTML can do nothing."""

from __future__ import annotations


def test_the_letters_are_listed_and_can_be_read(staff):
    page = staff.get("/nl/mailbox").text
    assert "anna@klant.example" in page
    assert "(geen onderwerp)" in page
    letter = staff.get("/en/mailbox/m2").text
    assert "22 November 2026, 20:00" in letter
    assert 'href="http://127.0.0.1:18090/l/confirm"' in letter
    assert "<script" not in letter


def test_the_html_of_a_letter_stands_in_a_frame_that_can_do_nothing(staff):
    letter = staff.get("/nl/mailbox/m2").text
    assert '<iframe class="letter" sandbox="allow-popups allow-popups-to-escape-sandbox"' in letter
    frame = staff.get("/nl/mailbox/m2/html")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy + letter
    assert "allow-same-origin" not in policy + letter
    assert "frame-ancestors 'self'" in policy
    assert '<base target="_blank">' in frame.text


def test_a_letter_that_is_not_there_is_a_page(staff):
    for path in ("/nl/mailbox/m9", "/nl/mailbox/m9/html", "/nl/mailbox/m1/html", "/nl/mailbox/..%2f..%2fetc"):
        assert staff.get(path).status_code == 404


def test_the_short_address_leads_to_the_browsers_language(staff):
    answer = staff.get("/mail", headers={"accept-language": "en"}, follow_redirects=False)
    assert answer.headers["location"] == "/en/mailbox"
