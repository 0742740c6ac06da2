"""What a named person says of work by hand, and the receipt that rests on it: how much there was, or that it was not
done. Counts are theirs; files they hand in for an access request go into the person's copy as originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.plan import Decision, Failure, Line, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.request import Request
from belofte.domain.rights.names import ACCESS, PORTABILITY
from belofte.domain.system_map import SystemMap
from belofte.domain.untold import is_told
from belofte.ports import Record
from belofte.procedures.acting.exporting import pack
from belofte.procedures.parts import Parts
from belofte.store_port import StoredPackage, StoredStep, Transaction

A_WORD = "a person's word"
BY_HAND = "by hand"
"""The path by which a handed-in original was found."""
MOST_FILES, MOST_BYTES = 200, 50 * 1024 * 1024
ONLY_TABLE = ""
"""Stands for the one table of a step that has no more than one."""


class Came(StrEnum):
    """How work by hand ended."""

    DONE = "done"
    NOTHING_THERE = "nothing-there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One original that a person found: its table, its file name and what it holds."""

    table: str
    name: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """What a named person says. ``counts`` are by table; ``words`` are their reasons or remarks, for the case only."""

    came: Came = Came.DONE
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    files: Sequence[HandedIn] = ()
    words: str = ""


def check_word(tx: Transaction, request: Request, stored: StoredStep, system: SystemMap | None, word: Word) -> Word:
    """The word with every table named. Raises ``WrongUse`` where it says too little or too much, ``Refused`` where a
    copy would be made for somebody no system knows (Art. 12(6))."""
    lines = stored.step.lines
    tables = list(dict.fromkeys(line.collection for line in lines))
    counts = {_table(name, tables): count for name, count in word.counts.items()}
    files = [HandedIn(_table(one.table, tables), one.name, one.body) for one in word.files]
    if any(count < 0 for count in counts.values()):
        raise WrongUse("A number of records cannot be below zero.", "say how many there were")
    if word.came is not Came.DONE:
        if counts or files:
            raise WrongUse(f"With {word.came} there is nothing to count or to hand in.", "leave --count and --file out")
        if word.came is Came.REFUSED and not word.words.strip():
            raise WrongUse(
                Text({"nl": "Zeg waarom het niet gedaan is.", "en": "Say why it was not done."}),
                Text({"nl": "met een paar woorden (--words)", "en": "in a few words (--words)"}),
            )
        return word
    _check_files(request, files)
    by_people = system is not None and system.is_kept_by_people
    handed = Counter(one.table for one in files)
    if by_people:
        counts = {**handed, **counts}
        if missing := [table for table in tables if table not in counts and not _counted(lines, table)]:
            raise WrongUse(
                Text(
                    {
                        "nl": f"Niemand weet hoeveel er lag ({', '.join(missing)}), tenzij u het zegt.",
                        "en": f"Nobody knows how much there was ({', '.join(missing)}) unless you say it.",
                    }
                ),
                Text(
                    {
                        "nl": "geef een aantal (--count), of zeg dat er niets was (--outcome nothing-there)",
                        "en": "give a number (--count), or say that nothing was there (--outcome nothing-there)",
                    }
                ),
            )
    elif counts or files:
        raise WrongUse("What lies in this system was counted by the system itself.", "leave --count and --file out")
    if request.right in _COPIED and sum(counts.values()) and not _is_known(request, tx):
        raise Refused(
            Text(
                {
                    "nl": "Art. 12 lid 6 AVG: geen systeem kent het adres waar deze kopie heen zou gaan; stel eerst "
                    "vast wie het vraagt.",
                    "en": "Art. 12(6) GDPR: no system knows the address this copy would go to; who asks is to be found "
                    "out first.",
                }
            ),
            Text(
                {
                    "nl": "belofte request identify KENMERK --by NAAM --how …; zeg het daarna opnieuw",
                    "en": "belofte request identify REFERENCE --by NAME --how …; then say it again",
                }
            ),
        )
    return Word(word.came, counts, files, word.words)


_COPIED = (ACCESS, PORTABILITY)


def _check_files(request: Request, files: Sequence[HandedIn]) -> None:
    if files and request.right not in _COPIED:
        raise WrongUse("Files are handed in for a copy only.", "leave --file out")
    if len(files) > MOST_FILES or sum(len(one.body) for one in files) > MOST_BYTES:
        raise WrongUse("These files are too many or too large for one answer.", "put them together, or scan smaller")


def _counted(lines: Sequence[Line], table: str) -> bool:
    return any(line.count for line in lines if line.collection == table)


def _table(named: str, tables: Sequence[str]) -> str:
    if named in tables:
        return named
    if named == ONLY_TABLE and len(tables) == 1:
        return tables[0]
    known = ", ".join(tables)
    said = f'There is no table "{named}" in this task' if named else "This task is about more than one table"
    raise WrongUse(f"{said}: {known}.", f"write --count {tables[0]}=3 or --file {tables[0]}=PATH" if tables else "")


def _is_known(request: Request, tx: Transaction) -> bool:
    """Vouched for, or found by some system: a person's own count proves nobody's identity."""
    if request.identified_by == "office":
        return True
    steps = tx.steps.of_request(request.id)
    return any(line.count for stored in steps for line in stored.step.lines)


def receipt_of_word(parts: Parts, stored: StoredStep, word: Word) -> Receipt:
    """The receipt: outcome ``manual``, counts as the person said; ``impossible`` where it was refused. No line is
    about what nobody may know of."""
    refused = word.came is Came.REFUSED
    return Receipt(
        id=parts.new_id("r"),
        step=stored.step.id,
        system=stored.step.system,
        verb=stored.step.verb,
        outcome=Outcome.IMPOSSIBLE if refused else Outcome.MANUAL,
        lines=tuple(_line(line, word) for line in stored.step.lines if is_told(line.decision, line.ground)),
        looked=(A_WORD,),
        attempts=stored.attempts,
        problem=Failure(False, "whoever keeps it did not do it", "a named person goes after it") if refused else None,
    )


def _line(line: Line, word: Word) -> ReceiptLine:
    count = word.counts.get(line.collection, line.count) if word.came is Came.DONE else 0
    return ReceiptLine(line.collection, line.decision, count, ground=line.ground, until=line.until)


def pack_files(parts: Parts, request: Request, stored: StoredStep, word: Word) -> Sequence[StoredPackage]:
    """The originals as a part of the person's copy, each under the category its table has in the map."""
    system = parts.systems.get(stored.step.system)
    allowed = {line.collection for line in stored.step.lines if line.decision is Decision.EXPORT}
    if system is None or not word.files:
        return ()
    records: list[Record] = []
    for number, one in enumerate(word.files, start=1):
        table = system.collections[one.table]
        if one.table not in allowed:
            raise WrongUse(f"What lies in {one.table} is not handed over in this answer.", "leave that file out")
        fields = {"file": one.name}
        records.append(
            Record(request.id, one.table, (number,), table.category or "", BY_HAND, fields, table.origin,
                   {one.name: one.body})
        )  # fmt: skip
    return pack(parts, request, system.name, records)
