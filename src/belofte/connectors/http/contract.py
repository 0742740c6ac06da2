"""Compares a connector file with the vendor's contract (OpenAPI): a mistake is found before the first call.

Looked at: path and method, query parameters, statuses, the fields that are read and those that are written. A test runs
this over every file; nothing of it runs at work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from belofte.connectors.http.contract_schema import Schema, Schemas
from belofte.domain.rest import Operation, RestConnector, RestRecord
from belofte.domain.rest_access import AuthKind

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_JSON = re.compile(r"application/(.*\+)?json")


@dataclass(frozen=True, slots=True)
class _Described:
    """One operation as a contract describes it."""

    schemas: Schemas
    operation: Mapping[str, Any]
    shared: Sequence[Mapping[str, Any]]  # parameters of the path

    @property
    def parameters(self) -> list[Schema]:
        """Every parameter, references followed."""
        listed = [*self.shared, *cast("Sequence[Schema]", self.operation.get("parameters", ()))]
        return [found for parameter in listed if (found := self.schemas.resolved(parameter)) is not None]

    def queries(self) -> set[str]:
        """The names of its query parameters."""
        return {str(parameter["name"]) for parameter in self.parameters if parameter.get("in") == "query"}

    def documents(self, status: int) -> bool:
        """Whether it says that this status may come."""
        known = cast("Mapping[str, Any]", self.operation.get("responses", {}))
        return str(status) in known or f"{status // 100}XX" in known or ("default" in known and status >= 400)

    def answer(self, statuses: Sequence[int]) -> Schema | None:
        """The schema of what comes back; None where the contract does not say."""
        responses = cast("Mapping[str, Any]", self.operation.get("responses", {}))
        for status in statuses:
            response = self.schemas.resolved(responses.get(str(status)) or responses.get("2XX"))
            if response is not None:
                return _content(response) or cast("Schema | None", response.get("schema"))
        return None

    def body(self) -> Schema | None:
        """The schema of what is sent; None where the contract does not say."""
        request = self.schemas.resolved(cast("Schema | None", self.operation.get("requestBody")))
        if request is not None:
            return _content(request)
        sent = next((p for p in self.parameters if p.get("in") == "body"), None)
        return cast("Schema | None", sent.get("schema")) if sent else None


def _content(message: Schema) -> Schema | None:
    content = cast("Mapping[str, Schema]", message.get("content", {}))
    found = next((body for media, body in content.items() if _JSON.fullmatch(media.partition(";")[0])), None)
    return cast("Schema | None", found.get("schema")) if found else None


def lint_contract(connector: RestConnector, contracts: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the file says and the vendor's contracts (OpenAPI 3 or Swagger 2, as read from JSON) do not: one sentence
    each; none where they agree."""
    return tuple(dict.fromkeys(_Lint(connector, contracts).findings()))


class _Lint:
    def __init__(self, connector: RestConnector, contracts: Sequence[Mapping[str, Any]]) -> None:
        self._connector = connector
        self._known: dict[tuple[str, str], _Described] = {}
        for contract in contracts:
            self._known |= dict(_operations(contract))

    def findings(self) -> Iterator[str]:
        """Every finding."""
        for operation in self._connector.operations.values():
            yield from self._operation(operation)
        for record in self._connector.records.values():
            yield from self._record(record)
        for observed in self._connector.observe.values():
            if observed.read is not None:
                yield from self._path(observed.read, observed.value, f"observe.{observed.name}")
        for told in self._connector.readers.values():
            for text in (told.account, told.active, told.guest, *told.names) if told.read is not None else ():
                yield from self._path(told.read or "", text or "@", f"readers.{told.name}")
        for record in self._connector.records.values():
            for way in record.erase:
                if way.do is not None and way.confirmed:
                    yield from self._path(way.do, way.confirmed, f"records.{record.name}.erase")
        yield from self._own_people()
        for found in self._connector.ranges.values():
            if found.read is not None:
                yield from self._path(found.read, found.value, f"ranges.{found.name}")

    def _own_people(self) -> Iterator[str]:
        log, staff = self._connector.access_log, self._connector.staff
        if log is not None and log.read is not None:
            for text in filter(None, (log.account, log.at, log.what, *log.names)):
                yield from self._path(log.read, text, "access_log")
        if staff is not None:
            single = (staff.name, staff.email, staff.ends, staff.function, staff.bond, staff.active)
            for text in filter(None, (*single, *staff.names, *staff.starts)):
                yield from self._path(staff.read, text, "staff")

    def _described(self, name: str) -> _Described | None:
        operation = self._connector.operations[name]
        base = self._connector.hosts[operation.host] if operation.host else self._connector.base
        path = _plain(urlsplit(base).path.rstrip("/") + operation.path)
        return self._known.get((operation.method, path)) or self._named(operation.method, path)

    def _named(self, method: str, path: str) -> _Described | None:
        """The call with a variable where the file has one well-known name (``inbox``)."""
        for (other, pattern), described in self._known.items():
            taken = re.escape(pattern).replace(re.escape("{}"), r"(\{\}|[^/{}()]+)")
            if other == method and re.fullmatch(taken, path):
                return described
        return None

    def _operation(self, operation: Operation) -> Iterator[str]:
        where = f"operations.{operation.name}"
        described = self._described(operation.name)
        if described is None and operation.page is not None:
            return
        if described is None:
            yield f"{where}: the vendor has no {operation.method} {operation.path}."
            return
        paging = operation.paging
        pages = (paging.start, paging.size) if paging and not paging.in_body and operation.page is None else ()
        asked = {*operation.query, *filter(None, pages)}
        if self._connector.auth.kind is AuthKind.QUERY:
            asked.discard(self._connector.auth.name or "")
        for name in sorted(asked - described.queries()):
            yield f"{where}: the vendor takes no {name} in the query."
        said = [status for status in operation.ok if described.documents(status)]
        for status in operation.ok:  # some contracts name 204 alone where the vendor may also send what it holds now
            if status not in said and not (status in (200, 204) and {200, 204} & set(said)):
                yield f"{where}: the vendor does not say that it answers {status}."
        answer = described.answer(operation.ok)
        paths = [operation.select, operation.total, paging.next if paging else None]
        for path in filter(None, paths):
            _, wrong = described.schemas.walk(answer, path)
            if wrong is not None:
                yield f'{where}: the answer has no "{wrong}" ({path}).'
        yield from self._sent(where, described, operation.json)

    def _sent(self, where: str, described: _Described, body: object, schema: Schema | None = None) -> Iterator[str]:
        """The fields of a body that is written out in the file."""
        known = schema if schema is not None else described.body()
        if not isinstance(body, Mapping):
            return
        for name, value in cast("Mapping[str, object]", body).items():
            inner, wrong = described.schemas.field(known, name)
            if wrong is not None:
                yield f'{where}: the vendor takes no "{wrong}" in the body.'
            elif inner is not None:
                yield from self._sent(where, described, value, inner)

    def _row(self, name: str) -> tuple[_Described, Schema | None] | None:
        operation, described = self._connector.operations[name], self._described(name)
        if described is None:
            return None
        answer = described.answer(operation.ok)
        found, wrong = described.schemas.walk(answer, operation.select) if operation.select else (answer, None)
        if wrong is not None:
            return None
        return described, described.schemas.items(found) if described.schemas.is_list(found) else found

    def _path(self, name: str, path: str, where: str) -> Iterator[str]:
        found = self._row(name)
        if found is None:
            return
        _, wrong = found[0].schemas.walk(found[1], path)
        if wrong is not None:
            yield f'{where}: a row of {name} has no "{wrong}" ({path}).'

    def _record(self, record: RestRecord) -> Iterator[str]:
        where = f"records.{record.name}"
        read = [name for way in record.find for name in way.operations]
        for column, path in self._columns(record).items():
            missing = [finding for name in read for finding in self._path(name, path, f"{where}.{column}")]
            if len(missing) == len(read):
                yield from missing[:1]
        if record.change is not None:
            yield from self._changed(where, record)

    def _columns(self, record: RestRecord) -> dict[str, str]:
        """Columns the file reads from rows: not those of ``each``, of further calls, or inside a free object."""
        kinds = cast("Mapping[str, Sequence[str]]", record.map.get("kinds", {}))
        named = [column for columns in kinds.values() for column in columns or ()]
        named += [*cast("Sequence[str]", record.map.get("not_personal", ())), *record.key]
        elsewhere = {*record.each, *record.more, *record.files, *record.inside}
        inner = {column for column in named if record.inside and re.fullmatch(r"[A-Z][A-Z0-9_]*", column)}
        return {
            c: record.columns.get(c, record.spread.get(c, c))
            for c in named
            if c not in elsewhere | inner and not c.startswith(("@", "_"))
        }

    def _changed(self, where: str, record: RestRecord) -> Iterator[str]:
        change = record.change
        described = self._described(change.do) if change else None
        if change is None or described is None:
            return
        body = self._connector.operations[change.do].json
        start, schema = _place_of_changes(body), described.body()
        if start is None:
            return
        if change.within is not None:
            start, schema = [], described.schemas.items(described.schemas.walk(schema, ".".join(start))[0])
        for path in change.fields.values() if change.within is None or change.within.value == "@" else ():
            at: Schema | None = schema
            for name in [*start, *path.partition("[")[0].split(".")]:
                at, wrong = described.schemas.field(at, name)
                if wrong is not None:
                    yield f'{where}.change: the vendor takes no "{wrong}" ({path}) in {change.do}.'
                    break


def _place_of_changes(body: object) -> list[str] | None:
    """Where ``{changes}`` stands in a body."""
    if body == "{changes}":
        return []
    if isinstance(body, Mapping):
        for name, value in cast("Mapping[str, object]", body).items():
            inner = _place_of_changes(value)
            if inner is not None:
                return [name, *inner]
    return None


def _operations(contract: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], _Described]]:
    schemas = Schemas(contract)
    servers = [str(server["url"]) for server in contract.get("servers", ())] or [str(contract.get("basePath", ""))]
    for path, item in cast("Mapping[str, Mapping[str, Any]]", contract["paths"]).items():
        shared = cast("Sequence[Mapping[str, Any]]", item.get("parameters", ()))
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                for server in servers:
                    whole = _plain(urlsplit(server).path.rstrip("/") + path)
                    yield (method.upper(), whole), _Described(schemas, operation, shared)


def _plain(path: str) -> str:
    """A path in which it does not matter what its variables are called."""
    return _PLACEHOLDER.sub("{}", path).rstrip("/") or "/"
