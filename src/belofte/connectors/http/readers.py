"""Who can read in a REST system, as far as the vendor's API tells it (``readers:`` of the connector file)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from belofte.connectors.http.caller import Caller
from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.connectors.http.ranges import Ranges
from belofte.domain.rest import ReadersOf
from belofte.domain.staff import Reader, ReaderKind
from belofte.ports import SystemUnreachable


def readers_of(system: str, caller: Caller, ranges: Ranges, today: date) -> list[Reader]:
    """Every account, once, with each way by which it can read on ``today``. Raises :class:`CallFailed`, and
    :class:`SystemUnreachable` where the file says nothing of it or the map names no group to look at."""
    told = [one for one in caller.connector.readers.values() if one.read is not None]
    if not told:
        raise SystemUnreachable(
            f"The API of system {system} does not tell who can read there.",
            "Look in its own console, and note what you saw: belofte attest.",
            transient=False,
        )
    found: dict[str, Reader] = {}
    for one in sorted(told, key=lambda one: one.adds_to is not None):
        turns = ranges.turns(one.each)
        if not turns:
            raise SystemUnreachable(
                f"The map of system {system} names no place to look at: {', '.join(one.each.values())}.",
                f"Name the groups that can read in systems/{system}.yaml.",
                transient=False,
            )
        for turn in turns:
            for row in caller.rows(one.read or "", {**turn, "today": today.isoformat()}):
                _take(found, one, _reader(system, one, turn, row))
    return list(found.values())


def _take(found: dict[str, Reader], told: ReadersOf, reader: Reader) -> None:
    """Put a row with its account. A role of somebody who cannot sign in lets nobody in."""
    if told.adds_to is not None:
        names = (name for name, one in found.items() if reader.account in (one.account, *one.names))
        account = next(names, None)
        if account is None:
            return
        reader = replace(reader, account=account)
    before = found.get(reader.account)
    found[reader.account] = _joined(before, reader) if before else reader


def untold_of(caller: Caller) -> Iterator[str]:
    """What the vendor's API does not tell of who can read."""
    for one in caller.connector.readers.values():
        if one.absent is not None:
            yield one.absent.in_("en")


def _reader(system: str, told: ReadersOf, turn: Mapping[str, object], row: object) -> Reader:
    def value(path: str | None) -> Any:
        try:
            return jmespath.search(path, row) if path else None
        except JMESPathError:
            raise CallFailed(Trouble.ODD, system, told.read or told.name) from None

    listed: list[object] = value(told.groups) or []
    groups = [str(turn[told.group])] if told.group else [str(one) for one in listed if one]
    way = told.text.in_("en") if told.text else told.name
    active = value(told.active)
    return Reader(
        account=str(value(told.account)),
        ways=(f"{way}: {groups[0]}" if groups else way,),
        groups=tuple(groups),
        kind=ReaderKind.GUEST if value(told.guest) is True else ReaderKind.PERSON,
        is_active=active if isinstance(active, bool) else None,
        names=tuple(str(name) for path in told.names if (name := value(path))),
    )


def _joined(one: Reader, other: Reader) -> Reader:
    return Reader(one.account, one.ways + other.ways, one.groups + other.groups, one.kind, one.is_active, one.names)
