"""A fresh link for a letter: one use, one purpose, one end. The token stands in the letter alone; the store keeps its
hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from belofte.domain.answer import LetterFacts
from belofte.domain.clock import end_of_day, local_date
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.parts import Parts
from belofte.store_port import Link, Transaction

TOKEN = 24
"""Bytes of a token: nobody guesses it."""


def fresh_link(parts: Parts, tx: Transaction, case: str, purpose: LinkPurpose, until: datetime) -> str:
    """The address of a new link of this case. It works through the whole day on which it ends: that day stands in the
    letter."""
    token = parts.entropy(TOKEN).hex()
    tx.links.add(token, Link(case, purpose, end_of_day(until, parts.country.time_zone)))
    return f"{parts.links_at}/l/{token}"


def with_link(
    parts: Parts, tx: Transaction, facts: LetterFacts, case: str, purpose: LinkPurpose, until: datetime
) -> LetterFacts:
    """The facts of a letter with a new link, and the last day on which it can be used."""
    link = fresh_link(parts, tx, case, purpose, until)
    return replace(facts, link=link, link_until=local_date(until, parts.country.time_zone))
