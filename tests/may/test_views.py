"""Views in the store: true at the very instant, the same as ``may()``."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from belofte.domain.subject_state import LEFT, RESTRICTED

from .conftest import ANNA, BRAM, Company
from .test_commands import told, typed


def numbers(company: Company, view: str) -> set[int]:
    with closing(sqlite3.connect(f"file:{company.home / 'data' / 'store.sqlite'}?mode=ro", uri=True)) as store:
        return {subject for (subject,) in store.execute(f"SELECT subject FROM {view}")}


def test_a_job_joins_a_view_of_the_store_and_a_change_is_there_at_once(company: Company) -> None:
    anna, bram = company.person(ANNA), company.person(BRAM, on=LEFT)
    assert typed(company, "uses", "views", "--apply")[0] == 0
    assert numbers(company, "belofte_may_newsletter") == set()
    assert numbers(company, "belofte_may_service") == {anna}
    assert numbers(company, "belofte_may_invoicing") == {anna, bram}
    company.consents(ANNA, "newsletter")
    assert numbers(company, "belofte_may_newsletter") == {anna}
    company.objects(ANNA, "newsletter")
    company.person(BRAM, on=RESTRICTED)
    assert numbers(company, "belofte_may_newsletter") == set()
    assert numbers(company, "belofte_may_invoicing") == {anna}


def test_the_statements_can_be_read_first_and_taken_back(company: Company) -> None:
    shown = told(company, "uses", "views")
    assert shown["applied"] is False
    assert any("CREATE VIEW belofte_may_post" in line for line in shown["statements"])
    typed(company, "uses", "views", "--apply")
    assert typed(company, "uses", "views", "--remove", "--apply")[0] == 0
    with closing(sqlite3.connect(company.home / "data" / "store.sqlite")) as store:
        assert not [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert typed(company, "uses", "views", "nowhere")[0] == 2
    assert typed(company, "uses", "views", "--follow")[0] == 2
