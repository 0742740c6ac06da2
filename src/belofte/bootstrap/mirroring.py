"""Views in SQL: in the store, or over a mirror of the states in a database of the company."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from belofte.bootstrap.connecting import database_url
from belofte.bootstrap.installation import Belofte, store_url
from belofte.domain import views
from belofte.domain.decision import Table, compiled
from belofte.domain.errors import WrongUse
from belofte.domain.subject_state import consent_bit, consented, objection_bit, uses_of
from belofte.may.opening import driver_of
from belofte.may.sources import StoreSource

EVERY = 0.2
"""Seconds between two looks: a change is in the mirror in about as many, and a stamp is never a second old."""


def statements(belofte: Belofte, system: str) -> Sequence[str]:
    """What makes the views, to be read before it is applied. ``system``: "" for the store itself."""
    table = _table(belofte)
    if not system:
        return list(views.store_views(table, _store_dialect(belofte), _there(belofte, system)))
    dialect = views.Dialect(_scheme(_url(belofte, system)))
    return [*views.mirror_tables(dialect), *views.mirror_views(table, dialect, _there(belofte, system))]


def removal(belofte: Belofte, system: str) -> Sequence[str]:
    """What takes it all away again."""
    return list(views.removals(_table(belofte), _there(belofte, system)))


def _there(belofte: Belofte, system: str) -> list[str]:
    """The views that stand there now, those of earlier policies too."""
    from sqlalchemy import inspect

    from belofte.connectors.sql.mirror import Mirror
    from belofte.storage.opening import open_engine

    if system:
        mirror = Mirror(system, _url(belofte, system))
        try:
            return mirror.views()
        finally:
            mirror.close()
    engine = open_engine(store_url(belofte.settings, belofte.home) or f"sqlite:///{belofte.home.store}")
    try:
        return inspect(engine).get_view_names()
    finally:
        engine.dispose()


def apply(belofte: Belofte, system: str, lines: Sequence[str]) -> None:
    """Carry statements out where they belong."""
    if system:
        from belofte.connectors.sql.mirror import Mirror

        mirror = Mirror(system, _url(belofte, system))
        mirror.run(lines)
        mirror.close()
        return
    from sqlalchemy import text

    from belofte.storage.opening import open_engine, writing

    engine = open_engine(store_url(belofte.settings, belofte.home) or f"sqlite:///{belofte.home.store}")
    with writing(engine) as connection:
        for line in lines:
            if "belofte_states" not in line and "belofte_fresh" not in line:
                connection.execute(text(line))
    engine.dispose()


def follow(belofte: Belofte, system: str, goes_on: Callable[[], bool]) -> int:
    """Keep the mirror of a system true until ``goes_on`` says no; returns how often it was stamped. Whatever fails ends
    it, and a second later its views are empty."""
    from belofte.connectors.sql.mirror import Mirror

    driver = driver_of(belofte.settings.store_url, belofte.home)
    source = StoreSource(driver, (belofte.home.keys / "index.key").read_bytes())
    mirror, version, stamped = Mirror(system, _url(belofte, system)), 0, 0
    try:
        while goes_on():
            began = time.monotonic()
            now = source.version()
            if now != version:
                changes = source.changes(version)
                mirror.bring(changes.subjects, changes.states, changes.gone, changes.whole)
                version = changes.version
            else:
                mirror.bring((), (), (), whole=False)
            stamped += 1
            time.sleep(max(0.0, EVERY - (time.monotonic() - began)))
    finally:
        mirror.close()
        source.close()
    return stamped


def _table(belofte: Belofte) -> Table:
    """The compiled policy. Bits it may need later are given out now, so that no view goes stale when somebody is the
    first to object or to consent."""
    policy = belofte.parts.policy
    names = [objection_bit(purpose) for purpose in policy.purposes]
    names += [consent_bit(name, uses_of(policy.purposes[name])) for name in consented(policy)]
    with belofte.parts.store.transaction() as tx:
        return compiled(policy, tx.states.bits(names))


def _url(belofte: Belofte, system: str) -> str:
    found = belofte.parts.systems.get(system)
    if found is None or found.kind != "sql":
        raise WrongUse("That is no database of the map.", "name a system of kind sql, or leave it out for the store")
    return database_url(str(found.settings["url"]), belofte.home)


def _scheme(url: str) -> str:
    return url.partition(":")[0].partition("+")[0].replace("mysql", "mariadb").replace("postgres:", "postgresql:")


def _store_dialect(belofte: Belofte) -> views.Dialect:
    is_file = (store_url(belofte.settings, belofte.home) or "sqlite").startswith("sqlite")
    return views.Dialect.SQLITE if is_file else views.Dialect.POSTGRES
