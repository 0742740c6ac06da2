"""A system's own access log that lies in files: who read there, told line by line, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import IO

from belofte.connectors.files.access_formats import Entry, OddLine, entries
from belofte.connectors.files.logs import blocks, unpacked
from belofte.connectors.files.paths import UnusablePattern, path_pattern, reach
from belofte.connectors.files.storage import CannotWork, Storage, lines_of
from belofte.domain.late_reads import LoggedRead, Sought, Words
from belofte.domain.system_map import LogFiles
from belofte.ports import SystemUnreachable


class FileLog:
    """The access log of one system in files (:class:`belofte.staff_port.AccessLog`). ``own`` are Belofte's own accounts
    there: they are passed over. ``zone``: of moments written without one. Place and accounts are asked for when they
    are needed: a secret that is missing stops this look and nothing else."""

    def __init__(
        self,
        system: str,
        log: LogFiles,
        storage: Callable[[], Storage],
        *,
        own: Callable[[], frozenset[str]],
        zone: tzinfo,
    ) -> None:
        self._system, self._log, self._place, self._accounts, self._zone = system, log, storage, own, zone

    def coarse(self) -> str | None:
        """Nothing: lines say what was read."""
        return None

    def reads(self, since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
        """Every line since then by an account that is not Belofte's own. Raises :class:`SystemUnreachable` where no
        file is there, or one cannot be read to its end."""
        words, storage, own = Words(sought), self._place(), self._accounts()
        paths = list(self._paths(storage))
        if not paths:
            raise self._away("no file of it is there", "look at access_log: paths: and whether the log is written")
        for path in paths:
            about = storage.about(path)
            if about is not None and (about.modified is None or about.modified >= since):
                yield from (
                    LoggedRead(entry.account, entry.at, words.within(entry.text))
                    for entry in self._of_file(storage, path)
                    if entry.at >= since and entry.account not in own
                )

    def _paths(self, storage: Storage) -> Iterator[str]:
        try:
            for pattern in map(path_pattern, self._log.paths):
                for at in reach(storage, pattern):
                    if at.odd:
                        raise self._away(f"a folder or file {at.odd}", "let Belofte's own user read it")
                    yield at.path
        except UnusablePattern as wrong:
            raise self._away(str(wrong), wrong.hint) from None
        except CannotWork as cannot:
            raise self._away(cannot.why, cannot.remedy) from None

    def _of_file(self, storage: Storage, path: str) -> Iterator[Entry]:
        try:
            with storage.opened(path) as raw:
                yield from entries(self._log, _lines(unpacked(path, raw)), self._zone)
        except OddLine:
            form = self._log.format.value
            raise self._away(
                f"a line is not of the format {form}", "correct format: or paths: under access_log:"
            ) from None
        except CannotWork as cannot:
            raise self._away(cannot.why, cannot.remedy) from None

    def _away(self, why: str, remedy: str) -> SystemUnreachable:
        return SystemUnreachable(f"The access log of {self._system}: {why}.", f"{remedy}.", transient=False)


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Whole lines; one without its end is still being written."""
    for block in blocks(stream):
        for line in lines_of(block):
            if line.endswith((b"\n", b"\r")):
                yield line.decode("utf-8", "replace")
