"""Walks through the JSON schemas of a vendor's contract: does a path that a connector file reads lead anywhere?

None stands for "the contract does not say what is in there": from there on nothing is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import jmespath
from jmespath.exceptions import JMESPathError

Schema = Mapping[str, Any]
Walked = tuple[Schema | None, str | None]
"""The schema at the end of a path, and the name that is not there."""

_OPEN: Walked = (None, None)


class Schemas:
    """The schemas of one contract (OpenAPI 3 or Swagger 2)."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        self._contract = contract

    def resolved(self, schema: Schema | None) -> Schema | None:
        """A schema with its reference followed and its parts (``allOf``) put together."""
        seen = 0
        while schema is not None and "$ref" in schema and seen < 20:
            schema, seen = self.at(str(schema["$ref"])), seen + 1
        if schema is None or "allOf" not in schema:
            return schema
        merged: dict[str, Any] = {k: v for k, v in schema.items() if k != "allOf"}
        fields: dict[str, Any] = dict(merged.get("properties", {}))
        for part in cast("Sequence[Schema]", schema["allOf"]):
            inner = self.resolved(part) or {}
            fields = {**inner.get("properties", {}), **fields}
        return {**merged, "properties": fields} if fields else merged

    def at(self, reference: str) -> Schema | None:
        """What ``#/components/schemas/X`` points at."""
        found: Any = self._contract
        for name in reference.removeprefix("#/").split("/"):
            if not isinstance(found, Mapping):
                return None
            found = cast("Mapping[str, Any]", found).get(name.replace("~1", "/").replace("~0", "~"))
        return cast("Schema", found) if isinstance(found, Mapping) else None

    def field(self, schema: Schema | None, name: str) -> Walked:
        """The schema of one field."""
        known = self.resolved(schema)
        if known is None or name.startswith("@"):  # OData's own words, which stand beside every answer
            return _OPEN
        for choice in ("oneOf", "anyOf"):
            if choice in known:
                walked = [self.field(part, name) for part in cast("Sequence[Schema]", known[choice])]
                return next((w for w in walked if w[1] is None), walked[0])
        properties = cast("Mapping[str, Schema]", known.get("properties", {}))
        if name in properties:
            return properties[name], None
        if known.get("type") == "array":
            return None, name
        extra = known.get("additionalProperties")
        if isinstance(extra, Mapping):
            return cast("Schema", extra) or None, None
        is_open = extra is True or not properties
        return _OPEN if is_open and known.get("type") in (None, "object") else (None, name)

    def items(self, schema: Schema | None) -> Schema | None:
        """The schema of a list's items."""
        known = self.resolved(schema)
        found = known.get("items") if known else None
        return cast("Schema", found) if isinstance(found, Mapping) else None

    def is_list(self, schema: Schema | None) -> bool:
        """Whether this is a list."""
        return (self.resolved(schema) or {}).get("type") == "array"

    def walk(self, schema: Schema | None, path: str) -> Walked:
        """Follow a JMESPath."""
        try:
            parsed = cast("Any", jmespath.compile(path)).parsed
        except JMESPathError:
            return None, path
        return self._node(schema, parsed)

    def _node(self, schema: Schema | None, node: Mapping[str, Any]) -> Walked:
        children = cast("Sequence[Mapping[str, Any]]", node.get("children", ()))
        match node["type"]:
            case "field":
                return self.field(schema, str(node["value"]))
            case "subexpression" | "pipe" | "index_expression":
                for child in children:
                    schema, wrong = self._node(schema, child)
                    if wrong is not None:
                        return None, wrong
                return schema, None
            case "index" | "slice":
                return self.items(schema), None
            case "projection" | "flatten" | "filter_projection":
                return self._projected(schema, node["type"], children)
            case "identity" | "current":
                return schema, None
            case "or_expression" | "and_expression" | "not_expression" | "comparator" | "multi_select_list":
                return self._all(schema, children)
            case "multi_select_dict":
                pairs = [child for pair in children for child in pair["children"]]
                return self._all(schema, pairs)
            case _:
                return _OPEN

    def _projected(self, schema: Schema | None, kind: str, children: Sequence[Mapping[str, Any]]) -> Walked:
        listed, wrong = self._node(schema, children[0])
        if wrong is not None:
            return None, wrong
        if kind == "flatten":
            return listed, None
        item = self.items(listed)
        walked = self._all(item, children[1:])
        return walked if walked[1] is not None else self._node(item, children[1])

    def _all(self, schema: Schema | None, children: Sequence[Mapping[str, Any]]) -> Walked:
        last: Walked = _OPEN
        for child in children:
            last = self._node(schema, child)
            if last[1] is not None:
                return last
        return last
