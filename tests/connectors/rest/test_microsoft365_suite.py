"""The behaviours every connector is held to, by Microsoft 365; and everything in one go over all that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.connectors.rest.office import ANNA, BRAM, DESK, TABLES, Connected, office
from tests.connectors.rest.test_every_connector import TO_ALLOW, stopped

from belofte.domain.system_map import Verb
from belofte.ports import SystemConnector
from belofte.sandbox.rest.simulator import Simulator
from belofte.testing import ConnectorSuite

OUT_OF_SIGHT = "purges"


class OfficeWorld:
    person, other = (ANNA,), (BRAM,)
    correction = ("contacts", "displayName", "Anna Bakker")

    def __init__(self, vendor: Simulator, connected: Connected) -> None:
        self._vendor, self._connected = vendor, connected

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        verbs = f"[{', '.join(sorted(verb for verb in allow if verb in TO_ALLOW))}]"
        return self._connected(allow=verbs, tables=TABLES, mailboxes=f"[{DESK}]", files_hold="one-person")

    def writing_calls(self) -> int:
        return self._vendor.calls().writing

    def holds(self, text: str) -> bool:
        return set(self._vendor.holds(text)) - {OUT_OF_SIGHT} != set()

    def away(self) -> AbstractContextManager[object]:
        return stopped(self._vendor)


class TestMicrosoft365(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[OfficeWorld]:
        with office(tmp_path, without=("m4", "m5", "m6")) as (vendor, connected):
            yield OfficeWorld(vendor, connected)
