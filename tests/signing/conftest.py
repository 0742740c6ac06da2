"""A whole installation with its office behind the door, a clock that can be moved, and browsers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from pyotp.totp import TOTP
from tests.clocks import Clock

from belofte.bootstrap import Belofte, open_belofte
from belofte.bootstrap.fronts import office_front, site_of
from belofte.domain.account import Role
from belofte.procedures.sign_in.accounts_desk import Accounts
from belofte.web.health import Health

EXAMPLE = Path(__file__).parents[2] / "examples" / "linprofs"
HERE = "http://127.0.0.1:8081"
PASSWORD = "vier woorden op een rij"
MIEKE = "Mieke de Boer"

Browser = TestClient[Litestar]


def without_a_life(app: Any) -> Any:
    """The app for many browsers at once: none of them starts or ends it."""

    async def answering(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    return answering


@dataclass
class Office:
    """One installation, open, and the app of its office as it is served."""

    belofte: Belofte
    clock: Clock
    app: Any
    closing: ExitStack

    @property
    def accounts(self) -> Accounts:
        return self.belofte.desk(Accounts)

    def browser(self, base: str = HERE) -> Browser:
        """A browser that was never here."""
        client = TestClient(cast("Litestar", self.app), base_url=base, raise_server_exceptions=False)
        return self.closing.enter_context(client)

    def enrolled(self, name: str = MIEKE, role: Role = Role.PRIVACY_OFFICER) -> Person:
        """Somebody with an account, a password and an app for codes."""
        link = self.accounts.add(name, role)
        person = Person(self, name, "")
        person.enrol(self.browser(), link)
        return person

    def signed_in(self, name: str = MIEKE, role: Role = Role.PRIVACY_OFFICER, base: str = HERE) -> Browser:
        """A browser in which somebody is signed in."""
        browser, person = self.browser(base), self.enrolled(name, role)
        self.clock.forward(seconds=60)
        assert person.sign_in(browser).status_code == 303
        return browser

    def stored(self) -> bytes:
        """Every byte of the store's files."""
        return b"".join(file.read_bytes() for file in self.belofte.home.data.glob("store.sqlite*"))


@dataclass
class Person:
    """Somebody of the office, with what they know and have."""

    office: Office
    name: str
    secret: str
    password: str = PASSWORD

    @property
    def code(self) -> str:
        return TOTP(self.secret).at(int(self.office.clock.now().timestamp()))

    def enrol(self, browser: Browser, link: str) -> Any:
        page = browser.post(f"/nl/enrol/{link}/codes").text
        self.secret = re.search(r"secret=([A-Z2-7]+)", page)[1]
        token = re.search(r'name="token" value="(\w+)"', page)[1]
        fields = {"token": token, "password": self.password, "repeated": self.password, "code": self.code}
        return browser.post(f"/nl/enrol/{link}/password", data=fields, follow_redirects=False)

    def sign_in(self, browser: Browser, place: str = "/", **other: str) -> Any:
        fields = {"name": self.name, "password": self.password, "code": self.code, "next": place, **other}
        return browser.post("/nl/sign-in", data=fields, follow_redirects=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_office(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Office]]:
    """Open an installation with these settings; ``environment`` is the policy's."""
    with ExitStack() as stack:

        def open_(environment: str = "production", **settings: object) -> Office:
            home = tmp_path / "home"
            if not home.exists():
                shutil.copytree(EXAMPLE, home / "policy")
            lines = (
                f"{name} = {value if isinstance(value, int) else f'{value!r}'}\n" for name, value in settings.items()
            )
            (home / "belofte.toml").write_text("".join(lines), encoding="utf-8")
            belofte = stack.enter_context(open_belofte(home / "policy"))
            parts = belofte.parts
            policy = replace(parts.policy, environment=environment)
            belofte.current.parts = replace(parts, policy=policy, clock=clock)
            front = office_front(belofte, site_of(belofte), Health((), tuple), lambda: None)
            return Office(belofte, clock, without_a_life(front.app), stack)

        yield open_


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    return open_office()


@pytest.fixture
def mieke(office: Office) -> Person:
    """A privacy officer, enrolled; their code of this moment was used."""
    person = office.enrolled()
    office.clock.forward(seconds=60)
    return person
