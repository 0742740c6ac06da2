"""What a system can do for us right now: reachable, signed in, rights lacking and too wide, drift, limits left, the age
of keys. Nothing is changed anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from belofte.domain.errors import BelofteError
from belofte.domain.observing import Setting, name_of
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import Verb
from belofte.ports import Ability, SystemConnector, SystemUnreachable
from belofte.procedures.parts import Parts

AT_ONCE = 8
"""Systems that are looked at at the same time."""
KEYS = "api-keys"
"""The setting by which a system tells how old the keys to it are."""

_NO_KEYS = (None, "", "{}", "[]")
"""What an observation holds where there is no key to tell of."""

_AT_THE_DOOR = frozenset({"sql", "imap"})
"""Kinds of systems that are not reached while they hold columns or folders that their map does not name."""
_WITHOUT_RECORDS = {Verb.OBSERVE, Verb.ASK_PERSON}
Progress = Callable[[str, bool], None]
"""Told (system, whether it could be looked at) when it was looked at."""


@runtime_checkable
class Granting(Protocol):
    """A system whose rights are given by statements, such as a database."""

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The exact statements for what the map allows, and no more."""
        ...

    def too_wide(self) -> tuple[str, ...]:
        """Rights the account has beyond that, each as a sentence."""
        ...


@runtime_checkable
class TellingRights(Protocol):
    """A system that can be asked what our account may do there."""

    def rights_told(self) -> bool:
        """Whether it answers that now: without an answer nothing is known to be missing or too much."""
        ...


@runtime_checkable
class TellingInPart(Protocol):
    """A system with so much in it that not all of it is asked about."""

    def rights_unseen(self) -> tuple[str, ...]:
        """What was asked about, each as a phrase; nothing where all of it was."""
        ...


@runtime_checkable
class Reaching(Protocol):
    """A system whose ``can`` says what its kind offers without a look at it."""

    def reach(self) -> None:
        """Connect, sign in, and nothing more. Raises :class:`SystemUnreachable`."""
        ...


@runtime_checkable
class Drifting(Protocol):
    """A system that may send more than its map knows."""

    def drift(self) -> tuple[str, ...]:
        """What is there and in no list of the map, each as a sentence."""
        ...


@runtime_checkable
class Limited(Protocol):
    """A system that counts our calls."""

    def limits_left(self) -> tuple[str, ...]:
        """What is left of what is allowed, each as a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """One system, looked at now. ``why`` is None when it can be worked with; ``keys`` is what it tells of the age of
    the keys to it, None where it does not."""

    system: str
    kind: str
    why: str | None
    remedy: str | None
    abilities: Mapping[Verb, Ability]
    too_wide: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    keys: str | None = None
    rights_told: bool | None = None
    """Whether it says what our account may do; None where we sign in with none."""
    rights_unseen: tuple[str, ...] = ()
    """What that was asked about, where it was not all."""
    compared: bool = False
    """Whether it has fields or folders that can be held against the map, which ``drift`` comes of."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Every right that is allowed by the map and not given by the system."""
        return tuple(dict.fromkeys(right for ability in self.abilities.values() for right in ability.lacking))


def examine_all(parts: Parts, names: Sequence[str], progress: Progress | None = None) -> list[Examined]:
    """Look at these systems, several at a time; in the order asked."""

    def one(name: str) -> Examined:
        examined = examine(parts, name)
        if progress:
            progress(name, examined.why is None)
        return examined

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="doctor") as pool:
        return list(pool.map(one, names))


def examine(parts: Parts, name: str) -> Examined:
    """Look at one system."""
    system = parts.systems[name]
    try:
        return _seen(name, system.kind, parts.connectors[name], Verb.OBSERVE in system.allow)
    except SystemUnreachable as away:
        return Examined(name, system.kind, away.why, away.remedy, {})
    except BelofteError as wrong:  # a wrong map or secret of one system hides no other
        return Examined(name, system.kind, wrong.message, wrong.remedy, {})


def _seen(name: str, kind: str, connector: SystemConnector, may_observe: bool) -> Examined:
    if isinstance(connector, Reaching):
        connector.reach()
    connector.fingerprint()  # drift of a schema raises, with table, column and remedy
    abilities = connector.can
    told = connector.rights_told() if isinstance(connector, TellingRights) else None
    return Examined(
        name,
        kind,
        None,
        None,
        abilities,
        too_wide=connector.too_wide() if isinstance(connector, Granting) else (),
        drift=connector.drift() if isinstance(connector, Drifting) else (),
        compared=isinstance(connector, Drifting) or kind in _AT_THE_DOOR,
        limits=connector.limits_left() if isinstance(connector, Limited) else (),
        keys=_keys(connector.observe([name_of(Setting(KEYS))])) if may_observe else None,
        rights_unseen=connector.rights_unseen() if isinstance(connector, TellingInPart) else (),
        rights_told=bool(told) if abilities.keys() - _WITHOUT_RECORDS or told is not None else None,
    )


def _keys(observed: Iterable[Observation]) -> str | None:
    """The age of the keys, where the system tells it; nothing where it has none or gives no value."""
    return next((str(one.value) for one in observed if one.reach is Reach.SEEN and one.value not in _NO_KEYS), None)


def lacking_for(connector: SystemConnector, verb: Verb) -> tuple[str, ...]:
    """The rights a verb needs and the account lacks; nothing where the system cannot be asked (it is blind then)."""
    try:
        ability = connector.can.get(verb)
    except SystemUnreachable:
        return ()
    return ability.lacking if ability else ()
