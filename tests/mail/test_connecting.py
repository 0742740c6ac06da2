"""From settings to a mailer: one way to sign in, secrets read at the moment of use, no server said aloud."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from belofte.mail.connect import mailer_of
from belofte.ports import Letter
from belofte.settings import Settings, SettingsError
from belofte.wire.sign_in import ClientCredentials, TokenRefused

LETTER = Letter("anna@dvries.example", "Uw verzoek", "Goedendag\n", "<p>Goedendag</p>", "nl")
USER, PASSWORD, TOKEN = "privacy@company.example", "correct horse", "token-1"

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
"""The test server on this computer takes passwords in the clear, and says so."""


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)


def mailer(settings: Settings, home: Path) -> Any:
    return mailer_of(settings, home, Clock(), sender="privacy@company.example", name="Privacykantoor")


def local(port: int, **changes: Any) -> Settings:
    return Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", smtp_timeout=3, **changes)


def test_without_a_mail_server_every_letter_is_kept_and_the_setting_is_named(tmp_path: Path) -> None:
    delivery = mailer(Settings(), tmp_path).send(LETTER)
    assert (delivery.accepted, delivery.transient) == (False, True)
    assert "smtp_host" in (delivery.why or "")


def test_the_password_is_read_beside_the_settings_each_time_a_letter_goes(tmp_path: Path, server_of: Any) -> None:
    server = server_of(auth=True)
    sender = mailer(local(server.port, smtp_user=USER, smtp_password="file:smtp"), tmp_path)
    assert "file:smtp cannot be read" in (sender.send(LETTER).why or "")
    (tmp_path / "smtp").write_text("old\n")
    assert "refused our sign-in" in (sender.send(LETTER).why or "")
    (tmp_path / "smtp").write_text(f"{PASSWORD}\n")
    assert sender.send(LETTER).accepted


def test_the_sender_of_the_settings_wins_over_the_policys(tmp_path: Path, server_of: Any) -> None:
    server = server_of()
    assert mailer(local(server.port, mail_from="avg@company.example"), tmp_path).send(LETTER).accepted
    assert b"From: Privacykantoor <avg@company.example>" in server.kept[0]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"smtp_user": USER, "smtp_password": "env:A", "smtp_token": "env:B"}, "smtp_password and smtp_token"),
        ({"smtp_password": "env:A"}, "smtp_user is not"),
        ({"smtp_user": USER, "smtp_oauth_url": "https://login.example/token"}, "smtp_oauth_client"),
    ],
)
def test_half_or_double_sign_in_is_refused_by_name(tmp_path: Path, changes: dict[str, str], part: str) -> None:
    with pytest.raises(SettingsError, match=part):
        mailer(local(25, **changes), tmp_path)


@dataclass
class TokenServer:
    """Gives access tokens as told and keeps what it was asked."""

    answers: list[tuple[int, object]]
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def token_server() -> Iterator[TokenServer]:
    told = TokenServer([])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.asked.append(parse_qs(body))
            status, answer = told.answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/token"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


class TestAccessTokens:
    def test_a_token_is_fetched_with_client_and_secret_and_signs_in(
        self, tmp_path: Path, server_of: Any, token_server: TokenServer
    ) -> None:
        token_server.answers = [(200, {"access_token": TOKEN, "expires_in": 3600})]
        (tmp_path / "secret").write_text("s3cret")
        server = server_of(auth=True)
        oauth = {"smtp_oauth_client": "belofte", "smtp_oauth_secret": "file:secret", "smtp_oauth_scope": "mail"}
        sender = mailer(local(server.port, smtp_user=USER, smtp_oauth_url=token_server.url, **oauth), tmp_path)
        assert sender.send(LETTER).accepted
        assert sender.send(LETTER).accepted
        assert server.signed_in == ["xoauth2", "xoauth2"]
        assert token_server.asked == [
            {
                "grant_type": ["client_credentials"],
                "client_id": ["belofte"],
                "client_secret": ["s3cret"],
                "scope": ["mail"],
            }
        ]

    def test_a_token_that_is_about_to_end_is_fetched_anew(self, token_server: TokenServer) -> None:
        token_server.answers = [(200, {"access_token": f"token-{n}", "expires_in": 30}) for n in (1, 2)]
        source = ClientCredentials(token_server.url, "belofte", lambda: "s3cret", "mail", 3)
        assert [source(), source()] == ["token-1", "token-2"]

    @pytest.mark.parametrize(
        ("answer", "part"),
        [
            ((401, {"error": "invalid_client"}), "HTTP 401"),
            ((200, {"no": "token"}), "not a token"),
            ((200, ["token"]), "not a token"),
        ],
    )
    def test_no_token_keeps_the_letter_and_says_where_it_failed(
        self, token_server: TokenServer, answer: tuple[int, object], part: str
    ) -> None:
        token_server.answers = [answer]
        with pytest.raises(TokenRefused, match=part) as caught:
            ClientCredentials(token_server.url, "belofte", lambda: "s3cret", "mail", 3)()
        assert "s3cret" not in str(caught.value)

    def test_nobody_gives_tokens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with pytest.raises(TokenRefused, match="cannot be reached"):
            ClientCredentials(f"http://127.0.0.1:{port}/token", "belofte", lambda: "s3cret", "mail", 3)()
