"""The API as an app of its own, beside the office at the same address (docs/adr/0008). It knows no cookie and no page.

Every call goes the same way: token, pace, scope, what was sent, the key, the work. What goes wrong is a problem object.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Litestar, Request, Response, Router, get, route
from litestar.concurrency import sync_to_thread
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Scope

from belofte.domain.errors import BelofteError
from belofte.logs import class_and_place
from belofte.may import May
from belofte.procedures.programs.answering_once import AnsweringOnce
from belofte.procedures.programs.tokens_desk import Caller, Tokens
from belofte.web.api.asking import read_body, read_query
from belofte.web.api.books import BOOKS
from belofte.web.api.decisions import let_of, with_decisions
from belofte.web.api.document import KEY, LONGEST_KEY, document
from belofte.web.api.forgotten import FORGOTTEN
from belofte.web.api.operations import BASE, Answer, Call, Desks, Operation, cursor_of
from belofte.web.api.pace import Pace
from belofte.web.api.problems import Problem, problem_of
from belofte.web.api.requests import REQUESTS
from belofte.web.api.uses import DECISIONS, USES

ROUTED: tuple[Operation, ...] = (*REQUESTS, *BOOKS, *USES, *FORGOTTEN)
OPERATIONS: tuple[Operation, ...] = (*ROUTED, *DECISIONS)
"""Everything the API can do."""
BODY_BYTES = 256 * 1024
"""The longest body the API takes."""
Asked = Request[Any, Any, Any]
log = logging.getLogger("belofte.api")


@dataclass(frozen=True, slots=True)
class ApiParts:
    """What the API works with. ``server``: its address; ``changed`` is called after whatever changed something."""

    desks: Desks
    tokens: Tokens
    once: AnsweringOnce
    pace: Pace
    server: str
    version: str
    decisions: Callable[[], May]
    changed: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in, read from the network."""

    authorization: str
    key: str
    path: dict[str, str]
    query: dict[str, list[str]]
    media_type: str
    body: bytes


def build_api_app(parts: ApiParts, more: Sequence[HTTPRouteHandler] = ()) -> ASGIApp:
    """The app with every operation, its document, and ``more`` routes."""
    whole = json.dumps(document(OPERATIONS, parts.server, parts.version), ensure_ascii=False).encode()

    @get(f"{BASE}/openapi.json", sync_to_thread=False, include_in_schema=False)
    def openapi() -> Response[bytes]:
        return Response(whole, media_type="application/json", headers={"Cache-Control": "no-cache"})

    app = Litestar(
        [Router("/", route_handlers=[openapi, *(_route(operation, parts) for operation in ROUTED), *more])],
        exception_handlers={Exception: _on_fault, HTTPException: _on_http},
        after_exception=[_log_fault],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=BODY_BYTES,
    )
    return with_decisions(app, parts.decisions, let_of(partial(caller_of, parts.tokens)))


def _route(operation: Operation, parts: ApiParts) -> HTTPRouteHandler:
    path = "/".join(f"{{{p[1:-1]}:str}}" if p.startswith("{") else p for p in operation.path.split("/"))

    async def handle(request: Asked) -> Response[bytes]:
        sent = Sent(
            authorization=request.headers.get("authorization", ""),
            key=request.headers.get(KEY, ""),
            path={name: str(value) for name, value in request.path_params.items()},
            query={name: request.query_params.getall(name) for name in request.query_params},
            media_type=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
            body=await request.body() if operation.changes else b"",
        )
        return await sync_to_thread(_answer, operation, parts, sent)

    method = HttpMethod(operation.method)
    handle.__name__ = operation.name
    return route(f"{BASE}{path}", http_method=method, status_code=operation.status, name=operation.name)(handle)


def _answer(operation: Operation, parts: ApiParts, sent: Sent) -> Response[bytes]:
    """One call from its token to its answer."""
    try:
        caller = caller_of(parts.tokens, sent.authorization)
        if (seconds := parts.pace.hit(caller.token.id)) is not None:
            raise Problem("too-many", remedy="wait", headers={"Retry-After": str(seconds)})
        if not caller.may(operation.scope):
            raise Problem("not-allowed", f"It needs the scope {operation.scope.value}.", "belofte token create")
        if operation.body and sent.media_type != "application/json":
            raise Problem("not-json")
        query = read_query(sent.query, operation.query)
        body = read_body(sent.body, operation.body or {})
        call = Call(parts.desks, caller, sent.path, query, body)
        if not operation.changes or not operation.once:
            return _response(operation, _run(operation, call))
        return _once(operation, parts, call, sent)
    except Problem as problem:
        return problem.answer()


def caller_of(tokens: Tokens, authorization: str) -> Caller:
    """Who calls. Raises :class:`Problem` where no live token came along."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem("not-signed-in", remedy="send Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"})
    caller = tokens.caller(secret.strip())
    if caller is None:
        wrong = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem("not-signed-in", "This token opens nothing (any more).", "belofte token create", headers=wrong)
    return caller


def _once(operation: Operation, parts: ApiParts, call: Call, sent: Sent) -> Response[bytes]:
    """Do it if the key is new; else the answer of before."""
    if not 1 <= len(sent.key) <= LONGEST_KEY:
        raise Problem("wrong-request", f"{KEY} is needed: 1 to {LONGEST_KEY} characters, new for each thing to do.")
    token, asked = (
        call.caller.token.id,
        f"{operation.name} {json.dumps(sent.path)} {sent.body.decode('utf-8', 'replace')}",
    )
    kept = parts.once.begin(token, sent.key, asked)
    if kept is not None:
        return _again(kept.fits, kept.status, kept.body)
    try:
        answer = _run(operation, call)
    except Problem:
        parts.once.forget(token, sent.key)
        raise
    response = _response(operation, answer)
    log.info("done for a program", extra={"operation": operation.name, "token": token})
    parts.once.end(token, sent.key, operation.status, json.dumps([answer.body, answer.location]))
    parts.changed()
    return response


def _again(fits: bool, status: int | None, body: str | None) -> Response[bytes]:
    if not fits:
        raise Problem("key-used", remedy="send a new key with a new request")
    if status is None or body is None:
        raise Problem(
            "under-way",
            "It is being carried out, or the process ended while it was.",
            "look whether it was done; only then send it again, with a new key",
        )
    held, location = json.loads(body)
    response = _json(held, status)
    response.headers["Idempotency-Replayed"] = "true"
    if location:
        response.headers["Location"] = location
    return response


def _run(operation: Operation, call: Call) -> Answer:
    try:
        return operation.run(call)
    except BelofteError as error:
        problem = problem_of(error)
        raise _lost(problem, call) or problem from error


def _lost(problem: Problem, call: Call) -> Problem | None:
    """What stands in the address and is not there is not found, whatever the desk calls it."""
    if problem.name != "wrong-request" or not call.path:
        return None
    try:
        if "reference" in call.path:
            call.desks.office.show(call.path["reference"])
        else:
            call.desks.books.task(call.path["task"])
    except BelofteError:
        return Problem("not-found", problem.detail, problem.remedy)
    return None


def _response(operation: Operation, answer: Answer) -> Response[bytes]:
    response = _json(answer.body, operation.status)
    if answer.next is not None:
        response.headers["Link"] = f'<{BASE}{operation.path}?cursor={cursor_of(answer.next)}>; rel="next"'
    if answer.location is not None:
        response.headers["Location"] = answer.location
    return response


def _json(body: Any, status: int) -> Response[bytes]:
    data = json.dumps(body, ensure_ascii=False).encode()
    return Response(data, status_code=status, media_type="application/json", headers={"Cache-Control": "no-store"})


def _on_http(_request: Asked, error: HTTPException) -> Response[bytes]:
    name = {404: "not-found", 405: "wrong-method", 413: "too-large"}.get(error.status_code)
    return Problem(name or ("wrong-request" if error.status_code < 500 else "our-fault")).answer()


def _on_fault(_request: Asked, _error: Exception) -> Response[bytes]:
    return Problem("our-fault", remedy="look whether it was done before you send it again").answer()


async def _log_fault(error: Exception, _scope: Scope) -> None:
    """Class and place; never the path or the text."""
    if not isinstance(error, HTTPException) or error.status_code >= 500:
        log.error("call failed", extra={"error": class_and_place(error)})


__all__ = ["OPERATIONS", "ApiParts", "build_api_app", "caller_of"]
