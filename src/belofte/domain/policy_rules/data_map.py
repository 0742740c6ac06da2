"""The map of the systems against the policy: every place where data lie must rest on something that was promised."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.kinds import KINDS, Strength
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import kinds
from belofte.domain.speaking import keeps_term_itself
from belofte.domain.system_map import Collection, SystemMap


def ours(world: World) -> Iterator[tuple[str, SystemMap, Collection]]:
    """Each collection the company answers for, with its path. Those held for a customer are the customer's."""
    for system in world.systems.values():
        for collection in system.collections.values():
            if collection.controller:
                yield f"systems.{system.name}.tables.{collection.name}", system, collection


def place_of(system: SystemMap, collection: Collection) -> str:
    """How a sentence names a collection: ``crm.customers``."""
    return f"{system.name}.{collection.name}"


def is_strong(system: SystemMap, kind: str) -> bool:
    """Whether one value of a kind finds a person: by the system's own list, or by the kind itself."""
    known = KINDS.get(kind)
    return kind in system.sure or (known is not None and known.strength is Strength.STRONG)


@rule(
    "collection-without-category",
    Severity.ERROR,
    "Art. 5(2), 30(1)(c) GDPR",
    nl="‘{place}’ houdt persoonsgegevens, maar hoort bij geen categorie: doel, grond en termijn ontbreken dus.",
    en="‘{place}’ holds personal data but belongs to no category, so it has no purpose, basis or term.",
    mend_nl="Geef de tabel een category uit data, of zet alle kolommen bij not_personal.",
    mend_en="Give the table a category of data, or list all its columns under not_personal.",
    decidable=False,
)
def collection_without_category(world: World) -> Iterator[Hit]:
    """Term, basis and recipients hang on the category."""
    for path, system, collection in ours(world):
        if collection.kinds and not collection.category:
            yield hit(path, place=place_of(system, collection))


@rule(
    "category-undeclared",
    Severity.ERROR,
    "Art. 13(1)(c), 30(1)(c) GDPR",
    nl="‘{place}’ hoort bij categorie ‘{category}’, die in het beleid niet bestaat.",
    en="‘{place}’ belongs to the category ‘{category}’, which the policy does not have.",
    mend_nl="Zet ‘{category}’ bij data in het beleid, of kies een categorie die er is.",
    mend_en="Add ‘{category}’ to data in the policy, or choose a category that is there.",
    decidable=False,
)
def category_undeclared(world: World) -> Iterator[Hit]:
    """A map that needs a fact that is not stated cannot be carried out."""
    for path, system, collection in ours(world):
        if collection.category and collection.category not in world.policy.data:
            yield hit(path, place=place_of(system, collection), category=collection.category)


@rule(
    "kind-outside-category",
    Severity.ERROR,
    "Art. 5(1)(a), 13, 14(1)(d) GDPR",
    nl="‘{place}’ houdt {kinds}; de tekst noemt dat niet bij ‘{category}’.",
    en="‘{place}’ holds {kinds}; the text does not name that under ‘{category}’.",
    mend_nl="Noem het bij data.{category}, of verwijder die kolommen.",
    mend_en="Name it at data.{category}, or remove those columns.",
    decidable=False,
)
def kind_outside_category(world: World) -> Iterator[Hit]:
    """What is held and not told. Silent where the category does not say what it holds."""
    for path, system, collection in ours(world):
        category = world.policy.data.get(collection.category or "")
        extra = [kind for kind in collection.kinds if category and category.kinds and kind not in category.kinds]
        if category and extra:
            yield hit(path, place=place_of(system, collection), category=category.name, kinds=kinds(extra))


@rule(
    "recipient-category-undeclared",
    Severity.ERROR,
    "Art. 13(1)(e), 15(1)(c) GDPR",
    nl="‘{place}’ ligt bij ontvanger ‘{recipient}’, die volgens de tekst geen ‘{category}’ krijgt.",
    en="‘{place}’ lies with recipient ‘{recipient}’, who by the text does not get ‘{category}’.",
    mend_nl="Noem ‘{category}’ bij recipients.{recipient}.gets, of haal de gegevens daar weg.",
    mend_en="Name ‘{category}’ at recipients.{recipient}.gets, or take the data away from there.",
    decidable=False,
)
def recipient_category_undeclared(world: World) -> Iterator[Hit]:
    """The notice must name what a recipient really holds."""
    for path, system, collection in ours(world):
        recipient = world.policy.recipients.get(system.recipient or "")
        category = collection.category
        if recipient and category and recipient.gets and not {category, "anything"} & set(recipient.gets):
            yield hit(path, place=place_of(system, collection), recipient=recipient.name, category=category)


@rule(
    "collection-not-findable",
    Severity.ERROR,
    "Art. 15(1), 17(1) GDPR",
    nl="In ‘{place}’ kan niemand gevonden worden: er is geen verwijzing en geen kenmerk.",
    en="Nobody can be found in ‘{place}’: there is no reference and no identifier.",
    mend_nl="Zet bij de tabel person, of (een verwijzing) of found_by (een kenmerk zoals e-mail).",
    mend_en="Give the table person, of (a reference) or found_by (an identifier such as email).",
    decidable=False,
)
def collection_not_findable(world: World) -> Iterator[Hit]:
    """What cannot be found cannot be shown or erased."""
    for path, system, collection in ours(world):
        strong = any(is_strong(system, kind) for kind in collection.kinds) or _is_searched_in(system, collection)
        spoken_of = collection.kinds or collection.category
        if spoken_of and not (collection.person or collection.of or collection.found_by or strong):
            yield hit(path, place=place_of(system, collection))


TELLING = frozenset({"name", "date-of-birth"})
"""Kinds by which two people on one address are told apart."""


@rule(
    "people-not-told-apart",
    Severity.WARNING,
    "Art. 15(4), 17, 32(1) GDPR",
    nl="‘{place}’ heeft {kinds}, maar vergelijkt niet: wie daar op iemands adres staat, geldt als die ander.",
    en="‘{place}’ has {kinds} but compares nothing: whoever stands there on somebody's address is taken for them.",
    mend_nl="Zet die kolommen bij agrees.",
    mend_en="Put those columns under agrees.",
    decidable=False,
)
def people_not_told_apart(world: World) -> Iterator[Hit]:
    """Two systems that know one person each on one address are told apart by what both maps compare."""
    rows = [(path, system, collection) for path, system, collection in ours(world) if collection.person]
    if len({system.name for _, system, _ in rows}) < 2:
        return
    for path, system, collection in rows:
        told = sorted(TELLING & collection.kinds.keys())
        if told and not collection.agrees and any(is_strong(system, kind) for kind in collection.kinds):
            yield hit(path, place=place_of(system, collection), kinds=kinds(told))


def _is_searched_in(system: SystemMap, collection: Collection) -> bool:
    """Whether the service itself looks for somebody in the contents: nothing of them stands in a column."""
    record = system.rest.records.get(collection.name) if system.rest else None
    return record is not None and any(is_strong(system, kind) for way in record.find for kind in way.by)


@rule(
    "clock-missing",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="De termijn van ‘{category}’ telt vanaf ‘{event}’, maar ‘{place}’ weet niet wanneer dat was.",
    en="The term of ‘{category}’ counts from ‘{event}’, but ‘{place}’ does not know when that was.",
    mend_nl="Zet bij de tabel clock: {event} met de kolom, ook als die in een andere tabel staat.",
    mend_en="Give the table a clock: {event} with its column, even if that is in another table.",
)
def clock_missing(world: World) -> Iterator[Hit]:
    """A term that no column measures is never over. Events that the cases themselves know need no column, and where the
    system ends it by a setting, the expectation of that setting measures it."""
    for path, system, collection in ours(world):
        kept = world.policy.retention.get(collection.category or "")
        event = kept.after if kept else None
        if kept and event and event not in collection.clock:
            if keeps_term_itself(system, kept.category, world.policy):
                continue
            yield hit(path, place=place_of(system, collection), category=kept.category, event=event)


@rule(
    "customer-not-named",
    Severity.WARNING,
    "Art. 28, 30(2) GDPR",
    nl="‘{place}’ wordt voor een klant verwerkt, maar er staat niet voor welke.",
    en="‘{place}’ is processed for a customer, but it does not say for which.",
    mend_nl="Zet bij de tabel customer: naar wie een verzoek gestuurd wordt.",
    mend_en="Give the table customer: to whom a request is sent on.",
)
def customer_not_named(world: World) -> Iterator[Hit]:
    """A request about these data goes to the one who answers for them."""
    for system in world.systems.values():
        for collection in system.collections.values():
            if not collection.controller and not collection.customer:
                yield hit(f"systems.{system.name}.tables.{collection.name}", place=place_of(system, collection))


RULES = (
    collection_without_category,
    category_undeclared,
    kind_outside_category,
    recipient_category_undeclared,
    collection_not_findable,
    people_not_told_apart,
    clock_missing,
    customer_not_named,
)
