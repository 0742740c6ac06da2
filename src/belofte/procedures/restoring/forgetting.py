"""Is somebody forgotten here? What an import asks before it writes, and how a person comes back by an act of their own.

While the ledger remembers, an identifier that was erased is refused wherever a table, a sync or a colleague would bring
it back. A new consent, order or sign-up of the person ends that for what they gave: the old data stays forgotten, and
nothing of it leads to who they are now. Objections and restrictions outlive the coming back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.errors import require_name
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import ERASED, HELD, LEFT, OBJECTION, RESTRICTED, Bits, Cause, all_consents
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.states_desk import spellings
from belofte.store_port import Transaction

CAME_BACK = "restored.came-back"
"""Event: somebody who was erased gave something anew."""
AT_ONCE = 500


class Stopped(StrEnum):
    """Why something about a person may not be written, or not be switched on."""

    FORGOTTEN = "forgotten"
    RESTRICTED = "restricted"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Looked:
    """What an import may know of one row: why it may not be written; ``objected`` names purposes. Nothing else."""

    stopped: tuple[Stopped, ...] = ()
    objected: tuple[str, ...] = ()

    @property
    def forgotten(self) -> bool:
        """Whether the row may not be written at all."""
        return Stopped.FORGOTTEN in self.stopped


class ForgottenDesk:
    """Who may not be brought back: ``belofte.desk(ForgottenDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def check(self, rows: Sequence[Sequence[Identifier]]) -> list[Looked]:
        """One answer a row, in their order. A row is stopped if any of its identifiers is."""
        found: list[Looked] = []
        for start in range(0, len(rows), AT_ONCE):
            found += _looked(self._parts, rows[start : start + AT_ONCE])
        return found

    def come_back(self, who: Iterable[Identifier], act: str, by: str) -> bool:
        """The person gave this anew, by an act of their own that ``by`` stands for; returns whether anything was
        refused until now. Raises ``WrongUse`` where nobody is named."""
        require_name(by, "notes it")
        known, parts = list(who), self._parts
        with parts.store.transaction() as tx:
            changed = comes_back(parts, tx, known, Cause(act, by.strip()))
        return allow_again(parts, known) or changed


def forgotten_among(parts: Parts, tx: Transaction, who: Identifier) -> bool:
    """Whether this identifier was erased and is remembered."""
    spelled = spellings(parts, who)
    return any(one.state & ERASED for one in tx.states.of(spelled)) or bool(parts.store.ledger.suppressed(spelled))


def comes_back(parts: Parts, tx: Transaction, who: Iterable[Identifier], cause: Cause) -> bool:
    """In the transaction that notes the person's own act: these identifiers no longer lead to who was erased. What
    the person had stopped stays stopped. Afterwards call :func:`allow_again`."""
    came = False
    for one in who:
        spelled = spellings(parts, one)
        erased = [state for state in tx.states.of(spelled) if state.state & ERASED]
        if not erased:
            continue
        came = True
        tx.states.detach(spelled)
        not_carried = ERASED | LEFT | HELD | all_consents(tx.states.bits())
        for state in erased:
            tx.states.change([one], cause, parts.now(), state.state & ~not_carried)
        tx.events.add(CAME_BACK, "", parts.now())
    return came


def allow_again(parts: Parts, who: Iterable[Identifier]) -> bool:
    """After the commit: the ledger refuses these no longer. Safe to repeat."""
    return parts.store.ledger.release([spelled for one in who for spelled in spellings(parts, one)]) > 0


def _looked(parts: Parts, rows: Sequence[Sequence[Identifier]]) -> list[Looked]:
    spelled = [[one for who in row for one in spellings(parts, who)] for row in rows]
    refused = parts.store.ledger.suppressed({one for row in spelled for one in row})
    with parts.store.reading() as tx:
        bits = tx.states.bits()
        known = bool(tx.states.of({one for row in spelled for one in row}))
        states = [[one.state for one in tx.states.of(row)] if known else [] for row in spelled]
    return [_of_row(bits, any(one in refused for one in row), its) for row, its in zip(spelled, states, strict=True)]


def _of_row(bits: Bits, refused: bool, states: Sequence[int]) -> Looked:
    together = 0
    for state in states:
        together |= state
    objected = tuple(sorted(_objected(bits, together)))
    found = {
        Stopped.FORGOTTEN: refused or bool(together & ERASED),
        Stopped.RESTRICTED: bool(together & RESTRICTED),
        Stopped.OBJECTED: bool(objected),
    }
    return Looked(tuple(why for why, holds in found.items() if holds), objected)


def _objected(bits: Mapping[str, int], state: int) -> Iterable[str]:
    for name, bit in bits.items():
        kind, _, purpose = name.partition(" ")
        if kind == OBJECTION and state & bit:
            yield purpose
