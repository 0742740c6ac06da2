"""One act and the look after it, for many orders at once: what a receipt is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from belofte.domain.errors import WrongUse
from belofte.domain.plan import Decision, Outcome, ReceiptLine
from belofte.domain.system_map import Verb
from belofte.ports import Order, Result, SystemConnector, SystemUnreachable


class BrokenOff(SystemUnreachable):
    """The system went away in the middle of an act or before the look. ``acted``: what was told of it until then."""

    def __init__(self, cause: SystemUnreachable, acted: Mapping[str, Result]) -> None:
        super().__init__(cause.why, cause.remedy, transient=cause.transient, until=cause.until)
        self.acted = acted


def act_and_look(connector: SystemConnector, verb: Verb, orders: Sequence[Order]) -> dict[str, Result]:
    """Act, then look again; the second look decides what the receipt says. Raises :class:`BrokenOff`."""
    acted: dict[str, Result] = {}
    try:
        for result in _call(connector, verb, orders):
            acted[result.request] = result
        return _looked_at(connector, verb, orders, acted)
    except SystemUnreachable as cause:
        raise BrokenOff(cause, acted) from cause


def _looked_at(
    connector: SystemConnector, verb: Verb, orders: Sequence[Order], acted: dict[str, Result]
) -> dict[str, Result]:
    if verb is Verb.PURGE:
        return acted
    done = [order for order in orders if acted[order.request].outcome is not Outcome.FAILED]
    looked = {result.request: result for result in connector.read_back(done)}
    return {request: both(result, looked.get(request)) for request, result in acted.items()}


def _call(connector: SystemConnector, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
    match verb:
        case Verb.ERASE:
            return connector.erase(orders)
        case Verb.RECTIFY:
            return connector.rectify(orders)
        case Verb.RESTRICT:
            return connector.restrict(orders)
        case Verb.LIFT:
            return connector.lift(orders)
        case Verb.PURGE:
            return connector.purge(orders)
        case _:
            raise WrongUse(f"A step cannot {verb}: it is no act on a system.", "make the plan again")


def both(acted: Result, looked: Result | None) -> Result:
    """One result of the act and the look: counts of both, and the worse of the two outcomes."""
    if looked is None:
        return acted
    seen: dict[object, list[ReceiptLine]] = defaultdict(list)
    for line in reversed(looked.lines):
        seen[_about(line)].append(line)
    lines: list[ReceiptLine] = []
    for line in acted.lines:
        same = seen[_about(line)]  # lines that are about the same stand in the order of the plan in both
        lines.append(_line_of_both(line, same.pop()) if same else line)
    return Result(
        acted.request,
        outcome=acted.outcome if looked.outcome is not Outcome.FAILED else Outcome.FAILED,
        lines=tuple(lines),
        until=acted.until,
        problem=looked.problem or acted.problem,
        looked=looked.looked,
    )


def _about(line: ReceiptLine) -> tuple[str, Decision, str | None, date | None]:
    return line.collection, line.decision, line.ground, line.until


def _line_of_both(acted: ReceiptLine, looked: ReceiptLine) -> ReceiptLine:
    return ReceiptLine(
        collection=acted.collection,
        decision=acted.decision,
        planned=acted.planned,
        acted=acted.acted,
        remains=looked.remains,
        present=looked.present,
        ground=acted.ground,
        until=acted.until,
        digest=acted.digest or looked.digest,
        confirmed=acted.confirmed,
    )
