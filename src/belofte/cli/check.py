"""``belofte check``: is every promise true now?

Exit status: 0 every promise is kept, vouched for or not checkable; 1 one is broken or contradicted by the text itself;
3 one could not be seen (design §9: 1 before 3 before 0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json

if TYPE_CHECKING:
    from belofte.domain.promise import Verdict
    from belofte.procedures.watch import Watched

ORDER = ("broken", "contradicted", "unknown", "attested", "kept", "not checkable")


def check(
    clauses: Annotated[list[str] | None, typer.Argument(help="Only these clauses; default: all.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Look in the systems and in our own books, and judge every clause of the policy.

    Example: belofte check --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.loading.countries import load_countries
    from belofte.procedures.watch import exit_status, watch

    with open_belofte(policy, now) as belofte:
        _must_exist(clauses or [], [str(clause) for clause in belofte.parts.policy.clauses])
        watched = watch(belofte.parts, load_countries(), policy)
    chosen = tuple(v for v in watched.verdicts if not clauses or v.clause in clauses)
    if as_json:
        print_json(
            "check",
            at=watched.at,
            policy_version=watched.policy_version,
            counts=watched.counts,
            verdicts=chosen,
            alarms=watched.alarms,
            past_breaks=watched.past_breaks,
        )
    else:
        typer.echo("\n".join(check_lines(watched, chosen)))
    if status := exit_status(chosen):
        raise typer.Exit(status)


def check_lines(watched: Watched, verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    """The verdicts as lines on a terminal: what needs somebody first."""
    counts = ", ".join(f"{number} {state}" for state, number in watched.counts.items() if number)
    yield f"{watched.at:%Y-%m-%d %H:%M} UTC · policy {watched.policy_version} · {counts}"
    for alarm in watched.alarms:
        between = f"{alarm.not_broken_at:%Y-%m-%d %H:%M} and {alarm.seen_at:%Y-%m-%d %H:%M} UTC"
        yield f"! {alarm.clause} broke between {between}"
    for verdict in sorted(verdicts, key=lambda v: (ORDER.index(v.state.value), v.clause)):
        yield f"{verdict.clause:<8} {verdict.state.value:<14} {verdict.reason}"
        for instance in verdict.instances:
            yield f"{'':<24}{instance.place}: {instance.count}"
        for past in watched.past_breaks.get(verdict.clause, ()):
            yield f"{'':<24}was broken from {past.since:%Y-%m-%d} until {past.until:%Y-%m-%d}: {past.reason}"


def _must_exist(wanted: list[str], known: list[str]) -> None:
    from belofte.domain.errors import WrongUse

    if strange := sorted(set(wanted) - set(known)):
        raise WrongUse(f"The policy has no clause {strange[0]}.", "See clauses.yaml for the ids, or leave them out.")
