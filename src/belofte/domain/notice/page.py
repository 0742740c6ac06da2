"""What every part of the notice is made from: the policy, the countries, and sentences in both languages that know the
facts they state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belofte.domain.country import Countries
from belofte.domain.kinds import KINDS
from belofte.domain.notice.vocabulary import CATEGORIES, PURPOSES, word
from belofte.domain.notice.wording import Both, capital, listed, of_text, same
from belofte.domain.policy import FactPath, Policy, Use


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence in both languages and the facts it states."""

    words: Both
    facts: tuple[FactPath, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it. ``name`` is the anchor on the page."""

    name: str
    heading: Both
    said: tuple[Said, ...] = ()
    parts: tuple[Part, ...] = ()


def said(nl: str, en: str, *facts: str) -> Said:
    """One sentence. It must name at least one fact: what no fact supports is not written."""
    if not facts:
        raise ValueError("a sentence without a fact cannot be kept: name the fact it states")
    return Said(Both(_one_stop(nl), _one_stop(en)), tuple(FactPath(fact) for fact in facts))


def _one_stop(text: str) -> str:
    """A name or a text that ends with a full stop brings no second one: ``B.V..`` becomes ``B.V.``"""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def part(name: str, nl: str, en: str, said_: Iterable[Said], parts: Iterable[Part] = ()) -> Part:
    """One part of the notice; :func:`filled` drops it where nothing is said under it."""
    return Part(name, Both(nl, en), tuple(said_), tuple(filled(parts)))


def filled(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts under which something is said: a heading announces its content (no empty section)."""
    return (p for p in parts if p.said or p.parts)


@dataclass(frozen=True, slots=True)
class Page:
    """The policy and everything else a sentence may need."""

    policy: Policy
    countries: Countries

    @property
    def controller(self) -> str:
        return self.policy.controller.name or "—"

    @property
    def office(self) -> Both:
        """What people call the place they turn to."""
        names = self.policy.privacy_office.names
        return Both(f"onze {names[0]}", f"our {names[0]}") if names else Both("ons privacyteam", "our privacy team")

    def prose(self, path: str, text: str) -> Both:
        """Free text of the folder: as written, or in the words ``texts/`` has for a language under the fact's name."""
        own = self.policy.texts.get(path)
        if own is None:
            return same(text)
        return Both(own.by_language.get("nl", text), own.by_language.get("en", text))

    def country(self, code: str) -> Both:
        if code == "EEA":
            return Both("de Europese Economische Ruimte", "the European Economic Area")
        return Both(self.countries.name(code, "nl"), self.countries.name(code, "en"))

    def region(self, name: str) -> Both:
        region = self.countries.regions.get(name)
        if region is None:
            return same(name)
        place, country = of_text(region.label), self.country(region.country)
        return Both(f"{place.nl}, {country.nl} ({name})", f"{place.en}, {country.en} ({name})")

    def category(self, name: str) -> Both:
        category = self.policy.data.get(name)
        return of_text(category.label) if category and category.label else word(name, CATEGORIES)

    def categories(self, names: Iterable[str]) -> Both:
        """``uw klantprofiel en uw facturen``; the kinds themselves for a part of a category."""
        return listed(self._your(name) for name in names)

    def use(self, use: Use) -> Both:
        category = self.policy.data.get(use.category)
        if use.part is None or category is None:
            return self._your(use.category)
        kinds = category.needed if use.part == "needed" else category.optional
        return listed(Both(f"uw {k.nl}", f"your {k.en}") for k in map(kind, kinds))

    def purpose(self, name: str) -> Both:
        purpose = self.policy.purposes.get(name)
        return of_text(purpose.label) if purpose and purpose.label else word(name, PURPOSES)

    def recipient(self, name: str) -> Both:
        recipient = self.policy.recipients.get(name)
        if recipient and recipient.label:
            return of_text(recipient.label)
        plain = word(name)
        return Both(capital(plain.nl), capital(plain.en))

    def _your(self, name: str) -> Both:
        label = self.category(name)
        return Both(f"uw {label.nl}", f"your {label.en}")


def kind(name: str) -> Both:
    """The plain name of one kind of data."""
    known = KINDS.get(name)
    return Both(known.nl, known.en) if known else word(name)
