"""Which collections of the companies that come along are swept by days, and why the others are not: the whole list."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, text
from tests.connectors.world import Noon

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.book_year import book_year_of
from belofte.domain.hanging import hanging_in
from belofte.domain.retention import due_in
from belofte.domain.sweeping import decision_of
from belofte.domain.system_map import SystemMap
from belofte.loading import load_policy_folder
from belofte.ports import DueAsk

EXAMPLES = Path(__file__).parents[2] / "examples"
VALUE_OF_ITS_OWN = "each record gets a value of its own"
"""A number that is unique must stay unique."""
ONE_BY_ONE = {
    ("linprofs", "crm", "customers"): VALUE_OF_ITS_OWN,
}


def tables_of(system: SystemMap) -> list[str]:
    """The tables a map speaks of, as small as they can be."""
    made: list[str] = []
    for name, one in system.collections.items():
        days = {place for place in one.clock.values() if "." not in place}
        keys = one.key or ("id",)
        columns = sorted({*one.columns, *days, *keys} - {"id"})
        put = {**(one.restrict or {}), **{c: v for values in one.stop.values() for c, v in values.items()}}
        kinds = dict.fromkeys(days, "DATE") | {c: "BOOLEAN" for c, value in put.items() if isinstance(value, bool)}
        kinds |= {column: "INTEGER" for reference in one.of for column in reference.columns}
        own = ", ".join(f"{column} {kinds.get(column, 'TEXT')}" for column in columns)
        made.append(f"CREATE TABLE {name} (id INTEGER NOT NULL PRIMARY KEY, {own})")
    return made


@pytest.mark.parametrize(("company", "name"), [("linprofs", "crm"), ("webshop", "shop"), ("clinic", "practice")])
def test_every_collection_with_a_term_goes_by_days_or_says_why_not(company: str, name: str, tmp_path: Path) -> None:
    loaded = load_policy_folder(EXAMPLES / company)
    system, policy = loaded.systems[name], loaded.policy
    url = f"sqlite:///{tmp_path / 'db.sqlite'}"
    engine = create_engine(url.replace("sqlite:", "sqlite+pysqlite:"))
    with engine.begin() as connection:
        for statement in tables_of(system):
            connection.execute(text(statement))
    engine.dispose()
    connector = SqlConnector(system, url, Noon(), zone=ZoneInfo("Europe/Amsterdam"))
    told: dict[str, str | None] = {}
    for collection in system.collections.values():
        rule = policy.retention.get(collection.category or "")
        if rule is None or not collection.controller:
            continue
        due = due_in(rule, Noon().at.date(), book_year_of(policy))
        if not due.past or any(event not in collection.clock for event in [term.event for term in due.past]):
            continue
        assert hanging_in(system, collection, rule, loaded.systems) is None, "its day stands here"
        reason = connector.one_by_one(DueAsk(collection.name, due.past, due.unless), decision_of(collection))
        told[collection.name] = reason.in_("en") if reason else None
    connector.close()
    assert len(told) > 3
    wanted = {which: why for (where, on, which), why in ONE_BY_ONE.items() if (where, on) == (company, name)}
    assert {which: why for which, why in told.items() if why} == wanted
