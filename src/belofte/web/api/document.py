"""The OpenAPI 3.1 document, made from the operations themselves. Tests hold every exchange to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from belofte.web.api.asking import Field, schema_of
from belofte.web.api.operations import BASE, Operation
from belofte.web.api.problems import MEDIA_TYPE, TITLES
from belofte.web.api.schemas import Schema, Schemas

KEY = "Idempotency-Key"
LONGEST_KEY = 200
_WRONG: Mapping[str, str] = {
    "400": "Something that was sent is missing or wrong.",
    "401": "There is no token, or it opens nothing (any more).",
    "403": "The token may not do this.",
    "404": "There is nothing under this address (any more).",
    "409": "Law, policy or state forbids it; or the same request is under way.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "The idempotency key was used for something else.",
    "429": "The token calls too often; Retry-After says when it may again.",
    "500": "Belofte itself failed.",
    "503": "A system that is needed cannot be seen now.",
}
_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem details. They name fields and ids, and repeat nothing that was sent.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "enum": [f"{BASE}/problems#{name}" for name in TITLES]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "remedy": {"type": "string", "description": "What would help."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["pointer", "detail"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status"],
    "additionalProperties": False,
}


def document(operations: Sequence[Operation], server: str, version: str) -> dict[str, Any]:
    """The whole document. ``server`` is the address the API is reached at, without a slash at the end."""
    schemas = Schemas()
    schemas.named["Problem"] = _PROBLEM
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(f"{BASE}{operation.path}", {})[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Belofte",
            "version": version,
            "description": "Rights requests, tasks, register and verdicts. No answer holds a person's data.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.named.items())),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "From: belofte token create."}
            },
        },
    }


def _operation(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    parameters = [_parameter(name, Field("", needed=True, longest=100), "path") for name in _names(operation.path)]
    parameters += [_parameter(name, field, "query") for name, field in operation.query.items()]
    if operation.changes and operation.once:
        says = "A new value for everything that should happen once; the same again gets the same answer."
        parameters.append(_parameter(KEY, Field(says, needed=True, longest=LONGEST_KEY), "header"))
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.says,
        "description": f"Needs a token with the scope `{operation.scope.value}`.",
        "parameters": parameters,
        "responses": {str(operation.status): _right(operation, schemas), **_wrong(operation)},
    }
    if operation.body is not None:
        content = {"application/json": {"schema": schema_of(operation.body)}}
        told["requestBody"] = {"required": bool(operation.body), "content": content}
    return told


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _parameter(name: str, field: Field, where: str) -> dict[str, Any]:
    schema = field.schema()
    says = schema.pop("description")
    described = {"description": says} if says else {}
    return {"name": name, "in": where, "required": field.needed, "schema": schema, **described}


def _right(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if operation.pages:
        headers["Link"] = {"description": 'The next page, rel="next" (RFC 8288).', "schema": {"type": "string"}}
    if operation.status == 201:
        headers["Location"] = {"description": "Where it stands.", "schema": {"type": "string"}}
    content = {"application/json": {"schema": operation.answer(schemas)}}
    return {"description": operation.says, "content": content, **({"headers": headers} if headers else {})}


def _wrong(operation: Operation) -> dict[str, Any]:
    only_changes = ("413", "415", "422")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": says, "content": content}
        for status, says in _WRONG.items()
        if operation.changes or status not in only_changes
    }
