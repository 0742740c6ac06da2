"""All facts of one policy folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.policy.clauses import Clause, Fact, Todo
from belofte.domain.policy.controller import (
    Controller,
    Customers,
    DataProtectionOfficer,
    PrivacyOffice,
    Staff,
    Technology,
)
from belofte.domain.policy.data import Category, Purpose, RetentionRule
from belofte.domain.policy.pages import Changes, Limits, Notice, Website
from belofte.domain.policy.recipients import Authorities, Recipient, Sharing
from belofte.domain.policy.rights import AutomatedDecisions, Rights
from belofte.domain.policy.words import ClauseId, FactPath, Period, Position, Text


@dataclass(frozen=True, slots=True)
class Policy:
    """All facts of one policy folder. ``version`` is 0 while unpublished."""

    version: int = 0
    environment: str = "production"  # production | sandbox
    example: bool = False  # a made-up company: every page says so
    controller: Controller = field(default_factory=Controller)
    privacy_office: PrivacyOffice = field(default_factory=PrivacyOffice)
    dpo: DataProtectionOfficer = field(default_factory=DataProtectionOfficer)
    languages: tuple[str, ...] = ("nl",)
    in_force: date | None = None
    ends_earlier_at: str | None = None  # publication | in-force: when earlier versions end
    scope: tuple[str, ...] = ()
    scope_excludes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    data: Mapping[str, Category] = field(default_factory=dict[str, Category])
    purposes: Mapping[str, Purpose] = field(default_factory=dict[str, Purpose])
    recipients: Mapping[str, Recipient] = field(default_factory=dict[str, Recipient])
    retention: Mapping[str, RetentionRule] = field(default_factory=dict[str, RetentionRule])
    rights: Rights = field(default_factory=Rights)
    website: Website = field(default_factory=Website)
    staff: Staff = field(default_factory=Staff)
    authorities: Authorities = field(default_factory=Authorities)
    sharing: Sharing = field(default_factory=Sharing)
    changes: Changes = field(default_factory=Changes)
    automated_decisions: AutomatedDecisions = field(default_factory=AutomatedDecisions)
    customers: Customers = field(default_factory=Customers)
    notice: Notice = field(default_factory=Notice)
    limits: Limits = field(default_factory=Limits)
    technology: Technology = field(default_factory=Technology)
    children: str | None = None  # what is said of children: none-knowingly | consent-of-representative | ...
    security: Mapping[str, str] = field(default_factory=dict[str, str])  # measures in general (Art. 30(1)(g), 32(1))
    breaches: str | None = None
    own_books: Mapping[str, Period] = field(default_factory=dict[str, Period])  # our own registers
    backups: Period | None = None  # the longest any copy lives, as told to people
    suppression_list: str | None = None  # told: we remember what was erased until the last backup is gone
    never: tuple[str, ...] = ()
    never_means: Mapping[str, str] = field(default_factory=dict[str, str])  # a word of ``never`` made precise
    statements: Mapping[str, Fact] = field(default_factory=dict[str, Fact])
    clauses: Mapping[ClauseId, Clause] = field(default_factory=dict[ClauseId, Clause])
    texts: Mapping[str, Text] = field(default_factory=dict[str, Text])
    added: Mapping[FactPath, str] = field(default_factory=dict[FactPath, str])
    todos: tuple[Todo, ...] = ()
    positions: Mapping[FactPath, Position] = field(default_factory=dict[FactPath, Position])
