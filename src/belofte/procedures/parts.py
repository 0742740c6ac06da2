"""What every procedure works with. ``bootstrap`` puts it together once; nothing here is global."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from belofte.domain.answer import LetterFacts
from belofte.domain.clock import local_date
from belofte.domain.country import Countries, Country, Holidays
from belofte.domain.identity import Identifier
from belofte.domain.naming import id_from
from belofte.domain.policy import OnBehalf, Policy
from belofte.domain.system_map import SystemMap
from belofte.ports import Clock, LetterWriter, Mailer, SystemConnector
from belofte.staff_port import AccessLog
from belofte.store_port import Store

CONTACT = "contact"
"""Vault column: the address the request came from, as typed."""
IDENTIFIERS = "identifiers"
"""Vault column: the identifiers proven or found so far."""
CLAIMS = "claims"
"""Vault column: identifiers the requester gave that nobody has checked yet."""
ITEMS = "items"
"""Vault column: the record keys behind a plan's lines."""
SUBMISSION = "submission"
"""Vault column: name and words of the request."""


@dataclass(frozen=True, slots=True)
class OwnStore:
    """Belofte's own store as a system: its map, the way into it, and how that is closed."""

    system: SystemMap
    connector: SystemConnector
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """The policy in force, the systems, the store and the ways out. ``links_at`` is the public address with its path
    prefix, without a slash at the end, ``office_at`` the office's; ``worker`` names this process in the store;
    ``folder`` is the policy folder, in which documents lie; ``customers_data`` looks, and does nothing else, through
    what is held for customers; ``own_store`` opens what Belofte itself keeps, as a system to be swept; ``access_logs``
    are those of systems whose log lies in files."""

    folder: Path
    policy: Policy
    countries: Countries
    systems: Mapping[str, SystemMap]
    connectors: Mapping[str, SystemConnector]
    country: Country
    holidays: Holidays
    store: Store
    mailer: Mailer
    letter_writer: LetterWriter
    clock: Clock
    entropy: Callable[[int], bytes]
    links_at: str
    worker: str
    office_at: str = ""
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict[str, OnBehalf])
    customers_data: Mapping[str, SystemConnector] = field(default_factory=dict[str, SystemConnector])
    own_store: Callable[[Parts], OwnStore] | None = None
    access_logs: Mapping[str, AccessLog] = field(default_factory=dict[str, "AccessLog"])

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The present day in the policy's time zone."""
        return local_date(self.now(), self.country.time_zone)

    def new_id(self, prefix: str) -> str:
        """A random id: ``step-…``, ``r-…``."""
        return id_from(prefix, self.entropy(16))

    def short_id(self) -> str:
        """Random hex for what is unique within one case: steps, lines, plans."""
        return self.entropy(8).hex()

    def letter_facts(self, language: str) -> LetterFacts:
        """What every letter may say of the company, its authority and the court."""
        return LetterFacts(
            language=language,
            controller=self.policy.controller.name or "",
            office_email=self.policy.privacy_office.email,
            authority=self.country.authority.name.in_(language),
            authority_url=self.country.authority.url,
            court=self.country.court.name.in_(language),
            court_weeks=self.country.court.term.count if self.country.court.term else None,
            example=self.policy.example,
        )


@dataclass(slots=True)
class Current:
    """The parts in use. An edited folder replaces them as a whole, so that nothing works with half of two policies."""

    parts: Parts


def encode_identifiers(identifiers: Iterable[Identifier]) -> bytes:
    """Identifiers as they lie in the vault."""
    return json.dumps([[i.kind, i.scope, i.value] for i in sorted(set(identifiers))], ensure_ascii=False).encode()


def decode_identifiers(data: bytes) -> tuple[Identifier, ...]:
    """The identifiers of a vault entry."""
    rows: Sequence[tuple[str, str, str]] = json.loads(data)
    return tuple(Identifier(kind, scope, value) for kind, scope, value in rows)


def pick_language(policy: Policy, wanted: str) -> str:
    """The wanted language where the policy speaks it, else its binding one."""
    return wanted if wanted in policy.languages else policy.languages[0]
