"""`belofte reload`: an edited folder is taken by the running process whole, or the old one stays in use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from test_whole_run import Company, company, get

from belofte.bootstrap.reloading import ask_to_reload
from belofte.domain.errors import CouldNotLook, Refused

__all__ = ["company"]


def edit(company: Company, old: str, new: str) -> None:
    file = company.world.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_running_process_takes_an_edited_folder_whole_or_not_at_all(company: Company) -> None:
    home = company.world.home
    with company.serving():
        assert "privacy@linprofs.example" in get(f"{company.public}/nl/notice")
        edit(company, "email: privacy@linprofs.example", "email: bureau@linprofs.example\n  nonsense: yes")
        with pytest.raises(Refused, match="nonsense"):
            ask_to_reload(home)
        assert "privacy@linprofs.example" in get(f"{company.public}/nl/notice")
        edit(company, "\n  nonsense: yes", "")
        ask_to_reload(home)
        assert "bureau@linprofs.example" in get(f"{company.public}/nl/notice")
        start = get(f"{company.public}/nl/")
        assert "mailto:bureau@linprofs.example" in start
        assert "privacy@linprofs.example" not in start
    with pytest.raises(CouldNotLook):
        ask_to_reload(home)
