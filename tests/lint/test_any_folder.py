"""The linter answers about any folder the loader accepts, however little is in it, and always in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest
from tests.lint.changing import NOTHING, changed

from belofte.domain.policy import Period, Policy
from belofte.domain.policy_rules import lint
from belofte.domain.policy_rules.rule import World

_NOT_FACTS = {"positions", "added", "todos", "name", "category", "id"}
_EVERY = 3  # each world takes a third of the facts; together they cover every field


def _facts(record: Any, path: str = "") -> Iterator[str]:
    """The path of every fact that is stated and could be left out."""
    for field in fields(record):
        value, here = getattr(record, field.name), f"{path}{field.name}"
        if field.name in _NOT_FACTS or not value:
            continue
        if isinstance(value, Mapping):
            for name, inner in value.items():
                if "." not in name:
                    yield f"{here}.{name}"
                    yield from _facts(inner, f"{here}.{name}.") if is_dataclass(inner) else ()
        elif is_dataclass(value) and not isinstance(value, Period):
            yield from _facts(value, f"{here}.")
        elif field.default is not MISSING and value != field.default:
            yield here


def _left_out(policy: Policy, path: str) -> Policy:
    *parents, last = path.split(".")
    record: Any = policy
    for name in parents:
        record = record[name] if isinstance(record, Mapping) else getattr(record, name)
    if isinstance(record, Mapping):
        return changed(policy, path, NOTHING)
    return changed(policy, path, next(field.default for field in fields(record) if field.name == last))


@pytest.mark.parametrize(("offset", "name"), list(enumerate(["webshop", "clinic", "linprofs"])))
def test_with_any_fact_left_out_the_answer_is_in_whole_sentences(
    worlds: dict[str, World], offset: int, name: str
) -> None:
    world = worlds[name]
    paths = list(_facts(world.policy))[offset::_EVERY]
    assert len(paths) > 50
    for path in paths:
        policy = _left_out(world.policy, path)
        assert policy != world.policy, path
        for finding in lint(policy, world.systems, world.vendors, world.today):
            for text in (finding.message, finding.mend):
                assert not any(
                    re.search(r"\bNone\b|\{(?!random|settings: )", said) for said in text.by_language.values()
                ), path


def test_the_same_folder_gives_the_same_findings(worlds: dict[str, World]) -> None:
    world = worlds["linprofs-as-published"]
    once, twice = (lint(world.policy, world.systems, world.vendors, world.today) for _ in range(2))
    assert once == twice
    weights = [list(type(finding.severity)).index(finding.severity) for finding in once]
    assert weights == sorted(weights)
