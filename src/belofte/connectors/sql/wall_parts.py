"""What a wall on Postgres and one on MariaDB share: where it stands, what hides a row, and what takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from belofte.connectors.sql.marks import record_of
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.schema import Holds
from belofte.domain.policy import Text
from belofte.domain.staff_wall import Brick, Leak, Statement
from belofte.domain.system_map import Reference


@dataclass(frozen=True, slots=True)
class Ground:
    """One database as its owner sees it. ``home`` is the schema of the marks, unquoted; ``marks`` their table, quoted,
    None while there is none; ``account`` is the one Belofte works with every day, "" where the address names none."""

    owner: Connection
    statements: Statements
    database: str
    home: str
    marks: str | None
    account: str

    def name(self, identifier: str) -> str:
        """Quoted."""
        return self.statements.rendering.name(identifier)

    def at_home(self, table: str) -> str:
        """A table of ours, quoted with its schema."""
        return f"{self.name(self.home)}.{self.name(table)}"


def place_of(ground: Ground, collection: str) -> str:
    """The table of a collection, quoted with its database or schema (MariaDB)."""
    table = ground.statements.table(collection)
    return f"{ground.name(table.schema or ground.database)}.{ground.name(table.own_name)}"


def bare(place: str) -> str:
    """A quoted place as the server writes it, not doubled for the driver."""
    return place.replace("%%", "%")


BUILT = "built"
"""The table beside the marks in which every statement stands with what takes it back."""


def read_built(ground: Ground) -> list[Statement]:
    """The wall as it was built, in that order."""
    if ground.marks is None:
        return []
    rows = ground.owner.exec_driver_sql(f"SELECT statement, back FROM {ground.at_home(BUILT)} ORDER BY number")
    return [Statement(str(text).replace("%", "%%"), str(undo).replace("%", "%%")) for text, undo in rows]


def run(ground: Ground, statements: Sequence[Statement]) -> None:
    """Carry out. What has to be taken back one day is written down first, so that a crash in between loses nothing."""
    note = f"INSERT INTO {ground.at_home(BUILT)} (statement, back) VALUES (%s, %s)"
    for statement in statements:
        if statement.undo:
            ground.owner.exec_driver_sql(note, (statement.text.replace("%%", "%"), statement.undo.replace("%%", "%")))
        ground.owner.exec_driver_sql(statement.text)


def hidden_tables(bricks: Iterable[Brick]) -> dict[str, list[Brick]]:
    """The bricks that hide, by table."""
    found: dict[str, list[Brick]] = {}
    for brick in bricks:
        if not brick.is_excepted:
            found.setdefault(brick.collection, []).append(brick)
    return found


def unmarked(ground: Ground, collection: str, alias: str) -> str:
    """The condition under which a row is shown: neither it nor a row it hangs on is marked."""
    statements = ground.statements
    own = _not_marked(ground, collection, record_of(statements, statements.keys[collection], alias, collection))
    return " AND ".join([own, *_above(ground, collection, alias)])


def _above(ground: Ground, collection: str, alias: str) -> Iterator[str]:
    """A row that comes later hangs on a marked one, and is hidden with it."""
    statements, system = ground.statements, ground.statements.system
    for reference in system.collections[collection].of:
        target = system.collections.get(reference.target)
        if reference.target_system is not None or target is None or not system.is_hidden(target):
            continue
        by_key = reference.target_columns == statements.keys[reference.target]
        is_text = any(one.holds is Holds.TEXT for one in statements.columns(collection, reference.columns))
        if statements.schema.dialect == "mariadb" and (is_text or not by_key):
            yield _hangs_on_unmarked(ground, reference, alias)
        elif by_key:
            yield _not_marked(ground, reference.target, record_of(statements, reference.columns, alias, collection))


def _hangs_on_unmarked(ground: Ground, reference: Reference, alias: str) -> str:
    """By way of the row itself, as the database compares the two columns: a foreign key of MariaDB takes ``k1`` and
    ``K1`` for the same, and may name another column than the key. The view's own account reads that row; on Postgres
    the role would, from whom it is hidden."""
    name, statements = ground.name, ground.statements
    pairs = zip(reference.target_columns, reference.columns, strict=True)
    same = " AND ".join(f"p.{name(target)} = {alias}.{name(own)}" for target, own in pairs)
    record = record_of(statements, statements.keys[reference.target], "p", reference.target)
    named = reference.target.replace("'", "''").replace("%", "%%")
    return (
        f"NOT EXISTS (SELECT 1 FROM {place_of(ground, reference.target)} AS p JOIN {ground.at_home('marks')} AS m "
        f"ON m.collection = '{named}' AND m.record = {record} WHERE {same})"
    )


def _not_marked(ground: Ground, collection: str, record: str) -> str:
    named = collection.replace("'", "''").replace("%", "%%")
    marks = ground.at_home("marks")
    return f"NOT EXISTS (SELECT 1 FROM {marks} AS m WHERE m.collection = '{named}' AND m.record = {record})"


def leak(who: str, what: tuple[str, str], remedy: tuple[str, str]) -> Leak:
    """A way past the wall, in Dutch and English."""
    return Leak(who, Text({"nl": what[0], "en": what[1]}), Text({"nl": remedy[0], "en": remedy[1]}))


def not_there(account: str) -> Leak:
    """A role of the map that the database does not know: nobody is held by it."""
    return leak(
        account,
        ("bestaat niet in deze database.", "is not there in this database."),
        ("Kijk naar readers: in de kaart van dit systeem.", "Look at readers: in the map of this system."),
    )


def no_staff(account: str, what: tuple[str, str]) -> Leak:
    """A role of the map that is an application's, unless somebody says that it is meant."""
    return leak(
        account,
        what,
        ("Noem een rol van medewerkers, of zeg dat deze bedoeld is: --application ACCOUNT.",
         "Name a role of staff, or say that this one is meant: --application ACCOUNT."),
    )  # fmt: skip
