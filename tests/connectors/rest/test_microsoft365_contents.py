"""Contents of files lie at another address: fetched there without our sign-in, and nowhere but at the vendor's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.connectors.rest.office import ANNA, KIND, KINDS, SITE, TABLES, found, office, order
from tests.connectors.rest.systems import connector_of, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.ports import SystemUnreachable

ELSEWHERE = "https://files.stranger.example/secret"


class Astray(ThreadingHTTPServer):
    """Answers like Graph, and points at a stranger for the contents of a file."""

    asked: list[str]
    next_page: str = ""
    named: str = f"{ANNA.value} bezoek"


class _Handler(BaseHTTPRequestHandler):
    server: Astray

    def do_POST(self) -> None:
        self._send(200, {"access_token": "t", "expires_in": 3599})

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path.endswith("/content"):
            self.send_response(302)
            self.send_header("Location", ELSEWHERE)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif "search(" in self.path:
            more = {"@odata.nextLink": self.server.next_page} if self.server.next_page else {}
            self._send(200, {"value": [{"id": "f1", "name": self.server.named}], **more})
        else:
            self._send(200, {"value": [{"id": "b!site"}] if "/drives" in self.path and "/sites" in self.path else []})

    def _send(self, status: int, body: object) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


@contextmanager
def astray_server() -> Iterator[Astray]:
    server = Astray(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def astray() -> Iterator[Astray]:
    with astray_server() as server:
        yield server


@pytest.fixture
def stranger() -> Iterator[Astray]:
    with astray_server() as server:
        yield server


def connected(astray: Astray, folder: Path) -> HttpConnector:
    named = {"tenant": "t", "client_id": "c", "client_secret": "file:s", "files_hold": "one-person"}
    keys = {**named, "sites": f"['{SITE}']"}
    text = system_text(KIND, f"http://127.0.0.1:{astray.server_port}/v1.0", keys, TABLES)
    return connector_of(folder_with(folder, KIND, text, KINDS), KIND, {"file:s": "secret"}, folder / "kept")


def test_contents_at_a_strangers_address_are_not_fetched(astray: Astray, tmp_path: Path) -> None:
    connector = connected(astray, tmp_path)
    assert [one.key for one in found(connector, ANNA)] == [("b!site", "f1")]
    with pytest.raises(SystemUnreachable) as away:
        list(connector.export([order(connector, Verb.EXPORT, Decision.EXPORT, ANNA)]))
    assert "elsewhere" in str(away.value)
    assert ANNA.value not in str(away.value)
    connector.close()


def test_a_file_at_a_strangers_address_is_asked_about(astray: Astray, tmp_path: Path) -> None:
    """Whose it is stands in it, and nobody could look there: what else Anna has is still found."""
    astray.named = "x.txt"
    connector = connected(astray, tmp_path)
    assert [(one.key, one.shared) for one in found(connector, ANNA)] == [(("b!site", "f1"), True)]
    assert any("/content" in path for path in astray.asked)
    connector.close()


def test_a_next_page_at_a_strangers_address_is_not_asked_for(astray: Astray, stranger: Astray, tmp_path: Path) -> None:
    """Our sign-in goes with every page: an answer cannot send it to somebody else."""
    astray.next_page = f"http://127.0.0.1:{stranger.server_port}/v1.0/drives/x/next"
    connector = connected(astray, tmp_path)
    with pytest.raises(SystemUnreachable, match="elsewhere"):
        found(connector, ANNA)
    assert stranger.asked == []
    connector.close()


def test_contents_at_the_vendor_s_address_are_fetched_without_our_sign_in(tmp_path: Path) -> None:
    with office(tmp_path) as (vendor, make):
        connector = make(files_hold="one-person")
        copies = list(connector.export([order(connector, Verb.EXPORT, Decision.EXPORT, ANNA)]))
        assert [r.files["original"] for r in copies if r.collection == "files"] == [b"Bij anna@dvries.example thuis."]
        assert vendor.calls().by_operation["download"] == 3  # looked into when found, and again at the act; copied
        assert vendor.calls().by_status[403] == 0
