"""What the connector files of a company's systems say in both languages: why a person must do it, why nothing is told.

Failures and observations hold it in English, as everything that a system tells (:mod:`belofte.domain.said`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from belofte.domain.policy import Text
from belofte.domain.rest import RestConnector
from belofte.domain.system_map import SystemMap


def texts_of(systems: Iterable[SystemMap]) -> dict[str, str]:
    """English → Dutch, of every file that one of the systems is worked with by."""
    files = {system.rest.kind: system.rest for system in systems if system.rest is not None}
    return {text.in_("en"): text.in_("nl") for file in files.values() for text in _texts(file)}


def _texts(file: RestConnector) -> Iterator[Text]:
    said = [way.why for record in file.records.values() for way in record.erase]
    said += [observed.absent for observed in file.observe.values()]
    said += [readers.absent for readers in file.readers.values()]
    if log := file.access_log:
        said += [log.coarse, log.absent]
    yield from (one for one in said if one is not None)
