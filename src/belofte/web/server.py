"""The server process: the public front and the office on two addresses, in one process with the engine.

``build_public_app`` and ``build_office_app`` put guards around routes that come from elsewhere; ``serve`` listens until
it is told to stop. Granian runs embedded: no process for itself, so one worker id, one log and one place to stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Scope

from belofte.domain.errors import Refused
from belofte.logs import class_and_place
from belofte.web.guarding import (
    behind_proxies,
    from_own_pages,
    office_headers,
    public_headers,
    telling,
    under_prefix,
    with_headers,
)
from belofte.web.health import Health, health_routes, metrics_route
from belofte.web.signing.door import Door

GRACE_SECONDS = 3.0
"""How long answers that were begun may take after the signal to stop."""
STOP_SECONDS = 8.0
"""How long everything together may take after the signal: a service manager kills after ten."""
BODY_BYTES = 2 * 2**20
"""The longest form a front takes in. A request is a few fields; originals come in through the office's own route."""

log = logging.getLogger("belofte.web")


@dataclass(frozen=True, slots=True)
class FrontParts:
    """What a front needs besides its routes.

    ``faults``: the pages that say what is wrong, in plain words. ``changed`` is called after every post: something may
    have become due. It must not wait.
    """

    health: Health
    public_url: str
    path_prefix: str = ""
    trusted_proxies: tuple[str, ...] = ()
    frame_hosts: tuple[str, ...] = ()
    changed: Callable[[], None] = lambda: None
    faults: Mapping[int | type[Exception], Callable[..., Any]] = field(default_factory=dict[Any, Any])


@dataclass(frozen=True, slots=True)
class Front:
    """One app at one address."""

    name: str
    app: ASGIApp
    host: str
    port: int


def build_public_app(routes: Sequence[HTTPRouteHandler], parts: FrontParts) -> ASGIApp:
    """The pages for everybody: no script, no cookie, in a frame only where the settings allow it."""
    app = telling(_app([*routes, *health_routes(parts.health)], parts), parts.changed)
    headers = public_headers(parts.frame_hosts, parts.public_url.startswith("https://"))
    guarded = with_headers(under_prefix(app, parts.path_prefix), headers, frozenset({b"set-cookie"}))
    return behind_proxies(guarded, parts.trusted_proxies)


def build_office_app(routes: Sequence[HTTPRouteHandler], parts: FrontParts, door: Door) -> ASGIApp:
    """The office's pages and the numbers, for whoever is signed in; the routes before the door among them."""
    app = telling(_app([*routes, *health_routes(parts.health), metrics_route(parts.health)], parts), parts.changed)
    guarded = from_own_pages(door.guard(under_prefix(app, parts.path_prefix)), door.address)
    return behind_proxies(with_headers(guarded, office_headers(door.address.is_https)), parts.trusted_proxies)


def _app(routes: Sequence[HTTPRouteHandler], parts: FrontParts) -> ASGIApp:
    return Litestar(
        [Router("/", route_handlers=list(routes))],  # one: Litestar builds its tree of paths anew for each it is given
        exception_handlers=dict(parts.faults),
        after_exception=[_log_fault],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=BODY_BYTES,
    )


async def _log_fault(error: Exception, _scope: Scope) -> None:
    """Class and place of what went wrong; never the path (it may hold a token) nor the error's text."""
    if not isinstance(error, HTTPException) or error.status_code >= 500:
        log.error("page failed", extra={"error": class_and_place(error)})


@dataclass(frozen=True, slots=True)
class Exposure:
    """Where the office listens and how it is reached. ``url``: what the setting says, or empty; ``allows_plain``: the
    setting says that a network without TLS will do; ``is_sandbox``: signing in is pressing a button there."""

    host: str
    url: str
    allows_plain: bool = False
    is_sandbox: bool = False


def refuse_exposed_office(exposure: Exposure) -> None:
    """Raises :class:`Refused` when others could reach the office in a way that signing in does not make safe."""
    host = exposure.host
    try:
        is_loopback = ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    if is_loopback:
        return
    if exposure.is_sandbox:
        raise Refused(
            f"The office of a sandbox cannot listen on {host}: signing in is pressing a button there.",
            "Let it listen on 127.0.0.1 and reach it through a tunnel, such as ssh -L 8081:127.0.0.1:8081 HOST.",
        )
    if not exposure.url:
        raise Refused(
            f"The office listens on {host}, and nothing says under which name browsers reach it.",
            "Set office_url, such as https://office.company.example (docs/sign-in.md).",
        )
    if not exposure.url.startswith("https://") and not exposure.allows_plain:
        raise Refused(
            f"The office cannot listen on {host} without TLS: whoever listens in could take over a session.",
            "Set office_url to its https:// address and let a web server before it end TLS (docs/sign-in.md).",
        )


def refuse_taken_address(front: Front) -> None:
    """Raises :class:`Refused` when another process listens there. Granian would share the port without a word."""
    family = socket.AF_INET6 if ":" in front.host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((front.host.strip("[]"), front.port))
        except OSError as error:
            raise Refused(
                f"The {front.name} cannot listen on {front.host}:{front.port} ({error.strerror}).",
                "Stop the program that uses this address, or set another one.",
            ) from None


def serve(fronts: Sequence[Front], on_ready: Callable[[], None], on_stop: Callable[[], object]) -> None:
    """Listen until SIGTERM or SIGINT; returns within ``STOP_SECONDS`` of the signal.

    ``on_stop`` runs in a thread as soon as the signal comes, beside the last answers. Raises :class:`Refused` when an
    address is taken; ``on_stop`` has been called then too. Threads that outlast all this hold the interpreter: leave
    with ``os._exit``.
    """
    try:
        for front in fronts:
            refuse_taken_address(front)
    except Refused:
        on_stop()
        raise
    runner = asyncio.Runner()
    runner.run(_serve(fronts, on_ready, on_stop))
    # The runner stays open on purpose: closing it waits for threads of answers that outlast the grace.


async def _serve(fronts: Sequence[Front], on_ready: Callable[[], None], on_stop: Callable[[], object]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    servers = [_server(front) for front in fronts]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    await _until_listening(fronts)
    on_ready()
    await stop.wait()
    stopping = loop.run_in_executor(None, on_stop)
    for server in servers:
        server.stop()
    await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    await asyncio.wait([stopping], timeout=STOP_SECONDS - GRACE_SECONDS)


def _server(front: Front) -> Server:
    return Server(
        front.app,
        address=front.host.strip("[]"),
        port=front.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_enabled=False,
        log_access=False,  # addresses of visitors and tokens in paths: no access log
    )


async def _until_listening(fronts: Sequence[Front]) -> None:
    for front in fronts:
        for _ in range(200):
            try:
                _, writer = await asyncio.open_connection(front.host.strip("[]"), front.port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            break
