"""What each right asks on the form beside the address, and how the fields become a wish.

Only what a right needs is shown: whoever withdraws a consent meets one field and one button (Art. 7(3)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any, cast

from belofte.domain.course import Represents
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.rights import names
from belofte.domain.wish import Correction, Wish
from belofte.web.forms import LONGEST, Problem, address_problem, typed
from belofte.web.site import Choices, Option

CORRECTIONS = 5
"""Values one form can correct; more go into the words beside it."""
OTHER = "other"
"""Kind of a correction that none of the policy's kinds fits: a person of the office reads it."""
_ROWS = tuple(f"{part}_{row}" for row in range(1, CORRECTIONS + 1) for part in ("kind", "now", "should"))
_FOUND_BY = ("name", "number", "phone", "cookie", "ip", "ip_when")
_ELSEWHERE = ("other_address", "post_address")
OWN: Mapping[str, tuple[str, ...]] = {
    names.ACCESS: ("text", *_ELSEWHERE),
    names.RECTIFICATION: (*_ROWS, "statement"),
    names.ERASURE: ("text",),
    names.RESTRICTION: ("because",),
    names.PORTABILITY: ("hand_over_to", *_ELSEWHERE),
    names.OBJECTION: ("because",),
    names.WITHDRAWAL: (),
    names.LEAVING: ("ends_on", "text"),
    names.QUESTION: ("text",),
}
"""Fields of one line or more that a right has beside the address."""
TICKS: Mapping[str, str] = {names.OBJECTION: "purposes", names.WITHDRAWAL: "purposes", names.LEAVING: "services"}
"""Right -> the list of which any number may be ticked."""
FIELDS = tuple(
    dict.fromkeys(("right", "address", *_FOUND_BY, "represents", "only", *(f for own in OWN.values() for f in own)))
)
_ON_PAGE = (
    *("right", *_ROWS, "statement", "purposes", "services", "hand_over_to", "because", "ends_on", "text"),
    *("address", *_FOUND_BY, "represents", *_ELSEWHERE),
)
_PLAIN = ("because", "statement", "post_address", "ip_when", "cookie", "phone")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent: the fields as text, and what was ticked."""

    text: Mapping[str, str]
    ticked: tuple[str, ...] = ()

    @property
    def right(self) -> str:
        return self.text["right"]


def filled(data: Mapping[str, Any]) -> Filled:
    """The form of one right; what was sent for another right's fields is left out."""
    text = typed(data, *FIELDS)
    own = {"right", "address", *fields_of(text["right"])}
    name = TICKS.get(text["right"])
    ticked = all_of(data.get(name)) if name else ()
    if text["only"] and name == "purposes":
        ticked = (text["only"],)
    return Filled({field: value if field in own else "" for field, value in text.items()}, ticked)


def fields_of(right: str) -> tuple[str, ...]:
    """The fields of a right's form, the address apart. For a right that is not known nothing common gets lost."""
    if right == names.WITHDRAWAL:
        return ("only",)
    return (*OWN.get(right, ("text",)), *_FOUND_BY, "represents")


def options_of(right: str, choices: Choices) -> tuple[Option, ...]:
    """What can be ticked for this right."""
    return {
        names.OBJECTION: choices.contested,
        names.WITHDRAWAL: choices.consents,
        names.LEAVING: choices.services,
    }.get(right, ())


def needs_link(form: Filled, choices: Choices) -> bool:
    """Whether the person must press a button in a mail first. A question hands nothing over; what only stops concerns
    nothing but the address it came from."""
    if form.right in (names.QUESTION, names.WITHDRAWAL):
        return False
    if form.right != names.OBJECTION or form.text["represents"]:
        return True
    meant = [option for option in choices.contested if not form.ticked or option.name in form.ticked]
    return not meant or not all(option.is_absolute for option in meant)


def wish_problems(form: Filled, choices: Choices, today: date) -> dict[str, Problem]:
    """What is not right about the fields of a right, in the order of the form."""
    text, problems = form.text, dict[str, Problem]()
    if form.right == names.RECTIFICATION:
        problems |= _correction_problems(text, choices)
    if set(form.ticked) - {option.name for option in options_of(form.right, choices)}:
        problems[TICKS.get(form.right, "right")] = Problem("error.choice")
    if form.right == names.QUESTION and not text["text"]:
        problems["text"] = Problem("error.text.empty")
    for name in ("hand_over_to", "other_address"):
        if text[name] and (problem := address_problem(text[name])):
            problems[name] = problem
    if text["ends_on"] and (problem := _day_problem(text["ends_on"], today)):
        problems["ends_on"] = problem
    if text["represents"] and text["represents"] not in [each.value for each in Represents]:
        problems["represents"] = Problem("error.choice")
    if text["ip"]:
        problems |= _ip_problems(text)
    for name in (*_PLAIN, *_ROWS):
        most = LONGEST["text"] if name in ("because", "statement") else LONGEST["name"]
        if len(text[name]) > most:
            problems[name] = Problem("error.long", {"most": most})
    return problems


def as_on_page(problems: Mapping[str, Problem]) -> dict[str, Problem]:
    """The problems in the order in which the fields stand on the page."""
    return {name: problems[name] for name in sorted(problems, key=_ON_PAGE.index)}


def wish_of(form: Filled) -> Wish:
    """What is asked beside the right. Call it for a form without problems only."""
    text = form.text
    is_service = form.right == names.LEAVING
    return Wish(
        corrections=tuple(_corrections(text)),
        statement=text["statement"],
        purposes=() if is_service else form.ticked,
        because=text["because"],
        services=form.ticked if is_service else (),
        ends_on=_day(text["ends_on"]),
        hand_over_to=text["hand_over_to"],
        post_address=text["post_address"],
        other_address=text["other_address"],
        represents=text["represents"],
        identifiers=tuple(_identifiers(text)),
    )


def _corrections(text: Mapping[str, str]) -> list[Correction]:
    rows = range(1, CORRECTIONS + 1)
    return [
        Correction(text[f"kind_{row}"] or OTHER, text[f"now_{row}"], text[f"should_{row}"])
        for row in rows
        if text[f"should_{row}"]
    ]


def _correction_problems(text: Mapping[str, str], choices: Choices) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    kinds = {"", OTHER, *(option.name for option in choices.kinds)}
    for row in range(1, CORRECTIONS + 1):
        kind, now, should = (text[f"{part}_{row}"] for part in ("kind", "now", "should"))
        if kind not in kinds:
            problems[f"kind_{row}"] = Problem("error.choice")
        elif should and not kind:
            problems[f"kind_{row}"] = Problem("error.kind")
        elif (kind or now) and not should:
            problems[f"should_{row}"] = Problem("error.should")
    if not problems and not _corrections(text) and not text["statement"]:
        problems["kind_1"] = Problem("error.correction")
    return problems


def _ip_problems(text: Mapping[str, str]) -> dict[str, Problem]:
    try:
        ip_address(text["ip"])
    except ValueError:
        return {"ip": Problem("error.ip")}
    return {} if text["ip_when"] else {"ip_when": Problem("error.ip_when")}


def _identifiers(text: Mapping[str, str]) -> list[Identifier]:
    """Further identifiers, each to be checked before it is used. An IP address carries its time behind an at sign: it
    passes from user to user and finds nobody without it."""
    given = {"phone": text["phone"], "cookie-id": text["cookie"]}
    found = [Identifier(kind, "", normalise(kind, value)) for kind, value in given.items() if value]
    if text["ip"]:
        found.append(Identifier("ip-address", "", f"{normalise('ip-address', text['ip'])}@{text['ip_when']}"))
    return found


def _day_problem(value: str, today: date) -> Problem | None:
    found = _day(value)
    if found is None:
        return Problem("error.day")
    return Problem("error.day.past") if found < today else None


def _day(value: str) -> date | None:
    """A day as browsers send it (2026-12-31) or as people write it (31-12-2026, 31/12/2026); None for anything else."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date()
        except ValueError:
            continue
    return None


def all_of(value: object) -> tuple[str, ...]:
    """Everything that was ticked under one name, each once."""
    given: Sequence[object] = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(str(item) for item in given if isinstance(item, str) and item))
