"""What two persons approved is handed over: exported, trimmed to what the order names, and counted again.

Beside the queue of requests' steps: that lies in the open, and of a secret order nothing may. Safe to run again after a
kill: what was written before is destroyed and written anew, and nothing counts as handed over until the entry says so.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from belofte.domain.disclosure import Disclosure, HandedLine
from belofte.domain.disclosure_scope import Scope
from belofte.domain.errors import CouldNotLook, Refused
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome, Receipt, Step
from belofte.domain.rights.planning import Drafted
from belofte.domain.said import said
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded
from belofte.ports import Order, OrderLine, PlanOutdated, Record, Result, SystemUnreachable
from belofte.procedures.acting.exporting import export_trimmed
from belofte.procedures.answering.package import Lines, lines_of_packages
from belofte.procedures.parts import Parts
from belofte.store_port import StoredPackage


class NoLongerFits(Exception):
    """What lies in a system is not what was approved any more: the plan is made again."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written: counted by collection, a receipt a system, and a hash over all of it."""

    lines: tuple[HandedLine, ...]
    receipts: tuple[Receipt, ...]
    contents: str


def hand_over(parts: Parts, disclosure: Disclosure, draft: Drafted, identifiers: tuple[Identifier, ...]) -> Handed:
    """Write the package of exactly the approved records. Raises :class:`NoLongerFits`, ``CouldNotLook`` for a system
    that is away, and ``Refused`` where a system gives what the order does not name; then nothing is left behind."""
    destroy_packages(parts, disclosure.id)
    receipts: list[Receipt] = []
    try:
        exports = [step for step in draft.plan.steps if step.verb is Verb.EXPORT]
        receipts += [_carry_out(parts, disclosure, draft, step, identifiers) for step in exports]
    except BaseException:
        destroy_packages(parts, disclosure.id)
        raise
    counted, contents = _read_back(lines_of(parts, disclosure.id))
    lines = tuple(_handed(parts, receipts, counted))
    if any(not line.planned == line.written == line.read_back for line in lines) or counted - _sums(lines):
        destroy_packages(parts, disclosure.id)
        raise NoLongerFits
    return Handed(lines, tuple(receipts), contents)


def lines_of(parts: Parts, disclosure: str) -> Lines:
    """The stream of what was written for a disclosure."""
    with parts.store.reading() as tx:
        packages = tx.vault.packages(disclosure)
    return lines_of_packages([partial(parts.store.packages.read, package) for package in packages])


def destroy_packages(parts: Parts, disclosure: str) -> None:
    """What was written is overwritten and gone. Safe to repeat."""
    with parts.store.reading() as tx:
        packages = tx.vault.packages(disclosure)
    for package in packages:
        parts.store.packages.destroy(package)


def _carry_out(
    parts: Parts, disclosure: Disclosure, draft: Drafted, step: Step, identifiers: tuple[Identifier, ...]
) -> Receipt:
    connector = parts.connectors[step.system]
    order = Order(
        disclosure.id,
        identifiers,
        tuple(
            OrderLine(line.collection, line.decision, frozenset(draft.items[line.items]) if line.items else None)
            for line in step.lines
        ),
        Verb.EXPORT,
    )
    try:
        if draft.plan.maps.get(step.system) != connector.fingerprint():
            raise NoLongerFits
        trim = _trimmed(parts, step.system, disclosure.scope, order)
        result, packages = export_trimmed(parts, connector, step.system, order, parts.policy.languages[0], trim)
    except SystemUnreachable as away:
        raise CouldNotLook(
            worded("Er is niets overhandigd: {why}", "Nothing was handed over: {why}", why=said(away.why)),
            said(away.remedy),
        ) from away
    except PlanOutdated as other:
        raise NoLongerFits from other
    _keep(parts, packages)
    return _receipt(parts, step, result)


def _keep(parts: Parts, packages: list[StoredPackage]) -> None:
    with parts.store.transaction() as tx:
        tx.vault.add_packages(packages)


def _receipt(parts: Parts, step: Step, result: Result) -> Receipt:
    if result.outcome is not Outcome.DONE:
        raise NoLongerFits
    lines = tuple(line for line in result.lines if line.decision is Decision.EXPORT)
    return Receipt(
        parts.new_id("r"), step.id, step.system, Verb.EXPORT, result.outcome, lines=lines, looked=result.looked
    )


def _trimmed(parts: Parts, system: str, scope: Scope, order: Order) -> Callable[[Record], Record]:
    """Each record as far as the order names it. What was not approved is refused, whoever gave it."""
    approved: set[tuple[str, Key]] = {
        (line.collection, key) for line in order.lines if line.decision is Decision.EXPORT for key in line.keys or ()
    }
    whole = {line.collection for line in order.lines if line.decision is Decision.EXPORT and line.keys is None}

    def trim(record: Record) -> Record:
        if record.collection not in whole and (record.collection, record.key) not in approved:
            raise Refused(
                f"{system} gave a record of {record.collection} that the order does not name; nothing was handed over.",
                "tell who keeps this connector",
            )
        columns = scope.columns(parts.systems[system].collections[record.collection])
        if columns is None:
            return record
        fields = {name: value for name, value in record.fields.items() if name in columns}
        return replace(record, fields=fields, files={})

    return trim


def _read_back(lines: Lines) -> tuple[Counter[tuple[str, str]], str]:
    """What is in the package: counted record by record, and hashed."""
    counts: Counter[tuple[str, str]] = Counter()
    digest = hashlib.sha256()
    for line, row in _records(lines):
        counts[row["system"], row["collection"]] += 1
        digest.update(line)
    return counts, digest.hexdigest()


def _records(lines: Lines) -> Iterator[tuple[bytes, dict[str, Any]]]:
    for line in lines():
        row: dict[str, Any] = json.loads(line)
        if "fields" in row:
            yield line, row


def _handed(parts: Parts, receipts: list[Receipt], counted: Counter[tuple[str, str]]) -> Iterator[HandedLine]:
    for receipt in receipts:
        for line in receipt.lines:
            category = parts.systems[receipt.system].collections[line.collection].category or ""
            seen = counted[receipt.system, line.collection]
            yield HandedLine(receipt.system, line.collection, category, line.planned, line.acted or 0, seen)


def _sums(lines: tuple[HandedLine, ...]) -> Counter[tuple[str, str]]:
    return Counter({(line.system, line.collection): line.read_back for line in lines})
