"""How access logs are written, format by format: who did it, when, and the words in which it was noted.

========== =================================================================================================
format     what it is, and what must be switched on
========== =================================================================================================
postgres   ``log_destination = csvlog``, with ``log_statement = all`` or pgaudit; parameters stand in the detail
           (postgresql.org/docs/current/runtime-config-logging.html, 19.8.4)
mariadb    the audit plugin, ``server_audit_events`` with QUERY or TABLE
           (mariadb.com/docs/server/reference/plugins/mariadb-audit-plugin/mariadb-audit-plugin-log-format)
combined   nginx and Apache; the account is the signed-in user of the request (``$remote_user``)
json       an application's own: one object a line with a moment and an account
========== =================================================================================================

A line that tells of no account tells of nobody and is passed over; one that is not of the format stops the look: what
cannot be read is never "nobody read".
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import cast
from urllib.parse import unquote

from belofte.connectors.files.logs import LONGEST
from belofte.domain.system_map import LogFiles, LogFormat

csv.field_size_limit(LONGEST)

_WHO, _TIME, _MESSAGE, _DETAIL = 1, 0, 13, 14  # columns of a csvlog line
_PLACES = re.compile(r"\b(?:from|join|into|update|copy)\s+([\w.`\"]+)", re.IGNORECASE)
_OF_THE_SERVER = re.compile(r'[`"]?(?:pg_|information_schema|performance_schema|mysql\b|sys\b)', re.IGNORECASE)
_STATEMENT = re.compile(r"(?:duration: [\d.]+ ms\s+)?(?:statement|execute [^:]*|fastpath function call|AUDIT): ")
_ABOUT_ITSELF = re.compile(
    r"\bselect\s+(?:\d|'|@@|(?:pg_catalog\.)?(?:version|current_\w+|session_user|user|database|set_config|pg_\w+)\b)|"
    r"^'?(?:abort|begin|close|commit|deallocate|discard|end|release|reset|rollback|savepoint|set|show|start|use)\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(r'\S+ \S+ (?P<who>.+?) \[(?P<at>[^\]]+)\] "(?P<asked>(?:[^"\\]|\\.)*)" (?P<status>\d{3})')
_REFUSED = 400
_ESCAPED, _MEANT = re.compile(r"\\(.)"), {"n": "\n", "r": "\r", "t": "\t"}
"""How the audit plugin of MariaDB writes the ends of lines, quotes and backslashes of a statement."""


class OddLine(Exception):
    """A line is not of the format that the map names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: an account, a moment, and what it says."""

    account: str
    at: datetime
    text: str


def entries(log: LogFiles, lines: Iterable[str], zone: tzinfo) -> Iterator[Entry]:
    """What the lines of one file tell. ``zone``: of moments that are written without one. Raises :class:`OddLine`."""
    match log.format:
        case LogFormat.POSTGRES:
            yield from _postgres(lines, zone)
        case LogFormat.MARIADB:
            yield from _mariadb(lines, zone)
        case LogFormat.COMBINED:
            yield from _combined(lines)
        case LogFormat.JSON:
            yield from _json(log, lines, zone)


def _postgres(lines: Iterable[str], zone: tzinfo) -> Iterator[Entry]:
    cut = False  # the last line may still be under way
    try:
        for row in csv.reader(lines):
            if cut:
                raise OddLine
            cut = len(row) <= _DETAIL
            told = None if cut or not row[_WHO] else _STATEMENT.match(row[_MESSAGE])
            if told is not None and not _is_chatter(row[_MESSAGE][told.end() :]):
                yield Entry(row[_WHO], _moment(row[_TIME], zone), f"{row[_MESSAGE]} {row[_DETAIL]}")
    except csv.Error:
        raise OddLine from None


def _mariadb(lines: Iterable[str], zone: tzinfo) -> Iterator[Entry]:
    """With QUERY and TABLE both on, a statement is written after the tables it opened, under one number of the
    connection: it counts once. Tables that the server opens for itself (its statistics) are nobody's read, and a
    statement that it refused (a status other than 0 at the end) read nothing."""
    opened: dict[str, tuple[str, Entry]] = {}  # connection -> the number of its newest statement, a table it opened
    for line in filter(str.strip, lines):
        try:
            at, _host, who, _from, connection, number, operation, database, what = line.split(",", 8)
        except ValueError:
            raise OddLine from None
        before = opened.get(connection)
        if before is not None and (before[0] != number or operation == "QUERY"):
            del opened[connection]
            if before[0] != number:
                yield before[1]
        if not who or operation not in ("QUERY", "READ", "WRITE"):
            continue
        told = _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), what)
        if operation == "QUERY" and what.rstrip().endswith(",0") and not _is_chatter(told):
            yield Entry(who, _moment(at, zone), told)
        elif operation != "QUERY" and not _OF_THE_SERVER.match(database):
            opened[connection] = number, Entry(who, _moment(at, zone), told)
    for _, entry in opened.values():
        yield entry


def _is_chatter(statement: str) -> bool:
    """What a driver asks the server about itself when somebody signs in: no data of anybody. What is not surely that
    counts as a read; a function may read anything."""
    places = _PLACES.findall(statement)
    if places:
        return all(_OF_THE_SERVER.match(one) for one in places)
    return _ABOUT_ITSELF.search(statement) is not None


def _combined(lines: Iterable[str]) -> Iterator[Entry]:
    for line in filter(str.strip, lines):
        found = _COMBINED.match(line)
        if found is None:
            raise OddLine
        if found["who"] != "-" and int(found["status"]) < _REFUSED:
            try:
                at = datetime.strptime(found["at"], "%d/%b/%Y:%H:%M:%S %z")
            except ValueError:
                raise OddLine from None
            yield Entry(found["who"], at, unquote(found["asked"]))


def _json(log: LogFiles, lines: Iterable[str], zone: tzinfo) -> Iterator[Entry]:
    at, account = log.columns.get("at", "at"), log.columns.get("account", "account")
    for line in filter(str.strip, lines):
        try:
            row: object = json.loads(line)
        except ValueError:
            raise OddLine from None
        if not isinstance(row, dict) or at not in row:
            raise OddLine
        told = cast("dict[str, object]", row)
        if told.get(account):
            yield Entry(str(told[account]), _moment(str(told[at]), zone), json.dumps(told, ensure_ascii=False))


def _moment(written: str, zone: tzinfo) -> datetime:
    """``2026-11-22 10:00:00.123 CET``, ``20261122 10:00:00``, ISO 8601. A zone by its letters other than UTC is taken
    for the company's own: letters are no offset."""
    text, letters = written.strip(), re.search(r" ([A-Z]{2,5})$", written.strip())
    named = zone
    if letters:
        text, named = text[: letters.start()], UTC if letters[1] in ("UTC", "GMT") else zone
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise OddLine from None
    return at if at.tzinfo else at.replace(tzinfo=named)
