"""A column's path is read as JMESPath reads it, also where that is done without its whole language."""

from __future__ import annotations

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.connectors.http.paths import reader

NAMES = st.sampled_from(["a", "b", "c"])
LEAVES = st.none() | st.booleans() | st.integers(0, 2) | st.text("xy", max_size=2)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)
PATHS = ["a", "a.b", "a.b.c", "a[].b", "a[].b.c", "a.b[].c", "a[0].b", "a || b", "a[?b].c", '"a"', "a[].b[].c"]


@pytest.mark.parametrize("path", PATHS)
@given(row=st.dictionaries(NAMES, VALUES, max_size=3))
def test_a_path_finds_what_jmespath_finds(path: str, row: dict[str, object]) -> None:
    assert reader(path)(row) == jmespath.search(path, row)
