"""Who might be the same person as well: rows that agree in what the map calls a hint, such as name and address.

A hint never makes one person of two rows and nothing is read of what hangs on a candidate; the office is shown that
there is one. Values are compared as they are written, so that an index on any of the columns serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belofte.connectors.sql.anchors import Person
from belofte.connectors.sql.hits import ARROW, Candidate
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rendering import KeyRow
from belofte.connectors.sql.session import Query, Session


class Hints:
    """Looks for candidates in one snapshot."""

    def __init__(self, session: Session, statements: Statements, *, whole: bool) -> None:
        self._session, self._statements, self._whole = session, statements, whole

    def candidates(self, people: Sequence[Person]) -> list[Candidate]:
        """Rows beside the anchors already seen, by person; one statement a hint and table."""
        asked: list[tuple[str, str, Query]] = []
        for collection in self._statements.ways.anchors:
            for kinds, columns in self._statements.hints(collection):
                rows = list(self._wanted(collection, columns, people))
                if rows:
                    statement = self._statements.by_columns(collection, columns, whole=False)
                    query = Query(statement, self._statements.rendering.parameters(rows), collection)
                    asked.append((collection, f"{kinds}{ARROW}{collection}", query))
        found: dict[tuple[int, str, object], Candidate] = {}
        answers = self._session.all([query for _, _, query in asked])
        for (collection, via, _), rows in zip(asked, answers, strict=True):
            key_of = self._statements.reading(collection, whole=False).key_of
            for row in rows:
                number, key = int(row[0]), key_of(row)
                if (collection, key) not in people[number].seen:
                    found.setdefault((number, collection, key), Candidate(number, collection, key, via))
        return list(found.values())

    def _wanted(self, collection: str, columns: tuple[str, ...], people: Sequence[Person]) -> Iterator[KeyRow]:
        values_of = self._statements.reading(collection, whole=self._whole).getter(columns)
        for number, person in enumerate(people):
            for place in person.own:
                if place[0] == collection:
                    values = values_of(person.seen[place].row)
                    if all(value not in (None, "") for value in values):
                        yield (number, *values)
