"""The contract suite, run over the REST connectors there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from tests.connectors.rest.books import DIVISION, Books, Moment, account
from tests.connectors.rest.clubkast import KEY, Clubkast, Wrong
from tests.connectors.rest.systems import NoPause, StillClock, connector_of, folder_with, system_text
from tests.connectors.rest.test_mailchimp import KINDS, TABLES
from tests.connectors.rest.test_own_connector import written

from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.identity import Identifier
from belofte.domain.system_map import Verb
from belofte.loading.folder import load_policy_folder
from belofte.ports import SystemConnector
from belofte.sandbox.rest.simulator import Simulator, simulate
from belofte.testing import ConnectorSuite

ANNA = (Identifier("email", "", "anna@dvries.example"),)
BRAM = (Identifier("email", "", "bram@bakker.example"),)


class ClubWorld:
    person, other = ANNA, BRAM
    correction = ("members", "name", "Anna Bakker")

    def __init__(self, service: Clubkast, folder: Path, stack: ExitStack) -> None:
        self._service, self._folder, self._stack = service, folder, stack

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        verbs = f"allow: [{', '.join(sorted(verb for verb in allow if verb in TO_ALLOW))}]"
        folder = load_policy_folder(written(self._folder, self._service.url, allow=("allow: all", verbs)))
        around = Surroundings(
            StillClock(), {"file:clubkast.key": KEY}.__getitem__, self._folder / "kept", pause=NoPause()
        )
        return self._stack.enter_context(closing(make_connector(folder.systems["club"], around)))

    def writing_calls(self) -> int:
        return len(self._service.writing())

    def holds(self, text: str) -> bool:
        return text in str(self._service.members)

    @contextmanager
    def away(self) -> Iterator[object]:
        self._service.wrong["GET /members"] = [Wrong(hang_up=True)] * 99
        yield
        self._service.wrong.clear()


TO_ALLOW = {"find", "export", "rectify", "restrict", "lift", "erase", "read_back", "observe", "purge"}


class TestACompanysOwnConnector(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[ClubWorld]:
        with Clubkast() as service, ExitStack() as stack:
            service.add(1, "anna@dvries.example", "Anna de Vries", photo=True)
            service.add(2, "bram@bakker.example", "Bram Bakker")
            yield ClubWorld(service, tmp_path, stack)


class MailChimpWorld:
    person, other = ANNA, BRAM
    correction = ("members", "FNAME", "Annie")

    def __init__(self, vendor: Simulator, folder: Path, stack: ExitStack) -> None:
        self._vendor, self._folder, self._stack = vendor, folder, stack

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        verbs = f"[{', '.join(sorted(verb for verb in allow if verb in TO_ALLOW))}]"
        text = system_text("mailchimp", self._vendor.api_url, {"key": "file:k"}, TABLES, verbs)
        folder = folder_with(self._folder, "mailchimp", text, KINDS)
        made = connector_of(folder, "mailchimp", {"file:k": self._vendor.secrets["api_key"]}, self._folder / "kept")
        return self._stack.enter_context(closing(made))

    def writing_calls(self) -> int:
        return self._vendor.calls().writing

    def holds(self, text: str) -> bool:
        return self._vendor.holds(text) != []

    def away(self) -> AbstractContextManager[object]:
        return stopped(self._vendor)


@contextmanager
def stopped(vendor: Simulator) -> Iterator[object]:
    """While this is open, nobody answers at the vendor's place."""
    vendor.server.stop()
    yield
    vendor.server.start()


class TestMailChimp(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[MailChimpWorld]:
        with simulate("mailchimp", tmp_path / "mailchimp.sqlite") as vendor, ExitStack() as stack:
            vendor.put("lists", [{"id": "news", "name": "Nieuws"}, {"id": "shops", "name": "Winkels"}])
            names = {"FNAME": "Anna", "LNAME": "de Vries"}
            vendor.put(
                "members",
                [
                    {"list_id": "news", "email_address": "anna@dvries.example", "merge_fields": names},
                    {"list_id": "shops", "email_address": "anna@dvries.example", "merge_fields": names},
                    {"list_id": "news", "email_address": "bram@bakker.example"},
                ],
            )
            yield MailChimpWorld(vendor, tmp_path, stack)


class ExactWorld:
    person, other = ANNA, BRAM
    correction = ("accounts", "Phone", "+31 38 123 45 67")

    def __init__(self, books: Books) -> None:
        self._books = books

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        return self._books.connector(f"[{', '.join(sorted(verb for verb in allow if verb in TO_ALLOW))}]")

    def writing_calls(self) -> int:
        return self._books.vendor.calls().writing

    def holds(self, text: str) -> bool:
        return self._books.vendor.holds(text) != []

    def away(self) -> AbstractContextManager[object]:
        return stopped(self._books.vendor)


class TestExactOnline(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[ExactWorld]:
        clock = Moment()
        with simulate("exact_online", tmp_path / "exact.sqlite", clock.seconds) as vendor, ExitStack() as stack:
            vendor.put("me", [{"CurrentDivision": DIVISION}])
            vendor.put("divisions", [{"Code": DIVISION}])
            account(vendor, "anna@dvries.example", "Anna de Vries", 1001)
            account(vendor, "bram@bakker.example", "Bram Bakker", 1002)
            yield ExactWorld(Books(vendor, tmp_path, clock, stack))
