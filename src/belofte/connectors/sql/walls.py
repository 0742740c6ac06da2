"""The wall in one database: built, tried, looked at and taken down with the account that owns the tables.

Belofte's own account needs no more than the rows of the marks' table; statements on tables, roles and views are another
account's, named in the map (``owner:``) and used for nothing else. What was there before is written down beside the
marks before it is changed, so that taking the wall down puts back exactly that.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql import wall_mariadb, wall_mariadb_leaks, wall_postgres, wall_postgres_leaks
from belofte.connectors.sql.database import Database
from belofte.connectors.sql.faults import diagnose
from belofte.connectors.sql.marks import marks_at, marks_home
from belofte.connectors.sql.readers import readers_of
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.wall_parts import BUILT, Ground, read_built, run
from belofte.domain.policy import Text
from belofte.domain.staff import Reader
from belofte.domain.staff_wall import Brick, Leak, Standing, Statement, Tried, Wall
from belofte.ports import SystemUnreachable

Fitted = Callable[[], Statements]
"""Map and schema of now."""

_DIALECTS = {"postgresql": wall_postgres, "mariadb": wall_mariadb}
_WAYS_PAST = {"postgresql": wall_postgres_leaks, "mariadb": wall_mariadb_leaks}


class Walls:
    """The wall of one system. ``owner`` gives the address of the owning account when it is needed; ``changed`` is told
    when the database is no longer what it was fitted to."""

    def __init__(
        self, database: Database, fitted: Fitted, owner: Callable[[], str] | None, changed: Callable[[], None]
    ) -> None:
        self._database, self._fitted, self._owner, self._changed = database, fitted, owner, changed

    def wall(self, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall:
        """What would be carried out; nothing is."""
        if self._database.dialect == "sqlite":
            return Wall(self._database.system, (), (_no_roles(),))
        with self._owning() as owner:
            if self._database.dialect == "mariadb":  # a statement on a view or a right ends a transaction there
                ground = self._ground(owner)
                return self._as_built(ground, bricks, meant) or self._drawn(ground, bricks, meant)
            with owner.begin() as transaction:
                ground = self._ground(owner)
                self._take_down(ground)
                wall = self._drawn(ground, bricks, meant)
                transaction.rollback()
                return wall

    def build(self, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall:
        """Carry it out anew: what stood before is taken down in the same transaction, where there is one."""
        self._refuse_sqlite()
        with self._owning() as owner, self._committed(owner) as ground:
            self._take_down(ground)
            wall = self._drawn(ground, bricks, meant)
            if wall.leaks:
                owner.rollback()
            else:
                run(ground, wall.statements)
        return wall

    def tried(self, bricks: Sequence[Brick]) -> Sequence[Tried]:
        """Read as each role for real; nothing stays behind."""
        self._refuse_sqlite()
        with self._owning() as owner:
            ground = self._ground(owner)
            owner.rollback()
            return _DIALECTS[self._database.dialect].tried(ground, bricks)

    def standing(self, bricks: Sequence[Brick]) -> Standing:
        """Whether it stands, as the connector's own account sees it."""
        if self._database.dialect == "sqlite":
            return Standing(False, tuple(dict.fromkeys(one.collection for one in bricks)), (_no_roles(),))
        self._fitted()  # before a connection is taken: a schema that changed gives all connections back
        with self._sayable(self._database), self._database.connection() as connection:
            ground = self._ground(connection)
            if ground.marks is None:
                return Standing(False, tuple(dict.fromkeys(one.collection for one in bricks)))
            kind = _DIALECTS[self._database.dialect]
            marked = connection.exec_driver_sql(f"SELECT count(*) FROM {ground.marks}").scalar_one()
            leaks = tuple(_WAYS_PAST[self._database.dialect].leaks(ground, bricks))
            return Standing(bool(read_built(ground)), tuple(kind.open_tables(ground, bricks)), leaks, marked)

    def readers(self) -> list[Reader]:
        """Who can read here; asked with the owning account where there is one, for it sees all rights."""
        statements = self._fitted()
        account = self._database.url.username or ""
        if self._owner is not None and self._database.dialect != "sqlite":
            with self._owning() as owner:
                return readers_of(owner, statements, account)
        with self._sayable(self._database), self._database.connection() as connection:
            return readers_of(connection, statements, account)

    def take_down(self) -> Sequence[Statement]:
        """Every statement taken back, the last first; returns what was carried out."""
        self._refuse_sqlite()
        with self._owning() as owner, self._committed(owner) as ground:
            return self._take_down(ground)

    def forget_marks(self) -> int:
        """The marks' table and its schema go, where no wall stands on them."""
        self._refuse_sqlite()
        with self._owning() as owner, self._committed(owner) as ground:
            if ground.marks is None:
                return 0
            self._take_down(ground)
            count = owner.exec_driver_sql(f"SELECT count(*) FROM {ground.marks}").scalar_one()
            _DIALECTS[self._database.dialect].drop_home(ground)
            return int(count)

    def _drawn(self, ground: Ground, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall:
        kind = _DIALECTS[self._database.dialect]
        leaks = self._leaks(ground, bricks, meant)
        drawn = () if leaks else tuple(kind.statements(ground, bricks))
        return Wall(self._database.system, drawn, leaks)

    def _as_built(self, ground: Ground, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall | None:
        """The wall that stands, statement by statement; None where none does."""
        built = read_built(ground)
        if not built:
            return None
        return Wall(self._database.system, tuple(built), self._leaks(ground, bricks, meant))

    def _leaks(self, ground: Ground, bricks: Sequence[Brick], meant: frozenset[str]) -> tuple[Leak, ...]:
        kind = _WAYS_PAST[self._database.dialect]
        return (*kind.leaks(ground, bricks), *kind.applications(ground, bricks, meant))

    def _take_down(self, ground: Ground) -> list[Statement]:
        """In the transaction of ``ground``."""
        done: list[Statement] = []
        for statement in reversed(read_built(ground)):
            ground.owner.exec_driver_sql(statement.undo)
            done.append(Statement(statement.undo))
        if done:
            ground.owner.exec_driver_sql(f"DELETE FROM {ground.at_home(BUILT)}")
        return done

    def _ground(self, owner: Connection) -> Ground:
        database = self._database.url.database or ""
        dialect = self._database.dialect
        return Ground(
            owner=owner,
            statements=self._fitted(),
            database=database,
            home=marks_home(dialect, database),
            marks=marks_at(owner, dialect, database),
            account=self._database.url.username or "",
        )

    @contextmanager
    def _committed(self, owner: Connection) -> Generator[Ground]:
        """On Postgres one transaction; on MariaDB each statement stands by itself."""
        with owner.begin():
            yield self._ground(owner)
        self._changed()

    @contextmanager
    def _owning(self) -> Generator[Connection]:
        if self._owner is None:
            raise SystemUnreachable(
                f"System {self._database.system} has no account that owns its tables.",
                f"Name one: owner: env:NAME in systems/{self._database.system}.yaml; only these statements use it.",
                transient=False,
            )
        database = Database(self._database.system, self._owner())
        try:
            with self._sayable(database), database.engine.connect() as connection:
                yield connection
        finally:
            database.close()

    @contextmanager
    def _sayable(self, database: Database) -> Generator[None]:
        """A refusal of the database without the values it quotes."""
        try:
            yield
        except DBAPIError as error:
            diagnosis = diagnose(error, "")
            where = f" at {diagnosis.where}" if diagnosis.where else ""
            raise SystemUnreachable(
                f"The database of system {database.system} refused to tell or change who may read: "
                f"{diagnosis.fault.value}{where}.",
                "See whether the account under owner: owns the tables and may change roles and rights.",
                transient=False,
            ) from None

    def _refuse_sqlite(self) -> None:
        if self._database.dialect == "sqlite":
            leak = _no_roles()
            raise SystemUnreachable(leak.what.in_("en"), leak.remedy.in_("en"), transient=False)


def _no_roles() -> Leak:
    return Leak(
        "SQLite",
        Text(
            {
                "nl": "SQLite kent geen rollen: wie het bestand kan lezen, leest alles.",
                "en": "SQLite has no roles: whoever can read the file reads all of it.",
            }
        ),
        Text(
            {
                "nl": "Laat medewerkers het bestand niet zelf lezen, of zet deze gegevens in Postgres of MariaDB.",
                "en": "Let no staff read the file themselves, or keep these data in Postgres or MariaDB.",
            }
        ),
    )
