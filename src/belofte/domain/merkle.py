"""The Merkle tree of RFC 6962 (RFC 9162 §2.1): hashes, the growing edge, proofs and how they are checked.

Nothing here reads or writes. A tree of any size is known by its *frontier*, the roots of its perfect subtrees from
left (largest) to right: enough to append and to give the root. Proofs need older hashes; they are asked for through
``read(level, start, count)``, for levels 0 (leaves), 8, 16, 24: one stored hash for every 256 below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

TILE = 8
"""Every eighth level is stored."""

Read = Callable[[int, int, int], Sequence[bytes]]
"""``read(level, start, count)``: the stored hashes of that level, in order."""


def leaf_hash(line: bytes) -> bytes:
    """SHA-256(0x00 ‖ line)."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The growing edge of a tree: its size and the roots of its perfect subtrees, largest first."""

    size: int = 0
    roots: list[bytes] = field(default_factory=list[bytes])

    def copy(self) -> Frontier:
        return Frontier(self.size, list(self.roots))

    def append(self, leaves: Iterable[bytes]) -> list[tuple[int, int, bytes]]:
        """Append leaf hashes. Returns the tiles that became complete: (level, index, hash)."""
        tiles: list[tuple[int, int, bytes]] = []
        roots, size = self.roots, self.size
        for top in leaves:
            size += 1
            level, grown = 0, size
            while grown & 1 == 0:
                top = sha256(b"\x01" + roots.pop() + top).digest()
                grown >>= 1
                level += 1
                if level % TILE == 0:
                    tiles.append((level, grown - 1, top))
            roots.append(top)
        self.size = size
        return tiles

    def root(self) -> bytes:
        """The tree's root; of the empty tree the hash of nothing."""
        if not self.roots:
            return sha256(b"").digest()
        top = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            top = node_hash(left, top)
        return top

    def to_bytes(self) -> bytes:
        """The roots one after the other; with the size that is the whole frontier."""
        return b"".join(self.roots)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Raises ValueError when the bytes do not belong to a tree of that size."""
        if len(data) != 32 * size.bit_count():
            raise ValueError("this frontier does not belong to a tree of that size")
        return cls(size, [data[at : at + 32] for at in range(0, len(data), 32)])


def range_root(read: Read, low: int, high: int) -> bytes:
    """The hash of leaves ``low`` up to ``high`` (not included)."""
    count = high - low
    if count == 1 << (count.bit_length() - 1) and low % count == 0:
        return _perfect(read, count.bit_length() - 1, low // count)
    middle = low + _split(count)
    return node_hash(range_root(read, low, middle), range_root(read, middle, high))


def inclusion(read: Read, index: int, size: int) -> list[bytes]:
    """The path that shows leaf ``index`` (from 0) in the tree of ``size`` (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("there is no such leaf in a tree of that size")
    return _inclusion(read, index, 0, size)


def _inclusion(read: Read, index: int, low: int, high: int) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_inclusion(read, index, low, middle), range_root(read, middle, high)]
    return [*_inclusion(read, index, middle, high), range_root(read, low, middle)]


def consistency(read: Read, old: int, new: int) -> list[bytes]:
    """The path that shows that the tree of ``new`` begins with the tree of ``old`` (RFC 9162 §2.1.4.1)."""
    if not 0 <= old <= new:
        raise ValueError("a tree can only grow")
    if old in (0, new):
        return []
    return _consistency(read, old, 0, new, whole=True)


def _consistency(read: Read, old: int, low: int, high: int, *, whole: bool) -> list[bytes]:
    """``whole``: the old tree is still one whole subtree on this way, so its root is known to the asker."""
    if old == high:
        return [] if whole else [range_root(read, low, high)]
    middle = low + _split(high - low)
    if old <= middle:
        return [*_consistency(read, old, low, middle, whole=whole), range_root(read, middle, high)]
    return [*_consistency(read, old, middle, high, whole=False), range_root(read, low, middle)]


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root this path leads to (RFC 9162 §2.1.3.2); None when the path does not fit."""
    if not 0 <= index < size:
        return None
    here, last, top = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            top = node_hash(step, top)
            while here & 1 == 0 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            top = node_hash(top, step)
        here, last = here >> 1, last >> 1
    return top if last == 0 else None


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Does the tree of ``new`` begin with the tree of ``old`` (RFC 9162 §2.1.4.2)?"""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == Frontier().root()
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps or old > new:
        return False
    return _both_roots(old, new, steps) == (old_root, new_root)


def _both_roots(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_top = new_top = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old_top, new_top = node_hash(step, old_top), node_hash(step, new_top)
            while here & 1 == 0 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            new_top = node_hash(new_top, step)
        here, last = here >> 1, last >> 1
    return (old_top, new_top) if last == 0 else None


def _perfect(read: Read, level: int, index: int) -> bytes:
    stored = level - level % TILE
    width = 1 << (level - stored)
    hashes = list(read(stored, index * width, width))
    if len(hashes) != width:
        raise ValueError("hashes of the log are missing: complete the store from its evidence files first")
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)
