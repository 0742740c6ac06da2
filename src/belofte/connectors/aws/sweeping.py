"""What is past its term in a bucket or on a list of SES: looked through record by record, and taken away whole.

An object goes with every version, every delete marker and every upload nobody finished: a marker alone hides it. Log
groups and snapshots end by terms of their own and are none of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from belofte.connectors.aws.seeking import Hit
from belofte.connectors.aws.service import Service, Staying
from belofte.connectors.by_age import Old
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.retention import Due

Days = Mapping[str, date | None]


@runtime_checkable
class Dated(Protocol):
    """A service that can show all of its records with their days."""

    def whole(self) -> Iterator[Hit]:
        """Every record of the collection, whoever it is about."""
        ...

    def these(self, keys: Sequence[Key]) -> Iterator[Hit]:
        """Those of these records that are there."""
        ...

    def erase(self, hits: Sequence[Hit]) -> Staying: ...


@runtime_checkable
class Telling(Protocol):
    """A service that also shows what its records hold."""

    def told(self) -> Iterator[tuple[Hit, str]]: ...


def sweepable(services: Mapping[str, Service]) -> list[str]:
    """The collections whose records can be looked through by age."""
    return [name for name, service in services.items() if isinstance(service, Dated)]


class OldRecords:
    """The records of one service."""

    def __init__(self, service: Dated) -> None:
        self._service = service

    def all(self, due: Due) -> Iterator[Old]:
        """Everything there is."""
        del due  # a list cannot be asked for a day
        yield from (Old(hit.key, hit.events) for hit in self._service.whole())

    def told(self) -> Iterator[tuple[Old, str]]:
        """Everything there is, with what it holds."""
        if isinstance(self._service, Telling):
            yield from ((Old(hit.key, hit.events), text) for hit, text in self._service.told())

    def some(self, keys: Sequence[Key]) -> Iterator[Old]:
        """Those that are there."""
        yield from (Old(hit.key, hit.events) for hit in self._service.these(keys))

    def erase(self, keys: Sequence[Key]) -> Mapping[Key, Failure]:
        """Take them away; what a lock or a right keeps stays, with the reason."""
        stays = self._service.erase(list(self._service.these(keys)))
        return {
            key: Failure(one.transient, one.where, one.remedy)
            for key, one in stays.items()
            if not one.elsewhere and one.outcome is not Outcome.PENDING
        }
