"""The notice as a whole: sections of sentences, each with the facts it states and the clauses it answers to.

A clause may have wording of its own (``texts/``). It replaces the words of the sentences that serve this clause alone;
their facts stay with them, so the trace from clause to fact never breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from belofte.domain.country import Countries
from belofte.domain.notice.about import about
from belofte.domain.notice.closing import changes, contact
from belofte.domain.notice.keeping import keeping
from belofte.domain.notice.page import Page, Part, Said, filled
from belofte.domain.notice.practice import care, decisions, never, staff, website
from belofte.domain.notice.rights import rights
from belofte.domain.notice.sharing import sharing
from belofte.domain.notice.using import data, purposes
from belofte.domain.policy import Clause, ClauseId, FactPath, Policy

PARTS = (
    about, data, purposes, sharing, keeping, rights, website, staff, decisions, care, never, changes, contact,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the notice. ``own`` marks wording of the company's own."""

    text: str
    facts: tuple[FactPath, ...]
    clauses: tuple[ClauseId, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its sentences, and the parts under it. ``name`` is the anchor on the page."""

    name: str
    heading: str
    sentences: tuple[Sentence, ...] = ()
    parts: tuple[Section, ...] = ()

    def all_sentences(self) -> Iterator[Sentence]:
        """Every sentence under this heading, in the order of the page."""
        yield from self.sentences
        for below in self.parts:
            yield from below.all_sentences()


@dataclass(frozen=True, slots=True)
class Notice:
    """The page people read, before it is drawn. Contact details are the last section."""

    language: str
    title: str
    sections: tuple[Section, ...]
    controller: str = ""
    example: bool = False
    in_force: date | None = None
    version: int = 0
    languages: tuple[str, ...] = field(default=())

    def all_sentences(self) -> Iterator[Sentence]:
        """Every sentence of the notice, in the order of the page."""
        for section in self.sections:
            yield from section.all_sentences()


def notice(policy: Policy, language: str, countries: Countries) -> Notice:
    """The notice of ``policy`` in one language: every stated fact has its sentence, no sentence is without a fact."""
    page = Page(policy, countries)
    parts = tuple(filled(make(page) for make in PARTS))
    wordings = _own_wordings(policy, language)
    title = "Privacyverklaring" if language == "nl" else "Privacy notice"
    return Notice(
        language=language,
        title=f"{title} {policy.controller.name}" if policy.controller.name else title,
        sections=tuple(_section(part, language, policy.clauses, wordings) for part in parts),
        controller=policy.controller.name or "",
        example=policy.example,
        in_force=policy.in_force,
        version=policy.version,
        languages=policy.languages,
    )


def is_about(clause_fact: str, fact: str) -> bool:
    """Whether a sentence's fact and a clause's fact are the same fact, or one is a part of the other."""
    return clause_fact == fact or fact.startswith(f"{clause_fact}.") or clause_fact.startswith(f"{fact}.")


def _clauses_of(facts: tuple[FactPath, ...], clauses: Mapping[ClauseId, Clause]) -> tuple[ClauseId, ...]:
    """The clauses a sentence answers to: those that name exactly one of its facts, or a part or the whole of one.

    Where a sentence names both a whole (``retention.invoice``) and its parts, the parts decide: otherwise every clause
    about any part of the whole would claim it.
    """
    finest = [f for f in facts if not any(other.startswith(f"{f}.") for other in facts)]
    return tuple(c.id for c in clauses.values() if any(is_about(cf, f) for cf in c.facts for f in finest))


def _own_wordings(policy: Policy, language: str) -> dict[ClauseId, str]:
    return {
        clause: text
        for clause in policy.clauses
        if (words := policy.texts.get(clause)) and (text := words.by_language.get(language))
    }


def _section(
    part: Part, language: str, clauses: Mapping[ClauseId, Clause], wordings: Mapping[ClauseId, str]
) -> Section:
    sentences = [_sentence(said, language, clauses) for said in part.said]
    return Section(
        name=part.name,
        heading=part.heading.in_(language),
        sentences=_with_own_words(sentences, wordings),
        parts=tuple(_section(below, language, clauses, wordings) for below in part.parts),
    )


def _sentence(said: Said, language: str, clauses: Mapping[ClauseId, Clause]) -> Sentence:
    return Sentence(said.words.in_(language), said.facts, _clauses_of(said.facts, clauses))


def _with_own_words(sentences: list[Sentence], wordings: Mapping[ClauseId, str]) -> tuple[Sentence, ...]:
    """The first sentence that serves only a clause with words of its own takes them; the others that serve only that
    clause give it their facts."""
    made: list[Sentence] = []
    places: dict[ClauseId, int] = {}
    for sentence in sentences:
        only = sentence.clauses[0] if len(sentence.clauses) == 1 else None
        if only is None or only not in wordings:
            made.append(sentence)
        elif only in places:
            first = made[places[only]]
            made[places[only]] = replace(first, facts=(*first.facts, *sentence.facts))
        else:
            places[only] = len(made)
            made.append(replace(sentence, text=wordings[only], own=True))
    return tuple(made)
