"""Whether a mail asks for a right, now, for who wrote it: only then it is taken by itself; else a person reads it.

"Delete my data" is a wish; "have you deleted my data?", "your account is deleted" and "my mother's data" use the same
words. Every sentence counts: one that is not fully known may be a limit, another day, or take it all back.

- What is wrong in somebody's data, and what they object to, has no list. There only whose it is, is looked at; an
  objection that is understood too widely stops too much, and that can be lifted (:mod:`belofte.domain.meant`).
- How far a withdrawal goes is asked with its purposes; here its other sentences are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from belofte.domain.meant import Words, phrases_of
from belofte.domain.rights.names import ACCESS, LEAVING, OBJECTION, RECTIFICATION, WITHDRAWAL
from belofte.domain.sorting import BY_PROGRAM, Rule, questions, says, sentences, without

_ADDRESS = re.compile(r"\S+@\S+|\bhttps?://\S+")
_GIVEN = "address-given"
"""What stands for an address: it may be another's, or where something is to go."""
_WHO = r"(?:klant(?:nummer|nr)|e-?mail(?:adres)?|customer (?:number|no)|e-?mail address)"
_OWN = re.compile(rf"\b(?:mijn|my) {_WHO} (?:is )?(?:{_GIVEN}|[\w-]*\d[\w-]*)")
"""Who somebody is to us says nothing of what is asked."""
_BELOW = re.compile(rf"\b(?:{_WHO} (?:is )?(?:{_GIVEN}|[\w-]*\d[\w-]*)|{_GIVEN})\b")
"""The same in a sentence of its own. A bare number may be a day."""
_NAME = r"(?:(?:[A-Z]\.)+|[A-Z][\w'’-]*|van|de|den|der|ter|ten|te|la|von|[Mm]evrouw|[Mm]eneer)"
_NAMED = re.compile(rf"\b(?:[Mm]ijn naam is|[Ii]k heet|[Mm]y name is|Naam:|Name:)[ \t]+{_NAME}(?:[ \t]+{_NAME}){{0,4}}")
_CLOSING = re.compile(
    r"[ \t]*(?:(?i:met (?:vriendelijke|hartelijke) groet(?:en)?|(?:vriendelijke |hartelijke )?groet(?:en|jes)?|mvg|"
    r"hoogachtend|(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|(?:yours )?sincerely|"
    r"yours (?:faithfully|truly)|best|cheers|(?:many )?thanks|(?:alvast )?bedankt)|--)[ \t]*[,.!]?"
    rf"(?:[ \t]+{_NAME}){{0,4}}[ \t]*"
)
_OF_SIGNATURE = re.compile(
    rf"[ \t]*(?:(?!(?:[Vv]anaf|[Pp]er|[Nn]a|[Pp]as|[Tt]ot|[Ff]rom|[Aa]fter|[Uu]ntil)\b){_NAME}(?:[ \t]+{_NAME}){{0,4}}"
    rf"(?:[ \t]+\d{{1,5}}[ -]?[a-zA-Z]?|[.,])?|\d{{4}}[ \t]?[A-Z]{{2}}(?:[ \t]+{_NAME}){{0,4}}|"
    r"(?:[Tt](?:el)?[.:]*[ \t]*)?\+?[\d ()-]{6,20})?[ \t]*"
)
"""A line below a closing: a name, a street with its number, a place with its postcode, a telephone number, nothing."""


def is_plain_wish(right: str, subject: str, text: str, name: str, rules: Sequence[Rule], words: Words) -> bool:
    """Whether a message asks for ``right``, now, for who wrote it (``name``), and nothing in it may limit that or turn
    it."""
    body = _ADDRESS.sub(f" {_GIVEN} ", _without_signature(text, words))
    titles, whole, own = sentences(subject), [*sentences(subject), *sentences(body)], phrases_of(rules, right)
    using = [one for one in whole if says([one], own)]
    asks = questions(subject) | questions(body)
    if says(whole, words.doubt) or not all(_is_wish(right, one, one in asks, words) for one in using):
        return False
    known = [*words.around, *(part for said in sentences(name) for part in said.split())]
    if right == OBJECTION:
        named = [*words.generic, *words.marketing, *chain(*words.purposes.values())]
        return all(says([one], named) for one in using if says([one], [*words.elsewhere, *words.yours]))
    if right == RECTIFICATION:
        return says(using, words.mine) and not any(_is_of_another(one, words) for one in using)
    harmless = [*known, *words.harmless]
    if right == WITHDRAWAL:
        harmless += [*words.marketing, *chain(*words.purposes.values())]
    if any(
        _more(one, [*harmless, *_hints(rules, right)] if one in titles else harmless)
        for one in whole
        if one not in using
    ):
        return False
    if right == WITHDRAWAL:
        return not any(_is_of_another(one, words) for one in using)
    its = [*own, *known, *words.generic, *words.whole, *words.services, *words.beside.get(right, ())]
    return not any(without(_OWN.sub(" ", one), its) or _is_of_another(one, words) for one in using)


def _more(sentence: str, harmless: Iterable[str]) -> str:
    return without(_BELOW.sub(" ", _OWN.sub(" ", BY_PROGRAM.sub(" ", sentence))), harmless)


def _hints(rules: Sequence[Rule], right: str) -> list[str]:
    return [phrase for rule in rules if rule.right == right for phrase in rule.phrases]


def _is_of_another(sentence: str, words: Words) -> bool:
    return says([sentence], words.yours) and not says([sentence], words.mine)


def _is_wish(right: str, sentence: str, is_question: bool, words: Words) -> bool:
    """Whether a sentence that uses a right wants it, rather than asking about it or telling of it."""
    if says([sentence], words.sending if right == ACCESS else words.asked):
        return False
    if says([sentence], words.wishing) or (right == ACCESS and says([sentence], words.inquiring)):
        return True
    if is_question and right != ACCESS:
        return False
    if right in (OBJECTION, RECTIFICATION, LEAVING):
        return True
    return _orders(sentence, words) or not says([sentence], words.telling)


def _orders(sentence: str, words: Words) -> bool:
    said = sentence.split()
    return any(
        word in words.orders and (not at or said[at - 1] not in ("ik", "i", "u", "you", "wij", "we", "to", "te"))
        for at, word in enumerate(said)
    )


def _without_signature(text: str, words: Words) -> str:
    """A text without who its writer says to be, and without the lines of a name and an address below its closing."""
    kept, below = list[str](), False
    for line in _NAMED.sub(" ", text).splitlines():
        closes = _CLOSING.fullmatch(line[:80]) is not None
        if closes or not (below and _is_of_signature(line, words)):
            kept.append("" if closes else line)
            below = closes
    return "\n".join(kept)


def _is_of_signature(line: str, words: Words) -> bool:
    return bool(_OF_SIGNATURE.fullmatch(line[:80])) and not says(
        sentences(line), [*words.turning, *words.excepted, *words.doubt]
    )
