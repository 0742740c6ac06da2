"""The log of uses, counted for the checks: nobody is in it, and what programs wrote since is taken in first."""

from __future__ import annotations

from belofte.domain.contact import Because, Fault, fault_of
from belofte.domain.uses_seen import UsesSeen
from belofte.procedures.parts import Parts


def uses_seen(parts: Parts) -> UsesSeen:
    """Every contact is held against the consents of its person; uses and shipments are counted."""
    parts.store.take_uses()
    contacts, faults = dict[str, int](), dict[tuple[str, Fault], int]()
    with parts.store.reading() as tx:
        for made, consents in tx.uses.contacts():
            purpose, fault = made.contact.purpose, fault_of(made, consents)
            if made.contact.because is Because.UNSOLICITED:
                contacts[purpose] = contacts.get(purpose, 0) + 1
            if fault is not None:
                faults[purpose, fault] = faults.get((purpose, fault), 0) + 1
        return UsesSeen(
            counts=tuple(tx.uses.counts()),
            after_closing=tx.uses.after_closing(),
            contacts=contacts,
            faults=faults,
            shipments=tuple(tx.uses.shipments()),
        )
