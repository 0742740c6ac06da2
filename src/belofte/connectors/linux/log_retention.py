"""How long a server's logs live: journald's longest time, and for each log what logrotate keeps.

A rotated log can hold a line for one rotation more than are kept: the one it is in. Where nothing ends it, the term is
*unlimited*; a limit in size is no limit in time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from belofte.domain.expected import UNLIMITED

_SECONDS: Mapping[str, float] = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
    "M": 2629800, "month": 2629800, "months": 2629800,
    "y": 31557600, "year": 31557600, "years": 31557600,
}  # fmt: skip
"""systemd.time(7): units of a time span."""
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)")
_DAYS_OF = {"hourly": 1, "daily": 1, "weekly": 7, "monthly": 31, "yearly": 366}
"""logrotate(8): the longest time between two rotations, in whole days (hourly needs a daily run at least)."""


def log_retention(journald: str, logrotate: str) -> Mapping[str, object]:
    """``journald`` and every log of logrotate -> days, or ``unlimited``."""
    return {"journald": journald_retention(journald), **dict(logrotate_retention(logrotate))}


def journald_retention(text: str) -> int | str:
    """``MaxRetentionSec`` in whole days, rounded up; the last one stated counts (journald.conf(5))."""
    stated = re.findall(r"^\s*MaxRetentionSec\s*=\s*(.*?)\s*$", text, re.MULTILINE)
    if not stated or stated[-1] in ("", "0", "infinity"):
        return UNLIMITED
    parts = _SPAN.findall(stated[-1])
    if not parts or _SPAN.sub("", stated[-1]).strip() or any(unit not in _SECONDS for _, unit in parts):
        raise ValueError("not a time span")
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    return math.ceil(seconds / _SECONDS["day"]) if seconds else UNLIMITED


@dataclass(frozen=True, slots=True)
class _Rules:
    """What logrotate does with a log."""

    every: str = "weekly"  # logrotate's own default
    kept: int = 0
    oldest: int | None = None

    @property
    def term(self) -> int | str:
        if self.oldest:
            return self.oldest + _DAYS_OF[self.every]
        return UNLIMITED if self.kept < 0 else (self.kept + 1) * _DAYS_OF[self.every]


def logrotate_retention(text: str) -> Iterator[tuple[str, int | str]]:
    """Each log's paths, and how long a line of it lives. ``text`` is ``FILE:LINE`` a line, the main file first."""
    lines = [(file, line.partition("#")[0].strip()) for file, _, line in (one.partition(":") for one in _told(text))]
    usual = _usual(lines)
    rules, paths, of_file, file_now = usual, list[str](), usual, ""
    inside = in_script = False
    for file, line in lines:
        if file != file_now:
            file_now, of_file, paths = file, usual, []
        if in_script:
            in_script = line != "endscript"
        elif line.split(" ")[0] in ("postrotate", "prerotate", "firstaction", "lastaction", "preremove"):
            in_script = True
        elif not inside and (line.startswith(("/", '"', "~")) or line == "{"):
            named, opening, _ = line.partition("{")
            paths += [path.strip('"') for path in named.split()]
            if opening:
                inside, rules = True, of_file
        elif line == "}" and inside:
            yield " ".join(paths), rules.term
            inside, paths = False, []
        elif inside:
            rules = _ruled(rules, line)
        else:
            of_file = _ruled(of_file, line)


def _told(text: str) -> list[str]:
    """The lines in the order logrotate reads them: the main file, then the folder it includes, by name."""
    lines = [line for line in text.splitlines() if ":" in line]
    return sorted(lines, key=lambda line: (not line.startswith("/etc/logrotate.conf:"), line.partition(":")[0]))


def _usual(lines: list[tuple[str, str]]) -> _Rules:
    """What the main file says for every log, outside of braces."""
    rules, inside = _Rules(), False
    for file, line in lines:
        inside = (inside or line.endswith("{")) and line != "}"
        if file == "/etc/logrotate.conf" and not inside:
            rules = _ruled(rules, line)
    return rules


def _ruled(rules: _Rules, line: str) -> _Rules:
    word, _, value = line.partition(" ")
    number = value.strip()
    if word in _DAYS_OF:
        return replace(rules, every=word)
    if word == "rotate" and re.fullmatch(r"-?\d{1,6}", number):
        return replace(rules, kept=int(number))
    if word == "maxage" and re.fullmatch(r"\d{1,6}", number):
        return replace(rules, oldest=int(number))
    return rules
