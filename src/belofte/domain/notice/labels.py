"""What a category, purpose, service or recipient is called in running text: the company's label, else our word."""

from __future__ import annotations

from belofte.domain.notice.vocabulary import CATEGORIES, DOES, PURPOSES, word
from belofte.domain.notice.wording import capital, of_text
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


def recipient_label(policy: Policy, name: str, language: str) -> str:
    """``MailChimp`` for ``mailchimp``: the company's own label, else the name people know it by."""
    recipient = policy.recipients.get(name)
    if recipient and recipient.label:
        return recipient.label.in_(language)
    return capital(word(name).in_(language))
