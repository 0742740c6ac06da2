"""``/health/live``, ``/health/ready`` and ``/metrics``: is the process there, can it work, and how much is there to do.

*Live* looks at nothing: it answers, so the process is there. *Ready* looks at everything the work needs and says which
part is not right; a look that fails is a part that is not right. Ready stands on both fronts; the numbers only on the
office's, which listens on this machine alone.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler

from belofte.logs import Stripped
from belofte.web.metrics import CONTENT_TYPE, Metric, exposition, process_metrics

FREE_MEBIBYTES = 100
"""Less free disk than this and the next package or checkpoint may not fit."""

log = logging.getLogger("belofte.web")

_FRESH = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the work needs. ``look`` returns None when it is right, else what is wrong, in words without values."""

    name: str
    look: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Health:
    """What is looked at, and what is counted."""

    checks: Sequence[Check]
    counts: Callable[[], Iterable[Metric]]


def ready_state(checks: Sequence[Check]) -> dict[str, str]:
    """Each check's name with ``ok`` or what is wrong."""
    return {check.name: _look(check) or "ok" for check in checks}


def _look(check: Check) -> str | None:
    with Stripped() as caught:
        return check.look()
    log.error("could not look", extra={"check": check.name, "error": caught.said})
    return f"could not look: {caught.kind}"


def disk_check(data: Path) -> Check:
    """The data folder takes a file, and there is room."""

    def look() -> str | None:
        try:
            with tempfile.TemporaryFile(dir=data) as file:
                file.write(b"belofte")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return f"the data folder cannot be written: {os.strerror(error.errno or 0)}"
        room = os.statvfs(data)
        if room.f_bavail * room.f_frsize < FREE_MEBIBYTES * 2**20:
            return f"less than {FREE_MEBIBYTES} MiB free in the data folder"
        return None

    return Check("disk", look)


def worker_check(youngest_age: Callable[[], float | None], fresh_seconds: float) -> Check:
    """Some worker's heartbeat is fresh. ``youngest_age``: seconds since the last beat of any worker, None = none."""

    def look() -> str | None:
        age = youngest_age()
        if age is None:
            return "no worker runs: start `belofte serve` or `belofte worker`"
        if age > fresh_seconds:
            return f"the last heartbeat of any worker is {age:.0f} seconds old"
        return None

    return Check("worker", look)


def health_routes(health: Health) -> list[HTTPRouteHandler]:
    """``/health/live`` and ``/health/ready``, for either front."""

    @get("/health/live", media_type=MediaType.TEXT, sync_to_thread=False, include_in_schema=False)
    def live() -> Response[str]:
        return Response("alive\n", headers=_FRESH, media_type=MediaType.TEXT)

    @get("/health/ready", sync_to_thread=True, include_in_schema=False)
    def ready() -> Response[dict[str, object]]:
        state = ready_state(health.checks)
        is_ready = all(word == "ok" for word in state.values())
        body: dict[str, object] = {"schema": "belofte.ready/1", "ready": is_ready, "checks": state}
        return Response(body, status_code=200 if is_ready else 503, headers=_FRESH)

    return [live, ready]


def metrics_route(health: Health) -> HTTPRouteHandler:
    """``/metrics``, for the office's front only. A count that cannot be taken is left out, and said."""

    @get("/metrics", sync_to_thread=True, include_in_schema=False)
    def metrics() -> Response[str]:
        numbers = process_metrics()
        state = ready_state(health.checks)
        numbers += [
            Metric("belofte_ready", "1 when this part is right.", float(word == "ok"), labels={"check": name})
            for name, word in state.items()
        ]
        with Stripped() as caught:
            numbers += health.counts()
        if caught.kind:
            log.error("could not count", extra={"error": caught.said})
        seen = float(caught.kind is None)
        numbers.append(Metric("belofte_counts_seen", "0 when the counts of the work could not be taken.", seen))
        return Response(exposition(numbers), headers={"Content-Type": CONTENT_TYPE, **_FRESH})

    return metrics
