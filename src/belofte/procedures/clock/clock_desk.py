"""The clock's desk: ``belofte.desk(ClockDesk)``. Staff see both clocks and may make the law's longer."""

from __future__ import annotations

from belofte.domain.request import Request
from belofte.procedures.cases import find_request
from belofte.procedures.clock.clocks import ClockView, clock_of, extend
from belofte.procedures.parts import Current, Parts


class ClockDesk:
    """What can be seen and done about the terms of one request."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def clock(self, reference: str) -> ClockView:
        """Every date with its reason, and how both clocks stand."""
        return clock_of(self._parts, self._request(reference))

    def extend(self, reference: str, by: str, ground: str, reasons: str) -> ClockView:
        """Write the letter of an extension; it counts once it was delivered, in time."""
        return clock_of(self._parts, extend(self._parts, self._request(reference), by, ground, reasons))

    def _request(self, reference: str) -> Request:
        with self._parts.store.reading() as tx:
            return find_request(tx, reference)
