"""Runs the behaviours every connector is held to against a real account: ``make verify-live`` explains how.

Only looking, unless ``--write`` is given: then PERSON is really corrected and erased, so name somebody made up for this
in the account. It refuses where a build server runs it: a key to real data is no part of a build.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from belofte.bootstrap import open_belofte
from belofte.bootstrap.connecting import connectors_of
from belofte.cli.find import identifier_of
from belofte.domain.errors import BelofteError
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import SystemConnector, SystemUnreachable
from belofte.testing import ConnectorSuite, World

LOOKING = (
    "test_only_what_is_allowed_is_offered",
    "test_a_person_is_found_with_the_path_and_nobody_else",
    "test_nobody_is_found_who_is_not_there",
    "test_who_is_nearly_called_so_is_not_found",
    "test_many_people_are_found_as_each_alone",
    "test_a_copy_has_every_record_once_and_whole",
)
WRITING = ("test_a_plan_that_no_longer_fits_changes_nothing", "test_erasing_leaves_the_other_and_says_what_it_came_to")
LOOKS = frozenset({Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE})
USAGE = (
    "make verify-live SYSTEM=newsletter POLICY=policy PERSON=a@company.example OTHER=b@company.example [ARGS=--write]"
)


class LiveWorld(World):
    """The real system, under its own map. ``allowed`` is the most that any test gets."""

    def __init__(self, policy: Path, system: str, people: tuple[str, str], allowed: frozenset[Verb]) -> None:
        self.stack = ExitStack()
        belofte = self.stack.enter_context(open_belofte(policy))
        self._parts, self._home = belofte.parts, belofte.home
        own = self._parts.systems[system]
        self.system = replace(own, allow=own.allow & allowed)
        self.person = (identifier_of(people[0]),)
        self.other = (identifier_of(people[1]),)

    def connect(self, system: SystemMap) -> SystemConnector:
        """One that may do no more than was asked for at the command line: ``system`` allows no more."""
        systems = {**self._parts.systems, system.name: system}
        sandbox = self._parts.policy.environment == "sandbox"
        made = connectors_of(systems, self._home, self._parts.clock, self._parts.country, is_sandbox=sandbox)
        self.stack.callback(made.close)
        return made[system.name]

    def writing_calls(self) -> int:
        """Nobody counts calls at a real vendor: that who may only look never writes is tested on the simulators."""
        return 0

    def holds(self, text: str) -> bool:
        """A real system cannot be looked into from aside; whether something remains, the connector's own look says."""
        del text
        return False

    def state(self) -> object:
        """Nor can it be compared from aside."""
        return None


def main(arguments: list[str]) -> int:
    """One line a behaviour. 0: all of them hold; 1: one does not; 2: it cannot be run so."""
    if os.environ.get("CI"):
        return _refused("verify-live is not for a build server: it needs a key to real data.")
    named = [one for one in arguments if one != "--write" and one]
    if len(named) != 4:
        return _refused(USAGE)
    policy, system, *people = named
    write = "--write" in arguments
    world = LiveWorld(Path(policy), system, (people[0], people[1]), frozenset(Verb) if write else LOOKS)
    suite, wrong = ConnectorSuite(), 0
    with world.stack:
        for name in (*LOOKING, *(WRITING if write else ())):
            said = _tried(suite, name, world)
            wrong += said is not None
            sys.stdout.write(f"{'no ' if said else 'yes'}  {name.removeprefix('test_').replace('_', ' ')}\n")
            sys.stdout.write(f"     {said}\n" if said else "")
    return 1 if wrong else 0


def _tried(suite: ConnectorSuite, name: str, world: LiveWorld) -> str | None:
    """What is wrong; None where the behaviour holds."""
    try:
        getattr(suite, name)(world)
    except SystemUnreachable as away:
        return f"could not look: {away.why} → {away.remedy}"
    except AssertionError as wrong:
        return str(wrong)
    return None


def _refused(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BelofteError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
