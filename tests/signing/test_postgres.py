"""The same door with Postgres as the store: names, codes, links and sessions, two of them at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from tests.engine.postgres_wheel import own_postgres

from belofte.domain.account import Role
from belofte.domain.errors import WrongUse

from .conftest import MIEKE, Office


def test_the_door_on_a_postgres_store(open_office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    with own_postgres() as server:
        monkeypatch.setenv("STORE", server.url)
        office = open_office(store_url="env:STORE")
        person = office.enrolled()
        with pytest.raises(WrongUse, match="of this name"):
            office.accounts.add("MIEKE DE BOER", Role.STAFF)
        office.clock.forward(seconds=60)
        browsers, outcomes = [office.browser() for _ in range(3)], list[int]()
        code = person.code

        def use(browser: object) -> None:
            outcomes.append(person.sign_in(browser, code=code).status_code)

        threads = [threading.Thread(target=use, args=(browser,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == [303, 403, 403], "of three uses of one code one gets in"
        (inside,) = [browser for browser in browsers if "belofte-office" in browser.cookies]
        assert inside.get("/nl/").status_code == 200
        office.accounts.disable(MIEKE)
        assert inside.get("/nl/", follow_redirects=False).status_code == 303
        assert not (office.belofte.home.data / "store.sqlite").exists()
        office.belofte.parts.store.close()
