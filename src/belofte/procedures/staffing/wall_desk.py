"""The wall in one system: shown, built by a named person, tried as each role, taken down again.

Nothing is built that would not hold: a way past it is named instead, with what a person does about it. Who has left or
is restricted already, and whose case is open, gets the marks as soon as the wall stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from belofte.domain.course import Phase
from belofte.domain.errors import BelofteError, Refused, WrongUse, require_name
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.marking import HIDDEN_ONLY
from belofte.domain.rights.names import LEAVING, RESTRICTION
from belofte.domain.staff_wall import Brick, Standing, Statement, Tried, Wall, unknown_roles, wall_of
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ask, Order, OrderLine, Result, SystemConnector, SystemUnreachable
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.standing import identifiers_of
from belofte.staff_port import StaffWall, WalledOff

BUILT, TAKEN_DOWN, TRIED = "wall.built", "wall.taken-down", "wall.tried"
HIDDEN_BY_HAND = "wall.hidden"
"""Events about a system: who is held by name in none of them."""
WALL = "wall-"
"""How what such an event is about begins; the system's name follows."""
_OPEN = tuple(state for state in RequestState if state not in (RequestState.CLOSED, RequestState.REFUSED))


@dataclass(frozen=True, slots=True)
class Built:
    """What was carried out, what each role saw before and after, and how many open cases got their marks."""

    wall: Wall
    before: tuple[Tried, ...]
    after: tuple[Tried, ...]
    cases: int = 0

    @property
    def holds(self) -> bool:
        """Every role was tried and sees nothing it should not."""
        return not self.wall.leaks and all(one.holds for one in self.after)


@dataclass(frozen=True, slots=True)
class WallView:
    """The wall of one system for the office; ``why``: nobody could look."""

    system: str
    is_built: bool = False
    open: tuple[str, ...] = ()
    marked: int = 0
    why: str | None = None


class WallDesk:
    """The wall: ``belofte.desk(WallDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def show(self, system: str, meant: Sequence[str] = ()) -> Wall:
        """What would be carried out; nothing is. Raises ``SystemUnreachable``, ``WrongUse``, ``Refused``."""
        wall, bricks = self._of(system)
        return wall.wall(bricks, frozenset(meant))

    def build(self, system: str, by: str, meant: Sequence[str] = ()) -> Built:
        """Carry it out on the word of a named person; nothing is where something leaks."""
        require_name(by, "lets staff access be enforced")
        wall, bricks = self._of(system)
        before = tuple(wall.tried(bricks)) if not wall.wall(bricks, frozenset(meant)).leaks else ()
        built = wall.build(bricks, frozenset(meant))
        if built.leaks:
            return Built(built, before, ())
        self._note(BUILT, system, {"statements": len(built.statements)})
        cases = mark_open_cases(self._parts, system)
        return Built(built, before, self._tried(system, wall, bricks), cases)

    def hide(self, system: str, who: Identifier, by: str) -> int:
        """Marks for somebody who left before the wall was built and whose case is closed: Belofte no longer knows of
        them, so a named person says who it is. Returns how many records are hidden. Raises ``Refused`` where there is
        none, or no wall."""
        require_name(by, "lets somebody's records be hidden")
        wall, bricks = self._of(system)
        if not wall.standing(bricks).is_built:
            raise Refused(f"Nothing hides a row in {system} yet.", f"belofte staff enforce {system} --apply --by NAME")
        asks = [Ask(self._parts.new_id("left"), (who,))]
        marked = _mark(self._parts, system, asks)
        if not marked:
            raise Refused(f"Nothing of this person was found in {system}.", "try another identifier of theirs")
        records = sum(line.acted or 0 for result in marked for line in result.lines if line.decision is Decision.DO)
        self._note(HIDDEN_BY_HAND, system, {"records": records})
        return records

    def prove(self, system: str) -> tuple[Tried, ...]:
        """Read as each role for real, now."""
        wall, bricks = self._of(system)
        return self._tried(system, wall, bricks)

    def standing(self, system: str) -> Standing:
        """Whether it stands, seen with Belofte's own account."""
        wall, bricks = self._of(system)
        return wall.standing(bricks)

    def all(self) -> list[WallView]:
        """The walls of every system whose map says that rows are hidden."""
        return [self._view(name) for name, system in self._parts.systems.items() if system.hides]

    def _view(self, name: str) -> WallView:
        try:
            standing = self.standing(name)
        except SystemUnreachable as away:
            return WallView(name, why=away.why)
        except BelofteError as wrong:
            return WallView(name, why=wrong.message)
        return WallView(name, standing.is_built, standing.open, standing.marked)

    def take_down(self, system: str, by: str) -> Sequence[Statement]:
        """Put back what was there before; the marks stay."""
        require_name(by, "takes it down")
        wall, _ = self._of(system)
        done = wall.take_down()
        self._note(TAKEN_DOWN, system, {"statements": len(done)})
        return done

    def forget_marks(self, system: str, by: str) -> int:
        """The marks too: whoever left is seen by staff again."""
        require_name(by, "forgets who is hidden")
        wall, _ = self._of(system)
        return wall.forget_marks()

    def _tried(self, system: str, wall: StaffWall, bricks: Sequence[Brick]) -> tuple[Tried, ...]:
        found = tuple(wall.tried(bricks))
        seen = sum(one.sees_marked or 0 for one in found if one.ground is None)
        self._note(
            TRIED, system, {"roles": len({one.account for one in found}), "seen": seen, "holds": all_hold(found)}
        )
        return found

    def _of(self, name: str) -> tuple[StaffWall, tuple[Brick, ...]]:
        parts = self._parts
        system = parts.systems.get(name)
        if system is None:
            raise WrongUse(f"There is no system {name}.", f"use one of: {', '.join(parts.systems)}")
        connector: SystemConnector = parts.connectors[name]
        if not isinstance(connector, WalledOff):
            raise Refused(
                f"System {name} is no database of our own: who reads there is set there.",
                f"belofte staff access {name} tells who can",
            )
        _check(parts, system)
        return connector.walls, wall_of(parts.policy, system)

    def _note(self, kind: str, system: str, data: dict[str, object]) -> None:
        with self._parts.store.transaction() as tx:
            tx.events.add(kind, f"{WALL}{system}", self._parts.now(), data)


def all_hold(tried: Sequence[Tried]) -> bool:
    """Whether no role saw what it should not."""
    return all(one.holds for one in tried)


def _check(parts: Parts, system: SystemMap) -> None:
    if not system.hides or not system.readers:
        raise Refused(
            f"The map of {system.name} does not say that rows are hidden, or from whom.",
            f"write hides: true and readers: {{ROLE: [ACCOUNT]}} in systems/{system.name}.yaml",
        )
    if strange := unknown_roles(parts.policy, system):
        raise Refused(
            f"The policy lets nobody of the role {', '.join(strange)} see personal data.",
            f"name it under staff.roles in the policy, or take it out of systems/{system.name}.yaml",
        )


def mark_open_cases(parts: Parts, name: str) -> int:
    """Marks for everybody who left or is restricted and whose case is open; returns for how many cases."""
    with parts.store.reading() as tx:
        requests = [one for one in tx.requests.in_states(list(_OPEN), None) if is_kept_from_staff(parts, one)]
        asks = [Ask(one.id, identifiers_of(tx, one.id)) for one in requests]
    return len(_mark(parts, name, [ask for ask in asks if ask.identifiers]))


def prove_walls(parts: Parts, desk: WallDesk) -> int:
    """Try every wall that stands as each of its roles, for real; returns how many were tried. One that cannot be tried
    now is left: a try that is too old is said by the verdict."""
    tried = 0
    for name, system in parts.systems.items():
        if not system.hides:
            continue
        try:
            if desk.standing(name).is_built:
                desk.prove(name)
                tried += 1
        except (SystemUnreachable, BelofteError):
            continue  # the verdict says that nobody tried lately, and why
    return tried


def _mark(parts: Parts, name: str, asks: Sequence[Ask]) -> list[Result]:
    connector, system = parts.connectors[name], parts.systems[name]
    found: dict[str, list[Found]] = defaultdict(list)
    for record in connector.find(asks):
        if not record.shared and not record.candidate and record.key:
            found[record.request].append(record)
    orders = [_order(ask, system, found[ask.request]) for ask in asks if found[ask.request]]
    return [result for result in connector.restrict(orders) if result.outcome is not Outcome.FAILED] if orders else []


def _order(ask: Ask, system: SystemMap, records: Sequence[Found]) -> Order:
    keys: dict[str, set[Key]] = defaultdict(set)
    for record in records:
        keys[record.collection].add(record.key)
    lines = [
        OrderLine(name, Decision.DO, frozenset(own), HIDDEN_ONLY)
        if system.is_hidden(system.collections[name])
        else OrderLine(name, Decision.WITHHOLD, frozenset(own))
        for name, own in keys.items()
    ]
    return Order(ask.request, ask.identifiers, tuple(lines), Verb.RESTRICT)


def is_kept_from_staff(parts: Parts, request: Request) -> bool:
    """Whether staff should see nothing of this person any more: they left and their last day is over, or their
    restriction is in force."""
    course = request.course
    if request.right == RESTRICTION:
        return course.phase in (Phase.RESTRICTED, Phase.LIFTING)
    is_over = course.ends_on is None or course.ends_on <= parts.today()
    return request.right == LEAVING and request.identified_by is not None and is_over
