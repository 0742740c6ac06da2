"""One installation with a clock that can be moved, and a program outside that listens, answers and can fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.clocks import Clock
from tests.worlds import World, fresh_world

from belofte.bootstrap import Belofte


@dataclass
class Place:
    """An installation, open."""

    world: World
    belofte: Belofte
    clock: Clock

    def tend(self) -> None:
        self.belofte.work.tend()

    def receive(self, right: str = "access", address: str = "", **more: Any) -> str:
        from belofte.procedures.desks import Submission

        asked = Submission(right=right, address=address or self.world.made.asks, language="nl", **more)
        return self.belofte.public.submit(asked)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An installation of its own on a Monday morning."""
    world, clock = fresh_world(tmp_path / "home"), Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    with world.open() as belofte:
        belofte.current.parts = replace(belofte.parts, clock=clock)
        yield Place(world, belofte, clock)


@dataclass
class Receiver:
    """A program outside. ``answers``: what it says to the next messages, 200 when the list is empty."""

    url: str
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server on this machine."""
    kept = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = kept.answers.pop(0) if kept.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/in?from=belofte"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()
