"""What a category, a purpose or a service is called in running text: the company's own label, else the built-in word."""

from __future__ import annotations

from belofte.domain.notice.vocabulary import CATEGORIES, DOES, PURPOSES, word
from belofte.domain.notice.wording import of_text
from belofte.domain.policy import Policy


def category_label(policy: Policy, name: str, language: str) -> str:
    """``klantprofiel`` for ``profile`` in Dutch; the name itself where nobody gave it a word."""
    category = policy.data.get(name)
    both = of_text(category.label) if category and category.label else word(name, CATEGORIES)
    return both.in_(language)


def purpose_label(policy: Policy, name: str, language: str) -> str:
    """``onze nieuwsbrief per e-mail`` for ``newsletter`` in Dutch; the name itself where nobody gave it a word."""
    purpose = policy.purposes.get(name)
    both = of_text(purpose.label) if purpose and purpose.label else word(name, PURPOSES)
    return both.in_(language)


def service_label(name: str, language: str) -> str:
    """``beheer van systemen`` for ``managed-services`` in Dutch; the name itself where nobody gave it a word."""
    return word(name, DOES).in_(language)
