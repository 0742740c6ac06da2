"""Acts as data: every entry has its words, its role and its form; what is filled in reaches the desk of its right."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from belofte.domain.account import BUTTONS, Act, Role
from belofte.domain.course import Phase
from belofte.domain.recipients import Answered
from belofte.domain.request import RequestState
from belofte.domain.rights.corrections import Ruling
from belofte.domain.rights.names import RIGHTS
from belofte.domain.wish import Correction
from belofte.procedures.clock.clock_desk import ClockDesk
from belofte.procedures.desks import AskedBy
from belofte.procedures.identity.identity_desk import IdentityDesk
from belofte.procedures.intake.customers_desk import CustomersDesk
from belofte.procedures.intake.replying import ReplyDesk
from belofte.procedures.planning.records_desk import RecordsDesk
from belofte.procedures.planning.whose_desk import WhoseDesk
from belofte.procedures.rights.correcting_desk import CorrectingDesk
from belofte.procedures.rights.handing_over import HandingDesk
from belofte.procedures.rights.lifting_desk import LiftingDesk
from belofte.procedures.rights.recipients_desk import NoticeView, RecipientsDesk
from belofte.procedures.rights.weighing_desk import WeighingDesk
from belofte.web.acts import Look
from belofte.web.acts_rights import RIGHTS as RIGHTS_ACTS
from belofte.web.office import ACTS
from belofte.web.texts import TEXTS

sys.path.insert(0, str(Path(__file__).parent))

from test_office import PLANNED, decide

DESKS = {
    "customers": CustomersDesk,
    "clock": ClockDesk,
    "correcting": CorrectingDesk,
    "handing": HandingDesk,
    "identity": IdentityDesk,
    "lifting": LiftingDesk,
    "records": RecordsDesk,
    "reply": ReplyDesk,
    "weighing": WeighingDesk,
    "whose": WhoseDesk,
}
BY = "Mieke de Boer"


class Noting:
    """A desk that notes what is asked of it; what the real one would not take is an error."""

    def __init__(self, real: type, calls: list[tuple[str, dict[str, object]]]) -> None:
        self._real, self._calls = real, calls

    def __getattr__(self, name: str):
        signature = inspect.signature(getattr(self._real, name))

        def note(*args: object, **named: object) -> object:
            bound = signature.bind(self, *args, **named)
            self._calls.append((name, {k: v for k, v in bound.arguments.items() if k not in ("self", "reference")}))
            return ()

        return note


class Notices(RecipientsDesk):
    """One notice that was told and one that is still to be told."""

    def __init__(self, calls: list[tuple[str, dict[str, object]]]) -> None:
        self.calls = calls

    def of_request(self, reference):
        one = NoticeView("n-1", reference, "dhl", "DHL", "erased", "told", None, 0, None, None, None)
        return (one, replace(one, id="n-2", label="PostNL", state="to-tell"))

    def told(self, notice, by):
        self.calls.append(("told", {"notice": notice, "by": by}))
        return self.of_request("")[0]

    def answer(self, notice, answer, by, words=""):
        self.calls.append(("answer", {"notice": notice, "answer": answer, "by": by, "words": words}))
        return self.of_request("")[0]


@pytest.fixture
def calls() -> list[tuple[str, dict[str, object]]]:
    return []


@pytest.fixture
def more(calls) -> dict[str, object]:
    """The desks of every right, noting what is asked of them."""
    desks: dict[str, object] = {name: Noting(real, calls) for name, real in DESKS.items()}
    return {**desks, "recipients": Notices(calls), "service": Noting(ServiceDesk, calls).decide}


@pytest.fixture
def clerk(open_office, more):
    """A browser at an office with the desks of every right."""
    return open_office(more=more)


class ServiceDesk:
    def decide(self, reference: str, by: str, reasons: str, ends_on: date | None) -> None: ...


def set_case(office, right: str, state: RequestState = RequestState.PLANNED, **more: object) -> None:
    case = office.cases["B-2222-222"]
    row = replace(case.row, right=right, state=state, **more)
    about = AskedBy("email", represents="parent", repeats=("B-5555-555",), to_post=1)
    office.cases["B-2222-222"] = replace(case, row=row, about=about)


def test_every_act_has_its_words() -> None:
    for act in ACTS:
        assert f"act.{act.name}" in TEXTS, act.name
        for field in act.fields:
            named = field.look is Look.HIDDEN or f"act.{act.name}.{field.name}" in TEXTS
            assert named, f"{act.name}.{field.name}"
            if field.look is Look.PICK:
                assert {f"option.{option}" for option in field.options} <= TEXTS.keys()
    assert len({act.name for act in ACTS}) == len(ACTS)


def test_every_act_says_what_was_done_or_shows_it() -> None:
    shows = {"read", "asked", "letter", "changes", "print", "records", "whose", "dossier"}
    assert {act.name for act in ACTS if f"told.{act.name}" not in TEXTS} == shows


def test_who_may_press_what_is_decided_for_every_act() -> None:
    only_officer = {"uphold", "reject", "lift", "rule", "service", "settle", "extend", "refuse", "close"} | {
        "redact",
        "record",
        "record-back",
    }
    assert {act.name for act in ACTS if BUTTONS.get(act.name, Act.DECIDE) is Act.DECIDE} == only_officer
    reading = {act.name for act in ACTS if BUTTONS.get(act.name) is Act.READ}
    assert reading == {"read", "asked", "letter", "changes", "print", "dossier"}


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("state", list(RequestState))
def test_the_page_of_every_right_in_every_state_can_be_made(clerk, office, right, state) -> None:
    set_case(office, right, state, phase=Phase.STOPPED if right == "objection" else None)
    for language in ("nl", "en"):
        page = clerk.get(f"/{language}{PLANNED[3:]}")
        assert page.status_code == 200
        assert len(re.findall(r'\bid="([^"]+)"', page.text)) == len(set(re.findall(r'\bid="([^"]+)"', page.text)))


CASES = [
    ("question", {}, "take", {}, ("take", {"by": BY})),
    ("question", {}, "reply", {"words": "Dag."}, ("answer", {"words": "Dag.", "by": BY})),
    ("objection", {"phase": Phase.STOPPED}, "uphold", {}, ("uphold", {"by": BY, "reasons": ""})),
    ("objection", {"phase": Phase.STOPPED}, "reject", {"reasons": "x"}, ("reject", {"by": BY, "reasons": "x"})),
    ("restriction", {"phase": Phase.RESTRICTED}, "lift", {"reasons": "x"}, ("ask_or_lift", {"by": BY, "reasons": "x"})),
    (
        "access",
        {},
        "pass-on",
        {"whose": "Oost", "to": "a@oost.example"},
        ("choose", {"whose": "Oost", "to": "a@oost.example", "by": BY}),
    ),
    (
        "rectification",
        {},
        "correct",
        {"kind": "name", "should_be": "Anna"},
        ("correct", {"correction": Correction("name", "", "Anna"), "by": BY}),
    ),
    (
        "rectification",
        {},
        "rule",
        {"number": "1", "ruling": "keep", "reasons": "x"},
        ("decide", {"number": 1, "ruling": Ruling.KEEP, "by": BY, "reasons": "x"}),
    ),
    ("rectification", {}, "statement", {"statement": "x"}, ("state", {"statement": "x", "by": BY})),
    ("portability", {}, "party", {"party": "a@b.example"}, ("name_party", {"party": "a@b.example", "by": BY})),
    (
        "portability",
        {"state": RequestState.ANSWERED},
        "service",
        {"reasons": "x", "ends_on": "2027-01-31"},
        ("decide", {"by": BY, "reasons": "x", "ends_on": date(2027, 1, 31)}),
    ),
    ("access", {}, "ask-identity", {"doubt": "x"}, ("ask", {"by": BY, "doubt": "x"})),
    ("access", {}, "asked-aloud", {}, ("asked_aloud", {"by": BY, "doubt": ""})),
    (
        "access",
        {},
        "mandate",
        {"how": "x", "born": "2015-05-05"},
        ("check_mandate", {"by": BY, "how": "x", "born": date(2015, 5, 5), "number": "", "subject_chose": ""}),
    ),
    (
        "access",
        {},
        "theirs",
        {"record": "club.members#1", "reasons": "x"},
        ("decide", {"handle": "club.members#1", "by": BY, "reasons": "x"}),
    ),
    ("access", {}, "join", {"into": "B-5555-555"}, ("join", {"into": "B-5555-555", "by": BY})),
    (
        "access",
        {},
        "extend",
        {"ground": "complexity", "reasons": "x"},
        ("extend", {"by": BY, "ground": "complexity", "reasons": "x"}),
    ),
    (
        "access",
        {},
        "redirect",
        {"how": "x", "post_address": "Kade 1"},
        ("redirect", {"by": BY, "how": "x", "other_address": "", "post_address": "Kade 1"}),
    ),
    (
        "access",
        {},
        "address-change",
        {"new_address": "a@b.example"},
        ("ask_address_change", {"new_address": "a@b.example", "by": BY}),
    ),
    ("access", {"state": RequestState.ANSWERED}, "bounced", {}, ("bounced", {"by": BY})),
    (
        "access",
        {},
        "close",
        {"ended": "withdrawn", "reasons": "x"},
        ("close", {"by": BY, "ended": "withdrawn", "reasons": "x"}),
    ),
    ("erasure", {}, "recipient-told", {"notice": "n-2"}, ("told", {"notice": "n-2", "by": BY})),
    (
        "erasure",
        {},
        "recipient-answer",
        {"notice": "n-1", "answer": "done"},
        ("answer", {"notice": "n-1", "answer": Answered.DONE, "by": BY, "words": ""}),
    ),
]


@pytest.mark.parametrize(("right", "at", "act", "fields", "call"), CASES, ids=[case[2] for case in CASES])
def test_what_is_filled_in_reaches_the_desk(clerk, office, calls, right, at, act, fields, call) -> None:
    set_case(office, right, **at)
    answer = decide(clerk, act, **fields)
    assert answer.status_code == 303, answer.text
    assert calls == [call]
    assert 'class="box good" role="status"' in clerk.get(answer.headers["location"]).text


def test_every_act_of_a_right_is_tried_here() -> None:
    untried = {"changes", "print", "settle"}  # two show a page; the third is of a desk that is tested with leaving
    assert {act.name for act in RIGHTS_ACTS} - {case[2] for case in CASES} == untried


@pytest.mark.parametrize(
    ("right", "act", "fields", "says"),
    [
        ("question", "reply", {}, "Dit is nog leeg."),
        ("rectification", "rule", {"number": "een", "ruling": "keep", "reasons": "x"}, "Vul een aantal in cijfers in."),
        ("rectification", "rule", {"number": "1", "ruling": "burn", "reasons": "x"}, "Kies alleen uit wat hier staat."),
        ("access", "mandate", {"how": "x", "born": "5 mei"}, "Dit is geen dag die wij herkennen."),
        ("access", "extend", {"ground": "complexity", "reasons": "x" * 4001}, "hoogstens 4000 tekens"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_reaches_nobody(clerk, office, calls, right, act, fields, says):
    set_case(office, right)
    answer = decide(clerk, act, **fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert calls == []


def test_a_member_of_staff_is_not_offered_what_only_the_officer_decides(open_office, more, office) -> None:
    set_case(office, "access")
    page = open_office(Role.STAFF, more).get(PLANNED).text
    assert "/approve" in page
    assert "/refuse" not in page
    assert "/extend" not in page
    answer = open_office(Role.AUDITOR, more).get(PLANNED)
    assert answer.status_code == 200
    offered = set(re.findall(r'method="post" action="/nl/requests/[^"/]+/([^"]+)"', answer.text))
    assert offered == {"records"}, "that page names no person: looking is all an auditor may"
