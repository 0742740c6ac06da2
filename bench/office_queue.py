"""The office's queue over ten thousand open requests: whole pages, from the address to the last byte.

Every page goes through the app as a browser would ask for it, without the network and without the door.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from figures import Figure
from litestar import Litestar
from litestar.testing import TestClient
from measuring import Bench

from belofte.bootstrap import Belofte, make_demo, open_belofte
from belofte.bootstrap.desks import office_desks
from belofte.bootstrap.fronts import site_of
from belofte.domain.course import Course
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState, Waiting
from belofte.domain.rights.names import RIGHTS
from belofte.web.office import office_routes

MILLISECONDS = 100.0
TOGETHER = 1000
ASKED = {
    "first page": "",
    "last page": "page=200",
    "overdue": "late=work",
    "narrowed to few": "owner=Zelden&right=leaving",
    "one right": "right=objection&page=3",
    "one reference": "reference={reference}",
    "what needs me": "needs",
}
OPEN = (
    RequestState.RECEIVED,
    RequestState.IDENTIFIED,
    RequestState.PLANNED,
    RequestState.APPROVED,
    RequestState.ACTING,
)


def queue(bench: Bench) -> Iterator[Figure]:
    """Medians of whole pages; the worst of all of them is beside the slowest."""
    count = bench.sizes.many
    home = make_demo(bench.folder / "queue", 50).home
    with open_belofte(home.policy) as belofte:
        reference = _fill(belofte, count)
        app = Litestar(office_routes(office_desks(belofte), site_of(belofte)), openapi_config=None, logging_config=None)
        with TestClient(app) as client:
            for name, question in ASKED.items():
                address = f"/nl/{question}" if question == "needs" else f"/nl/?{question.format(reference=reference)}"
                times = [_took(client, address) for _ in range(bench.sizes.runs * 4 + 1)][1:]
                note = f"{count:,} open requests, worst of {len(times)}: {max(times):.0f} ms"
                yield Figure(f"queue, {name}", statistics.median(times), " ms", most=MILLISECONDS, note=note)


def _took(client: TestClient[Litestar], address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} was answered with {answer.status_code}")
    return took


def _fill(belofte: Belofte, count: int) -> str:
    """So many open requests over a year; returns one of their references."""
    parts = belofte.parts
    reference = ""
    for start in range(0, count, TOGETHER):
        made = [_request(belofte, number) for number in range(start, min(start + TOGETHER, count))]
        parts.store.open_cases([request.id for request in made])
        with parts.store.transaction() as tx:
            named = [(request, reference_from(parts.entropy(5))) for request in made]
            tx.requests.add_many(named)
            reference = named[-1][1]
    return reference


def _request(belofte: Belofte, number: int) -> Request:
    parts, right = belofte.parts, RIGHTS[number % len(RIGHTS)]
    now, day = parts.now(), parts.today() + timedelta(days=number % 365 - 30)
    request = Request(parts.new_id("case"), right, "web", now, now, "nl", 1, OPEN[number % len(OPEN)])
    owner = "Zelden" if number % 1000 == 7 else "Mieke de Boer" if number % 3 else None
    waiting = Waiting.OFFICE if number % 4 == 0 else None
    dates = {"work_by": day, "due": day, "law_due": day, "promise_due": day}
    return replace(request, waiting=waiting, course=Course(owner=owner), **dates)
