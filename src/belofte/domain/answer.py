"""What a person is told at the end: by category what was handed over, erased or kept, on which ground and until when.

Made from the receipts, so the letter says what was read back and not what was planned (Art. 12(3), 12(4), 15, 17, 19).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.access_information import AccessInformation
from belofte.domain.notice.labels import category_label, recipient_label
from belofte.domain.part_done import as_done
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import Policy, Text
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.untold import is_told


class LetterKind(StrEnum):
    """Why a letter is sent."""

    CONFIRM = "confirm"  # to a known address: press the button
    IDENTIFY = "identify"  # the address is not known to us: how to identify
    ANSWER = "answer"  # what was done
    NOTHING_FOUND = "nothing-found"
    STOPPED = "stopped"
    REFUSED = "refused"
    DELAYED = "delayed"  # a system cannot be reached: which, and when we look again
    STATUS_LINK = "status-link"
    RECEIPT = "receipt"  # registered, and what happens next; never counted as an answer
    REMINDER = "reminder"  # the link was not used yet
    IDENTIFY_REMINDER = "identify-reminder"  # the question who somebody is was not answered yet
    UNIDENTIFIED = "unidentified"  # closed: nobody could tell who asked (Art. 12(2), 12(4))
    EXTENSION = "extension"  # longer, with the reasons (Art. 12(3))
    NOT_OURS = "not-ours"  # we hold it for a customer: whom to ask (Art. 28)
    CHOOSE = "choose"  # requests pull against each other: what comes first?
    END_SERVICE = "end-service"  # one service ends: press the button; nothing else ends and nothing is erased
    LEFT = "left"  # leaving is arranged, and no copy is offered first
    COPY_FIRST = "copy-first"  # leaving: a copy is offered before the data goes
    OPEN_MATTERS = "open-matters"  # leaving: orders, invoices, claims that are still open
    RESTRICTED = "restricted"  # in force, in which systems, and how to lift it (Art. 18)
    LIFTING = "lifting"  # before a lawful lifting (Art. 18(3))
    LIFTED = "lifted"
    OBJECTION_STOPPED = "objection-stopped"  # stopped at once; a person weighs (Art. 21(1))
    OBJECTION_UPHELD = "objection-upheld"
    OBJECTION_REJECTED = "objection-rejected"  # reasons, authority, court; told before the stop is lifted
    WITHDRAWN = "withdrawn"  # consent withdrawn (Art. 7(3))
    HAND_OVER_ASK = "hand-over-ask"  # to the person: confirm the party that gets the copy (Art. 20(2))
    HAND_OVER = "hand-over"  # to that party: a link that works once
    DISPUTED = "disputed"  # accuracy disputed: restricted while it is checked (Art. 18(1)(a))
    RECIPIENT = "recipient"  # to a recipient: what was corrected, erased or restricted (Art. 19)
    RECIPIENT_REMINDER = "recipient-reminder"
    RECIPIENT_ENDED = "recipient-ended"  # to a recipient that ended: return or erase, and confirm (Art. 28(3)(g))
    CUSTOMER = "customer"  # to the customer whose processor we are: a request about their data
    PROCESSOR = "processor"  # to a processor whose system is not connected: search for this person (Art. 28(3)(e))
    KEEPER = "keeper"  # to who keeps a system that no program can reach: what is asked, about whom, until when
    KEEPER_REMINDER = "keeper-reminder"
    REPLY = "reply"  # the office's own words: a question answered
    BREACH_SUBJECT = "breach-subject"  # a copy went to a wrong address (Art. 34)
    BREACH_CUSTOMER = "breach-customer"  # as processor (Art. 33(2))
    DISCLOSED = "disclosed"  # to the person: what went to an authority, once that may be told
    ADDRESS_CHANGE = "address-change"  # to the old address: confirm the new one
    STAFF_NEW = "staff-new"  # to staff: names of work only, never a person's data
    STAFF_SOON = "staff-soon"
    STAFF_OVERDUE = "staff-overdue"
    STAFF_UNTOUCHED = "staff-untouched"  # to the second person: nobody did anything about it
    STAFF_DAILY = "staff-daily"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Records of one category that met the same end. ``until`` None with decision keep: no end date exists yet;
    ``review`` then is the day on which a hold is looked at again."""

    category: str
    decision: Decision
    count: int
    ground: str | None = None
    until: date | None = None
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Records of one system that are not gone yet, though all that can be done was done: gone by a day (pending), kept
    in an archive (archived), or held by a lock until a day (retained)."""

    system: str
    count: int
    outcome: Outcome
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of an answer, in the person's language. ``by_hand``: systems where a person of ours still does the
    work; ``done_by_hand``: where a person did it, with how many records went on their word (``on_their_word`` in
    all: we did not see those gone); ``not_done``: where whoever keeps the system would not; ``unlinked``: systems that
    know people by a number only, with what that is, of which we have none (Art. 11 GDPR)."""

    right: str
    lines: tuple[AnswerLine, ...]
    processors: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    copies_gone_by: date | None = None
    done_by_hand: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    later: tuple[Later, ...] = ()
    on_their_word: int = 0
    unlinked: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        return any(line.count for line in self.lines) or bool(self.later or self.on_their_word)

    @property
    def partial(self) -> bool:
        """Something was kept or withheld: authority and court must be named (Art. 12(4))."""
        left = any(line.decision in (Decision.KEEP, Decision.WITHHOLD, Decision.ASK) for line in self.lines)
        stays = any(one.outcome is not Outcome.PENDING for one in self.later)
        return left or stays or bool(self.not_done)


_ONE = Text({"nl": "{count} gegeven", "en": "{count} record"})
_MORE = Text({"nl": "{count} gegevens", "en": "{count} records"})


def counted(count: int, language: str) -> str:
    """A number with what was counted: rows, lines and messages as systems hold them, which one invoice has several of.
    Without that word "Invoices: 7 kept" would be read as seven invoices."""
    return (_ONE if count == 1 else _MORE).in_(language).format(count=count)


def answer_of(
    right: str, policy: Policy, systems: Mapping[str, SystemMap], receipts: Iterable[Receipt], language: str
) -> Answer:
    """Sum the receipts by category. A purge that is still pending gives the day on which the last copy is gone."""
    sums: dict[tuple[str, Decision, str | None, date | None], int] = defaultdict(int)
    processors: dict[str, None] = {}
    by_hand, done_by_hand, not_done = list[str](), list[str](), list[str]()
    gone_by: date | None = None
    later: list[Later] = []
    on_their_word = 0
    for receipt in as_done(receipts):
        system = systems.get(receipt.system)
        if system is None or receipt.verb is Verb.TELL:
            continue
        if receipt.verb is Verb.PURGE:
            gone_by = max(filter(None, (gone_by, receipt.until)), default=None)
            if receipt.outcome is Outcome.MANUAL:  # the rows are gone, and somebody sees to their copies
                by_hand.append(system.label_in(language))
            continue
        not_yet = _not_yet(receipt)
        if receipt.verb is Verb.ASK_PERSON:
            refused, not_yet = receipt.outcome is Outcome.IMPOSSIBLE, _on_a_word(receipt)
            on_their_word += sum(not_yet.values())
            label = system.label_in(language) + (f" ({counted(sum(not_yet.values()), language)})" if not_yet else "")
            (not_done if refused else done_by_hand).append(system.label_in(language) if refused else label)
        elif receipt.outcome in _FOR_A_PERSON:
            by_hand.append(system.label_in(language))
        if receipt.verb is Verb.ERASE and (count := sum(not_yet.values())):
            later.append(Later(system.label_in(language), count, receipt.outcome, receipt.until))
        told = [line for line in receipt.lines if is_told(line.decision, line.ground)]
        for line in told:
            category = _category(policy, system, line.collection, language)
            if done := line.planned - not_yet.get(line, 0):
                sums[category, line.decision, line.ground, line.until] += done
        if system.recipient in policy.recipients and any(line.planned for line in told):
            processors[recipient_label(policy, system.recipient or "", language)] = None
    lines = tuple(AnswerLine(c, d, n, g, u) for (c, d, g, u), n in sums.items())
    seen, undone = tuple(dict.fromkeys(done_by_hand)), tuple(dict.fromkeys(not_done))
    return Answer(right, lines, tuple(processors), tuple(by_hand), gone_by, seen, undone, tuple(later), on_their_word)


_FOR_A_PERSON = frozenset({Outcome.MANUAL, Outcome.IMPOSSIBLE})
_NOT_YET = frozenset({Outcome.PENDING, Outcome.ARCHIVED, Outcome.RETAINED, Outcome.MANUAL, Outcome.IMPOSSIBLE})


def _on_a_word(receipt: Receipt) -> Mapping[ReceiptLine, int]:
    """What a person says to be gone: nobody looked again, so it is not counted among what was erased."""
    gone = (Decision.DELETE, Decision.CLEAR)
    return {line: line.planned for line in receipt.lines if line.decision in gone and line.planned}


def _not_yet(receipt: Receipt) -> Mapping[ReceiptLine, int]:
    """The lines whose records were to go and are there still, with how many. Where nobody could see what remains, all
    of them: the system itself says that they go later."""
    if receipt.verb is not Verb.ERASE or receipt.outcome not in _NOT_YET:
        return {}
    lines = [line for line in receipt.lines if line.decision in (Decision.DELETE, Decision.CLEAR) and line.planned]
    remaining = {line: line.remains for line in lines if line.remains}
    return remaining or {line: line.planned for line in lines}


def _category(policy: Policy, system: SystemMap, collection: str, language: str) -> str:
    known = system.collections.get(collection)
    return category_label(policy, known.category, language) if known and known.category else collection


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter may say. Who writes it (:class:`belofte.ports.LetterWriter`) leaves out what is None."""

    language: str
    controller: str
    office_email: str | None = None
    reference: str | None = None
    right: str | None = None
    link: str | None = None
    link_until: date | None = None
    received_on: date | None = None
    due: date | None = None
    overdue: date | None = None  # the day by which the person should have had an answer, once it has passed
    answer: Answer | None = None
    authority: str | None = None
    authority_url: str | None = None
    court: str | None = None  # as it stands in a sentence: "de rechtbank", "the district court"
    court_weeks: int | None = None
    ground: str | None = None
    waiting_on: tuple[str, ...] = ()
    new_due: date | None = None  # extension: the day that counts now
    reasons: str | None = None  # in a named person's words: extension, refusal, lifting, objection
    purposes: tuple[str, ...] = ()  # labels of the purposes a letter is about
    going_on: tuple[str, ...] = ()  # labels of purposes that were contested and go on nevertheless
    stays_stopped: tuple[str, ...] = ()  # labels of direct marketing that no weighing starts again
    stopped_in: tuple[str, ...] = ()  # labels of systems where it is in force now
    by_hand: tuple[str, ...] = ()  # labels of systems where a person of ours does the work
    recipient: str | None = None  # label: whom an Article 19 notice goes to, or who is told about
    action: str | None = None  # corrected | erased | restricted | lifted
    told: tuple[str, ...] = ()  # labels of the recipients who were told too (Art. 19)
    party: str | None = None  # portability: who gets the copy
    open_matters: tuple[str, ...] = ()  # leaving: plain words with counts, no personal data
    words: str | None = None  # the office's own words (reply)
    on: date | None = None  # the day the letter is about: end of service, breach, lifting
    count: int | None = None
    access: AccessInformation | None = None  # an access answer: all of Art. 15(1) and (2)
    rows: tuple[str, ...] = ()  # staff mail: one line a piece of work, references and days only
    consequences: str | None = None  # breach: what it can mean (Art. 33(3)(c), 34(2))
    measures: str | None = None  # breach: what was done (Art. 33(3)(d), 34(2))
    advice: str | None = None  # breach: what the person can do; to a keeper: how to find it
    example: bool = False
