"""Writes every letter to a person: facts in, a letter out. No clock, no store, no network.

Art. 12(1) GDPR asks for plain language; 12(3) for an answer in time; 12(4) for reasons, authority and court wherever
something was refused, kept or withheld. A link in a letter only opens a page with one button.
"""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.mail.bilingual import LANGUAGES
from belofte.mail.bodies import BODIES
from belofte.mail.layout import Block, as_html, as_text
from belofte.mail.wording import Wording
from belofte.ports import Letter

SUBJECTS = {LetterKind.STATUS_LINK: "status-subject", LetterKind.NOTHING_FOUND: "nothing-subject"}
"""Subjects that are not called after their kind; all others are ``<kind>-subject``."""


class Letters:
    """The :class:`belofte.ports.LetterWriter` for all kinds of letters, in Dutch and English."""

    def write(self, kind: LetterKind, to: str, facts: LetterFacts) -> Letter:
        """One letter to ``to``; a fact that is None is left out."""
        language = facts.language if facts.language in LANGUAGES else LANGUAGES[0]
        letter = Wording(facts, language)
        subject = letter.subject(SUBJECTS.get(kind, f"{kind}-subject"))
        blocks = tuple(_whole(letter, kind))
        return Letter(to, subject, as_text(blocks), as_html(blocks, subject, language), language)


def _whole(letter: Wording, kind: LetterKind) -> Iterator[Block]:
    """Greeting, body, and what stands under every letter."""
    if letter.facts.example:
        yield from letter.say("example")
    yield from letter.say("hello")
    for part in BODIES[kind]:
        yield from part(letter)
    yield from letter.say("reference")
    yield from letter.say("questions")
    yield from letter.say("sign")
