"""The running process: a portal registers, a program outside hears of it, a tool decides."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.notify.conftest import Receiver
from tests.rights.commands import told
from tests.worlds import World

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))

from processes import until
from test_whole_run import Company, company

__all__ = ["company"]


def test_from_the_portal_to_the_webhook_and_the_answer(company: Company, receiver: Receiver) -> None:
    file = company.world.home.settings_file
    file.write_text('webhook_private = "yes"\n' + file.read_text("utf-8"), "utf-8")
    world = World(company.world)
    until_ = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    told(world, "user", "add", "Mieke de Boer", "--role", "privacy-officer")
    portal = told(world, "token", "create", "p", "--scope", "receive", "--scope", "assert-identity", "--until", until_)
    mieke = ("--scope", "read", "--scope", "decide", "--by", "Mieke de Boer")
    robot = told(world, "token", "create", "r", *mieke, "--until", until_)
    told(world, "webhook", "add", "crm", receiver.url)

    def call(method: str, path: str, token: dict[str, Any], body: Any = None, key: str = "k") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token['secret']}", "Idempotency-Key": key}
        return httpx.request(method, f"{company.office}/api/v1{path}", json=body, headers=headers, timeout=120)

    def heard(kind: str) -> bool:
        return any(body["type"] == kind for body in receiver.bodies())

    def case() -> Any:
        return call("GET", f"/requests/{reference}", robot).json()["case"]

    with company.serving() as process:
        body = {"right": "erasure", "address": company.world.leaves, "identity_asserted": True}
        answer = call("POST", "/requests", portal, body)
        assert answer.status_code == 201, answer.text
        reference = answer.json()["reference"]
        assert until(lambda: heard("request.received")), process.text()
        assert until(lambda: case()["plan"] is not None), process.text()
        approved = call("POST", f"/requests/{reference}/approve", robot, {"plan": case()["plan"]["id"]})
        assert approved.status_code == 200, approved.text
        assert until(lambda: heard("request.answered")), process.text()
        process.signal(signal.SIGTERM)
        assert process.ends() == 0
    log = company.log.read_text("utf-8")
    for secret in (portal["secret"], robot["secret"], company.world.leaves, reference):
        assert secret not in log
    answered = [body for body in receiver.bodies() if body["type"] == "request.answered"]
    assert [body["data"]["reference"] for body in answered] == [reference]
