"""Do our own people see what they may, and nothing else (Art. 29, 32(4) GDPR)?

Three promises are judged. Whoever can read is on the list of staff, in a role the policy lets read, within their days.
Whoever can read signed a promise of secrecy before. What somebody left behind is hidden from staff in the system
itself, tried as the role; on a named ground a custodian is excepted. A system that does not tell who reads, or in which
nothing hides a row, was not looked at; a person's word can stand in its place until it ends. Beside what is possible
stands what happened: reads that the systems' own access logs show and that should not have been there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from belofte.checks.shape import Case, Parameters, Records, broken, by_word, kept, unknown, word_for
from belofte.domain.late_reads import NO_LOG, Late
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.request import RequestState
from belofte.domain.rights.names import LEAVING
from belofte.domain.said import said
from belofte.domain.staff import WallSeen, Wrong
from belofte.domain.worded import counted, worded

MINUTES = "minutes"
"""The parameter of a clause: within how many minutes staff access has ended after a notice."""
_UNDER_WAY = (RequestState.IDENTIFIED, RequestState.PLANNED, RequestState.APPROVED, RequestState.ACTING)
_OTHERS = frozenset(Wrong) - {Wrong.UNSIGNED}


def judge_readers(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every account that can read is somebody's on the list, in a role that may, within their days."""
    del observations
    if late := list(_late_reads(records, Late.ENDED)):
        told = worded("iemand las nog na zijn laatste dag", "somebody still read after their last day")
        return broken(parameters, now, told, late)
    told = worded("er kan iemand lezen die dat niet zou moeten", "somebody can read who should not")
    return _listed(parameters, records, now, _OTHERS, told)


def judge_signed(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Whoever can read signed for secrecy before they could, and the document's hash is on record."""
    del observations
    told = worded("er kan iemand lezen die niet voor geheimhouding tekende", "somebody can read who did not sign")
    return _listed(parameters, records, now, frozenset({Wrong.UNSIGNED}), told)


def judge_kept_out(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Staff see nothing of who left: the wall stands, was tried lately, no notice waits longer than it may, and the
    systems' own logs show no read after it."""
    del observations
    late = sum(_is_late(one, parameters, records, now) for one in records.cases)
    walls = {one.system: one for one in records.walls}
    places = list(_places(parameters, records))
    found = [Instance("notices of leaving", late)] if late else []
    found += [one for name in places if name in walls for one in _holes(walls[name])]
    found += _late_reads(records, Late.LEFT)
    if found:
        told = worded("medewerkers kunnen nog zien wat iemand achterliet", "staff can still see what somebody left")
        return broken(parameters, now, told, found)
    unseen = [name for name in places if not _is_sure(walls.get(name), parameters, now)]
    if word := word_for(parameters, records) if unseen or not places else None:
        return by_word(parameters, now, word)
    if not places:
        told = worded("geen gegevenskaart zegt waar dit ligt", "no system's map says where this data lies")
        return unknown(parameters, now, told)
    if unseen:
        told = worded(
            "in {names} verbergt niets wat iemand achterliet, of is dat niet onlangs geprobeerd",
            "in {names} nothing hides what somebody left, or that was not tried lately",
            names=", ".join(unseen),
        )
        return unknown(parameters, now, told)
    if unlogged := [f"{name}: {why}" for name in places if (why := _no_log(records, name))]:
        if word := word_for(parameters, records):
            return by_word(parameters, now, word)
        told = worded(
            "kon niet zien of er daarna nog gelezen is: {systems}",
            "could not look whether anybody read after it: {systems}",
            systems=said("; ".join(unlogged)),
        )
        return unknown(parameters, now, told)
    tried = min(at for name in places if (at := walls[name].tried_at))
    told = worded(
        "als medewerker geprobeerd in {places}; het langst geleden op {at} UTC; in de logboeken niet één keer",
        "tried as staff in {places}; the longest ago on {at} UTC; not one read in the logs",
        places=counted(len(places), ("systeem", "systemen"), ("system", "systems")),
        at=f"{tried:%Y-%m-%d %H:%M}",
    )
    return kept(parameters, now, told, tried + parameters.fresh)


def _late_reads(records: Records, wrong: Late) -> Iterator[Instance]:
    """What the systems' own logs show: by role and day, never by name."""
    for log in records.logs:
        for read in log.reads:
            if read.wrong is wrong:
                yield Instance(f"{log.system}: {wrong.value}, {read.role}, {read.on}", read.count)


def _no_log(records: Records, system: str) -> str | None:
    """Why a system's own log does not tell whether anybody read what was left; None: it does."""
    log = next((one for one in records.logs if one.system == system), None)
    return NO_LOG if log is None else log.why or log.coarse


def _listed(parameters: Parameters, records: Records, now: datetime, wrongs: frozenset[Wrong], told: Text) -> Verdict:
    if not records.members:
        word = word_for(parameters, records)
        nobody = worded("er is nog geen lijst van medewerkers", "there is no list of staff yet")
        return by_word(parameters, now, word) if word else unknown(parameters, now, nobody)
    counts = Counter(
        f"{access.system}: {one.wrong}" for access in records.access for one in access.findings if one.wrong in wrongs
    )
    if counts:
        return broken(parameters, now, told, [Instance(place, count) for place, count in sorted(counts.items())])
    unseen = [access.system for access in records.access if access.why or access.untold]
    if unseen or not records.access:
        if word := word_for(parameters, records):
            return by_word(parameters, now, word)
        return unknown(parameters, now, _unsaid(unseen))
    accounts = sum(access.readers for access in records.access)
    which = counted(accounts, ("account dat kan lezen", "accounts die kunnen lezen"), ("account", "accounts"))
    where = counted(len(records.access), ("systeem", "systemen"), ("system", "systems"))
    return kept(
        parameters,
        now,
        worded(
            "{which} in {where} gelegd naast de lijst van medewerkers",
            "{which} that can read, in {where}, held against the list of staff",
            which=which,
            where=where,
        ),
    )


def _unsaid(systems: Sequence[str]) -> Text:
    if not systems:
        return worded("nog nergens is gekeken wie kan lezen", "nobody has looked anywhere yet who can read")
    names = ", ".join(systems)
    return worded("{names} zegt niet, of niet alles, wie kan lezen", "{names} does not tell, or not all, who can read",
                  names=names)  # fmt: skip


def _places(parameters: Parameters, records: Records) -> Iterator[str]:
    """The systems that hold one of the categories the facts are about."""
    wanted = {fact.split(".")[1] for fact in parameters.facts if fact.startswith("retention.")}
    for system in records.systems.values():
        if any(one.controller and one.category in wanted for one in system.collections.values()):
            yield system.name


def _holes(wall: WallSeen) -> Iterable[Instance]:
    """What a look, or the last try, showed; a wall nobody built yet is no hole but unseen."""
    if not wall.is_built:
        return
    if wall.open:
        yield Instance(f"{wall.system}: tables without the rule", len(wall.open))
    if wall.leaks:
        yield Instance(f"{wall.system}: ways past the rule", wall.leaks)
    if wall.tried_at is not None and not wall.held:
        yield Instance(f"{wall.system}: seen when tried", 1)


def _is_sure(wall: WallSeen | None, parameters: Parameters, now: datetime) -> bool:
    if wall is None or wall.why or not wall.is_built or wall.tried_at is None:
        return False
    return now - wall.tried_at <= parameters.fresh


def _is_late(case: Case, parameters: Parameters, records: Records, now: datetime) -> bool:
    request, minutes = case.request, parameters.values.get(MINUTES)
    bound = timedelta(minutes=minutes) if isinstance(minutes, int) else parameters.fresh
    ends_on = request.course.ends_on
    if request.right != LEAVING or request.state not in _UNDER_WAY or (ends_on and ends_on > records.today):
        return False
    return now - request.registered_at > bound
