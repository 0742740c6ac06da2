"""What people type into the public forms, and what is not right about it yet. Nothing typed is ever lost.

Only the form is judged here. Whether an address is possible, known or flooded is the desk's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from belofte.domain.reference import NotAReference, normalise_reference

LONGEST = {"address": 254, "name": 200, "number": 64, "text": 4000}
"""The most characters a field takes. 254: the longest address that mail can carry (RFC 5321 section 4.5.3.1.3)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that is not right: the key of the words, and what fills them."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])


Problems = Mapping[str, Problem]


def typed(data: Mapping[str, Any], *names: str) -> dict[str, str]:
    """The named fields as text without blanks around it; a field sent twice counts once, a missing one is empty."""
    return {name: _text(data.get(name)).strip() for name in names}


def _text(value: object) -> str:
    if isinstance(value, list):
        return _text(cast("list[object]", value)[-1]) if value else ""
    return value.replace("\x00", "") if isinstance(value, str) else ""


def request_problems(fields: Mapping[str, str], rights: tuple[str, ...]) -> dict[str, Problem]:
    """What is not right about a request, field by field, in the order of the form."""
    problems: dict[str, Problem] = {}
    if fields["right"] not in rights:
        problems["right"] = Problem("error.right")
    if problem := address_problem(fields["address"]):
        problems["address"] = problem
    for name in ("name", "number", "text"):
        if len(fields[name]) > LONGEST[name]:
            problems[name] = Problem("error.long", {"most": LONGEST[name]})
    return problems


def pair_problems(fields: Mapping[str, str]) -> dict[str, Problem]:
    """What is not right about a reference and an address, as forms. Says nothing of whether they belong together."""
    problems: dict[str, Problem] = {}
    try:
        normalise_reference(fields["reference"])
    except NotAReference:
        problems["reference"] = Problem("error.reference")
    if problem := address_problem(fields["address"]):
        problems["address"] = problem
    return problems


def address_problem(address: str) -> Problem | None:
    """What is not right about an e-mail address at first sight."""
    if not address:
        return Problem("error.address.empty")
    if len(address) > LONGEST["address"]:
        return Problem("error.long", {"most": LONGEST["address"]})
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain.strip(".") or any(sign.isspace() for sign in address):
        return Problem("error.address.form")
    return None
