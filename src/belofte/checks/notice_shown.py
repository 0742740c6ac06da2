"""Do the pages people read show the notice that was published (Art. 12(1), 13 GDPR)?

A page is right when it is the published page, byte for byte, or when the words of its sections are those of the
published page: then it stands in a page of the company's own. An older version that some server still keeps is named
by its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from belofte.checks.shape import Parameters, Records, Version, broken, kept, newest, unknown
from belofte.domain.expected import UNREACHABLE
from belofte.domain.notice.shown import PageMarks
from belofte.domain.observing import Setting, name_of
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.said import said
from belofte.domain.worded import counted, joined, worded

PAGES = "notice-pages"
"""The setting that says by what the shown pages are recognised."""
DECLARED = "notice"
"""The key of a map that names those pages, by language."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page that was looked at."""

    system: str
    language: str
    marks: PageMarks


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every language of the version in force is shown somewhere, and every page that was looked at shows it."""
    if not (current := _in_force(records)):
        return unknown(parameters, now, worded("er is nog geen versie gepubliceerd", "no version is published yet"))
    shown, unseen = list[_Shown](), list[Text]()
    for system in records.systems.values():
        if not system.settings.get(DECLARED):
            continue
        seen = newest(observations, system.name, name_of(Setting(PAGES)), now, parameters.fresh)
        if seen.why_not:
            unseen.append(seen.why_not)
            continue
        for language, part in cast("Mapping[str, Mapping[str, str]]", json.loads(str(seen.value))).items():
            if UNREACHABLE in part:
                unseen.append(_not_seen(system.name, language, part[UNREACHABLE]))
            else:
                shown.append(_Shown(system.name, language, PageMarks(**cast("dict[str, Any]", part))))
    if wrong := [one for one in shown if not _is(one.marks, current.pages.get(one.language))]:
        places = [Instance(f"{one.system} {one.language}", 1) for one in wrong]
        return broken(parameters, now, joined(_told(one, current, records) for one in wrong), places)
    if not shown and not unseen:
        return unknown(
            parameters,
            now,
            worded(
                "geen systeem noemt de pagina waarop de verklaring staat (notice:)",
                "no system names the page on which the notice is shown (notice:)",
            ),
        )
    unseen += list(_nowhere(current, shown))
    if unseen:
        return unknown(parameters, now, joined(unseen))
    pages = counted(len(shown), ("pagina toont", "pagina's tonen"), ("page shows", "pages show"))
    told = worded("{pages} versie {n}", "{pages} version {n}", pages=pages, n=current.number)
    return kept(parameters, now, told)


def _in_force(records: Records) -> Version | None:
    """The newest version that holds today and whose pages are known."""
    ready = [v for v in records.versions if v.pages and max(v.published_at.date(), v.in_force) <= records.today]
    return max(ready, key=lambda version: version.number, default=None)


def _is(seen: PageMarks, published: PageMarks | None) -> bool:
    if published is None:
        return False
    return seen.page == published.page or (bool(seen.words) and seen.words == published.words)


def _told(one: _Shown, current: Version, records: Records) -> Text:
    """Which other version is shown, where it is one of ours; the digest either way, as evidence."""
    older = next((v.number for v in records.versions if _is(one.marks, v.pages.get(one.language))), None)
    if older is None:
        return worded(
            "{system} toont in het {language} een andere tekst dan versie {n} (sha256 {seen})",
            "{system} shows another text than version {n} in {language} (sha256 {seen})",
            system=one.system, language=one.language, n=current.number, seen=one.marks.page[:16],
        )  # fmt: skip
    return worded(
        "{system} toont in het {language} nog versie {older}, terwijl versie {n} geldt (sha256 {seen})",
        "{system} still shows version {older} in {language}, while version {n} holds (sha256 {seen})",
        system=one.system, language=one.language, older=older, n=current.number, seen=one.marks.page[:16],
    )  # fmt: skip


def _nowhere(current: Version, shown: Sequence[_Shown]) -> Iterator[Text]:
    """Languages of the version for which no page is named."""
    for language in sorted(set(current.pages) - {one.language for one in shown}):
        yield worded(
            "voor {language} is geen pagina genoemd", "no page is named for {language}", language=language
        )  # fmt: skip


def _not_seen(system: str, language: str, why: str) -> Text:
    return worded(
        "{system} {language}: niet gezien: {why}",
        "{system} {language}: not seen: {why}",
        system=system,
        language=language,
        why=said(why),
    )
