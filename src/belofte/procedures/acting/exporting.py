"""Export: a person's records go from the system into the vault as one encrypted stream, and nowhere else.

Streamed from the connector to the segment file: memory does not grow with the person. The zip is rendered from the
stream at download (:mod:`belofte.procedures.answering.package`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.record_decision import LEFT_OUT, RecordPlace, Redaction, redacted
from belofte.domain.request import Request
from belofte.ports import Order, PlanOutdated, Record, Result, SystemConnector
from belofte.procedures.answering.package import (
    PackageHead,
    for_an_authority,
    head_line,
    package_head,
    record_line,
    tail_line,
)
from belofte.procedures.parts import Parts
from belofte.procedures.planning.records import redactions_of_many
from belofte.store_port import PackageBatch, StoredPackage


def export(
    parts: Parts, connector: SystemConnector, system: str, orders: Sequence[Order], requests: Mapping[str, Request]
) -> tuple[dict[str, Result], list[StoredPackage]]:
    """One package a request from this system, and its result: what was written, by collection."""
    if not orders:
        return {}, []
    heads = {language: _head(parts, language) for language in {request.language for request in requests.values()}}
    counts: dict[str, Counter[str]] = {}
    outdated: Mapping[str, Failure] = {}
    with parts.store.reading() as tx:
        left_out = redactions_of_many(tx, [order.request for order in orders])
    with parts.store.packages.batch() as batch:
        try:
            for case, own in groupby(connector.export(orders), key=lambda record: record.request):
                if redactions := left_out.get(case):
                    own = _redacted(own, system, redactions, requests[case].language)
                counts[case] = _write(parts, batch, system, case, heads[requests[case].language], own)
        except PlanOutdated as no_longer:
            outdated = no_longer.failures
        for order in orders:
            if order.request not in counts and order.request not in outdated:
                head = heads[requests[order.request].language]
                counts[order.request] = _write(parts, batch, system, order.request, head, iter(()))
    return {order.request: _result(order, counts, outdated) for order in orders}, batch.done


def pack(parts: Parts, request: Request, system: str, records: Sequence[Record]) -> list[StoredPackage]:
    """A package of records that no connector exported: originals that a person found by hand."""
    with parts.store.packages.batch() as batch:
        _write(parts, batch, system, request.id, _head(parts, request.language), iter(records))
    return batch.done


def export_trimmed(
    parts: Parts,
    connector: SystemConnector,
    system: str,
    order: Order,
    language: str,
    trim: Callable[[Record], Record],
) -> tuple[Result, list[StoredPackage]]:
    """One order that no request stands behind: each record as ``trim`` leaves it. What ``trim`` raises ends it all.
    The head explains the collections of the order and no others."""
    wanted = {f"{system}.{line.collection}" for line in order.lines if line.decision is Decision.EXPORT}
    head = for_an_authority(package_head(parts.policy, parts.systems, language, parts.now()), wanted)
    with parts.store.packages.batch() as batch:
        records = map(trim, connector.export([order]))
        counts = _write(parts, batch, system, order.request, _Head(head, head_line(head)), records)
    return _result(order, {order.request: counts}, {}), batch.done


@dataclass(frozen=True, slots=True)
class _Head:
    """How every package in one language begins, made once a batch."""

    head: PackageHead
    line: bytes


def _head(parts: Parts, language: str) -> _Head:
    head = package_head(parts.policy, parts.systems, language, parts.now())
    return _Head(head, head_line(head))


def _write(
    parts: Parts, batch: PackageBatch, system: str, case: str, head: _Head, records: Iterator[Record]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    with batch.package(case, parts.now()) as writer:
        writer.write(head.line)
        for record in records:
            writer.write(record_line(system, record))
            counts[record.collection] += 1
        writer.write(tail_line(head.head, {f"{system}.{name}": count for name, count in counts.items()}))
    return counts


def _redacted(
    records: Iterator[Record], system: str, redactions: Mapping[RecordPlace, list[Redaction]], language: str
) -> Iterator[Record]:
    """The records without the passages that somebody left out. Their files stay behind, and the copy says so: the
    original form of a text holds the same words again, in an encoding nobody can search."""
    for record in records:
        mine = redactions.get((system, record.collection, record.key))
        if mine:
            withheld = dict.fromkeys(record.files, LEFT_OUT[mine[0].because].in_(language))
            yield replace(record, fields={**redacted(record.fields, mine, language), **withheld}, files={})
        else:
            yield record


def _result(order: Order, counts: Mapping[str, Mapping[str, int]], outdated: Mapping[str, Failure]) -> Result:
    """What was asked of us about (shared with another person) was not written, and the line says so."""
    if order.request in outdated:
        return Result(order.request, Outcome.FAILED, problem=outdated[order.request])
    written = counts[order.request]
    lines = tuple(
        ReceiptLine(
            collection=line.collection,
            decision=line.decision,
            planned=len(line.keys) if line.keys is not None else written.get(line.collection, 0),
            acted=written.get(line.collection, 0) if line.decision is Decision.EXPORT else 0,
            ground=line.ground,
            until=line.until,
        )
        for line in order.lines
    )
    return Result(order.request, Outcome.DONE, lines, looked=("keys", "identifiers"))
