"""A stream holds a part of the rows at a time, on every database; also when each row is a long one."""

from __future__ import annotations

import tracemalloc

from tests.connectors.world import World

from belofte.connectors.sql.database import Database
from belofte.connectors.sql.session import Query

ROWS = 40_000
LONG = "x" * 300
STATEMENT = "SELECT a.n * 200 + b.n, a.words FROM numbers a CROSS JOIN numbers b"


def test_a_stream_holds_a_part_of_the_rows_at_a_time(world: World) -> None:
    world.do("CREATE TABLE numbers (n INTEGER, words VARCHAR(400))")
    world.insert("numbers", [{"n": n, "words": LONG} for n in range(200)])
    database = Database("shop", world.url)
    tracemalloc.start()
    with database.reading() as session:
        count = sum(len(row[1]) == len(LONG) for row in session.stream(Query(STATEMENT, (), "numbers")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    database.close()
    assert count == ROWS
    assert peak < 4 * 2**20  # all of them together take 14
