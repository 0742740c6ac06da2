"""``belofte connect``: a person signs in once, in a browser or with a code on another device."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from tests.connectors.rest.books import RECORDS, Books, opened_books
from tests.connectors.rest.systems import NoPause, StillClock, folder_with

from belofte.bootstrap import make_demo
from belofte.cli.main import run
from belofte.connectors.http.connecting import Connecting
from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.loopback import listening
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.errors import Refused
from belofte.ports import SystemUnreachable


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with opened_books(tmp_path) as made:
        yield made


def connecting_of(connector: HttpConnector) -> Connecting:
    assert connector.connecting is not None
    return connector.connecting


def test_a_browser_comes_back_to_this_machine_and_the_sign_in_is_kept(books: Books) -> None:
    connecting = connecting_of(books.connector(token=False))
    with listening(0) as (redirect, wait):
        assert redirect.startswith("http://127.0.0.1:")
        assert httpx.get(redirect.replace("/signed-in", "/other")).status_code == 404
        asked = connecting.ask(redirect)
        assert httpx.get(asked.url, follow_redirects=True).status_code == 200
        brought = wait(5)
    assert brought is not None
    connecting.answered(asked, brought)
    assert books.connector(token=False).fingerprint(), "another process goes on with it"
    kept = (books.folder / "kept" / "sign-in.json").read_text()
    assert brought["code"] not in kept


def test_an_answer_of_somebody_else_and_a_no_are_refused(books: Books) -> None:
    connecting = connecting_of(books.connector(token=False))
    asked = connecting.ask("http://127.0.0.1/signed-in")
    for brought in ({"code": "x", "state": "of another"}, {"code": "x"}, {}, {"state": asked.state, "error": "no"}):
        with pytest.raises(Refused):
            connecting.answered(asked, brought)
    assert books.vendor.calls().total == 0
    with pytest.raises(Refused, match="gave no token"):
        connecting.answered(asked, {"state": asked.state, "code": "made-up"})
    assert not (books.folder / "kept" / "sign-in.json").exists()
    assert asked.verifier not in repr(asked)


def test_signing_in_anew_takes_the_place_of_a_sign_in_that_broke(books: Books) -> None:
    books.connector(token=False)
    connecting = connecting_of(books.connector(token=False))
    for _ in range(2):
        asked = connecting.ask("http://127.0.0.1/signed-in")
        location = httpx.get(asked.url).headers["Location"]
        connecting.answered(asked, dict(parse_qsl(urlsplit(location).query)))
        file = books.folder / "kept" / "sign-in.json"
        assert books.connector(token=False).fingerprint()
        file.write_text(json.dumps({**json.loads(file.read_text()), "refresh": "broken", "ends": 0, "given": 0}))
        with pytest.raises(SystemUnreachable):
            books.connector(token=False).fingerprint()
        books.clock.at = books.clock.at.replace(minute=(books.clock.at.minute + 20) % 60)


FILE = """
kind: parcels
name: {nl: proef, en: probe}
about: {nl: Een proef., en: A probe.}
source: https://vendor.example/api
seen_on: 2026-11-23
base: https://api.vendor.example
settings: {client: {needed: true}}
auth:
  kind: oauth2_refresh
  url: https://login.vendor.example/token
  ask: https://login.vendor.example/authorize
  device: https://login.vendor.example/device
  user: "{client}"
  scope: look
  pkce: true
check: probe
operations:
  probe: {call: GET /probe}
records:
  things: {key: [id], find: {by: email, one: probe}, map: {email: [email]}}
"""


class Vendor:
    """A vendor with codes for other devices; says "not yet" and "slower" first."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.answers = [(400, {"error": "authorization_pending"}), (400, {"error": "slow_down"})]
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, body = vendor.answer(self.path, dict(parse_qsl(text)))
                payload = json.dumps(body).encode()
                self.send_response_only(status)  # without a Date: the clock of the test stands still
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.forms.append(form)
        if path == "/device":
            there = {"user_code": "ABCD-EFGH", "verification_uri": "https://vendor.example/device", "interval": 5}
            return 200, {"device_code": "d-1", "expires_in": 900, **there}
        if self.answers:
            status, body = self.answers.pop(0)
            return status, dict(body)
        return 200, {"access_token": "a-1", "refresh_token": "r-1", "expires_in": 3600}


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    made = Vendor()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def device_connector(vendor: Vendor, folder: Path, pause: NoPause) -> HttpConnector:
    (folder / "connectors").mkdir(parents=True, exist_ok=True)
    (folder / "connectors" / "parcels.yaml").write_text(FILE, encoding="utf-8")
    url = f"http://127.0.0.1:{vendor.server.server_address[1]}"
    text = f"kind: parcels\nurl: {url}\nallow: [find]\nclient: c-1\ntables: {{things: {{category: customer}}}}\n"
    found = folder_with(folder, "parcels", text, "email").systems["parcels"]
    around = Surroundings(StillClock(), str, folder / "kept", only_here=True, pause=pause)
    return make_connector(found, around)


def test_a_code_is_typed_on_another_device(vendor: Vendor, tmp_path: Path) -> None:
    pause = NoPause()
    with closing(device_connector(vendor, tmp_path, pause)) as connector:
        connecting = connecting_of(connector)
        code = connecting.device_code()
        assert (code.url, code.code) == ("https://vendor.example/device", "ABCD-EFGH")
        connecting.wait_for(code)
    assert pause.waited == [5, 5, 10], "slower when the vendor asks for it"
    assert json.loads((tmp_path / "kept" / "sign-in.json").read_text())["refresh"] == "r-1"
    assert "client_secret" not in vendor.forms[-1]


def test_a_code_that_is_turned_down_or_too_old_ends_the_wait(vendor: Vendor, tmp_path: Path) -> None:
    vendor.answers = [(400, {"error": "access_denied"})]
    with closing(device_connector(vendor, tmp_path, NoPause())) as connector:
        connecting = connecting_of(connector)
        with pytest.raises(Refused, match="gave no token"):
            connecting.wait_for(connecting.device_code())
        vendor.answers = [(400, {"error": "authorization_pending"})] * 500
        with pytest.raises(Refused, match="in time"):
            connecting.wait_for(connecting.device_code())


def test_a_browser_sign_in_is_bound_to_this_machine_where_the_vendor_takes_that(vendor: Vendor, tmp_path: Path) -> None:
    vendor.answers = []
    with closing(device_connector(vendor, tmp_path, NoPause())) as connector:
        connecting = connecting_of(connector)
        asked = connecting.ask("http://127.0.0.1:1/signed-in")
        fields = parse_qs(urlsplit(asked.url).query)
        assert fields["code_challenge_method"] == ["S256"] and len(fields["code_challenge"][0]) == 43
        connecting.answered(asked, {"state": asked.state, "code": "c"})
    assert vendor.forms[-1]["code_verifier"] == asked.verifier
    assert asked.verifier not in asked.url


EXACT = f"""kind: exact_online
name: {{nl: boekhouding, en: bookkeeping}}
client_id: file:exact.id
client_secret: file:exact.secret
allow: [find]
ignore: [{", ".join(RECORDS)}]
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    made = make_demo(tmp_path / "demo", 60).home.policy
    (made / "systems" / "exact.yaml").write_text(EXACT)
    return made


def test_in_a_sandbox_the_command_signs_in_by_itself(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = ("--policy", str(policy))
    assert run(["doctor", "exact", *of]) == 3
    assert "belofte connect exact" in capsys.readouterr().out
    assert run(["connect", "exact", "--json", *of]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["system"], told["kind"], told["how"]) == ("exact", "exact_online", "browser")
    assert run(["doctor", "exact", *of]) == 0


def test_a_system_with_keys_only_is_looked_at_and_an_unknown_one_refused(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["connect", "crm", "--policy", str(policy)]) == 0
    assert "nothing to sign in to by hand" in capsys.readouterr().out
    assert run(["connect", "nobody", "--policy", str(policy)]) == 2
    assert "crm" in capsys.readouterr().err
