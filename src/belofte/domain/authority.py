"""Who can force a company to hand over data, and by which article: data that ships, per country.

Whoever is not on the list is no authority, unless a named person says why (a court, an inspectorate of another field).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from belofte.domain.policy import Text


@dataclass(frozen=True, slots=True)
class OrderArticle:
    """One article by which data can be demanded. ``kinds`` empty: it is not bound to kinds of data. ``secret`` names
    the article that forbids to speak of it, "" where none does; ``tells`` who tells the person afterwards."""

    article: str
    ground: str
    kinds: tuple[str, ...] = ()
    special: bool = False
    secret: str = ""
    tells: Text | None = None


@dataclass(frozen=True, slots=True)
class PublicAuthority:
    """One authority of a country and the articles it can use."""

    name: str
    label: Text
    articles: tuple[OrderArticle, ...]

    def article(self, written: str) -> OrderArticle | None:
        """The article as somebody writes it; spaces and capitals do not count."""
        return next((one for one in self.articles if same_article(one.article, written)), None)


Authorities = Mapping[str, PublicAuthority]
"""The authorities of one country, by their name in the data."""


def same_article(one: str, other: str) -> bool:
    """Whether two ways to write an article mean the same one."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
