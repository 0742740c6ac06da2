"""A sweep's list comes back as it was kept: what a person does by hand, why a system was not looked at."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.domain.sweeping import PutOff, Standing, SweepList, Swept, Why
from belofte.storage.store import SqlStore

SAID = Text({"nl": "met de hand", "en": "by hand"})
LINE = Swept(
    collection="invoices",
    category="invoice",
    decision=Decision.CLEAR,
    rule="9f",
    counts={Standing.DUE: 3},
    stays=4,
    law="AWR art. 52(4)",
    term=SAID,
    next_on=date(2027, 1, 1),
    next_seen=True,
    late=5,
    decided=1,
    ends_itself=True,
    without_index=("invoices.paid_on",),
    one_by_one=SAID,
    by_hand=SAID,
    problem=SAID,
    replaced=True,
)
WHOLE = SweepList(
    id="list-1",
    system="exact",
    made_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    policy_version=2,
    lines=(LINE,),
    why=Why.NEW_RULE,
    problem=SAID,
    approved_by="P. de Boer",
    approved_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
    ended_at=datetime(2026, 11, 23, 11, tzinfo=UTC),
    put_off=PutOff("P. de Boer", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "the wrong day", date(2027, 1, 1)),
)


def test_a_list_comes_back_with_every_field_as_it_was(store: SqlStore) -> None:
    for one in (LINE, WHOLE):
        bare = [field.name for field in fields(one) if getattr(one, field.name) in (None, (), "", 0, False)]
        assert not bare, "a field added later is tried here too"
    with store.transaction() as tx:
        tx.sweeps.put(WHOLE)
    with store.reading() as tx:
        assert tx.sweeps.get("list-1") == WHOLE


def test_a_system_that_was_not_looked_at_is_none_without_anything_due(store: SqlStore) -> None:
    away = replace(WHOLE, lines=(), why=None, approved_by=None, approved_at=None, ended_at=None)
    with store.transaction() as tx:
        tx.sweeps.put_looked(away)
    with store.reading() as tx:
        (looked,) = tx.sweeps.looked()
    assert looked.problem == SAID and not looked.lines
