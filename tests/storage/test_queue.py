"""The queue: by the day the work must be done, a page at a time, through the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from belofte.domain.course import Course
from belofte.domain.request import Request, RequestState, Waiting
from belofte.storage.store import SqlStore
from belofte.store_port import Wanted

from .conftest import TODAY, a_request

OPEN = Wanted((RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED))


def keep(store: SqlStore, requests: Sequence[Request]) -> None:
    store.open_cases([request.id for request in requests])
    with store.transaction() as tx:
        tx.requests.add_many([(request, f"B-{n:04d}-222") for n, request in enumerate(requests)])


def due_in(case: str, days: int | None, **more: object) -> Request:
    day: date | None = None if days is None else TODAY + timedelta(days=days)
    return replace(a_request(case), work_by=day, due=day, **more)


def cases(store: SqlStore, wanted: Wanted = OPEN, limit: int = 50, offset: int = 0) -> list[str]:
    with store.reading() as tx:
        return [request.id for request in tx.queue.page(wanted, limit, offset)]


def test_what_must_be_done_first_comes_first_and_what_has_no_day_last(store: SqlStore) -> None:
    keep(store, [due_in("c-late", 9), due_in("c-none", None), due_in("c-first", 1), due_in("c-same", 9)])
    assert cases(store) == ["c-first", "c-late", "c-same", "c-none"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_the_pages_together_are_the_whole_queue(store: SqlStore, limit: int) -> None:
    keep(store, [due_in(f"c-{n}", None if n % 3 == 2 else n) for n in range(7)])
    pages = [cases(store, limit=limit, offset=offset) for offset in range(0, 9, limit)]
    assert [case for page in pages for case in page] == ["c-0", "c-1", "c-3", "c-4", "c-6", "c-2", "c-5"]


def test_each_filter_narrows_and_is_counted(store: SqlStore) -> None:
    mine, other = Course(owner='Mieke "M" de Boer'), Course(owner="Mieke")
    keep(
        store,
        [
            due_in("c-1", -1, right="access", course=mine),
            due_in("c-2", 2, waiting=Waiting.OFFICE, course=other),
            due_in("c-3", 5, state=RequestState.ANSWERED, course=mine),
            due_in("c-4", 9, right="access"),
        ],
    )
    for wanted, found in (
        (replace(OPEN, right="access"), ["c-1", "c-4"]),
        (replace(OPEN, waiting=Waiting.OFFICE), ["c-2"]),
        (replace(OPEN, owner='Mieke "M" de Boer'), ["c-1"]),
        (replace(OPEN, owner="Mieke"), ["c-2"]),
        (replace(OPEN, owner="%"), []),
        (replace(OPEN, worked_before=TODAY), ["c-1"]),
        (replace(OPEN, answered_before=TODAY + timedelta(3)), ["c-1", "c-2"]),
        (replace(OPEN, right="access", owner="Mieke"), []),
        (Wanted((RequestState.ANSWERED,)), ["c-3"]),
    ):
        assert cases(store, wanted) == found
        with store.reading() as tx:
            assert tx.queue.count(wanted) == len(found)
    with store.reading() as tx:
        assert tx.queue.owners() == ["Mieke", 'Mieke "M" de Boer']


def test_references_come_for_many_at_once(store: SqlStore) -> None:
    keep(store, [due_in("c-1", 1), due_in("c-2", 2)])
    with store.reading() as tx:
        assert tx.queue.references(["c-2", "c-1"]) == {"c-1": "B-0000-222", "c-2": "B-0001-222"}


def test_a_page_is_read_through_the_index_and_never_sorted(store: SqlStore) -> None:
    keep(store, [due_in(f"c-{n}", n) for n in range(300)])
    asked: list[tuple[str, object]] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_conn: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "ORDER BY requests.work_by" in statement:
            asked.append((statement, parameters))

    cases(store, limit=20, offset=40)
    assert len(asked) == 1
    with store.engine.begin() as connection:
        is_sqlite = store.engine.dialect.name == "sqlite"
        if not is_sqlite:
            connection.exec_driver_sql("ANALYZE requests")
        told = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {asked[0][0]}", asked[0][1])
        plan = " ".join(str(row) for row in told)
    assert "ix_requests_work_by_number" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
