"""References between facts: a purpose names a category, a recipient too. What points nowhere is a problem.

Whether the facts are complete and agree with one another is the linter's question, not the loader's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from belofte.domain.policy import FactPath
from belofte.loading.impact import impact_criteria
from belofte.loading.reading import Reading

Fields = dict[str, Any]
ANYTHING = "anything"


def check_references(fields: Fields, reading: Reading) -> None:
    """Look at every name in the policy's facts that stands for another fact."""
    check = _Check(reading)
    data, purposes, recipients = (fields.get(name, {}) for name in ("data", "purposes", "recipients"))
    for name, purpose in purposes.items():
        check.uses(f"purposes.{name}", purpose.uses, data)
        if purpose.bundled_with is not None:
            check.names(f"purposes.{name}.bundled_with", (purpose.bundled_with,), purposes, "purpose")
        if purpose.dpia is not None:
            check.names(f"purposes.{name}.dpia.because", purpose.dpia.because, impact_criteria(), "criterion")
    for name in fields.get("retention", {}):
        check.names("retention", (name,), data, "category")
    for name, recipient in recipients.items():
        check.names(f"recipients.{name}.gets", recipient.gets, {*data, ANYTHING}, "category")
        check.names(f"recipients.{name}.purposes", recipient.purposes, purposes, "purpose")
    _check_website(fields, check, purposes, recipients)
    check.names("never_means", fields.get("never_means", {}), fields.get("never", ()), "word of never")


def _check_website(fields: Fields, check: _Check, purposes: Iterable[str], recipients: Iterable[str]) -> None:
    website = fields.get("website")
    if website is None:
        return
    for name, cookie in website.cookie_facts.items():
        path = f"website.cookies.{name}"
        check.names(f"{path}.purpose", (cookie.purpose,) if cookie.purpose else (), purposes, "purpose")
        check.names(f"{path}.by", (cookie.by,) if cookie.by else (), recipients, "recipient")


class _Check:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def names(self, path: str, names: Iterable[str], known: Iterable[str], what: str) -> None:
        """Each of ``names``, which stand at ``path``, must be ``known``."""
        all_known = set(known)
        for name in names:
            if name not in all_known:
                self._dangling(path, name, all_known, what)

    def uses(self, path: str, uses: Iterable[Any], data: Fields) -> None:
        for use in uses:
            word = f"{use.category}.{use.part}" if use.part else use.category
            if use.category not in data:
                self._dangling(f"{path}.uses", word, set(data), "category")
            elif use.part not in (None, "needed", "optional"):
                parts = {f"{use.category}.needed", f"{use.category}.optional"}
                self._dangling(f"{path}.uses", word, parts, "part of a category")

    def _dangling(self, path: str, name: str, known: set[str], what: str) -> None:
        at = self._place(path, name)
        self.reading.dangling(at, f'No {what} is called "{name}".', name, known)

    def _place(self, path: str, name: str) -> Any:
        positions = self.reading.positions
        inside = (p for p in positions if p.startswith(f"{path}.") and p.endswith(f".{name}"))
        nearest = FactPath(f"{path}.{name}")
        return positions.get(nearest) or positions.get(next(inside, FactPath(path))) or positions[FactPath(path)]


def check_added(reading: Reading) -> None:
    """A reason for an addition must belong to a fact."""
    for path, (at, may_be_absent) in reading.reasons.items():
        if path not in reading.positions and not may_be_absent:
            what = f'"added" gives a reason for "{path}", and no such fact stands here.'
            reading.dangling(at, what, path, reading.positions)
