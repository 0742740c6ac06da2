"""The lasting process: drives on DBOS, a tick, a heartbeat, and the recovery of what a dead worker left.

DBOS keeps which drive was begun by whom, and begins it again after a crash. Which drives are due is not its affair:
the tick asks the work, whose tables hold the truth. ``docs/adr/0003-durable-work.md`` says why it is cut this way.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from dbos import DBOS, SetWorkflowID

from belofte.domain.errors import Refused
from belofte.engine.driving import BUSY, LIMIT, DriveEnd, drive_once, tend_alone
from belofte.engine.locks import Hold, identity, lane, locks_for
from belofte.engine.pace import Pace
from belofte.engine.rounds import Round
from belofte.engine.upkeep import delete_finished, take_over
from belofte.engine.workers import BEATS, FRESH_SECONDS, SqlWorkers
from belofte.logs import Stripped
from belofte.ports import Work

APPLICATION = "belofte"
APPLICATION_VERSION = "1"
"""Constant for ever: with a release number, what an older release left half done would stay where it is."""

log = logging.getLogger("belofte.engine")

Counts = dict[str, str | int | None]


class WorkerIdTaken(Refused):
    """Another process works under this id. Two would begin each other's drives again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process works. ``worker_id`` is its own and stays the same when it starts again."""

    worker_id: str
    tick_seconds: float = 2.0
    bell_seconds: float = 0.2
    parallel: int = 4
    upkeep_seconds: float = 15.0
    fresh_seconds: float = FRESH_SECONDS
    keep_finished_hours: float = 24.0


class Engine:
    """One lasting process at work: ``start`` once, ``kick`` as often as wanted, ``stop`` once."""

    def __init__(self, database: sa.Engine, settings: Settings, more: Sequence[Round] = ()) -> None:
        """``more``: further rounds of this process, begun and ended with it."""
        self.settings = settings
        self._more = tuple(more)
        self.workers = SqlWorkers(database)
        self._database = database
        self._locks = locks_for(database)
        self._pace = Pace()
        self._idle = threading.Condition()
        self._in_hand: dict[str, str] = {}  # id of the drive -> system
        self._holds: dict[str, Hold] = {}  # id of the drive -> its lane
        self._totals: Counter[str] = Counter()
        self._stopping = False
        self._identity: Hold | None = None
        self._rung = 0
        self._deleted_at = 0.0

    def start(self, work: Work) -> None:
        """Take the id, begin again what was left under it, and start to tick.

        Raises :class:`WorkerIdTaken` when another process works under the same id.
        """
        self._identity = self._locks.try_hold(identity(self.settings.worker_id))
        if self._identity is None:
            raise WorkerIdTaken(
                f"Another process already works under the id {self.settings.worker_id!r}.",
                "Stop it, or give this process an id of its own (setting worker_id).",
            )
        self._work = work
        self._launch()
        self._rung = self.workers.rung()
        self._tick = Round("tick", self.settings.tick_seconds, self._look)
        self._tend = Round("tend", self.settings.tick_seconds, self._tend_once)
        self._rounds = (
            *self._more,
            Round("heartbeat", self.settings.fresh_seconds / BEATS, self._beat),
            Round("bell", self.settings.bell_seconds, self._listen),
            Round("upkeep", self.settings.upkeep_seconds, self._keep_up),
            self._tick,
            self._tend,
        )
        self._beat()
        for each in self._rounds:
            each.start()

    def kick(self, system: str, verb: str) -> None:
        """Drive this batch now, not at the next tick. Harmless when it is in hand already or nothing is due.

        Not to be called from an event loop: it writes to the engine's database.
        """
        self._pace.forget(system, verb)
        if not self._admit(system, verb):
            self._tick.wake()

    def wake(self) -> None:
        """Look now for whatever is due."""
        self._tick.wake()
        self._tend.wake()

    def in_hand(self) -> int:
        """How many drives run in this process."""
        with self._idle:
            return len(self._in_hand)

    def totals(self) -> Mapping[str, int]:
        """What this process did since it started: ``drives``, ``receipted``, ``failed``, and drives ``stopped``."""
        return dict(self._totals)

    def resting(self) -> int:
        """How many batches did not move and wait for their next try."""
        return self._pace.resting()

    def stop(self, patience_seconds: float = 4.0) -> bool:
        """End in good order. False when a drive did not end within the patience: the next start begins it again."""
        for each in self._rounds:
            each.end()
        with self._idle:
            self._stopping = True
            is_idle = self._idle.wait_for(lambda: not self._in_hand, patience_seconds)
        for each in self._rounds:
            each.join(0.5)
        DBOS.destroy(destroy_registry=True)
        with Stripped() as caught:  # the database may be what is wrong
            if is_idle:
                self.workers.leave(self.settings.worker_id)
        if caught.kind:
            log.error("could not sign off", extra={"error": caught.said})
        if self._identity is not None:
            self._identity.release()
        return is_idle

    def _launch(self) -> None:
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_engine": self._database,
                "executor_id": self.settings.worker_id,
                "application_version": APPLICATION_VERSION,
                "log_level": "WARNING",
                "max_executor_threads": 4 * self.settings.parallel,
                "scheduler_polling_interval_sec": 3600.0,  # no DBOS schedules: the tick is ours
            }
        )

        def drive(system: str, verb: str, limit: int) -> Counts:
            return self._drive(system, verb, limit)

        self._workflow: Callable[[str, str, int], Counts] = DBOS.workflow(name="drive")(drive)
        DBOS.launch()

    def _admit(self, system: str, verb: str) -> bool:
        """Start the drive, unless its lane is taken, the process is full, or it is stopping."""
        drive_id = uuid.uuid4().hex
        with self._idle:
            in_hand = self._in_hand.values()
            if self._stopping or system in in_hand or len(in_hand) >= self.settings.parallel:
                return False
            self._in_hand[drive_id] = system
        try:
            hold = self._locks.try_hold(lane(system))
            if hold is not None:
                self._holds[drive_id] = hold
                with SetWorkflowID(drive_id):
                    DBOS.start_workflow(self._workflow, system, verb, LIMIT)
        except BaseException:
            self._let_go(drive_id)
            raise
        if hold is None:
            self._let_go(drive_id)
        return hold is not None

    def _drive(self, system: str, verb: str, limit: int) -> Counts:
        """The workflow: one step, alone on its system. DBOS itself calls it for a drive that a crash cut off."""
        drive_id = DBOS.workflow_id or uuid.uuid4().hex
        hold = self._holds.get(drive_id) or self._locks.try_hold(lane(system))
        if hold is None:
            return asdict(DriveEnd(system, verb, problem=BUSY))
        with self._idle:
            self._holds[drive_id] = hold
            self._in_hand[drive_id] = system
        try:
            return DBOS.run_step({"name": "drive"}, self._step, system, verb, limit)
        finally:
            self._let_go(drive_id)
            self.wake()

    def _step(self, system: str, verb: str, limit: int) -> Counts:
        end = drive_once(self._work, system, verb, limit)
        self._pace.note(end)
        self._totals.update(drives=1, receipted=end.receipted, failed=end.failed, stopped=int(end.problem is not None))
        log.info("drive ended", extra=asdict(end))
        return asdict(end)

    def _let_go(self, drive_id: str) -> None:
        hold = self._holds.pop(drive_id, None)
        if hold is not None:
            hold.release()
        with self._idle:
            self._in_hand.pop(drive_id, None)
            self._idle.notify_all()

    def _look(self) -> None:
        for batch in self._work.due():
            rest = self._pace.rest(batch.system, batch.verb.value)
            if rest > 0:
                self._tick.within(rest)  # a bell that rings during the rest is heard when it ends, not a tick later
            else:
                self._admit(batch.system, batch.verb.value)

    def _tend_once(self) -> None:
        done = tend_alone(self._work, self._locks)
        if any(done.values()):
            log.info("tended", extra=dict(done))
            self._tick.wake()

    def _beat(self) -> None:
        self.workers.beat(self.settings.worker_id)
        if self._identity is None or self._identity.is_held():
            return
        self._identity.release()
        self._identity = self._locks.try_hold(identity(self.settings.worker_id))
        if self._identity is None:
            log.critical("another process took this id", extra={"worker": self.settings.worker_id})
            with self._idle:
                self._stopping = True  # take nothing more in hand: two under one id would do each other's drives

    def _listen(self) -> None:
        rung = self.workers.rung()
        if rung != self._rung:
            self._rung = rung
            self.wake()

    def _keep_up(self) -> None:
        take_over(self.workers, self._locks, self.settings.worker_id, self.settings.fresh_seconds)
        hours = (time.monotonic() - self._deleted_at) / 3600.0
        if self._deleted_at == 0.0 or hours >= 24.0:
            self._deleted_at = time.monotonic()
            log.info("deleted finished drives", extra={"drives": delete_finished(self.settings.keep_finished_hours)})
