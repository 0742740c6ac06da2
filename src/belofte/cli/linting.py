"""Looking at a folder for ``belofte lint``, and what it prints: text for people, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from belofte.cli.options import print_json
from belofte.domain.errors import WrongUse
from belofte.domain.policy_rules import Finding, Severity
from belofte.domain.policy_rules import lint as look
from belofte.domain.policy_rules.report import GapState, LintReport
from belofte.loading.countries import day_there, load_countries
from belofte.loading.folder import PolicyFolder, load_policy_folder
from belofte.loading.gaps import read_gaps
from belofte.loading.impact import load_criteria
from belofte.loading.problems import PolicyFolderError
from belofte.loading.statutes import load_statutes
from belofte.loading.vendors import load_vendors


@dataclass(frozen=True, slots=True)
class Looked:
    """A folder, the day on which it was looked at, and what was found."""

    folder: PolicyFolder
    today: date
    report: LintReport


def look_at(path: Path, vendors: Path | None) -> Looked:
    """Lint one folder. Raises :class:`WrongUse` where it cannot be read whole, with every problem and its place."""
    folder = _read(path)
    today = day_there(datetime.now(UTC), folder.policy, load_countries())
    findings = look(
        folder.policy,
        folder.systems,
        load_vendors(vendors),
        today,
        folder.on_behalf,
        load_criteria(),
        load_statutes(),
    )
    return Looked(folder, today, LintReport(findings, read_gaps(path), folder.policy.todos))


def _read(path: Path) -> PolicyFolder:
    if not path.is_dir():
        raise WrongUse(f"There is no folder {path}.", "Name the policy folder: belofte lint DIR.")
    try:
        return load_policy_folder(path)
    except PolicyFolderError as problem:
        raise WrongUse(str(problem), "Mend these first; the linter looks at facts it can read.") from problem


def print_object(looked: Looked) -> None:
    """One JSON object, schema ``belofte.lint/1``, with the sentences in both languages."""
    read, report = looked.folder, looked.report
    positions = read.policy.positions
    print_json(
        "lint",
        folder=read.path.name,
        controller=read.policy.controller.name,
        looked_on=looked.today,
        publishable=report.publishable,
        counts={**{str(severity): count for severity, count in report.counts.items()}, "todo": len(report.todos)},
        next=[finding.rule for finding in report.next_to_mend],
        findings=[_finding(finding, report) for finding in report.findings],
        gaps=[
            {"id": gap.id, "state": report.state(gap), "rules": gap.rules, "why": gap.not_decidable}
            for gap in report.gaps.values()
        ],
        todos=[{"fact": todo.path, "why": todo.why, "position": positions.get(todo.path)} for todo in report.todos],
    )


def _finding(finding: Finding, report: LintReport) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "gaps": report.numbers(finding),
        "severity": finding.severity,
        "facts": finding.facts,
        "position": finding.position,
        "message": finding.message.by_language,
        "mend": finding.mend.by_language,
        "article": finding.article,
    }


_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFORMATION: "cyan"}
_WORDS = {
    "nl": {
        Severity.ERROR: "fout",
        Severity.WARNING: "waarschuwing",
        Severity.INFORMATION: "ter informatie",
        "clean": "Niets gevonden: de feiten zijn volledig en spreken elkaar niet tegen.",
        "may": "Publiceren mag. {warnings} waarschuwing(en) vragen om een verandering of een vastgelegd besluit.",
        "refused": "Publiceren wordt geweigerd: {errors} fout(en), {warnings} waarschuwing(en).",
        "next": "Begin hiermee:",
        "mend": "→",
        "also": " (Zo ook bij de andere.)",
        "todo": "Nog te doen (TODO): {count}",
        "unseen": "Van uw eigen lijst kan dit niet uit feiten blijken:",
        "mended": "Van uw eigen lijst niet meer gevonden:",
    },
    "en": {
        Severity.ERROR: "error",
        Severity.WARNING: "warning",
        Severity.INFORMATION: "information",
        "clean": "Nothing found: the facts are complete and do not contradict each other.",
        "may": "This may be published. {warnings} warning(s) want a change or a recorded decision.",
        "refused": "Publication is refused: {errors} error(s), {warnings} warning(s).",
        "next": "Start with these:",
        "mend": "→",
        "also": " (Likewise for the others.)",
        "todo": "Still to do (TODO): {count}",
        "unseen": "Of your own list, facts cannot show this:",
        "mended": "Of your own list, no longer found:",
    },
}


def print_text(looked: Looked, language: str) -> None:
    """Every finding with its place, then the three to start with, last the answer: what one sees at the end."""
    read, report = looked.folder, looked.report
    console = Console(highlight=False, soft_wrap=False)
    for _, found in groupby(report.findings, key=lambda finding: finding.rule):
        _print_rule(console, list(found), report, language)
    for line in _own_list(report, language):
        console.print(line)
    _print_next(console, report, language)
    if report.todos:
        console.print(Line(_WORDS[language]["todo"].format(count=len(report.todos)), style="magenta"))
        for todo in report.todos:
            place = read.policy.positions.get(todo.path) or "-"
            console.print(_indented(Line(f"{place}  {todo.path}  {todo.why}"), 2))
    console.print(_verdict(report, language))


def _print_rule(console: Console, found: list[Finding], report: LintReport, language: str) -> None:
    """All findings of one rule under one head, with the remedy of the first."""
    words, first = _WORDS[language], found[0]
    numbers = dict.fromkeys(number for finding in found for number in report.numbers(finding))
    head = Line(words[first.severity], style=_STYLES[first.severity])
    head.append("".join(f"  {number}" for number in numbers), style="bold")
    head.append(f"  {first.rule}", style="bold").append(f"  {first.article_in(language)}", style="dim")
    console.print(head)
    for finding in found:
        place = Line(f"{finding.position or finding.facts[0]}  ", style="dim")
        console.print(_indented(place.append(finding.message.in_(language), style="not dim"), 2))
    also = words["also"] if len(found) > 1 else ""
    console.print(_indented(Line(f"{words['mend']} {first.mend.in_(language)}{also}", style="green"), 4))
    console.print()


def _indented(line: Line, columns: int) -> Padding:
    return Padding(line, (0, 0, 0, columns), expand=False)


def _own_list(report: LintReport, language: str) -> Iterator[Line]:
    unseen = [f"  {g.id}: {g.not_decidable}" for g in report.gaps.values() if report.state(g) is GapState.NOT_DECIDABLE]
    mended = [gap.id for gap in report.gaps.values() if report.state(gap) is GapState.NOT_FOUND]
    if unseen:
        yield Line("\n".join([_WORDS[language]["unseen"], *unseen, ""]))
    if mended:
        yield Line("\n".join([_WORDS[language]["mended"], f"  {' '.join(mended)}", ""]))


def _print_next(console: Console, report: LintReport, language: str) -> None:
    if not report.findings:
        return
    console.print(Line(_WORDS[language]["next"], style="bold"))
    for number, finding in enumerate(report.next_to_mend, 1):
        console.print(_indented(Line(f"{number}. {finding.message.in_(language)}"), 2))
        console.print(_indented(Line(f"{_WORDS[language]['mend']} {finding.mend.in_(language)}", style="green"), 5))
    console.print()


def _verdict(report: LintReport, language: str) -> Line:
    errors, warnings = report.counts[Severity.ERROR], report.counts[Severity.WARNING]
    words = _WORDS[language]
    if errors:
        return Line(words["refused"].format(errors=errors, warnings=warnings), style="bold red")
    if report.findings:
        return Line(words["may"].format(warnings=warnings), style="bold yellow")
    return Line(words["clean"], style="bold green")
