"""Letters in the company's own words: Art. 12(1), 12(3), 12(4) GDPR."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.answer import LetterKind
from belofte.domain.letter_contents import missing_places, own_letter, unknown_places
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names


def _own(world: World) -> Iterator[tuple[LetterKind, str, str]]:
    """Kind, language and words of every letter of the company's own."""
    for kind in LetterKind:
        text = world.policy.texts.get(own_letter(kind))
        for language, words in text.by_language.items() if text else ():
            yield kind, language, words


@rule(
    "letter-place-unknown",
    Severity.ERROR,
    "Art. 12(1) GDPR",
    nl="De eigen brief ‘{letter}’ ({language}) noemt plaatsen die er niet zijn: {places}.",
    en="Your own letter ‘{letter}’ ({language}) names places that do not exist: {places}.",
    mend_nl="Gebruik alleen de plaatsen uit docs/letters.md, tussen accolades en zonder iets erbij.",
    mend_en="Use only the places of docs/letters.md, in braces and with nothing added.",
    decidable=False,
)
def letter_place_unknown(world: World) -> Iterator[Hit]:
    """A place that is not filled in would reach a person as braces."""
    for kind, language, words in _own(world):
        if unknown := unknown_places(words):
            yield hit(f"texts.{own_letter(kind)}", letter=kind.value, language=language, places=names(unknown))


@rule(
    "letter-lacks-facts",
    Severity.ERROR,
    "Art. 12(3) and (4) GDPR",
    nl="In de eigen brief ‘{letter}’ ({language}) ontbreekt wat erin moet staan: {places}.",
    en="Your own letter ‘{letter}’ ({language}) lacks what it must hold: {places}.",
    mend_nl="Zet de ontbrekende plaatsen in de brief; ‘remedies’ staat voor toezichthouder en rechter.",
    mend_en="Put the missing places into the letter; ‘remedies’ stands for authority and court.",
    decidable=False,
)
def letter_lacks_facts(world: World) -> Iterator[Hit]:
    """Reasons, the new day, authority and court are owed whatever the style of the house is."""
    for kind, language, words in _own(world):
        if missing := missing_places(kind, words):
            yield hit(f"texts.{own_letter(kind)}", letter=kind.value, language=language, places=names(missing))


RULES = (letter_place_unknown, letter_lacks_facts)
