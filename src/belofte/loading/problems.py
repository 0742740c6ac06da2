"""What is wrong with a policy folder, where, and what would be right.

All problems of a folder are collected and raised together, so that one run shows everything there is to mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from belofte.domain.errors import Refused
from belofte.domain.policy import Position


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and what would be right. Never quotes a secret."""

    at: Position
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.at}: {self.what} {self.hint}"


class PolicyFolderError(Refused):
    """The folder was not loaded, not even in part. ``problems`` are in the order of file, line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.at.file, p.at.line, p.at.column, p.what)))
        count = len(self.problems)
        head = f"The policy folder has {count} problem{'' if count == 1 else 's'}; nothing was loaded."
        super().__init__("\n".join([head, *map(str, self.problems)]))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not known: the nearest known one, else all of them (the first few of a long list)."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if not names:
        return "Nothing is known by any name here yet."
    shown = ", ".join(names[:12])
    return f"Known here: {shown}{' and others.' if len(names) > 12 else '.'}"
