"""Is every promise true now? One file a kind of promise; every check is a pure function.

:func:`judge_all` gives the verdicts; ``belofte.procedures.watching.watch`` gathers what they are judged on.
"""

from belofte.checks.judging import checks_of, judge_all, judge_clause
from belofte.checks.registry import BY_FACT, CHECKS, UnknownCheck, check_of
from belofte.checks.shape import Check, Parameters, Records

__all__ = [
    "BY_FACT",
    "CHECKS",
    "Check",
    "Parameters",
    "Records",
    "UnknownCheck",
    "check_of",
    "checks_of",
    "judge_all",
    "judge_clause",
]
