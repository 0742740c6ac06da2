"""``like: OTHER`` in an operation: what it does not say is as in that other one, so that a vendor whose lists all
answer alike is described once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from typing import Any

from belofte.domain.rest import Operation

_OWN = frozenset({"name", "method", "path", "writes", "like"})


def with_likeness(operation: Operation, stated: Mapping[str, Operation]) -> Operation:
    """The operation with what it takes from others; a name that is not there is left to the checks of the file."""
    seen = {operation.name}
    found, other = operation, operation.like
    while other is not None and other in stated and other not in seen:
        seen.add(other)
        model = stated[other]
        taken = {f.name: getattr(model, f.name) for f in fields(Operation) if _is_open(found, f)}
        found, other = replace(found, **taken), model.like
    return found


def _is_open(operation: Operation, one: Field[Any]) -> bool:
    """Whether the operation says nothing in this field."""
    if one.name in _OWN:
        return False
    unsaid: object = one.default if one.default is not MISSING else {}
    return getattr(operation, one.name) == unsaid
