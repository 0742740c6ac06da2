"""``belofte due``: when a request must be answered, and why each date is what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, echo_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.domain.clock import DueDates
    from belofte.domain.country import Holidays
    from belofte.domain.policy import Period, Policy

RIGHTS = ("access", "rectification", "erasure", "restriction", "portability", "objection", "withdrawal")
EARLIEST, LATEST = 1990, 2095
MEANING = {
    "promise_due": "what the policy promises",
    "law_due": "the law's month",
    "due": "the one that counts",
    "work_by": "the office's last working day for it",
    "law_ext_due": "only if the extension was told, with reasons, by law_due",
}


def due(
    received: Annotated[str, typer.Option("--received", help="The local day it reached the company: YYYY-MM-DD.")],
    right: Annotated[str, typer.Option("--right", help="access, erasure, objection …")] = "access",
    country: Annotated[str, typer.Option("--country", help="Without a policy folder: whose holidays count.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Every date of a request that arrived on a day, with the reason for each.

    Example: belofte due --received 2026-03-06 --policy examples/linprofs
    """
    from belofte.domain.clock import due_dates
    from belofte.procedures.programs.told_as_json import due_told

    day = _day(received)
    if right not in RIGHTS:
        raise WrongUse(f"There is no right called {right!r}.", f"Use one of: {', '.join(RIGHTS)}.")
    promise, code = _promise_and_country(policy, right, country)
    holidays = _holidays(policy, code, day)
    if as_json:
        echo_json(due_told(day, right, code, promise, holidays))
    else:
        typer.echo(due_text(due_dates(day, promise, holidays), right))


def due_text(dates: DueDates, right: str) -> str:
    """The dates as lines on a terminal."""
    from belofte.procedures.programs.told_as_json import DATES, sentence

    lines = [f"{right} · received {dates.received:%a %Y-%m-%d}"]
    for name in DATES:
        day: date | None = getattr(dates, name)
        if day is None:
            lines.append(f"{name:<12} -               the policy promises no term of its own")
            continue
        why = "; ".join(sentence(reason) for reason in dates.reasons if reason.of == name)
        lines.append(f"{name:<12} {day:%a %Y-%m-%d}  {MEANING[name]}: {why}")
    return "\n".join(lines)


def _day(received: str) -> date:
    try:
        day = date.fromisoformat(received)
    except ValueError as wrong:
        raise WrongUse(f"{received!r} is not a day.", "Write it as 2026-03-06.") from wrong
    if not EARLIEST <= day.year <= LATEST:
        raise WrongUse(f"No holidays are known around {day}.", f"Name a day between {EARLIEST} and {LATEST}.")
    return day


def _promise_and_country(folder: Path, right: str, country: str) -> tuple[Period | None, str]:
    from belofte.domain.clock import promise_for

    if country and not folder.is_dir():
        return None, country
    policy = _policy(folder)
    code = country or policy.controller.country
    if not code:
        raise WrongUse("The policy does not say in which country the controller is.", "Give --country, such as NL.")
    return promise_for(policy.rights, right), code


def _holidays(folder: Path, code: str, day: date) -> Holidays:
    """Those of the country, with what the company entered beside its policy folder."""
    from belofte.bootstrap.installation import holidays_of
    from belofte.settings import Home, Settings, load_settings

    home = Home.of_policy(folder)
    settings = load_settings(home.path) if folder.is_dir() else Settings()
    return holidays_of(settings, home, code, day.year - 1, day.year + 2)


def _policy(folder: Path) -> Policy:
    from belofte.loading.folder import load_policy_folder

    if not folder.is_dir():
        raise WrongUse(
            f"There is no policy folder {folder}.",
            "Name one with --policy, or give --country for the law's dates only.",
        )
    return load_policy_folder(folder).policy
