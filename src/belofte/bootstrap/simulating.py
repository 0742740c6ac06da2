"""In a sandbox every system is on this machine, played or for real, and the keys the map names are worth nothing.

A map that names an address on this machine itself (``url:``, ``endpoint:``, ``host:``) is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.bootstrap.connecting import Making
from belofte.domain.system_map import SystemMap
from belofte.loading.countries import load_countries
from belofte.loading.published import page_in_force
from belofte.ports import Clock
from belofte.sandbox.hurrying import Hurried
from belofte.sandbox.landscape import Landscape, running_clock
from belofte.settings import Home

URL = "url"


def landscape_of(systems: Mapping[str, SystemMap], home: Home, clock: Clock) -> Landscape:
    """Everything that is played for one policy, its website with the notice that is in force."""

    from belofte.bootstrap.installation import own_countries

    def notice(language: str) -> bytes | None:
        return page_in_force(home.policy, language, clock.now(), load_countries(own_countries(home)))

    return Landscape(systems, home.sandbox, running_clock(clock.now().timestamp()), notice, rights_there)


def rights_there(system: SystemMap) -> tuple[str, ...]:
    """What somebody gives our account in the vendor's console who follows ``belofte doctor NAME --grants``. What is
    given for certain places stands in no token."""
    from belofte.connectors.http.permissions import all_rights

    needed = all_rights(system.rest, system) if system.rest else ()
    return tuple(right.name for right in needed if not right.scoped)


class _ClockThere:
    """Our clock, as far ahead as that of a simulated vendor."""

    def __init__(self, clock: Clock, there: Hurried) -> None:
        self._clock, self._there = clock, there

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self._clock.now() + timedelta(seconds=self._there.ahead)


class Simulated:
    """The simulators of one policy's systems; each starts when its connector is made. Close it with the connectors."""

    def __init__(self, systems: Mapping[str, SystemMap], home: Home, clock: Clock) -> None:
        self._landscape = landscape_of(systems, home, clock)
        self._stopped: dict[str, bool] = {}  # of each real part: as it was when its connector was made

    def place(self, making: Making) -> Making:
        """The same system, where it is on this machine and with the keys it has there."""
        system = making.system
        if system.name in self._landscape.real:
            self._stopped[system.name] = self._landscape.is_stopped(system.name)
            placed = self._landscape.placed(system.name)
            return replace(making, system=placed.system, simulated=placed.secrets)
        if system.name not in self._landscape or URL in system.settings:
            return making
        here: dict[str, object] = {**system.settings, URL: self._landscape.address(system.name)}
        keys = self._landscape.secrets(system.name)
        named = {str(system.settings[name]): key for name, key in keys.items() if name in system.settings}
        time_there = self._landscape.time_at(system.name)
        clock = _ClockThere(making.clock, time_there)
        return replace(making, system=replace(system, settings=here), simulated=named, clock=clock, pause=time_there)

    def has_turned(self, system: str) -> bool:
        """Whether somebody switched the server of this system off or on since its connector was made: then that one
        leads to where nobody is any more, or where it is back at another port."""
        before = self._stopped.get(system)
        return before is not None and before != self._landscape.is_stopped(system)

    def close(self) -> None:
        """Stop the servers; what they remember stays."""
        self._landscape.stop()
