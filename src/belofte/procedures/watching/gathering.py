"""What the checks are judged on: what connectors see today, and what our own books hold.

Looking is one pass a system. A system that cannot be looked at gives an observation that says so for every question
asked of it; it is never left out. Nothing here holds personal data: counts, names of things and days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from belofte.checks.notice_shown import DECLARED, PAGES
from belofte.checks.on_paper import all_documents
from belofte.checks.retention_term import places
from belofte.checks.shape import ActLine, Case, Contents, CopyLine, Document, Records, Version
from belofte.domain.country import Countries
from belofte.domain.errors import BelofteError
from belofte.domain.flows import egress_of, question_about
from belofte.domain.notice import notice
from belofte.domain.notice.labels import recipient_label
from belofte.domain.observing import Oldest, PastTerm, Setting, Undeclared, WithoutStart, name_of
from belofte.domain.part_done import as_done
from belofte.domain.plan import Decision, Outcome, Plan, Receipt
from belofte.domain.policy import OnBehalf, Policy
from belofte.domain.promise import Observation, Reach
from belofte.domain.request import Request, RequestState
from belofte.domain.retention import book_year_of, cut_off
from belofte.domain.speaking import tracking_settings
from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.documents import read_digests
from belofte.loading.published import read_pages
from belofte.ports import SystemConnector, SystemUnreachable
from belofte.procedures.answering.package import SCHEMA, Lines, lines_of_packages
from belofte.procedures.intake.sampling import shared_mailboxes
from belofte.procedures.parts import Parts
from belofte.procedures.restoring.noticing import returned
from belofte.procedures.retaining.unaltered import not_sealed
from belofte.procedures.rights.recipient_ending import ended_recipients
from belofte.procedures.staffing.late import logs_seen
from belofte.procedures.staffing.seen_by_checks import access_seen, walls_seen
from belofte.procedures.using.seen import uses_seen
from belofte.procedures.watching.carried_out import with_what_stands
from belofte.procedures.watching.held_back import without_held
from belofte.procedures.watching.held_records import held_records
from belofte.store_port import StoredPackage, Transaction

AT_MOST = 100_000
"""Open cases looked at in one pass; a company with more of them open at once has another problem first."""

LOOKED_INTO = 20
"""Packages opened in one pass, the newest: whether copies can be read back is seen from some of them."""
TOO_LARGE = 64 * 1024 * 1024
"""Bytes of a case's packages above which they are not opened for a check."""


def observe(parts: Parts) -> list[Observation]:
    """Ask every connected system what the promises need to know."""
    seen: list[Observation] = []
    for name, system in parts.systems.items():
        questions = list(dict.fromkeys(_questions(parts.policy, system, parts.today())))
        seen += _ask(parts.connectors.get(name), system, questions, parts.now())
    return without_held(parts, seen)


def gather(parts: Parts, countries: Countries, folder: Path) -> Records:
    """Our books at this moment: open cases with their receipts, the register, versions, the notice, the documents."""
    with parts.store.reading() as tx:
        requests = tx.requests.in_states([s for s in RequestState if s is not RequestState.CLOSED], AT_MOST)
        cases = [_case(tx, request) for request in requests]
        packages = {case.request.id: tx.vault.packages(case.request.id) for case in cases if case.copies}
        register, closed = tuple(tx.register.rows()), tx.register.handled()
        changed = tuple(tx.register.changed_months())
        wanted = list(packages)[-LOOKED_INTO:]
        packages = {case: packages[case] for case in wanted}
        told = [one for one in tx.disclosures.all() if not one.is_secret]
        odd = frozenset(one.id for one in told if not tx.disclosures.is_as_sealed(one))
        mailboxes, ended = shared_mailboxes(parts, tx), tuple(ended_recipients(parts, tx))
        attestations = tx.promises.attestations()
        looked = {shown.system: shown for shown in tx.sweeps.looked()}
        kept = tuple(tx.seals.all())
        remembered = frozenset(parts.store.ledger.systems()) & parts.systems.keys()
        came_back = returned(tx, remembered)
        members = tx.members.all()
        published = tx.published.all()
    return Records(
        today=parts.today(),
        cases=with_what_stands(parts, [_with_contents(parts, case, packages) for case in cases]),
        register=register,
        closed=closed,
        register_changed=changed,
        versions=tuple(
            Version(v.version, v.published_at, v.in_force, v.ended_at, read_pages(folder, v.version)) for v in published
        ),
        notices={language: notice(parts.policy, language, countries) for language in parts.policy.languages},
        documents=look_for_documents(parts.policy, folder, parts.on_behalf),
        on_behalf=parts.on_behalf,
        attestations=attestations,
        systems=parts.systems,
        book_year=book_year_of(parts.policy),
        time_zone=parts.country.time_zone,
        disclosures=tuple(told),
        disclosures_changed=odd,
        held=held_records(parts),
        mailboxes=mailboxes,
        looked=looked,
        kept=kept,
        unsealed=frozenset(not_sealed(parts)),
        ended=ended,
        uses=uses_seen(parts),
        remembered=remembered,
        returned=came_back,
        members=len(members),
        access=access_seen(parts, members),
        walls=walls_seen(parts),
        logs=logs_seen(parts, members) if members or any(one.hides for one in parts.systems.values()) else (),
    )


def look_for_documents(
    policy: Policy, folder: Path, on_behalf: Mapping[str, OnBehalf] = MappingProxyType({})
) -> Mapping[str, Document]:
    """Every document the policy names, as it lies in the folder, with the days its facts give it: the latest signature
    and the earliest end of all that rests on it."""
    papers = list(_papers(policy, on_behalf))
    named = all_documents(policy, on_behalf)
    return {
        path: Document(
            path=path,
            digest=digest,
            signed=max((signed for name, signed, _ in papers if name == path and signed), default=None),
            until=min((until for name, _, until in papers if name == path and until), default=None),
        )
        for path, digest in read_digests(folder, sorted(named)).items()
    }


def _papers(policy: Policy, on_behalf: Mapping[str, OnBehalf]) -> Iterator[tuple[str | None, date | None, date | None]]:
    """(document, signed, until) of every fact that rests on paper."""
    bonds = [policy.staff.secrecy, *(recipient.secrecy for recipient in policy.recipients.values())]
    agreements = [whole.agreement for whole in (*policy.recipients.values(), *on_behalf.values())]
    for paper in (*bonds, *agreements):
        if paper is not None:
            yield paper.document, paper.signed, paper.until


def _questions(policy: Policy, system: SystemMap, today: date) -> Iterator[str]:
    yield name_of(Undeclared())
    for setting in system.expect:
        yield name_of(Setting(setting))
    for seen_by in egress_of(system):
        yield name_of(question_about(system, seen_by))
    recipient = policy.recipients.get(system.recipient or "")
    if recipient is not None and recipient.tracking:
        yield from (name_of(Setting(setting)) for setting in tracking_settings(system))
    if system.settings.get(DECLARED):
        yield name_of(Setting(PAGES))
    for rule in policy.retention.values():
        day = cut_off(rule, today, book_year_of(policy))
        for place in places(rule, [system]):
            if not place.has_clock:
                continue
            if day is not None:
                yield name_of(PastTerm(place.collection.name, place.event, day))
                yield name_of(Oldest(place.collection.name, place.event))
            yield name_of(WithoutStart(place.collection.name, place.event))


def _ask(
    connector: SystemConnector | None, system: SystemMap, names: list[str], now: datetime
) -> Iterable[Observation]:
    if connector is None:
        return _unseen(system, names, now, "there is no connector for it")
    if Verb.OBSERVE not in system.allow:
        return _unseen(system, names, now, "its map does not allow: observe")
    try:
        answers = {answer.name: answer for answer in connector.observe(names)}
    except SystemUnreachable as away:
        return _unseen(system, names, now, _because(away.why, away.remedy))
    except BelofteError as wrong:  # a wrong map or secret of one system hides no other
        return _unseen(system, names, now, _because(wrong.message, wrong.remedy))
    missing = [name for name in names if name not in answers]
    return [*answers.values(), *_unseen(system, missing, now, "it gave no answer to this question")]


def _because(why: str, remedy: str) -> str:
    return f"{why.rstrip('.')}; {remedy}"


def _unseen(system: SystemMap, names: Iterable[str], now: datetime, why: str) -> list[Observation]:
    return [Observation(system.name, name, None, Reach.UNREACHABLE, now, why) for name in names]


def _case(tx: Transaction, request: Request) -> Case:
    plan = tx.plans.newest(request.id)
    receipts = tx.receipts.of_request(request.id)
    return Case(
        request=request,
        searched=frozenset(plan.maps) if plan else frozenset(),
        blind=frozenset(item.system for item in plan.blind) if plan else frozenset(),
        copies=_copies(receipts),
        acts=_acts(plan, receipts if request.answered_at else _ended(receipts)),
    )


def _with_contents(parts: Parts, case: Case, packages: Mapping[str, Sequence[StoredPackage]]) -> Case:
    """Look into the case's packages. One that cannot be read is not readable; that is a finding, not a crash."""
    stored = packages.get(case.request.id, ())
    if not stored or sum(package.size for package in stored) > TOO_LARGE:
        return case
    lines = lines_of_packages([partial(parts.store.packages.read, package) for package in stored])
    try:
        return replace(case, contents=_contents(parts, lines))
    except (ValueError, KeyError, OSError, BelofteError):
        return replace(case, contents=Contents(0, readable=False))


def _contents(parts: Parts, lines: Lines) -> Contents:
    records = uncategorised = 0
    schema, counts, named = "", dict[str, int](), set[str]()
    for line in lines():
        value: dict[str, Any] = json.loads(line)
        if "schema" in value:
            schema = value["schema"]
        elif "counts" in value:
            counts, named = value["counts"], {processor["name"] for processor in value["processors"]}
        else:
            records += 1
            uncategorised += value.get("category") not in parts.policy.data
    held = {_processor(parts, name.split(".", 1)[0], named) for name, count in counts.items() if count} - {None}
    readable = schema == SCHEMA and records == sum(counts.values())
    return Contents(records, readable, uncategorised, len(held ^ named))


def _processor(parts: Parts, system: str, named: Set[str]) -> str | None:
    """The name under which a system's recipient must stand in the copy; None where it is the company's own system."""
    recipient = parts.policy.recipients.get(parts.systems[system].recipient or "")
    if recipient is None:
        return None
    labels = {recipient_label(parts.policy, recipient.name, language) for language in ("nl", "en")}
    return next(iter(labels & named), recipient.name)


def _copies(receipts: Iterable[Receipt]) -> tuple[CopyLine, ...] | None:
    lines = [
        CopyLine(line.planned, line.acted)
        for receipt in receipts
        if receipt.verb is Verb.EXPORT
        for line in receipt.lines
        if line.decision is Decision.EXPORT
    ]
    return tuple(lines) or None


_LATER = frozenset({Outcome.PENDING, Outcome.RETAINED, Outcome.ARCHIVED})
"""What was said to go on a later day, or to stay: what remains until then breaks no promise."""


def _ended(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Without those of steps that broke off: what is left of these is planned anew, and judged when it was done."""
    return [receipt for receipt in receipts if receipt.outcome is not Outcome.FAILED]


def _acts(plan: Plan | None, receipts: Iterable[Receipt]) -> tuple[ActLine, ...] | None:
    if plan is None:
        return None
    lines: list[ActLine] = []
    told = as_done(receipts)
    seen_later = {receipt.system for receipt in told if receipt.verb is Verb.READ_BACK}
    for receipt in told:
        if receipt.verb not in (Verb.ERASE, Verb.READ_BACK):
            continue
        goes_later = receipt.outcome in _LATER or (receipt.verb is Verb.ERASE and receipt.system in seen_later)
        for line in receipt.lines:
            if line.decision in (Decision.DELETE, Decision.CLEAR):
                if not goes_later:
                    lines.append(ActLine(receipt.system, line.collection, line.remains))
            elif line.decision is Decision.KEEP and line.present is not None:
                missing = max(0, line.planned - line.present)
                lines.append(ActLine(receipt.system, line.collection, 0, missing))
    return tuple(lines) or None
