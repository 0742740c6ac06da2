"""The cells that follow from other facts: who gets what a purpose uses, where that is, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from belofte.domain.notice.keeping import keeping
from belofte.domain.notice.page import Page, kind
from belofte.domain.notice.vocabulary import word
from belofte.domain.notice.wording import Both, capital, listed, same
from belofte.domain.policy import Recipient, RecipientRole
from belofte.domain.record_of_processing.tables import (
    DATA,
    ON_BEHALF_SUB_PROCESSORS,
    PURPOSES,
    RECIPIENTS,
    RETENTION,
    SUB_PROCESSORS,
    Table,
)
from belofte.domain.record_of_processing.words import CHOICES, SUBJECTS
from belofte.domain.system_map import SystemMap

NO_TERM = Both("termijn niet vermeld", "term not stated")


class Deriving:
    """What follows from the facts of one policy and its maps."""

    def __init__(self, page: Page, systems: Mapping[str, SystemMap]) -> None:
        self._page, self._systems = page, systems
        self._terms = {part.name.removeprefix("retention-"): part.said for part in keeping(page).parts}

    def of(self, table: Table, column: str, name: str) -> tuple[Both, ...]:
        """The texts of one cell."""
        if table is PURPOSES:
            return tuple(self._of_purpose(column, name))
        if table in (DATA, RETENTION):
            return tuple(self._of_category(column, name))
        if table is RECIPIENTS:
            return (_capital(self._page.recipient(name)),)
        if table in (SUB_PROCESSORS, ON_BEHALF_SUB_PROCESSORS):
            whole = name.partition(" ")[0]
            return (self._page.recipient(whole) if table is SUB_PROCESSORS else same(whole),)
        return ()

    def _of_purpose(self, column: str, name: str) -> Iterable[Both]:
        purpose = self._page.policy.purposes[name]
        categories = dict.fromkeys(use.category for use in purpose.uses)
        match column:
            case "called":
                return [_capital(self._page.purpose(name))]
            case "subjects":
                stated = (self._page.policy.data[c].subjects for c in categories if c in self._page.policy.data)
                return [word(who, SUBJECTS) for who in dict.fromkeys(who for group in stated for who in group)]
            case "kinds":
                return [self._kinds(category) for category in categories]
            case "recipients":
                return [self._page.recipient(one.name) for one in self._recipients(name)]
            case "outside":
                return list(self._outside(name))
            case "terms":
                return [text for category in categories for text in self._term(category)]
            case _:
                return self._places(categories)

    def _of_category(self, column: str, name: str) -> Iterable[Both]:
        match column:
            case "called":
                return [_capital(self._page.category(name))]
            case "terms":
                return self._term(name)
            case _:
                return self._places([name])

    def _kinds(self, category: str) -> Both:
        stated = self._page.policy.data.get(category)
        label = self._page.category(category)
        inner = listed(kind(one) for one in stated.kinds) if stated else Both("", "")
        return Both(f"{label.nl}: {inner.nl}", f"{label.en}: {inner.en}") if inner.nl else label

    def _recipients(self, purpose: str) -> Iterator[Recipient]:
        """Those that get data for it; where a recipient says no purposes, those that get what it uses."""
        used = {use.category for use in self._page.policy.purposes[purpose].uses}
        for recipient in self._page.policy.recipients.values():
            if recipient.role is RecipientRole.PUBLIC:
                continue
            if purpose in recipient.purposes or (not recipient.purposes and used & set(recipient.gets)):
                yield recipient

    def _outside(self, purpose: str) -> Iterator[Both]:
        """Art. 30(1)(e): the country and the ground, also of who works for a recipient in turn."""
        eea = {*self._page.countries.eea, "EEA"}
        grounds = CHOICES["transfer.basis"]
        for recipient in self._recipients(purpose):
            ground = grounds[recipient.transfer.basis] if recipient.transfer else NO_TERM_OF_GROUND
            label = _capital(self._page.recipient(recipient.name))
            chain = [(label, recipient.country)]
            chain += [(same(sub.name), sub.country) for sub in recipient.sub_processors]
            for who, country in chain:
                if country and country not in eea:
                    where = self._page.country(country)
                    yield Both(f"{who.nl}, {where.nl}: {ground.nl}", f"{who.en}, {where.en}: {ground.en}")

    def _term(self, category: str) -> list[Both]:
        said = self._terms.get(category, ())
        return [said[0].words] if said else [NO_TERM]

    def _places(self, categories: Iterable[str]) -> list[Both]:
        wanted = set(categories)
        return [
            Both(system.label_in("nl"), system.label_in("en"))
            for system in self._systems.values()
            if any(one.category in wanted and one.controller for one in system.collections.values())
        ]


NO_TERM_OF_GROUND = Both("geen grond vermeld", "no ground stated")


def _capital(words: Both) -> Both:
    return Both(capital(words.nl), capital(words.en))
