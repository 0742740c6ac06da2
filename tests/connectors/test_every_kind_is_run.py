"""The whole list: every kind of system there is a connector for runs the one suite, and says truly which it is."""

from __future__ import annotations

import importlib
from pathlib import Path

from belofte.bootstrap.connecting import MAKERS
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.rest_files import SHIPPED
from belofte.sandbox.rest.simulator import simulated_kinds
from belofte.testing import ConnectorSuite

HERE = Path(__file__).parent


def suites() -> list[type[ConnectorSuite]]:
    """Every class of these tests that runs the suite."""
    names = (path.relative_to(HERE.parents[1]).with_suffix("") for path in sorted(HERE.rglob("test_*_suite.py")))
    modules = [importlib.import_module(".".join(name.parts)) for name in names]
    classes = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return [one for one in classes if issubclass(one, ConnectorSuite) and one is not ConnectorSuite]


def test_every_kind_of_system_runs_the_one_suite() -> None:
    run = {kind for suite in suites() for kind in getattr(suite, "KINDS", ())}
    there = {*MAKERS, *CONNECTOR_KINDS, *simulated_kinds(), *(path.stem for path in SHIPPED.glob("*.yaml"))}
    assert there - run == set(), "these run through no world of the suite: write one beside the others"
    assert run - there == {"clubkast"}, "a world of a kind that nobody knows"


def test_no_suite_leaves_a_behaviour_out() -> None:
    """A class that hides a behaviour behind a name of its own would run less than it says."""
    behaviours = {name for name in dir(ConnectorSuite) if name.startswith("test_")}
    assert len(behaviours) >= 30
    for suite in suites():
        own = {name for name in vars(suite) if name in behaviours}
        assert own == set(), f"{suite.__name__} says otherwise: {own}"
