"""A server process for the tests: ``python server_process.py FOLDER PUBLIC_PORT OFFICE_PORT PREFIX PUBLIC_URL``.

Its routes show what reaches them, set a cookie, take long, and fail with personal data in the error.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from litestar import Request, Response, get, post

from belofte.engine.database import open_engine_database
from belofte.engine.durable import Engine, Settings
from belofte.logs import configure_logs
from belofte.ports import Batch, Driven
from belofte.web.health import Check, Health, disk_check, worker_check
from belofte.web.metrics import Metric
from belofte.web.server import Front, FrontParts, build_office_app, build_public_app, serve


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
def slow() -> str:
    time.sleep(60)
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
    fronts = [
        Front("public front", build_public_app(routes, parts), "127.0.0.1", int(public)),
        Front("office", build_office_app(routes, parts), "127.0.0.1", int(office)),
    ]
    serve(fronts, lambda: (data / "listening").touch(), engine.stop)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
