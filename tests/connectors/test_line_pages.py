"""The pages of a website as a first visitor gets them: real pages over TLS on this machine, and no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.line_world import answers_pages
from tests.connectors.test_line import WWW, World

from belofte.connectors.line.contents import PAYMENT, VISITORS, services_in
from belofte.domain.notice.shown import marks_of
from belofte.domain.promise import Reach

ELSEWHERE = "cdn.partner.example"
TAG = (
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
    "<script>window.dataLayer=[];gtag('config','G-1')</script>"
)
HELD_BACK = TAG.replace("<script", '<script type="text/plain" data-consent="statistics"')
Pages = dict[str, tuple[int, dict[str, str], str]]


class Site(World):
    """A website with declared pages."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        super().__init__(stack, folder)
        self.shown: Pages = {}
        self.pages, self.domains = (f"{WWW}/",), ("linprofs.example",)
        self.server = self.site(WWW, self.authority.issue(WWW), answers_pages(self.shown))

    def page(self, body: str, path: str = "/", status: int = 200, **headers: str) -> None:
        self.shown[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def seen(self, setting: str) -> Any:
        [told] = self.connector().observe([f"setting/{setting}"])
        assert told.reach is Reach.SEEN, told.why
        return json.loads(str(told.value))

    def why_not(self, setting: str) -> str:
        [told] = self.connector().observe([f"setting/{setting}"])
        assert told.reach is Reach.UNREACHABLE, told.value
        return str(told.why)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(stack, tmp_path)


def test_a_tag_that_measures_before_any_choice_is_named(site: Site) -> None:
    """T-71: the request to Google that a page makes by itself."""
    site.page(TAG)
    assert site.seen("trackers") == {f"{WWW}/": ["Google Tag Manager"]}
    assert site.seen("third-parties") == {f"{WWW}/": ["www.googletagmanager.com"]}


def test_a_tag_that_a_banner_holds_back_is_none(site: Site) -> None:
    """T-71: with a type that no browser runs, nothing is asked for before the choice."""
    site.page(HELD_BACK)
    assert site.seen("trackers") == {f"{WWW}/": []}
    assert site.seen("third-parties") == {f"{WWW}/": []}


def test_a_tag_in_a_script_of_the_company_s_own_is_found_there(site: Site) -> None:
    site.page('<script src="/app.js"></script>')
    site.page("var s=document.createElement('script');s.src='//www.google-analytics.com/g/collect'", "/app.js")
    assert site.seen("trackers") == {f"{WWW}/": ["Google Analytics"]}
    site.page("console.log('www.example.example')", "/app.js")
    assert site.seen("trackers") == {f"{WWW}/": []}


def test_what_a_script_of_others_does_only_a_browser_shows_and_that_is_said(site: Site) -> None:
    """Never fine because nobody could see it; and a host that is not declared is not asked."""
    elsewhere = site.serve(ELSEWHERE, 443, answers_pages({}))
    site.page(f'<script src="https://{ELSEWHERE}/x.js"></script>')
    assert ELSEWHERE in site.why_not("trackers")
    assert site.seen("third-parties") == {f"{WWW}/": [ELSEWHERE]}
    assert elsewhere.connections == 0


def test_a_host_of_the_company_s_own_domain_is_nobody_else(site: Site) -> None:
    site.page('<img src="https://static.linprofs.example/a.png"><img src="https://i.partner.example/a.png">')
    assert site.seen("third-parties") == {f"{WWW}/": ["i.partner.example"]}


def test_cookies_set_before_a_choice_are_told_by_name_on_the_way_too(site: Site) -> None:
    site.page("", status=302, Location="/welkom", Set_Cookie="bezoek=1; Path=/")
    site.page("<p>Welkom", "/welkom", Set_Cookie="_ga=GA1.1.123.456; Max-Age=63072000")
    assert site.seen("cookies") == {f"{WWW}/": ["_ga", "bezoek"]}
    assert "123" not in str(site.seen("cookies")), "what a cookie holds is told to nobody"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('<form action="/zoek"><input name="q"></form>', 0),
        ('<form action="/aanmelden"><input type="email" name="adres"></form>', 1),
        ('<form method="GET" action="/aanmelden"><input name="voornaam"><input name="email"></form>', 1),
        ('<form method="post" action="/aanmelden"><input type="email" name="email"></form>', 0),
        ('<a href="/bedankt?email=anna%40post.example">verder</a>', 1),
        ('<a href="mailto:info@linprofs.example?cc=shop@linprofs.example">mail</a>', 0),
        ('<a href="/bedankt?ref=7">verder</a>', 0),
    ],
)
def test_forms_and_links_that_put_somebody_s_data_into_an_address_are_counted(
    site: Site, body: str, count: int
) -> None:
    """T-72: page_location with ?email= begins with a form or link that writes it there."""
    site.page(body)
    assert site.seen("data-in-addresses") == {f"{WWW}/": count}


@pytest.mark.parametrize(
    ("body", "headers", "found"),
    [
        ('<a href="https://www.mollie.com/checkout/x">Betaal</a>', {}, ["Mollie"]),
        ('<script src="https://js.stripe.com/v3"></script>', {}, ["Stripe"]),
        ("<p>Welkom", {"Content_Security_Policy": "frame-src https://checkoutshopper-live.adyen.com"}, ["Adyen"]),
        ('<script>location="https://tikkie.me/pay/x"</script>', {}, ["Tikkie"]),
        ('<form action="https://www.paypal.com/cgi-bin" method="post"></form>', {}, ["PayPal"]),
        ("<p>Wij gebruiken geen Mollie.", {}, []),
    ],
)
def test_a_service_for_paying_is_named_wherever_it_stands(
    site: Site, body: str, headers: dict[str, str], found: list[str]
) -> None:
    site.page(body, **headers)
    assert site.seen("payment-services") == {f"{WWW}/": found}


def test_a_page_that_is_not_there_or_leads_away_was_not_looked_at(site: Site) -> None:
    site.page("", status=404)
    assert "404" in site.why_not("cookies")
    site.page("", status=302, Location=f"https://{ELSEWHERE}/")
    assert "not declared" in site.why_not("trackers")


def test_of_several_pages_one_that_cannot_be_read_hides_no_other(site: Site) -> None:
    site.pages = (f"{WWW}/", f"{WWW}/weg")
    site.page("<p>Welkom", Set_Cookie="a=1")
    told = site.seen("cookies")
    assert told[f"{WWW}/"] == ["a"] and "404" in told[f"{WWW}/weg"]["unreachable"]


def test_the_page_of_the_notice_is_known_by_its_bytes_and_by_the_words_of_its_sections(site: Site) -> None:
    """T-75: the digest that is compared with what was published."""
    site.notice = {"nl": f"https://{WWW}/privacy"}
    published = "<main><section><h2>Wie</h2><p>Wij zijn er.</p></section></main>"
    site.page(published, "/privacy")
    marks = marks_of(published.encode())
    assert site.seen("notice-pages") == {"nl": {"page": marks.page, "words": marks.words}}
    around = f"<html><nav>menu</nav><div>\n{published}\n</div><footer>© 2026</footer>"
    site.page(around, "/privacy")
    told = site.seen("notice-pages")["nl"]
    assert told["page"] != marks.page and told["words"] == marks.words
    site.page(around.replace("zijn er", "zijn weg"), "/privacy")
    assert site.seen("notice-pages")["nl"]["words"] != marks.words


def test_a_map_without_pages_has_none_to_look_at(site: Site) -> None:
    site.pages = ()
    [told] = site.connector().observe(["setting/cookies"])
    assert told.reach is Reach.ABSENT


@pytest.mark.parametrize(
    ("host", "kind", "found"),
    [
        ("region1.google-analytics.com", VISITORS, {"Google Analytics"}),
        ("notgoogle-analytics.com", VISITORS, set()),
        ("google-analytics.com.evil.example", VISITORS, set()),
        ("pay.nl", PAYMENT, {"Pay."}),
        ("nl", PAYMENT, set()),
    ],
)
def test_a_service_is_known_by_its_host_and_the_hosts_below(host: str, kind: str, found: set[str]) -> None:
    assert services_in(kind, [host]) == found


def test_a_sandbox_reads_no_page_elsewhere(site: Site) -> None:
    site.addresses.clear()
    assert "sandbox" in site.why_not("cookies")
