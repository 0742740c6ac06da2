"""Which purposes an objection or a withdrawal in somebody's own words is about, and whether a notice ends everything.

A mail has no ticks. What it names by a purpose's own name or its public name is meant, and nothing else (Art. 7(1):
each consent is one of its own). Where it names nothing:

- An *objection* stops everything it can be about: the stop is the pause of Art. 18(1)(d), it is weighed and can be
  lifted, and direct marketing must end at once (Art. 21(3)). Stopping less than somebody may have meant is the breach.
- A *withdrawal* without any limit ("I withdraw my consent") is of every consent. One with a limit that is not
  understood waits for a person: a consent that is gone only its giver can bring back.

What is to go on ("except the newsletter") is always for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from belofte.domain.notice.labels import purpose_label
from belofte.domain.policy import Policy
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.domain.sorting import Rule, says, sentences
from belofte.domain.subject_state import consented, objectable

_LIMIT = re.compile(r"\b(?:for|voor|tegen|against|(?:object|objection|objections|consent) to)\b")
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?://\S+")
"""anna@post.example names no purpose."""
_BEFORE = re.compile(r"^(?:onze|uw|de|het|een|our|your|the|an|a) ")
_BEHIND = re.compile(r" (?:per|by|over|about|aan|to|voor|for|op|on) .*$")
_SHORTEST = 4
"""Letters of a name that is looked for: a shorter one stands in any text."""


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases (written as :class:`belofte.domain.sorting.Rule` has them) by what they tell."""

    everything: tuple[str, ...]
    any: tuple[str, ...]
    excepted: tuple[str, ...]
    generic: tuple[str, ...]
    marketing: tuple[str, ...]
    services: tuple[str, ...]
    purposes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message is about. ``named``: purposes by name where it uses the right, ``mentioned`` anywhere; ``all``:
    every one in so many words; ``limited``: it sets a limit that is not understood; ``excepted``: something goes on."""

    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    all: bool = False
    limited: bool = False
    excepted: bool = False


def possible(policy: Policy, right: str) -> tuple[str, ...]:
    """The purposes among which this right chooses; () for a right that concerns none."""
    return {OBJECTION: objectable, WITHDRAWAL: consented}[right](policy) if right in (OBJECTION, WITHDRAWAL) else ()


def meant(policy: Policy, right: str, subject: str, text: str, rules: Sequence[Rule], words: Words) -> Meant:
    """What these words are about. Only the subject and the sentences that use the right count as naming something: who
    withdraws a consent may well tell, elsewhere, where they read of it."""
    text = _ADDRESS.sub(" ", text)
    of_right = [phrase for rule in rules if rule.right == right and rule.plain for phrase in rule.phrases]
    plain = [one for one in sentences(text) if says([one], of_right)]
    about = [*sentences(subject), *plain]
    named = _named(policy, right, about, words)
    elsewhere = _named(policy, right, [*sentences(subject), *sentences(text)], words)
    return Meant(
        named,
        elsewhere,
        all=says(about, words.everything) or (not elsewhere and says(about, words.any)),
        limited=any(_is_limited(one, words) for one in about) or bool(elsewhere and not named),
        excepted=says([*about, *sentences(text)], words.excepted),
    )


def chosen(policy: Policy, right: str, found: Meant) -> tuple[str, ...]:
    """What is chosen beforehand for the person who decides: what is named, or all where all is said; else nothing."""
    return () if found.excepted else _all_or(policy, right, found, found.named or found.mentioned)


def stopped_at_once(policy: Policy, right: str, found: Meant) -> tuple[str, ...] | None:
    """What stops before anybody has looked; None: a person says it first."""
    if found.excepted:
        return None
    if purposes := _all_or(policy, right, found, found.named):
        return purposes
    return None if right == WITHDRAWAL and found.limited else possible(policy, right)


def _all_or(policy: Policy, right: str, found: Meant, named: tuple[str, ...]) -> tuple[str, ...]:
    every = possible(policy, right)
    return every if found.all or len(every) == 1 else named


def ends_every_service(subject: str, text: str, words: Words) -> bool:
    """Whether a notice is of all services in so many words."""
    whole = [*sentences(subject), *sentences(text)]
    return says(whole, words.services) and not says(whole, words.excepted)


def _named(policy: Policy, right: str, about: Iterable[str], words: Words) -> tuple[str, ...]:
    said, every = list(about), possible(policy, right)
    marketing = says(said, words.marketing)
    return tuple(
        name
        for name in every
        if (marketing and policy.purposes[name].direct_marketing) or says(said, _names(policy, name, words))
    )


def _names(policy: Policy, purpose: str, words: Words) -> tuple[str, ...]:
    """Its name, its label in every language, and the noun a label begins with: ``nieuwsbrief`` of "onze nieuwsbrief
    per e-mail"."""
    labels = [" ".join(sentences(purpose_label(policy, purpose, language))) for language in policy.languages]
    bare = [_BEFORE.sub("", label) for label in labels]
    names = [purpose.replace("-", " "), *labels, *bare, *(_BEHIND.sub("", one) for one in bare)]
    further = [
        phrase
        for key, phrases in words.purposes.items()
        if key == purpose or any(name in phrases for name in names)
        for phrase in phrases
    ]
    return tuple(dict.fromkeys([*(one for one in names if len(one) >= _SHORTEST), *further]))


def _is_limited(sentence: str, words: Words) -> bool:
    *_, last = _LIMIT.split(sentence)
    return last != sentence and not says([last.strip()], words.generic)
