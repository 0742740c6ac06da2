"""The tree of RFC 6962, held against its definition written out the long way."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.merkle import (
    TILE,
    Frontier,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    node_hash,
    range_root,
    root_from_inclusion,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(600)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def reader(size: int):
    """What the store reads: leaves, and one hash for every complete 256 below."""
    stored = {0: LEAVES[:size]}
    tree = Frontier()
    for level, place, hash_ in tree.append(LEAVES[:size]):
        assert stored.setdefault(level, []) is not None
        assert place == len(stored[level])
        stored[level].append(hash_)
    assert set(stored) <= {0, TILE}
    return lambda level, start, count: stored[level][start : start + count]


def test_known_roots() -> None:
    """Test vectors of the Certificate Transparency reference implementation."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    tree = Frontier()
    assert tree.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for data, root in zip(inputs, roots, strict=True):
        tree.append([leaf_hash(bytes.fromhex(data))])
        assert tree.root().hex() == root


@given(st.lists(st.integers(0, 40), max_size=12))
def test_appending_in_any_portions_gives_the_tree_of_the_definition(portions: list[int]) -> None:
    tree, done = Frontier(), 0
    for count in portions:
        tree.append(LEAVES[done : done + count])
        done += count
        tree = Frontier.from_bytes(done, tree.to_bytes())
        assert tree.root() == by_definition(LEAVES[:done])


@given(st.data())
def test_inclusion_proofs_hold_for_their_leaf_only(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 600))
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(reader(size), index, size)
    root = by_definition(LEAVES[:size])
    assert root_from_inclusion(index, size, LEAVES[index], path) == root
    other = data.draw(st.integers(0, size))
    if other != index:
        assert root_from_inclusion(other, size, LEAVES[index], path) != root
    assert root_from_inclusion(index, size, b"\0" * 32, path) != root
    assert root_from_inclusion(index, size, LEAVES[index], [*path, b"\0" * 32]) != root
    if path:
        assert root_from_inclusion(index, size, LEAVES[index], path[:-1]) != root


@given(st.data())
def test_consistency_proofs_hold_for_their_trees_only(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 600))
    old = data.draw(st.integers(0, new))
    path = consistency(reader(new), old, new)
    old_root, new_root = by_definition(LEAVES[:old]), by_definition(LEAVES[:new])
    assert is_consistent(old, new, old_root, new_root, path)
    if old:
        assert not is_consistent(old, new, b"\0" * 32, new_root, path)
    if 0 < old < new:
        assert not is_consistent(old, new, old_root, b"\0" * 32, path)
        assert not is_consistent(old, new, old_root, new_root, [*path, b"\0" * 32])
        assert not is_consistent(old, new, old_root, new_root, path[:-1])


def test_ranges_read_tiles_and_not_every_leaf() -> None:
    asked: list[int] = []
    read = reader(512)

    def counting(level: int, start: int, count: int) -> list[bytes]:
        asked.append(count)
        return read(level, start, count)

    assert range_root(counting, 0, 512) == by_definition(LEAVES[:512])
    assert sum(asked) == 2


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="does not belong"):
        Frontier.from_bytes(3, b"\0" * 32)
