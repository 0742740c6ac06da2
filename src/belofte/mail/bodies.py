"""What each kind of letter says, line by line: between the greeting and what stands under every letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from belofte.domain.access_sections import access_sections
from belofte.domain.answer import Answer, AnswerLine, LetterKind
from belofte.domain.plan import Decision
from belofte.domain.rights.names import ACCESS, ERASURE, LEAVING, PORTABILITY, QUESTION, RECTIFICATION
from belofte.mail.layout import Block, Heading, Items, Say
from belofte.mail.wording import Wording
from belofte.mail.words_answer import BY_GROUND

Part = Callable[[Wording], Iterator[Block]]


def say(key: str, otherwise: str = "") -> Part:
    """The line ``key`` where its facts are known; else the line ``otherwise``, if there is one."""

    def part(letter: Wording) -> Iterator[Block]:
        if otherwise and not letter.can_say(key):
            yield from letter.say(otherwise)
        else:
            yield from letter.say(key)

    return part


def page(key: str, before: str = "") -> Part:
    """The link with its label, and the line ``before`` it; nothing where there is no link."""

    def part(letter: Wording) -> Iterator[Block]:
        if letter.facts.link is not None:
            if before:
                yield from letter.say(before)
            yield from letter.page(key)

    return part


def listed(key: str, fact: str, otherwise: str = "") -> Part:
    """The line ``key`` and the items of ``fact``; without items the line ``otherwise``."""

    def part(letter: Wording) -> Iterator[Block]:
        if getattr(letter.facts, fact):
            yield from letter.say(key)
            yield from letter.items(fact)
        elif otherwise:
            yield from letter.say(otherwise)

    return part


def own(fact: str) -> Part:
    """A named person's own words."""
    return lambda letter: letter.own(fact)


def _due(letter: Wording) -> Iterator[Block]:
    """By when there is an answer; where that day has passed, that it has."""
    yield from letter.say("due")
    yield from letter.say("overdue")


def remedies(letter: Wording) -> Iterator[Block]:
    """Authority and court (Art. 12(4))."""
    yield from letter.remedies()


def answer_lines(letter: Wording) -> Iterator[Block]:
    """What was done by category, who held it, what is still to be done."""
    answer = letter.facts.answer or Answer(letter.facts.right or "", ())
    lines = tuple(letter.line(line, answer.right) for line in by_category(answer) if line.count)
    if lines:
        yield from letter.say("answer-lines")
        yield Items(lines)
    if answer.later:
        yield from letter.say("answer-later")
        yield Items(tuple(letter.later(one) for one in answer.later))
    yield from letter.say("answer-processors")
    yield from letter.say("answer-told")
    yield from letter.say("answer-done-by-hand")
    yield from letter.say("answer-not-done")
    if answer.by_hand:
        yield from letter.say("answer-by-hand")
    yield from letter.say("answer-unlinked")
    yield from letter.say("answer-copies-gone")


def by_category(answer: Answer) -> tuple[AnswerLine, ...]:
    """The lines of one category beside one another; categories in the order in which they first come up."""
    order = list(dict.fromkeys(line.category for line in answer.lines))
    return tuple(sorted(answer.lines, key=lambda line: order.index(line.category)))


def _answer(letter: Wording) -> Iterator[Block]:
    answer = letter.facts.answer
    partial = answer is not None and answer.partial
    yield from letter.say("answer")
    if partial:
        yield from letter.say("answer-partly")
    yield from letter.own("words")
    yield from page("answer-page", before="answer-copy")(letter)
    yield from answer_lines(letter)
    if letter.facts.right == "portability":
        yield from letter.say("answer-goes-on")
    if partial or letter.facts.reasons:
        if letter.facts.right == RECTIFICATION and answer is not None and _kept_by_law(answer):
            yield from letter.say("answer-unaltered")
        yield from letter.say("reasons")
        yield from letter.remedies()
    yield from _law(letter)
    yield from access_blocks(letter)


_LAW_CAN_KEEP = frozenset({ACCESS, ERASURE, LEAVING})


def _law(letter: Wording) -> Iterator[Block]:
    """What is said to everybody, so that it tells nobody anything: that a law can forbid to speak."""
    if letter.facts.right in _LAW_CAN_KEEP:
        yield from letter.say("answer-law")


def _nothing(letter: Wording) -> Iterator[Block]:
    """For who wants to be forgotten: nothing that may be erased, which is true whatever a law keeps in secret."""
    yield from letter.say("nothing-to-erase" if letter.facts.right in (ERASURE, LEAVING) else "nothing")
    yield from letter.say("answer-unlinked")


def _kept_by_law(answer: Answer) -> bool:
    """Something stays as it was because a statute says so; such a record has an end date, or will get one."""
    return any(
        line.decision is Decision.KEEP and line.count and (line.decision, line.ground or "") not in BY_GROUND
        for line in answer.lines
    )


def access_blocks(letter: Wording) -> Iterator[Block]:
    """All of Art. 15(1) and (2), heading by heading."""
    if letter.facts.access is None:
        return
    yield from letter.say("answer-access")
    for section in access_sections(letter.facts.access):
        yield Heading(section.heading)
        yield from (Say(sentence) for sentence in section.sentences)
        if section.items:
            yield Items(section.items)


def _delayed(letter: Wording) -> Iterator[Block]:
    if letter.facts.waiting_on:
        yield from letter.say("delayed")
        yield from letter.items("waiting_on")
        yield from letter.say("delayed-more")
    else:
        yield from letter.say("delayed-reason")
    yield from _due(letter)
    yield from letter.remedies()


def _identify(letter: Wording) -> Iterator[Block]:
    """Either the address is new to us, or there is a doubt that is named (Art. 12(6))."""
    yield from letter.say("identify-doubt" if letter.facts.reasons else "identify")
    yield from letter.say("identify-how")
    yield from letter.page("identify-page")
    yield from _due(letter)


def _receipt(letter: Wording) -> Iterator[Block]:
    """For a question nobody searches every system, so that is not said."""
    asked = "receipt-question" if letter.facts.right == QUESTION else "receipt"
    yield from letter.say(asked)
    yield from letter.say(f"{asked}-next")


_OF_KEEPERS = {
    ACCESS: "keeper-copy",
    PORTABILITY: "keeper-copy",
    ERASURE: "keeper-erase",
    LEAVING: "keeper-erase",
    RECTIFICATION: "keeper-correct",
}
"""What is asked by right; every other right stops a use."""


def _keeper_does(letter: Wording) -> Iterator[Block]:
    """About whom, and what is asked by right."""
    if letter.facts.words:
        yield from letter.say("keeper-about")
        yield from letter.own("words")
    yield from letter.say("keeper-where")
    yield from letter.say(_OF_KEEPERS.get(letter.facts.right or "", "keeper-stop"))
    yield from letter.say("keeper-nothing")


def _reply(letter: Wording) -> Iterator[Block]:
    """A question answered, or a decision that belongs to a request."""
    is_question = letter.facts.right in (None, QUESTION)
    yield from letter.say("reply" if is_question else "reply-about")
    yield from letter.own("words")
    if not is_question:
        yield from letter.say("reply-ends")


def _copy(letter: Wording) -> Iterator[Block]:
    """The copy that was made, or the offer to make one."""
    answer = letter.facts.answer
    is_made = answer is not None and any(line.decision is Decision.EXPORT and line.count for line in answer.lines)
    if is_made:
        yield from page("answer-page", before="objection-upheld-copy")(letter)
    else:
        yield from page("copy-first-page", before="objection-upheld-offer")(letter)


_STANDS = (listed("stopped-in", "stopped_in"), say("by-hand"))

BODIES: Mapping[LetterKind, tuple[Part, ...]] = {
    LetterKind.CONFIRM: (
        say("confirm"), say("confirm-press"), page("confirm-page"), say("receipt-next"), say("confirm-not-you"), _due,
    ),
    LetterKind.REMINDER: (
        say("reminder"), say("confirm-press"), page("confirm-page"), say("reminder-otherwise"), _due,
    ),
    LetterKind.IDENTIFY_REMINDER: (
        say("identify-reminder"), say("identify-how"), page("identify-page"), say("reminder-otherwise"), _due,
    ),
    LetterKind.RECEIPT: (_receipt, page("status-page"), _due),
    LetterKind.IDENTIFY: (_identify,),
    LetterKind.UNIDENTIFIED: (say("unidentified"), say("reasons"), say("unidentified-again"), remedies),
    LetterKind.NOT_OURS: (say("not-ours"), say("not-ours-whom"), own("words"), say("not-ours-rest")),
    LetterKind.ADDRESS_CHANGE: (
        say("address-change"), say("address-change-press"), page("address-change-page"), say("address-change-not-you"),
    ),
    LetterKind.STATUS_LINK: (say("status"), page("status-page"), _due),
    LetterKind.ANSWER: (_answer,),
    LetterKind.NOTHING_FOUND: (
        _nothing, say("answer-done-by-hand"), say("reasons"), say("nothing-kept"), _law, say("nothing-more"), remedies,
    ),
    LetterKind.STOPPED: (say("stopped"),),
    LetterKind.REFUSED: (say("refused", "refused-no-ground"), say("refused-more"), remedies),
    LetterKind.DELAYED: (_delayed,),
    LetterKind.EXTENSION: (
        say("extension"), say("reasons"), say("extension-due", "extension-new"), remedies,
    ),
    LetterKind.REPLY: (_reply,),
    LetterKind.END_SERVICE: (
        say("end-service"), own("words"), say("end-service-rest"), say("end-service-press"), page("end-service-page"),
        say("end-service-not-you"),
    ),
    LetterKind.LEFT: (say("left"), say("copy-first-on"), say("left-keep")),
    LetterKind.CHOOSE: (
        say("choose"), say("reasons"), say("choose-wait"), page("choose-page"), _due,
    ),
    LetterKind.COPY_FIRST: (
        say("copy-first"), say("copy-first-on"), say("copy-first-offer"), page("copy-first-page"), _due,
    ),
    LetterKind.OPEN_MATTERS: (
        listed("open-matters", "open_matters", "open-matters-none"), say("open-matters-what"), own("words"), _due,
    ),
    LetterKind.HAND_OVER_ASK: (
        say("hand-over-ask", "hand-over-ask-no-party"), say("hand-over-ask-press"), page("hand-over-ask-page"),
        say("answer-goes-on"),
    ),
    LetterKind.HAND_OVER: (
        say("hand-over"), say("hand-over-once"), page("hand-over-page"), say("hand-over-mistake"),
    ),
    LetterKind.RESTRICTED: (
        say("restricted"), say("purposes"), *_STANDS, say("lift-asked"),
        page("restricted-page", before="restricted-lift"), say("restricted-told"),
    ),
    LetterKind.LIFTING: (say("lifting"), say("lifting-on"), say("reasons"), remedies),
    LetterKind.LIFTED: (say("lifted"), say("lifted-on"), say("reasons"), say("lifted-again")),
    LetterKind.DISPUTED: (
        say("disputed"), say("reasons"), say("disputed-hold"), *_STANDS, say("restricted-told"), _due,
    ),
    LetterKind.OBJECTION_STOPPED: (
        say("objection-stopped"), say("purposes"), *_STANDS, say("going-on"), own("words"),
        say("objection-stopped-next"), _due,
    ),
    LetterKind.OBJECTION_UPHELD: (
        say("objection-upheld"), say("purposes"), say("going-on"), say("reasons"), own("words"), _copy, *_STANDS,
    ),
    LetterKind.OBJECTION_REJECTED: (
        say("objection-rejected"), say("purposes"), say("reasons"), say("objection-rejected-on"),
        say("objection-rejected-stays"), remedies,
    ),
    LetterKind.WITHDRAWN: (say("withdrawn"), say("purposes"), *_STANDS, say("withdrawn-before")),
    LetterKind.RECIPIENT: (
        say("recipient-to"), say("recipient", "recipient-no-action"), own("words"), say("recipient-answer"),
        page("recipient-page"),
    ),
    LetterKind.RECIPIENT_REMINDER: (
        say("recipient-to"), say("recipient-reminder", "recipient-reminder-no-action"), say("recipient-reminder-on"),
        own("words"), say("recipient-answer"), page("recipient-page"),
    ),
    LetterKind.RECIPIENT_ENDED: (say("recipient-to"), say("recipient-ended"), say("recipient-ended-confirm")),
    LetterKind.CUSTOMER: (
        say("customer"), own("words"), page("customer-page"), say("customer-clock"), say("customer-told"),
    ),
    LetterKind.PROCESSOR: (say("recipient-to"), say("processor"), own("words"), say("processor-answer")),
    LetterKind.KEEPER: (say("keeper"), _keeper_does, say("keeper-on")),
    LetterKind.KEEPER_REMINDER: (say("keeper-reminder"), _keeper_does),
    LetterKind.BREACH_SUBJECT: (
        say("breach-subject"), own("words"), say("breach-on"), say("breach-consequences"), say("breach-measures"),
        say("breach-advice"), say("breach-complaint"),
    ),
    LetterKind.BREACH_CUSTOMER: (
        say("breach-customer"), own("words"), say("breach-on"), say("breach-count"),
        say("breach-customer-consequences"), say("breach-customer-measures"), say("breach-customer-clock"),
    ),
    LetterKind.DISCLOSED: (
        say("disclosed"), listed("disclosed-what", "rows"), say("disclosed-why"), own("words"), say("breach-complaint"),
    ),
    LetterKind.STAFF_NEW: (
        say("staff-new"), listed("staff-daily", "rows"), say("staff-received"), say("staff-due"), page("staff-page"),
    ),
    LetterKind.STAFF_SOON: (say("staff-soon"), listed("staff-daily", "rows"), say("staff-due"), page("staff-page")),
    LetterKind.STAFF_OVERDUE: (
        say("staff-overdue"), listed("staff-daily", "rows"), say("staff-due"), page("staff-page"),
    ),
    LetterKind.STAFF_UNTOUCHED: (say("staff-untouched"), listed("staff-daily", "rows"), page("staff-page")),
    LetterKind.STAFF_DAILY: (listed("staff-daily", "rows", "staff-daily-none"), page("staff-page")),
}  # fmt: skip
"""The body of each kind; a part whose facts are not there says nothing."""
