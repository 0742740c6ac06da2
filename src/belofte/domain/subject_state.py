"""What may still be done with one person's data, as one integer: a look-up, not a search (design §10, May).

The lowest bits have a fixed meaning. Every further bit has a name, and the store gives it a number once and for all:
an objection is one to a purpose by name; a consent also says which data it was given for, so that a purpose which is
widened later is not covered by an old yes (Art. 4(11), 7 GDPR). Absent means none: no consent, no objection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from belofte.domain.policy import LegalBasis, Policy, Purpose, Use

NOTHING = 0
RESTRICTED = 1
"""Art. 18: stored, and nothing else but what its second paragraph allows."""
LEFT = 2
"""Gave notice of leaving: no staff see the profile any more."""
HELD = 4
"""Something of this person may not be erased now: a claim, an order of a court."""
ERASED = 8
"""Erased on request; kept until the last backup has gone, so that nothing forgotten comes back."""
FIXED = {"restricted": RESTRICTED, "left": LEFT, "held": HELD, "erased": ERASED}
FIRST_NAMED_BIT = 8
"""Bits below are fixed, or free for a fixed meaning still to come."""

Bits = Mapping[str, int]
"""Name of a bit → its value as a power of two."""

OBJECTION, CONSENT = "objection", "consent"
VIA = "via:"
"""Before a channel, among what a consent was given for: a yes to letters is none to telephone calls."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a state changed: an event in one word (``objection``, ``lifted``), who brought it about (``subject``,
    ``policy``, a name of staff), and the case. After closing nothing leads from a case's id to anybody."""

    why: str
    by: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class StateChange:
    """One change of one person's state; ``before`` and ``after`` are the integers."""

    subject: int
    at: datetime
    before: int
    after: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class SubjectState:
    """A person as the store knows it here: a number, and the state."""

    subject: int
    state: int


def objection_bit(purpose: str) -> str:
    """The name of the bit: an objection to this purpose is in force."""
    return f"{OBJECTION} {purpose}"


def consent_bit(purpose: str, uses: Iterable[str]) -> str:
    """The name of the bit: consent to this purpose, for exactly these data."""
    return f"{CONSENT} {purpose} {','.join(sorted(uses))}"


def uses_of(purpose: Purpose) -> frozenset[str]:
    """What a yes to this purpose is given for, in the words of the policy folder: the data it uses
    (``subscription.needed``) and the channels it reaches somebody by (``via:post``)."""
    data = frozenset(use_name(use) for use in purpose.uses)
    return data | {f"{VIA}{channel}" for channel in purpose.channels}


def channels_in(uses: Iterable[str]) -> tuple[str, ...]:
    """The channels a yes was given for."""
    return tuple(sorted(use.removeprefix(VIA) for use in uses if use.startswith(VIA)))


def use_name(use: Use) -> str:
    """``category`` or ``category.part``."""
    return f"{use.category}.{use.part}" if use.part else use.category


def covering(bits: Bits, purpose: Purpose) -> int:
    """All consents that cover this purpose as it is today: those given for at least the data it uses."""
    mask, needed = NOTHING, uses_of(purpose)
    for name, bit in bits.items():
        kind, _, rest = name.partition(" ")
        if kind != CONSENT:
            continue
        given_for, _, uses = rest.partition(" ")
        if given_for == purpose.name and needed <= _with_whole(uses.split(",")):
            mask |= bit
    return mask


def consents_to(bits: Bits, purpose: str) -> int:
    """Every consent to a purpose of this name, of whatever time."""
    start = f"{CONSENT} {purpose} "
    return any_of(bit for name, bit in bits.items() if name.startswith(start))


def all_consents(bits: Bits) -> int:
    """Every consent bit there is."""
    return any_of(bit for name, bit in bits.items() if name.startswith(f"{CONSENT} "))


def merged(states: Iterable[int], consents: int) -> int:
    """What holds for an address that two people share: every prohibition of either, and a consent only if both gave
    it. No state at all is no consent."""
    found = list(states)
    if not found:
        return NOTHING
    in_all = consents
    for state in found:
        in_all &= state
    return (any_of(found) & ~consents) | in_all


def state_at(past: Iterable[tuple[datetime, int, int]], at: datetime, now: int) -> int:
    """The state at an earlier moment, from the changes (when, before, after; oldest first) and the state of now."""
    changes = list(past)
    for when, _, after in reversed(changes):
        if when <= at:
            return after
    return changes[0][1] if changes else now


def any_of(bits: Iterable[int]) -> int:
    """All the bits that stand in any of these."""
    together = NOTHING
    for bit in bits:
        together |= bit
    return together


def objectable(policy: Policy) -> tuple[str, ...]:
    """The purposes somebody can object to: direct marketing always (Art. 21(2)), else those on legitimate interest or
    a public task (Art. 21(1)). What rests on a contract, a legal duty or consent goes on or ends by other rules."""
    grounds = (LegalBasis.LEGITIMATE_INTEREST, LegalBasis.PUBLIC_TASK)
    return tuple(n for n, purpose in policy.purposes.items() if purpose.direct_marketing or purpose.basis in grounds)


def consented(policy: Policy) -> tuple[str, ...]:
    """The purposes that rest on consent."""
    return tuple(n for n, purpose in policy.purposes.items() if purpose.basis is LegalBasis.CONSENT)


def _with_whole(uses: Iterable[str]) -> frozenset[str]:
    """A yes to a whole category is a yes to its parts."""
    given = frozenset(uses)
    whole = {use for use in given if "." not in use and not use.startswith(VIA)}
    return given | {f"{use}.{part}" for use in whole for part in ("needed", "optional")}
