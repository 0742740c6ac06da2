"""What a category is called in running text: the company's own label, else the built-in word."""

from __future__ import annotations

from belofte.domain.notice.vocabulary import CATEGORIES, word
from belofte.domain.notice.wording import of_text
from belofte.domain.policy import Policy


def category_label(policy: Policy, name: str, language: str) -> str:
    """``klantprofiel`` for ``profile`` in Dutch; the name itself where nobody gave it a word."""
    category = policy.data.get(name)
    both = of_text(category.label) if category and category.label else word(name, CATEGORIES)
    return both.in_(language)
