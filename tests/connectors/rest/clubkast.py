"""The service of docs/connectors.md as a small HTTP server, with answers that go wrong when a test wants it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = "clubkast-key-for-tests"
_TERM = re.compile(r"(email|number) eq '((?:[^']|'')*)'")


@dataclass
class Wrong:
    """One answer that is not what it should be. ``done``: the call is carried out all the same."""

    status: int = 500
    body: bytes = b'{"error": {"code": "broken", "message": "anna@dvries.example could not be shown"}}'
    media: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    done: bool = False
    hang_up: bool = False


class Clubkast:
    """Members and visits. ``wrong`` maps a call ("GET /members") to the answers that come before a right one."""

    def __init__(self) -> None:
        self.members: dict[int, dict[str, Any]] = {}
        self.visits: dict[int, dict[str, Any]] = {}
        self.calls: list[str] = []
        self.asked: list[str] = []
        self.wrong: dict[str, list[Wrong]] = {}
        self.short_by = 0  # how many more members it says there are than it gives
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                return

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                service.answer(self, self.rfile.read(length))

            do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v2"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def add(self, number: int, email: str, name: str, **more: Any) -> None:
        base = {"id": number, "email": email, "number": f"L{number}", "name": name, "newsletter": True}
        self.members[number] = {**base, "blocked": False, "confirmed_at": "2024-02-03T10:00:00Z", **more}
        self.members[number].setdefault("joined_on", "2024-02-01")

    def writing(self) -> list[str]:
        return [call for call in self.calls if not call.startswith("GET")]

    def answer(self, handler: BaseHTTPRequestHandler, raw: bytes) -> None:
        parts = urlsplit(handler.path)
        path, query = parts.path.removeprefix("/v2"), {k: v[0] for k, v in parse_qs(parts.query).items()}
        call = f"{handler.command} {re.sub('/[0-9]+', '/N', path)}"
        with self._lock:
            self.calls.append(call)
            self.asked.append(handler.path)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            wrong = self.wrong[call].pop(0) if self.wrong.get(call) else None
        try:
            if wrong is not None and not wrong.done:
                self._send_wrong(handler, wrong)
                return
            if handler.headers.get("Authorization") != f"Bearer {KEY}":
                self._send(handler, 401, {"error": {"code": "no_key"}})
                return
            status, body = self._do(handler.command, path, query, json.loads(raw) if raw else {})
            if wrong is not None:
                self._send_wrong(handler, wrong)
            elif isinstance(body, bytes):
                self._send_raw(handler, status, body, "image/png", {})
            else:
                self._send(handler, status, body)
        finally:
            with self._lock:
                self._at_once -= 1

    def _do(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        if path == "/me":
            return 200, {"name": "belofte"}
        if path == "/settings":
            return 200, {"visits": {"keep_days": 30}}
        if path == "/search":
            return 200, {"items": [v for v in self.visits.values() if query["q"] in v.get("note", "")]}
        if path == "/sign-out":
            return 204, None
        if path == "/visits":
            rows = [v for v in self.visits.values() if str(v["member_id"]) == query["member"]]
            return 200, {"items": rows}
        if path == "/members":
            rows = self._filtered(query.get("filter"))
            start = (int(query["page"]) - 1) * int(query["per_page"])
            return 200, {"items": rows[start : start + int(query["per_page"])], "count": len(rows) + self.short_by}
        number = int(path.split("/")[2])
        if number not in self.members:
            return 404, {"error": {"code": "no_member"}}
        if path.endswith("/photo"):
            return (200, b"\x89PNG of this member") if self.members[number].get("photo") else (404, {})
        if method == "PATCH":
            self.members[number].update(body["member"])
        if method == "DELETE":
            del self.members[number]
            return 204, None
        return 200, self.members[number]

    def _filtered(self, text: str | None) -> list[dict[str, Any]]:
        rows = list(self.members.values())
        if text is None:
            return rows
        wanted = [(field, value.replace("''", "'").lower()) for field, value in _TERM.findall(text)]
        return [row for row in rows if any(str(row[name]).lower() == value for name, value in wanted)]

    def _send_wrong(self, handler: BaseHTTPRequestHandler, wrong: Wrong) -> None:
        if wrong.hang_up:
            handler.close_connection = True
            handler.connection.close()
            return
        self._send_raw(handler, wrong.status, wrong.body, wrong.media, wrong.headers)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: Any) -> None:
        self._send_raw(handler, status, b"" if body is None else json.dumps(body).encode(), "application/json", {})

    def _send_raw(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, media: str, headers: dict[str, str]
    ) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


Fault = Callable[[Clubkast], None]
