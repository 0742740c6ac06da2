"""The time in a line of a log: found by the format that the map declares, in the words of ``strptime``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_DIRECTIVES = {
    "d": r"\d{1,2}", "m": r"\d{1,2}", "Y": r"\d{4}", "y": r"\d{2}", "H": r"\d{1,2}", "M": r"\d{2}", "S": r"\d{2}",
    "b": r"[A-Za-z]{3}", "B": r"[A-Za-z]+", "z": r"(?:Z|[+-]\d{2}:?\d{2})", "f": r"\d{1,6}", "j": r"\d{3}",
    "a": r"[A-Za-z]{3}", "%": "%",
}  # fmt: skip


class UnusableStamp(Exception):
    """The message is what a format does; ``hint`` is what would be right."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Stamp:
    """How times stand in a line."""

    format: str
    shape: re.Pattern[bytes]

    def moment(self, line: bytes) -> datetime | None:
        """The first time in a line; None where there is none. One without a zone counts as UTC."""
        found = self.shape.search(line)
        try:
            moment = datetime.strptime(found[0].decode("ascii"), self.format) if found else None
        except ValueError:
            return None
        if moment is None:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def stamp_of(written: str) -> Stamp:
    """A format as a map writes it. Raises :class:`UnusableStamp`. The year must be in it: a day has one."""
    hint = 'time: "%d/%b/%Y:%H:%M:%S %z"'
    shape = ""
    parts = re.split(r"%(.)", written)
    for number, part in enumerate(parts):
        if number % 2 == 0:
            shape += re.escape(part)
        elif part in _DIRECTIVES:
            shape += _DIRECTIVES[part]
        else:
            raise UnusableStamp(f"describes its time with %{part}", hint)
    if not {"Y", "y"} & set(parts[1::2]):
        raise UnusableStamp("describes a time without its year", hint)
    return Stamp(written, re.compile(rb"(?<!\d)" + shape.encode() + rb"(?!\d)"))
