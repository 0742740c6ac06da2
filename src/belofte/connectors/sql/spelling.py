"""How values are really written in a column, so that a search by index misses nobody.

An identifier is normalised (``Jan@Example.NL`` and ``jan@example.nl`` are one address); a column holds what people
typed. To compare normalised would read the whole table for every search. So the *odd* spellings of a column, those that
are not their own normal form, are looked at once and remembered for some minutes; a search then asks the index for the
normal form and for every odd spelling of it. A database that compares without case, or has an index on
``lower(column)``, needs none of this. A column with too many odd spellings is searched in lower case, without index.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from belofte.connectors.sql.reading import Statements, coarse, is_coarse
from belofte.connectors.sql.schema import Holds
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.ways import LookUp
from belofte.domain.kinds import KINDS, Form, normalise

_REMEMBERED_SECONDS = 600
_TOO_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Odd:
    """The odd spellings of one column: normal form → as written. ``many``: too many to remember."""

    looked_at: float  # seconds of the monotonic clock
    spellings: Mapping[str, tuple[str, ...]]
    many: bool = False


class Spellings:
    """What is known of the columns that identifiers are looked for in. ``calling_code`` completes telephone numbers."""

    def __init__(self, statements: Statements, calling_code: str) -> None:
        self._statements, self._calling_code = statements, calling_code
        self._known: dict[tuple[str, str, str], Odd] = {}

    def normal(self, kind: str, value: object) -> str:
        """A stored value in the form in which values of its kind are compared."""
        text = str(value)
        if kind == "email" and text.isascii() and text == text.lower().strip() and not text.endswith("."):
            return text if " " not in text else normalise(kind, text)
        return normalise(kind, text, calling_code=self._calling_code)

    def odd(self, session: Session, look_up: LookUp) -> Odd:
        """The odd spellings of a column, looked at again when what is known has grown old."""
        at = (look_up.collection, look_up.column, look_up.kind)
        known = self._known.get(at)
        if known is None or time.monotonic() - known.looked_at > _REMEMBERED_SECONDS:
            known = self._known[at] = self._look(session, look_up)
        return known

    def written(self, look_up: LookUp, odd: Odd, value: str) -> tuple[str, ...]:
        """Every text to ask the column for, to find ``value``."""
        column = self._statements.table(look_up.collection).columns[look_up.column]
        if is_coarse(look_up.kind, column):
            return (coarse(value),)
        return (value, *odd.spellings.get(value, ()))

    def _look(self, session: Session, look_up: LookUp) -> Odd:
        now = time.monotonic()
        table = self._statements.table(look_up.collection)
        column = table.columns[look_up.column]
        if column.holds is not Holds.TEXT or is_coarse(look_up.kind, column):
            return Odd(now, {})
        cased = _is_folded(look_up.kind) and not column.folds and look_up.column not in table.lowered
        statement = (
            f"SELECT DISTINCT {self._own(look_up)} FROM {self._statements.rendering.table(table)} AS t"
            f" WHERE {self._oddness(look_up, cased=cased)} LIMIT {_TOO_MANY + 1}"
        )
        found = [str(row[0]) for row in session.rows(Query(statement, (), look_up.collection))]
        if len(found) > _TOO_MANY:
            return Odd(now, {}, many=True)
        spellings: dict[str, list[str]] = defaultdict(list)
        for text in found:
            if (normal := self.normal(look_up.kind, text)) != text:
                spellings[normal].append(text)
        return Odd(now, {normal: tuple(texts) for normal, texts in spellings.items()})

    def _own(self, look_up: LookUp) -> str:
        return f"t.{self._statements.rendering.name(look_up.column)}"

    def _oddness(self, look_up: LookUp, *, cased: bool) -> str:
        """A condition true for every value that may not be its own normal form; some others may be among them."""
        own, dialect = self._own(look_up), self._statements.schema.dialect
        outside = {
            "postgresql": f"{own} ~ '[^ -~]'",
            "sqlite": f"{own} GLOB '*[^ -~]*'",
            "mariadb": f"{own} REGEXP '[^ -~]'",
        }[dialect]
        binary = "BINARY " if dialect == "mariadb" else ""
        percent = "%" if dialect == "sqlite" else "%%"
        # LIKE, because = takes no notice of a space at the end in some collations and in char(n)
        conditions = [
            outside,
            f"{own} LIKE '{percent} '",
            f"{own} LIKE ' {percent}'",
            f"{own} LIKE '{percent}  {percent}'",
        ]
        if look_up.kind == "email":
            conditions += [f"{own} LIKE '{percent}.'", f"{own} LIKE '{percent} {percent}'"]
        if cased:
            conditions.append(f"{binary}{own} <> {binary}lower({own})")
        return " OR ".join(conditions)


def _is_folded(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].form in (Form.EMAIL, Form.WORDS)
