"""The landscape: the same people in every system, the canary everywhere, files that keep to their bounds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.sandbox.rest.conftest import KINDS

from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap
from belofte.loading.simulated import SimulatorFileError, read_simulated
from belofte.sandbox import vendors
from belofte.sandbox.company import Company
from belofte.sandbox.landscape import Landscape, simulated_kind
from belofte.sandbox.rest.simulator import simulated_kinds, vendor_of
from belofte.sandbox.seeds.people import NAMED

OWN_BEHAVIOUR = 60
"""Lines of own behaviour a vendor, at most."""


def test_the_canary_is_in_every_system(landscape: Landscape, sample: Company) -> None:
    canary = sample.cast.canary
    for kind in KINDS:
        simulator = landscape.simulator(kind)
        known_by = (canary.email, canary.name, canary.name.split()[1], *canary.customer_nos)
        assert any(simulator.holds(value) for value in known_by), kind


def test_everyone_with_a_name_is_known_to_the_landscape(sample: Company) -> None:
    assert {who.email for who in sample.cast.everyone} - NAMED == {sample.cast.nobody.email}


def test_nobody_is_in_no_system(landscape: Landscape, sample: Company) -> None:
    assert [kind for kind in KINDS if landscape.simulator(kind).holds(sample.cast.nobody.email)] == []


def test_the_world_outlives_the_process_and_is_filled_once(
    landscape: Landscape, tmp_path: Path, moment: object
) -> None:
    first = landscape.simulator("mailchimp")
    member = first.rows("members")[0]
    first.state.delete(first.state.select("members", [])[0])
    before = first.state.count("members")
    with Landscape({"mailchimp": landscape_map("mailchimp")}, tmp_path, lambda: 0) as later:
        again = later.simulator("mailchimp")
        assert again.state.count("members") == before
        assert member not in again.rows("members")
        assert again.secrets == first.secrets
        assert again.origin != first.origin


def landscape_map(kind: str) -> SystemMap:
    return SystemMap(kind, kind, frozenset())


def test_a_system_without_a_simulator_is_none_of_the_landscapes(tmp_path: Path) -> None:
    with Landscape({"crm": landscape_map("sql")}, tmp_path) as made:
        assert "crm" not in made
        with pytest.raises(WrongUse):
            made.simulator("crm")


def test_kinds_are_known_however_they_are_written() -> None:
    assert simulated_kind("exact-online") == simulated_kind("exact") == "exact_online"
    assert simulated_kind("sql") is None


@pytest.mark.parametrize("kind", simulated_kinds())
def test_every_vendor_cites_what_it_imitates_and_has_the_errors_it_needs(kind: str) -> None:
    vendor = vendor_of(kind)
    assert all(page.page.startswith("https://") and page.says for page in vendor.imitates)
    named = {rule.error for route in vendor.routes for rule in route.refuse} | {r.missing for r in vendor.routes}
    named |= {limit.error for limit in vendor.limits if limit.error != "too-many"}
    needed = {"bad-request", "unauthorized", "not-found", "method-not-allowed", "too-many", "server-error"}
    assert (named | needed) - set(vendor.errors) == set()
    assert {route.table for route in vendor.routes if route.table} <= set(vendor.tables)
    names = [route.name for route in vendor.routes]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", simulated_kinds())
def test_a_vendors_own_behaviour_stays_small(kind: str) -> None:
    path = Path(vendors.__file__).parent / f"{kind}.py"
    functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    lines = 0
    for function in functions:
        inside = function.body[1:] if ast.get_docstring(function) else function.body
        lines += sum((node.end_lineno or 0) - node.lineno + 1 for node in inside) + 1
    assert lines <= OWN_BEHAVIOUR


def test_a_file_with_a_fault_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("vendor: Odd\nroutes: [{name: x, call: GET /, does: list}]\n")
    with pytest.raises(SimulatorFileError, match=r"odd\.yaml"):
        read_simulated(tmp_path / "odd.yaml")
    (tmp_path / "none.yaml").write_text("vendor: [")
    with pytest.raises(SimulatorFileError, match="not YAML"):
        read_simulated(tmp_path / "none.yaml")
