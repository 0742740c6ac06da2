"""The legal ground that somebody names for a refusal, or for a record that goes otherwise than the rule says.

A decision not to do as asked tells its reasons (Art. 12(4) GDPR), and a ground without an article tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ARTICLE = r"(?:\bart(?:ikel|icle|s)?\.?|\b(?:AVG|GDPR|UAVG))\s*"
_NAMED = re.compile(rf"(?:{_ARTICLE}|§\s*)\d", re.IGNORECASE)
_NUMBERS = re.compile(rf"{_ARTICLE}(\d+)\s*(?:\(\s*(\d)\s*\)|,?\s*(?:lid|par\w*)\s*(\d))?", re.IGNORECASE)


def names_article(ground: str) -> bool:
    """Whether a ground names an article: ``Art. 15(4) GDPR``, ``AVG 17(3)(e)``, ``artikel 41 UAVG``, ``§ 34 BDSG``."""
    return _NAMED.search(ground) is not None


def articles_named(ground: str) -> Iterator[str]:
    """The articles a ground names, with and without their paragraph: ``17`` and ``17(3)``."""
    for number, paragraph, section in _NUMBERS.findall(ground):
        yield number
        if paragraph or section:
            yield f"{number}({paragraph or section})"
