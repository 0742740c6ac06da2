"""Every public page as a machine reads it: labels, headings, languages, no script, no cookie, small, below a prefix."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from string import Formatter

import pytest

from belofte.domain.rights.names import RIGHTS
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.web.links import SHOWN
from belofte.web.pages import stylesheet
from belofte.web.site import Banner, Contact, Site
from belofte.web.texts import TEXTS

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Reader(HTMLParser):
    """Collects what a browser and a screen reader go by."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str] = set()
        self.pointed: set[str] = set()
        self.addresses: list[str] = []
        self.headings: list[int] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        if len(values) != len(attrs):
            self.faults.append(f"an attribute twice on {tag}")
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        if tag in ("input", "textarea", "select") and values.get("type") != "hidden":
            self.fields.append(values)
        if tag == "label":
            self.labelled.add(str(values.get("for")))
        for name in ("aria-describedby", "aria-labelledby"):
            self.pointed |= set((values.get(name) or "").split())
        self.addresses += [str(values[n]) for n in ("href", "src", "action") if values.get(n)]
        self.faults += [f"{tag} has {name}" for name in values if name.startswith("on") or name == "style"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def every_page(client, desk, prefix=""):
    """All pages there are, faults and results included."""
    good = {"right": "access", "address": "anna@klant.example"}
    for language in ("nl", "en"):
        at = f"{prefix}/{language}"
        for path in (
            "/",
            "/request",
            *(f"/request?right={right}" for right in RIGHTS),
            "/request?right=withdrawal&purpose=newsletter",
            "/status",
            "/lost",
            "/notice",
            "/notice/1",
            "/notices",
            "/no",
        ):
            yield path, client.get(at + path)
        yield "sent", client.post(f"{at}/request", data=good)
        yield "wrong", client.post(f"{at}/request", data={"address": "x", "name": "y" * 300})
        yield "many", flooded(client, desk, f"{at}/request", good)
        reference = next(iter(desk.requests))
        yield "status", client.post(f"{at}/status", data={"reference": reference, "address": good["address"]})
        yield "wrong status", client.post(f"{at}/status", data={"reference": "x", "address": ""})
        yield "lost", client.post(f"{at}/lost", data={"reference": reference, "address": good["address"]})
        for right in RIGHTS:
            yield f"wrong {right}", client.post(f"{at}/request", data={"right": right, "represents": "x", "ip": "y"})
        for purpose in SHOWN:
            yield purpose, client.get(f"{prefix}/l/{desk.add_link('t', purpose, reference, language=language)}")
        yield (
            "confirmed",
            client.post(f"{prefix}/l/{desk.add_link('t', LinkPurpose.CONFIRM, reference, language=language)}"),
        )
        for state in (LinkState.USED, LinkState.EXPIRED, LinkState.UNKNOWN):
            yield state, client.get(f"{prefix}/l/{desk.add_link('t', LinkPurpose.STATUS, '', state, language)}")


def flooded(client, desk, path, data):
    desk.flooded = True
    answer = client.post(path, data=data)
    desk.flooded = False
    return answer


def test_every_page_is_sound(client, desk):
    seen = 0
    for name, answer in every_page(client, desk):
        reader = read(answer.text)
        assert reader.faults == [], name
        assert reader.open == [], name
        assert [i for i, n in reader.ids.items() if n > 1] == [], name
        assert {str(field["id"]) for field in reader.fields} <= reader.labelled, name
        assert reader.pointed <= reader.ids.keys(), name
        assert {a[1:] for a in reader.addresses if a.startswith("#")} <= reader.ids.keys(), name
        assert reader.headings.count(1) == 1, name
        assert all(b - a <= 1 for a, b in zip(reader.headings, reader.headings[1:], strict=False)), name
        assert reader.tags["main"] == reader.tags["title"] == 1, name
        assert re.search(r'<html lang="(nl|en)">', answer.text), name
        assert '<a class="skip" href="#content">' in answer.text, name
        seen += 1
    assert seen > 40


def test_no_page_needs_script_or_cookie_or_anything_from_elsewhere(client, desk):
    for name, answer in every_page(client, desk):
        reader = read(answer.text)
        assert reader.tags["script"] == reader.tags["iframe"] == reader.tags["style"] == 0, name
        assert "set-cookie" not in answer.headers, name
        assert not [a for a in re.findall(r'(?:src|action)="([^"]*)"', answer.text) if not a.startswith("/")], name
    assert not client.cookies


def test_every_page_is_small(client, desk):
    for name, answer in every_page(client, desk):
        assert len(answer.content) + len(stylesheet()[0]) < 30_000, name


def test_the_style_is_served_for_good_and_loads_nothing(client):
    address = re.search(r'href="(/static/[^"]*)"', client.get("/nl/").text)
    assert address
    answer = client.get(address[1])
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "url(" not in answer.text
    assert "@import" not in answer.text


def test_below_a_prefix_every_link_and_form_has_it(front, desk, site):
    client = front(replace(site, path_prefix="/privacy"))
    for name, answer in every_page(client, desk, "/privacy"):
        own = [a for a in read(answer.text).addresses if a.startswith("/")]
        assert own, name
        assert not [a for a in own if not a.startswith("/privacy/")], name
    assert client.get("/privacy", follow_redirects=False).headers["location"] == "/privacy/nl/"
    assert client.get("/nl/request").status_code == 200  # where the proxy takes the prefix off
    assert client.get("/privacy/en/no").text.count('lang="en"') >= 1


def test_a_frame_works_only_where_the_policy_says_so(front, site):
    framed = front(replace(site, frame_hosts=("https://www.molenaar.example",))).get("/nl/request")
    assert "frame-ancestors https://www.molenaar.example" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    assert "frame-ancestors 'none'" in front(site).get("/nl/request").headers["content-security-policy"]


def test_pages_say_what_the_folder_says_now(front, site):
    spoken = [site.company()]
    client = front(replace(site, company=lambda: spoken[-1]))
    assert "privacy@molenaar.example" in client.get("/nl/").text
    spoken.append(replace(spoken[0], contact=Contact("bureau@molenaar.example"), banner=Banner.EXAMPLE))
    page = client.get("/nl/").text
    assert "bureau@molenaar.example" in page
    assert "privacy@molenaar.example" not in page
    assert "verzonnen bedrijf" in page


@pytest.mark.parametrize(
    ("banner", "says"), [(Banner.EXAMPLE, "verzonnen bedrijf"), (Banner.SANDBOX, "Dit is een proefopstelling")]
)
def test_an_example_says_so_on_every_page(front, desk, site, banner, says):
    company = replace(site.company(), banner=banner)
    client = front(
        replace(site, company=lambda: company, languages=("nl",), mailbox_url="http://127.0.0.1:8081/mailbox")
    )
    for path in ("/nl/", "/nl/request", "/nl/notice", "/nl/nothing", "/l/unknown"):
        page = client.get(path).text
        assert says in page
        assert 'href="http://127.0.0.1:8081/mailbox"' in page


def test_a_site_in_one_language_offers_no_other(front, site):
    client = front(replace(site, languages=("nl",)))
    assert client.get("/en/").status_code == 404
    assert 'class="switch"' not in client.get("/nl/").text
    assert client.get("/", headers={"accept-language": "en"}, follow_redirects=False).headers["location"] == "/nl/"


def test_the_other_language_is_one_link_away(client):
    assert 'href="/en/status"' in client.get("/nl/status").text
    assert 'href="/nl/notice/1"' in client.get("/en/notice/1").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"public_url": "privacy.molenaar.example"},
        {"public_url": "https://x.example/"},
        {"path_prefix": "privacy"},
        {"path_prefix": "/privacy/"},
        {"languages": ()},
        {"languages": ("nl", "de")},
    ],
)
def test_a_site_that_cannot_work_is_refused(site: Site, wrong):
    with pytest.raises(ValueError, match=r"public_url|path_prefix|languages"):
        replace(site, **wrong)


def test_the_address_in_a_mail_has_the_prefix(site):
    assert replace(site, path_prefix="/p").link_url("abc") == "https://privacy.molenaar.example/p/l/abc"


def test_every_text_takes_the_same_values_in_both_languages():
    for key, (dutch, english) in TEXTS.items():
        assert names(dutch) == names(english), key
        assert bool(dutch) == bool(english), key


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


PAIRS = (
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "tint"),
    ("soft", "paper"),
    ("soft", "card"),
    ("soft", "tint"),
    ("accent", "paper"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("warn", "paper"),
    ("warn", "card"),
    ("warn", "warn-tint"),
    ("ink", "warn-tint"),
    ("note-ink", "note"),
    ("focus", "card"),
    ("focus", "paper"),
)


def test_text_can_be_read_by_day_and_by_night():
    """WCAG 2.2, 1.4.3 (AA): at least 4.5 to 1 between text and what is behind it, in both themes."""
    light, dark = re.findall(r":root \{([^}]*--paper[^}]*)\}", stylesheet()[0].decode().split("@media print")[0])
    for theme in (light, dark):
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", theme))
        for text, behind in PAIRS:
            assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
