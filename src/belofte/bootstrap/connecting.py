"""From a map to its connector: which kind of system is made by what.

Each maker imports its connector when it is called, so that a command pays only for the systems it uses. A package of
somebody else offers a kind of its own by the entry point group ``belofte.connectors``: the name is the kind, the object
a :class:`ConnectorOffer`, or the path of a REST connector file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from belofte.bootstrap.network import Network, route_of
from belofte.bootstrap.not_made import NotMade, made_or_not
from belofte.domain.country import Country
from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap
from belofte.loading.connector_kinds.kind import ConnectorOffer
from belofte.ports import SystemUnreachable
from belofte.settings import Home, SecretMissing, is_reference, resolve_secret
from belofte.wire.route import DIRECT, Route

if TYPE_CHECKING:
    from belofte.bootstrap.simulating import Simulated
    from belofte.connectors.http.pause import Pause
    from belofte.ports import Clock, SystemConnector

ENTRY_POINTS = "belofte.connectors"
NO_NETWORK = Network()


@dataclass(frozen=True, slots=True)
class Making:
    """What a connector is made from. ``referred_to`` are the system's columns that other systems' maps refer to;
    ``is_sandbox``: nothing may be reached but this machine; ``simulated`` are the keys of simulators, by the reference
    that the map names them with; ``pause`` is how it waits for a vendor, where that is not the machine's own time."""

    system: SystemMap
    home: Home
    clock: Clock
    country: Country
    referred_to: frozenset[str] = frozenset()
    is_sandbox: bool = False
    simulated: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    pause: Pause | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone: what day a moment belongs to."""
        return ZoneInfo(self.country.time_zone)

    @property
    def kept(self) -> Path:
        """The folder for what this connector must keep between two runs, such as a sign-in that is renewed."""
        return self.home.connectors / self.system.name

    def setting(self, name: str, default: str = "") -> str:
        """One of the system's own keys as text, as it is written: a secret is still a reference."""
        written = self.system.settings.get(name)
        return default if written is None else str(written)

    def secret(self, name: str) -> Callable[[], str]:
        """Reads the secret that the key ``name`` refers to, at the moment of use; see :meth:`resolve`."""
        return partial(self.resolve, self.setting(name))

    def route(self) -> Route:
        """The way out that the system's own keys name; in a sandbox it is none."""
        if self.is_sandbox:
            return DIRECT
        return route_of(self.setting("proxy"), self.setting("ca"), self.home.path, self.resolve)

    def resolve(self, reference: str) -> str:
        """The secret behind a reference. Raises :class:`SystemUnreachable` where it is not there: that ends the work
        with this system, and with no other."""
        known = self.simulated.get(reference)
        if known is not None:
            return known
        try:
            return resolve_secret(reference, beside=self.home.path)
        except SecretMissing as missing:
            remedy = f"put the secret there, or change the reference in systems/{self.system.name}.yaml"
            raise SystemUnreachable(missing.message, missing.remedy or remedy, transient=False) from None


Maker = Callable[[Making], "SystemConnector"]


def _sql(making: Making) -> SystemConnector:
    from belofte.connectors.sql.connector import SqlConnector
    from belofte.connectors.sql.engine import trusted_url

    ca = making.home.path / making.setting("ca") if making.setting("ca") else None
    url = trusted_url(database_url(making.setting("url"), making.home), ca)
    written = making.setting("owner")
    owning = (lambda: trusted_url(database_url(written, making.home), ca)) if written else None
    code, referred = making.country.calling_code, making.referred_to
    return SqlConnector(
        making.system, url, making.clock, zone=making.zone, calling_code=code, referred_to=referred, owner=owning
    )


def _rest(making: Making) -> SystemConnector:
    from belofte.connectors.http.making import Surroundings, make_connector

    around = Surroundings(
        clock=making.clock,
        resolve=making.resolve,
        kept=making.kept,
        zone=making.zone,
        calling_code=making.country.calling_code,
        only_here=making.is_sandbox,
        pause=making.pause,
        beside=making.home.path,
    )
    return make_connector(making.system, around)


def _line(making: Making) -> SystemConnector:
    from belofte.connectors.line.connector import LineConnector
    from belofte.connectors.line.declared import declared_in
    from belofte.connectors.line.dialing import Dialer
    from belofte.connectors.line.names import Names

    addresses = declared_in(making.system.settings).addresses
    if addresses and not making.is_sandbox:
        raise WrongUse(f"{making.system.name} names addresses:, which only a sandbox may.", "take addresses: out")
    proxy = making.route().proxy
    own_ca = making.home.path / making.setting("own_ca") if making.setting("own_ca") else None
    dialer = Dialer(addresses, proxy() if proxy else "", here_only=making.is_sandbox)
    names = Names(making.setting("resolver"), here_only=making.is_sandbox)
    return LineConnector(making.system, making.clock, dialer, names, own_ca)


def _linux(making: Making) -> SystemConnector:
    from belofte.connectors.linux.connector import LinuxConnector
    from belofte.connectors.linux.sign_in import SignIn

    system = making.system
    sign_in = SignIn(
        host=making.setting("host"),
        port=int(making.setting("port", "22")),
        account=making.setting("account"),
        key=making.secret("key"),
        host_key=making.setting("host_key"),
        here_only=making.is_sandbox,
        route=making.route(),
    )
    return LinuxConnector(system, making.clock, sign_in)


def _aws(making: Making) -> SystemConnector:
    from belofte.connectors.aws.access import Access, only_here
    from belofte.connectors.aws.authorities import bundle
    from belofte.connectors.aws.connector import AwsConnector

    access = Access(
        region=making.setting("region"),
        endpoint=making.setting("endpoint") or None,
        profile=making.setting("profile") or None,
        access_key=making.secret("access_key") if making.setting("access_key") else None,
        secret_key=making.secret("secret_key") if making.setting("secret_key") else None,
        session_token=making.secret("session_token") if making.setting("session_token") else None,
        proxy=making.route().proxy,
        ca=bundle(making.home.path / making.setting("ca"), making.kept) if making.setting("ca") else None,
    )
    if making.is_sandbox:
        access = only_here(making.system.name, access)
    code = making.country.calling_code
    return AwsConnector(making.system, access, making.clock, zone=making.zone, calling_code=code)


def _imap(making: Making) -> SystemConnector:
    from belofte.connectors.imap.connector import ImapConnector
    from belofte.connectors.imap.reached import server_of

    server = server_of(making.system, making.resolve, making.route(), only_here=making.is_sandbox)
    return ImapConnector(making.system, server, making.clock, zone=making.zone)


def _files(making: Making) -> SystemConnector:
    from belofte.connectors.files.connector import FilesConnector
    from belofte.connectors.files.reached import storage_of

    storage = storage_of(making.system, making.resolve, only_here=making.is_sandbox)
    return FilesConnector(making.system, storage, making.clock, zone=making.zone)


def _person(making: Making) -> SystemConnector:
    from belofte.connectors.person.connector import PersonConnector

    return PersonConnector(making.system, making.clock)


MAKERS: Mapping[str, Maker] = {
    "sql": _sql,
    "aws": _aws,
    "imap": _imap,
    "files": _files,
    "line": _line,
    "linux": _linux,
    "person": _person,
}


def connectors_of(
    systems: Mapping[str, SystemMap],
    home: Home,
    clock: Clock,
    country: Country,
    *,
    is_sandbox: bool,
    network: Network = NO_NETWORK,
) -> Connectors:
    """The connectors of all systems, each made when it is first used; in a sandbox vendors are simulated, and nothing
    goes through a proxy."""
    simulated = _simulated(systems, home, clock) if is_sandbox else None

    def make(system: SystemMap) -> SystemConnector:
        system = system if is_sandbox else network.around(system)
        making = Making(system, home, clock, country, referred_to(system.name, systems.values()), is_sandbox)
        return connector_of(simulated.place(making) if simulated else making)

    return Connectors(systems, make, simulated)


def _simulated(systems: Mapping[str, SystemMap], home: Home, clock: Clock) -> Simulated:
    from belofte.bootstrap.simulating import Simulated

    return Simulated(systems, home, clock)


def connector_of(making: Making) -> SystemConnector:
    """The connector of one system. Raises ``WrongUse`` for a kind nobody offers."""
    kind = making.system.kind
    if kind in MAKERS:
        return MAKERS[kind](making)
    if making.system.rest is not None:
        return _rest(making)
    for point in entry_points(group=ENTRY_POINTS, name=kind):
        offer = point.load()
        if isinstance(offer, ConnectorOffer):
            return offer.make(making)
    raise WrongUse(f"There is no connector of the kind {kind!r} for {making.system.name}.", f"use: {', '.join(MAKERS)}")


def referred_to(name: str, systems: Iterable[SystemMap]) -> frozenset[str]:
    """The columns of one system that the maps of other systems refer to: ``customers.id``."""
    return frozenset(
        f"{reference.target}.{column}"
        for system in systems
        for collection in system.collections.values()
        for reference in collection.of
        if reference.target_system == name
        for column in reference.target_columns
    )


def database_url(written: str, home: Home) -> str:
    """A map's ``url``: a reference is resolved, and a relative SQLite path counts from the home folder."""
    url = resolve_secret(written, beside=home.path) if is_reference(written) else written
    prefix, relative = "sqlite:///", url.removeprefix("sqlite:///")
    if url.startswith(prefix) and not relative.startswith("/"):
        return f"{prefix}{home.path / relative}"
    return url


def close_all(connectors: Mapping[str, SystemConnector]) -> None:
    """Close the connectors that :func:`open_belofte` made."""
    if isinstance(connectors, Connectors):
        connectors.close()


class Connectors(Mapping[str, "SystemConnector"]):
    """The systems' connectors, each made when it is first used: who publishes a notice needs no database password.

    One that cannot be made says so to whoever asks it something, and is tried again the next time.
    """

    def __init__(
        self,
        systems: Mapping[str, SystemMap],
        make: Callable[[SystemMap], SystemConnector],
        behind: Simulated | None = None,
    ) -> None:
        self._systems, self._make, self._behind = systems, make, behind
        self._made: dict[str, SystemConnector] = {}

    def __getitem__(self, name: str) -> SystemConnector:
        if self._behind is not None and name in self._made and self._behind.has_turned(name):
            _close(self._made.pop(name))
        if name not in self._made:
            system = self._systems[name]
            made = made_or_not(name, lambda: self._make(system))
            if isinstance(made, NotMade):
                return made
            self._made[name] = made
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._systems)

    def __len__(self) -> int:
        return len(self._systems)

    def close(self) -> None:
        """Give back the connections of those that were made; one that is still used goes on until it is done."""
        for connector in self._made.values():
            _close(connector)
        if self._behind is not None:
            self._behind.close()


def _close(connector: SystemConnector) -> None:
    if isinstance(connector, Closing):
        connector.close()


@runtime_checkable
class Closing(Protocol):
    """A connector that holds connections."""

    def close(self) -> None:
        """Give them back."""
        ...
