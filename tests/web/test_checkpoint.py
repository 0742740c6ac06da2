"""The newest checkpoint stands on a public page and is mailed: a rewritten log meets an outside witness."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))

from processes import until
from test_whole_run import Company, company, get

from belofte.domain.checkpoint import open_note
from belofte.procedures.proving.verify import read_key

__all__ = ["company"]


def test_anyone_can_keep_the_newest_checkpoint_and_a_witness_gets_it_by_mail(company: Company) -> None:
    settings = company.world.home.settings_file
    settings.write_text(settings.read_text("utf-8") + 'witness = "notaris@getuige.example"\n', "utf-8")
    with company.serving():
        address = f"{company.public}/checkpoint"
        assert until(lambda: is_there(address))
        checkpoint = open_note(get(address).encode(), read_key(str(company.world.home.evidence / "public.key")))
        assert checkpoint.size > 0
        assert until(lambda: company.letters_to("notaris@getuige.example") == 1)
        assert "/checkpoint" in get(f"{company.public}/nl/notices")


def is_there(address: str) -> bool:
    try:
        return bool(get(address))
    except OSError:
        return False
