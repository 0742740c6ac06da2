"""Every rule of the linter with a world in which it must speak and a near one in which it must be silent.

The world is the web shop's complete policy with the facts below changed; a path begins with ``policy`` or ``systems``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.lint.changing import NOTHING

from belofte.domain.expected import Is
from belofte.domain.policy import (
    POINTS,
    Agreement,
    Category,
    Clause,
    ClauseId,
    Cookie,
    FactPath,
    ImpactAssessment,
    LegalBasis,
    OnBehalf,
    Period,
    Purpose,
    Recipient,
    RecipientRole,
    RetentionRule,
    Secrecy,
    SubProcessor,
    Text,
    Transfer,
    Unit,
    Use,
)
from belofte.domain.system_map import Collection, EraseClear, EraseKeep, EraseRow, SystemMap

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """``bad``: facts with which the rule speaks. ``good``: facts close by with which it does not."""

    bad: Facts
    good: Facts = field(default_factory=dict)


P = "policy."
SHOP = "systems.shop.collections."
LAST_YEAR, TOMORROW, LATER = date(2025, 11, 22), date(2026, 11, 23), date(2030, 1, 1)


TEN_YEARS = Period(10, Unit.YEARS)
SHORTER = RetentionRule("oss", ceiling=Period(6, Unit.YEARS), after="book-year-of-settlement")
BEGUN = RetentionRule("account", ceiling=Period(1, Unit.YEARS), after="left", begins="consent-given")
LONGER = RetentionRule("oss", ceiling=Period(10, Unit.YEARS), after="book-year-of-settlement")


def club(agrees: tuple[str, ...]) -> SystemMap:
    """A second system with a row a person: a customer of the shop, or who reads mail under the same address."""
    kinds = {"email": ("email",), "name": ("name",)}
    members = Collection(
        "members", "account", person=True, kinds=kinds, agrees=agrees, erase=EraseRow(), clock={"left": "left_on"}
    )
    return SystemMap("club", "sql", frozenset(), collections={"members": members})


def days(count: int) -> Period:
    return Period(count, Unit.DAYS)


def months(count: int) -> Period:
    return Period(count, Unit.MONTHS)


def clause(name: str, **stated: Any) -> Facts:
    return {f"policy.clauses.{name}": Clause(id=ClauseId(name), **stated)}


GOOGLE = Recipient("google", RecipientRole.PROCESSOR, does=("statistics",), gets=("logs",))
MAIL_MOVED = {"systems.shop.settings": {"erase": "archive"}, "systems.shop.recipient": "mailchimp"}
MAILCHIMP = {"policy.recipients.mailchimp": Recipient("mailchimp", RecipientRole.PROCESSOR, does=("newsletter",))}
BOUND = Secrecy("contract", "documents/x.txt")

IDENTITY = {
    "privacy-office-missing": Case({P + "privacy_office.email": None}, {P + "privacy_office.stand_in": None}),
    "controller-identity-incomplete": Case({P + "controller.kvk": None}, {P + "controller.phone": None}),
    "controller-country-missing": Case({P + "controller.country": None}, {P + "controller.country": "BE"}),
    "dpo-not-stated": Case({P + "dpo": NOTHING}, {P + "dpo.appointed": True, P + "dpo.contact": "x"}),
    "dpo-contact-missing": Case({P + "dpo.appointed": True}, {P + "dpo.appointed": True, P + "dpo.contact": "x"}),
    "dpo-reason-missing": Case({P + "dpo.why_not": None}, {P + "dpo.appointed": True, P + "dpo.why_not": None}),
    "office-named-twice": Case(
        {P + "privacy_office.names": ("Privacy Office", "contact")}, {P + "privacy_office.names": ("Privacy Office",)}
    ),
    "children-not-addressed": Case({P + "children": None}, {P + "children": "consent-of-representative"}),
    "scope-not-delimited": Case({P + "scope_excludes": ()}, {P + "scope_excludes": ("staff",)}),
    "processor-role-hidden": Case(
        {P + "services": ("hosting",), P + "customers.processor_for": None},
        {P + "services": ("hosting",), P + "customers.processor_for": False},
    ),
}

PURPOSES = {
    "legal-basis-missing": Case({P + "purposes.sell.basis": None}, {P + "purposes.sell.basis": LegalBasis.PUBLIC_TASK}),
    "interest-not-named": Case(
        {P + "purposes.guard.basis": None, P + "purposes.guard.interest": None}, {P + "purposes.guard.basis": None}
    ),
    "legal-duty-without-law": Case({P + "purposes.bookkeep.law": None}, {P + "purposes.sell.law": None}),
    "purpose-without-data": Case({P + "purposes.sell.uses": ()}, {P + "purposes.sell.uses": (Use("account"),)}),
    "need-not-stated": Case(
        {P + "purposes.sell.if_not_given": None},
        {P + "purposes.sell.if_not_given": None, P + "purposes.sell.must_give": "free"},
    ),
    "category-contents-missing": Case({P + "data.mailing": Category("mailing")}, {P + "data.mailing.optional": ()}),
    "category-open-ended": Case({P + "data.account.closed": False}, {P + "data.account.closed": True}),
    "category-without-purpose": Case(
        {P + "data.spare": Category("spare", ("cv",), source="subject")},
        {
            P + "data.spare": Category("spare", ("cv",), source="subject"),
            P + "purposes.sell.uses": (Use("account"), Use("basket"), Use("spare")),
        },
    ),
    "collected-without-category": Case(
        {P + "website.collects": ("ip-address", "location")}, {P + "website.collects": ("ip-address", "site-use")}
    ),
    "source-not-stated": Case({P + "data.account.source": None}, {P + "data.logs.source": None}),
    "contact-person-source-missing": Case(
        {P + "customers.organisations": True},
        {P + "customers.organisations": True, P + "customers.contact_persons_from": "their employer"},
    ),
    "special-data-without-exception": Case(
        {P + "data.account.needed": ("name", "health")},
        {P + "data.account.needed": ("name", "health"), P + "data.account.special_basis": "Art. 9(2)(h)"},
    ),
    "automated-decisions-not-stated": Case(
        {P + "automated_decisions.used": True},
        {P + "automated_decisions.used": True, P + "automated_decisions.logic": "payment history"},
    ),
}

RECIPIENTS = {
    "recipient-role-missing": Case(
        {P + "recipients.hosting.role": None}, {P + "recipients.hosting.role": "controller"}
    ),
    "recipient-data-missing": Case(
        {P + "recipients.hosting.gets": ()},
        {P + "recipients.hosting.gets": (), P + "recipients.hosting.sees": "nothing-readable"},
    ),
    "recipient-use-missing": Case({P + "recipients.courier.does": ()}, {P + "recipients.tax-office.does": ()}),
    "mail-systems-unclear": Case(
        {P + "recipients.letterbox.does": ("business-email",), P + "recipients.letterbox.gets": ()},
        {P + "recipients.letterbox.does": ("business-email",)},
    ),
    "recipients-open-ended": Case({P + "recipients.courier.closed": False}, {P + "recipients.courier.closed": True}),
    "supplier-not-recipient": Case({P + "technology.named": ("red-hat",)}, {P + "technology.named": ("mollie",)}),
    "bank-not-named": Case(
        {P + "never": ("online-payment",), P + "recipients.mollie": NOTHING},
        {P + "never": ("online-payment",), P + "recipients.mollie.does": ("banking",)},
    ),
    "transfer-safeguard-missing": Case(
        {P + "recipients.hosting.country": "IN"}, {P + "recipients.hosting.country": "NO"}
    ),
    "transfer-ground-wrong": Case(
        {P + "recipients.helpdesk.country": "IN"},
        {P + "recipients.helpdesk.country": "JP", P + "recipients.helpdesk.transfer": Transfer("adequacy")},
    ),
    "transfer-without-fallback": Case(
        {P + "recipients.helpdesk.transfer.fallback": None},
        {P + "recipients.helpdesk.transfer": Transfer("scc", copy_from="x")},
    ),
    "transfer-copy-missing": Case(
        {P + "recipients.helpdesk.transfer": Transfer("scc")},
        {P + "recipients.helpdesk.transfer": Transfer("scc", copy_from="x")},
    ),
    "transfer-review-due": Case(
        {P + "recipients.helpdesk.transfer.review": LAST_YEAR}, {P + "recipients.helpdesk.transfer.review": TOMORROW}
    ),
    "parent-outside-eea": Case(
        {P + "recipients.hosting.vendor": "aws"},
        {P + "recipients.hosting.vendor": "aws", P + "recipients.hosting.transfer": Transfer("none-needed")},
    ),
    "recipient-country-missing": Case(
        {P + "recipients.bookkeeper.country": None},
        {P + "recipients.bookkeeper.country": None, P + "recipients.bookkeeper.only_in": "eu-west-1"},
    ),
    "sub-processor-country-missing": Case(
        {P + "recipients.helpdesk.sub_processors": (SubProcessor("cloud"),)},
        {P + "recipients.helpdesk.sub_processors": (SubProcessor("cloud", "IE"),)},
    ),
}

AGREEMENTS = {
    "secrecy-missing": Case({P + "recipients.mollie.secrecy": None}, {P + "recipients.tax-office.secrecy": None}),
    "secrecy-document-missing": Case(
        {P + "recipients.courier.secrecy": Secrecy("oath")},
        {
            P + "recipients.courier.secrecy": Secrecy("oath"),
            **clause("X-1", facts=(FactPath("recipients.courier.secrecy"),), document="documents/oath.txt"),
        },
    ),
    "secrecy-expired": Case(
        {P + "recipients.hosting.secrecy.until": LAST_YEAR}, {P + "recipients.hosting.secrecy.until": LATER}
    ),
    "secrecy-dates-odd": Case(
        {P + "recipients.hosting.secrecy.signed": TOMORROW}, {P + "recipients.hosting.secrecy.signed": LAST_YEAR}
    ),
    "processor-agreement-missing": Case(
        {P + "recipients.hosting.agreement": None}, {P + "recipients.courier.agreement": None}
    ),
    "own-use-not-stated": Case({P + "recipients.hosting.own_use": None}, {P + "recipients.courier.own_use": None}),
    "line-not-encrypted": Case(
        {P + "recipients.courier.role": RecipientRole.LINE, P + "recipients.courier.encrypted": False},
        {P + "recipients.courier.role": RecipientRole.LINE, P + "recipients.courier.encrypted": True},
    ),
    "staff-access-unlimited": Case({P + "staff.limits": None}, {P + "staff.limits": None, P + "staff.roles": ()}),
}

WORK = OnBehalf(
    "baker",
    controller="The Baker",
    contact="privacy@baker.example",
    about="computers",
    nature="storing",
    purpose="their office",
    starts=LAST_YEAR,
    subjects=("employees",),
    data=("names",),
    instructions="documents/baker.txt",
    agreement=Agreement("documents/baker.txt", points=dict.fromkeys(POINTS, "art. 1")),
    sub_processors_allowed="none",
)

THIRD_PARTIES = {
    "recipient-purpose-missing": Case(
        {P + "recipients.hosting.purposes": ()}, {P + "recipients.tax-office.purposes": ()}
    ),
    "recipient-gets-more": Case(
        {P + "recipients.letterbox.gets": ("mailing", "bill")}, {P + "recipients.letterbox.purposes": ()}
    ),
    "disclosure-basis-missing": Case({P + "recipients.mollie.basis": None}, {P + "recipients.hosting.basis": None}),
    "agreement-points-missing": Case(
        {P + "recipients.hosting.agreement.points": {"a": "art. 2"}}, {P + "recipients.courier.agreement": None}
    ),
    "agreement-expired": Case(
        {P + "recipients.hosting.agreement.until": LAST_YEAR}, {P + "recipients.hosting.agreement.until": LATER}
    ),
    "agreement-review-due": Case(
        {P + "recipients.hosting.agreement.review": LAST_YEAR}, {P + "recipients.hosting.agreement.review": TOMORROW}
    ),
    "sub-processor-outside-eea": Case(
        {P + "recipients.hosting.sub_processors": (SubProcessor("far", "US"),)},
        {P + "recipients.helpdesk.sub_processors": (SubProcessor("far", "US"),)},
    ),
    "flow-beyond-recipient": Case(
        {"systems.shop.flows": {"webhooks": {"hook.example": "letterbox"}}},
        {"systems.shop.flows": {"webhooks": {"hook.example": "hosting", "ours.example": "own"}}},
    ),
    "on-behalf-missing": Case(
        {P + "customers.processor_for": True}, {P + "customers.processor_for": True, "on_behalf": {"baker": WORK}}
    ),
    "on-behalf-incomplete": Case(
        {"on_behalf": {"baker": OnBehalf("baker", controller="The Baker")}}, {"on_behalf": {"baker": WORK}}
    ),
    "on-behalf-expired": Case(
        {"on_behalf": {"baker": replace(WORK, until=LAST_YEAR)}}, {"on_behalf": {"baker": replace(WORK, until=LATER)}}
    ),
}

RECORD = {
    "subjects-not-stated": Case({P + "data.account.subjects": ()}, {P + "data.account.subjects": ("customers",)}),
    "security-not-described": Case({P + "security": {}}, {P + "security": {"access": "by role"}}),
    "dpia-undecided": Case(
        {P + "purposes.sell.dpia": None}, {P + "purposes.sell.dpia": ImpactAssessment(False, why="few people")}
    ),
    "dpia-without-reason": Case(
        {P + "purposes.sell.dpia": ImpactAssessment(False)},
        {P + "purposes.sell.dpia": ImpactAssessment(False, because=("large-scale",))},
    ),
    "dpia-needed-by-criteria": Case(
        {P + "purposes.sell.dpia": ImpactAssessment(False, because=("cameras",), why="we think not")},
        {P + "purposes.sell.dpia": ImpactAssessment(False, because=("large-scale", "matching"), why="only names")},
    ),
    "dpia-not-made": Case(
        {P + "purposes.sell.dpia": ImpactAssessment(True, because=("cameras",))},
        {P + "purposes.sell.dpia": ImpactAssessment(True, ("cameras",), document="documents/d.txt", done=LAST_YEAR)},
    ),
    "dpia-review-due": Case(
        {P + "purposes.sell.dpia": ImpactAssessment(False, why="few people", review=LAST_YEAR)},
        {P + "purposes.sell.dpia": ImpactAssessment(False, why="few people", review=TOMORROW)},
    ),
}

VENDORS = {
    "vendor-does-not-record": Case(
        {P + "recipients.statistics.records": ("ip-address",)},
        {P + "recipients.statistics.records": ("ip-address",), P + "recipients.statistics.vendor": None},
    ),
    "vendor-sets-cookies": Case(
        {P + "recipients.google": GOOGLE, P + "website.cookies": ()},
        {P + "recipients.google": GOOGLE},
    ),
    "vendor-use-mismatch": Case(
        {P + "recipients.mollie.does": ("bookkeeping",)}, {P + "recipients.mollie.does": ("payment", "fraud-checks")}
    ),
    "technology-called-wrongly": Case(
        {P + "technology.named": ("aws",), P + "technology.called": "open-source"},
        {P + "technology.named": ("aws",), P + "technology.called": "mixed"},
    ),
    "mail-tracking-not-told": Case(
        MAILCHIMP, {P + "recipients.mailchimp": Recipient("mailchimp", does=("newsletter",), tracking="off")}
    ),
    "retention-can-restart": Case(
        {P + "recipients.google": GOOGLE},
        {P + "recipients.google": GOOGLE, P + "retention.logs.reset_by_activity": False},
    ),
    "reports-outlive-term": Case(
        {P + "recipients.google": GOOGLE},
        {P + "recipients.google": GOOGLE, P + "retention.logs.covers": ("aggregates",)},
    ),
}

RETENTION = {
    "own-book-without-term": Case(
        {P + "own_books": {"members": Period(2, Unit.YEARS), "breaches": Period(5, Unit.YEARS)}},
        {P + "own_books": {"members": Period(1, Unit.DAYS), "disclosures": TEN_YEARS, "breaches": TEN_YEARS}},
    ),
    "own-data-without-term": Case(
        {P + "data.permits.needed": ("email",)},
        {P + "data.permits.needed": ("email",), P + "data.cases.optional": ("consent-record",)},
    ),
    "retention-missing": Case(
        {P + "retention.bill": RetentionRule("bill", applicable_term=True)},
        {P + "retention.bill.floor": None},
    ),
    "retention-start-missing": Case(
        {P + "retention.logs.after": None}, {P + "retention.logs": RetentionRule("logs", until="left")}
    ),
    "retention-floor-over-ceiling": Case(
        {P + "retention.bill.ceiling": months(83)}, {P + "retention.bill.ceiling": months(84)}
    ),
    "retention-floor-without-law": Case({P + "retention.bill.law": None}, {P + "retention.logs.law": None}),
    "retention-shorter-than-statute": Case(
        {P + "retention.bill.floor": months(83)}, {P + "retention.bill.floor": months(85)}
    ),
    "retention-starts-before-statute": Case(
        {P + "retention.bill.after": "collected"}, {P + "retention.bill.after": "book-year-of-payment"}
    ),
    "retention-tag-changes-nothing": Case(
        {P + "retention.bill.tagged": {"oss": SHORTER}}, {P + "retention.bill.tagged": {"oss": LONGER}}
    ),
    "retention-tag-not-mapped": Case({P + "retention.bill.tagged": {"new": LONGER}}, {P + "retention.bill.tagged": {}}),
    "retention-purpose-unknown": Case(
        {P + "retention.account.by_purpose": {"gardening": LONGER}}, {P + "retention.account.by_purpose": {}}
    ),
    "retention-purpose-without-term": Case(
        {P + "retention.bill.by_purpose": {"gardening": LONGER}}, {P + "retention.bill.by_purpose": {}}
    ),
    "retention-before-any-purpose": Case(
        {P + "retention.account": RetentionRule("account", by_purpose={"gardening": BEGUN})},
        {P + "retention.account.by_purpose": {"gardening": BEGUN}},
    ),
    "retention-law-without-floor": Case({P + "retention.bill.floor": None}, {P + "retention.logs.law": None}),
    "retention-end-unclear": Case({P + "retention.logs.then": None}, {P + "retention.logs.then": "anonymise"}),
    "retention-end-not-erasure": Case({P + "retention.logs.then": "hash"}, {P + "retention.logs.then": "anonymise"}),
    "kept-after-leaving": Case(
        {
            P + "rights.leaving": "counts-as-erasure",
            P + "retention.account.staff_access": "ends-at-once",
            P + "retention.account.then": None,
        },
        {P + "rights.leaving": "counts-as-erasure", P + "retention.account.staff_access": "ends-at-once"},
    ),
    "backups-not-told": Case({P + "backups": None}, {P + "backups": days(60)}),
    "backups-longer-than-told": Case({P + "backups": days(29)}, {P + "backups": days(30)}),
}

RIGHTS = {
    "right-not-described": Case(
        {P + "rights.described": ("access", "rectification", "erasure", "restriction", "portability")},
        {P + "rights.described": ("access", "rectification", "erasure", "restriction", "portability", "objection")},
    ),
    "withdrawal-not-described": Case(
        {P + "rights.withdrawal": None},
        {
            P + "rights.withdrawal": None,
            P + "purposes.inspire": Purpose("inspire", (Use("mailing"),), LegalBasis.CONTRACT),
        },
    ),
    "objection-incomplete": Case(
        {P + "rights.objection_answer_within": None}, {P + "rights.objection_answer_within": days(7)}
    ),
    "complaint-not-told": Case({P + "rights.complaint": None}, {P + "rights.complaint_url": None}),
    "court-not-told": Case({P + "rights.court": None}, {P + "rights.court": True}),
    "extension-not-told": Case({P + "rights.free": None}, {P + "rights.free": False}),
    "answer-later-than-law": Case({P + "rights.answer_within": days(29)}, {P + "rights.answer_within": days(28)}),
    "restriction-lifting-not-told": Case(
        {P + "rights.restriction_told_before_lifting": None},
        {P + "rights.restriction_told_before_lifting": None, P + "rights.described": ("access",)},
    ),
    "portability-penalised": Case(
        {P + "rights.portability_ends_service": True}, {P + "rights.portability_ends_service": None}
    ),
    "portability-direct-missing": Case(
        {P + "rights.portability_direct": None}, {P + "rights.portability_direct": False}
    ),
}

CONSENT = {
    "cookies-not-described": Case(
        {P + "website.cookie_facts": {"basket": Cookie("basket", "measure", days(7))}},
        {P + "website.cookie_facts": {"basket": Cookie("basket", "sell", days(9))}},
    ),
    "statistics-without-consent": Case(
        {P + "recipients.google": GOOGLE}, {P + "recipients.statistics.records": ("browser",)}
    ),
    "consent-bundled": Case(
        {P + "purposes.post": Purpose("post", (Use("mailing"),), LegalBasis.CONSENT, ask="inspire")},
        {P + "purposes.post": Purpose("post", (Use("mailing"),), LegalBasis.CONSENT, ask="post")},
    ),
    "needed-unexplained": Case(
        {P + "data.mailing.needed": ("email", "date-of-birth")},
        {P + "data.mailing.needed": ("email", "date-of-birth"), P + "data.mailing.why_needed": "a card on that day"},
    ),
    "consent-not-asked": Case({P + "purposes.inspire.ask": None}, {P + "purposes.guard.ask": None}),
    "consent-records-not-held": Case(
        {P + "data.permits.needed": ("email",)},
        {P + "data.permits.needed": ("email",), P + "data.cases.optional": ("consent-record",)},
    ),
    "asked-but-not-consent": Case({P + "purposes.sell.ask": "sell"}, {P + "purposes.inspire.ask": "other"}),
    "unsubscribe-not-told": Case(
        {P + "website.unsubscribe_link": None},
        {P + "website.unsubscribe_link": None, P + "purposes.inspire.direct_marketing": False, P + "recipients": {}},
    ),
    "channels-not-named": Case(
        {P + "purposes.inspire.channels": ()},
        {P + "purposes.inspire.channels": (), P + "purposes.inspire.direct_marketing": False, P + "recipients": {}},
    ),
    "collected-lists-differ": Case(
        {P + "website.collects": ("browser",)}, {P + "recipients.statistics.records": ("browser",)}
    ),
    "recorded-kinds-missing": Case(
        {P + "recipients.statistics.records": ()},
        {P + "recipients.statistics.records": (), P + "recipients.statistics.does": ("support",)},
    ),
}

CONTRADICTIONS = {
    "processor-own-use": Case(
        {P + "recipients.hosting.own_use": "reserved"}, {P + "recipients.courier.own_use": "reserved"}
    ),
    "sharing-contradiction": Case(
        {P + "never": ("commercial-sharing",), P + "recipients.courier.shares_on": True},
        {P + "recipients.courier.shares_on": True},
    ),
    "all-bound-contradiction": Case(
        {P + "sharing.all_bound_to_secrecy": True, P + "recipients.courier.secrecy": None},
        {P + "sharing.all_bound_to_secrecy": True},
    ),
    "purpose-tie-contradiction": Case(
        {P + "purposes.guard.tied_to_order": True}, {P + "purposes.sell.tied_to_order": True}
    ),
    "metadata-called-not-personal": Case(
        {P + "recipients.courier.metadata": "not-personal"},
        {
            P + "recipients.courier.metadata": "not-personal",
            P + "data.logs.needed": ("browser",),
            P + "website.collects": ("browser",),
        },
    ),
    "never-but-declared": Case({P + "never": ("online-payment",)}, {P + "never": ("commercial-sharing",)}),
    "never-word-unclear": Case({P + "never_means": {}}, {P + "never_means": {}, P + "recipients.courier": NOTHING}),
    "clauses-contradict": Case(
        clause("X-1", facts=(FactPath("never"),), contradicts=(ClauseId("WS-01"),)),
        clause("X-1", facts=(FactPath("never"),), contradicts=(ClauseId("WS-01"),), decide="WS-01 goes"),
    ),
    "clause-without-fact": Case(clause("X-1"), clause("X-1", not_checkable="a stance")),
    "right-denied-by-retention": Case(
        {P + "retention.mailing.until": "left"},
        {P + "retention.mailing": RetentionRule("mailing", ceiling=days(9), after="left", then="erase")},
    ),
}

SETTINGS = {
    "identity-copy-demanded": Case({P + "rights.identify_by": "id-copy"}, {P + "rights.identify_by": "sign-in"}),
    "identification-method-missing": Case(
        {P + "rights.identify_by": None}, {P + "rights.identify_by": None, P + "rights.elsewhere": None}
    ),
    "copies-unsecured": Case(
        {P + "rights.copies_secured": "plain-mail"}, {P + "rights.copies_secured": "encrypted-mail"}
    ),
    "copies-go-anywhere": Case({P + "rights.copies_go_to": None}, {P + "rights.elsewhere": "never"}),
    "encryption-unclear": Case({P + "website.encryption": "ssl"}, {P + "website.encryption": "https"}),
    "leaving-erases-unwarned": Case(
        {P + "rights.leaving": "counts-as-erasure"},
        {P + "rights.leaving": "counts-as-erasure", P + "rights.leaving_copy_first": True},
    ),
    "register-incomplete": Case(
        {P + "rights.register_term": None},
        {P + "rights.register_term": None, P + "rights.register": None, P + "rights.register_erasures": None},
    ),
    "case-term-missing": Case({P + "rights.case_term": None}, {P + "rights.case_term": days(60)}),
    "register-not-anonymous": Case({P + "rights.register_erasures": "hashed"}, {P + "rights.register_erasures": None}),
    "download-outlives-case": Case({P + "rights.download_for": months(2)}, {P + "rights.download_for": days(42)}),
    "pause-outlives-answer": Case({P + "rights.pause": months(1)}, {P + "rights.pause": days(21)}),
    "suppression-not-told": Case({P + "suppression_list": None}, {P + "suppression_list": None, P + "backups": None}),
}

VALIDITY = {
    "in-force-missing": Case({P + "in_force": None}, {P + "in_force": LATER}),
    "version-missing": Case({P + "changes.archive": None}, {P + "changes.reserved": None}),
    "version-gap": Case({P + "ends_earlier_at": "publication"}, {P + "ends_earlier_at": None}),
    "one-language": Case({P + "languages": ("nl",)}, {P + "languages": ("nl", "en")}),
    "text-untranslated": Case(
        {P + "texts": {"WS-01": Text({"nl": "Wij zijn het."})}},
        {P + "texts": {"WS-01": Text({"nl": "Wij.", "en": "We."}), "breaches": Text({"nl": "wij melden het"})}},
    ),
    "letter-place-unknown": Case(
        {P + "texts": {"letter.stopped": Text({"nl": "Dag {naam.__class__}.", "en": "Bye {controller}."})}},
        {P + "texts": {"letter.stopped": Text({"nl": "Dag van {controller}.", "en": "Bye from {controller}."})}},
    ),
    "letter-lacks-facts": Case(
        {P + "texts": {"letter.refused": Text({"nl": "Nee: {ground}.", "en": "No: {ground}. {remedies}"})}},
        {
            P + "texts": {
                "letter.refused": Text({"nl": "Nee: {ground}.\n\n{remedies}", "en": "No: {ground}. {remedies}"})
            }
        },
    ),
    "change-notice-incomplete": Case({P + "changes.fallback": None}, {P + "changes.told_by": "post"}),
    "breaches-not-told": Case({P + "breaches": None}, {P + "breaches": "we tell you"}),
    "authorities-ground-missing": Case(
        {P + "authorities.when": None, P + "recipients.tax-office.only_if": None}, {P + "authorities.when": None}
    ),
}

MAP = {
    "collection-without-category": Case(
        {SHOP + "orders.category": None}, {SHOP + "orders.category": None, SHOP + "orders.kinds": {}}
    ),
    "category-undeclared": Case({SHOP + "orders.category": "unheard"}, {SHOP + "orders.category": "basket"}),
    "kind-outside-category": Case(
        {SHOP + "orders.kinds": {"bsn": ("bsn",)}}, {SHOP + "orders.kinds": {"order-lines": ("lines",)}}
    ),
    "recipient-category-undeclared": Case(
        {"systems.shop.recipient": "bookkeeper"},
        {"systems.shop.recipient": "bookkeeper", P + "recipients.bookkeeper.gets": ("anything",)},
    ),
    "collection-not-findable": Case({SHOP + "orders.of": (), SHOP + "orders.kinds": {}}, {}),
    "people-not-told-apart": Case(
        {"systems.club": club(())},
        {"systems.club": club(("name",))},
    ),
    "clock-missing": Case({SHOP + "orders.clock": {}}, {SHOP + "orders.clock": {"ordered": "customers.since"}}),
    "customer-not-named": Case(
        {SHOP + "hosted": Collection("hosted", None, controller=False)},
        {SHOP + "hosted": Collection("hosted", None, controller=False, customer="the customer in row")},
    ),
    "kept-row-loses-field": Case(
        {
            SHOP + "invoices.keeps": ("customers.full_name",),
            SHOP + "customers.erase": EraseClear({"full_name": None}),
        },
        {SHOP + "invoices.keeps": ("customers.full_name",), SHOP + "customers.erase": EraseClear({"email": None})},
    ),
    "cleared-with-constant": Case(
        {SHOP + "customers.erase": EraseClear({"email": "gone@invalid"})},
        {SHOP + "customers.erase": EraseClear({"email": "gone-{random}@invalid"})},
    ),
    "clear-leaves-identifier": Case(
        {SHOP + "invoices.erase": EraseClear({"number": None, "bill_name": "{hash}", "bill_address": None})},
        {SHOP + "invoices.erase": EraseClear({"number": None, "bill_name": None, "bill_address": None})},
    ),
    "kept-on-unknown-ground": Case(
        {SHOP + "orders.erase": EraseKeep("stock")}, {SHOP + "invoices.erase": EraseKeep("AWR art. 52(4)")}
    ),
    "erase-not-decided": Case({SHOP + "orders.erase": None}, {SHOP + "orders.erase": EraseRow()}),
    "archive-called-erasure": Case(
        {**MAILCHIMP, **MAIL_MOVED}, {**MAILCHIMP, **MAIL_MOVED, "systems.shop.settings": {"erase": "permanently"}}
    ),
}

EXPECTATIONS = {
    "expectation-without-clause": Case(
        {"systems.shop.expect": {"audit-log": Is((True,))}},
        {
            "systems.shop.expect": {"audit-log": Is((True,))},
            **clause("X-9", facts=(FactPath("in_force"),), parameters={"settings": ("audit-log",)}),
        },
    ),
}

CASES: Mapping[str, Case] = {
    **IDENTITY,
    **PURPOSES,
    **RECIPIENTS,
    **AGREEMENTS,
    **THIRD_PARTIES,
    **RECORD,
    **VENDORS,
    **RETENTION,
    **RIGHTS,
    **CONSENT,
    **CONTRADICTIONS,
    **SETTINGS,
    **VALIDITY,
    **MAP,
    **EXPECTATIONS,
}
