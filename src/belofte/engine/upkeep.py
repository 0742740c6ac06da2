"""What one process does for all: take over what dead workers left, delete what is finished."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from dbos import DBOS

from belofte.engine.locks import Locks, identity
from belofte.engine.workers import Workers

_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_PAGE = 500

log = logging.getLogger("belofte.engine")


def take_over(workers: Workers, locks: Locks, own_id: str, fresh_seconds: float) -> int:
    """Hand the drives of workers that are gone to those that live; returns how many.

    A worker is gone when its heartbeat is old *and* its identity is free: a process that hangs keeps its drives.
    """
    taken = 0
    for worker in workers.seen():
        if worker.is_fresh(fresh_seconds) or worker.id == own_id:
            continue
        hold = locks.try_hold(identity(worker.id))
        if hold is None:
            log.warning("worker alive without heartbeat", extra={"worker": worker.id, "age": round(worker.age)})
            continue
        try:
            taken += _resume_drives_of(worker.id)
            workers.leave(worker.id)
        finally:
            hold.release()
    return taken


def _resume_drives_of(worker_id: str) -> int:
    left = DBOS.list_workflows(status="PENDING", executor_id=worker_id, load_input=False, load_output=False)
    for workflow in left:
        DBOS.resume_workflow(workflow.workflow_id)
    log.warning("took over from a dead worker", extra={"worker": worker_id, "drives": len(left)})
    return len(left)


def delete_finished(older_than_hours: float) -> int:
    """Delete finished drives from DBOS's tables (ids, names of systems, counts); returns how many."""
    before = (datetime.now(UTC) - timedelta(hours=older_than_hours)).isoformat()
    deleted = 0
    while True:
        page = DBOS.list_workflows(
            status=_FINISHED, completed_before=before, limit=_PAGE, load_input=False, load_output=False
        )
        if not page:
            return deleted
        DBOS.delete_workflows([workflow.workflow_id for workflow in page])
        deleted += len(page)
