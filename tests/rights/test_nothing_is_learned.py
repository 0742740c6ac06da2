"""Whether an address is known cannot be learned from outside: the real pages over the real company (T-02, T-11).

The time an answer takes is compared by what is done for it, which tells more than a stop watch on a busy machine: no
system of the company is looked into, the store is asked the same questions, one by one, and our own code makes the same
calls. What a mail server needs time for comes after the page.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from litestar.testing import TestClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.clocks import Clock
from tests.rights.commands import crm
from tests.worlds import World, fresh_world

from belofte.bootstrap import Belofte
from belofte.bootstrap.desks import further_links
from belofte.bootstrap.fronts import site_of
from belofte.bootstrap.inbox import inbox_desk
from belofte.domain.rights.names import HANDLED
from belofte.procedures.desks import Submission
from belofte.procedures.intake.intake import LETTERS_AN_ADDRESS, REQUESTS_A_NETWORK
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.web.health import Health
from belofte.web.pages import fault_pages
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_public_app

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STRANGER = "niemand@nergens.example"
FIELDS = {
    "rectification": {"kind_1": "name", "should_1": "Anna Vermeer"},
    "restriction": {"because": "Ik heb ze nodig."},
    "objection": {"because": "Ik word gepest."},
    "question": {"text": "Wie is bij u de functionaris?"},
}
"""What the form of a right wants beside the address."""


@dataclass
class Watched:
    """A system of the company that notes when anything is asked of it."""

    inner: Any
    asked: list[str]

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self.inner, name)


@dataclass
class Front:
    """The public pages, and what happened behind them."""

    world: World
    belofte: Belofte
    client: TestClient[Any]
    clock: Clock
    systems: list[str] = field(default_factory=list[str])

    @cached_property
    def customers(self) -> list[str]:
        """People whom the company knows by an address of their own, each of whom asks once."""
        found = crm(self.world, "SELECT min(email) FROM customers WHERE email LIKE '%@%' GROUP BY lower(email)")
        asks = {self.world.made.asks, self.world.made.leaves}
        return [email for (email,) in found if email not in asks]

    def asks(self, right: str, address: str) -> tuple[httpx.Response, list[str]]:
        """The form was sent in: the page, and each statement that the store was given for it."""
        form = {"right": right, **FIELDS.get(right, {})}
        with statements() as done:
            page = self.client.post("/nl/request", data={**form, "address": address})
        return page, done

    def letters(self, address: str) -> int:
        self.belofte.work.tend()
        return len(self.world.letters_to(address))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    world = fresh_world(tmp_path_factory.mktemp("front") / "home")
    with world.open() as belofte:
        site, asked, clock = site_of(belofte), list[str](), Clock(datetime.now(UTC))
        connectors: Mapping[str, Any] = {name: Watched(c, asked) for name, c in belofte.parts.connectors.items()}
        belofte.current.parts = replace(belofte.parts, connectors=connectors, clock=clock)
        parts = FrontParts(Health((), tuple), site.public_url, faults=fault_pages(site))
        with TestClient(build_public_app(public_routes(belofte.public, site, further_links(belofte)), parts)) as client:
            yield Front(world, belofte, client, clock, asked)


@pytest.fixture
def front(opened: Front) -> Front:
    """The same pages some hours later: what was counted in an hour is over."""
    opened.clock.moment += timedelta(hours=2)
    return opened


@contextmanager
def statements() -> Generator[list[str]]:
    done: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        done.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield done
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def calls() -> Generator[Counter[str]]:
    """Every call that our own code makes in threads that begin meanwhile: those that answer a page."""
    made: Counter[str] = Counter()

    def note(frame: FrameType, kind: str, called: Any) -> None:
        if kind in ("call", "c_call") and str(frame.f_globals.get("__name__", "")).startswith("belofte."):
            made[called.__qualname__ if kind == "c_call" else frame.f_code.co_qualname] += 1

    threading.setprofile(note)
    try:
        yield made
    finally:
        threading.setprofile(None)


def as_long_as(address: str, begins: str) -> str:
    """An address that nobody has, as long as another: then the two pages are equally long too."""
    return (begins + "x" * len(address))[: len(address) - len("@n.example")] + "@n.example"


def alike(page: str, address: str) -> str:
    """The page without its reference and the address that was typed, the only things that may differ."""
    return re.sub(r"B-\w{4}-\w{3}", "REFERENCE", page.replace(address, "ADDRESS"))


@pytest.mark.parametrize("right", HANDLED)
def test_known_and_unknown_meet_the_same_page_after_the_same_work(front: Front, right: str) -> None:
    known = front.customers[HANDLED.index(right)]
    unknown = as_long_as(known, right[:4])
    front.asks(right, f"first-{unknown}")  # the first of a kind is remembered as such
    (page, work), (other, same_work) = front.asks(right, known), front.asks(right, unknown)
    assert front.world.letters_to(known) == front.world.letters_to(unknown) == [], "no mail is sent before the page"
    assert (page.status_code, other.status_code) == (200, 200)
    assert alike(page.text, known) == alike(other.text, unknown)
    assert page.headers == other.headers
    assert work == same_work, "the store is asked the same, whoever it is"
    assert front.systems == [], "and no system of the company is asked anything"


async def _work_for(front: Front, addresses: Sequence[str]) -> list[Counter[str]]:
    """What was called for each of them."""
    work: list[Counter[str]] = []
    through = httpx.ASGITransport(front.client.app)
    with calls() as made:
        async with httpx.AsyncClient(transport=through, base_url="http://front.example") as client:
            for address in addresses:
                made.clear()
                page = await client.post("/nl/request", data={"right": "access", "address": address})
                assert page.status_code == 200
                work.append(Counter(made))
    return work


def test_our_code_does_the_same_work_for_known_and_unknown(front: Front) -> None:
    """What takes time without asking a system or the store would show here: a hash, a search, a letter drawn."""
    known = front.customers[-1]
    unknown = as_long_as(known, "s")
    work = asyncio.run(_work_for(front, (f"first-{unknown}", known, unknown)))
    assert work[1]["submit"] > 0
    assert work[1] == work[2]


def test_a_link_works_through_the_last_day_that_its_letter_names(front: Front) -> None:
    """The letter says "up to and including" a day; a link that ended at the hour it was made would end before it."""
    asked, sent = front.clock.moment, f"evening-{STRANGER}"
    front.asks("access", sent)
    front.letters(sent)
    token = front.world.link_for(sent)
    last = (asked.astimezone(AMSTERDAM) + timedelta(days=7)).replace(hour=23, minute=59, second=0)
    try:
        front.clock.moment = last.astimezone(UTC)
        assert front.belofte.public.link(token).state == "open"
        front.clock.moment = last.astimezone(UTC) + timedelta(minutes=2)
        assert front.belofte.public.link(token).state == "expired"
    finally:
        front.clock.moment = asked


def test_a_lost_link_says_the_same_whether_it_was_sent_or_not(front: Front) -> None:
    known, stranger = front.world.made.leaves, f"lost-{STRANGER}"
    reference = re.search(r"B-\w{4}-\w{3}", front.asks("access", known)[0].text)
    assert reference is not None
    before = front.letters(known)
    pages = [
        front.client.post("/nl/lost", data={"reference": written, "address": address})
        for written, address in ((reference[0], known), (reference[0], stranger), ("B-0000-000", known))
    ]
    assert len({(page.status_code, alike(page.text, known).replace(stranger, "ADDRESS")) for page in pages}) == 1
    assert (front.letters(known), front.letters(stranger)) == (before + 1, 0)


def test_mail_to_an_address_that_others_type_is_limited_and_the_page_does_not_tell(front: Front) -> None:
    victim = f"victim-{STRANGER}"
    pages = {alike(front.asks("access", victim)[0].text, victim) for _ in range(LETTERS_AN_ADDRESS + 3)}
    assert len(pages) == 1
    assert front.letters(victim) == LETTERS_AN_ADDRESS
    references = re.findall(r"B-\w{4}-\w{3}", " ".join(front.world.letters_to(victim)))
    for _ in range(3):
        front.client.post("/nl/lost", data={"reference": references[0], "address": victim})
    assert front.letters(victim) == LETTERS_AN_ADDRESS, "a lost link is mail to a typed address too"


def test_requests_of_one_network_are_limited_whatever_they_type(front: Front) -> None:
    said = [front.asks("access", f"n{n}-{STRANGER}")[0].status_code for n in range(REQUESTS_A_NETWORK + 1)]
    assert said[-1] == 429
    before = stopped(front)
    assert before == 1, "what was stopped is counted"
    front.asks("access", f"more-{STRANGER}")
    assert stopped(front) == 2
    told = [task for task in front.belofte.desk(NeedsDesk).needs().tasks if task.kind == "form-stopped"]
    assert [task.count for task in told] == [2], "one task, however many"


def stopped(front: Front) -> int:
    return inbox_desk(front.belofte).stopped().form


def test_the_mailbox_of_the_person_we_know_is_not_flooded_by_strangers_who_name_them(front: Front) -> None:
    """T-02: each stranger proves an address of their own; the letters to the known one are counted together."""
    known, number = front.world.made.asks, front.world.made.number_of(front.world.made.asks)
    before = front.letters(known)
    for stranger in (f"s{n}-{STRANGER}" for n in range(LETTERS_AN_ADDRESS + 2)):
        front.belofte.public.submit(Submission("access", stranger, "nl", number=number))
        front.belofte.work.tend()
        assert front.belofte.public.confirm(front.world.link_for(stranger)) == "open"
    assert front.letters(known) - before == LETTERS_AN_ADDRESS
