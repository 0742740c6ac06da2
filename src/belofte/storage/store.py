"""All state of one installation, in one folder (or Postgres by URL), behind :mod:`belofte.store_port`.

The port's docstring lists what there is and how it is used. Here: opening (migrations first, files completed after a
crash), transactions, and closing a case. ``open_store(data_folder)`` is the way in; ``bootstrap`` calls it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, delete, insert, or_, select, update

from belofte.domain.register import RegisterRow
from belofte.storage import opening, tables
from belofte.storage.accounts import Accounts, Sessions
from belofte.storage.api import Answers, Tokens
from belofte.storage.breaches import Breaches
from belofte.storage.case_keys import CaseKeys
from belofte.storage.consents import Consents
from belofte.storage.disclosures import Disclosures
from belofte.storage.evidence_files import EvidenceFiles
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.history import Events, Published
from belofte.storage.inbox import Inbox
from belofte.storage.kept_records import KeptSeals, TermDecisions
from belofte.storage.key_files import read_or_make, signing_key
from belofte.storage.ledger import SuppressionLedger
from belofte.storage.migrating import bring_up_to_date
from belofte.storage.packages import PackageFiles
from belofte.storage.places import Places
from belofte.storage.plans import Plans
from belofte.storage.post import Floods, Letters, Links
from belofte.storage.promises import Promises
from belofte.storage.queue import Queue
from belofte.storage.receipts import Receipts
from belofte.storage.recipients import Recipients
from belofte.storage.register import Register
from belofte.storage.replays import Replays
from belofte.storage.requests import IdentifierIndex, Requests
from belofte.storage.retention import Holds, Sweeps
from belofte.storage.scope import Appended, OpenKeys, Scope
from belofte.storage.staff import Accesses, Members
from belofte.storage.statements import pieces
from belofte.storage.states import States, note_version
from belofte.storage.steps import Steps
from belofte.storage.told import Told
from belofte.storage.use_files import take_uses
from belofte.storage.uses import Uses
from belofte.storage.vault import Vault
from belofte.storage.webhooks import Webhooks
from belofte.storage.work import Dates, Tasks
from belofte.store_port import StoredPackage, StoreError

log = logging.getLogger("belofte.storage")


class Books:
    """One transaction: every book of :class:`belofte.store_port.Transaction`."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.requests = Requests(scope)
        self.index = IdentifierIndex(scope)
        self.queue = Queue(scope)
        self.plans = Plans(scope)
        self.steps = Steps(scope)
        self.receipts = Receipts(scope)
        self.recipients = Recipients(scope)
        self.evidence = EvidenceLog(scope)
        self.tasks = Tasks(scope)
        self.dates = Dates(scope)
        self.links = Links(scope)
        self.floods = Floods(scope)
        self.letters = Letters(scope)
        self.register = Register(scope)
        self.promises = Promises(scope)
        self.vault = Vault(scope)
        self.published = Published(scope)
        self.events = Events(scope)
        self.states = States(scope)
        self.consents = Consents(scope)
        self.accounts = Accounts(scope)
        self.sessions = Sessions(scope)
        self.breaches = Breaches(scope)
        self.disclosures = Disclosures(scope)
        self.tokens = Tokens(scope)
        self.answers = Answers(scope)
        self.webhooks = Webhooks(scope)
        self.told = Told(scope)
        self.inbox = Inbox(scope)
        self.holds = Holds(scope)
        self.sweeps = Sweeps(scope)
        self.seals = KeptSeals(scope)
        self.term_decisions = TermDecisions(scope)
        self.uses = Uses(scope)
        self.members = Members(scope)
        self.accesses = Accesses(scope)
        self.replays = Replays(scope)


class SqlStore:
    """The store of one process. Threads may share it; on SQLite their writing takes turns."""

    def __init__(self, engine: Engine, places: Places, keys: OpenKeys) -> None:
        self.engine, self.places, self.keys = engine, places, keys
        self.ledger = SuppressionLedger(places.ledger, places.keys / "ledger.key")
        self.packages = PackageFiles(places.vault, self._key_of, self._forget_package)
        self.evidence_files = EvidenceFiles(places.evidence)
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else None
        self._writer: int | None = None
        self.adopted = 0  # leaves taken over from the files when a copy was put back

    @contextmanager
    def transaction(self) -> Generator[Books, None, None]:
        """One commit. Leaves that were appended are copied to the evidence files after it."""
        with self._my_turn(), opening.writing(self.engine) as connection:
            scope = Scope(connection, self.keys)
            yield Books(scope)
            if scope.states.any():
                note_version(scope)
        if scope.appended:
            self._copy_evidence(scope.appended)

    @contextmanager
    def reading(self) -> Generator[Books, None, None]:
        """One snapshot, never written to."""
        with opening.reading(self.engine) as connection:
            yield Books(Scope(connection, self.keys))

    def open_cases(self, cases: Sequence[str]) -> None:
        self.keys.cases.create(cases)

    def close_case(self, case: str, row: RegisterRow) -> None:
        self.close_cases([(case, row)])

    def close_cases(self, closings: Sequence[tuple[str, RegisterRow]]) -> None:
        """Register rows in, everything of the cases out, in one commit; then their keys, their segment files and what
        is left in the write-ahead log. A crash in between is finished when the store is opened next."""
        with self.transaction() as tx:
            table, connection = tables.packages, tx.scope.connection
            packages = [package for case, _ in closings for package in tx.vault.packages(case)]
            self.packages.overwrite(packages)
            tx.register.add([row for _, row in closings])
            tx.register.count_handled([row for _, row in closings])
            _remove_cases(tx, [case for case, _ in closings])
            connection.execute(insert(tables.dead_keys), [{"case": case} for case, _ in closings])
            files = {package.file for package in packages}
            files -= set(connection.execute(select(table.c.file).where(table.c.file.in_(files)).distinct()).scalars())
        for name in files:
            self.packages.remove_file(name)
        self.finish_closings()

    def drop_cases(self, cases: Sequence[str]) -> None:
        """The same without register rows, for what never became a request: a message that asked nothing."""
        if not cases:
            return
        with self.transaction() as tx:
            _remove_cases(tx, cases)
            tx.scope.connection.execute(insert(tables.dead_keys), [{"case": case} for case in cases])
        self.finish_closings()

    def drop_swept(self) -> int:
        """What lay in the vault of a disclosure or a breach whose row went by its term: whom it was about, and its key.
        Returns how many. Safe to repeat."""
        vault, books = tables.vault_entries, (tables.disclosures, tables.breaches)
        with self.reading() as tx:
            ask = tx.scope.connection.execute
            named = or_(*(vault.c.request.startswith(f"{kind}-") for kind in ("disclosure", "breach")))
            gone = set(ask(select(vault.c.request).where(named).distinct()).scalars())
            for book in books:
                gone -= set(ask(select(book.c.id)).scalars())
        self.drop_cases(sorted(gone))
        return len(gone)

    def finish_closings(self) -> int:
        """Destroy the keys of closed cases; returns how many. Safe to repeat."""
        table = tables.dead_keys
        with self.reading() as tx:
            dead = list(tx.scope.connection.execute(select(table.c.case)).scalars())
        if not dead:
            return 0
        self.keys.cases.destroy(dead)
        with self.transaction() as tx:
            for piece in pieces(dead):
                tx.scope.connection.execute(delete(table).where(table.c.case.in_(piece)))
        opening.blind_log(self.engine)
        return len(dead)

    def remove_keyless(self) -> int:
        """Take out cases without a key: they were closed after the copy was made that this store came from. Returns how
        many; their register rows were written later than the copy and are not in it. What else lay in the vault under
        a key that is gone goes too: a released hold, a message that asked nothing."""
        with self.reading() as tx:
            requests = set(tx.scope.connection.execute(select(tables.requests.c.id)).scalars())
            under = set(tx.scope.connection.execute(select(tables.vault_entries.c.request).distinct()).scalars())
        cases, lost = sorted(requests | under), list[str]()
        for piece in pieces(cases):
            known = self.keys.cases.known(piece)
            lost += [case for case in piece if case not in known]
        if lost:
            with self.transaction() as tx:
                _remove_cases(tx, lost)
            opening.blind_log(self.engine)
        return len(requests & set(lost))

    def remove_lost_packages(self) -> int:
        """Segment files that no package lies in, left by a crash; those of the last day may still be in the making."""
        with self.reading() as tx:
            used = set(tx.scope.connection.execute(select(tables.packages.c.file).distinct()).scalars())
        lost = self.packages.older_names() - used
        for name in lost:
            self.packages.remove_file(name)
        return len(lost)

    def rotate_keys(self, today: date) -> bool:
        return self.keys.cases.rotate(today)

    def follow_evidence(self) -> int:
        """Copy what the files lack; returns how many leaves."""
        with opening.reading(self.engine) as connection:
            return self.evidence_files.follow(connection)

    def take_uses(self) -> int:
        """Take what programs logged into the book."""
        return take_uses(self.places.uses, self.transaction)

    def close(self) -> None:
        self.ledger.close()
        self.keys.cases.close()
        self.engine.dispose()

    @contextmanager
    def _my_turn(self) -> Generator[None, None, None]:
        if self._turn is None:
            yield
            return
        me = threading.get_ident()
        if self._writer == me:
            raise StoreError("A transaction was begun inside another one.", "Hand the open one on instead.")
        with self._turn:
            self._writer = me
            try:
                yield
            finally:
                self._writer = None

    def _copy_evidence(self, appended: Sequence[Appended]) -> None:
        """What was committed stands, also when the evidence folder cannot be written: the files are completed later."""
        try:
            if not self.evidence_files.write(appended):
                self.follow_evidence()
        except OSError as error:
            log.error("evidence files could not be written (%s); they are completed later", type(error).__name__)

    def _key_of(self, case: str) -> AESGCM:
        return self.keys.cases.key(case)

    def _forget_package(self, package: StoredPackage) -> bool:
        table = tables.packages
        with self.transaction() as tx:
            connection = tx.scope.connection
            connection.execute(delete(table).where(table.c.id == package.id))
            return connection.execute(select(table.c.id).where(table.c.file == package.file).limit(1)).first() is None


def open_store(places: Places, today: date, adopt: Callable[[SqlStore], int] | None = None) -> SqlStore:
    """Open the store, bringing it up to date first. What a crash left is finished: key rotation, closings, files.
    ``adopt`` is for a store that was put back (:mod:`belofte.storage.restore`): it takes newer evidence over.
    Raises :class:`StoreError` in words when the store is newer than this program or a key is damaged."""
    places.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as undo:
        engine = opening.open_engine(places.store_url)
        undo.callback(engine.dispose)
        bring_up_to_date(engine, places.data)
        cases = CaseKeys(places.keys, today, places.keys_url)
        undo.callback(cases.close)
        keys = _open_keys(places, cases)
        store = SqlStore(engine, places, keys)
        undo.callback(store.close)
        store.finish_closings()
        store.remove_lost_packages()
        store.evidence_files.write_key(str(keys.signing.public))
        store.adopted = adopt(store) if adopt is not None else 0
        store.follow_evidence()
        undo.pop_all()  # from here on the caller closes it
        return store


def _open_keys(places: Places, cases: CaseKeys) -> OpenKeys:
    index, accounts = read_or_make(places.keys / "index.key"), read_or_make(places.keys / "accounts.key")
    return OpenKeys(cases, index, signing_key(places.keys / "evidence.key"), AESGCM(accounts))


def _remove_cases(tx: Books, cases: Sequence[str]) -> None:
    connection = tx.scope.connection
    for piece in pieces(cases):
        for table in tables.OF_A_CASE:
            connection.execute(delete(table).where(table.c.request.in_(piece)))
        connection.execute(delete(tables.requests).where(tables.requests.c.id.in_(piece)))
        connection.execute(delete(tables.due_dates).where(tables.due_dates.c.about.in_(piece)))
        connection.execute(delete(tables.events).where(tables.events.c.about.in_(piece)))
        log = tables.access_log
        connection.execute(delete(log).where(log.c.about.in_(piece), log.c.subject.is_(None)))
        connection.execute(update(log).where(log.c.about.in_(piece)).values(about=""))


__all__ = ["Books", "Places", "SqlStore", "open_store"]
