"""``belofte find``: what is where of one person. Counts and paths, no values; nothing is changed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from belofte.cli.looking import NO_PEOPLE, foretold_waits, names_of, progress_of, without_people
from belofte.cli.not_seen import could_not_look
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.identifier_written import identifier_of
from belofte.domain.kinds import KINDS
from belofte.domain.linked import may_be_known_to, not_asked, not_linked
from belofte.domain.located import Found, Located


def find(
    who: Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE; - reads it from standard input.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Show what every system holds of one person, "nothing found" apart from "could not look".

    Examples: belofte find anna@post.example · belofte find customer-number=K-1042 · belofte find - < address.txt
    """
    from belofte.bootstrap import open_belofte
    from belofte.ports import Ask
    from belofte.procedures.planning.locate import locate
    from belofte.procedures.staffing.looking import note_search

    identifier = identifier_of(sys.stdin.read() if who == "-" else who)
    with open_belofte(policy, now) as belofte:
        systems = belofte.parts.systems
        names, no_people = names_of(systems), without_people(systems)
        asks = [Ask("find", (identifier,))]
        waits = foretold_waits(belofte.parts)
        with belofte.parts.store.transaction() as tx:
            note_search(belofte.parts, tx, [identifier])
        located = locate(belofte.parts.connectors, asks, progress_of(systems))["find"]
    empty = [system for name, system in systems.items() if name in located.found and not located.found[name]]
    unlinked = {system.name: list(kinds) for system in empty if (kinds := not_linked(system, located))}
    unasked = {system.name: list(leads) for system in empty if (leads := not_asked(system, located))}
    for name, kinds in list(unlinked.items()):
        if unseen := may_be_known_to(kinds, systems, located):
            del unlinked[name]
            unasked[name] = list(unseen)
    if as_json:
        unsearched = [system.name for system in empty if system.name in no_people]
        parts = {"not_linked": unlinked, "not_asked": unasked, "no_people": unsearched}
        parts |= {"partly_seen": _counts(located.partly), "waits": waits}
        print_json("found", systems=_counts(located.found), could_not_look=located.blind, **parts)
    else:
        nothing = {name: _not_linked(kinds) for name, kinds in unlinked.items()}
        nothing |= {name: _not_asked(leads, located) for name, leads in unasked.items()}
        nothing |= dict.fromkeys(no_people, NO_PEOPLE)
        typer.echo("\n".join(_lines(located, names, nothing)))
    if located.blind:
        raise could_not_look(located.blind)


def _counts(found: Mapping[str, Sequence[Found]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for system, records in found.items():
        by_collection: Counter[str] = Counter()
        for record in records:
            by_collection[record.collection] += record.count
        counts[system] = dict(by_collection)
    return counts


def _not_linked(needed: Sequence[str]) -> str:
    """The system knows people by a number only, and which one is not known."""
    kinds = " or ".join(KINDS[kind].en for kind in needed)
    return f"cannot be linked to this person: it is asked by {kinds}, and none is known (Art. 11 GDPR)"


def _not_asked(leads: Sequence[str], located: Located) -> str:
    """The system is asked by what another one holds, and there is nothing to ask by; or nobody could look there."""
    away = {blind.system for blind in located.blind}
    unseen = [lead for lead in leads if lead.split(".", 1)[0] in away]
    if unseen:
        return f"could not look: it is asked by what stands in {' and '.join(unseen)}, which was not seen"
    return f"not asked: it is asked by what stands in {' and '.join(leads)}, and nothing of this person is there"


def _lines(located: Located, names: Mapping[str, str], nothing: Mapping[str, str]) -> list[str]:
    wide = max(map(len, names.values()), default=12)
    lines: list[str] = []
    for system, records in located.found.items():
        if not records:
            lines.append(f"{names[system]:<{wide}} {nothing.get(system, 'nothing found')}")
        lines += [f"{names[system]:<{wide}} {line}" for line in _found(records)]
    for blind in located.blind:
        part = located.partly.get(blind.system, ())
        looked = "could not look at everything" if part else "could not look"
        lines += [f"{names[blind.system]:<{wide}} {line} · a part: not all was seen" for line in _found(part)]
        lines.append(f"{names[blind.system]:<{wide}} {looked}: {blind.why} → {blind.remedy}")
    return lines


def _found(records: Sequence[Found]) -> list[str]:
    groups = Counter((r.collection, r.via, r.shared, r.candidate) for r in records for _ in range(r.count))
    lines: list[str] = []
    for (collection, via, shared, candidate), count in sorted(groups.items()):
        note = " · shared with another person" if shared else " · perhaps" if candidate else ""
        lines.append(f"{collection:<18} {count:>6}   {via}{note}")
    return lines
