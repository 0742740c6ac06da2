"""The whole landscape in a folder that every server may enter, and a look into every corner of it."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.worlds import World, carry_out, keep_word

from belofte.bootstrap import make_demo, open_landscape
from belofte.bootstrap.shipped import shipped
from belofte.cli.main import run
from belofte.sandbox.local.part import files_with

CARRIERS = frozenset({"postnl", "dhl"})
"""They decide for themselves about what they hold; nothing can be deleted there by a program."""


@contextmanager
def whole_landscape(people: int = 60, without: frozenset[str] = frozenset()) -> Iterator[World]:
    """Every system that can be played here, outside pytest's own folder: Dovecot's user may not look into that."""
    maps = {file.stem for file in (shipped("examples") / "linprofs" / "systems").glob("*.yaml")}
    with tempfile.TemporaryDirectory(prefix="belofte-landscape-") as folder:
        Path(folder).chmod(0o755)
        yield World(make_demo(Path(folder) / "demo", people, systems=frozenset(maps - without)))


def verdict(world: World, capsys: pytest.CaptureFixture[str], clause: str) -> dict[str, Any]:
    """What ``belofte check`` says of one clause."""
    capsys.readouterr()
    run(["check", clause, "--json", "--policy", str(world.made.home.policy)])
    (found,) = json.loads(capsys.readouterr().out)["verdicts"]
    return found


def standing(world: World, *sought: str, days: int = 0) -> dict[str, list[str]]:
    """System -> the places in it where one of these texts stands so many days from now; our own store and evidence
    under ``belofte``."""
    found: dict[str, list[str]] = {}
    home = world.made.home
    with open_landscape(home.policy, lambda: time.time() + days * 86400) as landscape:
        for text in sought:
            for name in landscape.names:
                found.setdefault(name, []).extend(landscape.simulator(name).holds(text))
            for name in landscape.real:
                found.setdefault(name, []).extend(landscape.part(name).holds(text))
    for text in sought:
        found.setdefault("crm", []).extend(files_with(home.sandbox, text) and crm_files(home.sandbox, text))
        own = [file for file in files_with(home.data, text) if not file.startswith("sandbox/")]
        found.setdefault("belofte", []).extend(own)
    return {name: sorted(set(places)) for name, places in found.items() if places}


def crm_files(sandbox: Path, text: str) -> list[str]:
    return [file for file in files_with(sandbox, text) if file.startswith("crm.sqlite")]


def later(world: World, reference: str, *, days: int = 0, hours: int = 0) -> list[tuple[str, str, str]]:
    """The case some time later, when all that is due was done: (system, verb, outcome) of its receipts."""
    now = (datetime.now(UTC) + timedelta(days=days, hours=hours)).isoformat(timespec="seconds")
    with world.open(now) as belofte:
        belofte.work.tend()
        carry_out(belofte)
        keep_word(belofte)
        case = belofte.office.show(reference)
        return [(one.system, str(one.verb), str(one.outcome)) for one in case.receipts]
