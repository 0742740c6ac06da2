"""OData's ``$filter`` as a condition on rows (the part that vendors' APIs allow), for versions 3 and 4.

``or``, ``and``, ``not``, ``eq ne gt ge lt le``, ``startswith endswith contains substringof tolower``, ``any`` over a
list, and brackets. Texts are compared without regard to case, as Exact and Microsoft do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from belofte.sandbox.rest.exchange import Refused
from belofte.sandbox.rest.rows import Condition, field_of

Dates = Literal["iso", "ms"]
Value = str | int | float | None

TOKEN = re.compile(
    r"\s*(?:(?P<word>(?:guid|datetime)'[^']*'|'(?:[^']|'')*')|(?P<stamp>\d{4}-\d\d-\d\d(?:T[0-9:.]+(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_@][\w./@]*)|(?P<sign>[(),:]))"
)
COMPARE = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
LIKE = {"startswith": "{}%", "endswith": "%{}", "contains": "%{}%", "substringof": "%{}%"}


def filter_of(written: str, dates: Dates = "iso", most_clauses: int | None = None) -> Condition:
    """The condition of a ``$filter``. Raises :class:`Refused` (``bad-filter``, ``too-many-clauses``)."""
    if most_clauses is not None and len(re.findall(r"\sor\s", written)) >= most_clauses:
        raise Refused("too-many-clauses")
    reader = _Reader(written, dates)
    condition = reader.either()
    if reader.at < len(reader.tokens):
        raise Refused("bad-filter")
    return condition


class _Reader:
    """Reads from left to right; each method reads one level of the grammar."""

    def __init__(self, written: str, dates: Dates) -> None:
        self.dates: Dates = dates
        self.at = 0
        self.tokens: list[tuple[str, str]] = []
        self.field: Callable[[str], str] = field_of
        place = 0
        while place < len(written.rstrip()):
            found = TOKEN.match(written, place)
            if found is None or found.lastgroup is None:
                raise Refused("bad-filter")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self, wanted: str | None = None) -> tuple[str, str]:
        if self.at >= len(self.tokens) or (wanted is not None and self._peek() != wanted):
            raise Refused("bad-filter")
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self) -> Condition:
        parts = [self._both()]
        while self._peek() == "or":
            self._take()
            parts.append(self._both())
        return _joined(" OR ", _one_of(parts))

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._peek() == "and":
            self._take()
            parts.append(self._one())
        return _joined(" AND ", parts)

    def _one(self) -> Condition:
        if self._peek() == "not":
            self._take()
            inner = self._one()
            return Condition(f"NOT coalesce({inner.sql}, 0)", inner.values)
        if self._peek() == "(":
            self._take()
            inner = self.either()
            self._take(")")
            return Condition(f"({inner.sql})", inner.values)
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        word = self._peek()
        if word not in COMPARE:
            if left.sql.startswith(("CASE", "EXISTS")):
                return left
            raise Refused("bad-filter")
        self._take()
        right = self._operand()
        if right.values == (None,) and right.sql == "?":
            return Condition(f"{left.sql} IS {'NOT ' if word == 'ne' else ''}NULL", left.values)
        compared = left.sql if (word, right.sql, left.values) == ("eq", "?", ()) else None
        sql = f"{left.sql} {COMPARE[word]} {right.sql} COLLATE NOCASE"
        return Condition(sql, left.values + right.values, equals=compared)

    def _operand(self) -> Condition:
        kind, text = self._take()
        if kind == "name":
            return self._named(text)
        if kind == "word":
            return Condition("?", (_literal(text, self.dates),))
        if kind == "stamp":
            return Condition("?", (text,))
        if kind == "number":
            return Condition("?", (float(text) if "." in text else int(text),))
        raise Refused("bad-filter")

    def _named(self, text: str) -> Condition:
        if text in ("true", "false", "null"):
            return Condition("?", ({"true": 1, "false": 0, "null": None}[text],))
        if self._peek() == "(" and text.endswith("/any"):
            return self._any(text.removesuffix("/any"))
        if self._peek() == "(":
            return self._call(text)
        return Condition(self.field(text))

    def _call(self, function: str) -> Condition:
        self._take("(")
        arguments = [self._operand()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._operand())
        self._take(")")
        if function == "trim":
            return Condition(f"trim({arguments[0].sql})", arguments[0].values)
        if function == "tolower":
            return arguments[0]
        if function not in LIKE or len(arguments) != 2:
            raise Refused("bad-filter")
        whole, part = reversed(arguments) if function == "substringof" else arguments
        if part.sql != "?":
            raise Refused("bad-filter")
        text = str(part.values[0]).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = LIKE[function].replace("{}", text)
        return Condition(f"CASE WHEN {whole.sql} LIKE ? ESCAPE '\\' THEN 1 ELSE 0 END", (*whole.values, like))

    def _any(self, column: str) -> Condition:
        """``emailAddresses/any(a:a/address eq 'x')``: one element of the list fits."""
        self._take("(")
        letter = self._take()[1]
        self._take(":")
        outer, listed = self.field, self.field(column).replace("json_extract(doc, ", "").removesuffix(")")
        self.field = lambda name: _inside(name, letter)
        inner = self.either()
        self.field = outer
        self._take(")")
        return Condition(f"EXISTS (SELECT 1 FROM json_each(doc, {listed}) AS one WHERE {inner.sql})", inner.values)


def _inside(name: str, letter: str) -> str:
    """A field of the element that ``letter`` stands for."""
    if name == letter:
        return "one.value"
    if not name.startswith(f"{letter}/"):
        raise Refused("bad-filter")
    parts = name.removeprefix(f"{letter}/").split("/")
    return "json_extract(one.value, '$" + "".join(f'."{part}"' for part in parts) + "')"


def _one_of(parts: list[Condition]) -> list[Condition]:
    """Several values for one field as one condition: each row's field is read once, and an index finds them."""
    values: dict[str, list[object]] = {}
    for part in parts:
        if part.equals is not None:
            values.setdefault(part.equals, []).extend(part.values)
    among = [
        Condition(f"{field} COLLATE NOCASE IN ({', '.join('?' * len(wanted))})", tuple(wanted))
        for field, wanted in values.items()
    ]
    return [*among, *(part for part in parts if part.equals is None)]


def _joined(word: str, parts: list[Condition]) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Condition("(" + word.join(part.sql for part in parts) + ")", tuple(v for p in parts for v in p.values))


def _literal(text: str, dates: Dates) -> Value:
    kind, _, rest = text.partition("'")
    value = rest.removesuffix("'").replace("''", "'")
    if kind == "datetime" and dates == "ms":
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError as error:
            raise Refused("bad-filter") from error
        return f"/Date({int(moment.timestamp() * 1000)})/"
    return value
