"""What Belofte itself keeps is data like any other: every table has a home, and most of it a term of the policy.

Three ends: with its case, whose key is destroyed; by a category of the policy, swept by the same rule as other data;
or by a clock of its own. The names of categories are the company's: which of them is meant follows from the kind of
data in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from belofte.domain.policy import Period, Policy, RetentionRule, Text
from belofte.domain.system_map import Collection, EraseRow, FoundBy, SystemMap, Verb

OWN = "belofte"
"""The name of the system that is Belofte itself."""
NUMBER = "customer-number"
"""The kind that a subject's number is called in the map: one that means something in one place only."""
ENDED = "ended"
"""The event from which a book's own term runs: the row is over. One that is not is not due, and asks nobody."""
REVISION = "alembic_version"
"""The table that says which tables there are."""
GROUPS: Mapping[str, str] = {
    "consents": "consent-record",
    "uses": "consent-record",
    "access": "request-record",
    "disclosures": "",
    "breaches": "",
    "members": "",
}
"""What is swept by a term -> the kind of data by which its category is known; "": only ``own_books``, or a category of
the group's own name. Proof of what was asked and allowed goes with the proof of consent, who looked at whom with the
requests."""
LABELS: Mapping[str, Text] = {
    "consents": Text({"nl": "toestemmingen en hun wijzigingen", "en": "consents and their changes"}),
    "uses": Text({"nl": "het logboek van gebruik en beslissingen", "en": "the log of uses and decisions"}),
    "access": Text({"nl": "het logboek van inzage door medewerkers", "en": "the log of what staff looked at"}),
    "disclosures": Text({"nl": "verstrekkingen aan de overheid", "en": "disclosures to authorities"}),
    "breaches": Text({"nl": "het register van datalekken", "en": "the register of breaches"}),
    "members": Text({"nl": "de lijst van medewerkers", "en": "the list of staff"}),
}


class Goes(StrEnum):
    """How a table ends."""

    CASE = "case"
    TERM = "term"
    CLOCK = "clock"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class OwnTable:
    """One table of the store. ``clock`` is the column its term runs from; ``ends`` says in words what else ends it."""

    name: str
    goes: Goes
    personal: tuple[str, ...]
    not_personal: tuple[str, ...]
    group: str = ""
    clock: str = ""
    ends: str = ""

    @property
    def columns(self) -> frozenset[str]:
        """Every column that has a home here."""
        return frozenset((*self.personal, *self.not_personal))


def term_of(group: str, policy: Policy) -> RetentionRule | None:
    """The rule by which a group goes: what ``own_books`` says of it, else that of the category called so, else of the
    narrowest one that holds its kind of data and has a term of its own. None: the policy says nothing."""
    if group in policy.own_books:
        return RetentionRule(group, ceiling=policy.own_books[group], after=ENDED, then="erase")
    if group in policy.retention:
        return policy.retention[group]
    if not GROUPS[group]:
        return None
    holding = [c for c in policy.data.values() if GROUPS[group] in (*c.needed, *c.optional)]
    holding.sort(key=lambda category: len(category.needed) + len(category.optional))
    rules = [policy.retention[category.name] for category in holding if category.name in policy.retention]
    return next((rule for rule in rules if rule.ceiling is not None), None)


def with_own_rules(policy: Policy) -> Policy:
    """The policy with the terms of Belofte's own books among its rules, each under its own name."""
    rules = {group: rule for group in policy.own_books if group in GROUPS and (rule := term_of(group, policy))}
    return replace(policy, retention={**policy.retention, **rules})


def without_term(policy: Policy) -> list[str]:
    """The kinds of data that Belofte keeps and the policy says no term for."""
    return list(dict.fromkeys(kind for group, kind in GROUPS.items() if kind and term_of(group, policy) is None))


def books_without_term(policy: Policy) -> list[str]:
    """The books of Belofte's own that no category of data stands for, and that the policy says no term of."""
    return [group for group, kind in GROUPS.items() if not kind and term_of(group, policy) is None]


def own_map(tables: Iterable[OwnTable], policy: Policy, backups: Period | None) -> SystemMap:
    """Belofte's own store as a system: what has a term is a collection, with its column as the event that the policy's
    rule counts from."""
    listed = list(tables)
    return SystemMap(
        name=OWN,
        kind="sql",
        allow=frozenset({Verb.FIND, Verb.ERASE, Verb.OBSERVE, Verb.PURGE}),
        label=Text({"nl": "Belofte zelf", "en": "Belofte itself"}),
        backups=backups,
        sure=(NUMBER,),
        scopes={NUMBER: OWN},
        collections={t.name: _collection(t, policy) for t in listed if t.goes is Goes.TERM},
        ignore=(*(t.name for t in listed if t.goes is not Goes.TERM), REVISION),
    )


def _collection(table: OwnTable, policy: Policy) -> Collection:
    rule = term_of(table.group, policy)
    events = [event for event in (rule.after, rule.until) if event] if rule else []
    return Collection(
        name=table.name,
        category=rule.category if rule else table.group,
        kinds={NUMBER: table.personal[:1], "request-record": table.personal[1:]},
        not_personal=table.not_personal,
        found_by=(FoundBy(table.personal[0], NUMBER),),  # a map has a way to its rows; nobody goes it here
        clock=dict.fromkeys(events, table.clock),
        erase=EraseRow(),
    )
