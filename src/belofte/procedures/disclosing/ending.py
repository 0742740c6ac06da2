"""What was kept for an order goes when the order is over: the file, the copies, the hold. What is left then is its row
in the register, and whom it was about, so that the person can be told who got what.

What must be done stands in the list of due dates, in the same commit that ends it: a crash in between is made good.
"""

from __future__ import annotations

from belofte.domain.disclosure import Disclosure, DisclosureEvent
from belofte.procedures.acting.disclosing import destroy_packages
from belofte.procedures.disclosing.holding import release_for
from belofte.procedures.disclosing.kept import STAYS
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.postponing import Rerun
from belofte.store_port import DueDate, Transaction

ENDED = "disclosure-ended"
"""Due date: what was kept for it is still to go."""


def save_ended(parts: Parts, tx: Transaction, disclosure: Disclosure, event: DisclosureEvent) -> Disclosure:
    """The entry as it stays, sealed, and what is still to be done about it."""
    sealed = tx.disclosures.seal(disclosure, event, parts.today())
    tx.dates.put([DueDate(ENDED, disclosure.id, parts.now())])
    return sealed


def end_due(parts: Parts) -> int:
    """Everything that ended and still has something kept for it; returns how many."""
    with parts.store.reading() as tx:
        due = [one.about for one in tx.dates.coming(ENDED, _MOST)]
    for disclosure in due:
        end_one(parts, disclosure)
    return len(due)


def end_one(parts: Parts, disclosure: str) -> Rerun:
    """Copies, file and hold of one that is over. Safe to repeat; struck off the list when all of it is done."""
    with parts.store.reading() as tx:
        entry = tx.disclosures.get(disclosure)
    destroy_packages(parts, disclosure)
    came = release_for(parts, entry)
    with parts.store.transaction() as tx:
        tx.vault.keep_only(disclosure, STAYS)
        tx.dates.cancel(disclosure, ENDED)
    return came


_MOST = 1000
