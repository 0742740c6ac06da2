"""Your rights: what holds for every request, then each right, then complaint, court and register (Art. 12 GDPR)."""

from __future__ import annotations

from belofte.domain.notice.asking import answering, asking
from belofte.domain.notice.each_right import MEANING, each_right
from belofte.domain.notice.page import Page, Part, part
from belofte.domain.notice.remedies import complaint, court, register


def rights(page: Page) -> Part:
    """All rights that the policy explains, after what holds for each of them."""
    stated = page.policy.rights
    parts = [each_right(stated, name) for name in MEANING]
    parts += [complaint(page), court(page), register(page)]
    return part("rights", "Uw rechten", "Your rights", (*asking(page), *answering(stated)), parts)
