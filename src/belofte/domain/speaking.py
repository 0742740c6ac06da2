"""Which sentence of the policy an expectation of a system's settings proves.

A published sentence names a fact of the policy, never a system: systems are private. What speaks of a fact follows
from the recipient a system stands for and from the setting's name: ``recipients.kpn.encrypted`` is judged by what the
systems with ``recipient: kpn`` expect of encryption. A clause can also name its settings itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from belofte.domain.expected import Expectation
from belofte.domain.facts import fits
from belofte.domain.policy import Clause, FactPath, Policy
from belofte.domain.system_map import SystemMap

CHECK = "settings-as-expected"
"""The check that compares; a clause may name it, and need not."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Which settings speak of a fact: those with one of these words in their name, those of these names, or all."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    every: bool = False

    def __contains__(self, setting: str) -> bool:
        return self.every or setting in self.names or bool(self.words & set(setting.split("-")))


def _with(*words: str) -> Speaking:
    return Speaking(words=frozenset(words))


EVERY = Speaking(every=True)
ENCRYPTION = _with(
    "certificate", "crypto", "dane", "encrypted", "encryption", "https", "mixed", "plain", "protocols", "starttls",
    "sts", "tls", "transport",
)  # fmt: skip
WEB = Speaking(
    names=frozenset(("certificate", "https-redirect", "hsts", "mixed-content", "protocols", "undeclared-hosts"))
)
SHARING = _with("ads", "advertising", "shared", "shares", "sharing", "signals")
TERM = _with("retention", "term", "terms")

TRACKING = _with("clicks", "click", "opens", "open", "tracking")

SPEAKS_OF: tuple[tuple[str, Speaking], ...] = (
    ("systems.*.expect.**", EVERY),
    ("recipients.*.measures", EVERY),
    ("recipients.*.encrypted", ENCRYPTION),
    ("recipients.*.sees", ENCRYPTION),
    ("recipients.*.only_in", _with("location", "locations", "region", "regions", "replication")),
    ("recipients.*.tracking", TRACKING),
    ("recipients.*.own_use", SHARING),
    ("recipients.*.shares_on", SHARING),
    ("recipients.*.only_for", SHARING),
    ("never.commercial-sharing", SHARING),
    ("website.encryption", WEB),
    ("website.cookie_consent", Speaking(names=frozenset(("cookies", "third-parties", "trackers")))),
    ("website.unsubscribe_link", _with("unsubscribe")),
    ("purposes.*.ask", _with("opt")),
    ("retention.*", TERM),
    ("retention.*.at_most", TERM),
)
"""Fact -> the settings that speak of it."""


def tracking_settings(system: SystemMap) -> tuple[str, ...]:
    """The settings by which a system shows that it measures who reads mail: words such as ``open-tracking``."""
    named = (name for name in system.rest.observe if "tracking" in name.split("-")) if system.rest else ()
    return tuple(dict.fromkeys((*named, *(name for name in system.expect if name in TRACKING))))


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation of one system."""

    system: str
    setting: str
    expectation: Expectation


def expectations_for(fact: FactPath, policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[Expected, ...]:
    """Every expectation that speaks of a fact."""
    speaking = next((speaking for pattern, speaking in SPEAKS_OF if fits(pattern, fact)), Speaking())
    return tuple(
        Expected(system.name, setting, expectation)
        for system in systems.values()
        if system.expect and _concerns(fact, policy, system)
        for setting, expectation in system.expect.items()
        if setting in speaking and _is_of(fact, setting, policy, system)
    )


def keeps_term_itself(system: SystemMap, category: str, policy: Policy) -> bool:
    """Whether a system ends a category by a setting of its own, which the company expects to be right: then no column
    has to say how old a record is."""
    spoken = expectations_for(FactPath(f"retention.{category}"), policy, {system.name: system})
    return bool(spoken)


def named_by(clause: Clause, systems: Mapping[str, SystemMap]) -> tuple[Expected, ...]:
    """The expectations whose settings a clause names itself: ``webhooks`` is that of every system, ``exact/webhooks``
    that of one."""
    written = clause.parameters.get("settings", ()) if clause.check in (None, CHECK) else ()
    listed = cast("tuple[object, ...]", written) if isinstance(written, tuple) else ()
    names = [str(name).rpartition("/") for name in ((written,) if isinstance(written, str) else listed)]
    return tuple(
        Expected(system.name, setting, system.expect[setting])
        for system in systems.values()
        for only, _, setting in names
        if setting in system.expect and only in ("", system.name)
    )


def spoken_of(clause: Clause, policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[FactPath, ...]:
    """The facts of a clause of which a setting speaks; all of them where it names the settings itself."""
    if named_by(clause, systems):
        return clause.facts
    return tuple(fact for fact in clause.facts if expectations_for(fact, policy, systems))


def _concerns(fact: str, policy: Policy, system: SystemMap) -> bool:
    """Whether a fact can be about this system: its recipient's, its own, or what every system has."""
    match fact.split("."):
        case ["systems", name, *_]:
            return system.name == name
        case ["recipients", name, *_]:
            return system.recipient == name
        case ["retention", category, *_]:
            recipient = policy.recipients.get(system.recipient or "")
            return recipient is None or category in recipient.gets
        case _:
            return True


def _is_of(fact: str, setting: str, policy: Policy, system: SystemMap) -> bool:
    """A system of one's own has logs, mails, visits…: its term is that of the category in the setting's name."""
    keys = fact.split(".")
    if keys[0] == "systems" and len(keys) > len(("systems", "NAME", "expect")):
        return keys[3] == setting
    if keys[0] == "retention" and (system.recipient is None or system.recipient not in policy.recipients):
        return keys[1] in setting.split("-")
    return True


def unspoken(policy: Policy, systems: Mapping[str, SystemMap]) -> Iterator[Expected]:
    """The expectations that no clause rests on: nobody would be told when one of them is not so."""
    judged = {(one.system, one.setting) for clause in policy.clauses.values() for one in named_by(clause, systems)}
    judged |= {
        (one.system, one.setting)
        for clause in policy.clauses.values()
        if clause.check is None and not clause.not_checkable
        for fact in clause.facts
        for one in expectations_for(fact, policy, systems)
    }
    for system in systems.values():
        for setting, expectation in system.expect.items():
            if (system.name, setting) not in judged:
                yield Expected(system.name, setting, expectation)
