from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.sandbox.rest.moments import Moment

from belofte.domain.system_map import SystemMap
from belofte.sandbox.company import Company, make_company
from belofte.sandbox.landscape import Landscape

KINDS = ("mailchimp", "exact-online", "microsoft365", "google-analytics", "transip", "postnl", "dhl")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return make_company(tmp_path_factory.mktemp("landscape") / "crm.sqlite", 120, today=date(2026, 11, 23))


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def landscape(sample: Company, tmp_path: Path, moment: Moment) -> Iterator[Landscape]:
    """Every simulated system, filled afresh for each test."""
    (tmp_path / "crm.sqlite").write_bytes(sample.path.read_bytes())
    systems = {kind: SystemMap(kind, kind, frozenset()) for kind in KINDS}
    with Landscape(systems, tmp_path, moment) as made:
        yield made
