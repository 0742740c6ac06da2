from pathlib import Path

import pytest
from tests.disclosures.worlds_of_orders import on_paper, with_accounts
from tests.worlds import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return with_accounts(tmp_path)


@pytest.fixture
def order(tmp_path: Path) -> str:
    return on_paper(tmp_path)
