"""What a name of the company's own folder stands for: a category, a purpose, a recipient, a system, its tables, columns
and verbs. Each line says what is stated and in which file and line, so that a reader finds the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import Category, Policy, Purpose, Recipient, RetentionRule, Text
from belofte.loading.explain_lines import Explanation, at, both, kinds, listed, resting, said, stands
from belofte.loading.explain_system import inside, system_named
from belofte.loading.folder import PolicyFolder


def folder_names(folder: PolicyFolder) -> set[str]:
    """Every name of the folder that can be explained here."""
    tables = {f"{s.name}.{table}" for s in folder.systems.values() for table in s.collections}
    policy = folder.policy
    return {*policy.data, *policy.purposes, *policy.recipients, *folder.systems, *tables}


def in_folder(name: str, folder: PolicyFolder) -> Iterator[Explanation]:
    """Everything in the folder that goes by ``name``: ``visit``, ``crm``, ``crm.orders``, ``crm.orders.note``,
    ``crm.erase``; a table's name by itself will do, too."""
    policy = folder.policy
    if name in policy.data:
        yield _category(policy.data[name], folder)
    if name in policy.purposes:
        yield _purpose(policy.purposes[name], policy)
    if name in policy.recipients:
        yield _recipient(policy.recipients[name], folder)
    for system in folder.systems.values():
        if name == system.name:
            yield system_named(system, folder)
        yield from inside(name.removeprefix(f"systems.{system.name}.").removeprefix(f"{system.name}."), system, policy)


def _category(category: Category, folder: PolicyFolder) -> Explanation:
    policy, name = folder.policy, category.name
    uses = [p for p in policy.purposes.values() if any(use.category == name for use in p.uses)]
    gets = [r for r in policy.recipients.values() if name in r.gets]
    tables = [(s, c) for s in folder.systems.values() for c in s.collections.values() if c.category == name]
    rule = policy.retention.get(name)
    lines = [
        category.label or both("A data category.", "Een categorie gegevens."),
        *stands(f"data.{name}", policy),
        *kinds("Needed", "Nodig", category.needed),
        *kinds("If given", "Als het gegeven is", category.optional),
        *listed("Used for", "Gebruikt voor", (at(p.name, f"purposes.{p.name}", policy) for p in uses)),
        *listed("Goes to", "Gaat naar", (at(r.name, f"recipients.{r.name}", policy) for r in gets)),
        *(_term(rule, policy) if rule else ()),
        *listed(
            "Lies in",
            "Ligt in",
            (at(f"{s.name}.{c.name}", f"systems.{s.name}.tables.{c.name}", policy) for s, c in tables),
        ),
        *resting(f"data.{name}", policy),
    ]
    return Explanation(name, "category", tuple(lines))


def _term(rule: RetentionRule, policy: Policy) -> Iterator[Text]:
    term = said(
        at_least=rule.floor, at_most=rule.ceiling, until=rule.until, after=rule.after, law=rule.law, then=rule.then
    )
    place = at(f"retention.{rule.category}", f"retention.{rule.category}", policy)
    yield both(f"Kept: {term or 'no term'}, {place}", f"Bewaard: {term or 'geen termijn'}, {place}")
    yield from resting(f"retention.{rule.category}", policy)


def _purpose(purpose: Purpose, policy: Policy) -> Explanation:
    used = (f"{use.category}.{use.part}" if use.part else use.category for use in purpose.uses)
    lines = [
        purpose.label or both("A purpose.", "Een doel."),
        *stands(f"purposes.{purpose.name}", policy),
        *listed("Uses", "Gebruikt", (at(name, f"data.{name.partition('.')[0]}", policy) for name in used)),
        *listed("Legal basis", "Rechtsgrond", [said(basis=purpose.basis, law=purpose.law, ask=purpose.ask)]),
        *resting(f"purposes.{purpose.name}", policy),
    ]
    return Explanation(purpose.name, "purpose", tuple(lines))


def _recipient(recipient: Recipient, folder: PolicyFolder) -> Explanation:
    policy, name = folder.policy, recipient.name
    connected = [s for s in folder.systems.values() if s.recipient == name]
    lines = [
        recipient.label or both("A recipient.", "Een ontvanger."),
        *stands(f"recipients.{name}", policy),
        *listed("Stated", "Vermeld", [said(role=recipient.role, country=recipient.country, sees=recipient.sees)]),
        *listed("Does", "Doet", recipient.does),
        *listed("Gets", "Krijgt", (at(category, f"data.{category}", policy) for category in recipient.gets)),
        *listed("Documents", "Documenten", filter(None, _documents(recipient))),
        *listed("Connected as", "Aangesloten als", (at(s.name, f"systems.{s.name}", policy) for s in connected)),
        *resting(f"recipients.{name}", policy),
    ]
    return Explanation(name, "recipient", tuple(lines))


def _documents(recipient: Recipient) -> tuple[str | None, ...]:
    return (
        recipient.agreement.document if recipient.agreement else None,
        recipient.measures,
        recipient.secrecy.document if recipient.secrecy else None,
    )
