"""Writes every letter to a person: facts in, a letter out. No clock, no store, no network.

Art. 12(1) GDPR asks for plain language; 12(3) for an answer in time; 12(4) for reasons, authority and court wherever
something was refused, kept or withheld. A link in a letter only opens a page with one button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.letter_contents import is_usable, own_letter
from belofte.domain.policy import Text
from belofte.domain.rights.names import QUESTION
from belofte.mail.bilingual import LANGUAGES
from belofte.mail.bodies import BODIES
from belofte.mail.layout import Block, as_html, as_text
from belofte.mail.own_words import own_body, own_line, own_subject
from belofte.mail.wording import Wording
from belofte.ports import Letter

SUBJECTS = {LetterKind.STATUS_LINK: "status-subject", LetterKind.NOTHING_FOUND: "nothing-subject"}
"""Subjects that are not called after their kind; all others are ``<kind>-subject``."""


class Letters:
    """The :class:`belofte.ports.LetterWriter` for all kinds of letters, in Dutch and English.

    ``texts`` are the policy's own words; ``letter.refused`` replaces what stands between the greeting and the end of
    that letter. Words that lack what the law asks for are not used: then ours are.
    """

    def __init__(self, texts: Mapping[str, Text] | None = None) -> None:
        self._texts = texts or {}

    def write(self, kind: LetterKind, to: str, facts: LetterFacts, texts: Mapping[str, Text] | None = None) -> Letter:
        """One letter to ``to``; a fact that is None is left out. ``texts`` take the place of the policy's own words."""
        language = facts.language if facts.language in LANGUAGES else LANGUAGES[0]
        letter = Wording(facts, language)
        own = self.own_words(kind, language) if texts is None else _own_words(texts, kind, language)
        subject = _subject(letter, kind, own)
        body = own_body(letter, own) if own else _body(letter, kind)
        blocks = tuple(_whole(letter, body))
        return Letter(to, subject, as_text(blocks), as_html(blocks, subject, language), language)

    def own_words(self, kind: LetterKind, language: str) -> str | None:
        """The company's words for this letter where they can be used, else None."""
        return _own_words(self._texts, kind, language)


def _own_words(texts: Mapping[str, Text], kind: LetterKind, language: str) -> str | None:
    text = texts.get(own_letter(kind))
    words = text.by_language.get(language, "") if text else ""
    return words if is_usable(kind, words) else None


def _subject(letter: Wording, kind: LetterKind, own: str | None) -> str:
    """The company's subject where its words give one; the reference always stands behind it."""
    stated = own_subject(own) if own else None
    if kind is LetterKind.REPLY and letter.facts.right not in (None, QUESTION):
        return letter.subject("reply-about-subject")
    filled = own_line(letter, stated) if stated else ""
    if not filled:
        return letter.subject(SUBJECTS.get(kind, f"{kind}-subject"))
    return f"{filled} ({letter.facts.reference})" if letter.facts.reference else filled


def _body(letter: Wording, kind: LetterKind) -> Iterator[Block]:
    for part in BODIES[kind]:
        yield from part(letter)


def _whole(letter: Wording, body: Iterator[Block]) -> Iterator[Block]:
    """Greeting, body, and what stands under every letter."""
    if letter.facts.example:
        yield from letter.say("example")
    yield from letter.say("hello")
    yield from body
    yield from letter.say("reference")
    yield from letter.say("questions")
    yield from letter.say("sign")
