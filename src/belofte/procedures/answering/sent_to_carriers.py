"""What carriers were told of the person who asks, out of the log of uses: kinds of data, when, for which order."""

from __future__ import annotations

from collections import defaultdict

from belofte.domain.access_information import Disclosed
from belofte.domain.clock import local_date
from belofte.domain.handed_over import Handed, categories_of
from belofte.domain.request import Request
from belofte.domain.shipment import carriers
from belofte.domain.use import SHIPMENT
from belofte.procedures.parts import Parts
from belofte.procedures.planning.told_apart import somebody_elses_too
from belofte.procedures.rights.standing import identifiers_of
from belofte.store_port import Transaction

_ALL = 1_000_000
"""More rows than one person has: a parcel of long ago is told too."""


def sent_to_carriers(parts: Parts, tx: Transaction, request: Request) -> list[Disclosed]:
    """One entry for every carrier that got a parcel of this person. What hangs on an address that two people share is
    told to neither; what was refused never left. A carrier the policy names no more is told by the name in the log."""
    shared = somebody_elses_too(tx, request.id)
    known = [one for one in identifiers_of(tx, request.id) if one not in shared]
    handed = defaultdict[str, list[Handed]](list)
    for subject in tx.states.of(known) if known else ():
        for row in tx.uses.of(subject.subject, _ALL):
            if row.act == SHIPMENT and row.went_through:
                kinds = tuple(kind for kind in row.kinds.split(",") if kind)
                day = local_date(row.used_at, parts.country.time_zone)
                handed[row.carrier].append(Handed(day, kinds, row.rests_on, row.basis))
    declared = carriers(parts.policy)
    return [
        Disclosed(
            name,
            categories_of(parts.policy, declared[name], parcels) if name in declared else (),
            handed=tuple(parcels),
        )
        for name, parcels in sorted(handed.items())
    ]
