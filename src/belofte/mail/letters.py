"""Writes every letter to a person: facts in, a letter out. No clock, no store, no network.

Art. 12(1) GDPR asks for plain language; 12(3) for an answer in time; 12(4) for reasons, authority and court wherever
something was refused, kept or withheld. A link in a letter only opens a page with one button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from belofte.domain.answer import Answer, AnswerLine, LetterFacts, LetterKind
from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.mail.layout import Block, Items, Press, Say, as_html, as_text
from belofte.mail.words import DECISIONS, GROUND, KEPT_OPEN, KEPT_UNTIL, LANGUAGES, RIGHTS, WORDS, spoken
from belofte.ports import Letter


class Letters:
    """The :class:`belofte.ports.LetterWriter` for all kinds of letters, in Dutch and English."""

    def write(self, kind: LetterKind, to: str, facts: LetterFacts) -> Letter:
        """One letter to ``to``; a fact that is None is left out."""
        language = facts.language if facts.language in LANGUAGES else LANGUAGES[0]
        letter = _Wording(facts, language)
        subject = letter.subject(_SUBJECTS[kind])
        blocks = tuple(letter.whole(_BODIES[kind](letter)))
        return Letter(to, subject, as_text(blocks), as_html(blocks, subject, language), language)


class _Wording:
    """The facts of one letter, said in one language."""

    def __init__(self, facts: LetterFacts, language: str) -> None:
        self.facts, self.language = facts, language
        self._values = _values(facts, language)

    def subject(self, key: str) -> str:
        reference = f" ({self.facts.reference})" if self.facts.reference else ""
        return f"{self.words(key)}{reference}"

    def words(self, key: str) -> str:
        """The words under ``key`` with the facts filled in; two spaces where a fact was empty become one."""
        return " ".join(WORDS[key].in_(self.language).format_map(self._values).split()).replace(" .", ".")

    def say(self, key: str, *needed: object) -> Iterator[Block]:
        """A paragraph, if every fact it needs is there."""
        if all(fact is not None and fact != "" and fact != () for fact in needed):
            yield Say(self.words(key))

    def page(self, label: str) -> Iterator[Block]:
        """The link and until when it works."""
        if self.facts.link is not None:
            yield Press(self.words(label), self.facts.link)
            yield from self.say("link-until", self.facts.link_until)

    def remedies(self) -> Iterator[Block]:
        """Authority and court (Art. 12(4), 77, 79)."""
        if self.facts.authority:
            place = f" {self.facts.authority_url}" if self.facts.authority_url else ""
            yield Say(self.words("remedy-authority") + place)
        yield from self.say("remedy-court-term" if self.facts.court_weeks else "remedy-court")

    def whole(self, body: Iterator[Block]) -> Iterator[Block]:
        """Greeting, body, and what stands under every letter."""
        facts = self.facts
        if facts.example:
            yield from self.say("example")
        yield from self.say("hello")
        yield from body
        yield from self.say("reference", facts.reference)
        yield from self.say("questions", facts.office_email)
        yield from self.say("sign")

    def line(self, line: AnswerLine) -> str:
        """What happened to one category, in one sentence."""
        values = {
            "category": line.category[:1].upper() + line.category[1:],
            "count": line.count,
            "ground": line.ground or "",
            "until": spoken(line.until, self.language) if line.until else "",
        }
        parts = [DECISIONS[line.decision]]
        if line.decision is Decision.KEEP:
            parts.append(KEPT_UNTIL if line.until else KEPT_OPEN)
        if line.ground:
            parts.append(GROUND)
        return "".join(part.in_(self.language) for part in parts).format_map(values) + "."


def _values(facts: LetterFacts, language: str) -> Mapping[str, object]:
    """Every fact a sentence may name, as words."""
    answer = facts.answer
    days = {
        "received_on": facts.received_on,
        "due": facts.due,
        "link_until": facts.link_until,
        "copies_gone_by": answer.copies_gone_by if answer else None,
    }
    return {
        "controller": facts.controller,
        "office_email": facts.office_email or "",
        "reference": facts.reference or "",
        "right": RIGHTS.get(facts.right or "", Text({})).in_(language),
        "authority": facts.authority or "",
        "court": facts.court or WORDS["the-court"].in_(language),
        "court_weeks": facts.court_weeks or "",
        "ground": facts.ground or "",
        "processors": ", ".join(answer.processors) if answer else "",
        "by_hand": ", ".join(answer.by_hand) if answer else "",
        **{name: spoken(day, language) if day else "" for name, day in days.items()},
    }


def _confirm(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("confirm", letter.facts.received_on)
    yield from letter.say("confirm-press")
    yield from letter.page("confirm-page")
    yield from letter.say("confirm-not-you")
    yield from letter.say("due", letter.facts.due)


def _identify(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("identify", letter.facts.received_on)
    yield from letter.say("identify-how")
    yield from letter.page("identify-page")
    yield from letter.say("due", letter.facts.due)


def _status(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("status")
    yield from letter.page("status-page")
    yield from letter.say("due", letter.facts.due)


def _answer(letter: _Wording) -> Iterator[Block]:
    answer = letter.facts.answer or Answer(letter.facts.right or "", ())
    yield from letter.say("answer")
    if letter.facts.link is not None:
        yield from letter.say("answer-copy")
        yield from letter.page("answer-page")
    lines = tuple(letter.line(line) for line in by_category(answer) if line.count)
    if lines:
        yield from letter.say("answer-lines")
        yield Items(lines)
    yield from letter.say("answer-processors", answer.processors)
    yield from letter.say("answer-by-hand", answer.by_hand)
    yield from letter.say("answer-copies-gone", answer.copies_gone_by)
    if answer.partial:
        yield from letter.remedies()


def by_category(answer: Answer) -> tuple[AnswerLine, ...]:
    """The lines of one category beside one another; categories in the order in which they first come up."""
    order = list(dict.fromkeys(line.category for line in answer.lines))
    return tuple(sorted(answer.lines, key=lambda line: order.index(line.category)))


def _nothing(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("nothing")
    yield from letter.say("nothing-kept")
    yield from letter.say("nothing-more")
    yield from letter.remedies()


def _refused(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("refused" if letter.facts.ground else "refused-no-ground")
    yield from letter.remedies()


def _stopped(letter: _Wording) -> Iterator[Block]:
    yield from letter.say("stopped")


def _delayed(letter: _Wording) -> Iterator[Block]:
    if letter.facts.waiting_on:
        yield from letter.say("delayed")
        yield Items(letter.facts.waiting_on)
        yield from letter.say("delayed-more")
    else:
        yield from letter.say("delayed-reason", letter.facts.ground)
    yield from letter.say("due", letter.facts.due)
    yield from letter.remedies()


_BODIES = {
    LetterKind.CONFIRM: _confirm,
    LetterKind.IDENTIFY: _identify,
    LetterKind.ANSWER: _answer,
    LetterKind.NOTHING_FOUND: _nothing,
    LetterKind.STOPPED: _stopped,
    LetterKind.REFUSED: _refused,
    LetterKind.DELAYED: _delayed,
    LetterKind.STATUS_LINK: _status,
}

_SUBJECTS = {
    LetterKind.CONFIRM: "confirm-subject",
    LetterKind.IDENTIFY: "identify-subject",
    LetterKind.ANSWER: "answer-subject",
    LetterKind.NOTHING_FOUND: "nothing-subject",
    LetterKind.STOPPED: "stopped-subject",
    LetterKind.REFUSED: "refused-subject",
    LetterKind.DELAYED: "delayed-subject",
    LetterKind.STATUS_LINK: "status-subject",
}
