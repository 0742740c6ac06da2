"""The behaviours every connector is held to, by every connector file that ships and the one a company wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from tests.connectors.rest.rest_worlds import VENDORS

from belofte.testing import ConnectorSuite, World


class TestVendors(ConnectorSuite):
    KINDS: ClassVar = tuple(VENDORS)

    @pytest.fixture(params=VENDORS)
    def world(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
        with VENDORS[request.param](tmp_path) as world:
            assert world.system.kind == request.param
            yield world
