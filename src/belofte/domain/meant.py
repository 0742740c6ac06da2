"""Which purposes an objection or a withdrawal in somebody's own words is about, and whether a notice ends everything.

A mail has no ticks. It acts by itself only as far as each word of the sentence that uses the right is known: the
right's own words, a purpose's name, what says "all of it" or "the use of my data", and words that mean nothing by
themselves. A word that is not known may be a limit or its opposite, and the two rights err to different sides:

- An *objection* then stops everything it can be about: the stop is the pause of Art. 18(1)(d), it is weighed and can be
  lifted, and direct marketing must end at once (Art. 21(3)). Stopping less than somebody may have meant is the breach.
- A *withdrawal* then waits for a person: each consent is one of its own (Art. 7(1)), and one that is gone only its
  giver can bring back.

What is to go on ("except the newsletter") is always for a person to say. Whether a mail asks for anything at all, and
for whom, is decided apart (:mod:`belofte.domain.plain_wish`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from belofte.domain.notice.labels import purpose_label
from belofte.domain.policy import Policy
from belofte.domain.rights.names import LEAVING, OBJECTION, WITHDRAWAL
from belofte.domain.sorting import Rule, says, sentences, without
from belofte.domain.subject_state import consented, objectable

_ADDRESS = re.compile(r"\S+@\S+|\bhttps?://\S+")
"""anna@post.example names no purpose."""
_AND = re.compile(r"\b(?:en|and)\b")
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
    turning: tuple[str, ...]
    generic: tuple[str, ...]
    marketing: tuple[str, ...]
    small: tuple[str, ...]
    around: tuple[str, ...]
    harmless: tuple[str, ...]
    wishing: tuple[str, ...]
    orders: tuple[str, ...]
    telling: tuple[str, ...]
    asked: tuple[str, ...]
    inquiring: tuple[str, ...]
    sending: tuple[str, ...]
    saying: tuple[str, ...]
    whole: tuple[str, ...]
    mine: tuple[str, ...]
    yours: tuple[str, ...]
    doubt: tuple[str, ...]
    elsewhere: tuple[str, ...]
    services: tuple[str, ...]
    purposes: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message is about. ``named``: purposes by name where it uses the right, ``mentioned`` anywhere; ``all``:
    every one in so many words; ``more``: besides what is named it speaks of more, or in words that are not known;
    ``excepted``: something goes on; ``turning``: a word that may say so."""

    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    all: bool = False
    more: bool = False
    excepted: bool = False
    turning: bool = False


def possible(policy: Policy, right: str) -> tuple[str, ...]:
    """The purposes among which this right chooses; () for a right that concerns none."""
    return {OBJECTION: objectable, WITHDRAWAL: consented}[right](policy) if right in (OBJECTION, WITHDRAWAL) else ()


def meant(policy: Policy, right: str, subject: str, text: str, rules: Sequence[Rule], words: Words) -> Meant:
    """What these words are about. Only the subject and the sentences that use the right count as naming something: who
    withdraws a consent may well tell, elsewhere, where they read of it."""
    head, whole, of_right = sentences(subject), sentences(_ADDRESS.sub(" ", text)), phrases_of(rules, right)
    plain = [one for one in whole if says([one], of_right)]
    about, everywhere = [*head, *plain], [*head, *whole]
    names = {purpose: _names(policy, purpose, words) for purpose in possible(policy, right)}
    named, elsewhere = _named(policy, names, about, words), _named(policy, names, everywhere, words)
    known = [*chain(*names.values()), *words.marketing, *words.everything, *of_right, *words.small, *words.saying]
    return Meant(
        named,
        elsewhere,
        all=says(about, words.everything) or (not elsewhere and says(about, words.any)),
        more=any(_says_more(one, known, words, is_named=bool(named)) for one in plain)
        or any(says([one], words.any) and says([one], words.generic) for one in whole)
        or bool(elsewhere and not named),
        excepted=says(everywhere, words.excepted),
        turning=says(everywhere, words.turning),
    )


def chosen(policy: Policy, right: str, found: Meant) -> tuple[str, ...]:
    """What is chosen beforehand for the person who decides: what is named, or all where all is said; else nothing."""
    if found.excepted:
        return ()
    if found.all or (right == OBJECTION and found.named and found.more):
        return possible(policy, right)
    return found.named or found.mentioned


def stopped_at_once(policy: Policy, right: str, found: Meant) -> tuple[str, ...] | None:
    """What stops before anybody has looked; None: a person says it first."""
    every = possible(policy, right)
    if found.excepted:
        return None
    if right == OBJECTION:
        return found.named if found.named and not (found.all or found.more) else every
    if found.turning or found.more:
        return None
    return every if found.all else found.named or every


def ends_every_service(subject: str, text: str, rules: Sequence[Rule], words: Words) -> bool:
    """Whether a notice is of all services in so many words, where it gives notice."""
    whole = [*sentences(subject), *sentences(text)]
    giving = [one for one in whole if says([one], phrases_of(rules, LEAVING))]
    return says(giving, words.services) and not says(whole, [*words.excepted, *words.turning])


def phrases_of(rules: Sequence[Rule], right: str) -> list[str]:
    """The phrases that are enough by themselves to mean this right."""
    return [phrase for rule in rules if rule.right == right and rule.plain for phrase in rule.phrases]


def _says_more(sentence: str, known: Sequence[str], words: Words, *, is_named: bool) -> bool:
    """A word that is not known; or, beside what is named, "and" with words for any use of data."""
    rest = without(sentence, known)
    if without(rest, words.generic):
        return True
    return is_named and bool(rest) and bool(_AND.search(sentence))


def _named(policy: Policy, names: Mapping[str, Sequence[str]], said: Sequence[str], words: Words) -> tuple[str, ...]:
    marketing = says(said, words.marketing)
    return tuple(
        purpose
        for purpose, its in names.items()
        if (marketing and policy.purposes[purpose].direct_marketing) or says(said, its)
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
