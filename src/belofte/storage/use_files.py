"""Takes what programs logged (:mod:`belofte.may.log`) into the book, and removes files nobody writes any more.

Rows and the place in the file that was reached are one commit, so nothing is taken twice and nothing is left out,
wherever it is cut short. A file with a damaged record is kept beside the others under another name, and said aloud.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from belofte.domain.basis import Basis
from belofte.domain.use import UseRow
from belofte.may.log import SUFFIX, is_in_use
from belofte.may.records import HEAD, Group, decode
from belofte.store_port.use_book import UseBook

AT_ONCE = 4 * 1024 * 1024
"""Bytes taken in one commit; a record that is longer is taken whole."""
DAMAGED = ".damaged"
log = logging.getLogger("belofte.storage")


class HasUses(Protocol):
    """A transaction, of which only this book is needed."""

    @property
    def uses(self) -> UseBook: ...


Begin = Callable[[], AbstractContextManager[HasUses]]


def take_uses(folder: Path, begin: Begin) -> int:
    """Take what is there now; returns how many rows."""
    rows = 0
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            rows += _take(file, begin)
        except OSError as error:  # one file that cannot be read stops neither the others nor the rest of the round
            log.error("a log of uses could not be read", extra={"file": file.name, "error": type(error).__name__})
    return rows


def _take(file: Path, begin: Begin) -> int:
    written = is_in_use(file)  # looked at before reading: what is written after that is taken the next time
    rows = 0
    with begin() as tx:
        taken = tx.uses.taken(file.name)
    while (found := _next(file, taken)) is not None:
        groups, taken = found
        new = [row for group in groups for row in _rows(group)]
        with begin() as tx:
            tx.uses.take(file.name, taken, new)
        rows += len(new)
    if not written:
        _finish(file, taken, begin)
    return rows


def _next(file: Path, taken: int) -> tuple[list[Group], int] | None:
    """The next whole records behind a place, and where they end; None: there are none."""
    with file.open("rb") as held:
        held.seek(taken)
        data = held.read(AT_ONCE)
        if len(data) >= HEAD.size:
            data += held.read(max(0, HEAD.size + HEAD.unpack_from(data)[0] - len(data)))
    groups, end = list[Group](), 0
    for group, place in decode(data):
        groups.append(group)
        end = place
    return (groups, taken + end) if groups else None


def _finish(file: Path, taken: int, begin: Begin) -> None:
    """The process that wrote it is gone: a record that is cut off at the end let nobody through."""
    with file.open("rb") as held:
        held.seek(taken)
        left = held.read(HEAD.size)
    whole = len(left) == HEAD.size and file.stat().st_size - taken >= HEAD.size + HEAD.unpack(left)[0]
    if whole:
        log.error("a log of uses is damaged", extra={"file": file.name, "place": taken})
        file.rename(file.with_suffix(DAMAGED))
    else:
        file.unlink()
    with begin() as tx:
        tx.uses.drop_file(file.name)


def _rows(group: Group) -> Iterator[UseRow]:
    shared = group.shared
    bases = group.bases or [shared.basis] * len(group.subjects)
    for subject, answer, basis in zip(group.subjects, group.answers, bases, strict=True):
        yield _row(group, subject, answer.value, basis)


def _row(group: Group, subject: int, answer: str, basis: Basis) -> UseRow:
    shared = group.shared
    return UseRow(
        subject=subject,
        used_at=shared.at,
        purpose=shared.purpose,
        category=shared.category,
        role=shared.role,
        reason=shared.reason,
        by=shared.by,
        answer=answer,
        rests_on=basis.kind,
        basis=basis.reference,
        policy_version=shared.policy_version,
        act=shared.act,
        channel=shared.channel,
        because=shared.because,
        carrier=shared.carrier,
        kinds=shared.kinds,
    )
