"""What Belofte itself keeps needs terms too: Art. 5(1)(e), 30(1)(f)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.kinds import KINDS
from belofte.domain.own_books import LABELS, books_without_term, without_term
from belofte.domain.policy import Text
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule


@rule(
    "own-data-without-term",
    Severity.WARNING,
    "Art. 5(1)(e), 30(1)(f) GDPR",
    nl="Belofte houdt zelf ook iets bij: er is geen categorie met een termijn voor ‘{kind}’.",
    en="Belofte keeps something itself too: no category with a term holds ‘{kind}’.",
    mend_nl="Noem {kind} bij een categorie onder data, en geef die bij retention een termijn.",
    mend_en="Name {kind} in a category under data, and give that category a term under retention.",
    decidable=True,
)
def own_data_without_term(world: World) -> Iterator[Hit]:
    """Consents, decisions and requests are personal data of whoever they are about."""
    for kind in without_term(world.policy):
        words = Text({"nl": KINDS[kind].nl, "en": KINDS[kind].en})
        yield hit("retention", kind=words)


@rule(
    "own-book-without-term",
    Severity.WARNING,
    "Art. 5(1)(e), 30(1)(f) GDPR",
    nl="Belofte houdt {what} bij, en het beleid noemt daar geen termijn voor.",
    en="Belofte keeps {what}, and the policy names no term for it.",
    mend_nl="Noem de termijn die u nodig hebt onder own_books: {book}.",
    mend_en="Name the term that you need under own_books: {book}.",
    decidable=True,
)
def own_book_without_term(world: World) -> Iterator[Hit]:
    """The list of staff, disclosures and breaches tell of people too, and without a term they stay for good."""
    for book in books_without_term(world.policy):
        yield hit("own_books", what=LABELS[book], book=book)


RULES = (own_data_without_term, own_book_without_term)
