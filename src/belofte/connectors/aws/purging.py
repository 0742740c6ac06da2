"""When is the last copy gone? What was erased lives on in automated backups, and in snapshots somebody made by hand.

An object whose versions are deleted is gone; AWS keeps nothing of it for us. So the days are those of the snapshots
that the map declares, and of its ``backups:``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from belofte.connectors.aws.acting import told
from belofte.connectors.aws.service import Stays
from belofte.connectors.aws.snapshots import Snapshots, stays
from belofte.domain.clock import after
from belofte.domain.plan import ERASING, Outcome
from belofte.domain.policy import Period
from belofte.ports import Order, Result

_BACKUPS = "Backups of this system keep copies until this day."


def purged(
    orders: Sequence[Order], copies: Sequence[Snapshots], backups: Period | None, today: date
) -> Iterator[Result]:
    """One result an order; the snapshots are looked at once for all of them."""
    staying: list[Stays] = []
    if any(line.decision in ERASING for order in orders for line in order.lines):
        staying = [stay for service in copies for stay in _kept(service)]
        if backups is not None:
            staying.append(Stays(Outcome.PENDING, "backups", _BACKUPS, until=after(today, backups)))
    for order in orders:
        is_erasing = any(line.decision in ERASING for line in order.lines)
        yield told(order, (), staying if is_erasing else (), ())


def _kept(service: Snapshots) -> Iterator[Stays]:
    """Whatever is in the databases now can be restored until their retention has passed."""
    last = service.last_day()
    if last is not None:
        yield Stays(Outcome.PENDING, service.collection.name, _BACKUPS, until=last)
    yield from (stays(one) for one in service.snapshots() if one.expires is None)
