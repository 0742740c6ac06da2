"""Two people approve where the policy wants two: the first approval is noted, the second lets the plan be carried out.

Both are accounts of the office that may approve, also from the command line: two ways to write one name are one person.
A plan that was made anew needs both again.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.account import Account, Act
from belofte.domain.errors import Refused
from belofte.domain.plan import Plan
from belofte.domain.policy import Policy, Text
from belofte.domain.request import Request, Waiting, wait
from belofte.procedures.cases import must_still_stand
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction


def needs_two(policy: Policy, request: Request, plan: Plan) -> bool:
    """Whether the policy wants two people for this plan: by its right, or by its number of records."""
    above = policy.rights.two_people_above
    return request.right in policy.rights.two_people or (above is not None and plan.records > above)


def first_of_two(parts: Parts, request: Request, plan: Plan, by: str) -> Request | None:
    """The request with its first approval noted; None when nothing more is needed than this approval.

    Raises ``Refused`` for somebody without an account that may approve, and for the same person a second time.
    """
    if not needs_two(parts.policy, request, plan):
        return None
    now = parts.now()
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        account = _approver(tx, by)
        if request.course.first_approved == plan.id:
            if request.course.first_approver == account.id:
                raise _same_person()
            tx.events.add("request.approved-second", request.id, now, {"plan": plan.id, "account": account.id})
            return None
        course = replace(request.course, first_approver=account.id, first_approved=plan.id)
        noted = wait(replace(request, course=course), Waiting.OFFICE)
        tx.requests.save(noted)
        tx.events.add("request.approved-first", request.id, now, {"plan": plan.id, "account": account.id})
    return noted


def first_approver(tx: Transaction, request: Request, plan: Plan | None) -> str | None:
    """The name of who approved ``plan`` first, while it waits for the second."""
    if plan is None or request.course.first_approved != plan.id or request.approved_plan is not None:
        return None
    account = tx.accounts.get(request.course.first_approver or "")
    return account.name if account else None


def _approver(tx: Transaction, by: str) -> Account:
    account = tx.accounts.by_name(by)
    if account is None or not account.may(Act.APPROVE):
        raise Refused(
            _said(
                "Het beleid wil dat twee mensen dit goedkeuren, elk met een eigen account dat dat mag.",
                "The policy wants two people to approve this, each with an account of their own that may.",
            ),
            _said("Bekijk de accounts: belofte user list.", "see the accounts: belofte user list"),
        )
    return account


def _same_person() -> Refused:
    return Refused(
        _said(
            "U keurde dit plan al goed; het beleid wil dat een tweede mens het ook doet.",
            "You approved this plan already; the policy wants a second person to do so too.",
        ),
        _said("Vraag een collega.", "ask a colleague"),
    )


def _said(nl: str, en: str) -> Text:
    return Text({"nl": nl, "en": en})
