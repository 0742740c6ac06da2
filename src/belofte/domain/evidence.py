"""What enters the evidence log: receipts as commitments, and leaves in which no personal data can stand.

A leaf is one line of canonical JSON. What may stand in it is a closed list, a pattern for every field: counts, words of
our own, names of systems and clauses, days, hashes. A receipt itself stays in its case; its leaf holds
``commit`` = SHA-256(salt ‖ receipt), and the salt dies with the case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import cast

from belofte.domain.breach import BreachEvent
from belofte.domain.canonical import canonical_json
from belofte.domain.disclosure import DisclosureEvent
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.promise import VerdictState
from belofte.domain.system_map import Verb

__all__ = ["LeafRefused", "canonical_json", "check_leaf", "commitment", "leaf_line", "receipt_json", "receipt_leaf"]

SCHEMA = "belofte.receipt/1"
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""Receipts and leaves have keys in plain ASCII and whole numbers only; then Python's own writer gives the canonical
form, at a sixth of the time. A test holds it against :func:`canonical_json`."""
LEAF_VERSION = 1
_LEFT_ALONE = frozenset({Decision.KEEP, Decision.WITHHOLD, Decision.ASK})
"""Decisions by which nothing is done with a record."""


class LeafRefused(ValueError):
    """The leaf may not enter the log; the message names the field, never what stands in it."""


def receipt_json(receipt: Receipt) -> str:
    """The receipt as one canonical line. Fields that do not apply are left out of a line; ``acted`` null on records
    that were acted on means unknown after a crash."""
    problem, until = receipt.problem, receipt.until
    whole: dict[str, object] = {
        "schema": SCHEMA,
        "id": receipt.id,
        "step": receipt.step,
        "system": receipt.system,
        "verb": receipt.verb,
        "outcome": receipt.outcome,
        "until": until.isoformat() if until is not None else None,
        "lines": [_line(line) for line in receipt.lines],
        "looked": receipt.looked,
        "attempts": receipt.attempts,
        "problem": problem and {"transient": problem.transient, "where": problem.where, "remedy": problem.remedy},
    }
    if receipt.ground is not None:
        whole["ground"] = receipt.ground
    if receipt.extra:
        whole["extra"] = dict(receipt.extra)
    return _WRITER.encode(whole)


def _line(line: ReceiptLine) -> dict[str, object]:
    told: dict[str, object] = {"collection": line.collection, "decision": line.decision, "planned": line.planned}
    if line.decision not in _LEFT_ALONE:
        told["acted"] = line.acted
    if line.remains is not None:
        told["remains"] = line.remains
    if line.present is not None:
        told["present"] = line.present
    if line.ground is not None:
        told["ground"] = line.ground
    if line.until is not None:
        told["until"] = line.until.isoformat()
    if line.digest is not None:
        told["digest"] = line.digest
    if line.confirmed is not None:
        told["confirmed"] = line.confirmed
    if line.days is not None:
        told["days"] = line.days
    return told


def commitment(salt: bytes, receipt: str) -> str:
    """SHA-256(salt ‖ receipt) in hex. Without the salt nobody can tell whether a guessed receipt is the one."""
    return sha256(salt + receipt.encode()).hexdigest()


def receipt_leaf(receipt: Receipt, commit: str, on: date) -> dict[str, object]:
    """The fields of a receipt's leaf: the day, the counts over all collections, and the commitment."""
    return {
        "commit": commit,
        "counts": _counts(receipt.lines),
        "on": on.isoformat(),
        "outcome": receipt.outcome.value,
        "system": receipt.system,
        "verb": receipt.verb.value,
    }


def sweep_leaf(receipt: Receipt, body: str, on: date) -> dict[str, object]:
    """The fields of the leaf of one batch of a sweep: ``body`` is the receipt's canonical line, which names no person
    and is kept, so that its hash needs no salt."""
    return {
        "collection": receipt.lines[0].collection,
        "counts": _counts(receipt.lines),
        "digest": sha256(body.encode()).hexdigest(),
        "on": on.isoformat(),
        "system": receipt.system,
        "verb": receipt.verb.value,
    }


def replay_leaf(receipt: Receipt, body: str, on: date) -> dict[str, object]:
    """The fields of the leaf of one batch that was done once more after a backup came back; ``body`` as for a sweep."""
    return {
        "counts": _counts(receipt.lines),
        "digest": sha256(body.encode()).hexdigest(),
        "on": on.isoformat(),
        "outcome": receipt.outcome.value,
        "system": receipt.system,
        "verb": receipt.verb.value,
    }


def _counts(lines: tuple[ReceiptLine, ...]) -> dict[str, int]:
    """``acted`` is left out when a line does not know it; ``remains`` counts what should be gone and is not."""
    acting = [line for line in lines if line.decision not in _LEFT_ALONE]
    counts = {"kept": sum(line.present or 0 for line in lines if line.decision is Decision.KEEP)}
    acted = [line.acted for line in acting]
    known = [number for number in acted if number is not None]
    if len(known) == len(acted):
        counts["acted"] = sum(known)
    counts["remains"] = sum(line.remains or 0 for line in acting)
    return counts


Field = Callable[[object], bool]


def _text(pattern: str) -> Field:
    matcher = re.compile(pattern)
    return lambda value: isinstance(value, str) and matcher.fullmatch(value) is not None


def _word_of(
    words: type[Outcome] | type[Verb] | type[VerdictState] | type[BreachEvent] | type[DisclosureEvent],
) -> Field:
    allowed = frozenset(word.value for word in words)
    return lambda value: isinstance(value, str) and value in allowed


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _counted(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    members = cast("Mapping[object, object]", value)
    return all(name in COUNTS and _count(number) for name, number in members.items())


COUNTS = frozenset({"acted", "kept", "remains", "records", "requests", "seen"})
HASH = _text(r"[0-9a-f]{64}")
DAY = _text(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])")
MONTH = _text(r"\d{4}-(0[1-9]|1[0-2])")
NAME = _text(r"(?!.*\d{5})[A-Za-z][A-Za-z0-9_-]{0,39}(\.[A-Za-z0-9_-]{1,40})?")
"""A name the company gave to a thing. Five digits in a row are refused: numbers of people look so."""

LEAVES: Mapping[str, Mapping[str, Field]] = {
    "receipt": {
        "commit": HASH,
        "counts": _counted,
        "on": DAY,
        "outcome": _word_of(Outcome),
        "system": NAME,
        "verb": _word_of(Verb),
    },
    "sweep": {
        "counts": _counted,
        "digest": HASH,
        "on": DAY,
        "system": NAME,
        "collection": NAME,
        "verb": _word_of(Verb),
    },
    "replay": {
        "counts": _counted,
        "digest": HASH,
        "on": DAY,
        "outcome": _word_of(Outcome),
        "system": NAME,
        "verb": _word_of(Verb),
    },
    "register": {"digest": HASH, "month": MONTH, "rows": _count},
    "published": {"digest": HASH, "on": DAY, "version": _count},
    "verdict": {"clause": NAME, "on": DAY, "policy": _count, "state": _word_of(VerdictState), "digest": HASH},
    "attestation": {"clause": NAME, "on": DAY, "until": DAY},
    "breach": {"digest": HASH, "event": _word_of(BreachEvent), "on": DAY},
    "disclosure": {"digest": HASH, "event": _word_of(DisclosureEvent), "on": DAY},
    "restored": {"on": DAY, "was": _count},
}
"""Every kind of leaf and the form of each field. All fields of a kind are needed and no others are taken."""


def check_leaf(kind: str, fields: Mapping[str, object]) -> None:
    """Refuse whatever is not on the list. Raises :class:`LeafRefused`."""
    allowed = LEAVES.get(kind)
    if allowed is None:
        raise LeafRefused(f"There is no kind of evidence called {kind!r}; known are {', '.join(sorted(LEAVES))}.")
    if fields.keys() != allowed.keys():
        odd = ", ".join(sorted(fields.keys() ^ allowed.keys()))
        raise LeafRefused(f"A {kind} leaf has exactly its own fields; these are missing or not on the list: {odd}.")
    for name, fits in allowed.items():
        if not fits(fields[name]):
            raise LeafRefused(
                f"The field {name!r} of a {kind} leaf has a form that is not on the list. Evidence holds counts, days, "
                "hashes and names of things, never anything of a person."
            )


def leaf_line(number: int, kind: str, fields: Mapping[str, object]) -> str:
    """The line of leaf ``number`` (from 1), checked. Raises :class:`LeafRefused`."""
    check_leaf(kind, fields)
    return _WRITER.encode({**fields, "kind": kind, "n": number, "v": LEAF_VERSION})
