"""A copy in another system falls with the record it belongs to, and the record waits for its copy (RET-4, T-58)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo

BY = ("--by", "P. de Boer")
pytest.importorskip("moto", reason="2026-11-23: moto, the account these tests look at, is not installed.")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The company with its customer database and its documents at Amazon."""
    return World(make_demo(tmp_path / "home", 60, frozenset({"crm", "aws"})))


def shown(world: World, system: str) -> dict[str, Any]:
    (one,) = told(world, "sweep", "--system", system)["lists"]
    return one


def left_with_documents(world: World) -> int:
    return len(crm(world, "SELECT 1 FROM customers WHERE left_on IS NOT NULL AND email IS NOT NULL"))


def test_t_58_documents_go_first_and_the_row_they_hang_on_after_them(world: World) -> None:
    documents = next(one for one in shown(world, "aws")["collections"] if one["collection"] == "documents")
    assert documents["counts"]["due"] > 0, "whoever has left is known to the customer database only"
    before = left_with_documents(world)
    first = shown(world, "crm")
    assert typed(world, "sweep", "--system", "crm", "--approve", first["id"], *BY)[0] == 0
    (done,) = told(world, "sweep", "--system", "crm")["done"]
    waiting = left_with_documents(world)
    assert done["spared"]["customers"] == {"aws": waiting}
    assert 0 < waiting < before, "rows without documents went; the others lead to theirs"
    assert typed(world, "sweep", "--system", "aws", "--approve", shown(world, "aws")["id"], *BY)[0] == 0
    assert shown(world, "aws")["due"] == 0
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert left_with_documents(world) == 0
