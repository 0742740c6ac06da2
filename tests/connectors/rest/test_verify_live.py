"""make verify-live, on a simulated vendor: it looks and changes nothing, and a build server gets nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo, open_landscape

SCRIPT = Path(__file__).parents[3] / ".ci" / "verify_live.py"


@pytest.fixture
def company(tmp_path: Path) -> World:
    return World(make_demo(tmp_path / "home", 60, frozenset({"crm", "mailchimp"})))


def run(*arguments: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name != "CI"} | ({"CI": ci} if ci else {})
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        env=surroundings,
        timeout=120,
        check=False,
    )


def test_it_looks_at_two_people_and_writes_nothing(company: World) -> None:
    cast = company.made.company.cast
    done = run(str(company.made.home.policy), "mailchimp", cast.anna.email, cast.bram.email)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "yes  a person is found with the path and nobody else" in done.stdout
    assert "erasing" not in done.stdout
    with open_landscape(company.made.home.policy) as landscape:
        assert landscape.simulator("mailchimp").calls().writing == 0


def test_with_write_the_person_is_erased_and_the_other_stays(company: World) -> None:
    cast = company.made.company.cast
    done = run(str(company.made.home.policy), "mailchimp", cast.anna.email, cast.bram.email, "--write")
    assert done.returncode == 0, done.stdout + done.stderr
    with open_landscape(company.made.home.policy) as landscape:
        assert landscape.simulator("mailchimp").rows("members", email_address=cast.anna.email) == []
        assert landscape.simulator("mailchimp").rows("members", email_address=cast.bram.email) != []


def test_somebody_who_is_not_there_is_told(company: World) -> None:
    cast = company.made.company.cast
    done = run(str(company.made.home.policy), "mailchimp", "nobody@post.example", cast.bram.email)
    assert done.returncode == 1
    assert "no   a person is found" in done.stdout


def test_a_build_server_gets_nowhere(company: World) -> None:
    done = run(str(company.made.home.policy), "mailchimp", "a@post.example", "b@post.example", ci="true")
    assert done.returncode == 2
    assert "not for a build server" in done.stderr
