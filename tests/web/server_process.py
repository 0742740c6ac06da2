"""A server process for the tests: ``python server_process.py FOLDER PUBLIC_PORT OFFICE_PORT PREFIX PUBLIC_URL``.

Its routes show what reaches them, set a cookie, take long, and fail with personal data in the error.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from litestar import Request, Response, get, post

from belofte.domain.account import Account, Means, Role
from belofte.engine.database import open_engine_database
from belofte.engine.durable import Engine, Settings
from belofte.logs import configure_logs
from belofte.ports import Batch, Driven
from belofte.procedures.sign_in.signing_in import SignedIn
from belofte.web.health import Check, Health, disk_check, worker_check
from belofte.web.metrics import Metric
from belofte.web.server import Front, FrontParts, build_office_app, build_public_app, serve
from belofte.web.signing.address import OfficeAddress
from belofte.web.signing.door import Door
from belofte.web.site import Company, Contact, Expectation, Notices, Site


class OneSession:
    """One browser is signed in: these tests are about what stands around the pages."""

    def who(self, token: str) -> SignedIn | None:
        account = Account("acc-1", "Mieke de Boer", Role.PRIVACY_OFFICER, datetime(2026, 11, 1, tzinfo=UTC))
        return SignedIn(account, Means.PASSKEY, is_fresh=True, seal=b"1") if token == "here" else None


NOW = date(2026, 11, 22)
SITE = Site(
    public_url="http://127.0.0.1:8080",
    company=lambda: Company("Molenaar", Contact("privacy@molenaar.example")),
    languages=("nl", "en"),
    time_zone="Europe/Amsterdam",
    expect=lambda right: Expectation(NOW, NOW),
    notices=Notices(lambda language, version: None, tuple),
)


class NothingDue:
    def due(self, limit: int = 1000) -> list[Batch]:
        return []

    def drive(self, system: str, verb: object, limit: int = 1000) -> Driven:
        raise AssertionError(system)

    def tend(self) -> dict[str, int]:
        return {}


@get("/echo", sync_to_thread=False)
def echo(request: Request) -> dict[str, str | None]:
    asked = {"client": request.client.host if request.client else None, "scheme": request.url.scheme}
    return {**asked, "path": request.url.path, "forwarded": request.headers.get("x-forwarded-for")}


@get("/cookie", sync_to_thread=False)
def cookie() -> Response[str]:
    answer = Response("ok")
    answer.set_cookie("follows", "you")
    return answer


@get("/slow", sync_to_thread=True)
def slow(begun: str) -> str:
    Path(begun).touch()
    time.sleep(600)
    return "done"


@get("/broken", sync_to_thread=True)
def broken(address: str) -> str:
    raise ValueError(f"no such person: {address}")


@post("/press", sync_to_thread=False)
def press() -> str:
    return "pressed"


def main(folder: str, public: str, office: str, prefix: str, url: str) -> None:
    configure_logs("json")
    data = Path(folder)
    engine = Engine(open_engine_database(f"sqlite:///{data / 'engine.sqlite'}"), Settings("one"))
    engine.start(NothingDue())
    store = Check("store", lambda: "the store does not answer" if (data / "store-away").exists() else None)
    health = Health(
        (store, disk_check(data), worker_check(lambda: min((w.age for w in engine.workers.seen()), default=None), 20)),
        lambda: [Metric("belofte_requests", "Open requests.", 3, labels={"state": "planned"})],
    )
    parts = FrontParts(
        health,
        url,
        prefix,
        trusted_proxies=("127.0.0.2",),
        frame_hosts=("https://www.shop.example",),
        changed=lambda: (data / "changed").touch(),
    )
    routes = [echo, cookie, slow, broken, press]
    door = Door(OneSession(), SITE, OfficeAddress(f"http://127.0.0.1:{office}"))
    fronts = [
        Front("public front", build_public_app(routes, parts), "127.0.0.1", int(public)),
        Front("office", build_office_app(routes, parts, door), "127.0.0.1", int(office)),
    ]
    serve(fronts, lambda: (data / "listening").touch(), engine.stop)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
