"""One list of keys serves the reader, the editor's schema and the reference page: none can say something else."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from belofte.domain import policy as domain
from belofte.domain.policy import Policy
from belofte.domain.system_map import Collection, SystemMap
from belofte.loading.explain import key_at
from belofte.loading.folder import load_policy_folder
from belofte.loading.nodes import read_nodes
from belofte.loading.reference import END, START, all_shapes, reference
from belofte.loading.schema import clauses_schema, policy_schema, schemas, system_schema, write_schemas
from belofte.loading.shape import Group, Key, Shape
from belofte.loading.shape_system import system_shape
from belofte.loading.shape_table import COLLECTION

from .folders import make

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "policy-reference.md"
SHAPES = dict(all_shapes())
KEYS = [(where, key) for where, shape in SHAPES.items() for key in shape.keys]


def test_the_reference_page_is_the_one_the_shapes_give() -> None:
    text = PAGE.read_text()
    assert text[text.index(START) + len(START) : text.index(END)].strip() == reference().strip()


def test_every_key_of_the_schemas_stands_on_the_reference_page() -> None:
    page = PAGE.read_text()
    named = {name for schema in schemas().values() for name in property_names(schema)}
    assert len(named) > 150
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


def property_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            kind = str(inner.get("description", "")).startswith("Columns with: ")
            yield from () if kind else (name,)
            yield from property_names(inner)
        for word, inner in schema.items():
            yield from () if word == "properties" else property_names(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from property_names(inner)


@pytest.mark.parametrize(("where", "key"), KEYS, ids=[f"{where}.{key.name}" for where, key in KEYS])
def test_each_key_has_two_meanings_and_an_example_that_reads(where: str, key: Key) -> None:
    assert key.en.endswith(".") and key.nl.endswith(".")
    node, problems = read_nodes(key.example + "\n", "example")
    assert not problems
    assert node.entries[0].key.text == key.name


def test_each_field_of_the_facts_can_be_written() -> None:
    targets: dict[type, set[str]] = {}
    for shape in SHAPES.values():
        if isinstance(shape.make, type) and dataclasses.is_dataclass(shape.make):
            targets.setdefault(shape.make, set()).update(fields_of(shape))
    for record, written in targets.items():
        stated = {field.name for field in dataclasses.fields(record)}
        assert stated - written <= {"name", "id", "on"}, record.__name__
        assert written <= stated, record.__name__
    assert {domain.Rights, domain.Category, domain.Purpose, domain.Staff} <= set(targets)


def fields_of(shape: Shape) -> Iterator[str]:
    for key in shape.keys:
        if isinstance(key.type, Group):
            yield from fields_of(key.type.shape)
        else:
            yield key.target


def test_each_top_field_can_be_written() -> None:
    made = {"version", "clauses", "texts", "added", "todos", "positions"}  # not written in policy.yaml
    written = set(fields_of(SHAPES["policy"]))
    assert {field.name for field in dataclasses.fields(Policy)} - made == written - {"format"}
    left_out = {"unused"}  # says which columns are no part of the map
    written_of_rows = set(fields_of(COLLECTION)) - left_out
    assert {field.name for field in dataclasses.fields(Collection)} - {"kinds", "name"} == written_of_rows
    joined = {"sure", "hints", "collections", "settings", "hash", "name", "rest"}  # from person, tables, connector
    stated = {field.name for field in dataclasses.fields(SystemMap)} - joined
    assert stated <= set(fields_of(system_shape("")))


def test_the_schemas_are_written_beside_the_files(tmp_path: Path) -> None:
    written = write_schemas(tmp_path)
    assert [path.name for path in written] == [
        "policy.schema.json",
        "system.schema.json",
        "clauses.schema.json",
        "connector.schema.json",
        "on_behalf.schema.json",
    ]
    policy = json.loads((tmp_path / ".belofte" / "policy.schema.json").read_text())
    at_most = policy["properties"]["retention"]["anyOf"][0]["additionalProperties"]["anyOf"][0]["properties"]["at_most"]
    assert at_most["description"] == "Kept no longer than this.\nNiet langer bewaard dan dit."
    assert not re.search(r"https?://(?!json-schema\.org)", json.dumps(policy["properties"]["data"]))


def test_the_schemas_know_every_kind_of_data_in_both_languages() -> None:
    kinds = {kind["const"]: kind["description"] for kind in policy_schema()["$defs"]["kind"]["anyOf"]}
    assert kinds["email"] == "e-mail address\ne-mailadres"


@pytest.mark.parametrize("example", ["linprofs", "linprofs-as-published", "webshop", "clinic"])
def test_the_schemas_accept_what_the_reader_accepts(example: str) -> None:
    folder = ROOT / "examples" / example
    files = {folder / "policy.yaml": policy_schema(), folder / "clauses.yaml": clauses_schema()}
    files |= dict.fromkeys((folder / "systems").glob("*.yaml"), system_schema())
    for file, schema in files.items():
        if file.is_file():
            jsonschema.Draft7Validator(schema).validate(as_editor_sees(file))


def test_the_schema_refuses_an_unknown_key() -> None:
    validator = jsonschema.Draft7Validator(policy_schema())
    assert not validator.is_valid({"format": 1, "rigths": {}})
    assert not validator.is_valid({"format": 1, "data": {"profile": ["e-mail"]}})
    assert validator.is_valid({"format": 1, "data": {"profile": ["email", "TODO more"]}})


def as_editor_sees(file: Path) -> Any:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(file.read_text()), default=str))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("retention.visit.at_most", "at_most"),
        ("retention.at_most", "at_most"),
        ("rights.restriction.for", "for"),
        ("recipients.aws.secrecy.document", "document"),
        ("never.resale", "never"),
        ("systems.crm.tables.customers.clock", "clock"),
        ("clauses.RET-4.attest.every", "every"),
    ],
)
def test_a_fact_path_leads_to_its_key(path: str, name: str) -> None:
    key = key_at(path)
    assert key is not None
    assert key.name == name


def test_the_positions_of_a_folder_lead_to_keys(tmp_path: Path) -> None:
    positions = load_policy_folder(make(tmp_path)).policy.positions
    assert [path for path in positions if path.count(".") and not path.startswith("sys") and key_at(path) is None] == []
