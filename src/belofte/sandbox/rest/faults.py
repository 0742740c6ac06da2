"""Faults as data: what is broken at a simulated vendor, kept in its state so that a running server sees it at once.

A fault is written ``NAME[,key=value…]``: ``429``, ``500,chance=0.2``, ``slow,seconds=2``, ``lost-answer,times=1``,
``late,seconds=30,on=delete``. ``chance`` (1 unless told) is decided by ``seed`` and the number of the call, so the same
calls break the same way; ``times`` ends the fault after so many; ``on`` narrows it to operations whose name or method
contains the text. Two faults are about one right of our account and have nothing else: ``without-right,right=NAME``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from belofte.domain.errors import WrongUse
from belofte.sandbox.rest.rows import RIGHT, State

FAULTS = {
    "429": "too many calls, with the vendor's own headers",
    "500": "an error of the vendor's",
    "slow": "every answer takes a while (seconds)",
    "half-page": "a page holds half of what was asked, and says how it goes on",
    "cut-off": "the answer stops halfway",
    "expired-token": "the sign-in has run out",
    "refused": "the call is not accepted",
    "no-right": "the account may not make this call",
    "without-right": "one right is taken from the account, which its sign-in then tells (right)",
    "extra-right": "one right more is given to the account, which its sign-in then tells (right)",
    "wrong-type": "a web page instead of data",
    "late": "what is deleted is still seen for a while (seconds)",
    "lost-answer": "the call is carried out and the answer gets lost",
    "down": "the connection is closed without an answer",
    "hold": "a hold on the mailboxes: what is purged stays (Microsoft 365)",
}
"""Every fault by name, and what it does."""

WITHOUT_RIGHT, EXTRA_RIGHT = "without-right", "extra-right"
_OF_RIGHTS = (WITHOUT_RIGHT, EXTRA_RIGHT)
SECONDS = {"slow": 2.0, "late": 30.0}


class NoSuchFault(WrongUse):
    """The fault is not written as one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One switched-on fault. ``times`` None: until it is mended. ``done`` counts how often it struck."""

    name: str
    chance: float = 1.0
    times: int | None = None
    on: str = ""
    seconds: float = 0.0
    right: str = ""
    seed: int = 1
    id: int = 0
    done: int = 0
    written: str = ""

    def strikes(self, number: int) -> bool:
        """Whether the call with this number is hit; the same for the same seed."""
        digest = sha256(f"{self.seed}:{self.id}:{number}".encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64 < self.chance


def read_fault(written: str) -> Fault:
    """A fault as a person writes it. Raises :class:`NoSuchFault` with what can be written."""
    name, *pairs = [part.strip() for part in written.split(",")]
    if name not in FAULTS:
        raise NoSuchFault(f"{name!r} is no fault.", "one of: " + ", ".join(FAULTS))
    values = {key: value for key, _, value in (pair.partition("=") for pair in pairs)}
    has = ("right",) if name in _OF_RIGHTS else ("chance", "times", "on", "seconds", "seed")
    if unknown := sorted(set(values).difference(has)):
        raise NoSuchFault(f"{unknown[0]!r} is nothing that {name} has.", ", ".join(has))
    try:
        return Fault(
            name,
            float(values.get("chance", 1)),
            int(values["times"]) if "times" in values else None,
            values.get("on", ""),
            float(values.get("seconds", SECONDS.get(name, 0))),
            values.get("right", ""),
            int(values.get("seed", 1)),
            written=written,
        )
    except ValueError as error:
        raise NoSuchFault(f"{written!r} has a value that is no number.", "for example 500,chance=0.2") from error


def switch_on(state: State, written: str) -> Fault:
    """Break something from the next call on. Raises :class:`NoSuchFault`."""
    fault = read_fault(written)
    if fault.name in _OF_RIGHTS:
        _check_right(state, fault)
    with state.writing() as database:
        database.execute("INSERT INTO faults(name, written) VALUES (?, ?)", (fault.name, written))
    return fault


def _check_right(state: State, fault: Fault) -> None:
    given = sorted(state.kept(RIGHT))
    if not given:
        raise NoSuchFault("This vendor does not tell what our account may do.", "no-right: the call itself is refused")
    if not fault.right:
        raise NoSuchFault(f"{fault.name} does not say which right.", f"{fault.name},right=NAME")
    if fault.name == WITHOUT_RIGHT and fault.right not in given:
        raise NoSuchFault(f"Our account has no right {fault.right!r} there.", "one of: " + ", ".join(given))


def mend(state: State, name: str | None = None) -> int:
    """Mend one sort of fault, or all; says how many there were."""
    with state.writing() as database:
        if name is None:
            return database.execute("DELETE FROM faults").rowcount
        return database.execute("DELETE FROM faults WHERE name = ? OR written = ?", (name, name)).rowcount


def switched_on(state: State) -> list[Fault]:
    """Every fault there is now, those that have run out included."""
    found = state.database.execute("SELECT id, written, done FROM faults ORDER BY id").fetchall()
    return [_as_kept(number, written, done) for number, written, done in found]


def strike(state: State, operation: str, method: str) -> dict[str, Fault]:
    """The faults that hit this call, by name; each call is counted, so that the next is decided afresh."""
    if not state.database.execute("SELECT 1 FROM faults LIMIT 1").fetchone():
        return {}
    hit: dict[str, Fault] = {}
    with state.writing() as database:
        for number, written, done, seen in database.execute("SELECT id, written, done, seen FROM faults").fetchall():
            fault = _as_kept(number, written, done)
            ended = fault.times is not None and done >= fault.times
            if ended or fault.right or (fault.on and fault.on.lower() not in f"{method} {operation}".lower()):
                continue
            strikes = fault.strikes(seen)
            database.execute("UPDATE faults SET seen = seen + 1, done = done + ? WHERE id = ?", (strikes, number))
            if strikes:
                hit[fault.name] = fault
    return hit


def _as_kept(number: int, written: str, done: int) -> Fault:
    return replace(read_fault(written), id=number, done=done)
