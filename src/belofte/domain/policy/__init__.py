"""What a company promises: the facts of its policy folder, typed.

A fact stands here once. From it come the sentence (notice), the rule (rights, retention, decision) and the check
(promise). ``None`` means *not stated*: the policy loads, and the linter names the gap. A ``TODO why`` in the folder is
``None`` too and is listed in :attr:`Policy.todos`. Which fact was added to mend a gap stands in :attr:`Policy.added`.

Fact paths are the dotted names of the folder: ``retention.invoice``, ``recipients.aws.only_in``.
"""

from __future__ import annotations

from belofte.domain.policy.agreements import POINTS, Agreement
from belofte.domain.policy.bases import LegalBasis
from belofte.domain.policy.clauses import Clause, Fact, Todo
from belofte.domain.policy.controller import (
    BookYearChange,
    Controller,
    Customers,
    DataProtectionOfficer,
    PrivacyOffice,
    Staff,
    Technology,
)
from belofte.domain.policy.data import CHANNELS, Category, Purpose, RetentionRule, Use
from belofte.domain.policy.impact import ImpactAssessment
from belofte.domain.policy.on_behalf import OnBehalf
from belofte.domain.policy.pages import Changes, Cookie, Limits, Notice, Website
from belofte.domain.policy.recipients import (
    Authorities,
    Recipient,
    RecipientRole,
    Secrecy,
    Sharing,
    SubProcessor,
    Transfer,
)
from belofte.domain.policy.rights import AutomatedDecisions, Rights
from belofte.domain.policy.whole import Policy
from belofte.domain.policy.words import (
    CategoryName,
    ClauseId,
    FactPath,
    Language,
    Period,
    Position,
    SystemKey,
    Text,
    Unit,
)

__all__ = [
    "CHANNELS",
    "POINTS",
    "Agreement",
    "Authorities",
    "AutomatedDecisions",
    "BookYearChange",
    "Category",
    "CategoryName",
    "Changes",
    "Clause",
    "ClauseId",
    "Controller",
    "Cookie",
    "Customers",
    "DataProtectionOfficer",
    "Fact",
    "FactPath",
    "ImpactAssessment",
    "Language",
    "LegalBasis",
    "Limits",
    "Notice",
    "OnBehalf",
    "Period",
    "Policy",
    "Position",
    "PrivacyOffice",
    "Purpose",
    "Recipient",
    "RecipientRole",
    "RetentionRule",
    "Rights",
    "Secrecy",
    "Sharing",
    "Staff",
    "SubProcessor",
    "SystemKey",
    "Technology",
    "Text",
    "Todo",
    "Transfer",
    "Unit",
    "Use",
    "Website",
]
