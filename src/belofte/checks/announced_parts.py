"""A heading announces its content, and so does an introduction: the notice must hold it.

Each announced word stands for facts that must be told. A word that stands for none here is *unknown*: better to say
that nobody knows what a heading announces than to find something that looks like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from belofte.checks.in_the_notice import languages
from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.notice import Notice, is_about
from belofte.domain.policy import Policy, RecipientRole
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import worded

ALL_OF: Mapping[str, tuple[str, ...]] = {
    "about": ("controller.name",),
    "about-processing": ("recipients",),
    "data": ("data",),
    "purposes": ("purposes",),
    "purpose": ("purposes",),
    "general-purpose": ("purposes",),
    "recipients": ("recipients",),
    "sharing": ("recipients",),
    "terms-of-sharing": ("recipients",),
    "storage": ("retention",),
    "retention": ("retention",),
    "security": ("website.encryption",),
    "rights": ("rights.described",),
    "how-to-use-rights": ("rights.requests_to",),
    "who-sees": ("staff.roles",),
    "collected-automatically": ("website.collects",),
    "authorities": ("authorities.when",),
    "changes": ("changes",),
    "children": ("children",),
    "cookies": ("website.cookies",),
    "contact": ("privacy_office",),
    "resellers": ("never.resale",),
    "objection-and-other-rights": (
        "rights.described.objection",
        "rights.described.erasure",
        "rights.described.withdrawal",
        "rights.described.automated-decisions",
        "rights.described.complaint",
        "rights.described.court",
    ),
}
"""Announced word -> facts that must all be told."""

TASKS: Mapping[str, tuple[str, ...]] = {
    "hosting": ("web-hosting", "hosting"),
    "infrastructure": ("internet-line", "internet", "infrastructure"),
    "support": ("technical-support", "support"),
    "newsletter": ("newsletter",),
    "social-media": ("social-media",),
    "business-email": ("business-email",),
    "analysis": ("statistics",),
    "google-analytics": ("statistics",),
    "shipping": ("delivery",),
    "bookkeeping": ("bookkeeping",),
}
"""Announced word -> what a recipient does; one such recipient must be told."""


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Everything that is announced is told in every language."""
    del observations
    if not records.notices:
        return unknown(
            parameters,
            now,
            worded("er is nog geen privacyverklaring om te bekijken", "there is no notice to look at yet"),
        )
    policy = parameters.policy
    announced = _announced(parameters)
    wanted = {name: _wanted(policy, name) for name in announced}
    missing = [
        Instance(f"notice in {language}: {name}", 1)
        for language, page in records.notices.items()
        for name, facts in wanted.items()
        if facts is not None and not (facts and all(_is_told(page, fact) for fact in facts))
    ]
    if missing:
        return broken(
            parameters,
            now,
            worded("de verklaring kondigt aan wat er niet in staat", "the notice announces what it does not tell"),
            missing,
        )
    if strange := [name for name, facts in wanted.items() if facts is None]:
        return unknown(
            parameters,
            now,
            worded(
                "niet bekend is wat deze woorden aankondigen: {names}",
                "it is not known what these words announce: {names}",
                names=", ".join(strange),
            ),
        )
    return kept(
        parameters,
        now,
        worded(
            "alle {n} aangekondigde delen staan erin, in {languages}",
            "all {n} announced parts are told in {languages}",
            n=len(announced),
            languages=languages(records),
        ),
    )


def _announced(parameters: Parameters) -> tuple[str, ...]:
    notice = parameters.policy.notice
    words: list[str] = []
    for fact in parameters.facts:
        if is_about(fact, "notice.describes"):
            words += notice.describes
        if fact == "notice.sections":
            words += notice.sections
        elif fact.startswith("notice.sections."):
            words.append(fact.removeprefix("notice.sections."))
    return tuple(dict.fromkeys(words))


def _wanted(policy: Policy, name: str) -> tuple[str, ...] | None:
    """The facts that must be told for one announced word. Empty: no fact of the policy delivers it; None: not known."""
    if name in ALL_OF:
        return ALL_OF[name]
    if name in policy.recipients:
        return (f"recipients.{name}",)
    if name in TASKS:
        return _first(r.name for r in policy.recipients.values() if set(r.does) & set(TASKS[name]))
    if name == "carriers":
        return _first(r.name for r in policy.recipients.values() if r.role is RecipientRole.CARRIER)
    if name == "payment":
        if "online-payment" in policy.never:
            return ("never.online-payment",)
        return _first(r.name for r in policy.recipients.values() if r.role is RecipientRole.PAYMENT)
    if name in ("access", "rectification", "erasure", "restriction", "portability", "objection", "complaint", "court"):
        return (f"rights.described.{name}",)
    return None


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"recipients.{name}" for name in names)[:1]


def _is_told(page: Notice, fact: str) -> bool:
    return any(told == fact or told.startswith(f"{fact}.") for s in page.all_sentences() for told in s.facts)
