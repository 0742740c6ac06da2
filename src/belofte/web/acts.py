"""What staff can do with a request, as data: fields, when it is possible, how it is carried out.

One entry here and its words (``act.NAME``, ``act.NAME.text``, ``act.NAME.FIELD`` …) make a further act: its form, the
check of what was filled in, the button and the answer come from here. Who may press it stands in
:mod:`belofte.domain.account`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from belofte.domain.account import act_of_button
from belofte.domain.course import Phase
from belofte.domain.request import NEXT, RequestState
from belofte.procedures.desks import PLANNABLE, CaseView, OfficeDesk, PublicDesk
from belofte.procedures.office.case_desk import CaseDesk
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.office.queue_desk import QueueDesk
from belofte.procedures.planning.texts import texts_to_read
from belofte.web.forms import LONGEST
from belofte.web.signing.present import present


class Look(StrEnum):
    """How a field is asked."""

    LINE = "line"
    AREA = "area"
    TICK = "tick"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    PICK = "pick"
    HIDDEN = "hidden"
    CUSTOMER = "customer"  # one of those the company works for; a line where none are listed
    UNLISTED = "unlisted"  # a line that is asked only where none are listed


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act. ``options``: names for a list (words ``option.NAME``), or words offered while typing.
    ``when``: whether it is asked for this case; ``value``: what a hidden field carries."""

    name: str
    look: Look = Look.LINE
    optional: bool = False
    most: int = LONGEST["text"]
    options: tuple[str, ...] = ()
    when: Callable[[CaseView], bool] = lambda _case: True
    value: Callable[[CaseView], str] = lambda _case: ""
    after_refusal: bool = False  # asked only once a refusal has named it


@dataclass(frozen=True, slots=True)
class Shown:
    """An act that answers with a page of its own instead of leading back to the request."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """An act that answers with a file."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks behind the office's pages. ``more``: those of single rights, by the name their acts use."""

    office: OfficeDesk
    queue: QueueDesk
    needs: NeedsDesk
    case: CaseDesk
    public: PublicDesk | None = None  # registers what came by letter or telephone
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in for one act. ``by``: the name of the account that is signed in."""

    reference: str
    by: str
    text: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.text[name]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing staff can do. ``tone``: '' (the next step), quiet, stern or ask; ``open``: its form stands open;
    ``section``: the part of the page it belongs to; ``desk``: the further desk it needs."""

    name: str
    possible: Callable[[CaseView], bool]
    carry: Callable[[Desks, Given], object]
    fields: tuple[Field, ...] = ()
    tone: str = "stern"
    is_open: bool = False
    section: str = "decide"
    desk: str | None = None


def is_undecided(case: CaseView) -> bool:
    """There is a plan, and nobody has approved it yet."""
    return case.row.state is RequestState.PLANNED and case.plan is not None and not case.approved


def can_become(state: RequestState) -> Callable[[CaseView], bool]:
    """Whether a request can go to ``state`` from where it stands."""
    return lambda case: state in NEXT[case.row.state]


def is_in(*phases: Phase) -> Callable[[CaseView], bool]:
    """Whether a right of several phases stands in one of these."""
    return lambda case: case.row.phase in phases


def has_export_texts(case: CaseView) -> bool:
    """Free text would leave with the copy, read or not."""
    return is_undecided(case) and case.plan is not None and texts_to_read(case.plan) > 0


def has_texts(case: CaseView) -> bool:
    """Free text of the copy is still to be read."""
    return is_undecided(case) and case.plan is not None and texts_to_read(case.plan) > 0 and not case.texts_read


def is_blind(case: CaseView) -> bool:
    """A system could not be looked at."""
    return case.plan is not None and bool(case.plan.blind)


def acts_for(acts: Sequence[Act], desks: Desks, case: CaseView) -> tuple[Act, ...]:
    """What staff may do with a request as it stands, and whoever is signed in may; the desk has the last word."""
    somebody = present()
    return tuple(
        act
        for act in acts
        if (act.desk is None or act.desk in desks.more)
        and act.possible(case)
        and (somebody is None or somebody.account.may(act_of_button(act.name)))
    )


VOUCHED = (RequestState.RECEIVED, *PLANNABLE)
"""A plan may ask who it is, too: its address was not known before, or is two people's."""
