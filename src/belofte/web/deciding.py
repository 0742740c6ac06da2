"""What staff fill in for a decision: what is missing yet, and how the desk is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from belofte.domain.errors import BelofteError
from belofte.procedures.desks import CaseView, OfficeDesk
from belofte.procedures.refusals import TooManyRecords
from belofte.web.forms import LONGEST, Problem, Problems

FIELDS = ("plan", "read", "blind", "records", "how", "number", "ground", "seal")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "read": (),
    "approve": ("read",),
    "look": (),
    "identify": ("how",),
    "stop": (),
    "refuse": ("ground",),
}
_WORDS = {"blind": "error.read"}
_GROUPED = str.maketrans("", "", " .,\u00a0\u202f")
"""What people put between thousands, in Dutch and in English."""


def decision_problems(act: str, fields: Mapping[str, str], case: CaseView) -> dict[str, Problem]:
    """What is not right yet about the form of one act, field by field."""
    names = [*_NEEDED[act]]
    if act == "approve" and case.plan and case.plan.blind:
        names.append("blind")
    problems = {name: Problem(_WORDS.get(name, f"error.{name}")) for name in names if not fields[name]}
    if act == "approve" and fields["records"] and _count(fields["records"]) is None:
        problems["records"] = Problem("error.records")
    if act == "identify" and len(fields["number"]) > LONGEST["number"]:
        problems["number"] = Problem("error.long", {"most": LONGEST["number"]})
    return problems


def refused(error: BelofteError, language: str) -> Problems:
    """What the desk refuses, in the desk's own words. Too many records: the number is asked for beside it."""
    told = {"desk": Problem(error.message_in(language), {"remedy": error.remedy_in(language)})}
    return told | ({"records": Problem("error.records.repeat")} if isinstance(error, TooManyRecords) else {})


def carry_out(desk: OfficeDesk, act: str, reference: str, fields: Mapping[str, str]) -> None:
    """Let the desk do what was decided. Raises what the desk raises."""
    deciders: Mapping[str, Callable[[], object]] = {
        "approve": lambda: desk.approve(reference, fields["plan"], fields["by"], _count(fields["records"])),
        "look": lambda: desk.plan(reference),
        "identify": lambda: desk.identify(reference, fields["by"], fields["how"], fields["number"]),
        "stop": lambda: desk.stop(reference, fields["by"]),
        "refuse": lambda: desk.refuse(reference, fields["by"], fields["ground"]),
    }
    deciders[act]()


def _count(text: str) -> int | None:
    """A number as people type it, 1.500 and 1,500 alike; None where it is none."""
    digits = text.translate(_GROUPED)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None
