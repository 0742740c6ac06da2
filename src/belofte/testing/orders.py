"""From what is found to what is ordered, as an approved plan comes to it; and short ways to say what must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import EraseClear, EraseKeep, SystemMap, Verb
from belofte.ports import Ask, Order, OrderLine, Result, SystemConnector, SystemUnreachable
from belofte.testing.world import Who, World

LOOKING = frozenset({Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE})
ACTS: Mapping[Verb, str] = {
    Verb.ERASE: "erase",
    Verb.RECTIFY: "rectify",
    Verb.RESTRICT: "restrict",
    Verb.LIFT: "lift",
    Verb.PURGE: "purge",
}
NOBODY: Who = (Identifier("email", "", "nobody-there@stranger.example"),)
_LAW, _UNTIL = "AWR-52-4", date(2031, 12, 31)


def must(holds: bool, sentence: str) -> None:
    """A behaviour, as a sentence. Raises ``AssertionError``."""
    if not holds:
        raise AssertionError(sentence)


def found_of(connector: SystemConnector, who: Who, request: str = "r") -> list[Found]:
    """What is surely a record of theirs, or of theirs and somebody else's."""
    return [one for one in connector.find([Ask(request, who)]) if one.is_record]


def places(found: Iterable[Found]) -> set[tuple[str, Key]]:
    """Where they lie."""
    return {(one.collection, one.key) for one in found}


def order(found: Sequence[Found], who: Who, decision: Decision, verb: Verb | None, request: str = "r") -> Order:
    """One decision over everything that was found; what two people share is asked about."""
    grouped: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for one in found:
        grouped[one.collection, Decision.ASK if one.shared else decision].add(one.key)
    return Order(request, who, tuple(_line(name, said, keys) for (name, said), keys in grouped.items()), verb)


def erasure(world: World, system: SystemMap, found: Sequence[Found], who: Who, request: str = "r") -> Order:
    """What an approved plan of erasure comes to: by the map, without what a person does by hand."""
    grouped: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for one in found:
        rule = system.collections[one.collection].erase
        if one.shared:
            decision = Decision.ASK
        elif one.collection in world.kept or isinstance(rule, EraseKeep):
            decision = Decision.KEEP
        else:
            decision = Decision.CLEAR if isinstance(rule, EraseClear) else Decision.DELETE
        if decision in (Decision.KEEP, Decision.ASK) or system.does(Verb.ERASE, one.collection):
            grouped[one.collection, decision].add(one.key)
    return Order(request, who, tuple(_line(name, said, keys) for (name, said), keys in grouped.items()), Verb.ERASE)


def ends(erased: Order) -> bool:
    """Whether an order lets everything go that it names: nothing is kept and nothing asked."""
    return bool(erased.lines) and all(line.decision in (Decision.DELETE, Decision.CLEAR) for line in erased.lines)


def only_one(results: Iterable[Result]) -> Result:
    """The one result of one order."""
    listed = list(results)
    must(len(listed) == 1, f"one order has {len(listed)} results")
    return listed[0]


def act(connector: SystemConnector, verb: Verb, orders: Sequence[Order]) -> list[Result]:
    """Carry out orders by the verb's own method."""
    results: list[Result] = list(getattr(connector, ACTS[verb])(orders))
    return results


def refusal(connector: SystemConnector, verb: Verb, orders: Sequence[Order]) -> str:
    """Why the connector does not do this. Raises ``AssertionError`` where it is no refusal, or waiting would help."""
    try:
        results = act(connector, verb, orders)
    except SystemUnreachable as refused:
        must(not refused.transient, f"{verb}: waiting does not help where something cannot or may not be done")
        must(bool(refused.why and refused.remedy), f"{verb}: it says why, and what would help")
        return f"{refused.why} {refused.remedy}"
    for result in results:
        must(result.outcome in (Outcome.FAILED, Outcome.IMPOSSIBLE, Outcome.MANUAL), f"{verb} was carried out")
        must(result.problem is not None and bool(result.problem.remedy), f"{verb}: it says what would help")
    return " ".join(result.problem.remedy for result in results if result.problem)


def names_nobody(told: str, world: World) -> None:
    """No value of a person and no secret stands in what is told."""
    for who in (world.person, world.other):
        must(not any(one.value in told for one in who), "a message holds a value of a person")
    must(not any(secret in told for secret in world.secrets), "a message holds a secret")


def _line(collection: str, decision: Decision, keys: set[Key]) -> OrderLine:
    kept = decision is Decision.KEEP
    listed = None if () in keys else frozenset(keys)
    return OrderLine(collection, decision, listed, ground=_LAW if kept else None, until=_UNTIL if kept else None)
