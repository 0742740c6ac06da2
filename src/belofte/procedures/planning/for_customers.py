"""Who is found nowhere but in what we hold for a customer: then the customer is to be asked, and the plan says so.

Looked through read-only, by maps that allow nothing else (:mod:`belofte.domain.customer_data`); what is found there is
counted and never carried, exported or erased. A named person confirms, or says why it is not so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from belofte.domain.customer_data import CUSTOMER_DATA_UNSEEN, HELD_FOR_CUSTOMER
from belofte.domain.located import Located
from belofte.ports import Ask
from belofte.procedures.parts import Parts
from belofte.procedures.planning.locate import locate
from belofte.procedures.rights.leaving_plan import ANSWERED


def questions_for_customers(parts: Parts, located: Mapping[str, Located]) -> Mapping[str, list[str]]:
    """By request: the tables in which somebody was found who is nowhere else, each with whose they are; and the systems
    that could not be looked through. While a system of our own is away nobody knows that somebody is nowhere else."""
    if not parts.customers_data:
        return {}
    asks = [Ask(case, one.identifiers) for case, one in located.items() if one.identifiers and not _is_here(one)]
    asks, seen = _undecided(parts, asks)
    questions: dict[str, list[str]] = {}
    for case, one in locate(parts.customers_data, asks).items():
        counts = Counter((name, r.collection) for name, found in one.found.items() for r in found if r.is_record)
        only_there = [] if located[case].blind else sorted(counts.items())
        questions[case] = [_question(parts, name, table, count) for (name, table), count in only_there]
        questions[case] += [f"{CUSTOMER_DATA_UNSEEN}: {blind.system}" for blind in one.blind if case not in seen]
    return questions


def _is_here(located: Located) -> bool:
    return any(record.is_record for found in located.found.values() for record in found)


def _undecided(parts: Parts, asks: list[Ask]) -> tuple[list[Ask], frozenset[str]]:
    """Those of whom nobody said yet that the customer is not to be asked, and the cases of which somebody said that
    they go on although not everything could be looked through."""
    with parts.store.reading() as tx:
        answered = {
            (ask.request, str(event.data.get("question")))
            for ask in asks
            for event in tx.events.about(ask.request)
            if event.kind == ANSWERED
        }
    left = [ask for ask in asks if (ask.request, HELD_FOR_CUSTOMER) not in answered]
    return left, frozenset(case for case, question in answered if question == CUSTOMER_DATA_UNSEEN)


def _question(parts: Parts, system: str, table: str, count: int) -> str:
    whose = parts.systems[system].collections[table].customer
    return f"{HELD_FOR_CUSTOMER}: {system}.{table} {count}" + (f", {whose}" if whose else "")
