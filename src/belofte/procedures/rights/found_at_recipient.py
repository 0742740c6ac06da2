"""What a recipient who decides for themselves calls the records that were found with them: the numbers of parcels.

They know nobody by an e-mail address; by the number they gave themselves they find the very record (Art. 19 GDPR).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belofte.domain.kinds import KINDS
from belofte.domain.not_there import Because, reasons_in
from belofte.domain.system_map import Collection, SystemMap
from belofte.procedures.parts import ITEMS, Parts
from belofte.procedures.planning.items import decode_items
from belofte.procedures.rights.gone_recipients import with_those_gone
from belofte.store_port import Transaction


def numbers_at(parts: Parts, tx: Transaction, case: str, recipient: str, language: str) -> list[str]:
    """One line a kind of number, such as "tracking number: 3SBLFT1, 3SBLFT2"; nothing where no number is of a kind the
    recipient got."""
    plan = tx.plans.newest(case)
    data = tx.vault.newest(ITEMS, [case]).get(case)
    if plan is None or data is None:
        return []
    keys = decode_items(data, plan.id).keys
    gets = with_those_gone(parts).recipients[recipient].gets
    got = {kind for name in gets if name in parts.policy.data for kind in parts.policy.data[name].kinds}
    said: dict[str, dict[str, None]] = {}
    for reason in reasons_in(plan):
        system = parts.systems.get(reason.system)
        if reason.because is not Because.DECIDES_ITSELF or system is None or system.recipient != recipient:
            continue
        for collection, item in reason.items:
            for kind, value in _named(parts, system, system.collections[collection], keys.get(item, ())):
                if kind in got:
                    said.setdefault(kind, {})[value] = None
    return [f"{KINDS[kind].label(language)}: {', '.join(values)}" for kind, values in said.items()]


def _named(
    parts: Parts, system: SystemMap, collection: Collection, keys: Sequence[Sequence[int | str | bool]]
) -> Iterator[tuple[str, str]]:
    """The parts of record keys that are of a kind of data here, or where their column comes from."""
    kinds = _kinds_of(collection)
    for of in collection.of:
        there = parts.systems.get(of.target_system or system.name)
        target = there.collections.get(of.target) if there else None
        known = _kinds_of(target) if target else {}
        pairs = zip(of.columns, of.target_columns, strict=True)
        kinds |= {mine: known[theirs] for mine, theirs in pairs if theirs in known}
    for key in keys:
        named = zip(collection.key, key, strict=False)
        yield from ((kinds[column], str(part)) for column, part in named if column in kinds)


def _kinds_of(collection: Collection) -> dict[str, str]:
    return {column: kind for kind, columns in collection.kinds.items() for column in columns}
