"""``may`` and ``use`` over the API: whole batches, answered from memory on a path as short as it can be.

A program that asks for a thousand people sends one call. The answers come from :mod:`belofte.may`; for ``use`` the rows
are on the disk before the answer leaves, and calls that come together share one write. So there is no idempotency key:
asking twice is asked twice, and logged twice. A token is looked up once a second, so that one that was taken back
opens nothing a second later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, cast

import msgspec
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as AsgiScope

from belofte.domain.api_token import Scope
from belofte.domain.basis import NONE, Basis, basis_from
from belofte.domain.decided import Decision
from belofte.domain.decision import Question, Why
from belofte.domain.errors import WrongUse
from belofte.domain.own_term import events_from
from belofte.domain.retention import Events
from belofte.may import May
from belofte.procedures.programs.tokens_desk import Caller
from belofte.web.api.operations import BASE
from belofte.web.api.problems import MEDIA_TYPE, Problem

MAY, USE = f"{BASE}/may", f"{BASE}/use"
LARGEST_BATCH = 10_000
"""People in one call."""
TOKEN_SECONDS = 1.0
BODY_BYTES = 512 * 1024
AT_ONCE = 200
"""Calls that one process has in hand at the same time; together they hold no more than so many bodies."""
KEPT = 1_000
"""Tokens and told decisions that are remembered at once; beyond that they are forgotten and made anew."""

Let = Callable[[str], str]
"""Whose token this header holds, by name; raises :class:`Problem` where it opens nothing here."""


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """What is asked: one purpose, for many people. The same fields stand in the OpenAPI document."""

    purpose: str
    subjects: list[int]
    category: str | None = None
    role: str | None = None
    reason: str = ""
    basis: str = ""
    bases: list[str] | None = None
    events: list[str] | None = None
    at: datetime | None = None


_decode = msgspec.json.Decoder(Batch).decode
_encode = msgspec.json.Encoder().encode
_WHYS = {why: _encode(why.value) for why in Why}


def with_decisions(app: ASGIApp, open_it: Callable[[], May], let: Let) -> ASGIApp:
    """``app`` with the two calls before it. ``open_it`` is called at the first of them: who never asks pays nothing."""
    asked = Decisions(open_it, let)

    async def both(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in (MAY, USE) and scope["method"] == "POST":
            await asked.answer(cast("dict[str, Any]", scope), receive, send)
        else:
            await app(scope, receive, send)

    return both


class Decisions:
    """The two calls, in one process."""

    def __init__(self, open_it: Callable[[], May], let: Let, at_once: int = AT_ONCE) -> None:
        self._open, self._let = open_it, let
        self._at_once, self._under_way = at_once, 0
        self._privacy: May | None = None
        self._names: dict[str, tuple[float, str]] = {}
        self._told: dict[tuple[int, str, str | None, Why], bytes] = {}
        self._log = _Durable()
        self._threads = ThreadPoolExecutor(1, "belofte-may-api")
        self._past = ThreadPoolExecutor(1, "belofte-may-past")

    async def answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One call, from its token to its answer. One too many at the same time is turned away before it is read: what
        waits must not fill the memory."""
        self._under_way += 1
        try:
            if self._under_way > self._at_once:
                raise Problem("too-many", f"At most {self._at_once} calls at once.", headers={"Retry-After": "1"})
            await _send(send, 200, b"application/json", await self._answered(scope, receive))
        except Problem as problem:
            await _send(send, problem.status, MEDIA_TYPE.encode(), _encode(problem.body()), problem.headers)
        finally:
            self._under_way -= 1

    async def _answered(self, scope: dict[str, Any], receive: Receive) -> bytes:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        name = await self._caller(headers.get(b"authorization", b"").decode("latin-1"))
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
            raise Problem("not-json")
        batch, bases, events = _read(await _body(receive))
        privacy = await self._asking()
        if scope["path"] == MAY and batch.at is not None:
            answers = await asyncio.get_running_loop().run_in_executor(
                self._past, _then, privacy, batch, batch.at, events
            )
            return self._whole(b"belofte.may.batch/1", batch, answers)
        if scope["path"] == MAY:
            return self._whole(b"belofte.may.batch/1", batch, _answers(privacy, batch, events))
        if batch.at is not None:
            raise Problem("wrong-request", "Nothing is used at an earlier moment.", "leave at out, or ask /may")
        if not batch.reason.strip():
            raise Problem("wrong-request", "A use needs its reason: it is what the person is told.")
        reason = batch.reason.strip()
        try:
            answers, record = privacy.prepare(
                batch.purpose, batch.category, batch.subjects, batch.role, reason, bases, by=name, events=events
            )
        except WrongUse as wrong:  # days that do not fit the category
            raise Problem("wrong-request", wrong.message, wrong.remedy) from None
        if not await self._log.write(privacy, record):
            raise Problem("could-not-look", "The use could not be logged, so nothing may be handed out.")
        return self._whole(b"belofte.use.batch/1", batch, answers)

    async def _caller(self, authorization: str) -> str:
        known = self._names.get(authorization)
        if known is None or time.monotonic() - known[0] > TOKEN_SECONDS:
            if len(self._names) > KEPT:
                self._names.clear()
            loop, asked = asyncio.get_running_loop(), time.monotonic()
            known = asked, await loop.run_in_executor(self._threads, self._let, authorization)
            self._names[authorization] = known
        return known[1]

    async def _asking(self) -> May:
        if self._privacy is not None:
            return self._privacy
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._opened)

    def _opened(self) -> May:
        """On the one thread, so that it is opened once."""
        if self._privacy is None:
            self._privacy = self._open()
        return self._privacy

    def _whole(self, schema: bytes, batch: Batch, answers: Sequence[Decision]) -> bytes:
        whys = [answer.why for answer in answers]
        lines = b",".join([_WHYS[why] for why in whys])
        one_each = dict(zip(whys, answers, strict=True))
        told = b",".join(_WHYS[why] + b":" + self._one(batch, answer) for why, answer in one_each.items())
        return b'{"schema":"' + schema + b'","answers":[' + lines + b'],"decisions":{' + told + b"}}"

    def _one(self, batch: Batch, answer: Decision) -> bytes:
        """What an answer follows from; the state of a person is not among it."""
        key = (answer.policy_version, batch.purpose, batch.category, answer.why)
        told = self._told.get(key)
        if told is None:
            if len(self._told) > KEPT:
                self._told.clear()
            fields = ("allowed", "facts", "clauses", "missing", "policy_version")
            told = self._told[key] = _encode({name: getattr(answer, name) for name in fields})
        return told


class _Durable:
    """Records of calls that come together, in one write; the loop goes on meanwhile."""

    def __init__(self) -> None:
        self._waiting: list[tuple[bytes, asyncio.Future[bool]]] = []
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "belofte-use-log")

    async def write(self, privacy: May, record: bytes) -> bool:
        """Whether it is durable, once that is known."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((record, written))
        if self._task is None:
            self._task = loop.create_task(self._write_all(privacy))
        return await written

    async def _write_all(self, privacy: May) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            together = b"".join(record for record, _ in group)
            done = await loop.run_in_executor(self._thread, privacy.write, together)
            for _, written in group:
                if not written.done():  # whoever asked may have hung up
                    written.set_result(done)
        self._task = None


def _answers(privacy: May, batch: Batch, events: Sequence[Events]) -> list[Decision]:
    if not events:
        return [privacy.may(batch.purpose, batch.category, subject, batch.role) for subject in batch.subjects]
    asked = zip(batch.subjects, events, strict=True)
    try:
        return [privacy.may(batch.purpose, batch.category, one, batch.role, events=days) for one, days in asked]
    except WrongUse as wrong:
        raise Problem("wrong-request", wrong.message, wrong.remedy) from None


def _then(privacy: May, batch: Batch, at: datetime, events: Sequence[Events]) -> list[Decision]:
    """What the answers were at an earlier moment."""
    try:
        return privacy.then(Question(batch.purpose, batch.category, batch.role), batch.subjects, at, events)
    except WrongUse as wrong:
        raise Problem("wrong-request", wrong.message, wrong.remedy) from None


def _read(data: bytes) -> tuple[Batch, tuple[Basis, ...], tuple[Events, ...]]:
    try:
        batch = _decode(data)
        bases = tuple(basis_from(one) for one in batch.bases or ()) or (
            basis_from(batch.basis) if batch.basis else NONE,
        )
        events = tuple(events_from(one) for one in batch.events or ())
    except msgspec.DecodeError as wrong:
        where = str(wrong).rpartition("`$.")[2].rstrip("`") if "`$." in str(wrong) else ""
        raise Problem("wrong-request", f"The field {where} is wrong." if where.isidentifier() else _LOOKS) from None
    except WrongUse as wrong:
        raise Problem("wrong-request", wrong.message, wrong.remedy) from None
    if len(batch.subjects) > LARGEST_BATCH or any(not 0 <= one < 1 << 63 for one in batch.subjects):
        raise Problem("wrong-request", f"At most {LARGEST_BATCH} numbers of subjects, each from 1.")
    if batch.at is not None and batch.at.tzinfo is None:
        raise Problem("wrong-request", "The moment has no time zone.", "write it like 2026-11-22T10:30:00Z")
    if batch.bases is not None and len(batch.bases) != len(batch.subjects):
        raise Problem("wrong-request", "There must be as many bases as subjects.")
    if batch.events is not None and len(batch.events) != len(batch.subjects):
        raise Problem("wrong-request", "There must be as many events as subjects, each the days of one record.")
    return batch, bases, events


_LOOKS = "It must be one JSON object with purpose and subjects; see the OpenAPI document."


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = cast("dict[str, Any]", await receive())
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY_BYTES:
            raise Problem("too-large")
        more = message.get("more_body", False) and message["type"] == "http.request"
    return b"".join(parts)


async def _send(send: Send, status: int, media: bytes, body: bytes, more: Mapping[str, str] | None = None) -> None:
    headers = [(b"content-type", media), (b"cache-control", b"no-store"), (b"content-length", b"%d" % len(body))]
    headers += [(name.lower().encode(), value.encode()) for name, value in (more or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def let_of(caller: Callable[[str], Caller]) -> Let:
    """Who may: a live token with the scope of its own."""

    def let(authorization: str) -> str:
        found = caller(authorization)
        if not found.may(Scope.USE):
            raise Problem("not-allowed", f"It needs the scope {Scope.USE.value}.", "belofte token create")
        return found.token.name

    return let
