"""Plans, requests and receipts as text on a terminal (design §10, "Plan, as shown")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from belofte.cli.extending import clock_lines
from belofte.domain.not_there import NotThere, questions_in, reasons_in
from belofte.domain.plan import Blind, Decision, Line, Outcome, Plan, Receipt
from belofte.domain.rights.planning import SHARED
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.procedures.desks import AskedBy, CaseView, QueueRow
from belofte.procedures.identity.questions import (
    AGENT_ROUTE,
    CLAIM_REFUSED,
    ELSEWHERE,
    KNOWN_ELSEWHERE,
    LOOKS_ALIKE,
    NEW_ADDRESS,
    WEAK_CLAIM,
)
from belofte.procedures.planning.drafting import LACKING
from belofte.procedures.planning.planning_stops import WEIGH_FIRST
from belofte.procedures.rights.leaving_plan import LATER, OPEN_MATTERS, ORGANISATION
from belofte.web.texts import TEXTS, say


def queue_text(rows: Sequence[QueueRow]) -> str:
    """One line a request, by ``work_by``."""
    if not rows:
        return "No open requests."
    head = ("reference", "right", "state", "waiting for", "work by", "due", "promise", "law")
    return columns(head, [_queue_row(row) for row in rows])


def _queue_row(row: QueueRow) -> tuple[str, ...]:
    waiting = " ".join(filter(None, (row.waiting, row.waiting_on))) or "-"
    days = (str(day or "-") for day in (row.work_by, row.due))
    return (row.reference, row.right, row.state, waiting, *days, row.promise, row.law)


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in which every column is as wide as its widest cell."""
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    cells = (("  ".join(cell.ljust(wide) for cell, wide in zip(line, widths, strict=True))) for line in lines)
    return "\n".join(line.rstrip() for line in cells)


def case_text(case: CaseView) -> str:
    """The request, its newest plan, and what was done."""
    row = case.row
    phase = f" · {row.phase}" if row.phase else ""
    parts = [f"{row.reference} · {row.right} · {row.state}{phase} · due {row.due or '-'}"]
    if row.waiting:
        parts.append(f"waiting for {' '.join(filter(None, (row.waiting, row.waiting_on)))}")
    if case.clock:
        parts += clock_lines(case.clock)
    if case.about:
        parts += about_lines(case.about)
    if case.held_up:
        parts.append(f"  since {case.held_up.since:%Y-%m-%d %H:%M} UTC: {case.held_up.why} → {case.held_up.remedy}")
    if case.plan:
        parts.append(plan_text(case.plan, row.reference, done=bool(case.receipts)))
        parts += [f"{wait.system:<10} {wait.verb}: {wait}" for wait in case.waits]
    if case.first_approver:
        parts.append(f"approved by {case.first_approver}; the policy wants a second person to approve it too")
    if case.act_after:
        parts.append(f"nothing irreversible before {case.act_after:%Y-%m-%d %H:%M} UTC; `belofte request stop` ends it")
    parts += [receipt_text(receipt) for receipt in case.receipts]
    return "\n".join(parts)


def about_lines(about: AskedBy) -> list[str]:
    """How far it is settled who asks; nothing about them."""
    said = {
        "identified by": about.identified_by,
        "vouched for by the token": about.asserted_by,
        "asks for another, as": about.represents,
        "mandate checked by": about.mandate_checked_by,
        "identity asked on": about.identity_asked_on,
        "identity answered on": about.identity_answered_on,
        "reminded on": about.reminded_on,
        "proofs to check": about.proofs_kept or None,
        "may repeat": ", ".join(about.repeats) or None,
        "joined to": about.joined_to,
        "letters to post": about.to_post or None,
        "ended as": about.ended,
    }
    return [f"{label} {value}" for label, value in said.items() if value is not None]


def plan_text(plan: Plan, reference: str, *, done: bool = False) -> str:
    """The plan as it is read before approval."""
    state = "" if done else " · nothing has been done yet"
    lines = [f"Plan {plan.id} · request {reference} · {plan.right} · policy {plan.policy_version}{state}"]
    seen: set[str] = set()
    for step in plan.steps:
        if step.verb in (Verb.PURGE, Verb.TELL):
            continue
        seen.add(step.system)
        by_hand = "   by a person of ours" if step.verb is Verb.ASK_PERSON else ""
        lines += [f"{line_text(line)}{by_hand}" for line in step.lines]
    blind = {item.system for item in plan.blind}
    reasons = {reason.system: reason for reason in reasons_in(plan)}
    empty = [name for name in plan.maps if name not in seen | blind]
    lines += [f"{name:<10} {not_there(reasons.get(name))}" for name in empty]
    lines += [f"{name:<10} {not_there(reason)}" for name, reason in reasons.items() if name in seen]
    lines += [blind_text(item) for item in plan.blind]
    lines += [f"? {question_text(question)}" for question in questions_in(plan)]
    return "\n".join(lines)


def blind_text(item: Blind) -> str:
    """A system that could not be looked at, why, and what would help."""
    return f"{item.system:<10} could not look: {item.why} → {item.remedy}"


def not_there(reason: NotThere | None) -> str:
    """Why nothing of a system stands in the plan."""
    return "nothing found" if reason is None else say("en", f"plan.{reason.because}", detail=reason.detail_in("en"))


QUESTIONS = {
    SHARED: "records hang on an address that somebody else has too; they are neither sent nor changed",
    "perhaps-also": "records may be this person's too; they stay outside the plan",
    NEW_ADDRESS: "nothing shows that we knew this address before the request; identify the person first",
    CLAIM_REFUSED: "the customer number that was given does not belong to this address and was not used",
    ELSEWHERE: "the copy is asked at another address or by post; identify the person first",
    KNOWN_ELSEWHERE: "the number is of somebody with another address, who was asked there to confirm",
    LOOKS_ALIKE: "the address holds letters that look like others; see belofte request who",
    WEAK_CLAIM: "the person gave something that only a person can check; see belofte request who",
    AGENT_ROUTE: "no known address of the person is there to which the copy could go",
    WEIGH_FIRST: "a named person weighs this objection first: belofte request weigh",
    OPEN_MATTERS: "matters with this person are still open; settle them first: belofte request settle",
    ORGANISATION: "the notice touches an organisation; see who may give it: belofte request settle",
    LATER: "the last day lies ahead",
    LACKING: "the account may not do what the plan needs; see belofte doctor --grants",
}


def question_text(question: str) -> str:
    """What a person must look at, as a sentence."""
    name, _, rest = question.partition(": ")
    if name in QUESTIONS:
        return f"{QUESTIONS[name]}{f': {rest}' if rest else ''}"
    key = f"question.{name}"
    return say("en", key, count=rest) if key in TEXTS else question


def line_text(line: Line) -> str:
    """One collection's records, the decision, the ground and its end."""
    decision = str(line.decision)
    if line.decision is Decision.KEEP:
        decision = f"keep until {line.until}" if line.until else "keep (no end date yet)"
    if line.decision is Decision.ASK:
        decision = "ask: shared with another person"
    ground = f", {line.ground}" if line.ground and line.decision is not Decision.ASK else ""
    note = f" ({line.note})" if line.note else ""
    return f"{line.system:<10} {line.collection:<16} {line.count:>6}  {decision}{ground}{note}"


LEFT_ALONE = (Decision.KEEP, Decision.WITHHOLD)
"""Decisions by which nothing is done to a record: that nobody counted an act there is no gap in the count."""


def receipt_text(receipt: Receipt) -> str:
    """What was done, read back."""
    doing = [line.acted for line in receipt.lines if line.decision not in LEFT_ALONE]
    again = "it broke off" if receipt.outcome is Outcome.FAILED else "done again after an interruption"
    unknown = "on a person's word" if receipt.verb is Verb.ASK_PERSON else f"unknown ({again})"
    acted = unknown if None in doing else sum(filter(None, doing))
    kept = sum(line.present or 0 for line in receipt.lines if line.decision is Decision.KEEP)
    unseen = receipt.outcome is Outcome.FAILED and not receipt.looked  # nobody could look: never the same as none
    remains = "unknown" if unseen else sum(line.remains or 0 for line in receipt.lines)
    until = f" until {receipt.until}" if receipt.until else ""
    problem = ""
    if receipt.outcome is Outcome.FAILED and receipt.problem:
        problem = f" · {receipt.problem.where} → {receipt.problem.remedy}"
    return (
        f"Receipt {receipt.id} · {receipt.system} · {receipt.verb} · {receipt.outcome}{until} · "
        f"acted {acted} · kept {kept} · remains {remains}{problem}"
    )


def tasks_text(tasks: Sequence[Task], references: Mapping[str, str]) -> str:
    """One line a task: what to do in words, and for which request. ``references``: by the id of the case."""
    head = ("task", "since", "request", "what to do", "where", "records")
    return columns(head, [_task_row(task, references) for task in tasks])


def _task_row(task: Task, references: Mapping[str, str]) -> tuple[str, ...]:
    key = f"task.{task.kind}"
    said = say("en", key) if key in TEXTS else task.kind
    reference = references.get(task.request or "", "-")
    return (task.id, f"{task.made_at:%Y-%m-%d}", reference, said, task.system or "-", str(task.count or "-"))
