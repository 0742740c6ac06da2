"""The acts of single rights and of what happens on the way: clock, identity, joining, weighing, lifting, correcting,
replying, handing over, recipients. Each desk is one of :attr:`belofte.web.acts.Desks.more`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from belofte.domain.course import Phase
from belofte.domain.kinds import KINDS
from belofte.domain.recipients import Answered
from belofte.domain.request import RequestState
from belofte.domain.rights import names
from belofte.domain.rights.corrections import Ruling
from belofte.domain.wish import Correction
from belofte.procedures.desks import PLANNABLE, CaseView
from belofte.procedures.rights.leaving_desk import QUESTIONS
from belofte.web.acts import VOUCHED, Act, Desks, Field, Given, Look, Shown, is_in
from belofte.web.forms import LONGEST

Possible = Callable[[CaseView], bool]
OVER = (RequestState.ANSWERED, RequestState.CLOSED, RequestState.STOPPED, RequestState.REFUSED)
REASONS = Field("reasons", Look.AREA)
LINE = LONGEST["name"]


def open_one(case: CaseView) -> bool:
    """It was not answered, refused or stopped yet."""
    return case.row.state not in OVER


def of(*rights: str, states: tuple[RequestState, ...] = ()) -> Possible:
    """A request of one of these rights, in one of these states; without states: in any."""
    return lambda case: case.row.right in rights and (not states or case.row.state in states)


def both(*possibles: Possible) -> Possible:
    """All of these hold."""
    return lambda case: all(one(case) for one in possibles)


def _is_asked(case: CaseView) -> bool:
    """Its plan asks something that a named person answers; of who leaves, also before there is a plan."""
    if of(names.LEAVING, names.ERASURE, states=VOUCHED)(case):
        return True
    asked = case.plan.questions if case.plan and case.row.state in VOUCHED else ()
    return any(question.partition(": ")[0] in QUESTIONS for question in asked)


def _can_be_passed_on(case: CaseView) -> bool:
    """Nothing of it was approved yet."""
    return case.row.state in (RequestState.RECEIVED, *PLANNABLE)


def _is_represented(case: CaseView) -> bool:
    return open_one(case) and case.about is not None and bool(case.about.represents)


def _has_repeats(case: CaseView) -> bool:
    return open_one(case) and case.about is not None and bool(case.about.repeats)


def _has_post(case: CaseView) -> bool:
    return case.about is not None and case.about.to_post > 0


def _can_be_extended(case: CaseView) -> bool:
    return open_one(case) and (case.clock is None or case.clock.extension is None)


def _with(desk: str, method: str, *fields: str) -> Callable[[Desks, Given], object]:
    """Ask ``desk``: reference, the fields in this order, then who does it by name."""

    def carry(desks: Desks, given: Given) -> object:
        named: dict[str, Any] = {name: given[name] for name in fields}
        getattr(desks.more[desk], method)(given.reference, by=given.by, **named)
        return None

    return carry


def _mandate(desks: Desks, given: Given) -> None:
    born = date.fromisoformat(given["born"]) if given["born"] else None
    desks.more["identity"].check_mandate(
        given.reference, given.by, given["how"], born=born, number=given["number"], subject_chose=given["subject_chose"]
    )


def _print(desks: Desks, given: Given) -> Shown:
    letters = desks.more["identity"].letters(given.reference, given.by)
    return Shown("printed.html", {"by": given.by, "letters": letters})


def _changes(desks: Desks, given: Given) -> Shown:
    return Shown("changes.html", {"by": given.by, "shown": desks.more["correcting"].show(given.reference, given.by)})


def _correct(desks: Desks, given: Given) -> None:
    wanted = Correction(given["kind"], given["now"], given["should_be"], given["column"] or None)
    desks.more["correcting"].correct(given.reference, wanted, given.by)


def _rule(desks: Desks, given: Given) -> None:
    number = int(given["number"]) if given["number"].isascii() and given["number"].isdigit() else 0
    correcting, ruling = desks.more["correcting"], Ruling(given["ruling"])
    if ruling is Ruling.DISPUTED:
        correcting.dispute(given.reference, number, given.by, given["reasons"])
    else:
        correcting.decide(given.reference, number, ruling, given.by, given["reasons"])


def _service(desks: Desks, given: Given) -> None:
    ends_on = date.fromisoformat(given["ends_on"]) if given["ends_on"] else None
    desks.more["service"](given.reference, given.by, given["reasons"], ends_on)


def _recipient_told(desks: Desks, given: Given) -> None:
    desks.more["recipients"].told(given["notice"], given.by)


def _recipient_answer(desks: Desks, given: Given) -> None:
    answer = Answered(given["answer"])
    desks.more["recipients"].answer(given["notice"], answer, given.by, given["words"])


RIGHTS: tuple[Act, ...] = (
    Act("take", open_one, _with("reply", "take"), tone="quiet", is_open=True, desk="reply"),
    Act(
        "reply",
        both(of(names.QUESTION), open_one),
        _with("reply", "answer", "words"),
        (Field("words", Look.AREA),),
        tone="",
        is_open=True,
        desk="reply",
    ),
    Act(
        "uphold",
        both(of(names.OBJECTION), is_in(Phase.STOPPED)),
        _with("weighing", "uphold", "reasons"),
        (Field("reasons", Look.AREA, optional=True),),
        tone="",
        desk="weighing",
    ),
    Act(
        "reject",
        both(of(names.OBJECTION), is_in(Phase.STOPPED)),
        _with("weighing", "reject", "reasons"),
        (REASONS,),
        desk="weighing",
    ),
    Act(
        "settle",
        _is_asked,
        _with("leaving", "answer", "question", "reasons"),
        (Field("question", Look.PICK, options=QUESTIONS), REASONS),
        tone="quiet",
        desk="leaving",
    ),
    Act("lift", is_in(Phase.RESTRICTED), _with("lifting", "ask_or_lift", "reasons"), (REASONS,), desk="lifting"),
    Act("changes", of(names.RECTIFICATION), _changes, tone="quiet", is_open=True, desk="correcting"),
    Act(
        "correct",
        of(names.RECTIFICATION, states=VOUCHED),
        _correct,
        (
            Field("kind", Look.PICK, options=tuple(KINDS)),
            Field("now", optional=True, most=LINE),
            Field("should_be", most=LINE),
            Field("column", optional=True, most=LINE),
        ),
        tone="quiet",
        desk="correcting",
    ),
    Act(
        "rule",
        of(names.RECTIFICATION, states=VOUCHED),
        _rule,
        (Field("number", Look.NUMBER), Field("ruling", Look.PICK, options=tuple(Ruling)), REASONS),
        tone="quiet",
        desk="correcting",
    ),
    Act(
        "statement",
        of(names.RECTIFICATION, states=VOUCHED),
        _with("correcting", "state", "statement"),
        (Field("statement", Look.AREA),),
        tone="quiet",
        desk="correcting",
    ),
    Act(
        "party",
        both(of(names.PORTABILITY), lambda case: case.row.state is not RequestState.CLOSED),
        _with("handing", "name_party", "party"),
        (Field("party", most=LONGEST["address"]),),
        tone="quiet",
        desk="handing",
    ),
    Act(
        "service",
        of(names.PORTABILITY, states=(RequestState.ANSWERED,)),
        _service,
        (REASONS, Field("ends_on", Look.DAY, optional=True)),
        tone="quiet",
        desk="service",
    ),
    Act(
        "ask-identity",
        lambda case: case.row.state in VOUCHED,
        _with("identity", "ask", "doubt"),
        (Field("doubt", optional=True),),
        tone="quiet",
        desk="identity",
    ),
    Act(
        "asked-aloud",
        lambda case: case.row.state in VOUCHED,
        _with("identity", "asked_aloud", "doubt"),
        (Field("doubt", optional=True),),
        tone="quiet",
        desk="identity",
    ),
    Act(
        "mandate",
        _is_represented,
        _mandate,
        (
            Field("how"),
            Field("born", Look.DAY, optional=True),
            Field("number", optional=True, most=LONGEST["number"]),
            Field("subject_chose", optional=True),
        ),
        tone="ask",
        is_open=True,
        desk="identity",
    ),
    Act(
        "join",
        _has_repeats,
        _with("identity", "join", "into"),
        (Field("into", most=LINE),),
        tone="quiet",
        desk="identity",
    ),
    Act(
        "extend",
        _can_be_extended,
        _with("clock", "extend", "ground", "reasons"),
        (Field("ground", Look.PICK, options=("complexity", "number", "other")), REASONS),
        tone="quiet",
        desk="clock",
    ),
    Act(
        "redirect",
        lambda case: case.row.state is not RequestState.CLOSED,
        _with("identity", "redirect", "how", "other_address", "post_address"),
        (
            Field("how"),
            Field("other_address", optional=True, most=LONGEST["address"]),
            Field("post_address", Look.AREA, optional=True, most=LINE),
        ),
        tone="quiet",
        section="write",
        desk="identity",
    ),
    Act(
        "address-change",
        open_one,
        _with("identity", "ask_address_change", "new_address"),
        (Field("new_address", most=LONGEST["address"]),),
        tone="quiet",
        section="write",
        desk="identity",
    ),
    Act(
        "pass-on",
        _can_be_passed_on,
        _with("customers", "choose", "whose", "to"),
        (
            Field("whose", Look.CUSTOMER, most=LONGEST["name"]),
            Field("to", Look.UNLISTED, optional=True, most=LONGEST["address"]),
        ),
        section="write",
        desk="customers",
    ),
    Act(
        "bounced",
        lambda case: case.row.state is RequestState.ANSWERED,
        _with("identity", "bounced"),
        section="write",
        desk="identity",
    ),
    Act("print", _has_post, _print, tone="quiet", is_open=True, section="write", desk="identity"),
    Act(
        "recipient-told",
        lambda _case: True,
        _recipient_told,
        (Field("notice", Look.HIDDEN),),
        tone="quiet",
        section="recipients",
        desk="recipients",
    ),
    Act(
        "recipient-answer",
        lambda _case: True,
        _recipient_answer,
        (
            Field("notice", Look.HIDDEN),
            Field("answer", Look.PICK, options=tuple(Answered)),
            Field("words", optional=True),
        ),
        tone="quiet",
        section="recipients",
        desk="recipients",
    ),
    Act(
        "close",
        open_one,
        _with("identity", "close", "ended", "reasons"),
        (Field("ended", Look.PICK, options=("withdrawn", "unidentified")), REASONS),
        desk="identity",
    ),
)
"""In the order of the page."""
