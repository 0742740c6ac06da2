"""Views in SQL: the same answer as ``may()`` in each of the databases, and nobody where the mirror is old."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.connectors.world import World

from belofte.connectors.sql.mirror import Mirror
from belofte.domain.decision import Question, Why, compiled, may
from belofte.domain.policy import LegalBasis, Policy, Purpose, Use
from belofte.domain.subject_state import (
    ERASED,
    FIRST_NAMED_BIT,
    HELD,
    LEFT,
    RESTRICTED,
    consent_bit,
    objection_bit,
    uses_of,
)
from belofte.domain.views import Dialect, beyond, mirror_tables, mirror_views, removals, view_name

PURPOSES = {basis.value: Purpose(basis.value, (Use("profile"),), basis=basis) for basis in LegalBasis}
POLICY = Policy(purposes=PURPOSES)
NAMES = [objection_bit(name) for name in PURPOSES] + [consent_bit("consent", uses_of(PURPOSES["consent"]))]
BITS = {name: 1 << (FIRST_NAMED_BIT + n) for n, name in enumerate(NAMES)}
TABLE = compiled(POLICY, BITS)
STATES = [0, RESTRICTED, LEFT, HELD, ERASED, RESTRICTED | LEFT, *BITS.values(), BITS[NAMES[-1]] | RESTRICTED]
SUBJECTS = list(range(1, len(STATES) + 1))


def allowed(world: World, purpose: str) -> list[int]:
    return sorted(row[0] for row in world.rows(f"SELECT subject FROM {view_name(purpose)}"))


def fresh(world: World, mirror: Mirror, purpose: str) -> list[int]:
    """Whom the view lets through within the second after the mirror was compared; a slow machine tries again."""
    while True:
        began = time.monotonic()
        mirror.bring((), (), (), whole=False)
        found = allowed(world, purpose)
        if time.monotonic() - began < 1:
            return found


def test_every_view_agrees_with_may_and_an_old_mirror_lets_nobody_through(world: World) -> None:
    mirror = Mirror("shop", world.url)
    dialect = Dialect(world.dialect)
    mirror.run([*mirror_tables(dialect), *mirror_views(TABLE, dialect)])
    assert allowed(world, "contract") == [], "never filled"
    mirror.bring(SUBJECTS, STATES, (), whole=True)
    for purpose in PURPOSES:
        right = [
            n for n, state in zip(SUBJECTS, STATES, strict=True) if may(TABLE, state, Question(purpose)) is Why.YES
        ]
        assert fresh(world, mirror, purpose) == right, purpose
    mirror.bring([1], [RESTRICTED], [4], whole=False)
    left = fresh(world, mirror, "contract")
    assert left and not {1, 4} & set(left)
    time.sleep(1.1)
    assert {tuple(allowed(world, purpose)) for purpose in PURPOSES} == {()}, "nobody compared it for a second"
    mirror.run(mirror_views(replace(TABLE, rules={"other": TABLE.rules["contract"]}), dialect, mirror.views()))
    assert mirror.views() == [view_name("other")], "a purpose that was given up has no view"
    mirror.run(mirror_views(TABLE, dialect, mirror.views()))
    assert fresh(world, mirror, "contract")
    mirror.run(removals(TABLE))
    mirror.close()


def test_a_purpose_beyond_the_reach_of_sql_lets_nobody_through() -> None:
    far = compiled(POLICY, {objection_bit("contract"): 1 << 70})
    assert beyond(far) == ["contract"]
    assert any("1 = 0" in line for line in mirror_views(far, Dialect.POSTGRES) if view_name("contract") in line)


def test_two_purposes_that_are_called_the_same_in_sql_let_nobody_through() -> None:
    """``post-sale`` and ``post_sale``: one view cannot answer for both."""
    twins = Policy(
        purposes={name: Purpose(name, (Use("profile"),), basis=LegalBasis.CONTRACT) for name in ("a-b", "a_b")}
    )
    lines = [line for line in mirror_views(compiled(twins, {}), Dialect.POSTGRES) if view_name("a_b") in line]
    assert lines
    assert all("1 = 0" in line for line in lines)
