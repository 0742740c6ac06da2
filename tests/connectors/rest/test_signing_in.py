"""Signing in, every kind, at simulated vendors that check what they are given."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.connectors.rest.systems import NoPause, folder_with

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.loading.folder import load_policy_folder
from belofte.ports import SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator, simulate

FILE = """
kind: probe
name: {{nl: proef, en: probe}}
about: {{nl: Een proef., en: A probe.}}
source: https://vendor.example/api
seen_on: 2026-11-23
base: https://api.vendor.example{base}
settings:
{settings}
auth: {auth}
check: probe
operations:
  probe: {{call: GET {probe}}}
records:
  things: {{key: [id], find: {{by: email, one: probe}}, map: {{email: [email]}}}}
"""


@dataclass(frozen=True)
class Case:
    kind: str
    auth: str
    probe: str
    base: str = ""


CASES = {
    "app": Case(
        "microsoft365",
        '{kind: oauth2_client, url: "https://login.vendor.example/{tenant}/oauth2/v2.0/token", user: "{client_id}", '
        'value: "{client_secret}", scope: "https://graph.vendor.example/.default"}',
        "/organization",
        "/v1.0",
    ),
    "account": Case(
        "google_analytics",
        '{kind: google_sa, url: "https://oauth2.vendor.example/token", value: "{service_account}", scope: look}',
        "/v1beta/accountSummaries",
    ),
    "signed": Case(
        "transip",
        '{kind: transip_jwt, url: "https://api.vendor.example/v6/auth", value: "{private_key}", select: token, '
        'json: {login: "{login}", nonce: "{nonce}", read_only: "{look_only}", expiration_time: 1 day, '
        "label: belofte, global_key: true}}",
        "/api-test",
        "/v6",
    ),
    "swapped": Case(
        "dhl",
        '{kind: exchange, url: "https://gw.vendor.example/authenticate/api-key", select: accessToken, lives: 900, '
        'json: {userId: "{user_id}", key: "{key}"}}',
        "/labels",
    ),
    "renewed": Case(
        "exact_online",
        '{kind: oauth2_refresh, url: "https://start.vendor.example/api/oauth2/token", user: "{client_id}", '
        'value: "{client_secret}", refresh: "{refresh_token}"}',
        "/api/v1/current/Me",
    ),
}


@dataclass
class MovingClock:
    """A clock that a test moves; the vendor looks at it too."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()


Probe = Callable[..., HttpConnector]


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def pause() -> NoPause:
    return NoPause()


@pytest.fixture
def probe(tmp_path: Path, clock: MovingClock, pause: NoPause) -> Iterator[Probe]:
    """Makes a vendor and connectors to it."""
    with ExitStack() as stack:
        vendors: dict[str, Simulator] = {}

        def make(name: str, allow: str = "all", wrong: str = "", kept: str = "kept") -> HttpConnector:
            case = CASES[name]
            if name not in vendors:
                vendors[name] = stack.enter_context(simulate(case.kind, tmp_path / f"{name}.sqlite", clock.seconds))
            vendor, home = vendors[name], tmp_path / f"{name}-{allow[:3]}"
            make.vendor = vendor
            secrets = {f"file:{key}": value for key, value in vendor.secrets.items()}
            if wrong:
                secrets[f"file:{wrong}"] = secrets[f"file:{wrong}"][::-1]
            settings = "\n".join(f"  {key}: {{type: reference}}" for key in vendor.secrets)
            text = FILE.format(base=case.base, auth=case.auth, probe=case.probe, settings=settings)
            (home / "connectors").mkdir(parents=True, exist_ok=True)
            (home / "connectors" / "probe.yaml").write_text(text, encoding="utf-8")
            keys = "\n".join(f"{key}: file:{key}" for key in vendor.secrets)
            url = vendor.origin + case.base
            system = f"kind: probe\nurl: {url}\nallow: {allow}\n{keys}\ntables: {{things: {{category: customer}}}}\n"
            folder_with(home, "probe", system, "email")
            around = Surroundings(clock, secrets.__getitem__, tmp_path / kept, only_here=True, pause=pause)
            system_map = load_policy_folder(home).systems["probe"]
            return stack.enter_context(closing(make_connector(system_map, around)))

        yield make


@pytest.mark.parametrize("name", CASES)
def test_each_kind_signs_in(probe: Probe, name: str) -> None:
    assert probe(name).fingerprint()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("app", "client_secret"), ("swapped", "key"), ("renewed", "refresh_token"), ("signed", "private_key")],
)
def test_a_wrong_secret_asks_for_a_person_and_shows_nothing(probe: Probe, name: str, wrong: str) -> None:
    connector = probe(name, wrong=wrong)
    with pytest.raises(SystemUnreachable) as raised:
        connector.fingerprint()
    assert not raised.value.transient
    told = f"{raised.value.why} {raised.value.remedy} {raised.value!r} {raised.value.__cause__!r}"
    assert not any(secret in told for secret in probe.vendor.secrets.values())


@pytest.mark.parametrize("name", CASES)
def test_a_token_that_ran_out_is_renewed_once(probe: Probe, name: str, clock: MovingClock, pause: NoPause) -> None:
    connector = probe(name)
    connector.fingerprint()
    clock.at += timedelta(days=2)
    pause.go(61)
    assert connector.fingerprint()


def test_a_token_the_vendor_does_not_take_any_more_is_renewed(probe: Probe, pause: NoPause) -> None:
    connector = probe("app")
    connector.fingerprint()
    probe.vendor.break_("expired-token,times=1")
    pause.go(61)
    assert connector.fingerprint()


def test_a_refresh_token_is_kept_before_it_is_used_by_its_owner_only(probe: Probe, tmp_path: Path) -> None:
    connector = probe("renewed")
    connector.fingerprint()
    file = tmp_path / "kept" / "sign-in.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    held = json.loads(file.read_text())
    assert held["refresh"] != probe.vendor.secrets["refresh_token"]
    assert probe.vendor.secrets["refresh_token"] not in file.read_text()


def test_another_process_goes_on_with_the_kept_token(probe: Probe, clock: MovingClock) -> None:
    probe("renewed").fingerprint()
    probe("renewed").fingerprint()  # the vendor gives no second token within 570 seconds
    clock.at += timedelta(seconds=580)
    assert probe("renewed").fingerprint()


def test_signing_in_anew_by_hand_takes_the_place_of_what_was_kept(probe: Probe, tmp_path: Path) -> None:
    probe("renewed").fingerprint()
    file = tmp_path / "kept" / "sign-in.json"
    held = json.loads(file.read_text())
    file.write_text(json.dumps({**held, "first": "of another sign-in", "ends": 0}))
    with pytest.raises(SystemUnreachable):  # the first one is used up at this vendor: it was really tried
        probe("renewed").fingerprint()


def test_many_at_once_ask_for_one_token(probe: Probe) -> None:
    connectors = [probe("renewed") for _ in range(4)]
    ends: list[object] = []

    def look(connector: HttpConnector) -> None:
        try:
            ends.append(connector.fingerprint())
        except SystemUnreachable as away:
            ends.append(away)

    threads = [threading.Thread(target=look, args=(connector,)) for connector in connectors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ends)) == 1 and isinstance(ends[0], str)


def test_who_may_only_look_asks_for_a_token_that_may_only_look(probe: Probe) -> None:
    probe("signed", allow="[find, observe]").fingerprint()
    scopes = [row[0] for row in probe.vendor.state.database.execute("SELECT scope FROM tokens WHERE kind = 'access'")]
    assert scopes == ["read-only"]


def test_a_clock_that_is_wrong_is_told_apart_from_a_wrong_key(probe: Probe, clock: MovingClock) -> None:
    connector = probe("account")
    probe.vendor.server.stop()
    probe.vendor.server.answering.state.clock = time.time
    probe.vendor.server.start()
    clock.at -= timedelta(hours=3)
    with pytest.raises(SystemUnreachable) as raised:
        connector.fingerprint()
    assert "clock of this machine" in raised.value.why


def test_nothing_of_a_secret_is_readable_by_others(probe: Probe, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        probe("renewed").fingerprint()
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "kept").iterdir()}
    assert modes == {0o600}
