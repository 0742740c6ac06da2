"""One installation with its API as it is served, tokens, and a judge that holds every exchange to the document."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.clocks import Clock
from tests.worlds import World, fresh_world

from belofte.bootstrap import Belofte
from belofte.bootstrap.api import with_api
from belofte.bootstrap.fronts import office_front, site_of
from belofte.domain.account import Role
from belofte.domain.api_token import Scope
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.sign_in.accounts_desk import Accounts
from belofte.web.api.app import OPERATIONS
from belofte.web.api.document import document
from belofte.web.api.problems import MEDIA_TYPE as PROBLEM
from belofte.web.health import Health

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from openapi_core import Config, OpenAPI
    from openapi_core.testing.requests import MockRequest
    from openapi_core.testing.responses import MockResponse

HERE = "http://127.0.0.1:8081"
MIEKE = "Mieke de Boer"


@dataclass
class Api:
    """The API of one installation, and who calls it. Every exchange is judged by the OpenAPI document."""

    world: World
    belofte: Belofte
    clock: Clock
    client: TestClient[Litestar]
    judge: OpenAPI
    judged: int = 0
    keys: int = 0

    def token(self, *scopes: Scope, name: str = "portal", by: str = "", days: float = 30) -> str:
        until = self.clock.now() + timedelta(days=days)
        return self.belofte.desk(Tokens).create(name, scopes, until, by)[0]

    def decider(self, role: Role = Role.PRIVACY_OFFICER) -> str:
        """A token that decides in the name of Mieke, who has an account."""
        self.belofte.desk(Accounts).add(MIEKE, role)
        return self.token(Scope.READ, Scope.DECIDE, name="tool", by=MIEKE)

    def get(self, path: str, token: str = "", **query: str | int) -> httpx.Response:
        return self.call("GET", path, token, query=query)

    def post(self, path: str, token: str = "", body: Any = None, key: str | None = None) -> httpx.Response:
        self.keys += 1
        return self.call("POST", path, token, body={} if body is None else body, key=key or f"key-{self.keys}")

    def call(
        self,
        method: str,
        path: str,
        token: str = "",
        query: dict[str, Any] | None = None,
        body: Any = None,
        key: str = "",
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        sent = None if body is None else json.dumps(body)
        if sent is not None:
            headers["Content-Type"] = "application/json"
        whole = path if path.startswith("/api/") else f"/api/v1{path}"
        answer = self.client.request(method, whole, params=query, content=sent, headers=headers)
        self.hold(method, whole, query or {}, headers, sent, answer)
        return answer

    def hold(self, method: str, path: str, query: Any, headers: Any, sent: str | None, answer: httpx.Response) -> None:
        """The document says what may be answered; where the call was right, also that it was."""
        known = {k: v for k, v in headers.items() if k != "Authorization"}
        request = MockRequest(
            HERE,
            method.lower(),
            path,
            args={k: str(v) for k, v in query.items()},
            headers={**known, "Authorization": headers.get("Authorization", "")},
            data=sent.encode() if sent else b"",
            content_type="application/json",
        )
        kind = answer.headers.get("content-type", "")
        response = MockResponse(answer.content, answer.status_code, dict(answer.headers), kind)
        self.judge.validate_response(request, response)
        if answer.status_code < 300:
            self.judge.validate_request(request)
        self.judged += 1

    def asks(self) -> str:
        """An address that a system holds."""
        return self.world.made.asks


@pytest.fixture(scope="session")
def judge() -> OpenAPI:
    """The document as it is served, as a judge."""
    whole = document(OPERATIONS, HERE, "1")
    return OpenAPI.from_dict(whole, config=Config(extra_media_type_deserializers={PROBLEM: json.loads}))


class OfficeWhenAsked:
    """The office at the same address. Few of these tests go there, and it has far more pages than the API."""

    def __init__(self, belofte: Belofte) -> None:
        self._belofte = belofte
        self._front: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":  # its pages start and end nothing
            for said in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{said}.complete"})
            return
        belofte = self._belofte
        self._front = self._front or office_front(belofte, site_of(belofte), Health((), tuple), lambda: None)
        await self._front.app(scope, receive, send)


@pytest.fixture
def api(judge: OpenAPI, tmp_path: Path) -> Iterator[Api]:
    """An installation of its own, open, with the app of its office."""
    world, clock = fresh_world(tmp_path / "home"), Clock()
    with world.open() as belofte, ExitStack() as stack:
        belofte.current.parts = replace(belofte.parts, clock=clock)
        app = with_api(belofte, OfficeWhenAsked(belofte), lambda: None)
        client = TestClient(cast("Litestar", app), base_url=HERE, raise_server_exceptions=False)
        stack.enter_context(client)
        yield Api(world, belofte, clock, client, judge)
