"""Waits on 127.0.0.1 for the browser that comes back from signing in at a vendor (RFC 8252, 7.3)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, Queue
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"
PATH = "/signed-in"
_DONE = "Thank you. You can close this page. — Dank u. U kunt deze pagina sluiten."

Wait = Callable[[float], Mapping[str, str] | None]


@contextmanager
def listening(port: int) -> Generator[tuple[str, Wait]]:
    """The address to come back to, and what waits for an answer: its fields, or None after so many seconds. Port 0 is
    any free one. Raises :class:`OSError` where the port is taken."""
    answers: Queue[dict[str, str]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            fields = dict(parse_qsl(parts.query)) if parts.path == PATH else {}
            self.send_response(200 if fields else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(_DONE.encode() if fields else b"")
            if fields:
                answers.put(fields)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged: the address holds a code."""

    server = HTTPServer((HOST, port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="sign-in", daemon=True)
    thread.start()

    def wait(seconds: float) -> Mapping[str, str] | None:
        try:
            return answers.get(timeout=seconds)
        except Empty:
            return None

    try:
        yield f"http://{HOST}:{server.server_address[1]}{PATH}", wait
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
