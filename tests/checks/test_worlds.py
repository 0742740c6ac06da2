"""Every kind of promise has a world where it is kept, one where it is broken, one where it cannot be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.checks.small_worlds import (
    ATTESTED,
    CASE,
    CASE_LATE_BUT_LAWFUL,
    COUNTRIES,
    HOST_PAPER,
    LONG_AGO,
    NOW,
    ONLY_UNKNOWN,
    PAST,
    POLICY,
    ROW,
    SHOP,
    TODAY,
    World,
    about,
    books,
    saw,
)
from tests.checks.small_worlds import WORLDS as OF_THE_REST
from tests.checks.worlds_of_rights import WORLDS_OF_RIGHTS

from belofte.checks import CHECKS, check_of, judge_all, judge_clause
from belofte.checks.registry import BY_FACT, UnknownCheck
from belofte.domain.facts import fits
from belofte.domain.policy import Clause, ClauseId, FactPath, Period, Recipient, RecipientRole, Secrecy, Sharing, Unit
from belofte.domain.promise import Verdict, VerdictState

WORLDS = {**OF_THE_REST, **WORLDS_OF_RIGHTS}
KEPT, BROKEN, UNKNOWN = VerdictState.KEPT, VerdictState.BROKEN, VerdictState.UNKNOWN


def judge(world: World) -> Verdict:
    policy = replace(world.policy, clauses={world.clause.id: world.clause})
    return judge_clause(policy, COUNTRIES, world.clause, world.seen, world.records, NOW)


def test_every_check_has_its_three_worlds() -> None:
    """A check that nobody gave worlds fails here; an exemption has a reason and a day."""
    assert set(WORLDS) | set(ONLY_UNKNOWN) == set(CHECKS)
    assert not set(WORLDS) & set(ONLY_UNKNOWN)


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_the_worlds_are_about_their_check(name: str) -> None:
    for world in WORLDS[name]():
        assert {check_of(fact) for fact in world.clause.facts} == {name}


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_kept_where_it_is_kept(name: str) -> None:
    kept, _, _ = WORLDS[name]()
    verdict = judge(kept)
    assert verdict.state is KEPT, verdict.reason
    assert verdict.stale_after is not None and verdict.stale_after > NOW


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_broken_where_it_is_broken_with_place_and_count(name: str) -> None:
    _, broken, _ = WORLDS[name]()
    verdict = judge(broken)
    assert verdict.state is BROKEN, verdict.reason
    assert verdict.instances and all(instance.count > 0 for instance in verdict.instances)


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_unknown_where_it_cannot_be_seen_and_says_why(name: str) -> None:
    _, _, unseen = WORLDS[name]()
    verdict = judge(unseen)
    assert verdict.state is UNKNOWN, verdict.reason
    assert len(verdict.reason.in_("en")) > 10 and verdict.stale_after is None


@pytest.mark.parametrize("name", sorted(ONLY_UNKNOWN))
def test_what_nobody_can_see_yet_is_never_kept(name: str) -> None:
    world = World(clause=about("recipients.host.only_in", check=name))
    assert judge(world).state is UNKNOWN


def test_a_check_follows_from_the_kind_of_fact() -> None:
    assert check_of("retention.invoice") == "retention-term"
    assert check_of("retention.profile.staff_access") == "kept-from-staff"
    assert check_of("recipients.transip.secrecy.basis") == "document"
    assert check_of("something.nobody.knows") == "not-looked"
    assert {name for _, name in BY_FACT} <= set(CHECKS)


def test_patterns() -> None:
    assert fits("a.*.c", "a.b.c") and not fits("a.*.c", "a.b.c.d")
    assert fits("a.**", "a") and fits("a.**", "a.b.c") and not fits("a.**", "b")


def test_a_clause_can_name_another_check_and_a_wrong_name_is_refused() -> None:
    world = World(seen=[saw("undeclared", 0)], clause=about("retention.visit", check="everything-declared"))
    assert judge(world).state is KEPT
    with pytest.raises(UnknownCheck, match="does not exist"):
        judge(World(clause=about("retention.visit", check="everything-fine")))


def test_what_the_clauses_say_comes_first() -> None:
    stance = Clause(ClauseId("A"), facts=(FactPath("controller.name"),), not_checkable="a stance")
    assert judge(World(clause=stance)).state is VerdictState.NOT_CHECKABLE
    empty = Clause(ClauseId("B"))
    assert judge(World(clause=empty)).state is UNKNOWN


def test_two_sentences_that_cannot_both_be_true_are_contradicted_until_somebody_decides() -> None:
    never = about("controller.name")
    also = replace(about("in_force", contradicts=(never.id,)), id=ClauseId("X-2"))
    policy = replace(POLICY, clauses={never.id: never, also.id: also})
    states = [v.state for v in judge_all(policy, COUNTRIES, (), books(), NOW)]
    assert states == [VerdictState.CONTRADICTED, VerdictState.CONTRADICTED]
    decided = replace(POLICY, clauses={never.id: never, also.id: replace(also, decide="the second is dropped")})
    states = [v.state for v in judge_all(decided, COUNTRIES, (), books(), NOW)]
    assert VerdictState.CONTRADICTED not in states


def test_a_clause_is_as_good_as_its_worst_fact() -> None:
    mixed = World(seen=[saw(PAST, 3)], clause=about("controller.name", "retention.visit"))
    assert judge(mixed).state is BROKEN
    unseen = World(clause=about("controller.name", "retention.visit"))
    assert judge(unseen).state is UNKNOWN


def test_old_evidence_keeps_nothing_and_a_clause_can_ask_for_fresher() -> None:
    yesterday = NOW - timedelta(hours=20)
    assert judge(World(seen=[saw(PAST, 0, at=LONG_AGO)], clause=about("retention.visit"))).state is UNKNOWN
    assert judge(World(seen=[saw(PAST, 0, at=yesterday)], clause=about("retention.visit"))).state is KEPT
    hourly = about("retention.visit", fresh=Period(1, Unit.HOURS))
    assert judge(World(seen=[saw(PAST, 0, at=yesterday)], clause=hourly)).state is UNKNOWN


def test_a_recipient_without_connector_keeps_the_whole_unknown() -> None:
    """Our own table is clean; what lies with the newsletter service nobody has seen."""
    other = Recipient("news", role=RecipientRole.PROCESSOR, gets=("visit",))
    policy = replace(POLICY, recipients={**POLICY.recipients, "news": other})
    verdict = judge(World(policy, [saw(PAST, 0)], books(policy), about("retention.visit")))
    assert verdict.state is UNKNOWN and "news" in verdict.reason.in_("en") and "clean" in verdict.reason.in_("en")


def test_a_table_without_the_column_the_rule_needs_is_said() -> None:
    views = replace(SHOP.collections["page_views"], clock={})
    system = replace(SHOP, collections={"page_views": views})
    verdict = judge(
        World(seen=[saw(PAST, 0)], records=books(systems={"shop": system}), clause=about("retention.visit"))
    )
    assert verdict.state is UNKNOWN and "no column for the event collected" in verdict.reason.in_("en")


def test_unpaid_rows_are_reported_and_not_broken() -> None:
    kept, _, _ = WORLDS["retention-term"]()
    assert "2 rows have no start" in judge(kept).reason.in_("en")


def test_late_within_the_law_is_broken_and_said_to_be_lawful() -> None:
    """T-21: two separate results."""
    verdict = judge(World(records=books(cases=(CASE_LATE_BUT_LAWFUL,)), clause=about("rights.answer_within")))
    assert verdict.state is BROKEN and "1 of them within the law's term" in verdict.reason.in_("en")


def test_an_answer_belongs_to_the_day_it_was_where_the_company_is() -> None:
    """T-24: 23:30 UTC on the last day is the next day in Amsterdam; 22:30 UTC is still the last day."""
    for hour, state in ((22, KEPT), (23, BROKEN)):
        answered = datetime(2026, 11, 20, hour, 30, tzinfo=UTC)
        late = replace(CASE, request=replace(CASE.request, answered_at=answered, promise_due=date(2026, 11, 20)))
        records = books(cases=(late,), register=(), time_zone="Europe/Amsterdam")
        assert judge(World(records=records, clause=about("rights.answer_within"))).state is state


def test_a_late_answer_stays_visible_in_the_register() -> None:
    late = replace(ROW, promise_kept=False, law_kept=False)
    verdict = judge(World(records=books(cases=(), register=(late,)), clause=about("rights.answer_within")))
    assert verdict.state is BROKEN and verdict.instances[0].place == "closed in 2026-11"


def test_a_row_of_a_sealed_month_that_was_touched_breaks_the_promise_of_a_register() -> None:
    touched = books(register_changed=("2026-10",))
    verdict = judge(World(records=touched, clause=about("rights.register.kept")))
    assert verdict.state is BROKEN and verdict.instances[0].place == "register 2026-10"


def test_a_document_without_an_end_needs_a_person_s_word() -> None:
    endless = replace(HOST_PAPER, until=None)
    world = World(records=books(documents={HOST_PAPER.path: endless}), clause=about("recipients.host.secrecy"))
    assert judge(world).state is UNKNOWN
    vouched = books(documents={HOST_PAPER.path: endless}, attestations={"X-1": ATTESTED})
    verdict = judge(replace(world, records=vouched))
    assert verdict.state is VerdictState.ATTESTED and "the office" in verdict.reason.in_("en")
    assert verdict.stale_after is not None and verdict.stale_after.date() == ATTESTED.until
    expired = replace(ATTESTED, until=TODAY - timedelta(days=1))
    assert judge(replace(world, records=books(documents={HOST_PAPER.path: endless}, attestations={"X-1": expired})))\
        .state is UNKNOWN  # fmt: skip


def test_a_document_that_is_named_and_not_there_breaks_the_promise() -> None:
    """T-79."""
    gone = books(documents={HOST_PAPER.path: replace(HOST_PAPER, digest=None)})
    verdict = judge(World(records=gone, clause=about("recipients.host.secrecy")))
    assert verdict.state is BROKEN and verdict.instances[0].place == HOST_PAPER.path


def test_a_bond_without_a_document_is_unknown_and_broken_after_its_time() -> None:
    """T-79: never kept; with a time for getting the papers in order it is broken once that is over."""
    bare = Secrecy("contract")
    host = replace(POLICY.recipients["host"], secrecy=bare)
    patient = replace(POLICY, recipients={"host": host})
    strict = replace(patient, sharing=Sharing(papers_within=Period(3, Unit.MONTHS)))
    early = replace(strict, sharing=Sharing(papers_within=Period(2, Unit.YEARS)))
    for fact in ("recipients.host.secrecy", "sharing.all_bound_to_secrecy"):
        states = [judge(World(policy, records=books(policy), clause=about(fact))).state
                  for policy in (patient, early, strict)]  # fmt: skip
        assert states == [UNKNOWN, UNKNOWN, BROKEN], fact


def test_a_case_that_was_not_read_back_is_not_called_erased() -> None:
    unread = replace(CASE, acts=(replace(CASE.acts[0], remains=None),)) if CASE.acts else CASE
    assert judge(World(records=books(cases=(unread,)), clause=about("rights.described.erasure"))).state is UNKNOWN


def test_what_the_law_wants_kept_and_nobody_compares_is_not_called_kept() -> None:
    """Within its term, and perhaps changed: nobody looked."""
    seen = [saw(PAST, 0)]
    assert judge(World(seen=seen, clause=about("retention.visit"))).state is KEPT
    blind = books(unsealed=frozenset({"shop.page_views"}))
    found = judge(World(seen=seen, records=blind, clause=about("retention.visit")))
    assert found.state is UNKNOWN
    assert "shop.page_views: nobody can see whether what the law wants kept is unaltered here" in found.reason.in_("en")
