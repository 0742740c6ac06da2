"""What a carrier was given, parcel by parcel: for the answer to the person it was about (Art. 15(1)(c) GDPR).

A carrier's interface finds nobody by name, and forgets a parcel after some months. What it was sent stands in the
company's own log of uses, because every parcel asks before it leaves; so it can be told however long ago it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from belofte.domain.basis import CONTRACT, ORDER
from belofte.domain.kinds import KINDS
from belofte.domain.notice.wording import Both, day, listed, same
from belofte.domain.policy import Policy, Recipient

_FOR = {ORDER: Both("bestelling {it}", "order {it}"), CONTRACT: Both("overeenkomst {it}", "contract {it}")}
_GIVEN = Both("Wij gaven door: {kinds}, op {days}.", "We passed on: {kinds}, on {days}.")


@dataclass(frozen=True, slots=True)
class Handed:
    """One parcel: the day its carrier was told of it, the kinds of data it was told, and what it was sent for."""

    on: date
    kinds: tuple[str, ...]
    rests_on: str = ""
    reference: str = ""


def handed_told(handed: Iterable[Handed], language: str) -> Iterator[str]:
    """A sentence for every set of kinds that was given together, with its days, oldest first."""
    together: dict[tuple[str, ...], list[Handed]] = {}
    for one in sorted(handed, key=lambda parcel: (parcel.on, parcel.reference)):
        together.setdefault(tuple(sorted(one.kinds)), []).append(one)
    for kinds, parcels in together.items():
        days = listed(dict.fromkeys(_day(one) for one in parcels))
        named = listed(_kind(kind) for kind in kinds)
        yield _GIVEN.in_(language).format(kinds=named.in_(language), days=days.in_(language))


def categories_of(policy: Policy, carrier: Recipient, handed: Iterable[Handed]) -> tuple[str, ...]:
    """The categories of the carrier's in which what it was given lies, in the policy's order."""
    given = {kind for one in handed for kind in one.kinds}
    return tuple(name for name in carrier.gets if name in policy.data and given & set(policy.data[name].kinds))


def _day(one: Handed) -> Both:
    said = day(one.on)
    if one.rests_on not in _FOR or not one.reference:
        return said
    what = _FOR[one.rests_on]
    return Both(*(f"{on} ({words.format(it=one.reference)})" for on, words in zip(said, what, strict=True)))


def _kind(name: str) -> Both:
    return Both(KINDS[name].nl, KINDS[name].en) if name in KINDS else same(name)
