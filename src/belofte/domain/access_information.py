"""What an access answer says beside the copy: all of Art. 15(1) and (2) GDPR, about this person, from the facts.

The sentences are those of the notice, chosen by what was really found: only the purposes, terms and sources of
categories that hold something, and only recipients that hold something (C-154/21). Pure: who sends it, sends it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from belofte.domain.country import Countries
from belofte.domain.handed_over import Handed, handed_told
from belofte.domain.notice.about import about
from belofte.domain.notice.each_right import MEANING
from belofte.domain.notice.headings import RIGHTS
from belofte.domain.notice.keeping import keeping
from belofte.domain.notice.page import Page, Part, Said
from belofte.domain.notice.practice import decisions
from belofte.domain.notice.sharing import sharing
from belofte.domain.notice.using import data, purposes
from belofte.domain.notice.wording import Both, capital, of_text
from belofte.domain.plan import Decision, Receipt, ReceiptLine
from belofte.domain.policy import LegalBasis, Policy, Recipient, RecipientRole, Text
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.untold import is_told

Maker = Callable[[Page], Part]

SCHEMA = "belofte.access-information/1"
ALWAYS = ("rectification", "erasure", "restriction", "objection", "portability")
"""Rights every access answer names (Art. 15(1)(e)); withdrawal joins where something rests on consent."""
HELD = frozenset({Decision.DO, Decision.EXPORT, Decision.WITHHOLD, Decision.ASK, Decision.KEEP})


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told: its name in the folder, a heading, sentences, and the records it is about."""

    name: str
    heading: str
    sentences: tuple[str, ...]
    records: int = 0


@dataclass(frozen=True, slots=True)
class RecipientTold:
    """A recipient that really held or got something: what, how much, and the safeguards of a transfer (15(1)(c), (2)).
    ``records`` of a category is None where it was passed on and not counted."""

    name: str
    label: str
    role: str
    country: str
    got: tuple[tuple[str, int | None], ...]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Data that was passed on to somebody whose systems are not ours to search. ``told`` False: a secret order.
    ``label`` and ``article`` name an authority the policy does not, and by what it could ask; ``handed``: the parcels a
    carrier was told of."""

    recipient: str
    categories: tuple[str, ...]
    told: bool = True
    label: Text | None = None
    article: str = ""
    handed: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessInformation:
    """Everything of Art. 15(1) and (2), in one language. ``missing`` are facts the policy does not state: for the
    office, never shown to the person."""

    language: str
    controller: str
    purposes: tuple[Told, ...]  # (a)
    categories: tuple[Told, ...]  # (b)
    recipients: tuple[RecipientTold, ...]  # (c), with the safeguards of 15(2)
    perhaps: tuple[str, ...]  # (c): who by the policy gets such data and cannot be searched by us
    terms: tuple[Told, ...]  # (d)
    rights: tuple[Told, ...]  # (e)
    complaint: tuple[str, ...]  # (f)
    sources: tuple[Told, ...]  # (g)
    decisions: tuple[str, ...]  # (h)
    looks: tuple[Told, ...] = ()  # when our own people looked, what for and why (C-579/21)
    own: tuple[Told, ...] = ()  # what Belofte itself holds: open requests, consents, states, uses on record
    missing: tuple[str, ...] = ()


def access_information(
    policy: Policy,
    countries: Countries,
    systems: Mapping[str, SystemMap],
    receipts: Iterable[Receipt],
    language: str,
    disclosed: Iterable[Disclosed] = (),
) -> AccessInformation:
    """What to tell the person whose records these receipts count. Withheld records that may not be told of
    (:data:`belofte.domain.untold.NOT_TOLD`) and untold disclosures leave no trace in it."""
    page = _Chosen(Page(policy, countries), language)
    held = _Held(policy, systems, receipts)
    shared = [one for one in disclosed if one.told]
    categories = [name for name in policy.data if held.by_category[name]]
    bases = {p.basis for p in policy.purposes.values() if any(u.category in categories for u in p.uses)}
    return AccessInformation(
        language=language,
        controller=policy.controller.name or "",
        purposes=tuple(_purposes(page, categories)),
        categories=tuple(_categories(page, held, categories)),
        recipients=tuple(_recipients(page, held, shared)),
        perhaps=tuple(_perhaps(page, systems, shared, categories)),
        terms=tuple(_terms(page, categories)),
        rights=tuple(_rights(language, consent=LegalBasis.CONSENT in bases)),
        complaint=tuple(_complaint(page)),
        sources=tuple(_sources(page, categories, is_contact=held.is_contact(systems))),
        decisions=page.sentences(decisions, "automated_decisions"),
        missing=tuple(_missing(policy, categories)),
    )


class _Held:
    """Records by category, and by recipient and category, as the receipts count them."""

    def __init__(self, policy: Policy, systems: Mapping[str, SystemMap], receipts: Iterable[Receipt]) -> None:
        self.by_category: Counter[str] = Counter()
        self.by_recipient: dict[str, Counter[str]] = {}
        self.places: set[tuple[str, str]] = set()
        for receipt in receipts:
            system = systems.get(receipt.system)
            if system is None or receipt.verb in (Verb.TELL, Verb.PURGE):
                continue
            for line in receipt.lines:
                self._count(policy, system, line)

    def _count(self, policy: Policy, system: SystemMap, line: ReceiptLine) -> None:
        known = system.collections.get(line.collection)
        if known is None or not known.category or line.decision not in HELD or not is_told(line.decision, line.ground):
            return
        self.by_category[known.category] += line.planned
        if line.planned:
            self.places.add((system.name, line.collection))
        if system.recipient and system.recipient in policy.recipients and line.planned:
            self.by_recipient.setdefault(system.recipient, Counter())[known.category] += line.planned

    def is_contact(self, systems: Mapping[str, SystemMap]) -> bool:
        """A row of the person hangs on another row of people: they are a contact person of a customer."""
        return any(
            collection.person
            and any(_holds_people(systems.get(ref.target_system or name), ref.target) for ref in collection.of)
            for name, collection in ((name, systems[name].collections[place]) for name, place in self.places)
        )


def _holds_people(system: SystemMap | None, collection: str) -> bool:
    return system is not None and collection in system.collections and system.collections[collection].person


class _Chosen:
    """The sentences of the notice, picked by the facts they state."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.policy, self.language = page, page.policy, language
        self._parts: dict[str, tuple[Said, ...]] = {}

    def label(self, both: Both) -> str:
        return capital(both.in_(self.language))

    def sentences(self, make: Maker, *facts: str) -> tuple[str, ...]:
        """Sentences of one part of the notice that state one of ``facts``, or something below it."""
        name = make.__name__
        if name not in self._parts:
            self._parts[name] = tuple(_flat(make(self.page)))
        exact, below = frozenset(facts), tuple(f"{fact}." for fact in facts)
        return tuple(
            said.words.in_(self.language)
            for said in self._parts[name]
            if not exact.isdisjoint(said.facts) or any(fact.startswith(below) for fact in said.facts)
        )


def _flat(part: Part) -> Iterator[Said]:
    yield from part.said
    for below in part.parts:
        yield from _flat(below)


def _purposes(page: _Chosen, categories: list[str]) -> Iterator[Told]:
    for name, purpose in page.policy.purposes.items():
        if any(use.category in categories for use in purpose.uses):
            path = f"purposes.{name}"
            wanted = [f"{path}.{fact}" for fact in ("uses", "basis", "law", "interest")]
            yield Told(name, page.label(page.page.purpose(name)), page.sentences(purposes, *wanted))


def _categories(page: _Chosen, held: _Held, categories: list[str]) -> Iterator[Told]:
    for name in categories:
        wanted = [
            f"data.{name}.{fact}" for fact in ("label", "needed", "optional", "closed", "special", "special_basis")
        ]
        what = page.sentences(data, *wanted)
        yield Told(name, page.label(page.page.category(name)), what, held.by_category[name])


def _terms(page: _Chosen, categories: list[str]) -> Iterator[Told]:
    for name in categories:
        wanted = [f"retention.{name}.{fact}" for fact in ("until", "at_most", "at_least", "exactly", "applicable_term")]
        wanted += [f"retention.{name}.{fact}" for fact in ("law", "why", "then")]
        if sentences := page.sentences(keeping, *wanted):
            yield Told(name, page.label(page.page.category(name)), sentences)


def _sources(page: _Chosen, categories: list[str], *, is_contact: bool) -> Iterator[Told]:
    """Where the data came from, as far as known (Art. 15(1)(g)); where contact persons of organisations come from is
    told to those who are one."""
    for name in categories:
        if sentences := page.sentences(data, f"data.{name}.source"):
            yield Told(name, page.label(page.page.category(name)), sentences)
    if is_contact and (others := page.sentences(about, "customers.contact_persons_from")):
        yield Told("contact-persons", page.label(Both("contactpersonen", "contact persons")), others)


def _recipients(page: _Chosen, held: _Held, shared: list[Disclosed]) -> Iterator[RecipientTold]:
    got: dict[str, dict[str, int | None]] = {name: dict(counts) for name, counts in held.by_recipient.items()}
    names = {one.recipient: one for one in shared}
    sent = defaultdict[str, list[str]](list)
    for one in shared:
        sent[one.recipient] += handed_told(one.handed, page.language)
        if one.handed:  # told though the policy names this carrier no more
            got.setdefault(one.recipient, {})
    for one in shared:
        for category in one.categories:
            got.setdefault(one.recipient, {}).setdefault(category, None)
    for name, categories in got.items():
        known = page.policy.recipients.get(name, Recipient(name))
        facts = [f"recipients.{name}.{fact}" for fact in ("does", "country", "only_in", "transfer", "sub_processors")]
        country = page.page.country(known.country).in_(page.language) if known.country else ""
        yield RecipientTold(
            name=name,
            label=_label(page, name, names.get(name)),
            role=known.role.value if known.role else "public" if name in names and names[name].article else "",
            country=country,
            got=tuple((page.page.category(c).in_(page.language), count) for c, count in categories.items()),
            sentences=(*page.sentences(sharing, *facts), *_by_order(page, names.get(name)), *sent[name]),
        )


def _label(page: _Chosen, name: str, one: Disclosed | None) -> str:
    return capital(one.label.in_(page.language)) if one and one.label else page.label(page.page.recipient(name))


def _by_order(page: _Chosen, one: Disclosed | None) -> Iterator[str]:
    if one is not None and one.article:
        yield Both(f"Wij moesten deze gegevens geven: {one.article}.", f"We had to give this data: {one.article}.").in_(
            page.language
        )


def _perhaps(
    page: _Chosen, systems: Mapping[str, SystemMap], shared: list[Disclosed], categories: list[str]
) -> Iterator[str]:
    """Recipients that by the policy get such data and have no system that was searched. Authorities are not guessed
    at: who got something by order of the law is known, or may not be told."""
    searched = {system.recipient for system in systems.values()} | {one.recipient for one in shared}
    for name, recipient in page.policy.recipients.items():
        if name not in searched and recipient.role is not RecipientRole.PUBLIC and set(recipient.gets) & {*categories}:
            yield page.label(page.page.recipient(name))


def _rights(language: str, *, consent: bool) -> Iterator[Told]:
    for name in (*ALWAYS, *(("withdrawal",) if consent else ())):
        yield Told(name, RIGHTS[name].in_(language), (MEANING[name].in_(language),))


def _complaint(page: _Chosen) -> Iterator[str]:
    """The authority of the company's country; told in every answer, whatever the policy says (Art. 15(1)(f))."""
    country = page.page.countries.by_code.get(page.policy.controller.country or "")
    if country is None:
        return
    name, url = of_text(country.authority.name), page.policy.rights.complaint_url or country.authority.url
    yield Both(
        f"U kunt altijd een klacht indienen bij de {name.nl}: {url}. Dat kan ook zonder eerst bij ons te komen.",
        f"You can always lodge a complaint with the {name.en}: {url}. You need not come to us first.",
    ).in_(page.language)


def _missing(policy: Policy, categories: list[str]) -> Iterator[str]:
    for name, purpose in policy.purposes.items():
        if purpose.basis is None and any(use.category in categories for use in purpose.uses):
            yield f"purposes.{name}.basis"
    for name in categories:
        if policy.data[name].source is None:
            yield f"data.{name}.source"
        if name not in policy.retention:
            yield f"retention.{name}"
        if not any(use.category == name for purpose in policy.purposes.values() for use in purpose.uses):
            yield f"purposes.*.uses: {name}"
    if policy.automated_decisions.used is None:
        yield "automated_decisions.used"
