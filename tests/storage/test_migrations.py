"""Old stores are brought up to date with their requests half done; newer ones are refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, func, insert, inspect, select, text

from belofte.domain.identity import Identifier
from belofte.domain.subject_state import Cause
from belofte.domain.system_map import Verb
from belofte.storage import opening, tables
from belofte.storage.migrating import StoreIsNewer, bring_up_to_date, current_revision
from belofte.storage.places import Places
from belofte.storage.store import SqlStore
from belofte.store_port import StepState

from .conftest import NOW, TODAY, a_receipt, approved_case

HEAD = "0021"


def at_revision(places: Places, revision: str) -> None:
    """A store as an earlier Belofte made it."""
    places.data.mkdir(parents=True)
    engine = opening.open_engine(places.store_url)
    bring_up_to_date(engine, to=revision)
    assert current_revision(engine) == revision
    engine.dispose()


def test_a_store_of_the_first_revision_is_upgraded_with_a_request_half_done(
    places: Places, open_it: Callable[[Places], SqlStore]
) -> None:
    first = open_it(places)
    plan = approved_case(first)
    with first.transaction() as tx:
        assert len(tx.steps.claim("killed", "shop", Verb.ERASE, NOW)) == 1
    put_back_to(first.engine, "0001")
    first.close()

    store = open_it(places)
    assert current_revision(store.engine) == HEAD
    with store.transaction() as tx:
        assert tx.steps.reclaim("shop", Verb.ERASE) == 1
        (half_done,) = tx.steps.claim("next", "shop", Verb.ERASE, NOW)
        assert (half_done.step, half_done.state) == (plan.steps[0], StepState.INTENDED)
        assert tx.receipts.add([("c-1", a_receipt(half_done.step.id))], TODAY) == [1]
        assert [stored.step for stored in tx.steps.claim("next", "shop", Verb.PURGE, NOW)] == [plan.steps[1]]
        tx.evidence.note_anchor("mail", 1, NOW)
        assert tx.evidence.last_anchor("mail") == (1, NOW)


def put_back_to(engine: Engine, revision: str) -> None:
    """The same rows in the tables an earlier Belofte had: what did not exist then is left out."""
    present = MetaData()
    with opening.writing(engine) as connection:
        present.reflect(connection)
        ours = [table for table in tables.metadata.sorted_tables if table.name in present.tables]
        rows = {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in ours}
        present.drop_all(connection)
    bring_up_to_date(engine, to=revision)
    with opening.writing(engine) as connection:
        known = {
            name: {one["name"] for one in columns}
            for (_, name), columns in inspect(connection).get_multi_columns().items()
        }
        for table in (table for table in ours if table.name in known):
            begun = connection.scalar(
                select(func.count()).select_from(table)
            )  # what the revision itself puts there stays
            kept = [
                {name: row[name] for name in row if name in known[table.name] - {"number"}} for row in rows[table.name]
            ]
            if kept and not begun:
                connection.execute(insert(table), kept)


def test_the_number_of_somebody_who_was_let_go_is_no_other_s_after_the_upgrade(
    places: Places, open_it: Callable[[Places], SqlStore]
) -> None:
    at_revision(places, "0020")
    engine = opening.open_engine(places.store_url)
    with opening.writing(engine) as connection:
        connection.execute(insert(tables.subjects), [{"state": "0", "changed_at": NOW} for _ in range(7)])
        connection.execute(text("DELETE FROM subjects WHERE number > 5"))
        connection.execute(insert(tables.gone_subjects), {"subject": 7, "gone_on": TODAY, "version": 3})
    engine.dispose()
    with open_it(places).transaction() as tx:
        person = tx.states.change(
            [Identifier("email", "", "nina@vanderberg.example")], Cause("objection", "subject"), NOW
        )
    assert person.subject == 8


def test_a_copy_is_made_first(tmp_path: Path, open_it: Callable[[Places], SqlStore]) -> None:
    places = Places(tmp_path / "data")
    at_revision(places, "0001")
    open_it(places)
    copy = opening.open_engine(opening.sqlite_url(places.data / f"store.sqlite.before-{HEAD}"))
    assert current_revision(copy) == "0001"
    copy.dispose()


def test_a_newer_store_is_refused_in_words_and_left_alone(
    places: Places, open_it: Callable[[Places], SqlStore]
) -> None:
    open_it(places).close()
    engine = opening.open_engine(places.store_url)
    with opening.writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreIsNewer, match="written by a newer Belofte"):
        open_it(places)
    assert current_revision(engine) == "9999"
    engine.dispose()


def test_the_revisions_make_exactly_the_tables_the_code_uses(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []


def test_opening_twice_changes_nothing(places: Places, open_it: Callable[[Places], SqlStore]) -> None:
    open_it(places).close()
    before = sorted(file.name for file in places.data.iterdir())
    open_it(places).close()
    assert sorted(file.name for file in places.data.iterdir()) == before
