"""A company's own people as a vendor's API tells them: the list of staff, and who came or read
(``staff:`` and ``access_log:`` of the connector file)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from belofte.connectors.http.caller import Caller
from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.domain.late_reads import NO_LOG, LoggedRead, Sought, Words
from belofte.domain.rest_staff import LogOf, StaffOf
from belofte.domain.staff import Bond, Listed
from belofte.ports import SystemUnreachable


def reads_of(system: str, caller: Caller, since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
    """Every line of the vendor's log since then. Raises :class:`CallFailed`, and :class:`SystemUnreachable` where the
    vendor keeps none or does not give it."""
    log = caller.connector.access_log
    if log is None or log.read is None:
        why = f": {log.absent.in_('en')}" if log and log.absent else "."
        raise SystemUnreachable(
            f"System {system} {NO_LOG}{why}", "Note what you saw elsewhere: belofte attest.", transient=False
        )
    words = Words(sought)
    for row in caller.rows(log.read, {"since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}):
        yield _logged(system, log, row, words)


def listed_of(system: str, caller: Caller, zone: tzinfo) -> Iterator[Listed]:
    """Everybody on the vendor's list of the company's own people. Raises as :func:`reads_of`."""
    told = caller.connector.staff
    if told is None:
        raise SystemUnreachable(
            f"System {system} holds no list of your own people that is read here.",
            "Take the list over from a table: belofte staff import FILE.",
            transient=False,
        )
    for row in caller.rows(told.read, {}):
        yield _person(system, told, row, zone)


def _logged(system: str, log: LogOf, row: object, words: Words) -> LoggedRead:
    at, what = _value(system, log.at, row), _value(system, log.what, row)
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        raise CallFailed(Trouble.ODD, system, log.read or "") from None
    names = tuple(str(name) for path in log.names if (name := _value(system, path, row)))
    touched = words.within(str(what)) if what else frozenset[str]()
    return LoggedRead(str(_value(system, log.account, row)), moment, touched, names=names)


def _person(system: str, told: StaffOf, row: object, zone: tzinfo) -> Listed:
    def day(path: str | None) -> date | None:
        written = _value(system, path, row)
        if not written:
            return None
        try:
            return datetime.fromisoformat(str(written)).astimezone(zone).date()
        except ValueError:
            raise CallFailed(Trouble.ODD, system, told.read) from None

    email = str(_value(system, told.email, row) or "")
    others = tuple(str(name) for path in told.names if (name := _value(system, path, row)))
    bond = str(_value(system, told.bond, row) or "").casefold()
    is_contractor = bond in {one.casefold() for one in told.contractors}
    return Listed(
        name=str(_value(system, told.name, row) or ""),
        email=email,
        accounts=tuple(dict.fromkeys(one for one in others if one != email)),
        starts_on=next((found for path in told.starts if (found := day(path))), None),
        ends_on=day(told.ends),
        function=str(_value(system, told.function, row) or ""),
        bond=Bond.CONTRACTOR if is_contractor else Bond.EMPLOYEE,
        is_active=_value(system, told.active, row) is not False,
    )


def _value(system: str, path: str | None, row: object) -> Any:
    try:
        return jmespath.search(path, row) if path else None
    except JMESPathError:
        raise CallFailed(Trouble.ODD, system, path or "") from None
