"""``--by``: who works at the command line. Every command that takes a name asks here before it does anything.

What the named account must be allowed to do is what the button of the office that does the same asks for
(:mod:`belofte.domain.account`); where there is none, it is for who may decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from belofte.cli.options import DEFAULT_POLICY
from belofte.domain.account import WITH_OTHERS, Act, act_of_button
from belofte.domain.consent import BY_A_FORM

BY = "by"
SAME_AS: Mapping[str, str] = {
    "request answer": "reply",
    "request change-address": "address-change",
    "request decide-record": "record",
    "request export": "dossier",
    "request hand-over": "party",
    "request proof": "identify",
    "request who": "asked",
    "inbox show": "mail-read",
    "inbox messages": "mail-read",
    "inbox attachment": "mail-read",
    "inbox take": "mail-take",
    "told done": "recipient-told",
    "told answer": "recipient-answer",
    "task done": "finish",
    "breach open": "breach-open",
    "breach describe": "breach-describe",
    "sweep": "approve",
    "consent give": "receive",
    "token create": "receive",
}
"""The office's button for a command whose last word is not its name."""

NO_PERSON: Mapping[str, str] = {
    "may": "Programs use data too, and are named as such.",
    "contact": "Programs send mail and print letters too, and are named as such.",
    "ship": "Programs print labels too, and are named as such.",
    "uses told": "It is named where the list comes from: a program's log of what it sent.",
    "uses close": "A company's own order system says which orders are closed.",
}
"""Commands whose ``--by`` names no person who works here, and why."""

A_PROGRAM: Mapping[str, tuple[str, frozenset[str]]] = {"consent give": ("method", BY_A_FORM)}
"""Options that say, by these values, that a program did it: it is named as such, and has no account."""

OPTIONS: Mapping[str, tuple[str, Act]] = {"request export": ("with_others", WITH_OTHERS)}
"""Options with which a command is more than its button."""


def with_names(command: Any, path: tuple[str, ...] = ()) -> Any:
    """The same command line, in which every ``--by`` is looked up first."""
    for name, inner in getattr(command, "commands", {}).items():
        with_names(inner, (*path, name))
    words = " ".join(path)
    if any(parameter.name == BY for parameter in getattr(command, "params", ())) and words not in NO_PERSON:
        command.callback = _asking(command.callback, words)
    return command


def act_of(words: str) -> Act:
    """What the command ``words`` is, for the roles."""
    return act_of_button(SAME_AS.get(words, words.rpartition(" ")[2]))


def _asking(inner: Callable[..., object], words: str) -> Callable[..., object]:
    @wraps(inner)
    def called(**given: Any) -> object:
        from belofte.bootstrap.named import named

        told_by, programs = A_PROGRAM.get(words, ("", frozenset[str]()))
        if given.get(told_by) in programs:
            return inner(**given)
        option, more = OPTIONS.get(words, ("", act_of(words)))
        act = more if given.get(option) else act_of(words)
        if by := given.get(BY):
            given[BY] = named(Path(given.get("policy") or DEFAULT_POLICY), by, act)
        return inner(**given)

    return called
