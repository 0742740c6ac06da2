"""Small worlds for the checks: for every kind of promise one where it is kept, one where it is broken, one where it
cannot be seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from belofte.checks.shape import (
    ActLine,
    Attestation,
    Case,
    Contents,
    CopyLine,
    Document,
    EndedRecipient,
    HeldRecords,
    Records,
    Returned,
    SharedMailbox,
    Version,
)
from belofte.domain.contact import Fault
from belofte.domain.country import Countries
from belofte.domain.disclosure import Approval, Disclosure, HandedLine
from belofte.domain.disclosure_scope import Scope
from belofte.domain.expected import AtLeast, ByKey, Is, Nothing
from belofte.domain.late_reads import LogSeen
from belofte.domain.notice import notice
from belofte.domain.notice.shown import PageMarks
from belofte.domain.observing import PastTerm, WithoutStart, name_of
from belofte.domain.policy import (
    Agreement,
    Authorities,
    Category,
    Clause,
    ClauseId,
    Controller,
    Customers,
    FactPath,
    LegalBasis,
    Notice,
    OnBehalf,
    Period,
    Policy,
    PrivacyOffice,
    Purpose,
    Recipient,
    RecipientRole,
    RetentionRule,
    Rights,
    Secrecy,
    Technology,
    Transfer,
    Unit,
    Use,
)
from belofte.domain.promise import Observation, Reach
from belofte.domain.register import RegisterRow
from belofte.domain.request import Request, RequestState
from belofte.domain.staff import Finding, SystemAccess, WallSeen, Wrong
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.domain.use import ShipmentCount, UseCount
from belofte.domain.uses_seen import UsesSeen
from belofte.loading.countries import load_countries
from belofte.loading.rest_files import rest_connector

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
COUNTRIES: Countries = load_countries()
LONG_AGO = NOW - timedelta(days=40)

POLICY = Policy(
    controller=Controller(name="Voorbeeld B.V.", country="NL"),
    privacy_office=PrivacyOffice(email="privacy@shop.example", address="Postbus 1, 1234 AB Ons Dorp"),
    languages=("nl", "en"),
    in_force=date(2026, 1, 1),
    data={"visit": Category("visit", needed=("ip-address",))},
    retention={"visit": RetentionRule("visit", ceiling=Period(14, Unit.MONTHS), after="collected", then="erase")},
    rights=Rights(
        described=("access", "complaint"),
        answer_within=Period(30, Unit.DAYS),
        complaint=True,
        requests_to="privacy-contact",
    ),
    recipients={
        "host": Recipient(
            "host", role=RecipientRole.PROCESSOR, gets=("visit",), secrecy=Secrecy("contract", "documents/host.txt")
        )
    },
    technology=Technology(named=("host",)),
    notice=Notice(describes=("data", "rights"), sections=("retention",)),
)
SHOP = SystemMap(
    "shop",
    "sql",
    frozenset({Verb.OBSERVE}),
    recipient="host",
    collections={"page_views": Collection("page_views", "visit", clock={"collected": "at"})},
)
REQUEST = Request(
    id="case-1",
    right="access",
    channel="web",
    received_at=NOW - timedelta(days=20),
    registered_at=NOW - timedelta(days=20),
    language="nl",
    policy_version=1,
    state=RequestState.ANSWERED,
    identified_by="email",
    promise_due=TODAY + timedelta(days=10),
    law_due=TODAY + timedelta(days=11),
    due=TODAY + timedelta(days=10),
    answered_at=NOW - timedelta(days=1),
    delivered_at=NOW - timedelta(days=1),
)
CONTENTS = Contents(3, readable=True)
CASE = Case(
    REQUEST,
    searched=frozenset({"shop"}),
    copies=(CopyLine(3, 3),),
    contents=CONTENTS,
    acts=(ActLine("shop", "page_views", 0),),
)
ROW = RegisterRow("2026-11", "reg-1", "2026-10", "erasure", "done", True, True, 3, 1, 1, 1)
VERSION = Version(1, datetime(2025, 12, 1, tzinfo=UTC), date(2026, 1, 1))
HOST_PAPER = Document("documents/host.txt", "ab" * 32, date(2025, 1, 1), date(2027, 1, 1))

FORCED: Policy = replace(POLICY, authorities=Authorities("forced-by-law", ("tax", "criminal")))
HANDED = Disclosure(
    id="disclosure-1",
    authority="tax-office",
    article="AWR 53",
    ground="tax",
    channel="letter",
    received_on=TODAY,
    received_by="P. de Boer",
    scope=Scope(categories=("visit",)),
    digest="ab" * 32,
    plan="p-1",
    approvals=(Approval("P. de Boer", TODAY, "p-1"), Approval("K. Mol", TODAY, "p-1")),
    handed_on=TODAY,
    handed_by="P. de Boer",
    handed=(HandedLine("shop", "page_views", "visit", 3, 3, 3),),
    contents="cd" * 32,
)


NO_CLAUSE = Clause(ClauseId("X-1"))


@dataclass(frozen=True)
class World:
    """A policy, what was seen, and the books."""

    policy: Policy = POLICY
    seen: Sequence[Observation] = ()
    records: Records = field(default_factory=lambda: books())
    clause: Clause = NO_CLAUSE


def books(policy: Policy = POLICY, **changed: Any) -> Records:
    """The books of a company that did everything right."""
    whole: dict[str, Any] = {
        "today": TODAY,
        "cases": (CASE,),
        "register": (ROW,),
        "closed": 1,
        "versions": (VERSION,),
        "notices": {language: notice(policy, language, COUNTRIES) for language in policy.languages},
        "documents": {HOST_PAPER.path: HOST_PAPER},
        "systems": {"shop": SHOP},
    }
    return Records(**{**whole, **changed})


def saw(name: str, value: str | int | bool | None, *, at: datetime = NOW, system: str = "shop") -> Observation:
    """Something that was seen."""
    return Observation(system, name, value, Reach.SEEN, at)


def missed(name: str, system: str = "shop") -> Observation:
    """Something that could not be looked at."""
    return Observation(system, name, None, Reach.UNREACHABLE, NOW, "the database does not answer")


PAST = name_of(PastTerm("page_views", "collected", date(2025, 9, 21)))
NO_START = name_of(WithoutStart("page_views", "collected"))
LINK = "link/https://autoriteitpersoonsgegevens.nl"


def about(*facts: str, **stated: Any) -> Clause:
    """A clause on these facts."""
    return Clause(ClauseId("X-1"), facts=tuple(FactPath(fact) for fact in facts), **stated)


def case(**changed: Any) -> Case:
    """The case with a changed request."""
    return replace(CASE, request=replace(REQUEST, **changed))


SAMPLED = replace(POLICY, rights=replace(POLICY.rights, sample_mailboxes=True))


def told(policy: Policy, fact: str, **changed: Any) -> World:
    return World(policy, records=books(policy, **changed), clause=about(fact))


def forgotten_in_the_shop(again: int) -> dict[str, Any]:
    """Somebody was erased in the shop; an hour ago so many of their records were there again."""
    return {
        "remembered": frozenset({"shop"}),
        "returned": (Returned("shop", NOW - timedelta(hours=1), again),),
    }


def silent(fact: str) -> World:
    """A company whose notice was made before the fact was written down."""
    return World(records=books(Policy(languages=("nl",))), clause=about(fact))


def without_paper(document: Document | None) -> World:
    documents = {HOST_PAPER.path: document} if document else {}
    return World(records=books(documents=documents), clause=about("recipients.host.secrecy"))


def looked_into(fact: str, contents: Contents | None) -> World:
    """A company whose one copy shows this."""
    return World(records=books(cases=(replace(CASE, contents=contents),)), clause=about(fact))


def bonds(policy: Policy, **changed: Any) -> World:
    return World(policy, records=books(policy, **changed), clause=about("sharing.all_bound_to_secrecy"))


UNBOUND = replace(POLICY, recipients={**POLICY.recipients, "bank": Recipient("bank", gets=("visit",))})
NO_CONTACT = replace(POLICY, privacy_office=PrivacyOffice(email="privacy@shop.example"))
EMPTY_HEADING = replace(POLICY, notice=Notice(describes=("data", "children")))
OTHER_LINK = replace(POLICY, rights=replace(POLICY.rights, complaint_url="http://authority.example"))
NAMED = replace(POLICY, technology=Technology(named=("host", "other")))
LATE = TODAY - timedelta(days=1)

EXPECTING = replace(
    SHOP,
    collections={},
    expect={
        "crypto-policy": Is(("FUTURE", "FIPS")),
        "certificate": ByKey({"trusted": Is((True,)), "days_left": AtLeast(14)}),
        "plain-protocols": Nothing(),
    },
)
"""A system of which three settings must be so."""
CERTIFICATES = '{"mail:smtp":{"days_left":80,"trusted":true},"www:https":{"days_left":15,"trusted":true}}'
AS_EXPECTED = {"setting/crypto-policy": "future", "setting/certificate": CERTIFICATES, "setting/plain-protocols": "[]"}


def expecting(**seen: str | int | bool | None) -> World:
    """What was seen of the settings: as expected, save for those that are named; None: could not be looked at."""
    values = {**AS_EXPECTED, **{f"setting/{name.replace('_', '-')}": value for name, value in seen.items()}}
    observed = [missed(name) if value is None else saw(name, value) for name, value in values.items()]
    return World(seen=observed, records=books(systems={"shop": EXPECTING}), clause=about("systems.shop.expect"))


Triple = tuple[World, World, World]
WORLDS: dict[str, Callable[[], Triple]] = {
    "in-the-notice": lambda: (
        told(POLICY, "controller.name"),
        silent("controller.name"),
        told(POLICY, "controller.name", notices={}),
    ),
    "announced-parts": lambda: (
        told(POLICY, "notice.describes"),
        told(EMPTY_HEADING, "notice.describes"),
        told(replace(POLICY, notice=Notice(describes=("something-odd",))), "notice.describes"),
    ),
    "contact-at-end": lambda: (
        told(POLICY, "privacy_office"),
        told(NO_CONTACT, "privacy_office"),
        told(POLICY, "privacy_office", notices={}),
    ),
    "authority-link": lambda: (
        World(seen=[saw(LINK, True, system="web")], clause=about("rights.complaint_url")),
        told(OTHER_LINK, "rights.complaint_url"),
        World(clause=about("rights.complaint_url")),
    ),
    "version-in-force": lambda: (
        told(POLICY, "in_force"),
        told(POLICY, "in_force", versions=(VERSION, replace(VERSION, number=2))),
        told(POLICY, "in_force", versions=()),
    ),
    "one-valid-version": lambda: (
        told(POLICY, "ends_earlier_at", versions=(VERSION, Version(2, NOW, date(2027, 1, 1)))),
        told(POLICY, "ends_earlier_at", versions=(Version(1, NOW, date(2027, 1, 1)),)),
        told(POLICY, "ends_earlier_at", versions=()),
    ),
    "retention-term": lambda: (
        World(seen=[saw(PAST, 0), saw(NO_START, 2)], clause=about("retention.visit")),
        World(seen=[saw(PAST, 41)], clause=about("retention.visit")),
        World(seen=[missed(PAST)], clause=about("retention.visit")),
    ),
    "answer-in-time": lambda: (
        told(POLICY, "rights.answer_within"),
        told(POLICY, "rights.answer_within", cases=(case(answered_at=None, promise_due=LATE),)),
        told(POLICY, "rights.answer_within", cases=(), register=()),
    ),
    "register-complete": lambda: (
        told(POLICY, "rights.register.kept"),
        told(POLICY, "rights.register.kept", closed=2),
        told(POLICY, "rights.register.kept", closed=None),
    ),
    "recipient-ended": lambda: (
        told(POLICY, "recipients.host.ends", ended=(EndedRecipient("host", True, LONG_AGO),)),
        told(POLICY, "recipients.host.ends", ended=(EndedRecipient("host", False, LONG_AGO),)),
        told(POLICY, "recipients.host.ends", ended=(EndedRecipient("host", False, NOW + timedelta(days=1)),)),
    ),
    "disclosures-complete": lambda: (
        told(FORCED, "authorities.grounds", disclosures=(HANDED,)),
        told(FORCED, "authorities.grounds", disclosures=(replace(HANDED, digest=""),)),
        told(FORCED, "authorities.grounds"),
    ),
    "disclosures-forced": lambda: (
        told(FORCED, "authorities.when", disclosures=(HANDED,), held=(HeldRecords("hold-1", 3),)),
        told(FORCED, "authorities.when", disclosures=(HANDED,), held=(HeldRecords("hold-1", 2, 1),)),
        told(FORCED, "authorities.when", held=(HeldRecords("hold-1", 0, 0, ("shop",)),)),
    ),
    "mailboxes-sampled": lambda: (
        told(SAMPLED, "rights.sample_mailboxes", mailboxes=(SharedMailbox("support", NOW - timedelta(hours=1)),)),
        told(SAMPLED, "rights.sample_mailboxes", mailboxes=(SharedMailbox("support", LONG_AGO),)),
        told(SAMPLED, "rights.sample_mailboxes", mailboxes=(SharedMailbox("support", LONG_AGO, "away"),)),
    ),
    "stays-forgotten": lambda: (
        told(POLICY, "suppression_list", **forgotten_in_the_shop(again=0)),
        told(POLICY, "suppression_list", **forgotten_in_the_shop(again=3)),
        told(POLICY, "suppression_list", remembered=frozenset({"shop"}), returned=()),
    ),
    "register-anonymous": lambda: (
        told(POLICY, "rights.register.erasures"),
        told(POLICY, "rights.register.erasures", register=(replace(ROW, id=REQUEST.id),)),
        told(POLICY, "rights.register.erasures", register=()),
    ),
    "known-address": lambda: (
        told(POLICY, "rights.copies_go_to"),
        told(POLICY, "rights.copies_go_to", cases=(case(identified_by=None),)),
        told(POLICY, "rights.copies_go_to", cases=()),
    ),
    "complete-copies": lambda: (
        told(POLICY, "rights.access_gives.all-data"),
        told(POLICY, "rights.access_gives.all-data", cases=(replace(CASE, copies=(CopyLine(3, 2),)),)),
        told(POLICY, "rights.portability.scope"),
    ),
    "copies-with-category": lambda: (
        told(POLICY, "rights.access_gives.categories"),
        looked_into("rights.access_gives.categories", replace(CONTENTS, uncategorised=1)),
        looked_into("rights.access_gives.categories", None),
    ),
    "copies-with-processors": lambda: (
        told(POLICY, "rights.access_gives.processors"),
        looked_into("rights.access_gives.processors", replace(CONTENTS, wrong_processors=1)),
        told(POLICY, "rights.access_gives.processors", systems={"shop": replace(SHOP, recipient=None)}),
    ),
    "copies-machine-readable": lambda: (
        told(POLICY, "rights.copies_are"),
        looked_into("rights.copies_are", replace(CONTENTS, readable=False)),
        looked_into("rights.copies_are", None),
    ),
    "erasure-read-back": lambda: (
        told(POLICY, "rights.described.erasure"),
        told(POLICY, "rights.described.erasure", cases=(replace(CASE, acts=(ActLine("shop", "page_views", 1),)),)),
        told(POLICY, "rights.described.erasure", cases=(replace(CASE, acts=(ActLine("shop", "page_views", None),)),)),
    ),
    "searched-everywhere": lambda: (
        told(POLICY, "rights.reach"),
        told(POLICY, "rights.reach", cases=(replace(CASE, searched=frozenset()),)),
        told(POLICY, "rights.reach", cases=(replace(CASE, searched=frozenset(), blind=frozenset({"shop"})),)),
    ),
    "document": lambda: (
        World(clause=about("recipients.host.secrecy")),
        without_paper(replace(HOST_PAPER, until=LATE)),
        without_paper(None),
    ),
    "all-bound-to-secrecy": lambda: (bonds(POLICY), bonds(UNBOUND), bonds(POLICY, documents={})),
    "everything-declared": lambda: (
        World(seen=[saw("undeclared", 0)], clause=about("limits.data")),
        World(seen=[saw("undeclared", 1)], clause=about("limits.data")),
        World(seen=[saw("undeclared", 0, at=LONG_AGO)], clause=about("limits.data")),
    ),
    "named-suppliers": lambda: (
        told(POLICY, "technology.named"),
        told(NAMED, "technology.named"),
        told(replace(POLICY, technology=Technology()), "technology.named"),
    ),
}
SENDING = replace(
    SHOP,
    kind="aws",
    flows={"shared-with": {"123456789012": "host"}, "replication": {}, "api-keys": {"belofte": "own"}},
)
"""A system that shows what leaves it: one account it is shared with, one key of our own."""
AS_DECLARED = {
    "setting/shared-with": '{"s3:copies":["123456789012"]}',
    "setting/replication": "{}",
    "setting/api-keys": '{"belofte":40}',
}


def sending(**seen: str | None) -> World:
    """What was seen to leave: as declared, save for those that are named; None: could not be looked at."""
    values = {**AS_DECLARED, **{f"setting/{name.replace('_', '-')}": value for name, value in seen.items()}}
    observed = [missed(name) if value is None else saw(name, value) for name, value in values.items()]
    return World(seen=observed, records=books(systems={"shop": SENDING}), clause=about("sharing.only_for"))


def crossing(transfer: Transfer | None) -> World:
    host = replace(POLICY.recipients["host"], country="US", transfer=transfer)
    policy = replace(POLICY, recipients={"host": host})
    return World(policy, records=books(policy), clause=about("recipients.host.transfer"))


WORLDS["only-declared-flows"] = lambda: (
    sending(),
    sending(shared_with='{"s3:copies":["123456789012","999999999999"]}'),
    sending(replication=None),
)
BAKER = OnBehalf("baker", controller="The Baker", agreement=Agreement(HOST_PAPER.path, until=TODAY))


def baking(work: OnBehalf, **changed: Any) -> World:
    policy = replace(POLICY, customers=Customers(processor_for=True))
    return World(policy, records=books(policy, on_behalf={"baker": work}, **changed),
                 clause=about("customers.processor_for"))  # fmt: skip


WORLDS["agreed-on-behalf"] = lambda: (
    baking(BAKER),
    baking(replace(BAKER, until=LATE)),
    baking(BAKER, documents={}),
)
WORLDS["transfer-holds"] = lambda: (
    crossing(Transfer("dpf", review=TODAY)),
    crossing(Transfer("dpf", review=LATE)),
    crossing(Transfer("dpf")),
)
WORLDS["settings-as-expected"] = lambda: (
    expecting(),
    expecting(plain_protocols='{"www":["ftp:21"]}'),
    expecting(certificate=None),
)
WORLDS["contact-only-with-consent"] = lambda: (
    logging_uses("limits.contact", UsesSeen(contacts={"news": 3})),
    logging_uses("limits.contact", UsesSeen(contacts={"news": 3}, faults={("news", Fault.CONSENT_AFTER): 1})),
    logging_uses("limits.contact", UsesSeen()),
)
WORLDS["uses-on-a-ground"] = lambda: (
    logging_uses("limits.tied_to", UsesSeen((UseCount("service", "order", 2),))),
    logging_uses("limits.tied_to", UsesSeen((UseCount("service", "", 1), UseCount("service", "order", 2)))),
    logging_uses("limits.tied_to", UsesSeen()),
)
WORLDS["shipments-with-order"] = lambda: (
    logging_uses("statements.shipment", UsesSeen(shipments=(parcel("order"),))),
    logging_uses("statements.shipment", UsesSeen(shipments=(parcel("order"), parcel("")))),
    logging_uses("statements.shipment", UsesSeen()),
)
WORLDS["gets-only-what-is-stated"] = lambda: (
    logging_uses("recipients.post.gets", UsesSeen(shipments=(parcel("order"),))),
    logging_uses("recipients.post.gets", UsesSeen(shipments=(parcel("order", "name", "phone"),))),
    logging_uses("recipients.post.gets", UsesSeen()),
)
SEEN = SystemAccess("shop", readers=2)
LOG = LogSeen("shop")
WALL = WallSeen("shop", is_built=True, tried_at=NOW - timedelta(hours=1), held=True)


def reading(fact: str, *accesses: SystemAccess) -> World:
    """A company with a list of staff, whose systems told who can read."""
    return told(POLICY, fact, members=2, access=accesses)


WORLDS["who-can-read"] = lambda: (
    reading("staff.roles", SEEN),
    reading("staff.roles", replace(SEEN, findings=(Finding("shop", "left", Wrong.ENDED, ("member of staff",)),))),
    reading("staff.roles", SEEN, SystemAccess("mail", why="it does not tell")),
)
WORLDS["signed-secrecy"] = lambda: (
    reading("staff.secrecy", SEEN),
    reading("staff.secrecy", replace(SEEN, findings=(Finding("shop", "new", Wrong.UNSIGNED, ("member of staff",)),))),
    told(POLICY, "staff.secrecy", members=0, access=()),
)
WORLDS["kept-from-staff"] = lambda: (
    told(POLICY, "retention.visit.staff_access", walls=(WALL,), logs=(LOG,)),
    told(POLICY, "retention.visit.staff_access", walls=(replace(WALL, open=("visits",)),), logs=(LOG,)),
    told(POLICY, "retention.visit.staff_access", walls=(replace(WALL, tried_at=LONG_AGO),), logs=(LOG,)),
)
"""Check -> the three worlds."""


def logging_uses(fact: str, seen: UsesSeen) -> World:
    """A company with a carrier that gets name and address, and what its log of uses holds."""
    carrier = Recipient("post", role=RecipientRole.CARRIER, gets=("parcel",))
    policy = replace(
        POLICY,
        data={**POLICY.data, "parcel": Category("parcel", needed=("name", "address"))},
        recipients={**POLICY.recipients, "post": carrier},
    )
    return World(policy, records=books(uses=seen), clause=about(fact))


def parcel(rests_on: str, *kinds: str) -> ShipmentCount:
    return ShipmentCount("post", frozenset(kinds or ("name", "address")), rests_on, 1)


ONLY_UNKNOWN = {
    "not-looked": "vendors, web pages and permissions have no connector yet, since 2026-11-22",
    "by-people": "no record of this is kept yet, since 2026-11-22",
}

ATTESTED = Attestation(
    "X-1", "the office", NOW - timedelta(days=3), TODAY + timedelta(days=300), {HOST_PAPER.path: "ab" * 32}
)
CASE_LATE_BUT_LAWFUL = replace(
    CASE, request=replace(REQUEST, promise_due=TODAY - timedelta(days=5), answered_at=NOW, law_ext_due=TODAY)
)


def measuring(stated: str, *, opens: bool | None, basis: LegalBasis = LegalBasis.CONSENT) -> World:
    """A newsletter at a processor that tells whether it measures who opens it."""
    data = {**POLICY.data, "news": Category("news", needed=("email", "mail-opens"))}
    purpose = Purpose("news", uses=(Use("news", "needed"),), basis=basis, ask="news")
    letters = replace(POLICY.recipients["host"], name="letters", tracking=stated)
    policy = replace(POLICY, data=data, purposes={"news": purpose}, recipients={"letters": letters})
    system = SystemMap(
        "letters", "mailchimp", frozenset({Verb.OBSERVE}), recipient="letters", rest=rest_connector("mailchimp")
    )
    names = ("setting/open-tracking", "setting/click-tracking")
    seen = [missed(n, "letters") if opens is None else saw(n, opens, system="letters") for n in names]
    return World(policy, seen, books(policy, systems={"letters": system}), about("recipients.letters.tracking"))


WORLDS["tracking-asked"] = lambda: (
    measuring("asked", opens=False),
    measuring("disclosed", opens=True),
    measuring("asked", opens=None),
)
PUBLISHED = PageMarks("page-1", "words-1")


def showing(marks: PageMarks | None, **changed: Any) -> World:
    """A website on which the notice is shown, in one language."""
    site = SystemMap("site", "line", frozenset({Verb.OBSERVE}), settings={"notice": {"nl": "www.shop.example/privacy"}})
    version = replace(VERSION, pages={"nl": PUBLISHED})
    part = {"unreachable": "it answers 404"} if marks is None else {"page": marks.page, "words": marks.words}
    seen = [saw("setting/notice-pages", json.dumps({"nl": part}), system="site")]
    records = books(**{"versions": (version,), "systems": {"site": site}, **changed})
    return World(POLICY, seen, records, about("changes.newest_here"))


WORLDS["newest-shown"] = lambda: (
    showing(PageMarks("around it stands a menu", "words-1")),
    showing(PageMarks("page-0", "words-0")),
    showing(None),
)
