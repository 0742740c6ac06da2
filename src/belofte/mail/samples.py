"""Made-up facts for every letter, so that its words can be read before anybody gets it. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from belofte.domain.answer import Answer, AnswerLine, Later, LetterFacts, LetterKind
from belofte.domain.notice.wording import Both
from belofte.domain.plan import Decision, Outcome

WITHOUT_LINK = frozenset({LetterKind.NOTHING_FOUND, LetterKind.REFUSED, LetterKind.EXTENSION})
NO_REFERENCE = frozenset(
    {LetterKind.RECIPIENT_ENDED, LetterKind.STAFF_DAILY, LetterKind.BREACH_SUBJECT, LetterKind.BREACH_CUSTOMER}
)
RIGHT_OF = {
    LetterKind.COPY_FIRST: "leaving",
    LetterKind.END_SERVICE: "question",
    LetterKind.LEFT: "leaving",
    LetterKind.OPEN_MATTERS: "leaving",
    LetterKind.HAND_OVER: "portability",
    LetterKind.HAND_OVER_ASK: "portability",
    LetterKind.RESTRICTED: "restriction",
    LetterKind.LIFTING: "restriction",
    LetterKind.LIFTED: "restriction",
    LetterKind.DISPUTED: "rectification",
    LetterKind.RECIPIENT: "rectification",
    LetterKind.RECIPIENT_REMINDER: "rectification",
    LetterKind.PROCESSOR: "access",
    LetterKind.KEEPER: "access",
    LetterKind.KEEPER_REMINDER: "access",
    LetterKind.WITHDRAWN: "withdrawal",
    LetterKind.REPLY: "question",
}
_SOON, _WEEK, _TERM, _COPIES, _LONGER = map(timedelta, (3, 7, 23, 35, 84))
"""Made-up distances from today; no company's terms."""
REASONS = Both("het gaat om veel gegevens in vijf systemen", "it is about much data in five systems")
WORDS = Both(
    "Dit zijn de woorden van een medewerker.\n\nZe kunnen uit meer alinea's bestaan.",
    "These are the words of a member of staff.\n\nThey can be several paragraphs.",
)
CATEGORIES = (Both("facturen", "invoices"), Both("bestellingen", "orders"))


def sample_facts(kind: LetterKind, known: LetterFacts, today: date) -> LetterFacts:
    """``known`` (the company, its authority, the language) with made-up facts of a case received a week ago."""
    language = known.language
    right = RIGHT_OF.get(kind, "objection" if kind.value.startswith("objection") else "erasure")
    return replace(
        known,
        office_email=known.office_email or "privacy@company.example",
        reference=None if kind in NO_REFERENCE else "B-7K3M-22Q",
        right=right,
        link=None if kind in WITHOUT_LINK else "https://privacy.company.example/l/example",
        link_until=today + _WEEK,
        received_on=today - _WEEK,
        due=today + _TERM,
        new_due=today + _LONGER,
        on=today + _SOON,
        answer=_answer(right, language, today),
        ground=Both("artikel 15 lid 4 AVG", "Article 15(4) GDPR").in_(language),
        reasons=REASONS.in_(language),
        words=None if kind is LetterKind.ANSWER else WORDS.in_(language),
        waiting_on=(Both("boekhouding", "bookkeeping").in_(language),),
        purposes=(Both("onze nieuwsbrief", "our newsletter").in_(language),),
        stopped_in=(Both("klantenadministratie", "customer database").in_(language),),
        by_hand=(Both("telefooncentrale", "telephone exchange").in_(language),),
        recipient=Both("Voorbeeld Bezorging", "Example Delivery").in_(language),
        action="corrected",
        party="Example Insurances",
        open_matters=(Both("2 bestellingen onderweg", "2 orders on their way").in_(language),),
        count=1,
        rows=(Both("B-7K3M-22Q: verzoek, klaar vóór vrijdag", "B-7K3M-22Q: request, due on Friday").in_(language),),
        consequences=Both("iemand kan zich als u voordoen", "somebody may pretend to be you").in_(language),
        measures=Both("de kopie is ongelezen gewist", "the copy was deleted unread").in_(language),
        advice=Both("let op vreemde berichten", "be careful with odd messages").in_(language),
    )


def _answer(right: str, language: str, today: date) -> Answer:
    kept, done = (category.in_(language) for category in CATEGORIES)
    until = date(today.year + 7, 12, 31)
    lines = (
        AnswerLine(kept, Decision.KEEP, 2, Both("artikel 17 lid 3 AVG", "Article 17(3) GDPR").in_(language), until),
        AnswerLine(done, Decision.DELETE if right == "erasure" else Decision.DO, 5),
    )
    later = (Later(Both("webstatistieken", "web statistics").in_(language), 1, Outcome.PENDING, today + _COPIES),)
    gone_later = later if right == "erasure" else ()
    return Answer(right, lines, ("Example Cloud",), copies_gone_by=today + _COPIES, later=gone_later)
