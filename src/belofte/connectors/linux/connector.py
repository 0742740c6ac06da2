"""A Linux server of the company's own, looked at over SSH. It only looks, by a fixed list of commands, and holds no
records of anybody: a search finds nothing in it (files and databases on it are systems of their own)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from belofte.connectors.holding_nobody import HoldsNobody
from belofte.connectors.linux.commands import ALL_COMMANDS, FACTS, NOT_FOUND, Command, Fact
from belofte.connectors.linux.rights import ASKED, Rights, grants, rights_of
from belofte.connectors.linux.sign_in import Answer, SignIn
from belofte.connectors.own_rights import OwnRights
from belofte.domain.canonical import canonical_json
from belofte.domain.observing import Setting, question_of
from belofte.domain.plan import Outcome
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ability, Clock


class _NotThere(Exception):
    """The server has no such command; the message says which."""


class _NotSeen(Exception):
    """A fact could not be looked at; the message says why."""


class LinuxConnector(HoldsNobody):
    """One server under one map."""

    def __init__(self, system: SystemMap, clock: Clock, sign_in: SignIn) -> None:
        self._system, self._clock, self._sign_in = system, clock, sign_in
        self._rights = OwnRights(self._ask_rights)

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """Looking, and nothing else; the commands stand among the permissions. Signs in to see that it works. What
        lacks hides some settings, and the others are seen."""
        if Verb.OBSERVE not in self._system.allow:
            return {}
        shown = tuple(command.shown for command in ALL_COMMANDS)
        return {Verb.OBSERVE: Ability(Outcome.DONE, permissions=shown, lacking=self._rights.now().lacking)}

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The line of sudoers for ``account`` (default: the one that signs in)."""
        return grants(account or self._sign_in.account)

    def rights_told(self) -> bool:
        """Whether the server tells what sudo lets the account run, and its groups."""
        return self._rights.now().told

    def too_wide(self) -> tuple[str, ...]:
        """What the account may do beyond what the commands take, each as a sentence."""
        return self._rights.now().too_wide

    def _ask_rights(self) -> Rights:
        return rights_of(self._sign_in.run([command.line for command in ASKED]))

    @property
    def what(self) -> str:
        """The settings of a server."""
        return "a server's settings"

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name; every command is sent once, over one connection."""
        self._may_look()
        wanted = [fact for name in names if (fact := _fact_of(name))]
        commands = list(dict.fromkeys(command for fact in wanted for command in fact.commands))
        given = self._sign_in.run([command.line for command in commands]) if commands else []
        answers = dict(zip(commands, given, strict=True))
        yield from [self._observation(name, answers) for name in names]

    def _observation(self, name: str, answers: Mapping[Command, Answer]) -> Observation:
        system, now, fact = self._system.name, self._clock.now(), _fact_of(name)
        if fact is None:
            return Observation(system, name, None, Reach.ABSENT, now, "the settings of a server do not have this")
        try:
            seen = fact.read(*(_text(command, answers[command]) for command in fact.commands))
        except _NotThere as missing:
            return Observation(system, name, None, Reach.ABSENT, now, str(missing))
        except _NotSeen as unseen:
            return Observation(system, name, None, Reach.UNREACHABLE, now, str(unseen))
        except ValueError:
            shown = fact.commands[0].shown
            return Observation(system, name, None, Reach.UNREACHABLE, now, f"the answer of {shown} cannot be read")
        value = seen if isinstance(seen, str | int | bool) else canonical_json(seen)
        return Observation(system, name, value, Reach.SEEN, now)


def _fact_of(name: str) -> Fact | None:
    match question_of(name):
        case Setting(setting):
            return FACTS.get(setting)
        case _:
            return None


def _text(command: Command, answer: Answer) -> str:
    if answer.status is None:
        raise _NotSeen(f"{command.shown} gave no whole answer in time")
    if answer.status == NOT_FOUND:
        raise _NotThere(f"the server has no {command.shown.split(' ')[0]}")
    if answer.status not in command.counts:
        raise _NotSeen(f"{command.shown} failed (status {answer.status}): the account may not run it")
    return answer.text
