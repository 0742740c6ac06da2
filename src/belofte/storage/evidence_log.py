"""The evidence log in the store: leaves are appended in the transaction of what they prove.

One ``head`` row is the lock and keeps the frontier, so an append needs nothing else. Every 256 hashes one hash more is
stored (``tiles``), so that a proof reads a few hundred hashes however long the log is. After the commit the files
follow (:mod:`belofte.storage.evidence_files`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from belofte.domain.checkpoint import Checkpoint
from belofte.domain.evidence import leaf_line
from belofte.domain.merkle import Frontier, consistency, inclusion, leaf_hash
from belofte.storage import tables
from belofte.storage.ready import Ready, adding
from belofte.storage.scope import Appended, Ends, Scope
from belofte.store_port import Head, LeafDraft, Unknown

HEAD, LEAVES, TILES = tables.head, tables.leaves, tables.tiles
CHECKPOINTS, ANCHORS = tables.checkpoints, tables.anchors
_HEAD_NOW = select(HEAD.c.size, HEAD.c.frontier, HEAD.c.leaves_end, HEAD.c.checkpoints_end).where(HEAD.c.id == 1)
HEAD_NOW, HEAD_LOCKED = Ready(_HEAD_NOW), Ready(_HEAD_NOW.with_for_update())
MOVE_HEAD = Ready(update(HEAD).values({c.name: bindparam(c.name) for c in _HEAD_NOW.selected_columns}))
PUT_LEAF, PUT_TILE, PUT_CHECKPOINT = adding(LEAVES), adding(TILES), adding(CHECKPOINTS)
HASH_LINE = 65
"""Bytes of a line in ``hashes``: 64 hex digits and a line end."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The end of the log: what an append goes on from."""

    size: int
    frontier: bytes
    leaves_end: int
    checkpoints_end: int


class EvidenceLog:
    """The log, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def append(self, leaves: Sequence[LeafDraft]) -> list[int]:
        """Append; returns the leaf numbers, counted from 1. Raises :class:`belofte.domain.evidence.LeafRefused`."""
        if not leaves:
            return []
        head = self._locked_head()
        frontier = Frontier.from_bytes(head.size, head.frontier)
        lines = [leaf_line(head.size + place, leaf.kind, leaf.fields) for place, leaf in enumerate(leaves, 1)]
        written = self._keep(head, frontier, [line.encode() for line in lines])
        note = self._sign(frontier)
        checkpoints_end = head.checkpoints_end + len(note.encode()) + 1
        row = {"size": frontier.size, "note": note, "ends_at": checkpoints_end}
        PUT_CHECKPOINT.change(self._connection, row)
        self._move_head(frontier, head.leaves_end + len(written.leaves), checkpoints_end)
        self._scope.appended.append(replace(written, checkpoint=note.encode() + b"\n"))
        return list(range(head.size + 1, frontier.size + 1))

    def head(self) -> Head:
        """Size, root and newest signed note. The empty log has a note too."""
        head = self._head()
        frontier = Frontier.from_bytes(head.size, head.frontier)
        note = self._connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == head.size)).scalar()
        return Head(head.size, frontier.root(), note or self._sign(frontier))

    def leaf(self, number: int) -> str:
        line = self._connection.execute(select(LEAVES.c.line).where(LEAVES.c.number == number)).scalar()
        if line is None:
            raise Unknown(f"The log has no leaf {number}.", f"It has {self._head().size} leaves, counted from 1.")
        return line

    def inclusion(self, number: int, size: int | None = None) -> list[bytes]:
        """The path from leaf ``number`` to the root at ``size`` (now, when left out)."""
        now = self._head().size
        if not 1 <= number <= (size or now) <= now:
            raise Unknown(f"The log has no leaf {number} at that size.", f"It has {now} leaves, counted from 1.")
        return inclusion(self._stored, number - 1, size or now)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """That the log of size ``new`` begins with the log of size ``old``."""
        now = self._head().size
        if not 0 <= old <= new <= now:
            raise Unknown("The log never had these sizes.", f"It has {now} leaves; give two sizes, the smaller first.")
        return consistency(self._stored, old, new)

    def note_anchor(self, way: str, size: int, at: datetime) -> None:
        """Remember that the checkpoint of this size was carried outside (``notice``, ``mail``, ``time-stamp``)."""
        self._connection.execute(insert(ANCHORS), {"way": way, "size": size, "at": at})

    def last_anchor(self, way: str) -> tuple[int, datetime] | None:
        """(size, moment) of the newest checkpoint that went this way; None when none ever did."""
        row = self._connection.execute(
            select(ANCHORS.c.size, ANCHORS.c.at).where(ANCHORS.c.way == way).order_by(ANCHORS.c.number.desc()).limit(1)
        ).one_or_none()
        return None if row is None else (row[0], row[1])

    def adopt(self, lines: Sequence[bytes], notes: Sequence[tuple[int, str]]) -> None:
        """Take over leaves and (size, signed note) that the files have and this store, put back from a backup, has not.
        The caller has checked them against the notes."""
        head = self._locked_head()
        frontier = Frontier.from_bytes(head.size, head.frontier)
        written = self._keep(head, frontier, lines)
        end, rows = head.checkpoints_end, list[dict[str, object]]()
        for size, note in notes:
            end += len(note.encode()) + 1
            rows.append({"size": size, "note": note, "ends_at": end})
        PUT_CHECKPOINT.change_each(self._connection, rows)
        self._move_head(frontier, head.leaves_end + len(written.leaves), end)

    def _keep(self, head: _Head, frontier: Frontier, lines: Sequence[bytes]) -> Appended:
        hashes = [leaf_hash(line) for line in lines]
        tiles = frontier.append(hashes)
        end, rows = head.leaves_end, list[dict[str, object]]()
        for number, (line, hash_) in enumerate(zip(lines, hashes, strict=True), head.size + 1):
            end += len(line) + 1
            rows.append({"number": number, "line": line.decode(), "hash": hash_, "ends_at": end})
        PUT_LEAF.change_each(self._connection, rows)
        named = [{"level": level, "place": place, "hash": hash_} for level, place, hash_ in tiles]
        PUT_TILE.change_each(self._connection, named)
        before = Ends(head.leaves_end, head.size * HASH_LINE, head.checkpoints_end)
        hexed = "\n".join([hash_.hex() for hash_ in hashes])
        return Appended(before, b"\n".join(lines) + b"\n", f"{hexed}\n".encode(), b"")

    def _move_head(self, frontier: Frontier, leaves_end: int, checkpoints_end: int) -> None:
        moved = {"size": frontier.size, "frontier": frontier.to_bytes()}
        MOVE_HEAD.change(self._connection, {**moved, "leaves_end": leaves_end, "checkpoints_end": checkpoints_end})

    def _sign(self, frontier: Frontier) -> str:
        key = self._scope.keys.signing
        return key.sign(Checkpoint(key.origin, frontier.size, frontier.root()))

    def _head(self) -> _Head:
        return self._head_by(HEAD_NOW)

    def _locked_head(self) -> _Head:
        """Until the commit nobody else can append."""
        return self._head_by(HEAD_LOCKED)

    def _head_by(self, statement: Ready) -> _Head:
        (row,) = statement.rows(self._connection, {})
        return _Head(**row)

    def _stored(self, level: int, start: int, count: int) -> list[bytes]:
        if level == 0:
            number = LEAVES.c.number
            wanted = select(LEAVES.c.hash).where(number > start, number <= start + count).order_by(number)
        else:
            place = TILES.c.place
            wanted = select(TILES.c.hash).where(TILES.c.level == level, place >= start, place < start + count)
            wanted = wanted.order_by(place)
        return list(self._connection.execute(wanted).scalars())
