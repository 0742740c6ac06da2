"""The newest checkpoint gets a time stamp of an authority outside, once a day, and the stamp lies beside it.

``time-stamps/SIZE.note`` is the checkpoint as it was stamped, ``SIZE.tsr`` the authority's whole answer: what ``openssl
ts -verify`` wants. ``belofte verify`` holds both against the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from belofte.domain.errors import CouldNotLook
from belofte.domain.time_stamp import NotATimeStamp, read_time_stamp, time_stamp_request
from belofte.procedures.parts import Parts
from belofte.procedures.proving.anchor import is_due

BY_STAMP = "time-stamp"
FOLDER = "time-stamps"


@dataclass(frozen=True, slots=True)
class Stamper:
    """An authority: ``ask`` sends a request and gives its answer, or raises ``CouldNotLook``. ``evidence`` is the
    folder of the log."""

    ask: Callable[[bytes], bytes]
    evidence: Path


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamp as it lies in a folder: ``wrong`` says why it proves nothing, else ``at`` is its moment."""

    size: int
    note: Path
    at: datetime | None = None
    wrong: str | None = None


def stamp(parts: Parts, stamper: Stamper) -> bool:
    """Have the newest checkpoint stamped if none was today and the log has grown. True when a stamp was stored.

    An authority that is away or refuses is asked again at the next call. Raises nothing of that: the log is whole
    without a stamp, too; ``belofte verify`` says when the newest one is from.
    """
    with parts.store.reading() as tx:
        head, last = tx.evidence.head(), tx.evidence.last_anchor(BY_STAMP)
    if not is_due(parts, head, last):
        return False
    nonce = int.from_bytes(parts.entropy(8), "big")
    try:
        answer = stamper.ask(time_stamp_request(head.note, nonce))
        given = read_time_stamp(answer)
    except (CouldNotLook, NotATimeStamp):
        return False
    if not given.fits(head.note) or given.nonce != nonce:
        return False  # an answer to another question: an old one, or somebody else's
    folder = stamper.evidence / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{head.size}.note").write_text(head.note, "utf-8")
    (folder / f"{head.size}.tsr").write_bytes(answer)
    with parts.store.transaction() as tx:
        tx.evidence.note_anchor(BY_STAMP, head.size, parts.now())
    return True


def stamps_in(evidence: Path) -> Iterator[Stamped]:
    """Every stamp of a log, oldest first, each held against the note it lies beside."""
    answers = (file for file in (evidence / FOLDER).glob("*.tsr") if file.stem.isdecimal())
    for file in sorted(answers, key=lambda file: int(file.stem)):
        note = file.with_suffix(".note")
        try:
            given = read_time_stamp(file.read_bytes())
            if given.fits(note.read_text("utf-8")):
                yield Stamped(int(file.stem), note, at=given.at)
            else:
                yield Stamped(int(file.stem), note, wrong="it is a stamp on something else than the note beside it")
        except (OSError, UnicodeDecodeError):
            yield Stamped(int(file.stem), note, wrong="the note it stamps cannot be read")
        except NotATimeStamp as wrong:
            yield Stamped(int(file.stem), note, wrong=str(wrong))
