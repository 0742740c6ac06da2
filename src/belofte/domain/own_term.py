"""Each use stops when its own term does, though another use still keeps the record (Art. 5(1)(b) and (e) GDPR).

Whether it has ended hangs on days that stand in the company's own systems: who asks gives them with the question. Where
none are given it cannot be known here, and the answer is what the purpose and the person's state make it.
"""

from __future__ import annotations

from datetime import date

from belofte.domain.book_year import book_year_of
from belofte.domain.decision import STILL, Question, Why
from belofte.domain.errors import WrongUse
from belofte.domain.policy import Policy
from belofte.domain.retention import Events, events_of, use_has_ended

LOOKS = "write them like left=2026-01-01, with a comma between two"


def within_term(policy: Policy, why: Why, question: Question, today: date) -> Why:
    """``why``, or that the term of this use is over on ``today``. A no stays the no it was.

    Raises :class:`WrongUse` where days are given without the category they are about, or on which no term hangs: a
    name that is spelled wrong would else be a yes.
    """
    if question.events is None:
        return why
    if question.category is None:
        raise WrongUse("Days are those of one record: of which category?", "name the category as well")
    rule = policy.retention.get(question.category)
    if rule is None:
        return why
    known = events_of(rule)
    if not known or not set(question.events) <= set(known):
        named = ", ".join(known) or "none: the policy states no term for it"
        raise WrongUse("The term of this category hangs on other days than those given.", f"it hangs on {named}")
    if why is not Why.YES or question.purpose in STILL:
        return why
    ended = use_has_ended(rule, question.purpose, question.events, today, book_year_of(policy))
    return Why.TERM_ENDED if ended else why


def events_from(written: str) -> Events:
    """Days as people and programs write them: ``left=2026-01-01,collected=2020-05-01``. Raises ``WrongUse``."""
    found: dict[str, date | None] = {}
    for one in filter(None, (part.strip() for part in written.split(","))):
        name, _, day = one.partition("=")
        try:
            found[name.strip()] = date.fromisoformat(day.strip())
        except ValueError:
            raise WrongUse("The days of the record cannot be read.", LOOKS) from None
    return found
