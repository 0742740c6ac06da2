"""The access logs that lie in files, made from the maps that name them: ``access_log:`` of a system."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from belofte.bootstrap.connecting import Making, database_url, referred_to
from belofte.domain.country import Country
from belofte.domain.system_map import SystemMap
from belofte.settings import Home

if TYPE_CHECKING:
    from belofte.ports import Clock
    from belofte.staff_port import AccessLog


def access_logs_of(
    systems: Mapping[str, SystemMap], home: Home, clock: Clock, country: Country, *, is_sandbox: bool
) -> Mapping[str, AccessLog]:
    """By system: what tells who read there. Nothing is reached, and no secret needed, before somebody asks."""
    found: dict[str, AccessLog] = {}
    for name, system in systems.items():
        if system.access_log is not None:
            referred = referred_to(name, systems.values())
            found[name] = _log(Making(system, home, clock, country, referred, is_sandbox))
    return found


def _log(making: Making) -> AccessLog:
    from belofte.connectors.files.access_log import FileLog
    from belofte.connectors.files.reached import storage_at

    system, log = making.system, making.system.access_log
    if log is None:
        raise ValueError("a map without access_log has no log in files")
    url, here = log.storage or "", making.is_sandbox
    storage = partial(storage_at, system.name, url, log.options, making.resolve, only_here=here)
    zone = ZoneInfo(log.zone) if log.zone else making.zone
    return FileLog(system.name, log, storage, own=partial(_own, making), zone=zone)


def _own(making: Making) -> frozenset[str]:
    """The accounts by which Belofte itself comes into a database."""
    from sqlalchemy.engine import make_url

    if making.system.kind != "sql":
        return frozenset()
    written = (making.setting("url"), making.setting("owner"))
    accounts = (make_url(database_url(one, making.home)).username for one in written if one)
    return frozenset(filter(None, accounts))
