"""The sandbox's landscape: a simulator or a real part for every system of a policy, filled with the sample company.

Each is started when it is first asked for, so that a command pays only for the systems it uses. What a simulator
remembers lies in ``<folder>/<system>.sqlite``, what a real part does in ``<folder>/<system>/``; it is shared by every
process that has the landscape open, and filled once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from types import TracebackType

from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap
from belofte.sandbox.company import CompanyExists, make_company
from belofte.sandbox.hurrying import Hurried
from belofte.sandbox.local.part import Part, Placed, Wanted
from belofte.sandbox.local.parts import is_part, make_part
from belofte.sandbox.local.switch import DOWN, Switch
from belofte.sandbox.rest.faults import FAULTS
from belofte.sandbox.rest.simulator import Simulator, simulated_kinds
from belofte.sandbox.seeds import carriers, exact_online, google_analytics, mailchimp, microsoft365, transip
from belofte.sandbox.seeds.people import People, read_people

COMPANY = "crm.sqlite"
"""The sample company's own database, in the same folder; made small where there is none."""

SMALL = 200
SEEDS: Mapping[str, Callable[[Simulator, People], None]] = {
    "mailchimp": mailchimp.seed,
    "exact_online": exact_online.seed,
    "microsoft365": microsoft365.seed,
    "google_analytics": google_analytics.seed,
    "transip": transip.seed,
    "postnl": carriers.seed_postnl,
    "dhl": carriers.seed_dhl,
}
OTHER_NAMES = {"exact": "exact_online", "microsoft": "microsoft365", "google": "google_analytics"}
SEEDED = "seeded"


def simulated_kind(kind: str) -> str | None:
    """The simulator for a kind of system, however its connector writes it; None where there is none."""
    name = kind.replace("-", "_")
    name = OTHER_NAMES.get(name, name)
    return name if name in simulated_kinds() else None


class Landscape:
    """The simulated systems of one policy. Close it when the process is done with it; the state stays.

    ``clock`` is the moment in seconds since 1970, ``notice`` the published page of a language, ``rights`` what our
    account is given at a vendor when it is filled. Use as a context manager, or call :meth:`stop`.
    """

    def __init__(
        self,
        systems: Mapping[str, SystemMap],
        folder: Path,
        clock: Callable[[], float] = time.time,
        notice: Callable[[str], bytes | None] = lambda _language: None,
        rights: Callable[[SystemMap], Iterable[str]] = lambda _system: (),
    ) -> None:
        self._kinds = {name: kind for name, system in systems.items() if (kind := simulated_kind(system.kind))}
        self._folder, self._clock, self._notice, self._rights = folder, clock, notice, rights
        self._running: dict[str, Simulator] = {}
        self._real = frozenset(name for name, system in systems.items() if is_part(system))
        self._systems = systems
        self._parts: dict[str, Part] = {}
        self._lock = Lock()
        self._times: dict[str, Hurried] = {}
        self._read: People | None = None

    @property
    def faults(self) -> Mapping[str, str]:
        """Every fault that can be switched on, and what it does."""
        return FAULTS

    @property
    def names(self) -> frozenset[str]:
        """The systems that are simulated."""
        return frozenset(self._kinds)

    def __contains__(self, system: object) -> bool:
        return system in self._kinds

    def simulator(self, system: str) -> Simulator:
        """The system's simulator; started, and filled, when it is first asked for. Raises :class:`WrongUse`."""
        if system not in self._kinds:
            known = ", ".join(sorted({*self._kinds, *self._real})) or "no system of this policy is simulated"
            raise WrongUse(f"There is no simulator for {system!r}.", known)
        with self._lock:
            if system not in self._running:
                made = Simulator(self._kinds[system], self._folder / f"{system}.sqlite", self.time_at(system))
                self._fill(made, self._systems[system])
                self._running[system] = made.start()
            return self._running[system]

    def time_at(self, system: str) -> Hurried:
        """The clock of one vendor: it goes on while somebody waits for a limit of that vendor."""
        return self._times.setdefault(system, Hurried(self._folder / f"{system}.ahead", self._clock))

    @property
    def real(self) -> frozenset[str]:
        """The systems that stand on this machine as real servers and folders."""
        return self._real

    def part(self, system: str) -> Part:
        """The real part in which a system lies; started, and filled, when it is first asked for. Raises
        :class:`WrongUse`, and :class:`belofte.ports.SystemUnreachable` where what it needs is not installed."""
        if system not in self._real:
            raise WrongUse(
                f"{system!r} is no real part of this sandbox.", ", ".join(sorted(self._real)) or "there is none"
            )
        with self._lock:
            if system not in self._parts:
                folder = self._folder / system
                wanted = Wanted(self._systems[system], folder, self._people, self._clock, self._notice)
                self._parts[system] = make_part(wanted)
            return self._parts[system]

    def placed(self, system: str) -> Placed:
        """Where a connector finds a real part. One that was taken away is not there when it connects."""
        placed, switch = self.part(system).placed(), self._switch(system)
        if switch.is_off and not switch.moves:
            with self._lock:
                self._parts.pop(system).stop()
        return placed

    def is_stopped(self, system: str) -> bool:
        """Whether the server of a real part was switched off, by whichever process. A folder that is away needs no
        saying: who looks finds it gone."""
        switch = self._switch(system)
        return switch.is_off and not switch.moves

    def break_(self, system: str, faults: Sequence[str]) -> None:
        """Switch on faults. Raises :class:`WrongUse` for a system that is not played here, and for a fault it cannot
        have; then nothing is switched on."""
        if system not in self._real:
            self.simulator(system).break_(*faults)
            return
        switch = self._switch(system)
        switch.check(faults)
        if switch.moves:
            self.part(system)  # filled, before it goes
        switch.turn_off()

    def mend(self, system: str, fault: str = "") -> int:
        """Switch one fault off, or all; how many were on."""
        if system not in self._real:
            return self.simulator(system).mend(fault or None)
        return self._switch(system).turn_on() if fault in ("", DOWN) else 0

    def broken(self, system: str) -> list[str]:
        """The faults that are on, as they were written."""
        if system in self._real:
            return [DOWN] if self._switch(system).is_off else []
        return [fault.written for fault in self.simulator(system).broken()]

    def _switch(self, system: str) -> Switch:
        return Switch(system, self._systems[system].kind, self._folder / system)

    def address(self, system: str) -> str:
        """Where the system's API is on this machine, in place of the vendor's own address."""
        return self.simulator(system).api_url

    def secrets(self, system: str) -> Mapping[str, str]:
        """What a connector signs in with; worth nothing outside this sandbox. By the names of the vendor's file, and by
        those of the keys under which a system's map names them."""
        simulator = self.simulator(system)
        held = simulator.secrets
        return {**held, **{key: held[secret] for key, secret in simulator.vendor.held_as.items()}}

    def stop(self) -> None:
        """Stop every server of this process."""
        with self._lock:
            for simulator in self._running.values():
                simulator.stop()
            self._running.clear()
            for part in self._parts.values():
                part.stop()
            self._parts.clear()

    def __enter__(self) -> Landscape:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _fill(self, simulator: Simulator, system: SystemMap) -> None:
        """Once, whoever comes first; another process waits for it."""
        if simulator.state.kept(SEEDED):
            return
        people = self._people()
        with simulator.state.writing():
            if not simulator.state.kept(SEEDED):
                SEEDS[simulator.kind](simulator, people)
                simulator.give(*self._rights(system))
                simulator.state.measure()
                simulator.state.keep(SEEDED, "yes")

    def _people(self) -> People:
        if self._read is None:
            database = self._folder / COMPANY
            if not database.exists():
                with suppress(CompanyExists):
                    make_company(database, SMALL, today=date.fromtimestamp(self._clock()))
            self._read = read_people(database)
        return self._read


def running_clock(now: float) -> Callable[[], float]:
    """A clock that shows ``now`` at this moment and goes on from there: what ``--now`` means to a simulator."""
    ahead = now - time.time()
    return lambda: time.time() + ahead
