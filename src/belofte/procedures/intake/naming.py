"""Which purposes a message or a letter is about (:mod:`belofte.domain.meant`), and what a person still has to say."""

from __future__ import annotations

from belofte.domain.meant import (
    Meant,
    chosen,
    ends_every_service,
    meant,
    possible,
    stopped_at_once,
)
from belofte.domain.plain_wish import is_plain_wish
from belofte.domain.policy import Policy
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.domain.wish import Wish
from belofte.loading.purpose_words import purpose_words
from belofte.loading.request_words import request_words
from belofte.procedures.refusals import which_purposes

STOPS = (OBJECTION, WITHDRAWAL)
"""Rights that are about purposes."""


def found_in(policy: Policy, right: str, subject: str, text: str) -> Meant:
    """What these words are about."""
    return meant(policy, right, subject, text, request_words(), purpose_words())


def proposed(policy: Policy, subject: str, text: str) -> dict[str, tuple[str, ...]]:
    """By right: what is chosen beforehand for whoever decides."""
    return {right: chosen(policy, right, found_in(policy, right, subject, text)) for right in STOPS}


def wish_by_words(policy: Policy, right: str, subject: str, text: str) -> Wish | None:
    """What a plain message asks; None where a person must say first which purposes are meant."""
    if right not in STOPS:
        return Wish()
    purposes = stopped_at_once(policy, right, found_in(policy, right, subject, text))
    return None if purposes is None else Wish(purposes=purposes)


def purposes_for(policy: Policy, right: str, named: tuple[str, ...], subject: str, text: str) -> tuple[str, ...]:
    """The purposes a named person takes it for: those they named, else those its words name. Raises ``WrongUse`` where
    neither says it: all only where the person meant all."""
    if named or right not in STOPS:
        return named
    if by_words := chosen(policy, right, found_in(policy, right, subject, text)):
        return by_words
    every = possible(policy, right)
    if not every:
        return ()
    raise which_purposes(every)


def asks_plainly(right: str, subject: str, text: str, name: str) -> bool:
    """Whether these words ask for this right and say nothing that a person should read first."""
    return is_plain_wish(right, subject, text, name, request_words(), purpose_words())


def says_all_services(subject: str, text: str) -> bool:
    """Whether a notice ends every service in so many words; then nobody has to ask which."""
    return ends_every_service(subject, text, request_words(), purpose_words())
