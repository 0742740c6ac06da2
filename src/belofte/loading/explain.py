"""What a name means, in plain Dutch and English: a fact, a key, a kind of data, a kind of system, a clause, a verb, or
what the company's own folder calls by that name.

The words come from where the thing is defined, so that they cannot say something else than the program does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from belofte.domain.kinds import KINDS, Kind, Strength
from belofte.domain.policy import Clause, ClauseId, FactPath, Policy, Text
from belofte.loading.clauses import CLAUSE, CLAUSES
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.connector_kinds.rest import rest_kind
from belofte.loading.explain_folder import folder_names, in_folder
from belofte.loading.explain_lines import Explanation, at, both, resting, stands
from belofte.loading.explain_system import VERBS, verb_named
from belofte.loading.folder import PolicyFolder
from belofte.loading.problems import did_you_mean
from belofte.loading.shape import Group, Key, Named, One, Shape
from belofte.loading.shape_policy import POLICY
from belofte.loading.shape_system import system_shape
from belofte.loading.values import Schema

Checks = Callable[[Clause], Iterable[str]]
"""The names of the checks a clause has."""


class NothingToExplain(LookupError):
    """Nothing has this name; ``hint`` is the nearest name."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name)
        self.name, self.hint = name, hint


def explain(name: str, folder: PolicyFolder | None, checks: Checks) -> tuple[Explanation, ...]:
    """Everything that goes by ``name``; ``folder`` None where there is none to look in.

    Raises :class:`NothingToExplain` with a hint.
    """
    policy = folder.policy if folder else None
    found: list[Explanation] = []
    key = key_at(name)
    if key is not None and (policy is None or FactPath(name) in policy.positions or name.endswith(key.name)):
        found.append(_fact(name, key, policy))
    if name in KINDS:
        found.append(_kind(KINDS[name]))
    if folder and name in folder.connectors:
        found.append(_system(rest_kind(folder.connectors[name])))
    elif name in CONNECTOR_KINDS:
        found.append(_system(CONNECTOR_KINDS[name]))
    if policy is not None and ClauseId(name) in policy.clauses:
        found.append(_clause(policy.clauses[ClauseId(name)], policy, checks))
    found += in_folder(name, folder) if folder else []
    if verb := verb_named(name, folder):
        found.append(verb)
    if not found:
        raise NothingToExplain(name, did_you_mean(name, all_names(folder)))
    return tuple(found)


def all_names(folder: PolicyFolder | None) -> set[str]:
    """Every name that can be explained: of the folder, and built in."""
    names = {*KINDS, *CONNECTOR_KINDS, *(key.name for key in POLICY.keys), *VERBS}
    if folder is not None:
        policy = folder.policy
        names |= {
            *folder_names(folder),
            *folder.connectors,
            *policy.clauses,
            *(path for path in policy.positions if not path.startswith(f"{CLAUSES}.")),
        }
    return names


def key_at(path: str) -> Key | None:
    """The key a fact path leads to: ``retention.visit.at_most`` and ``retention.at_most`` alike, None for none."""
    first, _, rest = path.partition(".")
    if first == "systems":
        return _key_in(system_shape(""), rest.partition(".")[2])
    if first == CLAUSES:
        return _key_in(CLAUSE, rest.partition(".")[2])
    return _key_in(POLICY, path)


def _key_in(shape: Shape, path: str) -> Key | None:
    name, _, rest = path.partition(".")
    key = shape.key(name)
    if key is None:
        return shape.key(shape.short) if shape.short else None  # an item of the list that stands for the whole
    if not rest:
        return key
    inner = key.type.shape if isinstance(key.type, (Named, One, Group)) else None
    if inner is None:
        return key  # an item of a list, or a word of a mapping
    if isinstance(key.type, Named) and inner.key(rest.partition(".")[0]) is None:
        rest = rest.partition(".")[2]  # the name the company gave
    return _key_in(inner, rest) if rest else key


def _fact(path: str, key: Key, policy: Policy | None) -> Explanation:
    lines = [Text({"en": key.en, "nl": key.nl}), both(f"For example: {key.example}", f"Bijvoorbeeld: {key.example}")]
    words = allowed_words(key.type.schema())
    if words:
        listed = ", ".join(words)
        lines.append(both(f"Words that are known: {listed}", f"Bekende woorden: {listed}"))
    if policy is not None:
        lines.extend(_standing(FactPath(path), policy))
    return Explanation(path, "fact", tuple(lines))


def allowed_words(schema: Schema) -> tuple[str, ...]:
    """The closed list of words a schema allows at its top, or in its items."""
    if "enum" in schema:
        return tuple(str(word) for word in schema["enum"])
    choices: list[Schema] = schema.get("anyOf", [])
    return next((words for choice in choices if (words := allowed_words(choice))), ())


def _standing(path: FactPath, policy: Policy) -> list[Text]:
    """Where the fact stands, why it was added, what is still open, and which clauses rest on it."""
    lines = [*stands(path, policy)]
    if path in policy.added:
        lines.append(both(f"Added: {policy.added[path]}", f"Toegevoegd: {policy.added[path]}"))
    open_why = [todo.why for todo in policy.todos if todo.path == path]
    lines += [both(f"Still open: {why}", f"Nog open: {why}") for why in open_why]
    lines += resting(path, policy)
    return lines


_STRENGTHS = {
    Strength.STRONG: ("One value finds records, in every system.", "Eén waarde vindt gegevens, in elk systeem."),
    Strength.WEAK: (
        "It only hints at a person; never enough by itself.",
        "Wijst alleen in een richting; nooit genoeg.",
    ),
    Strength.NONE: ("It points at nobody by itself.", "Wijst op zichzelf niemand aan."),
}


def _kind(kind: Kind) -> Explanation:
    lines = [both(f"A kind of data: {kind.en}.", f"Een soort gegeven: {kind.nl}."), both(*_STRENGTHS[kind.strength])]
    if kind.contact:
        lines.append(both("Somebody can be reached there.", "Iemand is daar te bereiken."))
    if kind.special is not None:
        lines.append(both("The law protects it more than other data.", "De wet beschermt dit extra."))
    return Explanation(kind.name, "kind", tuple(lines))


def _system(kind: ConnectorKind) -> Explanation:
    lines = [Text({"en": kind.en, "nl": kind.nl})]
    lines += [
        both(f"{key.name}: {key.en} {key.example}", f"{key.name}: {key.nl} {key.example}") for key in kind.settings
    ]
    return Explanation(kind.name, "kind of system", tuple(lines))


def _clause(clause: Clause, policy: Policy, checks: Checks) -> Explanation:
    """A sentence's home, the facts that are its rule, and the checks that judge it."""
    lines = [clause.text] if clause.text is not None else []
    for fact in clause.facts:
        placed = at(fact, fact, policy)
        lines.append(both(f"Rests on: {placed}", f"Rust op: {placed}"))
    if not clause.not_checkable:
        listed = ", ".join(checks(clause)) or "-"
        lines.append(both(f"Checked by: {listed}", f"Gecontroleerd met: {listed}"))
    else:
        lines.append(both(f"Cannot be proven: {clause.not_checkable}", f"Niet te bewijzen: {clause.not_checkable}"))
    if clause.contradicts:
        listed = ", ".join(clause.contradicts)
        lines.append(both(f"Cannot be true together with: {listed}", f"Kan niet tegelijk waar zijn met: {listed}"))
    if clause.decide:
        lines.append(both(f"Decided: {clause.decide}", f"Besloten: {clause.decide}"))
    if clause.document:
        lines.append(both(f"Document: {clause.document}", f"Document: {clause.document}"))
    lines += stands(f"{CLAUSES}.{clause.id}", policy)
    return Explanation(clause.id, "clause", tuple(lines))
