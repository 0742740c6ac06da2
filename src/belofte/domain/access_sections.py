"""An access answer as headings and sentences, in the order of Art. 15(1): the letter and the page in the copy say the
same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belofte.domain.access_information import AccessInformation, RecipientTold, Told
from belofte.domain.notice.wording import Both


@dataclass(frozen=True, slots=True)
class AccessSection:
    """One heading of the answer. ``article`` is the part of Art. 15 it answers."""

    article: str
    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


HEADINGS = {
    "15(1)(a)": Both("Waarvoor wij uw gegevens gebruiken", "What we use your data for"),
    "15(1)(b)": Both("Welke gegevens wij van u hebben", "Which data we hold about you"),
    "15(1)(c)": Both("Wie gegevens van u kregen", "Who received data about you"),
    "15(1)(d)": Both("Hoe lang wij ze bewaren", "How long we keep it"),
    "15(1)(e)": Both("Wat u verder kunt vragen", "What else you can ask"),
    "15(1)(f)": Both("Een klacht indienen", "Lodging a complaint"),
    "15(1)(g)": Both("Waar uw gegevens vandaan komen", "Where your data comes from"),
    "15(1)(h)": Both("Besluiten door een computer", "Decisions by a computer"),
}
LOOKS = Both("Wanneer en waarom wij naar uw gegevens keken", "When and why we looked at your data")
OWN = Both("Wat ons systeem voor verzoeken zelf bijhoudt", "What our system for requests itself keeps")
NO_RECIPIENT = Both(
    "In de systemen die wij doorzochten, vonden wij geen gegevens van u bij anderen.",
    "In the systems we searched, we found no data about you with others.",
)
PERHAPS = Both(
    "Bij deze ontvangers konden wij niet zelf zoeken; misschien kregen zij ook gegevens van u: {names}.",
    "With these recipients we could not search ourselves; they may have received data about you too: {names}.",
)


def access_sections(told: AccessInformation) -> tuple[AccessSection, ...]:
    """The answer, section by section; a section about which nothing is known is left out."""
    return tuple(section for section in _sections(told) if section.sentences or section.items)


def _sections(told: AccessInformation) -> Iterator[AccessSection]:
    def section(letter: str, sentences: Iterable[str] = (), items: Iterable[str] = ()) -> AccessSection:
        article = f"15(1)({letter})"
        return AccessSection(article, HEADINGS[article].in_(told.language), tuple(sentences), tuple(items))

    yield section("a", items=_items(told.purposes))
    yield section("b", items=_counted(told.categories))
    yield section("c", _about_recipients(told), (_recipient(one) for one in told.recipients))
    yield section("d", items=_items(told.terms))
    yield section("g", items=_headed(told.sources))
    yield section("h", told.decisions)
    yield AccessSection("15(1)", LOOKS.in_(told.language), (), tuple(_headed(told.looks)))
    yield AccessSection("15(1)", OWN.in_(told.language), (), tuple(_headed(told.own)))
    yield section("e", items=_items(told.rights))
    yield section("f", told.complaint)


def _items(all_told: Iterable[Told]) -> Iterator[str]:
    return (" ".join(told.sentences) for told in all_told if told.sentences)


def _headed(all_told: Iterable[Told]) -> Iterator[str]:
    return (f"{told.heading}: {' '.join(told.sentences)}" for told in all_told)


def _counted(all_told: Iterable[Told]) -> Iterator[str]:
    return (f"{told.heading} ({told.records}). {' '.join(told.sentences)}".rstrip() for told in all_told)


def _about_recipients(told: AccessInformation) -> Iterator[str]:
    if not told.recipients:
        yield NO_RECIPIENT.in_(told.language)
    if told.perhaps:
        yield PERHAPS.in_(told.language).format(names=", ".join(told.perhaps))


def _recipient(one: RecipientTold) -> str:
    got = ", ".join(f"{category} ({records})" if records is not None else category for category, records in one.got)
    return " ".join((f"{one.label}: {got}." if got else f"{one.label}.", *one.sentences))
