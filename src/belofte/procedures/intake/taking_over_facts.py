"""Recipients and documents are facts, and facts live in the policy folder: a table of them becomes YAML to paste there.

Nothing is written into the folder: who is responsible for the policy reads it first, then lints and publishes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from belofte.domain.errors import WrongUse
from belofte.domain.policy import Policy
from belofte.loading.import_forms import said
from belofte.loading.importing import Cells, Fault
from belofte.procedures.intake.taking_over import Looked, Rows, sound

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ANYTHING = "anything"
"""What an authority may ask for: no category in particular."""
Facts = Mapping[str, Mapping[str, Any]]
"""Recipient -> key of the policy folder -> value."""


def recipients_of(policy: Policy, rows: Rows, faults: Sequence[Fault] = ()) -> Facts:
    """The recipients that the policy does not name yet. Raises :class:`NotTaken` with every fault."""
    found, facts, names = Looked(), dict[str, dict[str, Any]](), set[str]()
    for number, row in rows:
        with found.row(number, "name"):
            name = _name(row["name"])
            if name in names:
                raise WrongUse(
                    said("Deze ontvanger staat twee keer in de tabel.", "This recipient stands in the table twice."),
                    said("laat er één weg", "leave one of them out"),
                )
            names.add(name)
            if name not in policy.recipients:
                facts[name] = _recipient(policy, row)
        with found.row(number, "gets"):
            if strange := [word for word in row["gets"].split() if word not in policy.data and word != ANYTHING]:
                raise WrongUse(
                    said(
                        f"Het beleid kent geen categorie met deze naam: {', '.join(strange)}.",
                        f"The policy knows no category of this name: {', '.join(strange)}.",
                    ),
                    said(f"gebruik: {', '.join(policy.data)}", f"use: {', '.join(policy.data)}"),
                )
        with found.row(number, "country"):
            if row["country"] and not _COUNTRY.fullmatch(row["country"].upper()):
                raise WrongUse(
                    said("Dit is geen land.", "This is no country."),
                    said("schrijf de twee letters, zoals NL", "write its two letters, such as NL"),
                )
    sound(found, faults)
    return facts


def _name(written: str) -> str:
    name = written.lower().replace(" ", "-")
    if not _NAME.fullmatch(name):
        raise WrongUse(
            said("Dit is geen naam voor de beleidsmap.", "This is no name for the policy folder."),
            said("gebruik kleine letters, cijfers en streepjes", "use small letters, digits and hyphens"),
        )
    return name


def _recipient(policy: Policy, row: Cells) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "role": row["role"],
        "label": dict.fromkeys(policy.languages, row["label"]) if row["label"] else None,
        "does": row["does"].split(),
        "gets": row["gets"].split(),
        "country": row["country"].upper(),
        "contact": row["contact"],
    }
    return {key: value for key, value in stated.items() if value}


def documents_of(policy: Policy, rows: Rows, faults: Sequence[Fault] = ()) -> Facts:
    """Agreements and other documents, under the recipient they bind. Raises :class:`NotTaken` with every fault."""
    found, facts = Looked(), dict[str, dict[str, Any]]()
    for number, row in rows:
        with found.row(number, "recipient"):
            name = _name(row["recipient"])
            if name not in policy.recipients:
                raise WrongUse(
                    said("Het beleid noemt zo'n ontvanger niet.", "The policy names no recipient like this."),
                    said(f"gebruik: {', '.join(policy.recipients)}", f"use: {', '.join(policy.recipients)}"),
                )
            stated = facts.setdefault(name, {})
            if row["is"] in stated:
                raise WrongUse(
                    said("Deze ontvanger heeft zo'n document al.", "This recipient has such a document already."),
                    said("laat een van de rijen weg", "leave one of the rows out"),
                )
            stated[row["is"]] = _document(row)
    sound(found, faults)
    return facts


def _document(row: Cells) -> Any:
    """An agreement is a path; what binds to secrecy has its dates."""
    if row["is"] != "secrecy":
        return row["file"]
    dates = {key: row[key] for key in ("signed", "until") if row[key]}
    return {"basis": "contract", "document": row["file"], **dates}


def as_yaml(facts: Facts) -> str:
    """The facts as they are pasted into ``policy.yaml``."""
    lines = ["recipients:"]
    for name, stated in facts.items():
        lines.append(f"  {name}:")
        lines += [f"    {key}: {_value(value)}" for key, value in stated.items()]
    return "\n".join(lines) + "\n" if facts else ""


def _value(value: Any) -> str:
    """Words in quotation marks, so that YAML takes none of them for something else; days as they are."""
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value)
        return "{" + ", ".join(f"{key}: {_value(item)}" for key, item in pairs.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in cast("list[Any]", value)) + "]"
    text = str(value)
    return text if _DAY.fullmatch(text) else json.dumps(text, ensure_ascii=False)
