"""A whole installation in a folder: the sample company, the policy as a sandbox, and a mailbox one can read."""

from __future__ import annotations

import atexit
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from belofte.bootstrap import Belofte, DemoWorld, make_demo, open_belofte, sandbox_letters
from belofte.engine.inline import Done, complete
from belofte.procedures.desks import CaseView, Submission
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.settings import Home

LINK = re.compile(r"/l/([0-9a-f]{48})")


@dataclass(frozen=True)
class World:
    """What a test does to an installation, in the words of the cases."""

    made: DemoWorld

    @contextmanager
    def open(self, now: str | None = None) -> Iterator[Belofte]:
        with open_belofte(self.made.home.policy, now) as belofte:
            yield belofte

    def letters_to(self, address: str) -> list[str]:
        return [" ".join(text.split()) for to, text in sandbox_letters(self.made.home) if address in to]

    def link_for(self, address: str) -> str:
        found = LINK.search(self.letters_to(address)[-1])
        assert found, "the last letter holds no link"
        return found.group(1)

    def records_in_copy(self, address: str) -> dict[str, int]:
        """Records in the copy that the newest letter to an address leads to, by collection."""
        with self.open() as belofte:
            parts = belofte.public.download(self.link_for(address))
            assert parts is not None
            copy = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
        counts = json.loads(copy.read("data.json"))["counts"]
        return {name.split(".", 1)[1]: count for name, count in counts.items() if count}

    def ask(self, belofte: Belofte, right: str, address: str, **more: str) -> str:
        """Fill in the form, read the letter, press the button; returns the reference."""
        reference = belofte.public.submit(Submission(right=right, address=address, language="nl", **more))
        belofte.work.tend()
        assert belofte.public.confirm(self.link_for(address)) == "open"
        return reference

    def approve(self, belofte: Belofte, reference: str) -> CaseView:
        case = belofte.office.show(reference)
        assert case.plan is not None
        belofte.office.read(reference, "P. de Boer")
        belofte.office.approve(reference, case.plan.id, "P. de Boer")
        carry_out(belofte)
        return belofte.office.show(reference)


def keep_word(belofte: Belofte) -> int:
    """A person does what the answers promised: processors that are not connected, recipients without an address."""
    desk = belofte.desk(NeedsDesk)
    promised = [task for task in desk.needs().tasks if task.kind in ("ask-processor", "tell-recipients")]
    for task in promised:
        desk.finish(task.id, "P. de Boer")
    return len(promised)


def carry_out(belofte: Belofte) -> Done:
    with belofte.bench() as bench:
        return complete(belofte.work, bench, lambda: not belofte.work.due(), lambda _end: None)


def fresh_world(folder: Path, people: int = 60) -> World:
    """A whole installation of its own, in ``folder``: a copy of one that was made and opened once in this process."""
    return copied(World(_template(people)), folder)


def unopened_world(folder: Path, people: int = 60) -> World:
    """The same as it is before it was ever opened: without a store."""
    return copied(World(_made(people)), folder)


def copied(world: World, folder: Path) -> World:
    """The same installation once more, in ``folder``; nothing of it may be open."""
    made = world.made
    shutil.copytree(made.home.path, folder)
    company = replace(made.company, path=folder / made.company.path.relative_to(made.home.path))
    return World(DemoWorld(Home(folder), company))


@cache
def _template(people: int) -> DemoWorld:
    """Made once, with its store and its keys; nobody works in it."""
    made = unopened_world(_place() / "home", people).made
    with open_belofte(made.home.policy):
        pass
    return made


@cache
def _made(people: int) -> DemoWorld:
    """Made once; nobody opens it."""
    return make_demo(_place() / "home", people)


def _place() -> Path:
    place = Path(mkdtemp(prefix="belofte-tests-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place
