"""The part of Microsoft Graph that a mailbox needs, with state, over HTTP; every exchange is kept to be judged.

Shapes and answers after the vendor's v1.0 reference of messages (list, get, update, $value) and mail folders.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ADDRESS = "privacy@linprofs.example"


@dataclass
class Kept:
    raw: bytes
    at: str
    folder: str = "F-inbox"
    categories: list[str] = field(default_factory=list)
    draft: bool = False


@dataclass(frozen=True)
class Exchange:
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    sent: bytes
    status: int
    kind: str
    answered: bytes


@dataclass
class Graph:
    """One mailbox. ``token`` is the good one; ``refuse`` a status that every call meets."""

    messages: dict[str, Kept] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    token: str = "good-token"
    refuse: int = 0
    page: int = 2
    elsewhere: str = ""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1.0"

    def answer(
        self, method: str, path: str, query: Mapping[str, list[str]], token: str, sent: bytes
    ) -> tuple[int, Any]:
        if self.refuse:
            return self.refuse, _error("TooManyRequests" if self.refuse == 429 else "ErrorAccessDenied")
        if token != f"Bearer {self.token}":
            return 401, _error("InvalidAuthenticationToken")
        parts = [unquote(part) for part in path.strip("/").split("/")]
        if parts[:3] != ["v1.0", "users", ADDRESS]:
            return 404, _error("ErrorInvalidUser")
        match method, parts[3:]:
            case "GET", ["mailFolders"]:
                return 200, {"value": [_folder("F-inbox", "Postvak IN"), _folder("F-sent", "Verzonden items")]}
            case "GET", ["messages"]:
                return 200, self._list(query)
            case "GET", ["messages", name, "$value"] if name in self.messages:
                return 200, self.messages[name].raw
            case "GET", ["messages", name] if name in self.messages:
                return 200, {"id": name, "categories": self.messages[name].categories}
            case "PATCH", ["messages", name] if name in self.messages:
                self.messages[name].categories = json.loads(sent)["categories"]
                return 200, {"id": name, "categories": self.messages[name].categories}
        return 404, _error("ErrorItemNotFound")

    def _list(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        since = query.get("$filter", [""])[0].rpartition(" ")[2]
        found = sorted((one.at, name) for name, one in self.messages.items() if not since or _at(one.at) >= _at(since))
        skip = int(query.get("$skip", ["0"])[0])
        shown = [
            {
                "id": name,
                "receivedDateTime": at,
                "parentFolderId": self.messages[name].folder,
                "isDraft": self.messages[name].draft,
                "categories": self.messages[name].categories,
            }
            for at, name in found[skip : skip + self.page]
        ]
        answer: dict[str, Any] = {"value": shown}
        if skip + self.page < len(found):
            given = "&".join(f"{key}={value[0]}" for key, value in query.items() if key != "$skip").replace(" ", "%20")
            base = self.elsewhere or f"{self.url}/users/{ADDRESS}/messages"
            answer["@odata.nextLink"] = f"{base}?{given}&$skip={skip + self.page}"
        return answer


@contextmanager
def graph() -> Generator[Graph]:
    """Serve a mailbox; it ends with the block."""
    made = Graph()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_PATCH(self) -> None:
            self._answer()

        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            where = urlsplit(self.path)
            query = parse_qs(where.query)
            status, body = made.answer(self.command, where.path, query, self.headers.get("Authorization", ""), sent)
            mime = isinstance(body, bytes)
            kind, data = ("text/plain", body) if mime else ("application/json", json.dumps(body).encode())
            headers = dict(self.headers.items())
            made.exchanges.append(Exchange(self.command, where.path, query, headers, sent, status, kind, data))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.port = int(server.server_address[1])
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written.replace("Z", "+00:00"))


def _folder(name: str, shown: str) -> dict[str, str]:
    return {"id": name, "displayName": shown}


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": f"Not for {ADDRESS}."}}
