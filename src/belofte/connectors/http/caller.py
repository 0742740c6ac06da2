"""Makes the calls of a connector file: filled in, signed, within the limits, repeated where that is safe.

A reading call is repeated after a trouble that passes. A writing call is repeated only where it cannot have been
carried out, or where doing it twice is the same as once (PUT, PATCH, DELETE); else :class:`CallFailed` says ``lost``,
and the caller looks before it acts again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import httpx
import jmespath

from belofte.connectors.http.failures import LATER, TRANSIENT, CallFailed, Trouble, unanswered
from belofte.connectors.http.limiting import Limiter, OverLimit, retry_after
from belofte.connectors.http.pause import LONGEST, Pause, back_off
from belofte.connectors.http.signing import Signer
from belofte.connectors.http.templates import Unwritable, Values, in_body, in_header, in_path, in_query, in_text
from belofte.domain.rest import Operation, PagingKind, RestConnector, Returns

ATTEMPTS = 4
ATTEMPTS_THROTTLED = 8
"""Where the vendor wants fewer calls and does not say for how long: the pauses between them are a minute together, and
most vendors count by the minute."""
UNAUTHORIZED, FORBIDDEN, REQUEST_TIMEOUT = 401, 403, 408
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})
_ELSEWHERE = frozenset({302, 303, 307})
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PAGES = 100_000
_PUT_TOGETHER = "{terms}"  # a query parameter that is this alone is left out where a list is read whole

Row = dict[str, Any]  # JSON as the vendor gives it


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``gone``: the record is not there."""

    status: int
    body: object = None
    content: bytes = b""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """How many calls a list takes that the vendor does not count: so many to its end, or at least so many."""

    calls: int
    is_whole: bool = False


class Caller:
    """The calls of one system. ``settings`` are its own keys, secrets resolved; ``bases`` the places by name ("" is the
    usual one), as ``signers`` are the ways to sign in."""

    def __init__(
        self,
        system: str,
        connector: RestConnector,
        settings: Values,
        bases: Mapping[str, str],
        client: httpx.Client,
        signers: Mapping[str, Signer],
        limiter: Limiter,
        pause: Pause,
    ) -> None:
        self.system, self.connector, self.settings = system, connector, settings
        self.lengths: dict[str, Length] = {}  # of lists without a count, by collection, as this process has seen them
        self._tired_until = -math.inf  # seconds of the clock that never jumps
        self._bases, self._client, self._signers, self._limiter, self._pause = bases, client, signers, limiter, pause

    def granted(self, way: str) -> frozenset[str] | None:
        """The vendor's names of the rights this way to sign in has ("" is the usual one), where it tells them; None
        where it does not. Raises :class:`CallFailed`."""
        return self._signers[way].granted()

    @property
    def limiter(self) -> Limiter:
        """What was counted."""
        return self._limiter

    def operation(self, name: str) -> Operation:
        """The operation of this name."""
        return self.connector.operations[name]

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def call(self, name: str, values: Values) -> Answer:
        """One call, without pages. Raises :class:`CallFailed`."""
        operation = self.operation(name)
        return self._answer(operation, self._url(operation, values), self._query(operation, values), values)

    def knock(self, url: str) -> None:
        """See that somebody answers at this address, whatever the answer is. Raises :class:`CallFailed`."""
        operation = next(iter(self.connector.operations.values()))
        try:
            self._client.get(url)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise self._failed(unanswered(error), operation) from None
        except httpx.HTTPError:
            raise self._failed(Trouble.AWAY, operation) from None

    def rows(self, name: str, values: Values) -> Iterator[Row]:
        """Every row of every page. Raises :class:`CallFailed`, also when fewer came than the vendor counts."""
        for rows, _ in self.pages(name, values):
            yield from rows

    def pages(self, name: str, values: Values) -> Iterator[tuple[list[Row], int | None]]:
        """Page by page, each with the vendor's own count of all rows, where it gives one."""
        operation = self.operation(name)
        url, query = self._url(operation, values), self._query(operation, values)
        seen, turn = 0, _Turn(operation)
        for _ in range(_PAGES):
            answer = self._answer(operation, url, {**query, **turn.query}, {**values, **turn.body})
            rows = [] if answer.gone else self._selected(operation, answer.body)
            total = None if answer.gone else _number(_at(operation.total, answer.body))
            seen += len(rows)
            yield rows, total
            if (following := turn.next(answer, rows, seen, total)) is None:
                if total is not None and operation.paging is not None and seen < total:
                    raise self._failed(Trouble.PARTIAL, operation, answer.status)
                return
            if following:
                url, query = self._same_place(operation, url, following), {}
        raise self._failed(Trouble.ODD, operation)

    def _selected(self, operation: Operation, body: object) -> list[Row]:
        found = _at(operation.select, body) if operation.select else body
        listed = cast("list[object]", found) if isinstance(found, list) else [] if found is None else [found]
        if not all(isinstance(row, dict) for row in listed):
            raise self._failed(Trouble.ODD, operation)
        return cast("list[Row]", listed)

    def _answer(self, operation: Operation, url: str, query: Mapping[str, str], values: Values) -> Answer:
        attempt = 1
        renewed = False
        while True:
            request = self._request(operation, url, query, values)
            try:
                return self._once(operation, request)
            except CallFailed as failed:
                refused = failed.trouble is Trouble.SIGN_IN and failed.call == operation.name
                if refused and not renewed and self._signers[operation.auth or ""].renew(request):
                    renewed = True
                    continue
                wait = failed.after if failed.after is not None else back_off(attempt)
                may = failed.trouble in TRANSIENT and not (failed.lost and operation.method not in _REPEATABLE)
                if failed.trouble in LATER or not may or attempt >= self._patience(failed) or wait > LONGEST:
                    self._gave_up(failed)
                    raise
                self._pause.wait(wait)
                attempt += 1

    def _patience(self, failed: CallFailed) -> int:
        """How often a call is made. Where an earlier one waited in vain just now, the next need not do so as well."""
        rested = self._pause.monotonic() >= self._tired_until
        return ATTEMPTS_THROTTLED if failed.trouble is Trouble.THROTTLED and rested else ATTEMPTS

    def _gave_up(self, failed: CallFailed) -> None:
        if failed.trouble is Trouble.THROTTLED and self._pause.monotonic() >= self._tired_until:
            self._tired_until = self._pause.monotonic() + LONGEST

    def _once(self, operation: Operation, request: httpx.Request) -> Answer:
        """One try. It is signed when its turn has come: what was signed before a long wait may have run out."""
        try:
            with self._limiter.turn(operation.name):
                self._signers[operation.auth or ""].sign(request)
                response = self._client.send(request)
                if response.status_code in _ELSEWHERE and operation.leads_to:
                    response = self._fetched(operation, response)
        except OverLimit as over:
            trouble = Trouble.BUDGET if over.budget else Trouble.USED_UP
            raise self._later(self._failed(trouble, operation), over.after) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise self._failed(unanswered(error), operation) from None
        except httpx.HTTPError:
            raise self._failed(Trouble.AWAY, operation, lost=operation.writes) from None
        self._limiter.seen(operation.name, response.status_code, response.headers)
        return self._judged(operation, response)

    def _fetched(self, operation: Operation, response: httpx.Response) -> httpx.Response:
        """What lies at the other address an answer points at; it is asked without our sign-in, and only at the
        vendor's own places."""
        target = urlsplit(urljoin(str(response.request.url), response.headers.get("Location", "")))
        host, here = target.hostname or "", response.request.url.host in _LOOPBACK
        theirs = any(host == place or host.endswith(f".{place}") for place in operation.leads_to)
        if not (host in _LOOPBACK if here else theirs and target.scheme == "https"):
            raise self._failed(Trouble.REDIRECTED, operation, response.status_code)
        return self._client.get(target.geturl())

    def _request(self, operation: Operation, url: str, query: Mapping[str, str], values: Values) -> httpx.Request:
        all_values = {**self.settings, **values}
        try:
            headers = {n: in_header(v, all_values) for n, v in {**self.connector.headers, **operation.headers}.items()}
            body = None if operation.json is None else in_body(operation.json, all_values)
            form = {name: in_text(text, all_values) for name, text in operation.form.items()}
        except Unwritable:
            raise self._failed(Trouble.UNWRITABLE, operation) from None
        return self._client.build_request(
            operation.method, url, params=query or None, headers=headers, json=body, data=form or None
        )

    def _judged(self, operation: Operation, response: httpx.Response) -> Answer:
        status = response.status_code
        if status in operation.gone:
            return Answer(status, gone=True)
        if status in operation.ok:
            return self._read(operation, response)
        limits = self.connector.limits
        unless_json = status in limits.throttled_unless_json and not _is_json(response)
        if status in limits.throttled or unless_json:
            after = retry_after(response.headers, limits.reset, self._limiter.now)
            raise self._later(self._failed(Trouble.THROTTLED, operation, status), after)
        code = self._code(response)
        if status < 300:  # another answer than the vendor's documentation has for this call
            raise self._failed(Trouble.ODD, operation, status, lost=operation.writes)
        if 300 <= status < 400:
            raise self._failed(Trouble.REDIRECTED, operation, status)
        if status == UNAUTHORIZED:
            skewed = self._signers[operation.auth or ""].skewed(response.headers.get("Date"))
            raise self._failed(Trouble.SKEW if skewed else Trouble.SIGN_IN, operation, status, code)
        if status == FORBIDDEN:
            raise self._failed(Trouble.FORBIDDEN, operation, status, code)
        if status >= 500 or status == REQUEST_TIMEOUT:
            failed = self._failed(Trouble.BROKEN, operation, status, code, lost=operation.writes)
            raise self._later(failed, retry_after(response.headers, None, self._limiter.now))
        raise self._failed(Trouble.REFUSED, operation, status, code)

    def _read(self, operation: Operation, response: httpx.Response) -> Answer:
        if operation.returns is Returns.NOTHING or not response.content:
            return Answer(response.status_code)
        if operation.returns is Returns.BYTES:
            return Answer(response.status_code, content=response.content)
        try:
            body: object = json.loads(response.content) if _is_json(response) else None
        except ValueError:
            body = None
        if body is None:
            raise self._failed(Trouble.ODD, operation, response.status_code, lost=operation.writes)
        return Answer(response.status_code, body)

    def _code(self, response: httpx.Response) -> str:
        """The vendor's own short code of the error. Anything that does not look like a code is left out."""
        try:
            found = _at(self.connector.error_code, json.loads(response.content)) if self.connector.error_code else None
        except ValueError:
            found = None
        text = str(found) if isinstance(found, (str, int)) else ""
        short = text if len(text) <= 60 and all(c.isalnum() or c in " ._-" for c in text) else ""
        return f"{response.status_code} {short}".strip()

    def _url(self, operation: Operation, values: Values) -> str:
        try:
            return self._bases[operation.host or ""] + in_path(operation.path, {**self.settings, **values})
        except Unwritable:
            raise self._failed(Trouble.UNWRITABLE, operation) from None

    def _query(self, operation: Operation, values: Values) -> dict[str, str]:
        asked = {n: text for n, text in operation.query.items() if text != _PUT_TOGETHER or "terms" in values}
        try:
            return {name: in_query(text, {**self.settings, **values}) for name, text in asked.items()}
        except Unwritable:
            raise self._failed(Trouble.UNWRITABLE, operation) from None

    def _same_place(self, operation: Operation, url: str, following: str) -> str:
        """The next page's address, which must lie where this one lies: our sign-in goes nowhere else."""
        found = urljoin(url, following)
        if urlsplit(found)[:2] != urlsplit(url)[:2]:
            raise self._failed(Trouble.REDIRECTED, operation)
        return found

    def _failed(
        self, trouble: Trouble, operation: Operation, status: int = 0, code: str = "", *, lost: bool = False
    ) -> CallFailed:
        right, path = operation.permission or operation.scoped or "", f"{operation.method} {operation.path}"
        return CallFailed(
            trouble, self.system, operation.name, status=status, code=code, right=right, path=path, lost=lost
        )

    def _later(self, failed: CallFailed, after: float | None) -> CallFailed:
        """The failure, with the seconds after which the vendor wants to be asked again."""
        failed.wait_for(after, self._limiter.now)
        return failed


class _Turn:
    """From one page to the next."""

    def __init__(self, operation: Operation) -> None:
        self._paging = operation.paging
        self.asked: dict[str, str] = {}
        if self._paging is not None:
            if self._paging.size:
                self.asked[self._paging.size] = str(self._paging.largest)
            if self._paging.start and self._paging.by in (PagingKind.OFFSET, PagingKind.PAGE):
                self.asked[self._paging.start] = str(self._paging.first)
            self._number = self._paging.first

    @property
    def query(self) -> Mapping[str, str]:
        """What the query says of the page."""
        return {} if self._paging is not None and self._paging.in_body else self.asked

    @property
    def body(self) -> Values:
        """Values for a body that says which page: ``{name}``, empty for the first."""
        if self._paging is None or not self._paging.in_body:
            return {}
        return {self._paging.start or "": "", **self.asked}

    def next(self, answer: Answer, rows: list[Row], seen: int, total: int | None) -> str | None:
        """None: this was the last page; "" or the address of the next one."""
        paging = self._paging
        if paging is None or answer.gone:
            return None
        if paging.by is PagingKind.NEXT_URL:
            self.asked = {}
            found = _at(paging.next, answer.body)
            return found if isinstance(found, str) and found else None
        if paging.by is PagingKind.CURSOR:
            found = _at(paging.next, answer.body)
            self.asked[paging.start or "cursor"] = str(found or "")
            return "" if found else None
        if not rows or (len(rows) < paging.largest if total is None else seen >= total):
            return None
        self._number = seen + paging.first if paging.by is PagingKind.OFFSET else self._number + 1
        self.asked[paging.start or ""] = str(self._number)
        return ""


def _at(path: str | None, body: object) -> object:
    return jmespath.search(path, body) if path else None  # pyright: ignore[reportUnknownMemberType]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_json(response: httpx.Response) -> bool:
    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return media == "application/json" or media.endswith("+json") or media == "text/json"
