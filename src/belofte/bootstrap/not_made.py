"""A system whose connector could not be made: a secret that is not there, a wrong setting, a library that is missing.

Only that system is blind then. Everything asked of it says why and what would help, as with a system that is away; all
others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from belofte.domain.errors import BelofteError
from belofte.domain.located import Found
from belofte.domain.promise import Observation
from belofte.domain.system_map import Verb
from belofte.logs import Stripped
from belofte.ports import Ability, Ask, Order, Record, Result, SystemConnector, SystemUnreachable


class NotMade:
    """Stands where the connector would be. Nothing of it waits: a person must mend the map or the secret."""

    def __init__(self, why: SystemUnreachable) -> None:
        self._why = why

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """Raises :class:`SystemUnreachable`, as everything here does."""
        raise self._away()

    def fingerprint(self) -> str:
        """Raises :class:`SystemUnreachable`."""
        raise self._away()

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Raises :class:`SystemUnreachable`."""
        del asks
        raise self._away()

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Raises :class:`SystemUnreachable`."""
        del orders
        raise self._away()

    def _act(self, orders: Sequence[Order]) -> Iterator[Result]:
        del orders
        raise self._away()

    rectify = restrict = lift = erase = purge = read_back = _act

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """Raises :class:`SystemUnreachable`."""
        del names
        raise self._away()

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """Raises :class:`SystemUnreachable`."""
        del account
        raise self._away()

    def too_wide(self) -> tuple[str, ...]:
        """Raises :class:`SystemUnreachable`."""
        raise self._away()

    def _away(self) -> SystemUnreachable:
        """A fresh one each time: an exception that is raised twice grows its own trace."""
        return SystemUnreachable(self._why.why, self._why.remedy, transient=self._why.transient)


def made_or_not(name: str, make: Callable[[], SystemConnector]) -> SystemConnector:
    """The connector, or :class:`NotMade` with what is wrong. No value of a setting is in the sentence.

    A maker may be somebody else's package: whatever goes wrong in it ends the look at its own system only.
    """
    with Stripped() as caught:
        return make()
    return NotMade(_sentence(name, caught))


def _sentence(name: str, caught: Stripped) -> SystemUnreachable:
    match caught.error:
        case SystemUnreachable() as away:
            return away
        case BelofteError() as wrong:
            return SystemUnreachable(wrong.message, wrong.remedy or _look_at(name), transient=False)
        case ModuleNotFoundError(name=str() as missing):
            package = missing.partition(".")[0]
            why = f"{name} needs the library {package}, which is not installed."
            return SystemUnreachable(why, f"pip install {package}, or belofte with its extra", transient=False)
        case _:
            why = f"The connector of {name} could not be made: {caught.said}."
            return SystemUnreachable(why, _look_at(name), transient=False)


def _look_at(name: str) -> str:
    return f"look at systems/{name}.yaml"
