"""A key a case, wrapped by the key of the week. They lie apart from the store: its backups never hold them.

Closing deletes the wrapped key; every week the living are wrapped anew and the old week's file is destroyed, so a copy
of this file (its own write-ahead log, a backup of the keys) opens no closed case for longer than that.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Engine, LargeBinary, MetaData, Table, Text, delete, insert, select, update
from sqlalchemy import bindparam as parameter
from sqlalchemy.schema import CreateTable

from belofte.storage.key_files import destroy, make_folder, read_or_make
from belofte.storage.opening import blind_log, open_engine, reading, sqlite_url, writing
from belofte.storage.statements import pieces
from belofte.store_port import CaseClosed, StoreError

NONCE = 12
WEEK = timedelta(days=7)
KEPT_OPEN = 20_000
"""Case keys held in memory at most; above it the memory starts anew."""

_metadata = MetaData()
_keys = Table(
    "case_keys",
    _metadata,
    Column("case", Text, primary_key=True),
    Column("week", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)


class CaseKeys:
    """All case keys of one installation. ``url`` only where several machines share them; else a file in ``folder``."""

    def __init__(self, folder: Path, today: date, url: str | None = None) -> None:
        make_folder(folder)
        self._folder = folder
        self._engine: Engine = open_engine(url or sqlite_url(folder / "cases.sqlite"))
        self._open: dict[str, AESGCM] = {}
        self._lock = threading.Lock()
        with ExitStack() as undo:
            undo.callback(self._engine.dispose)
            self._finish_rotation(today)
            undo.pop_all()

    def create(self, cases: Sequence[str]) -> None:
        """Make keys for new cases; durable when it returns. A case that has one keeps it."""
        with writing(self._engine) as connection:
            there: set[str] = set()
            for piece in pieces(cases):
                there |= set(connection.execute(select(_keys.c.case).where(_keys.c.case.in_(piece))).scalars())
            fresh = {case: secrets.token_bytes(32) for case in cases if case not in there}
            if not fresh:
                return
            week, wrap = self._week()  # inside: a rotation in another process is then over or has not begun
            rows = [{"case": case, "week": week, "wrapped": _seal(wrap, case, key)} for case, key in fresh.items()]
            connection.execute(insert(_keys), rows)
        self._remember({case: AESGCM(key) for case, key in fresh.items()})

    def key(self, case: str) -> AESGCM:
        """Raises :class:`CaseClosed` when there is none any more."""
        key = self._open.get(case)
        return key if key is not None else self.keys([case])[case]

    def keys(self, cases: Sequence[str]) -> dict[str, AESGCM]:
        """The keys of all these cases, in one look. Raises :class:`CaseClosed`."""
        found = self.known(cases)
        if len(found) < len(set(cases)):
            raise CaseClosed(
                "The case is closed: its key was destroyed and nothing in it can be read.",
                "What was done stands in the register, without a way back to the person.",
            )
        return found

    def known(self, cases: Sequence[str]) -> dict[str, AESGCM]:
        """The keys of those that still have one."""
        missing = [case for case in set(cases) if case not in self._open]
        found = {case: self._open[case] for case in cases if case in self._open}
        if missing:
            loaded = self._load(missing)
            self._remember(loaded)
            found |= loaded
        return found

    def all(self) -> list[str]:
        """Every case that has a key."""
        with reading(self._engine) as connection:
            return sorted(connection.execute(select(_keys.c.case)).scalars())

    def destroy(self, cases: Sequence[str]) -> None:
        """Delete the wrapped keys and empty the write-ahead log they lay in. Safe to repeat."""
        with self._lock:
            for case in cases:
                self._open.pop(case, None)
        with writing(self._engine) as connection:
            for piece in pieces(cases):
                connection.execute(delete(_keys).where(_keys.c.case.in_(piece)))
        blind_log(self._engine)

    def rotate(self, today: date) -> bool:
        """If the week of the newest key is over: a new key, the living wrapped anew, the old file destroyed."""
        names = self._weeks()
        if names and today < _begun(names[-1]) + WEEK:
            return False
        self._make_week(today)
        self._finish_rotation(today)
        return True

    def close(self) -> None:
        """Forget what is in memory and let go of the file."""
        with self._lock:
            self._open.clear()
        self._engine.dispose()

    def _load(self, cases: Sequence[str]) -> dict[str, AESGCM]:
        rows: list[tuple[str, str, bytes]] = []
        with reading(self._engine) as connection:
            for piece in pieces(cases):
                rows += [tuple(row) for row in connection.execute(select(_keys).where(_keys.c.case.in_(piece)))]
        wraps = {week: self._wrap(week) for _, week, _ in rows}
        return {case: AESGCM(_unseal(wraps[week], case, wrapped)) for case, week, wrapped in rows}

    def _remember(self, keys: dict[str, AESGCM]) -> None:
        with self._lock:
            if len(self._open) + len(keys) > KEPT_OPEN:
                self._open.clear()
            self._open.update(keys)

    def _weeks(self) -> list[str]:
        return sorted(file.stem for file in self._folder.glob("week-*.key"))

    def _week(self) -> tuple[str, AESGCM]:
        name = self._weeks()[-1]
        return name, self._wrap(name)

    def _wrap(self, week: str) -> AESGCM:
        file = self._folder / f"{week}.key"
        if not file.exists():
            raise CaseClosed(
                "The key of the week that wraps this case key is gone.",
                "Put back the keys folder that belongs to this store; a backup of the store alone opens no case.",
            )
        return AESGCM(read_or_make(file))

    def _make_week(self, today: date) -> None:
        names = self._weeks()
        number = int(names[-1].split("-")[1]) + 1 if names else 0
        read_or_make(self._folder / f"week-{number:06d}-{today.isoformat()}.key")

    def _finish_rotation(self, today: date) -> None:
        """Wrap whatever hangs on an older week anew, then destroy that week's file: also what a crash left over."""
        with writing(self._engine) as connection:
            connection.execute(CreateTable(_keys, if_not_exists=True))
            for week in connection.execute(select(_keys.c.week).distinct()).scalars():
                self._wrap(week)
            if not self._weeks():
                self._make_week(today)
            newest, wrap = self._week()
            old = connection.execute(select(_keys).where(_keys.c.week != newest)).all()
            rows = [
                {"of": case, "week": newest, "wrapped": _seal(wrap, case, _unseal(self._wrap(week), case, wrapped))}
                for case, week, wrapped in old
            ]
            if rows:
                connection.execute(update(_keys).where(_keys.c.case == parameter("of")), rows)
        if rows:
            blind_log(self._engine)
        for name in self._weeks():
            if name < newest:
                destroy(self._folder / f"{name}.key")


def _begun(week: str) -> date:
    return date.fromisoformat(week.split("-", 2)[2])


def _seal(wrap: AESGCM, case: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + wrap.encrypt(nonce, key, case.encode())


def _unseal(wrap: AESGCM, case: str, wrapped: bytes) -> bytes:
    try:
        return wrap.decrypt(wrapped[:NONCE], wrapped[NONCE:], case.encode())
    except InvalidTag:
        raise StoreError(
            "A case key does not fit the key of its week.", "Put back keys/ whole: its files belong together."
        ) from None
