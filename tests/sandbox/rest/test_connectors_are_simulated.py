"""Whatever a connector that ships may call, its simulator answers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from belofte.loading.rest_files import rest_connector, rest_kinds
from belofte.sandbox.landscape import simulated_kind
from belofte.sandbox.rest.matching import Routes
from belofte.sandbox.rest.simulator import vendor_of

PART = re.compile(r"\{[^}]+\}")


@pytest.mark.parametrize("kind", sorted(rest_kinds()))
def test_every_call_of_a_connector_is_an_operation_of_its_simulator(kind: str) -> None:
    simulated, connector = simulated_kind(kind), rest_connector(kind)
    assert simulated is not None
    routes = Routes(vendor_of(simulated))
    base = urlsplit(PART.sub("x", connector.base)).path.rstrip("/")
    unknown: list[str] = []
    for operation in connector.operations.values():
        elsewhere = (
            urlsplit(PART.sub("x", connector.hosts[operation.host])).path.rstrip("/") if operation.host else base
        )
        if routes.match(operation.method, elsewhere + PART.sub("1", operation.path)) is None:
            unknown.append(f"{operation.method} {operation.path}")
    assert unknown == []
