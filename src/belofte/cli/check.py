"""``belofte check``: is every promise true now?

Exit status: 0 every promise is kept, vouched for or not checkable; 1 one is broken or contradicted by the text itself;
3 one could not be seen (design §9: 1 before 3 before 0).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, echo_json
from belofte.domain.errors import WrongUse
from belofte.domain.worded import LANGUAGES

if TYPE_CHECKING:
    from belofte.domain.promise import Verdict
    from belofte.procedures.watching.watch import Watched

SHORTEST = timedelta(minutes=1)
ORDER = ("broken", "contradicted", "unknown", "attested", "kept", "not checkable")


def check(
    clauses: Annotated[list[str] | None, typer.Argument(help="Only these clauses; default: all.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again as often as the clauses ask, until Ctrl-C.")
    ] = False,
    language: Annotated[str, typer.Option("--language", help="The language of the reasons: nl or en.")] = "en",
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Look in the systems and in our own books, and judge every clause of the policy.

    Example: belofte check --policy demo/policy
    """
    if language not in LANGUAGES:
        raise WrongUse(f'There are no words in "{language}".', "Choose --language en or --language nl.")
    wanted = tuple(clauses or ())
    show = _print_json if as_json else partial(_print_lines, language)
    while True:
        status, again = _look(policy, now, wanted, show)
        if not watch:
            raise typer.Exit(status)
        time.sleep(again.total_seconds())


def _look(
    policy: Path, now: str | None, wanted: tuple[str, ...], show: Callable[[Watched, tuple[Verdict, ...]], None]
) -> tuple[int, timedelta]:
    """Judge once and show it; returns the exit status and when the shortest-lived evidence must be looked at again."""
    from belofte.bootstrap import open_belofte
    from belofte.checks.shape import FRESH, length
    from belofte.loading.countries import load_countries
    from belofte.procedures.watching.watch import exit_status, watch

    with open_belofte(policy, now) as belofte:
        known = belofte.parts.policy.clauses
        _must_exist(wanted, [str(clause) for clause in known])
        watched = watch(belofte.parts, load_countries(), policy)
        fresh = [length(clause.fresh or FRESH) for clause in known.values() if not wanted or clause.id in wanted]
    chosen = tuple(v for v in watched.verdicts if not wanted or v.clause in wanted)
    show(watched, chosen)
    return exit_status(chosen), max(min(fresh, default=length(FRESH)) / 2, SHORTEST)


def _print_json(watched: Watched, verdicts: tuple[Verdict, ...]) -> None:
    from belofte.procedures.programs.told_as_json import check_told

    echo_json(check_told(watched, verdicts))


def _print_lines(language: str, watched: Watched, verdicts: tuple[Verdict, ...]) -> None:
    typer.echo("\n".join(check_lines(watched, verdicts, language)))


def check_lines(watched: Watched, verdicts: tuple[Verdict, ...], language: str = "en") -> Iterator[str]:
    """The verdicts as lines on a terminal: what needs somebody first."""
    counts = ", ".join(f"{number} {state}" for state, number in watched.counts.items() if number)
    yield f"{watched.at:%Y-%m-%d %H:%M} UTC · policy {watched.policy_version} · {counts}"
    for alarm in watched.alarms:
        between = f"{alarm.not_broken_at:%Y-%m-%d %H:%M} and {alarm.seen_at:%Y-%m-%d %H:%M} UTC"
        yield f"! {alarm.clause} broke between {between}"
    for verdict in sorted(verdicts, key=lambda v: (ORDER.index(v.state.value), v.clause)):
        yield f"{verdict.clause:<8} {verdict.state.value:<14} {verdict.reason.in_(language)}"
        for instance in verdict.instances:
            yield f"{'':<24}{instance.place}: {instance.count}"
        for past in watched.past_breaks.get(verdict.clause, ()):
            span = f"from {past.since:%Y-%m-%d} until {past.until:%Y-%m-%d}"
            yield f"{'':<24}was broken {span}: {past.reason.in_(language)}"


def _must_exist(wanted: tuple[str, ...], known: list[str]) -> None:
    if strange := sorted(set(wanted) - set(known)):
        raise WrongUse(f"The policy has no clause {strange[0]}.", "See clauses.yaml for the ids, or leave them out.")
