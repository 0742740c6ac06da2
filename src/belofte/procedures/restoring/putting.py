"""What a correction, a restriction or a lifting of the ledger comes to in a system as it is now.

The connector looks whether each record is as it was put; nothing is read out. One that is not:

- *corrected*: holds it exactly what stood there before, a backup or an import brought that back, and it is put right
  again. Any other value was put there since, by the person or the company: it stays, and a person is asked.
- *restricted*: it is set again, unless it was lifted since; a stop also not where the person said yes anew.
- *lifted*: it is lifted again, unless it was restricted anew, or the record changed since.

What a person did by hand no program can look at: whoever keeps it is asked. So is what a system no longer allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from belofte.domain.located import Found
from belofte.domain.replaying import Age, Fate
from belofte.domain.rights import names
from belofte.domain.subject_state import RESTRICTED, any_of, consents_to, objection_bit
from belofte.domain.system_map import Verb
from belofte.procedures.restoring.places import Place, Ready, day_of
from belofte.procedures.restoring.sheets import Look, Sheet, hold, unlike
from belofte.store_port import LedgerEntry


def put_again(
    place: Place, verb: Verb, entries: Sequence[LedgerEntry], found: Mapping[str, Sequence[Found]]
) -> list[Ready]:
    """Each entry of one group with what is to be done. Raises ``SystemUnreachable``."""
    sheets = [Sheet(place, entry, found.get(entry.id, ()), name) for entry in entries for name in entry.keys]
    for sheet in sheets:
        _ask_at_once(sheet)
    together = (Look(sheet, own, sheet.values) for sheet in sheets if (own := _to_look_at(sheet)))
    wrong = unlike(unlike(together))
    if verb is Verb.RECTIFY:
        _judge_corrected(wrong)
    else:
        for look in wrong:
            fate = _of_lifted(look) if verb is Verb.LIFT else _of_restricted(look)
            if fate is not None:
                look.sheet.note(look.record, fate)
    return [sheet.ready() for sheet in sheets]


def _is_by_hand(sheet: Sheet) -> bool:
    by_hand = sheet.place.system.collections[sheet.collection].by_hand if _is_mapped(sheet) else frozenset[Verb]()
    return sheet.entry.by_hand or sheet.entry.verb in by_hand


def _is_mapped(sheet: Sheet) -> bool:
    return sheet.collection in sheet.place.system.collections


def _ask_at_once(sheet: Sheet) -> None:
    """What no program can look at: a person did it there by hand, or two people share the record now."""
    over = sheet.place.history.is_over(sheet.entry, sheet.collection)
    if not _is_mapped(sheet) and not over:
        sheet.note_unseen()
    for one in sheet.records if not over else ():
        its = one.collection == sheet.collection and sheet.is_known(one)
        if its and (one.shared or (_is_by_hand(sheet) and not _is_settled(sheet, one))):
            sheet.note(one, Fate.ASKED)


def _is_settled(sheet: Sheet, record: Found) -> bool:
    """Of what a person did: undone by a person since, or the record is from after it, or no backup holds it so."""
    place, entry = sheet.place, sheet.entry
    undone = place.history.is_undone(entry, sheet.collection, record.key)
    undone = undone or (entry.verb is Verb.RESTRICT and _in_force(sheet) is Fate.ANEW)
    return undone or sheet.age(record) is Age.SINCE or place.history.is_whole(entry, sheet.collection, place.since)


def _to_look_at(sheet: Sheet) -> tuple[Found, ...]:
    if _is_by_hand(sheet) or not _is_mapped(sheet) or sheet.place.history.is_over(sheet.entry, sheet.collection):
        return ()
    return tuple(one for one in sheet.own() if not sheet.was_left(one))


def _judge_corrected(looks: Sequence[Look]) -> None:
    """A record with another value than was put: is it one of before, or a newer one? Each column is looked at."""
    right = _by_column(looks, _newer)
    old = _by_column(looks, _older)
    for look in looks:
        sheet, record = look.sheet, look.record
        place = id(look)
        wrong = [column for column in sheet.values if (place, column) not in right]
        if wrong and (fate := _of_corrected(look, wrong, {column for at, column in old if at == place})) is not None:
            sheet.note(record, fate)


def _newer(look: Look, column: str) -> list[object]:
    history, sheet = look.sheet.place.history, look.sheet
    return [sheet.values[column], *history.put_later(sheet.entry, sheet.collection, look.record.key, column)]


def _older(look: Look, column: str) -> list[object]:
    history, sheet = look.sheet.place.history, look.sheet
    stood = history.stood_before(sheet.entry, sheet.collection, look.record.key, column)
    return [*stood, None] if "" in stood else stood


def _by_column(looks: Sequence[Look], values: Callable[[Look, str], Iterable[object]]) -> set[tuple[int, str]]:
    """Which columns of which records hold one of these values."""
    asked = [(look, column, value) for look in looks for column in look.sheet.values for value in values(look, column)]
    held = hold([Look(look.sheet, look.records, {column: value}) for look, column, value in asked])
    return {(id(look), column) for (look, column, _), holds in zip(asked, held, strict=True) if holds}


def _of_corrected(look: Look, wrong: Sequence[str], old: Set[str]) -> Fate | None:
    """Of a record that the entry does not name only what stood before tells that it is wrong."""
    sheet, record = look.sheet, look.record
    age, before = sheet.age(record), sheet.entry.before.get(sheet.collection, {})
    is_old = all(column in old for column in wrong)
    if not sheet.is_known(record):
        return _of_unknown(sheet, record) if is_old else None
    if is_old:
        return Fate.AGAIN
    if age is Age.SINCE:
        return Fate.ANEW
    told = all(column in before for column in wrong if column not in old)
    return Fate.ASKED if told or sheet.place.since is None else Fate.AGAIN


def _of_restricted(look: Look) -> Fate | None:
    """A record that lost its mark."""
    sheet, record = look.sheet, look.record
    if sheet.place.history.is_undone(sheet.entry, sheet.collection, record.key):
        return None
    if (now := _in_force(sheet)) is not Fate.AGAIN:
        return None if sheet.entry.right == names.RESTRICTION else now
    if not sheet.entry.right:
        return Fate.ANEW if sheet.age(record) is Age.SINCE else Fate.AGAIN
    known = sheet.is_known(record)
    if _is_anew(sheet, record) and (known or sheet.age(record) is not Age.SINCE):
        return Fate.ASKED if sheet.entry.right == names.RESTRICTION else Fate.ANEW
    return Fate.AGAIN if known else _of_unknown(sheet, record)


def _of_lifted(look: Look) -> Fate | None:
    """A record that is marked again, or that changed since: nobody takes up again what the person stopped."""
    sheet, record = look.sheet, look.record
    if sheet.place.history.is_undone(sheet.entry, sheet.collection, record.key):
        return None
    if not sheet.is_known(record):
        return None if sheet.values else _of_unknown(sheet, record)
    on = day_of(sheet.place, sheet.entry)
    happened = any(day and on < day <= sheet.place.today for day in record.events.values())
    return Fate.ASKED if happened or _is_anew(sheet, record) else Fate.AGAIN


def _of_unknown(sheet: Sheet, record: Found) -> Fate | None:
    """A record of the same person that the ledger does not know: brought back under another key, or theirs since."""
    age = sheet.age(record)
    if age is Age.SINCE:
        return None
    return Fate.AGAIN if age is Age.BEFORE and sheet.entry.at is not None else Fate.ASKED


def _is_anew(sheet: Sheet, record: Found) -> bool:
    """Whether an address in it was given, or came in, after the act."""
    at = sheet.entry.at
    return at is not None and any(since is not None and since > at for since in record.known_since.values())


def _in_force(sheet: Sheet) -> Fate:
    """Asked once an entry, however many records it has."""
    if sheet.in_force is None:
        sheet.in_force = _state_of(sheet)
    return sheet.in_force


def _state_of(sheet: Sheet) -> Fate:
    """Whether what was stopped here still is, by the person's state today: the same, ended, or ended in part."""
    entry = sheet.entry
    with sheet.place.parts.store.reading() as tx:
        bits = tx.states.bits()
        state = any_of(one.state for one in tx.states.of(entry.identifiers))
    match entry.right:
        case names.RESTRICTION:
            ended = [not state & RESTRICTED]
        case names.OBJECTION:
            ended = [not state & bits.get(objection_bit(purpose), 0) for purpose in entry.purposes]
        case names.WITHDRAWAL:
            ended = [bool(state & consents_to(bits, purpose)) for purpose in entry.purposes]
        case _:
            ended = [False]
    return Fate.AGAIN if not any(ended) else Fate.ANEW if all(ended) else Fate.ASKED
