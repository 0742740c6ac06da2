"""What a named person decides of single records: one that stays, one that is withheld, a passage about somebody else.

The plan's own judgement is the rule; a decision stands above it for one record, with its ground and its end (Art.
15(4), 17(3), 23 GDPR). A record two people share is no matter of a decision here: whose it is must be known first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.domain.rights.names import ACCESS, ERASURE, PORTABILITY

RecordPlace = tuple[str, str, Key]
"""System, collection, record key."""

DECIDABLE: Mapping[str, Decision] = {
    ACCESS: Decision.WITHHOLD,
    PORTABILITY: Decision.WITHHOLD,
    ERASURE: Decision.KEEP,
}
"""What a person can decide of one record instead of the rule, by right."""


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """One record withheld (a copy) or kept (an erasure), on a ground, until a day; ``by`` a named person."""

    system: str
    collection: str
    key: Key
    decision: Decision
    ground: str
    until: date | None
    by: str

    @property
    def place(self) -> RecordPlace:
        return self.system, self.collection, self.key


class LeftOutBecause(StrEnum):
    """Why a passage does not go to the person."""

    OTHERS = "others"  # rights and freedoms of others, Art. 15(4)
    BUSINESS = "trade-secret"  # Art. 15(4), recital 63
    LAWYER = "lawyer"  # what a lawyer and a client said in confidence


LEFT_OUT: Mapping[LeftOutBecause, Text] = {
    LeftOutBecause.OTHERS: Text(
        {"nl": "[weggelaten: gaat over iemand anders]", "en": "[left out: about somebody else]"}
    ),
    LeftOutBecause.BUSINESS: Text({"nl": "[weggelaten: bedrijfsgeheim]", "en": "[left out: trade secret]"}),
    LeftOutBecause.LAWYER: Text(
        {"nl": "[weggelaten: vertrouwelijk met een advocaat]", "en": "[left out: in confidence with a lawyer]"}
    ),
}
"""What stands in the copy in place of the passage."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """One passage of one free text that is left out of the copy, exactly as it stands there."""

    system: str
    collection: str
    key: Key
    column: str
    passage: str
    because: LeftOutBecause
    by: str

    @property
    def place(self) -> RecordPlace:
        return self.system, self.collection, self.key


def redacted(fields: Mapping[str, object], redactions: Iterable[Redaction], language: str) -> dict[str, object]:
    """The fields with every passage replaced. A text in which a passage no longer stands was changed since somebody
    read it: it is left out whole."""
    result = dict(fields)
    for one in redactions:
        text, mark = result.get(one.column), LEFT_OUT[one.because].in_(language)
        if isinstance(text, str):
            result[one.column] = text.replace(one.passage, mark) if one.passage in text else mark
    return result


_EMAIL = re.compile(r"[^\s<>@,;:()\"']+@[^\s<>@,;:()\"']+\.[^\s<>@,;:()\"'.]+")
_PHONE = re.compile(r"(?<![\w.])\+?\d[\d ()/-]{7,16}\d(?!\w)")
_TITLED = re.compile(
    r"\b(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer|[Dd]hr\.|[Mm]w\.|[Mm]evr\.|Mr\.?|Mrs\.?|Ms\.?) "
    r"(?:[A-Z]\. ?)*(?:(?:van|de|der|den|ten|ter|el|[A-Z][\w'-]+) )*?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*"
)


def likely_others(text: str, own: Iterable[Identifier]) -> list[str]:
    """Passages that may be about somebody else: addresses and numbers that are not the person's own, and names behind a
    title. A proposal only: names without a title are not seen, so that somebody still reads the whole text."""
    held = {(one.kind, one.value) for one in own}
    found = [m.group() for m in _EMAIL.finditer(text) if ("email", normalise("email", m.group())) not in held]
    found += [m.group() for m in _PHONE.finditer(text) if ("phone", normalise("phone", m.group())) not in held]
    found += [m.group() for m in _TITLED.finditer(text)]
    return list(dict.fromkeys(found))


def encode_decisions(decisions: Sequence[RecordDecision]) -> bytes:
    """Decisions as they lie in the vault."""
    return json.dumps([asdict(one) for one in decisions], default=_plain, ensure_ascii=False).encode()


def decode_decisions(data: bytes | None) -> tuple[RecordDecision, ...]:
    """Decisions of a vault entry; none where there is no entry."""
    rows: list[dict[str, Any]] = json.loads(data) if data else []
    return tuple(
        RecordDecision(
            row["system"],
            row["collection"],
            tuple(row["key"]),
            Decision(row["decision"]),
            row["ground"],
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["by"],
        )
        for row in rows
    )


def encode_redactions(redactions: Sequence[Redaction]) -> bytes:
    """Redactions as they lie in the vault."""
    return json.dumps([asdict(one) for one in redactions], ensure_ascii=False).encode()


def decode_redactions(data: bytes | None) -> tuple[Redaction, ...]:
    """Redactions of a vault entry; none where there is no entry."""
    rows: list[dict[str, Any]] = json.loads(data) if data else []
    return tuple(
        Redaction(
            row["system"],
            row["collection"],
            tuple(row["key"]),
            row["column"],
            row["passage"],
            LeftOutBecause(row["because"]),
            row["by"],
        )
        for row in rows
    )


def _plain(value: date) -> str:
    return value.isoformat()
