"""``clauses.yaml``: the company's own sentence ids, the facts they rest on, and how they are judged."""

from __future__ import annotations

import re
from typing import Any

from belofte.domain.policy import Clause, ClauseId, FactPath, Period, Position
from belofte.loading.nodes import Keyed, Node, Scalar
from belofte.loading.reading import Reading, under
from belofte.loading.shape import ADDED, Key, One, Shape, read_added, read_fields
from belofte.loading.times import Term
from belofte.loading.values import ByName, Custom, ListOf, Prose, Word, Wording, plain_value

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
CLAUSES = "clauses"


def _parameter(node: Node, path: FactPath, reading: Reading) -> Any:
    if isinstance(node, Scalar):
        return plain_value(node)
    if isinstance(node, Keyed):
        return ByName(PARAMETER).read(node, path, reading)
    return tuple(_parameter(item, path, reading) for item in node.items)


PARAMETER = Custom(_parameter, {})

# fmt: off
ATTEST = Shape(
    keys=(
        Key("document", Prose(), "The document a person vouches for, as a path in the policy folder.",
            "Het document waarvoor iemand instaat, als pad in de beleidsmap.", "document: documents/agreement.pdf"),
        Key("every", Term(), "How often a person looks at it again.",
            "Hoe vaak iemand er opnieuw naar kijkt.", "every: 1 year"),
    ),
)


def clause(id: ClauseId, attest: dict[str, Any] | None = None, **stated: Any) -> Clause:
    """A clause as written; ``attest`` is a document and how often it is looked at."""
    attested = attest or {}
    document: str | None = attested.get("document")
    every: Period | None = attested.get("every")
    return Clause(id=id, document=document, attest_every=every, **stated)


CLAUSE = Shape(
    make=clause,
    short="facts",
    keys=(
        Key("facts", ListOf(Prose()), "The facts this sentence states.",
            "De feiten die deze zin noemt.", "facts: [retention.invoice]"),
        Key("check", Word(), "Another check than the one that follows from the kind of fact.",
            "Een andere controle dan uit het soort feit volgt.", "check: contact-only-with-consent"),
        Key("parameters", ByName(PARAMETER), "What the check needs to know.",
            "Wat de controle moet weten.", "parameters: {system: crm}"),
        Key("not_checkable", Prose(), "Why nothing can prove it.",
            "Waarom niets dit kan bewijzen.", 'not_checkable: "a stance, no test can prove it"'),
        Key("contradicts", ListOf(Prose()), "Sentences that cannot be true at the same time.",
            "Zinnen die niet tegelijk waar kunnen zijn.", "contradicts: [ABC-2]"),
        Key("decide", Prose(), "What was decided, or must be, about a contradiction.",
            "Wat over een tegenspraak besloten is of moet worden.", 'decide: "drop the other sentence"'),
        Key("fresh", Term(), "How old evidence may be.",
            "Hoe oud bewijs mag zijn.", "fresh: 2 hours"),
        Key("attest", One(ATTEST), "A document that a person vouches for.",
            "Een document waarvoor iemand instaat.", "attest: {document: documents/nda.pdf, every: 1 year}"),
        Key("text", Wording(), "The sentence in the company's own words.",
            "De zin in de eigen woorden van het bedrijf.", 'text: {en: "We keep invoices for seven years."}'),
    ),
)


def read_clauses(node: Keyed, reading: Reading) -> dict[ClauseId, Clause]:
    """All clauses of the file, by id, in its order."""
    clauses: dict[ClauseId, Clause] = {}
    for entry in node.entries:
        path = under(CLAUSES, entry.key.text)
        if entry.key.text == ADDED:
            read_added(entry.value, FactPath(CLAUSES), reading)
        elif not _ID.fullmatch(entry.key.text):
            hint = "Use letters, digits and hyphens; put text with a comma in quotes."
            reading.problem(entry.key.at, f'"{entry.key.text}" is not the id of a clause.', hint)
        else:
            reading.stands(path, entry.key.at)
            name = ClauseId(entry.key.text)
            fields = {} if reading.is_todo(entry.value, path) else read_fields(CLAUSE, entry.value, path, reading)
            clauses[name] = clause(name, **fields)
    return clauses


def check_clauses(clauses: dict[ClauseId, Clause], reading: Reading) -> None:
    """Facts and clauses that are named must exist."""
    facts = {path for path in reading.positions if not path.startswith((f"{CLAUSES}.", "systems."))}
    for name, stated in clauses.items():
        at = reading.positions[under(CLAUSES, name)]
        for fact in stated.facts:
            if fact not in facts:
                reading.dangling(_place(name, fact, reading), f'No fact is called "{fact}".', fact, facts)
        for other in stated.contradicts:
            if other not in clauses:
                reading.dangling(at, f'No clause is called "{other}".', other, clauses)


def _place(name: ClauseId, fact: str, reading: Reading) -> Position:
    """Where a clause names a fact: in its list, as its only value, or the clause itself."""
    path = under(CLAUSES, name)
    listed = reading.positions.get(under(under(path, "facts"), fact))
    return listed or reading.positions.get(under(path, fact)) or reading.positions[path]
