"""Other people's data out of the texts of a dossier, unless a named person decides otherwise (Art. 5(1)(c) GDPR).

What somebody redacted stays out everywhere. Addresses, numbers and names behind a title that are not the person's own
are left out too. Names without a title are not recognised: the dossier says so, and a person reads it before it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from belofte.domain.identity import Identifier
from belofte.domain.record_decision import LEFT_OUT, LeftOutBecause, likely_others

_DAY = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d(:\d\d)*)?|\d\d?-\d\d?-\d{4}")
_LINK = re.compile(r"(/l/)[0-9a-f]{48}")
LINK_GONE = r"\1…"
"""What stands in place of a link's token: who holds a dossier cannot press the person's buttons."""


@dataclass(frozen=True, slots=True)
class Screened:
    """A text, and how many passages were left out of it."""

    text: str
    html: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """Whose own data may stand, which passages may not, and in which language the mark is."""

    own: Sequence[Identifier]
    redacted: Sequence[str]
    language: str

    def of(self, text: str, html: str = "") -> Screened:
        """The text (and the same text as HTML) without what is about others."""
        passages = self._passages(text)
        mark = LEFT_OUT[LeftOutBecause.OTHERS].in_(self.language)
        for passage in passages:
            text = text.replace(passage, mark)
            html = html.replace(escape(passage), escape(mark)).replace(passage, escape(mark))
        return Screened(without_links(text), without_links(html), len(passages))

    def inside(self, value: object) -> tuple[Any, int]:
        """The same for every text inside plain JSON; and how many passages were left out."""
        if isinstance(value, str):
            screened = self.of(value)
            return screened.text, screened.left_out
        if isinstance(value, Mapping):
            members = cast("Mapping[str, object]", value)
            pairs = {name: self.inside(item) for name, item in members.items()}
            return {name: item for name, (item, _) in pairs.items()}, sum(count for _, count in pairs.values())
        if isinstance(value, list):
            items = [self.inside(item) for item in cast("list[object]", value)]
            return [item for item, _ in items], sum(count for _, count in items)
        return value, 0

    def _passages(self, text: str) -> list[str]:
        """Longest first, so that no half of one is left standing."""
        likely = (one.strip() for one in likely_others(text, self.own))
        found = [*(one for one in self.redacted if one in text), *(one for one in likely if not _DAY.fullmatch(one))]
        return sorted(dict.fromkeys(found), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class NoScreen:
    """A named person decided that other people's data goes with the dossier; links stay useless."""

    def of(self, text: str, html: str = "") -> Screened:
        """The text as it is."""
        return Screened(without_links(text), without_links(html))

    def inside(self, value: object) -> tuple[Any, int]:
        """The value as it is."""
        return value, 0


def without_links(text: str) -> str:
    """The text with the single-use tokens of its links taken out."""
    return _LINK.sub(LINK_GONE, text)


def own_of(*held: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """The person's own identifiers, from several places, each once."""
    return tuple(dict.fromkeys(one for some in held for one in some))
