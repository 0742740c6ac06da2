"""The office opened for several people at once, each signed in with an account of the installation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar
from litestar.testing import TestClient
from tests.worlds import World

from belofte.bootstrap import Belofte
from belofte.bootstrap.desks import office_desks
from belofte.bootstrap.fronts import site_of
from belofte.bootstrap.managing import managing_of
from belofte.domain.account import Means
from belofte.procedures.sign_in.signing_in import SignedIn
from belofte.web.health import Health
from belofte.web.office import office_routes
from belofte.web.pages import office_fault_pages
from belofte.web.server import FrontParts, build_office_app
from belofte.web.signing.address import OfficeAddress
from belofte.web.signing.door import Door

HERE = "http://127.0.0.1:8081"


@dataclass(frozen=True)
class ByName:
    """Sessions whose token is the name of an account, without blanks and points."""

    belofte: Belofte

    def who(self, token: str) -> SignedIn | None:
        with self.belofte.parts.store.reading() as tx:
            found = [one for one in tx.accounts.all() if re.sub(r"\W", "", one.name) == token]
        return SignedIn(found[0], Means.PASSKEY, is_fresh=True, seal=token.encode()) if found else None


@dataclass
class Room:
    """One person's browser at the office."""

    client: TestClient[Litestar]

    def see(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def sends(self, page: str, act: str, files: Any = None, **fields: str) -> Any:
        found = re.search(
            rf'action="([^"]*/{act})"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', self.see(page)
        )
        assert found, f"there is no form for {act} on {page}"
        hidden = dict(re.findall(r'<input type="hidden" name="(plan)" value="([^"]*)"', self.see(page)))
        return self.client.post(found[1], data={"seal": found[2], **hidden, **fields}, files=files)


@contextmanager
def rooms(world: World, *names: str) -> Iterator[tuple[Belofte, list[Room]]]:
    """The office's app once, and a browser for each of the named people."""
    with world.open() as belofte:
        site = site_of(belofte)
        parts = FrontParts(Health((), tuple), HERE, faults=office_fault_pages(site))
        door = Door(ByName(belofte), site, OfficeAddress(HERE))
        app = cast(
            "Litestar",
            build_office_app(office_routes(office_desks(belofte), site, managing=managing_of(belofte)), parts, door),
        )
        with TestClient(app, base_url=HERE) as first:
            opened = [first, *(TestClient(app, base_url=HERE) for _ in names[1:])]
            for client, name in zip(opened, names, strict=True):
                client.cookies.set("belofte-office", re.sub(r"\W", "", name))
            yield belofte, [Room(client) for client in opened]
