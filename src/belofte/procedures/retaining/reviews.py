"""When what a hold keeps is looked at again: told in the answer beside its ground (Art. 17(3)(e) GDPR)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from belofte.domain.answer import Answer, AnswerLine
from belofte.domain.plan import Decision
from belofte.domain.request import Request
from belofte.procedures.retaining.postponing import hold_behind
from belofte.store_port import Transaction


def with_reviews(tx: Transaction, request: Request, answer: Answer) -> Answer:
    """The answer, with the day of review on the lines a hold keeps; of several holds on one ground the first day."""
    plan = tx.plans.get(request.approved_plan) if request.approved_plan else None
    behind = {hold_behind(line) for step in plan.steps for line in step.lines} if plan else set[str | None]()
    reviews: dict[str, date] = {}
    for hold in (tx.holds.get(name) for name in sorted(name for name in behind if name)):
        reviews[hold.ground] = min(hold.review_on, reviews.get(hold.ground, hold.review_on))
    if not reviews:
        return answer
    return replace(answer, lines=tuple(_with_review(line, reviews) for line in answer.lines))


def _with_review(line: AnswerLine, reviews: dict[str, date]) -> AnswerLine:
    if line.decision is not Decision.KEEP or line.until is not None:
        return line
    return replace(line, review=reviews.get(line.ground or ""))
