"""The website of the reference company, from map to verdict: what visitors get before they choose, and the notice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.clocks import in_days
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.cli.main import run

WWW = "www.linprofs.example"
TAG = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'


class Site:
    """The pages a visitor gets, on this machine."""

    def __init__(self, home: Path) -> None:
        self.world = World(make_demo(home, 50, frozenset({"crm", "website"})))
        self.policy = self.world.made.home.policy
        self._pages = home / "data" / "sandbox" / "website" / "pages"

    def shows(self, body: str | bytes, path: str = "/") -> None:
        """From now on this is what stands there, whatever was published."""
        self._pages.mkdir(parents=True, exist_ok=True)
        file = self._pages / f"{WWW}{path}".strip("/").replace("/", "_")
        file.write_bytes(body.encode() if isinstance(body, str) else body)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "home")


def check(site: Site, capsys: pytest.CaptureFixture[str], *clauses: str) -> dict[str, Any]:
    capsys.readouterr()
    run(["check", *clauses, "--json", "--policy", str(site.policy)])
    return {verdict["clause"]: verdict for verdict in json.loads(capsys.readouterr().out)["verdicts"]}


def states(site: Site, capsys: pytest.CaptureFixture[str], *clauses: str) -> dict[str, str]:
    return {name: verdict["state"] for name, verdict in check(site, capsys, *clauses).items()}


def test_a_page_that_measures_asks_or_lets_pay_breaks_its_promise(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-71, T-72: ANA-1, ANA-2, and PAY-1 on the pages."""
    before = states(site, capsys, "ANA-1", "ANA-2", "PAY-1")
    assert before["ANA-1"] == "kept"
    form = '<form action="/bedankt"><input type="email" name="email"></form>'
    site.shows(f'<p>Welkom{TAG}{form}<a href="https://www.mollie.com/checkout/1">Betaal</a>')
    found = check(site, capsys, "ANA-1", "ANA-2", "PAY-1")
    assert {name: verdict["state"] for name, verdict in found.items()} == dict.fromkeys(before, "broken")
    places = {name: [one["place"] for one in verdict["instances"]] for name, verdict in found.items()}
    assert f"website trackers {WWW}/" in places["ANA-1"]
    assert f"website data-in-addresses {WWW}/" in places["ANA-2"]
    assert f"website payment-services {WWW}/" in places["PAY-1"]


def test_a_cache_that_still_shows_the_first_version_in_english_is_named_with_its_digest(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-75: version 2 is published; Dutch is shown anew, English still comes from somewhere else."""
    assert run(["publish", "--policy", str(site.policy)]) == 0, capsys.readouterr().err
    assert states(site, capsys, "CHG-2") == {"CHG-2": "kept"}
    site.shows((site.policy / "published" / "1" / "notice.en.html").read_bytes(), "/en/privacy")
    assert states(site, capsys, "CHG-2") == {"CHG-2": "kept"}, "it is what was published"
    facts = site.policy / "policy.yaml"
    text = facts.read_text("utf-8").replace("lead_time: 30 days", "lead_time: 31 days")
    facts.write_text(text.replace("in_force: 2018-05-25", f"in_force: {in_days(0)}"), "utf-8")
    assert run(["publish", "--policy", str(site.policy)]) == 0, capsys.readouterr().err
    broken = check(site, capsys, "CHG-2")["CHG-2"]
    assert broken["state"] == "broken"
    assert broken["instances"] == [{"place": "website en", "count": 1}]
    assert "still shows version 1 in en" in broken["reason"]["en"] and "sha256" in broken["reason"]["en"]


def test_a_page_that_is_away_keeps_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    run(["sandbox", "break", "website", "down", "--policy", str(site.policy)])
    found = states(site, capsys, "ANA-1", "CHG-2")
    assert found == {"ANA-1": "unknown", "CHG-2": "unknown"}
