"""`belofte serve` over the sample company: two requests from form to answer, and nothing of the people in any log."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import cast

import pytest
from tests.ports import free_port

from belofte.bootstrap import DemoWorld, make_demo, sandbox_letters

sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))
sys.path.insert(0, str(Path(__file__).parent))

from processes import Process, running, until

SERVE = Path(__file__).parent / "serve_command.py"


@dataclass
class Company:
    world: DemoWorld
    public: str
    office: str
    log: Path

    @contextmanager
    def serving(self) -> Iterator[Process]:
        with running(SERVE, [str(self.world.home.policy)], self.log) as process:
            assert until(lambda: answers(f"{self.public}/health/live")), process.text()
            yield process

    def asks(self, right: str, address: str) -> str:
        """Somebody sends the form in and presses the button of the letter; returns the reference."""
        page = post(f"{self.public}/nl/request", {"right": right, "address": address})
        reference = re.search(r"B-[0-9A-Z]{4}-[0-9A-Z]{3}", page)
        assert reference is not None
        post(self.link_to(address), {})
        return reference.group()

    def approves(self, reference: str) -> None:
        """The office signs in by the sandbox's button, reads the plan, and the free text of a copy where there is some,
        and approves it."""
        address = f"{self.office}/nl/requests/{reference}"
        assert "Proefomgeving: kies wie u bent" in get(address)
        post(f"{self.office}/nl/sign-in/sandbox", {"role": "privacy-officer", "next": "/nl/"})
        assert until(lambda: f"{reference}/approve" in get(address)), "the plan is there to be approved"
        page = get(address)
        if "/read" in page:
            assert "Vastgelegd: Sandbox privacy officer" in post(f"{address}/read", fields_of(page, "read"))
        post(f"{address}/approve", fields_of(page, "approve") | {"read": "yes", "blind": "yes"})
        BROWSER.cookies.clear()

    def link_to(self, address: str, word: str = "/l/") -> str:
        found: list[str] = []

        def arrived() -> bool:
            texts = [text for to, text in sandbox_letters(self.world.home) if address in to and word in text]
            found[:] = re.findall(r"http\S+/l/[0-9a-f]+", texts[-1]) if texts else []
            return bool(found)

        assert until(arrived), self.log.read_text()
        return found[-1]

    def letters_to(self, address: str) -> int:
        return sum(1 for to, _ in sandbox_letters(self.world.home) if address in to)

    def is_answered(self, address: str) -> bool:
        return self.letters_to(address) >= 2


def fields_of(page: str, act: str) -> dict[str, str]:
    """What a browser sends back from the form of one act."""
    form = re.search(rf'action="[^"]*/{act}"(.*?)</form>', page, re.DOTALL)
    assert form is not None
    return dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form.group(1)))


def answers(url: str) -> bool:
    try:
        return bool(get(url))
    except OSError:
        return False


class Browser:
    """Keeps the cookies that it is given."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))


BROWSER = Browser()


def get(url: str) -> str:
    with cast("HTTPResponse", BROWSER.opener.open(url, timeout=120)) as answer:
        return answer.read().decode()


def post(url: str, fields: dict[str, str]) -> str:
    body = urllib.parse.urlencode(fields).encode()
    with cast("HTTPResponse", BROWSER.opener.open(url, body, timeout=120)) as answer:
        return answer.read().decode("utf-8", "replace")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    world = make_demo(tmp_path / "demo", 60)
    public, office = free_port(), free_port()
    settings = {
        "public_listen": f"127.0.0.1:{public}",
        "office_listen": f"127.0.0.1:{office}",
        "public_url": f"http://127.0.0.1:{public}",
        "log_format": "json",
    }
    lines = [f'{name} = "{value}"\n' for name, value in settings.items()]
    world.home.settings_file.write_text("".join(lines), encoding="utf-8")
    log = tmp_path / "serve.log"
    return Company(world, f"http://127.0.0.1:{public}", f"http://127.0.0.1:{office}", log)


def test_two_requests_from_form_to_answer_leave_nothing_of_the_people_in_log_and_engine(company: Company) -> None:
    asks, leaves = company.world.asks, company.world.leaves
    told = personal_values(company, asks) | personal_values(company, leaves)
    with company.serving() as process:
        for right, address in (("access", asks), ("erasure", leaves)):
            company.approves(company.asks(right, address))
            assert until(lambda who=address: company.is_answered(who)), process.text()
        process.signal(signal.SIGTERM)
        assert process.ends() == 0, process.text()
    tokens = set(re.findall(r"/l/([0-9a-f]{24,})", " ".join(text for _, text in sandbox_letters(company.world.home))))
    assert len(told) > 10
    assert len(tokens) >= 3
    for kept in (company.log, *company.world.home.data.glob("engine.sqlite*")):
        if kept.is_file():
            held = [value for value in told | tokens if value.encode() in kept.read_bytes()]
            assert held == [], kept.name
    assert "drive ended" in company.log.read_text()
    assert "[withheld]" not in company.log.read_text()


@pytest.mark.parametrize("after_seconds", [0.0, 0.05])
def test_killed_right_after_approval_the_request_is_answered_after_the_restart(
    company: Company, after_seconds: float
) -> None:
    address = company.world.leaves
    with company.serving() as process:
        reference = company.asks("erasure", address)
        company.approves(reference)
        time.sleep(after_seconds)
        process.signal(signal.SIGKILL)
        process.ends()
    with company.serving() as process:
        assert until(lambda: company.is_answered(address)), process.text()
    with closing(sqlite3.connect(company.world.home.sandbox / "crm.sqlite")) as crm:
        still = crm.execute("select count(*) from customers where email = ?", (address,)).fetchone()
    assert still == (0,)


def personal_values(company: Company, address: str) -> set[str]:
    """What the sample company's database knows of this person, as texts long enough to be told apart."""
    with closing(sqlite3.connect(company.world.home.sandbox / "crm.sqlite")) as crm:
        crm.row_factory = sqlite3.Row
        row = crm.execute("select * from customers where email = ?", (address,)).fetchone()
        places = crm.execute("select * from addresses where customer_id = ?", (row["id"],)).fetchall()
    values = [str(value) for found in (row, *places) for value in tuple(found)]
    return {value for value in values if len(value) >= 5 and value[:2] != "20"} | {address}
