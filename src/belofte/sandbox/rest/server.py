"""The HTTP side of a simulated vendor: threads of the standard library, 127.0.0.1 only, a free port."""

from __future__ import annotations

import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from belofte.sandbox.rest.answering import Answering, Sent
from belofte.sandbox.rest.exchange import Call

HOST = "127.0.0.1"
LONGEST_LINE = 8190
"""The longest address that is read, in bytes: what common web servers take."""


class Server:
    """One vendor that listens. Used as a context manager, or by :meth:`start` and :meth:`stop`."""

    def __init__(self, answering: Answering, port: int = 0) -> None:
        self.answering, self.port = answering, port
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port; known once it listens."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Listen. Raises :class:`OSError` when the port is taken."""
        server = self

        class Handler(_Handler):
            def serve(self, call: Call) -> Sent:
                return server.answering.answer(call)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(server.answering.state.clock() if timestamp is None else timestamp)

            def finish(self) -> None:
                super().finish()
                server.forget_thread()

        self._http = _Threads((HOST, self.port), Handler)
        self.port = int(self._http.server_address[1])
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; the state stays."""
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()
            self._http = self._thread = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def forget_thread(self) -> None:
        """Close what the ending thread holds."""
        self.answering.state.close()


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news; anything else is a fault of the simulator and is told in full."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def serve(self, call: Call) -> Sent:
        """What answers; each server derives a handler that answers from its own vendor."""
        raise NotImplementedError

    def do(self) -> None:
        """Read one call, answer it."""
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length) if length else b""
        parts = urlsplit(self.path)
        origin = f"http://{self.headers.get('host', HOST)}"
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        sent = self.serve(Call(self.command, parts.path, query, headers, raw, origin, origin + self.path))
        self._send(sent)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do

    def _send(self, sent: Sent) -> None:
        if sent.is_dropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        payload = sent.reply.payload
        self.send_response(sent.reply.status)
        if sent.reply.body is not None:
            self.send_header("Content-Type", sent.reply.media)
        for name, value in sent.reply.headers.items():
            self.send_header(name, value)
        if sent.reply.status != 204:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        if self.command != "HEAD" and sent.reply.status != 204:
            self.wfile.write(payload[: len(payload) // 2] if sent.is_cut else payload)
        self.wfile.flush()
        if sent.is_cut:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: a path may name a person."""
