"""The folder's JSON Schemas, so that an editor completes keys and shows what they mean, without a network.

Made from the same shapes that read the folder. ``belofte schema`` writes them to ``.belofte/`` beside the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from belofte.domain.kinds import KINDS
from belofte.loading.clauses import CLAUSE
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.connector_kinds.rest import rest_kind
from belofte.loading.reading import Reading
from belofte.loading.rest_files import own_connectors
from belofte.loading.rest_shape import CONNECTOR
from belofte.loading.shape import ADDED, Shape, shape_schema
from belofte.loading.shape_on_behalf import WORK
from belofte.loading.shape_policy import POLICY
from belofte.loading.shape_system import system_shape
from belofte.loading.values import TODO_SCHEMA, Schema

FOLDER = ".belofte"
POLICY_SCHEMA, SYSTEM_SCHEMA, CLAUSES_SCHEMA = "policy.schema.json", "system.schema.json", "clauses.schema.json"
CONNECTOR_SCHEMA, ON_BEHALF_SCHEMA = "connector.schema.json", "on_behalf.schema.json"
_DRAFT = "http://json-schema.org/draft-07/schema#"  # what editors' YAML support understands best


def policy_schema() -> Schema:
    """The schema of ``policy.yaml`` and of the files in ``policy/``."""
    return _whole(POLICY, "The public part of a policy folder")


def system_schema(own: Iterable[ConnectorKind] = ()) -> Schema:
    """The schema of ``systems/NAME.yaml``; ``own`` are the kinds of the company's own connector files."""
    return _whole(system_shape("", own), "One system and the map of the personal data in it")


def connector_schema() -> Schema:
    """The schema of ``connectors/KIND.yaml``."""
    return _whole(CONNECTOR, "One REST service: its calls, its records, its settings")


def clauses_schema() -> Schema:
    """The schema of ``clauses.yaml``: any id, one shape."""
    return _named(CLAUSE, "A company's own sentences and the facts they rest on")


def on_behalf_schema() -> Schema:
    """The schema of ``on_behalf.yaml``: any name, one shape."""
    return _named(WORK, "What a company processes for others, as their processor")


def _named(shape: Shape, title: str) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {ADDED: {"type": ["string", "object"]}},
        "additionalProperties": {"anyOf": [shape_schema(shape), TODO_SCHEMA]},
    }
    return {"$schema": _DRAFT, "title": title, **schema}


def schemas(own: Iterable[ConnectorKind] = ()) -> Mapping[str, Schema]:
    """Every schema by its file name."""
    return {
        POLICY_SCHEMA: policy_schema(),
        SYSTEM_SCHEMA: system_schema(own),
        CLAUSES_SCHEMA: clauses_schema(),
        CONNECTOR_SCHEMA: connector_schema(),
        ON_BEHALF_SCHEMA: on_behalf_schema(),
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schemas into ``.belofte/`` of a policy folder; the paths written."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    own = [rest_kind(one) for one in own_connectors(folder, Reading()).values()]  # a wrong file is told by lint
    for name, schema in schemas(own).items():
        path = target / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)


def _whole(shape: Shape, title: str) -> Schema:
    kinds = [{"const": kind.name, "description": f"{kind.en}\n{kind.nl}"} for kind in KINDS.values()]
    definitions = {"kind": {"anyOf": kinds}}
    return {"$schema": _DRAFT, "title": title, **shape_schema(shape), "$defs": definitions}
