"""What a company promises: the facts of its policy folder, typed.

A fact stands here once. From it come the sentence (notice), the rule (rights, retention, decision) and the check
(promise). ``None`` means *not stated*: the policy loads, and the linter names the gap. A ``TODO why`` in the folder is
``None`` too and is listed in :attr:`Policy.todos`. Which fact was added to mend a gap stands in :attr:`Policy.added`.

Fact paths are the dotted names of the folder: ``retention.invoice``, ``recipients.aws.only_in``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

FactPath = NewType("FactPath", str)
ClauseId = NewType("ClauseId", str)
CategoryName = NewType("CategoryName", str)
SystemKey = NewType("SystemKey", str)
Language = NewType("Language", str)


class LegalBasis(StrEnum):
    """Art. 6(1) GDPR, (a) to (f), in the words of the folder."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal-duty"
    VITAL_INTEREST = "vital-interest"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTEREST = "legitimate-interest"


class RecipientRole(StrEnum):
    PROCESSOR = "processor"  # Art. 4(8): acts on the controller's behalf
    CARRIER = "carrier"  # parcels: a controller of its own
    LINE = "line"  # carries encrypted traffic only
    PUBLIC = "public"  # authorities
    CONTROLLER = "controller"  # another controller: bank, accountant, insurer
    PAYMENT = "payment"  # a payment service


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time that keeps its unit: 14 months is not 426 days."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value if self.count != 1 else self.unit.value[:-1]}"

    @property
    def iso(self) -> str:
        """ISO 8601 duration, as JSON output writes it: ``P14M``, ``PT72H``."""
        return f"PT{self.count}H" if self.unit is Unit.HOURS else f"P{self.count}{self.unit.value[0].upper()}"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a fact stands: file relative to the policy folder, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A label in the policy's languages: language -> words."""

    by_language: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The words in ``language``, else in the first language given."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")


@dataclass(frozen=True, slots=True)
class Controller:
    """Art. 4(7), 13(1)(a): who answers for it."""

    name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    kvk: str | None = None  # number in the trade register, as written
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    book_year_starts: str | None = None  # MM-DD, the first day of the financial year; None: 1 January


@dataclass(frozen=True, slots=True)
class PrivacyOffice:
    """Where people turn; also the contact for every right (Art. 12(2))."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None
    form: str | None = None
    stand_in: str | None = None  # role or address that is told when nobody acts
    second: str | None = None  # address of who is told of what nobody touched
    tell_before: int | None = None  # working days before work_by on which staff is told
    second_after: int | None = None  # working days after which what nobody touched goes to the second person
    names: tuple[str, ...] = ()  # what the text calls it; two names for one office confuse the reader


@dataclass(frozen=True, slots=True)
class DataProtectionOfficer:
    """Art. 37-39. ``appointed`` False with a reason is a statement too; None is none."""

    appointed: bool | None = None
    contact: str | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A data category: kinds of data that share purpose, basis, term and recipients."""

    name: str
    needed: tuple[str, ...] = ()  # kinds
    optional: tuple[str, ...] = ()
    label: Text | None = None
    special: bool = False  # Art. 9 data
    special_basis: str | None = None  # the exception of Art. 9(2) relied on
    source: str | None = None  # subject | observed | a recipient or other source (Art. 14(2)(f))
    closed: bool = True  # False: the text says "such as", so the list is open
    about_children: bool | None = None
    why_needed: str | None = None  # why the needed kinds cannot be left out (Art. 5(1)(c))

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.needed + self.optional


@dataclass(frozen=True, slots=True)
class Use:
    """What a purpose uses: a whole category or one part of it (``subscription.needed``)."""

    category: str
    part: str | None = None  # needed | optional | None for both


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used, and on which single legal basis (Art. 6, 13(1)(c))."""

    name: str
    uses: tuple[Use, ...] = ()
    basis: LegalBasis | None = None
    law: str | None = None  # the statute behind a legal duty
    interest: str | None = None  # the interest behind 6(1)(f), Art. 13(1)(d)
    ask: str | None = None  # name of the consent asked
    label: Text | None = None
    direct_marketing: bool = False  # Art. 21(2): absolute right to object
    must_give: str | None = None  # statutory | contractual | free: Art. 13(2)(e)
    if_not_given: str | None = None
    tied_to_order: bool | None = None
    bundled_with: str | None = None  # another purpose asked for in the same yes (Art. 7(2), (4))


@dataclass(frozen=True, slots=True)
class Transfer:
    """Chapter V: on which ground data leaves the EEA."""

    basis: str  # adequacy | dpf | scc | bcr | none-needed
    review: date | None = None
    fallback: str | None = None
    copy_from: str | None = None  # where a copy of the safeguards can be had (Art. 13(1)(f))


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Why a recipient keeps silent: contract, oath or statute; the document, and until when it holds."""

    basis: str  # contract | oath | statute
    document: str | None = None
    signed: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """Art. 28(2), (4)."""

    name: str
    country: str | None = None
    does: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Everyone outside who gets or sees something (Art. 13(1)(e))."""

    name: str
    role: RecipientRole | None = None
    label: Text | None = None
    does: tuple[str, ...] = ()
    gets: tuple[str, ...] = ()  # categories; ("anything",) for authorities
    sees: str | None = None  # nothing-readable | everything | support-only
    country: str | None = None
    only_in: str | None = None  # the one region data may lie in
    vendor: str | None = None  # key in the data file of what vendors do; default: the recipient's name
    transfer: Transfer | None = None
    secrecy: Secrecy | None = None
    own_use: str | None = None  # never | reserved | own-controller
    never_uses: tuple[str, ...] = ()  # kinds the text says it never uses for its own ends (beside what it reserves)
    only_for: str | None = None  # the one thing its results serve: trend-analysis
    shares_on: bool | None = None  # may pass data on to others
    agreement: str | None = None  # processor agreement, Art. 28(3): a document
    metadata: str | None = None  # what the text says of usage metadata: not-personal | personal
    measures: str | None = None  # the document behind "appropriate measures", or "stated"
    only_if: str | None = None
    encrypted: bool | None = None
    sub_processors: tuple[SubProcessor, ...] = ()
    tracking: str | None = None  # disclosed | off | asked: opens and reads of mail
    records: tuple[str, ...] = ()  # kinds it records by itself (statistics)
    closed: bool = True  # False: "such as"
    contact: str | None = None  # e-mail address for notices under Art. 19
    ends: date | None = None  # the last day on which it works for us; then all it holds is returned or erased


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long one category is kept. ``exactly`` sets floor and ceiling; a start event is needed for each (RET)."""

    category: str
    floor: Period | None = None
    ceiling: Period | None = None
    until: str | None = None  # an event that ends the keeping: left, consent-withdrawn
    after: str | None = None  # the event a period counts from
    law: str | None = None
    then: str | None = None  # erase | anonymise
    staff_access: str | None = None  # ends-at-once
    seen_by: tuple[str, ...] = ()
    applicable_term: bool = False  # the text says "the applicable term" and gives no number
    why: str | None = None  # why this long (Art. 5(1)(e)), where no law says so
    reset_by_activity: bool | None = None  # True: every new visit starts the term again
    covers: tuple[str, ...] = ()  # what else falls under the term: exports, aggregates, mailboxes, labels


@dataclass(frozen=True, slots=True)
class Rights:
    """Only what is promised, or said, about rights. The law's own rules need no line.

    ``described``: the rights the text explains (access, rectification, erasure, restriction, portability, objection,
    withdrawal, complaint, automated-decisions).
    """

    described: tuple[str, ...] = ()
    reach: str | None = None  # ours-and-processors: rights reach what others hold for the company
    requests_to: str | None = None  # privacy-contact: whom a request is addressed to
    answer_within: Period | None = None
    answer_capped_by: str | None = None  # law: the promised term never ends later than the legal month
    access_gives: tuple[str, ...] = ()  # all-data, processors, categories
    confirms: tuple[str, ...] = ()  # rights of which the doing is confirmed to the known address
    copies_go_to: str | None = None  # known-address
    elsewhere: str | None = None  # after-identification
    identify_by: str | None = None  # least-intrusive | id-copy | id-copy-masked | ...
    copies_are: str | None = None  # machine-readable
    copies_secured: str | None = None  # link | plain-mail
    leaving: str | None = None  # counts-as-erasure
    leaving_copy_first: bool | None = None
    restriction_for: str | None = None  # anyone
    restriction_lifted_by: str | None = None  # subject
    restriction_told_before_lifting: bool | None = None
    restriction_still: tuple[str, ...] = ()  # what goes on while restricted: storage, legal-claims (Art. 18(2))
    portability: str | None = None  # stated wording: all-data | provided-data
    portability_direct: bool | None = None
    portability_ends_service: bool | None = None
    objection_stop: str | None = None  # at-once
    objection_upheld: str | None = None  # copies-then-stop
    objection_answer_within: Period | None = None
    objection_marketing_absolute: bool | None = None
    objection_pointed_out: bool | None = None  # explicitly and apart, Art. 21(4)
    withdrawal: str | None = None  # as-easy-as-giving
    extension: bool | None = None  # the text tells of the two further months, reasons and cost (Art. 12(3)-(5))
    free: bool | None = None
    register: str | None = None  # handled: a register of handled requests is kept
    register_erasures: str | None = None  # anonymous
    register_term: Period | None = None
    register_basis: LegalBasis | None = None
    register_method: str | None = None  # how the rows of erasures are made anonymous
    complaint: bool | None = None
    complaint_url: str | None = None
    court: bool | None = None  # the judicial remedy is told (Art. 79)
    case_term: Period | None = None  # how long a case is kept after the answer
    download_for: Period | None = None  # how long a package can be fetched
    pause: Period | None = None  # waiting time between approval and an irreversible act
    ask_identity_within: Period | None = None  # a question who somebody is counts as timely until then
    remind_after: Period | None = None  # who did not use the link, or did not answer, is reminded
    decide_after: Period | None = None  # and then a person decides
    ask_above: int | None = None  # a plan above this many records stops and asks
    two_people: tuple[str, ...] = ()  # rights of which two people approve the plan
    two_people_above: int | None = None  # and any plan above this many records
    sample_mailboxes: bool | None = None


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie or like technique: for which purpose, how long, set by which recipient (None: the company)."""

    name: str
    purpose: str | None = None
    lifetime: Period | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Website:
    """Pages, cookies and mail that leaves by itself."""

    encryption: str | None = None  # https | ssl (the outdated word)
    cookies: tuple[str, ...] | None = None  # names. None: nothing said; () : none used
    cookie_facts: Mapping[str, Cookie] = field(default_factory=dict[str, Cookie])  # purpose and lifetime of each
    cookie_consent: str | None = None  # before | none
    unsubscribe_link: str | None = None  # in-every-mail | in-newsletters
    unsubscribe_effect: str | None = None  # newsletter-stops
    collects: tuple[str, ...] = ()  # kinds collected by itself
    collects_closed: bool = True


@dataclass(frozen=True, slots=True)
class Staff:
    """Who of the company's own people sees data, and how they are bound."""

    roles: tuple[str, ...] = ()
    limits: str | None = None
    secrecy: Secrecy | None = None
    own_use: str | None = None  # never
    custodian: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """How the policy changes (Art. 13(3), WP260)."""

    reserved: bool | None = None  # the right to change is reserved
    newest_here: bool | None = None
    told_by: str | None = None  # email
    lead_time: Period | None = None
    fallback: str | None = None
    archive: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Authorities:
    """Disclosure when forced by law."""

    when: str | None = None  # forced-by-law
    grounds: tuple[str, ...] = ()  # tax, criminal


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the text says of sharing as a whole, beside the list of recipients.

    ``only_for``: "not shared other than for ..." (words of ``Recipient.does``: bookkeeping, administration);
    ``all_bound_to_secrecy``: "all of them are bound to secrecy".
    """

    only_for: tuple[str, ...] = ()
    all_bound_to_secrecy: bool | None = None
    bound_by: tuple[str, ...] = ()  # the ways they are bound: contract, oath, statute


@dataclass(frozen=True, slots=True)
class AutomatedDecisions:
    """Art. 13(2)(f), 22."""

    used: bool | None = None
    logic: str | None = None


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers of the company: persons, or organisations with contact persons; and the company as their processor."""

    organisations: bool | None = None
    contact_persons_from: str | None = None  # where their data comes from (Art. 14)
    processor_for: bool | None = None  # the company processes for its customers
    ask_instead: str | None = None  # whom people of those customers should ask


@dataclass(frozen=True, slots=True)
class Limits:
    """What the company binds itself to for all it does with data (Art. 5(1)(b), (c)).

    ``tied_to``: every purpose rests on one of these: order (contract), consent, legal-duty, legitimate-interest.
    """

    data: str | None = None  # needed-only
    purposes: str | None = None  # service-only
    tied_to: tuple[str, ...] = ()
    contact: str | None = None  # explicit-consent: before somebody is approached other than at his request


@dataclass(frozen=True, slots=True)
class Technology:
    """Suppliers whose technology the text names; each should stand among the recipients, the linter looks."""

    named: tuple[str, ...] = ()
    called: str | None = None  # open-source | mixed: what the text calls them


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notice announces about itself: what it describes, its sections, where contact details stand."""

    describes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    contact_details_at: str | None = None  # end


@dataclass(frozen=True, slots=True)
class Fact:
    """One more statement of the text that has no field of its own: a stance, a description, a promise never to do."""

    name: str
    states: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the published text, the facts it rests on, and how it is judged.

    The check follows from the kind of fact; ``check`` overrules it. ``not_checkable`` gives the reason why nothing can
    prove it. ``contradicts`` names a clause that cannot be true at the same time, ``decide`` what was decided.
    """

    id: ClauseId
    facts: tuple[FactPath, ...] = ()
    check: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    not_checkable: str | None = None
    contradicts: tuple[ClauseId, ...] = ()
    decide: str | None = None
    fresh: Period | None = None
    document: str | None = None
    attest_every: Period | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    path: FactPath
    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All facts of one policy folder. ``version`` is 0 while unpublished."""

    version: int = 0
    environment: str = "production"  # production | sandbox
    example: bool = False  # a made-up company: every page says so
    controller: Controller = Controller()
    privacy_office: PrivacyOffice = PrivacyOffice()
    dpo: DataProtectionOfficer = DataProtectionOfficer()
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
    rights: Rights = Rights()
    website: Website = Website()
    staff: Staff = Staff()
    authorities: Authorities = Authorities()
    sharing: Sharing = Sharing()
    changes: Changes = Changes()
    automated_decisions: AutomatedDecisions = AutomatedDecisions()
    customers: Customers = Customers()
    notice: Notice = Notice()
    limits: Limits = Limits()
    technology: Technology = Technology()
    children: str | None = None  # what is said of children: none-knowingly | consent-of-representative | ...
    breaches: str | None = None
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
