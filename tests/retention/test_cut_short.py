"""A sweep that is killed is finished by the next one: nothing is lost, nothing is done twice, nothing is claimed."""

from __future__ import annotations

from tests.retention.test_sweep import invoice, is_there, swept
from tests.rights.commands import crm, typed
from tests.worlds import World

from belofte.domain.retention import Term
from belofte.procedures.acting.sweeping import seal_keys


def begun(world: World, *keys: int) -> str:
    """What lies there when the process died after it sealed a batch."""
    with world.open() as belofte:
        term = Term("book-year-of-settlement", belofte.parts.today().replace(year=2018, month=12, day=31))
        return seal_keys(belofte.parts, "crm", {"invoices": [(key,) for key in keys]}, [term])


def test_killed_before_the_act_and_killed_after_it(world: World) -> None:
    swept(world)
    waiting = invoice(world, "2010-01-01", "F-BEFORE")
    gone = invoice(world, "2010-01-01", "F-AFTER")
    young = invoice(world, "2024-01-01", "F-YOUNG")
    entry = begun(world, waiting, gone, young)
    crm(world, "DELETE FROM invoices WHERE id = ?", gone)
    status, said = typed(world, "sweep", "--system", "crm")
    assert status == 0, said
    assert not is_there(world, "F-BEFORE")
    assert is_there(world, "F-YOUNG"), "what was sealed and is not past its term does not go"
    with world.open() as belofte:
        assert entry not in [one.id for one in belofte.parts.store.ledger.find_unfinished()]
        with belofte.parts.store.reading() as tx:
            (shown,) = [s for s in tx.sweeps.of_system("crm") if s.ended_at and not s.approved_by][:1]
            first, *rest = tx.sweeps.receipts(shown.id)
    assert (first.lines[0].acted, first.lines[0].remains, first.attempts) == (None, 1, 2), "nobody can say how many"
    assert [(one.lines[0].acted, one.lines[0].remains) for one in rest] == [(1, 0)]
