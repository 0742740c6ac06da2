"""The worlds the linter is tried on: two complete policies of companies that do not exist, read from their folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from belofte.domain.policy_rules import VendorKnowledge
from belofte.domain.policy_rules.rule import World
from belofte.loading.folder import load_policy_folder
from belofte.loading.impact import load_criteria
from belofte.loading.statutes import load_statutes
from belofte.loading.vendors import load_vendors

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 11, 22)


def world_of(name: str, vendors: VendorKnowledge) -> World:
    folder = load_policy_folder(EXAMPLES / name)
    return World(folder.policy, folder.systems, vendors, TODAY, folder.on_behalf, load_criteria(), load_statutes())


@pytest.fixture(scope="session")
def vendors() -> VendorKnowledge:
    return load_vendors()


@pytest.fixture(scope="session")
def worlds(vendors: VendorKnowledge) -> dict[str, World]:
    return {name: world_of(name, vendors) for name in ("webshop", "clinic", "linprofs", "linprofs-as-published")}


@pytest.fixture(scope="session")
def examples() -> Path:
    return EXAMPLES
