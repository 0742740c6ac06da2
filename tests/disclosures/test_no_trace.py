"""One secret order, lived through whole; then everything anybody else can see is searched for what would give it away.

Pages for each role, public pages, the programs' interface, the calendar, messages to programs, every command's JSON, a
dossier, the evidence files, the log, all mail, the numbers, the clear text of the stores and of a backup.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.clocks import in_days
from tests.disclosures.rooms import HERE, Room, rooms
from tests.disclosures.test_secret import handed_over, secret
from tests.disclosures.worlds_of_orders import on_paper, with_accounts
from tests.rights.commands import approve, typed
from tests.rights.commands import received as requested
from tests.worlds import World

from belofte.bootstrap import fronts, sandbox_letters
from belofte.bootstrap.desks import further_links
from belofte.domain.api_token import Scope
from belofte.procedures.clock.calendar_desk import CalendarDesk
from belofte.procedures.clock.daily import Lasting
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.programs.webhooks import Reply, queue_events, send_messages
from belofte.procedures.programs.webhooks_desk import Webhooks
from belofte.web.api.app import OPERATIONS
from belofte.web.api.calendar import written
from belofte.web.health import Health
from belofte.web.pages import fault_pages
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_public_app

SECRECY = "126bb"
WORDS = ("126nd", SECRECY, "Openbaar Ministerie", "Prosecution", "public-prosecutor", "vordering-2026", "2026-118-OM")
"""What the order says of itself: article, secrecy, authority, the file's name, its words."""
MAY_HOLD_THE_ID = {"disclosures", "vault_entries", "packages"}
"""Tables in which each disclosure, told or not, has a random id; whether it is a secret one stands there nowhere."""


class Kept(logging.Handler):
    """Everything any part of the process logs, whatever its level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {vars(record)}")


@contextmanager
def kept_log() -> Iterator[list[str]]:
    kept, loggers = Kept(), [logging.getLogger(), logging.getLogger("belofte")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(kept)
        one.setLevel(logging.DEBUG)
    try:
        yield kept.said
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.removeHandler(kept)
            one.setLevel(level)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, list[str], list[str]]]:
    """A secret order, handed over and held; an access request and an erasure after it; a day of the lasting process."""
    folder = tmp_path_factory.mktemp("order")
    world, order = with_accounts(folder), on_paper(folder)
    with kept_log() as log:
        assert typed(world, "user", "add", "A. Prins", "--role", "privacy-officer")[0] == 0
        assert typed(world, "user", "add", "R. Visser", "--role", "auditor")[0] == 0
        with world.open() as belofte:
            belofte.desk(Webhooks).add("another program", "https://other.example/here", (), lambda _url: None)
        whom = world.made.leaves
        view = secret(world, order, whom, "--category", "contact", "--hold-until", "2030-01-01", "--keep-file")
        entry = view["disclosure"]
        handed_over(world, entry["id"])
        references: list[str] = []
        for right in ("access", "erasure"):
            reference = requested(world, right, whom)
            assert typed(world, "request", "confirm", reference)[0] == 0
            approve(world, reference)
            references.append(reference)
        with world.open(f"{in_days(8)}T09:00:00Z") as belofte:
            Lasting(belofte.current, "").tend()
            belofte.work.tend()
        traces = [*WORDS, entry["id"], entry["hold"], entry["digest"], view["plan"]["id"]]
        yield world, traces, references
    assert found_in({"log": "\n".join(log)}, traces) == []


def found_in(outputs: Mapping[str, str], traces: list[str]) -> list[str]:
    assert all(outputs.values()), "an empty output was not looked at"
    return [f"{trace} in {name}" for name, text in outputs.items() for trace in traces if is_told(trace, text)]


def is_told(trace: str, text: str) -> bool:
    """The article's number could stand by chance amid the digits of a random id; there it tells nothing."""
    if trace != SECRECY:
        return trace in text
    return re.search(rf"(?<![0-9a-f]){SECRECY}(?![0-9a-f])", text) is not None


def crawled(room: Room, start: str) -> dict[str, str]:
    """Every page that can be reached by links from one page."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/"):
            continue
        answer = room.client.get(address)
        seen[address] = answer.text or "-"
        waiting += [link for link in re.findall(r'href="(/[^"]*)"', answer.text) if not link.startswith("/static")]
    return seen


def but_the_list(page: str) -> str:
    """A page without the choice of authorities and their articles: those are data that ship, the same for everybody."""
    return re.sub(r'<select id="disclosure-authority".*?</select>', "", page, flags=re.DOTALL)


def test_no_page_of_anybody_else_shows_a_trace(lived: tuple[World, list[str], list[str]]) -> None:
    world, traces, references = lived
    with rooms(world, "K. Mol", "A. Prins", "R. Visser") as (belofte, others):
        for room in others:
            pages = crawled(room, "/nl/") | crawled(room, "/en/")
            assert len(pages) > 20
            assert any(reference in text for reference in references for text in pages.values())
            assert {"/nl/disclosures", "/nl/holds", "/nl/needs"} <= pages.keys()
            assert found_in({name: but_the_list(text) for name, text in pages.items()}, traces) == []
        site = fronts.site_of(belofte)
        parts = FrontParts(Health((), tuple), site.public_url, faults=fault_pages(site))
        public = build_public_app(public_routes(belofte.public, site, further_links(belofte)), parts)
        with TestClient(cast("Litestar", public), base_url=site.public_url) as client:
            pages = crawled(Room(client), "/nl/") | crawled(Room(client), "/en/")
            tokens = re.findall(r"/l/[0-9a-f]{48}", "".join(text for _, text in sandbox_letters(world.made.home)))
            pages |= {address: client.get(address).text for address in tokens}
        assert found_in(pages, traces) == []


def here(front: Any) -> Any:
    """The same app, asked from this machine itself: the numbers are for nobody else."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        await front({**scope, "client": ("127.0.0.1", 50_000)} if scope["type"] == "http" else scope, receive, send)

    return asked


def test_no_program_is_told_a_trace(lived: tuple[World, list[str], list[str]]) -> None:
    world, traces, references = lived
    engine = SimpleNamespace(in_hand=int, resting=int, workers=SimpleNamespace(seen=tuple))
    with world.open() as belofte:
        numbers = Health((), lambda: vars(fronts)["_counts"](belofte, engine))
        front = fronts.office_front(belofte, fronts.site_of(belofte), numbers, lambda: None).app
        desk = belofte.desk(Tokens)
        now = belofte.parts.now()
        token = desk.create("all", [Scope.READ], now.replace(year=now.year + 1), "")[0]
        with TestClient(cast("Litestar", here(front)), base_url=HERE) as client:
            head = {"Authorization": f"Bearer {token}"}
            paths = [one.path for one in OPERATIONS if one.method == "GET"]
            told_: dict[str, str] = {}
            for path in paths:
                for reference in references if "{" in path else ("",):
                    address = "/api/v1" + re.sub(r"\{[^}]*\}", reference, path)
                    told_[address] = client.get(address, headers=head).text or "-"
            told_["/metrics"] = client.get("/metrics").text
        with belofte.parts.store.reading() as tx:
            told_["events"] = repr(list(tx.events.after(0, 100_000)))
    assert len(told_) > 8
    assert "belofte_requests" in told_["/metrics"]
    assert found_in(told_, traces) == []


READING: tuple[tuple[str, ...], ...] = (
    ("request", "list"), ("task", "list"), ("register",), ("breach", "list", "--all"), ("hold", "list", "--all"),
    ("disclose", "list", "--all"), ("disclose", "authorities"), ("sweep", "--dry-run"), ("check",), ("doctor",),
    ("inbox", "list"), ("user", "list"), ("token", "list"), ("webhook", "list"), ("letters", "list"), ("verify",),
    ("lint",), ("notice",), ("work",), ("told", "list"),
)  # fmt: skip


def test_no_calendar_and_no_message_to_a_program_holds_a_trace(lived: tuple[World, list[str], list[str]]) -> None:
    """The calendar feed as a calendar program gets it, and the body and headers of every message that goes out."""
    world, traces, references = lived
    bodies: list[str] = []

    def taken(_url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        bodies.append(body.decode() + repr(dict(headers)))
        return Reply(200)

    with world.open(f"{in_days(8)}T10:00:00Z") as belofte:
        queue_events(belofte.parts)
        while send_messages(belofte.parts, taken):
            continue
        feed = written(belofte.desk(CalendarDesk).feed()).decode()
    assert len(bodies) > 10
    assert any(reference in body for reference in references for body in bodies)
    told_ = {f"message {number}": body for number, body in enumerate(bodies)} | {"calendar": feed}
    assert "BEGIN:VCALENDAR" in feed
    assert found_in(told_, traces) == []


def test_no_command_prints_a_trace(lived: tuple[World, list[str], list[str]]) -> None:
    world, traces, references = lived
    whom = world.made.leaves
    commands = [*READING, ("find", whom), *(("request", "show", one) for one in references)]
    printed: dict[str, str] = {}
    for words in commands:
        for more in ((), ("--json",)):
            status, text = typed(world, *words, *more)
            assert status in (0, 1, 3), (words, text)
            printed[" ".join((*words, *more))] = text or "-"
    public = {name: text for name, text in printed.items() if not name.startswith("disclose authorities")}
    assert found_in(public, traces) == []


def test_no_dossier_evidence_mail_or_clear_text_holds_a_trace(
    lived: tuple[World, list[str], list[str]], tmp_path: Path
) -> None:
    world, traces, references = lived
    home = world.made.home
    for reference in references:
        target = tmp_path / f"{reference}.zip"
        words = ("request", "export", reference, "--to", str(target), "--by", "A. Prins", "--reasons", "for our lawyer")
        status, said = typed(world, *words)
        assert status == 0, said
        with zipfile.ZipFile(target) as dossier:
            outputs = {name: dossier.read(name).decode("utf-8", "replace") for name in dossier.namelist()}
        assert found_in({name: text or "-" for name, text in outputs.items()}, traces) == []
    letters = {f"letter {n}": text for n, (_, text) in enumerate(sandbox_letters(home))}
    assert len(letters) > 3
    assert found_in(letters, traces) == []
    evidence = {file.name: file.read_text("utf-8", "replace") for file in (home.data / "evidence").rglob("*.*")}
    assert found_in({name: text or "-" for name, text in evidence.items()}, traces) == []
    backup = tmp_path / "backup"
    assert typed(world, "backup", str(backup))[0] == 0
    for folder in (home.data, backup):
        for file in (one for one in folder.rglob("*") if one.is_file() and "sandbox" not in one.parts):
            text = file.read_bytes().decode("latin-1")
            assert [word for word in WORDS if word in text] == [], file
    (entry, hold) = traces[len(WORDS) : len(WORDS) + 2]
    assert tables_with(home.data / "store.sqlite", entry) <= MAY_HOLD_THE_ID
    assert tables_with(home.data / "store.sqlite", hold) <= {"vault_entries"}


def tables_with(file: Path, value: str) -> set[str]:
    """The tables of a store in which a value stands in the clear."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names if holds(store, name, value)}


def holds(store: sqlite3.Connection, table: str, value: str) -> bool:
    rows: list[tuple[Any, ...]] = store.execute(f"SELECT * FROM {table}").fetchall()
    return any(value in str(cell) for row in rows for cell in row)
