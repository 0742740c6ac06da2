"""The facts of one letter, said in one language. A line whose facts are not there is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from belofte.domain.answer import AnswerLine, Later, LetterFacts, counted
from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.domain.rights.names import RECTIFICATION
from belofte.mail.bilingual import spoken
from belofte.mail.layout import Block, Items, Press, Say
from belofte.mail.words import WORDS
from belofte.mail.words_answer import (
    AS_IT_WAS,
    BY_GROUND,
    DECISIONS,
    DONE,
    GROUND,
    KEPT_HELD,
    KEPT_OPEN,
    KEPT_UNTIL,
    LATER,
    RIGHTS,
)
from belofte.mail.words_others import ACTIONS

MAY_LACK = frozenset({"right", "court", "controller"})
"""Facts without which a sentence is still whole."""


class Wording:
    """The facts of one letter, said in one language."""

    def __init__(self, facts: LetterFacts, language: str) -> None:
        self.facts, self.language = facts, language
        self.values = values_of(facts, language)

    def subject(self, key: str) -> str:
        """The subject line, with the reference where there is one."""
        reference = f" ({self.facts.reference})" if self.facts.reference else ""
        return f"{self.words(key)}{reference}"

    def words(self, key: str) -> str:
        """The words under ``key`` with the facts filled in; two spaces where a fact was empty become one."""
        return " ".join(WORDS[key].in_(self.language).format_map(self.values).split()).replace(" .", ".")

    def can_say(self, key: str) -> bool:
        """Whether every fact the line needs is there."""
        fields = (name for _, name, _, _ in Formatter().parse(WORDS[key].in_(self.language)) if name)
        return all(name in MAY_LACK or self.values[name] != "" for name in fields)

    def say(self, key: str) -> Iterator[Block]:
        """A paragraph, if every fact it needs is there."""
        if self.can_say(key):
            yield Say(self.words(key))

    def page(self, label: str) -> Iterator[Block]:
        """The link and until when it works."""
        if self.facts.link is not None:
            yield Press(self.words(label), self.facts.link)
            yield from self.say("link-until")

    def remedies(self) -> Iterator[Block]:
        """Authority and court (Art. 12(4), 77, 79)."""
        if self.facts.authority:
            place = f" {self.facts.authority_url}" if self.facts.authority_url else ""
            yield Say(self.words("remedy-authority") + place)
        yield from self.say("remedy-court-term" if self.facts.court_weeks else "remedy-court")

    def later(self, one: Later) -> str:
        """What is not gone yet in one system, and when it will be, in one sentence."""
        until = spoken(one.until, self.language) if one.until else ""
        words = LATER.get((one.outcome, bool(until))) or LATER[one.outcome, False]
        return words.in_(self.language).format(system=one.system, count=counted(one.count, self.language), until=until)

    def line(self, line: AnswerLine, right: str) -> str:
        """What happened to one category, in one sentence."""
        values = {
            "category": line.category[:1].upper() + line.category[1:],
            "count": counted(line.count, self.language),
            "ground": line.ground or "",
            "until": spoken(line.until, self.language) if line.until else "",
            "review": spoken(line.review, self.language) if line.review else "",
        }
        if (own := BY_GROUND.get((line.decision, line.ground or ""))) is not None:
            return own.in_(self.language).format_map(values) + "."
        done = DONE.get(right) if line.decision is Decision.DO else None
        if right == RECTIFICATION and line.decision is Decision.KEEP:
            done = AS_IT_WAS
        parts = [done or DECISIONS[line.decision]]
        if line.decision is Decision.KEEP:
            parts.append(KEPT_UNTIL if line.until else KEPT_HELD if line.review else KEPT_OPEN)
        if line.ground:
            parts.append(GROUND)
        return "".join(part.in_(self.language) for part in parts).format_map(values) + "."

    def items(self, name: str) -> Iterator[Block]:
        """The fact ``name`` as a list, one line an item."""
        listed: tuple[str, ...] = getattr(self.facts, name)
        if listed:
            yield Items(listed)

    def own(self, name: str) -> Iterator[Block]:
        """The words of a named person, paragraph by paragraph, as they wrote them."""
        for paragraph in (getattr(self.facts, name) or "").split("\n\n"):
            if paragraph.strip():
                yield Say(" ".join(paragraph.split()))


def values_of(facts: LetterFacts, language: str) -> Mapping[str, str]:
    """Every fact a sentence may name, as words; an empty text is a fact that is not there."""
    answer = facts.answer
    days = {
        "received_on": facts.received_on,
        "due": facts.due,
        "overdue": facts.overdue,
        "new_due": facts.new_due,
        "on": facts.on,
        "link_until": facts.link_until,
        "copies_gone_by": answer.copies_gone_by if answer else None,
    }
    lists = {
        "processors": answer.processors if answer else (),
        "by_hand": facts.by_hand or (answer.by_hand if answer else ()),
        "done_by_hand": answer.done_by_hand if answer else (),
        "not_done": answer.not_done if answer else (),
        "unlinked": answer.unlinked if answer else (),
        "purposes": facts.purposes,
        "going_on": facts.going_on,
        "stays_stopped": facts.stays_stopped,
        "stopped_in": facts.stopped_in,
        "waiting_on": facts.waiting_on,
        "open_matters": facts.open_matters,
        "told": facts.told,
    }
    said = {"ground": facts.ground, "reasons": facts.reasons, "words": facts.words, "consequences": facts.consequences}
    said |= {"measures": facts.measures, "advice": facts.advice}
    return {
        "controller": facts.controller,
        "office_email": facts.office_email or "",
        "reference": facts.reference or "",
        "right": RIGHTS.get(facts.right or "", Text({})).in_(language),
        "link": facts.link or "",
        "authority": facts.authority or "",
        "authority_url": facts.authority_url or "",
        "court": facts.court or WORDS["the-court"].in_(language),
        "court_weeks": str(facts.court_weeks or ""),
        "recipient": facts.recipient or "",
        "party": facts.party or "",
        "count": "" if facts.count is None else str(facts.count),
        "action": ACTIONS.get(facts.action or "", Text({})).in_(language),
        **{name: (words or "").strip().rstrip(".") for name, words in said.items()},
        **{name: ", ".join(items) for name, items in lists.items()},
        **{name: spoken(day, language) if day else "" for name, day in days.items()},
    }
