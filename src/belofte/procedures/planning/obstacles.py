"""What stands in the way of approving a plan: asked before anybody's approval is taken, in this order."""

from __future__ import annotations

from belofte.domain.errors import Refused
from belofte.domain.plan import Plan
from belofte.domain.request import Request
from belofte.domain.rights.planning import SHARED
from belofte.procedures import refusals
from belofte.procedures.clock.clocks import identity_is_open
from belofte.procedures.identity.questions import AGENT_ROUTE, ELSEWHERE, KNOWN_ELSEWHERE, NEW_ADDRESS
from belofte.procedures.planning.drafting import LACKING
from belofte.procedures.planning.open_questions import unanswered
from belofte.procedures.planning.texts import texts_to_read


def in_the_way(request: Request, plan: Plan, limit: int | None, records: int | None, was_read: bool) -> Refused | None:
    """The first thing in the way: a system not seen, a doubt about who it is, text nobody read, or more records than
    ``limit`` (the policy's number) that ``records`` does not repeat."""
    if plan.blind:
        return refusals.not_all_seen(", ".join(item.system for item in plan.blind), plan.blind[0].remedy)
    if lacking := [question for question in plan.questions if question.startswith(LACKING)]:
        return refusals.lacking_rights("; ".join(lacking))
    if doubt := _doubt(request, plan):
        return doubt
    if open_question := unanswered(plan):
        return open_question
    if texts_to_read(plan) and not was_read:
        return refusals.texts_not_read(texts_to_read(plan))
    if limit is not None and plan.records > limit and records != plan.records:
        return refusals.TooManyRecords(plan.records, limit)
    return None


def _doubt(request: Request, plan: Plan) -> Refused | None:
    """Who it is, and whose the records are (Art. 12(6)); a named person may vouch for the first."""
    by_person = request.identified_by == "office"
    if ELSEWHERE in plan.questions and not by_person:
        return refusals.elsewhere()
    if AGENT_ROUTE in plan.questions:
        return refusals.agent_route()
    if identity_is_open(request) and not by_person:
        return refusals.identity_open()
    if KNOWN_ELSEWHERE in plan.questions and not by_person:
        return refusals.known_elsewhere()
    if NEW_ADDRESS in plan.questions and not by_person:
        return refusals.new_address()
    if any(question.startswith(SHARED) for question in plan.questions):
        if not by_person:
            return refusals.shared_address()
        if not plan.records:
            return refusals.nobody_can_tell()
    return None
