"""``expect:`` of a system: settings, and what each must be.

```yaml
expect:
  double-opt-in: true                       # this value, wherever the setting has several
  crypto-policy: [FUTURE, FIPS]             # one of these
  event-retention: at_most 14 months        # a bound: a number or a period
  plain-protocols: none                     # nothing
  certificate: {trusted: true, days_left: at_least 14}      # parts of the value
```
"""

from __future__ import annotations

import re

from belofte.domain.expected import AtLeast, AtMost, ByKey, Expectation, Is, Nothing
from belofte.domain.policy import FactPath, Period
from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.reading import Reading, under
from belofte.loading.times import parse_period
from belofte.loading.values import NAME, Custom, Schema, plain_value

_BOUND = re.compile(r"(at_least|at_most)\s+(\S.*)")
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}, {"type": "object"}]},
}


def _expectations(node: Node, path: FactPath, reading: Reading) -> dict[str, Expectation] | None:
    keyed = reading.keyed(node, "This")
    if keyed is None:
        return None
    for entry in keyed.entries:
        if not NAME.fullmatch(entry.key.text):
            hint = "Use small letters, digits and hyphens, such as: crypto-policy."
            reading.problem(entry.key.at, f'"{entry.key.text}" is not the name of a setting.', hint)
    return _by_key(keyed, path, reading)


def _by_key(keyed: Keyed, path: FactPath, reading: Reading) -> dict[str, Expectation]:
    expected: dict[str, Expectation] = {}
    for entry in keyed.entries:
        inner = under(path, entry.key.text)
        reading.stands(inner, entry.key.at)
        if not reading.is_todo(entry.value, inner) and (one := _expectation(entry.value, inner, reading)):
            expected[entry.key.text] = one
    return expected


def _expectation(node: Node, path: FactPath, reading: Reading) -> Expectation | None:
    if isinstance(node, Keyed):
        parts = _by_key(node, path, reading)
        if not parts:
            reading.problem(node.at, "Nothing is expected here.", "For example: {days_left: at_least 14}.")
        return ByKey(parts) if parts else None
    if isinstance(node, Items):
        return _one_of(node, reading)
    scalar = reading.scalar(node, "what is expected")
    if scalar is None:
        return None
    bound = None if scalar.quoted else _BOUND.fullmatch(scalar.text)
    if bound:
        return _bound(bound[1], bound[2], scalar, reading)
    if scalar.text == "none" and not scalar.quoted:
        return Nothing()
    value = plain_value(scalar)
    return None if value is None else Is((value,))


def _one_of(node: Items, reading: Reading) -> Expectation | None:
    values = [
        value
        for item in node.items
        if (scalar := reading.scalar(item, "one value")) and (value := plain_value(scalar)) is not None
    ]
    if not values:
        reading.problem(node.at, "Nothing is expected here.", "Write [one, other], or none.")
        return None
    return Is(tuple(values))


def _bound(word: str, written: str, scalar: Scalar, reading: Reading) -> Expectation | None:
    bound: int | Period | None = int(written) if re.fullmatch(r"\d{1,9}", written) else parse_period(written)
    if bound is None:
        hint = "Write a number or a period: at_least 14, at_most 14 months."
        reading.problem(scalar.at, f'"{written}" is neither a number nor a period.', hint)
        return None
    return AtLeast(bound) if word == "at_least" else AtMost(bound)


EXPECT = Custom(_expectations, _SCHEMA)
"""The reader of ``expect:``."""
