"""The server as a process: two fronts, what stands around every page, what it says of itself, and how it ends."""

from __future__ import annotations

import http.client
import json
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.ports import free_port

from belofte.domain.errors import Refused
from belofte.web.server import STOP_SECONDS, Exposure, Front, refuse_exposed_office, refuse_taken_address

sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))

from processes import Process, running, until

SERVER = Path(__file__).parent / "server_process.py"


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Served:
    folder: Path
    public: int
    office: int
    process: Process

    def ask(self, port: int, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(source, 0))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if port == self.office:
            named.setdefault("Cookie", "belofte-office=here")
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return Answer(answer.status, body, {name.lower(): value for name, value in answer.getheaders()})


def start(folder: Path, url: str = "https://privacy.shop.example") -> Iterator[Served]:
    public, office = free_port(), free_port()
    arguments = [str(folder), str(public), str(office), "/privacy", url]
    with running(SERVER, arguments, folder / "server.log") as process:
        assert until((folder / "listening").exists), process.text()
        yield Served(folder, public, office, process)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from start(tmp_path_factory.mktemp("server"))


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Served]:
    yield from start(tmp_path)


@pytest.mark.parametrize("path", ["/echo", "/not-there", "/broken?address=anna.bakker@planted.example"])
def test_every_public_page_faults_too_goes_without_script_cookie_and_referrer(served: Served, path: str) -> None:
    answer = served.ask(served.public, path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("frame-ancestors https://www.shop.example")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert answer.headers["cache-control"] == "no-store"


def test_a_cookie_that_a_public_route_sets_never_leaves(served: Served) -> None:
    assert served.ask(served.public, "/cookie").status == 200
    assert "set-cookie" not in served.ask(served.public, "/cookie").headers
    assert "set-cookie" in served.ask(served.office, "/cookie").headers


def test_the_office_is_never_shown_in_a_frame_and_runs_only_its_own_script(served: Served) -> None:
    policy = served.ask(served.office, "/echo").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'none'")
    assert "script-src 'self'" in policy


def test_over_plain_http_no_browser_is_told_to_insist_on_https(tmp_path: Path) -> None:
    for plain in start(tmp_path, "http://127.0.0.1:8080"):
        assert "strict-transport-security" not in plain.ask(plain.public, "/echo").headers


def test_a_fault_shows_and_logs_its_class_and_place_and_no_personal_data(served: Served) -> None:
    answer = served.ask(served.public, "/broken?address=anna.bakker@planted.example")
    assert answer.status == 500
    assert "planted" not in answer.body
    assert served.process.says("ValueError at web/server_process.py")
    assert "planted" not in served.process.text()


@pytest.mark.parametrize("path", ["/echo", "/privacy/echo"])
def test_the_pages_stand_under_the_prefix_whether_or_not_the_proxy_takes_it_off(served: Served, path: str) -> None:
    answer = served.ask(served.public, path)
    assert (answer.status, json.loads(answer.body)["path"]) == (200, "/echo")


def test_a_path_that_only_begins_like_the_prefix_is_not_taken_for_it(served: Served) -> None:
    assert served.ask(served.public, "/privacyecho").status == 404


def test_a_trusted_proxy_tells_the_visitors_address_and_scheme(served: Served) -> None:
    answer = served.ask(
        served.public, "/echo", source="127.0.0.2", X_Forwarded_For="198.51.100.7", X_Forwarded_Proto="https"
    )
    assert json.loads(answer.body) == {"client": "198.51.100.7", "scheme": "https", "path": "/echo", "forwarded": None}


def test_what_stands_before_the_last_untrusted_hop_is_not_believed(served: Served) -> None:
    chain = "203.0.113.9, 198.51.100.7, 127.0.0.2"
    answer = served.ask(served.public, "/echo", source="127.0.0.2", X_Forwarded_For=chain)
    assert json.loads(answer.body)["client"] == "198.51.100.7"


def test_from_anyone_else_forwarded_headers_are_neither_believed_nor_passed_on(served: Served) -> None:
    answer = served.ask(served.public, "/echo", X_Forwarded_For="198.51.100.7", X_Forwarded_Proto="https")
    told = json.loads(answer.body)
    assert (told["client"], told["scheme"], told["forwarded"]) == ("127.0.0.1", "http", None)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Origin": "http://127.0.0.1:{office}"}, 201),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, 201),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:{office}", "Origin": "http://evil.example:{office}"}, 403),
    ],
)
def test_the_office_takes_posts_from_its_own_pages_on_this_machine_only(
    served: Served, headers: dict[str, str], status: int
) -> None:
    filled = {name: value.format(office=served.office) for name, value in headers.items()}
    assert served.ask(served.office, "/press", "POST", **filled).status == status


def test_the_office_shows_nothing_under_a_name_that_is_not_this_machines(served: Served) -> None:
    assert served.ask(served.office, "/echo", Host="rebound.example").status == 403
    assert served.ask(served.office, "/echo", Host=f"localhost:{served.office}").status == 200


def test_after_a_post_the_engine_is_told_to_look(own_server: Served) -> None:
    own_server.ask(own_server.public, "/echo")
    assert not (own_server.folder / "changed").exists()
    own_server.ask(own_server.public, "/press", "POST")
    assert until((own_server.folder / "changed").exists)


def test_live_and_ready_answer_on_both_fronts_and_numbers_on_the_office_only(served: Served) -> None:
    for port in (served.public, served.office):
        assert served.ask(port, "/health/live").status == 200
        ready = served.ask(port, "/health/ready")
        assert ready.status == 200
        assert json.loads(ready.body)["checks"] == {"store": "ok", "disk": "ok", "worker": "ok"}
    assert served.ask(served.public, "/metrics").status == 404
    numbers = served.ask(served.office, "/metrics")
    assert numbers.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'belofte_requests{state="planned"} 3\n' in numbers.body
    assert 'belofte_ready{check="store"} 1\n' in numbers.body


def test_ready_says_which_part_is_not_and_live_stays_alive(own_server: Served) -> None:
    (own_server.folder / "store-away").touch()
    ready = own_server.ask(own_server.public, "/health/ready")
    assert ready.status == 503
    assert json.loads(ready.body)["checks"]["store"] == "the store does not answer"
    assert json.loads(ready.body)["checks"]["disk"] == "ok"
    assert own_server.ask(own_server.public, "/health/live").status == 200


def test_told_to_stop_it_ends_within_ten_seconds_though_an_answer_is_slow(own_server: Served) -> None:
    waiting = threading.Thread(target=ask_in_vain, args=(own_server,))
    waiting.start()
    assert until((own_server.folder / "begun").exists)
    own_server.process.signal(signal.SIGTERM)
    assert own_server.process.ends() == 0, "it waits for no answer of ten minutes"
    waiting.join()
    assert STOP_SECONDS < 10, "then a service manager kills"


def ask_in_vain(served: Served) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        assert served.ask(served.public, f"/slow?begun={served.folder / 'begun'}").status != 500
        raise ConnectionResetError


ELSEWHERE = ("0.0.0.0", "::", "192.0.2.4", "office.shop.example")


@pytest.mark.parametrize("host", ELSEWHERE)
def test_an_office_that_others_could_reach_without_tls_is_refused_in_words(host: str) -> None:
    with pytest.raises(Refused, match="without TLS"):
        refuse_exposed_office(Exposure(host, "http://office.shop.example"))
    with pytest.raises(Refused, match="pressing a button"):
        refuse_exposed_office(Exposure(host, "https://office.shop.example", allows_plain=True, is_sandbox=True))
    with pytest.raises(Refused, match="under which name"):
        refuse_exposed_office(Exposure(host, "", allows_plain=True))
    refuse_exposed_office(Exposure(host, "https://office.shop.example"))
    refuse_exposed_office(Exposure(host, "http://office.shop.example", allows_plain=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost"])
def test_an_office_on_this_machine_is_never_refused(host: str) -> None:
    refuse_exposed_office(Exposure(host, f"http://{host}:8081", is_sandbox=True))


def test_an_address_in_use_is_refused_in_words(served: Served) -> None:
    async def nothing(*_: object) -> None: ...

    with pytest.raises(Refused, match=r"cannot listen on 127\.0\.0\.1"):
        refuse_taken_address(Front("public front", nothing, "127.0.0.1", served.public))
