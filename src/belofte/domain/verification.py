"""Is the evidence log whole? Judges the three files against a pinned key and names what is wrong, and where.

What must hold, in this order:
 1. every checkpoint is signed with the pinned key, and each is larger than the one before;
 2. between two checkpoints the hash lines, or else the leaves, lead to the signed root;
 3. where the hash lines do, a leaf that is not its hash is the fault; where the leaves do, the hash line is; where
    neither does, the span between the two checkpoints is in doubt, and with it all that follows;
 4. nothing signed is missing at the end, and nothing unsigned stands there;
 5. a checkpoint kept outside (an anchor) is part of this log: else the log was rolled back or rewritten.

Nothing here reads a file; memory stays at one span. Numbers of leaves, hash lines and checkpoints count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from belofte.domain.checkpoint import BadCheckpoint, Checkpoint, ForeignKey, VerifyKey, open_note, split_notes
from belofte.domain.merkle import Frontier
from belofte.domain.two_lists import End, Pair, pairs


class FaultKind(StrEnum):
    LEAF = "leaf"
    HASH = "hash line"
    SPAN = "span"
    CHECKPOINT = "checkpoint"
    CUT_OFF = "cut off"
    UNSIGNED = "unsigned"
    FOREIGN_KEY = "foreign key"
    ROLLED_BACK = "rolled back"
    REWRITTEN = "rewritten"
    ANCHOR = "anchor"
    TIME_STAMP = "time stamp"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, from which number to which, in one sentence."""

    kind: FaultKind
    first: int
    last: int
    sentence: str


@dataclass(slots=True)
class Report:
    """``size`` leaves are covered by ``checkpoints`` sound checkpoints; ``root`` is the newest one's, in hex."""

    size: int = 0
    checkpoints: int = 0
    root: str = ""
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def whole(self) -> bool:
        return not self.faults


def judge_log(
    leaf_hashes: Iterable[bytes | None],
    hash_lines: Iterable[bytes | None],
    checkpoints: bytes,
    key: VerifyKey,
    anchors: Sequence[bytes] = (),
) -> Report:
    """Judge a log. A leaf or hash line that is not even well-formed is handed over as None; ``anchors`` are signed
    notes that were kept outside."""
    report = Report()
    signed = _sound_checkpoints(checkpoints, key, report)
    if any(fault.kind is FaultKind.FOREIGN_KEY for fault in report.faults):
        return report
    outside = _sound_anchors(anchors, key, report)
    walk = _Walk(report, pairs(leaf_hashes, hash_lines), {anchor.size: anchor for anchor in outside})
    for place, (number, checkpoint) in enumerate(signed):
        if not walk.through(checkpoint, number):
            break
        report.checkpoints, report.size = place + 1, checkpoint.size
        report.root = checkpoint.root.hex()
    else:
        last = signed[-1][0] if signed else 0
        walk.rest(explained=any(fault.kind is FaultKind.CHECKPOINT and fault.first > last for fault in report.faults))
        _judge_newer_anchors(outside, report)
    walk.name_faults()
    return report


def _sound_checkpoints(data: bytes, key: VerifyKey, report: Report) -> list[tuple[int, Checkpoint]]:
    """(number, checkpoint) of those that hold. One key for all and not ours: that is one fault, not many."""
    notes = split_notes(data, key.origin)
    sound: list[tuple[int, Checkpoint]] = []
    foreign = 0
    for number, note in enumerate(notes, 1):
        try:
            checkpoint = open_note(note, key)
        except BadCheckpoint as error:
            foreign += isinstance(error, ForeignKey)
            report.faults.append(Fault(FaultKind.CHECKPOINT, number, number, f"Checkpoint {number}: {error}"))
            continue
        if sound and checkpoint.size <= sound[-1][1].size:
            sentence = f"Checkpoint {number} is signed, but not larger than the one before: checkpoints were moved."
            report.faults.append(Fault(FaultKind.CHECKPOINT, number, number, sentence))
            continue
        sound.append((number, checkpoint))
    if notes and foreign == len(notes):
        sentence = "No checkpoint was signed with the pinned key: this is another log, or another hand wrote it."
        report.faults[:] = [Fault(FaultKind.FOREIGN_KEY, 1, len(notes), sentence)]
    return sound


def _sound_anchors(notes: Sequence[bytes], key: VerifyKey, report: Report) -> list[Checkpoint]:
    sound: list[Checkpoint] = []
    for number, note in enumerate(notes, 1):
        try:
            sound.append(open_note(note, key))
        except BadCheckpoint as error:
            report.faults.append(Fault(FaultKind.ANCHOR, number, number, f"Anchor {number} says nothing: {error}"))
    return sound


def _judge_newer_anchors(anchors: Sequence[Checkpoint], report: Report) -> None:
    for anchor in anchors:
        if anchor.size > report.size:
            sentence = (
                f"An outside checkpoint shows a log of {anchor.size} leaves; here are {report.size}. "
                "The log was rolled back, or an old copy was handed over."
            )
            report.faults.append(Fault(FaultKind.ROLLED_BACK, report.size + 1, anchor.size, sentence))


class _Walk:
    """Goes through both lists once, from checkpoint to checkpoint."""

    def __init__(self, report: Report, both: Iterator[Pair], anchors: dict[int, Checkpoint]) -> None:
        self._report, self._both, self._anchors = report, both, anchors
        self._tree = Frontier()
        self._runs: list[_Run] = []

    def through(self, checkpoint: Checkpoint, number: int) -> bool:
        """Judge the span up to this checkpoint. False when it is in doubt: then nothing after it can be judged."""
        first = self._tree.size + 1
        span = self._take(checkpoint.size - self._tree.size)
        right = self._right(span, checkpoint)
        if right is None:
            self._doubt(span, first, checkpoint, number)
            return False
        self._name(span, first, by_hashes=right == "hashes")
        kept = [pair.hash if right == "hashes" else pair.leaf for pair in span]
        self._grow([one for one in kept if isinstance(one, bytes)])
        return True

    def rest(self, *, explained: bool) -> None:
        """What stands behind the last sound checkpoint. ``explained``: a broken checkpoint was named already."""
        first, last, differs = self._tree.size + 1, self._tree.size, False
        for pair in self._both:
            last += 1
            differs = differs or pair.leaf != pair.hash
        if last >= first and differs and explained:
            sentence = (
                f"Leaves {first} to {last} are covered by no sound checkpoint and do not agree with their hashes."
            )
            self._report.faults.append(Fault(FaultKind.SPAN, first, last, sentence))
        elif last >= first and not explained:
            sentence = f"Leaves {first} to {last} are covered by no checkpoint: nobody signed them."
            self._report.faults.append(Fault(FaultKind.UNSIGNED, first, last, sentence))

    def _take(self, count: int) -> list[Pair]:
        span = list(islice(self._both, count))
        return span + [Pair(End.END, End.END)] * (count - len(span))

    def _right(self, span: Sequence[Pair], checkpoint: Checkpoint) -> str | None:
        """Which of the two lists leads to the signed root."""
        for name in ("hashes", "leaves"):
            listed = [pair.hash if name == "hashes" else pair.leaf for pair in span]
            whole = [one for one in listed if isinstance(one, bytes)]
            if len(whole) == len(span):
                tree = self._tree.copy()
                tree.append(whole)
                if tree.root() == checkpoint.root:
                    return name
        return None

    def _grow(self, hashes: Sequence[bytes]) -> None:
        """Append what is proven, stopping at sizes of which an anchor speaks."""
        done = 0
        start = self._tree.size
        stops = sorted(size for size in self._anchors if start < size <= start + len(hashes))
        for size in stops:
            self._tree.append(hashes[done : size - start])
            done = size - start
            if self._tree.root() != self._anchors[size].root:
                sentence = f"The first {size} leaves are not those an outside checkpoint shows: the log was rewritten."
                self._report.faults.append(Fault(FaultKind.REWRITTEN, 1, size, sentence))
        self._tree.append(hashes[done:])

    def _name(self, span: Sequence[Pair], first: int, *, by_hashes: bool) -> None:
        """Note every run of numbers that do not agree; a run goes on over a checkpoint."""
        for number, pair in enumerate(span, first):
            if pair.leaf == pair.hash:
                continue
            ended = End.END in (pair.leaf, pair.hash)
            last = self._runs[-1] if self._runs else None
            if last is not None and last.by_hashes == by_hashes and last.last == number - 1:
                last.last, last.ended = number, ended
            else:
                self._runs.append(_Run(number, number, by_hashes, ended))

    def name_faults(self) -> None:
        """One fault for every run that was noted."""
        self._report.faults.extend(_named(run) for run in self._runs)

    def _doubt(self, span: Sequence[Pair], first: int, checkpoint: Checkpoint, number: int) -> None:
        gone = [place for place, pair in enumerate(span) if pair.leaf is End.END and pair.hash is End.END]
        if gone:
            start = first + gone[0]
            sentence = (
                f"Checkpoint {number} is signed for {checkpoint.size} leaves; leaves and hashes end at {start - 1}. "
                "The end was cut off."
            )
            self._report.faults.append(Fault(FaultKind.CUT_OFF, start, checkpoint.size, sentence))
            return
        sentence = (
            f"Leaves {first} to {checkpoint.size} do not lead to the root of checkpoint {number}, and neither do their "
            "hashes: both were changed there. What comes after cannot be judged."
        )
        self._report.faults.append(Fault(FaultKind.SPAN, first, checkpoint.size, sentence))


@dataclass(slots=True)
class _Run:
    """Numbers in a row whose leaf and hash line differ; ``by_hashes``: the hash lines are right; ``ended``: the other
    list ends there."""

    first: int
    last: int
    by_hashes: bool
    ended: bool


def _named(run: _Run) -> Fault:
    which = f"{run.first}" if run.first == run.last else f"{run.first} to {run.last}"
    kind, sentence = FaultKind.LEAF, f"Leaf {which} is not what was signed: its hash is another."
    if run.by_hashes and run.ended:
        kind, sentence = FaultKind.CUT_OFF, f"Leaf {which} is signed but missing: the end of the leaves was cut off."
    elif run.ended:
        kind, sentence = FaultKind.CUT_OFF, f"Hash line {which} is missing: the end of the hashes was cut off."
    elif not run.by_hashes:
        kind, sentence = FaultKind.HASH, f"Hash line {which} was changed; the leaf is as it was signed."
    return Fault(kind, run.first, run.last, sentence)
