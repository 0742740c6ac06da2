"""What somebody asks beyond naming a right: what is wrong and what is right, which purposes, for whom, until when.

It holds personal data and lies in the case's vault only (column :data:`WISH`); no log, plan or receipt repeats it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from belofte.domain.identity import Identifier

WISH = "wish"
"""Vault column of the encoded wish."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that is wrong or missing (Art. 16): of which kind (name, email, address …), what stands there now as
    far as the person knows, what should. ``column`` is set by the office where a kind has several columns."""

    kind: str
    now: str
    should_be: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything asked beside the right itself; each right reads its own part."""

    corrections: tuple[Correction, ...] = ()
    statement: str = ""  # supplementary statement (Art. 16, second sentence)
    purposes: tuple[str, ...] = ()  # objection: contested; withdrawal: the consents withdrawn. () = all
    because: str = ""  # objection: the person's particular situation (Art. 21(1)); restriction: the ground
    services: tuple[str, ...] = ()  # leaving: what ends. () = everything
    ends_on: date | None = None  # leaving: not at once but on this day
    hand_over_to: str = ""  # portability: address of the party that should get the copy (Art. 20(2))
    post_address: str = ""  # where a copy or letter should go by post
    other_address: str = ""  # e-mail address the copy should go to instead of the known one
    represents: str = ""  # in whose name: parent, guardian, heir, agent
    identifiers: tuple[Identifier, ...] = ()  # further ones the person gave: cookie id, IP with time, number


EMPTY = Wish()


def encode_wish(wish: Wish) -> bytes:
    """The wish as it lies in the vault."""
    return json.dumps(asdict(wish), default=lambda day: day.isoformat(), ensure_ascii=False).encode()


def decode_wish(data: bytes | None) -> Wish:
    """The wish of a vault entry; the empty one where there is none."""
    if data is None:
        return EMPTY
    held: dict[str, Any] = json.loads(data)
    held["corrections"] = tuple(Correction(**one) for one in held["corrections"])
    held["identifiers"] = tuple(Identifier(**one) for one in held["identifiers"])
    for name in ("purposes", "services"):
        held[name] = tuple(held[name])
    held["ends_on"] = date.fromisoformat(held["ends_on"]) if held["ends_on"] else None
    return Wish(**held)
