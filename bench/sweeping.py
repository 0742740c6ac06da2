"""A sweep of one large table by the rule's own date column, beside the plain statement that does the same set at once.

Ours seals each batch, looks at every record's term again at the act, looks once more and writes a receipt and a
line of evidence; the plain statement deletes. One in ten of the rows is past its term. The sweep runs in a process
of its own, so that its memory is nobody else's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from figures import Figure
from measuring import Bench

CHILD = Path(__file__).with_name("sweeping_child.py")
TIMES, MEMORY_MIB = 2.0, 150
CUSTOMERS = 1000
"""The rest of the shop is small: only one table is measured."""
_FILLED = """
TRUNCATE weblog;
DROP INDEX IF EXISTS weblog_at;
INSERT INTO weblog SELECT i, 1 + i % {customers}, CASE WHEN i % 10 = 0
  THEN timestamptz '2020-01-01' + i % 900 * interval '1 day' ELSE now() - i % 300 * interval '1 day' END,
  '10.4.5.6', '/shop/item', 'Mozilla/5.0' FROM generate_series(1, {rows}) i;
CREATE INDEX weblog_at ON weblog(at);
"""
_PLAIN = "DELETE FROM weblog WHERE at < date_trunc('day', now() - interval '14 months')"


def sweep(bench: Bench) -> Iterator[Figure]:
    """Ours, the plain statement, memory, and a rule whose column has no index."""
    rows = bench.sizes.rows
    with bench.database(CUSTOMERS) as address:
        _fill(address, rows)
        with bench.database(CUSTOMERS) as other:
            _fill(other, rows)
            plain, gone = _plainly(other)
        told = _child(bench.home(), address)
        left = _asked(address, "SELECT count(*) FROM weblog")
        if (told["went"], left) != (gone, rows - gone):
            raise SystemExit(f"the sweep let {told['went']} rows go, the plain statement {gone}")
        note = f"{gone:,} of {rows:,} rows: {told['seconds']:.1f} s for ours, {plain:.1f} s for the plain statement"
        yield Figure(
            "sweep by the rule's date column, of the plain", told["seconds"] / plain, "x", most=TIMES, note=note
        )
        yield Figure("most memory of that sweep", told["peak_mib"], " MiB", most=MEMORY_MIB, note=f"{gone:,} rows")
        yield Figure("looking alone", told["looking"], " s", note="what is due is counted and shown, nothing goes")
        _asked(address, "DROP INDEX weblog_at")
        missing = _child(bench.home(), address)["without_index"]
        note = ", ".join(missing) or "nothing was said"
        yield Figure("a column without an index is told", float(bool(missing)), least=1, note=note)


def _fill(address: str, rows: int) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        for statement in _FILLED.format(rows=rows, customers=CUSTOMERS).split(";"):
            if statement.strip():
                connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE weblog")
        connection.execute("CHECKPOINT")


def _plainly(address: str) -> tuple[float, int]:
    with psycopg.connect(address, autocommit=True) as connection:
        begun = time.perf_counter()
        gone = connection.execute(_PLAIN).rowcount
        return time.perf_counter() - begun, gone


def _asked(address: str, statement: str) -> int:
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return int(row[0]) if row else 0


def _child(home: Path, address: str) -> dict[str, Any]:
    environment = {**os.environ, "BENCH_URL": address}
    done = subprocess.run([sys.executable, CHILD, home], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
