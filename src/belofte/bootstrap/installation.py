"""One installation, put together from its policy folder and settings. Heavy parts are imported inside the functions
that need them, so that a command pays only for what it uses.

``open_belofte`` gives a command everything for one policy folder and closes it afterwards. A policy with
``environment: sandbox`` brings its own mail server on loopback and takes ``--now``; elsewhere both are refused.
"""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from belofte.bootstrap.access_logs import access_logs_of
from belofte.bootstrap.connecting import close_all, connectors_of, database_url
from belofte.bootstrap.network import Network
from belofte.domain.country import Holidays, decreed_day
from belofte.domain.customer_data import turned
from belofte.domain.errors import Refused, WrongUse
from belofte.loading.countries import country_of, load_countries, load_holidays
from belofte.loading.folder import PolicyFolder
from belofte.loading.published import load_published
from belofte.procedures.acting.runner import Runner
from belofte.procedures.office.office_desk import Office
from belofte.procedures.parts import Current, Parts
from belofte.procedures.public_desk import Public
from belofte.settings import Home, Settings, load_settings

Desk = TypeVar("Desk")

if TYPE_CHECKING:
    from belofte.engine.inline import Bench
    from belofte.ports import Clock, Mailer

COLLECT_AFTER = (50_000, 20, 50)
"""When Python looks for circles of objects nobody uses. A batch makes hundreds of thousands of plain records, none of
them in a circle; looking as often as Python does by itself costs a quarter of the batch's time."""
SANDBOX = "sandbox"
"""The environment of a policy whose world is made up (``environment: sandbox``)."""
YEARS_BACK, YEARS_AHEAD = 3, 6
"""Holidays are made for these years around today: requests are received in the past and terms end in the future."""


@dataclass(frozen=True, slots=True)
class Belofte:
    """One installation, open: the desks, the work, and what they are made of."""

    home: Home
    settings: Settings
    current: Current
    public: Public
    office: Office
    work: Runner

    @property
    def parts(self) -> Parts:
        """What everything works with now."""
        return self.current.parts

    def desk(self, kind: Callable[[Current], Desk]) -> Desk:
        """A desk over this installation's current parts: ``belofte.desk(ClockDesk).extend(…)``."""
        return kind(self.current)

    def reload(self) -> None:
        """Take the edited folder whole, or not at all: what runs now stays in use until the new parts are complete.

        Raises :class:`PolicyFolderError` with every problem of the folder; then nothing has changed.
        """
        from belofte.mail.letters import Letters

        old = self.current.parts
        folder = folder_in_force(self.home, old.clock.now())
        if folder.policy.environment != old.policy.environment:
            raise Refused("The environment cannot change while Belofte runs.", "stop it, then start it again")
        country = country_of(load_countries(own_countries(self.home)), folder.policy.controller.country or "")
        is_sandbox, network = folder.policy.environment == SANDBOX, Network.of(self.settings)
        connectors = connectors_of(
            folder.systems, self.home, old.clock, country, is_sandbox=is_sandbox, network=network
        )
        self.current.parts = replace(
            old,
            policy=folder.policy,
            systems=folder.systems,
            on_behalf=folder.on_behalf,
            connectors=connectors,
            customers_data=connectors_of(
                turned(folder.systems), self.home, old.clock, country, is_sandbox=is_sandbox, network=network
            ),
            country=country,
            letter_writer=Letters(folder.policy.texts),
            access_logs=access_logs_of(folder.systems, self.home, old.clock, country, is_sandbox=is_sandbox),
        )
        close_all(old.connectors)
        close_all(old.customers_data)

    def bench(self) -> Bench:
        """Locks and heartbeats, for a command that carries work out itself; to be used with ``with``."""
        from belofte.engine.database import open_engine_database
        from belofte.engine.inline import bench

        return bench(open_engine_database(self.engine_url))

    @property
    def engine_url(self) -> str:
        """Where the engine keeps its own tables: with the store when that is Postgres, for its locks must be shared."""
        return store_url(self.settings, self.home) or f"sqlite:///{self.home.engine}"


def store_url(settings: Settings, home: Home) -> str | None:
    """The store's address from the settings, a reference resolved; None for SQLite in the home folder."""
    return database_url(settings.store_url, home) if settings.store_url else None


@contextmanager
def open_belofte(policy: Path, now: str | None = None) -> Generator[Belofte]:
    """Open the installation of one policy folder.

    Raises ``WrongUse`` for a folder that is not there, :class:`PolicyFolderError` for one that cannot be loaded,
    ``Refused`` for ``--now`` outside a sandbox.
    """
    home, settings = home_of(policy)
    gc.set_threshold(*COLLECT_AFTER)
    moment = _moment(now)
    folder = folder_in_force(home, moment or datetime.now(UTC))
    is_sandbox = folder.policy.environment == SANDBOX
    home.data.mkdir(parents=True, exist_ok=True, mode=0o755 if is_sandbox else 0o700)  # a sandbox's mail server goes in
    clock = _clock(moment, is_sandbox)
    from belofte.bootstrap.mail_route import mailer_for

    with ExitStack() as stack:
        mailer = mailer_for(home, settings, folder.policy, clock, stack, is_sandbox=is_sandbox)
        parts = _parts(home, settings, folder, clock, mailer, stack)
        current = Current(parts)
        stack.callback(lambda: close_all(current.parts.connectors))
        stack.callback(lambda: close_all(current.parts.customers_data))
        yield Belofte(home, settings, current, Public(current), Office(current), Runner(current))


def home_of(policy: Path) -> tuple[Home, Settings]:
    """Where the installation of a policy folder keeps its things, and its settings; nothing is opened.

    Raises ``WrongUse`` for a folder that is not there.
    """
    if not policy.is_dir():
        raise WrongUse(f"There is no policy folder at {policy}.", "name it with --policy, or make one: belofte init")
    home = Home.of_policy(policy)
    settings = load_settings(home.path)
    return Home(home.path, Path(settings.data)), settings


def _parts(
    home: Home,
    settings: Settings,
    folder: PolicyFolder,
    clock: Clock,
    mailer: Mailer,
    stack: ExitStack,
) -> Parts:
    from belofte.bootstrap.own_books import own_store_of
    from belofte.mail.letters import Letters

    policy, systems = folder.policy, folder.systems
    from belofte.storage.store import Places, open_store

    countries = load_countries(own_countries(home))
    country = country_of(countries, policy.controller.country or "")
    is_sandbox, network = policy.environment == SANDBOX, Network.of(settings)
    year = clock.now().year
    places = Places(home.data, store_url(settings, home))
    store = open_store(places, clock.now().date())
    stack.callback(store.close)
    return Parts(
        folder=home.policy,
        policy=policy,
        countries=countries,
        systems=systems,
        on_behalf=folder.on_behalf,
        connectors=connectors_of(systems, home, clock, country, is_sandbox=is_sandbox, network=network),
        country=country,
        holidays=holidays_of(settings, home, country.code, year - YEARS_BACK, year + YEARS_AHEAD),
        store=store,
        mailer=mailer,
        letter_writer=Letters(policy.texts),
        clock=clock,
        entropy=secrets.token_bytes,
        links_at=f"{settings.public_url}{settings.path_prefix}",
        worker=settings.worker_id,
        office_at=settings.office_address,
        customers_data=connectors_of(turned(systems), home, clock, country, is_sandbox=is_sandbox, network=network),
        own_store=partial(own_store_of, places),
        access_logs=access_logs_of(systems, home, clock, country, is_sandbox=is_sandbox),
    )


def folder_in_force(home: Home, now: datetime) -> PolicyFolder:
    """The facts that hold where the company is at that moment. Raises what ``load_published`` raises."""
    return load_published(home.policy, now, load_countries(own_countries(home)))


def own_countries(home: Home) -> Path | None:
    """The company's own file about countries, beside its policy folder; None where there is none."""
    own = home.path / "countries.yaml"
    return own if own.is_file() else None


def holidays_of(settings: Settings, home: Home, country: str, first_year: int, last_year: int) -> Holidays:
    """The country's holidays with the days the company entered: in its own file, or as ``decreed_days``."""
    decreed = [decreed_day(written) for written in settings.decreed_days]
    return load_holidays(country, first_year, last_year, own_countries(home), decreed)


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock that was set by ``--now``, in a sandbox: it stands still for one command."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to, UTC."""
        return self.moment


def _moment(now: str | None) -> datetime | None:
    if now is None:
        return None
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as wrong:
        raise WrongUse("--now is not a moment.", "write it like 2026-11-22T10:30:00Z") from wrong
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _clock(moment: datetime | None, is_sandbox: bool) -> Clock:
    if moment is None:
        return SystemClock()
    if not is_sandbox:
        raise Refused("--now works in a sandbox only: on real data nobody may set the clock.", "leave --now out")
    return SetClock(moment)
