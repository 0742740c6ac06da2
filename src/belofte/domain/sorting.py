"""Which right somebody means, by words that can be pointed at. It proposes; where it is not plain, a person decides.

A phrase is words in their order: ``verwijder*`` takes every ending, ``*gegevens`` every beginning, ``..`` a few words
between. A phrase that follows "niet", "als" or "hoe kan ik" is only a hint: somebody may ask about a right without
using it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from belofte.domain.rights.names import QUESTION

GAP = 7
"""How many words ``..`` takes at most."""
MOST = 20_000
"""Letters of a message that are read; what asks something stands in front."""
SENTENCES = 400
_SENTENCE = re.compile(r"[.!?;]+(?=\s|$)|\n\s*\n|\n\s*[-*•]\s")
_BY_PROGRAM = (
    r"(?:(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via)|sent (?:from|with|via))(?: mijn| my)? (?:iphone|ipad|samsung"
    r"|galaxy|android|huawei|mobiel|mobile|telefoon|phone|outlook|gmail|yahoo|proton)(?: (?:voor|for) (?:ios|android))?"
)
BY_PROGRAM = re.compile(rf"\b{_BY_PROGRAM}\b")
"""What a mail program adds below a text, as :func:`sentences` has it."""
_APART = re.compile(
    r"^[ \t]*(?:geachte|beste|hallo|hoi|dag|goede\w+|dear|hello|hi|good \w+)\b[^\n]{0,60},[ \t]*$|"
    r"^[ \t]*(?:met (?:vriendelijke|hartelijke)|(?:vriendelijke )?groet|mvg\b|hoogachtend|kind\b|best\b|warm\b|regards|"
    r"sincerely|yours|--)[^\n]{0,40}$|"
    rf"^[ \t]*{_BY_PROGRAM}\b[^\n]{{0,40}}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that greets, closes a letter, or that a mail program adds, is a sentence of its own. "Sent from my account"
may be the end of what somebody asks."""
_DOTS = re.compile(r"\b(?:\w\.){2,}|\b(?:art|nr|dhr|mevr|mw|mr|mrs|ms|dr)\.", re.IGNORECASE)
"""An abbreviation ends no sentence: a.u.b., art. 17."""
_NOT_PLAIN = re.compile(
    r"\b(niet|geen|nooit|not|never|no longer|don t|als|indien|stel|wanneer|if|unless|hoe|how|waar|where|waarom|why|"
    r"voordat|before)\b"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that mean one right. ``plain``: enough by themselves; else a hint for the person who decides.
    ``otherwise``: only where nothing else in the message points at a right."""

    right: str
    plain: bool
    phrases: tuple[str, ...]
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a message seems to ask. ``right`` None: nothing points at a right. ``words`` are the writer's own words that
    led to it (personal data: shown to who decides, never stored in the open)."""

    right: str | None
    plain: bool
    words: tuple[str, ...] = ()
    strong: bool = False  # plain words of some right stand in it, maybe of more than one
    others: tuple[str, ...] = ()  # rights that something else in the message points at


@dataclass(slots=True)
class _Found:
    plain: list[str] = field(default_factory=list[str])
    hints: list[str] = field(default_factory=list[str])


def sort_words(text: str, rules: Sequence[Rule]) -> Sorted:
    """The right a message asks for. Plain only if one right alone was asked in plain words, and nothing points
    elsewhere."""
    found = _found(text, [rule for rule in rules if not rule.otherwise])
    found = found or _found(text, [rule for rule in rules if rule.otherwise])
    if not found:
        return Sorted(None, False)
    order = sorted(found, key=lambda right: (not found[right].plain, -len(found[right].plain + found[right].hints)))
    first = order[0]
    clear = [right for right in order if found[right].plain]
    plain = clear == [first] and len(order) == 1 and first != QUESTION
    words = tuple(dict.fromkeys(found[first].plain + found[first].hints))
    return Sorted(first, plain, words, bool(clear), tuple(order[1:]))


def sentences(text: str) -> list[str]:
    """The sentences of a text in small letters, words only: what :func:`says` looks through."""
    return list(_sentences(text))


def questions(text: str) -> frozenset[str]:
    """Those of its sentences that end with a question mark."""
    return frozenset(said[-1] for part in text[:MOST].split("?")[:-1] if (said := sentences(part)))


def says(said: Iterable[str], phrases: Iterable[str]) -> bool:
    """Whether one of these phrases stands in one of these sentences."""
    patterns = [_pattern(phrase) for phrase in phrases]
    return any(pattern.search(one) for one in said for pattern in patterns)


def without(sentence: str, phrases: Iterable[str]) -> str:
    """What is left of a sentence when these phrases are taken out, the one of most words first. What stands between
    the words of a phrase (``..``) stays: "for the raffle" of "withdraw my consent for the raffle" is a limit."""
    for phrase in sorted(phrases, key=lambda one: (-len(one.replace("..", "").split()), -len(one))):
        sentence = _pattern(phrase).sub(_between, sentence)
    return " ".join(sentence.split())


def _between(found: re.Match[str]) -> str:
    return f" {' '.join(found.groups())} "


def _found(text: str, rules: Sequence[Rule]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for sentence in _sentences(text):
        for rule, words, plain in _hits(sentence, rules):
            of_right = found.setdefault(rule.right, _Found())
            (of_right.plain if plain else of_right.hints).append(words)
    return found


def _sentences(text: str) -> Iterator[str]:
    whole = _DOTS.sub(lambda found: found[0].replace(".", ""), text[:MOST])
    for piece in _SENTENCE.split(_APART.sub(r"\n\n\g<0>\n\n", whole))[:SENTENCES]:
        plain = " ".join(re.findall(r"[\w-]+", _folded(piece)))
        if plain:
            yield plain[:2000]


def _hits(sentence: str, rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, bool]]:
    """Of each rule that applies one phrase: the first that is plain, else the first."""
    for rule in rules:
        hits = [hit for phrase in rule.phrases if (hit := _hit(sentence, rule, phrase)) is not None]
        if hits:
            yield next((hit for hit in hits if hit[2]), hits[0])


def _hit(sentence: str, rule: Rule, phrase: str) -> tuple[Rule, str, bool] | None:
    match = _pattern(phrase).search(sentence)
    if match is None:
        return None
    before = " ".join(sentence[: match.start()].split()[-6:])
    own = _NOT_PLAIN.search(_folded(phrase)) is not None
    doubted = _NOT_PLAIN.search(before) or (not own and _NOT_PLAIN.search(match[0]))
    return rule, match[0], rule.plain and not doubted


@lru_cache(maxsize=2048)
def _pattern(phrase: str) -> re.Pattern[str]:
    made = ""
    for word in _folded(phrase).split():
        if word == "..":
            made += rf"((?:[\w-]+ ){{0,{GAP}}}?)"
            continue
        stem = word.endswith("*")
        made += (
            (r"[\w-]*" if word.startswith("*") else "") + re.escape(word.strip("*")) + (r"[\w-]*" if stem else "") + " "
        )
    return re.compile(rf"(?<![\w-]){made.rstrip()}(?![\w-])")


def _folded(text: str) -> str:
    """Small letters without accents: "beëindigen" and "beeindigen" are one word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
