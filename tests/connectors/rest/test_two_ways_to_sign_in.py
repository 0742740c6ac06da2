"""A service with two ways to sign in: what is said of its rights rests on both, and each way is held to its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.connectors.rest.clubkast import KEY, Clubkast
from tests.connectors.rest.systems import StillClock
from tests.connectors.rest.test_own_connector import written

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.system_map import Verb
from belofte.loading.folder import load_policy_folder

OLD = 'auth: {kind: bearer, value: "{key}"}'
BY_APP = 'auth: {kind: oauth2_client, url: https://api.clubkast.example/token, user: belofte, value: "{key}"}'
APP = "kind: oauth2_client, url: https://api.clubkast.example/desk, user: belofte, value: '{key}'"
LOOKS = ("whoami: {call: GET /me}", "whoami: {call: GET /me, permission: look}")
AT_DESK = ("settings: {call: GET /settings}", "settings: {call: GET /settings, auth: desk, permission: desk}")


class Club(Clubkast):
    """Gives tokens, and says with each what it is good for."""

    def __init__(self) -> None:
        super().__init__()
        self.tells = {"/token": "look", "/desk": "desk"}

    def answer(self, handler: BaseHTTPRequestHandler, raw: bytes) -> None:
        if handler.path not in self.tells:
            super().answer(handler, raw)
            return
        token = {"access_token": KEY, "expires_in": 3600, "scope": self.tells[handler.path]}
        body = json.dumps(token).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def service() -> Iterator[Club]:
    with Club() as service:
        yield service


def club(tmp_path: Path, service: Club, desk: str) -> closing[HttpConnector]:
    auth = (OLD, f"{BY_APP}\nauths: {{desk: {{{desk}}}}}")
    folder = load_policy_folder(written(tmp_path / "policy", service.url, auth=auth, looks=LOOKS, desk=AT_DESK))
    around = Surroundings(StillClock(), {"file:clubkast.key": KEY}.__getitem__, tmp_path / "kept")
    return closing(make_connector(folder.systems["club"], around))


def test_where_one_way_is_a_mere_key_nothing_is_said_of_all_rights(tmp_path: Path, service: Club) -> None:
    with club(tmp_path, service, "kind: bearer, value: '{key}'") as connector:
        assert not connector.rights_told()
        assert connector.can[Verb.OBSERVE].lacking == () and connector.too_wide() == ()


def test_where_both_tell_all_is_told(tmp_path: Path, service: Club) -> None:
    with club(tmp_path, service, APP) as connector:
        assert connector.rights_told()
        assert connector.can[Verb.OBSERVE].lacking == () and connector.too_wide() == ()


def test_a_right_of_one_way_is_too_much_for_the_other(tmp_path: Path, service: Club) -> None:
    service.tells = {"/token": "look desk", "/desk": "desk"}
    with club(tmp_path, service, APP) as connector:
        assert connector.too_wide() == ("desk is more than the map needs.",)
