"""Settings beside what is expected of them: which sentence they prove, and when they prove nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.small_worlds import (
    COUNTRIES,
    HOST_PAPER,
    NOW,
    POLICY,
    SHOP,
    World,
    about,
    books,
    expecting,
    saw,
)

from belofte.checks import judge_clause
from belofte.domain.expected import AtLeast, AtMost, ByKey, Expectation, Is, Nothing, compare
from belofte.domain.policy import Period, Policy, Recipient, RecipientRole, Unit, Website
from belofte.domain.promise import Attestation, Observation, Reach, Verdict, VerdictState
from belofte.domain.system_map import SystemMap, Verb

KEPT, BROKEN, UNKNOWN = VerdictState.KEPT, VerdictState.BROKEN, VerdictState.UNKNOWN
LINE = SystemMap("line", "line", frozenset({Verb.OBSERVE}), recipient="kpn")
WITH_LINE = replace(
    POLICY,
    recipients={
        **POLICY.recipients,
        "kpn": Recipient("kpn", role=RecipientRole.LINE, sees="nothing-readable", encrypted=True, measures="stated"),
    },
    website=Website(encryption="https"),
)


def judge(world: World) -> Verdict:
    policy = replace(world.policy, clauses={world.clause.id: world.clause})
    return judge_clause(policy, COUNTRIES, world.clause, world.seen, world.records, NOW)


def line(expect: dict[str, Expectation], fact: str, *seen: Observation, policy: Policy = WITH_LINE) -> Verdict:
    """A fact, one system that stands for the line, and what was seen of it."""
    records = books(systems={"shop": SHOP, "line": replace(LINE, expect=expect)})
    return judge(World(policy, seen, records, about(fact)))


def seen(name: str, value: object) -> Observation:
    text = value if isinstance(value, str | int | bool) else json.dumps(value)
    return saw(f"setting/{name}", text, system="line")


# --- the comparison


@pytest.mark.parametrize(
    ("expected", "value", "fits"),
    [
        (Is(("FUTURE",)), "future", True),
        (Is(("FUTURE",)), "LEGACY", False),
        (Is((True,)), True, True),
        (Is((True,)), 1, False),
        (Is((True,)), "true", False),
        (Is((1,)), "1", True),
        (AtLeast(14), 14, True),
        (AtLeast(14), 13, False),
        (AtMost(3), 4, False),
        (AtLeast(14), "soon", None),
        (AtLeast(14), True, None),
        (AtMost(Period(14, Unit.MONTHS)), "14 months", True),
        (AtMost(Period(14, Unit.MONTHS)), "1 year", True),
        (AtMost(Period(14, Unit.MONTHS)), "2 years", False),
        (AtMost(Period(30, Unit.DAYS)), "4 weeks", True),
        (AtMost(Period(30, Unit.DAYS)), 31, False),
        (AtMost(Period(30, Unit.DAYS)), "1 month", None),
        (AtMost(Period(1, Unit.MONTHS)), "28 days", True),
        (AtMost(Period(1, Unit.MONTHS)), "32 days", False),
        (AtMost(Period(14, Unit.MONTHS)), "unlimited", False),
        (AtLeast(Period(7, Unit.YEARS)), "unlimited", True),
        (AtMost(Period(14, Unit.MONTHS)), "for some time", None),
        (Nothing(), [], True),
        (Nothing(), {}, True),
        (Nothing(), 0, True),
        (Nothing(), ["ftp:21"], False),
        (Is(("TLSv1.2", "TLSv1.3")), [], None),
        (Is((True,)), {}, None),
        (ByKey({"days_left": AtLeast(14)}), 14, None),
        (Is((True,)), {"unreachable": "no answer"}, None),
        (Nothing(), {"unreachable": "no answer"}, None),
    ],
)
def test_one_value_beside_what_is_expected(expected: Expectation, value: object, fits: bool | None) -> None:
    assert [one.as_expected for one in compare(expected, value)] == [fits]


def test_an_expectation_holds_for_every_host_and_names_those_where_it_does_not() -> None:
    value = {"mail": ["TLSv1", "TLSv1.2"], "www": ["TLSv1.3"], "old": {"unreachable": "no answer"}}
    found = list(compare(Is(("TLSv1.2", "TLSv1.3")), value))
    assert [(one.place, one.seen, one.as_expected) for one in found] == [
        ("mail", "TLSv1", False),
        ("mail", "TLSv1.2", True),
        ("old", "", None),
        ("www", "TLSv1.3", True),
    ]


def test_a_part_that_is_expected_and_not_there_was_not_seen() -> None:
    found = list(compare(ByKey({"trusted": Is((True,)), "days_left": AtLeast(14)}), {"www": {"trusted": True}}))
    assert [(one.place, one.as_expected) for one in found] == [("www trusted", True), ("www days_left", None)]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_EXPECTED = st.sampled_from(
    [Is((True,)), Is(("a", 1)), AtLeast(1), AtMost(Period(1, Unit.MONTHS)), Nothing(), ByKey({"a": Is((1,))})]
)


@given(_EXPECTED, _VALUES)
def test_whatever_a_system_says_is_compared_and_never_passed_over(expected: Expectation, value: object) -> None:
    found = list(compare(expected, value))
    assert found
    assert all(one.why for one in found if one.as_expected is None)


# --- the verdict


def test_the_reason_names_system_setting_place_and_value() -> None:
    verdict = judge(expecting(certificate='{"www:https":{"days_left":3,"trusted":true}}'))
    assert verdict.state is BROKEN
    assert verdict.reason.in_("en") == "shop certificate www:https days_left is 3, expected: at_least 14"
    assert verdict.reason.in_("nl") == "shop certificate www:https days_left is 3, verwacht: at_least 14"
    assert [(one.place, one.count) for one in verdict.instances] == [("shop certificate www:https days_left", 1)]


def test_a_difference_counts_though_another_host_could_not_be_looked_at() -> None:
    verdict = judge(expecting(plain_protocols='{"mail":{"unreachable":"no answer"},"www":["ftp:21"]}'))
    assert verdict.state is BROKEN
    assert judge(expecting(plain_protocols='{"mail":{"unreachable":"no answer"},"www":[]}')).state is UNKNOWN


def test_what_was_seen_too_long_ago_proves_nothing() -> None:
    world = expecting()
    old = [replace(one, seen_at=NOW - timedelta(days=3)) for one in world.seen]
    assert judge(replace(world, seen=old)).state is UNKNOWN
    assert judge(replace(world, seen=[])).state is UNKNOWN


def test_the_newest_look_counts() -> None:
    world = expecting()
    before = saw("setting/crypto-policy", "LEGACY", at=NOW - timedelta(hours=5))
    assert judge(replace(world, seen=[before, *world.seen])).state is KEPT
    after = saw("setting/crypto-policy", "LEGACY", at=NOW + timedelta(minutes=1))
    assert judge(replace(world, seen=[*world.seen, after])).state is BROKEN


def test_a_setting_a_system_does_not_have_is_not_as_expected() -> None:
    world = expecting()
    absent = Observation("shop", "setting/crypto-policy", None, Reach.ABSENT, NOW, "no such command")
    others = [one for one in world.seen if one.name != absent.name]
    verdict = judge(replace(world, seen=[*others, absent]))
    assert verdict.state is UNKNOWN and "no such command" in verdict.reason.in_("en")


# --- which sentence it proves


def test_a_sentence_about_a_recipient_is_judged_by_the_systems_that_stand_for_it() -> None:
    expect: dict[str, Expectation] = {"plain-protocols": Nothing(), "hsts": ByKey({"days": AtLeast(180)})}
    nothing_plain, no_hsts = seen("plain-protocols", {"www": []}), seen("hsts", {"www": {"days": 0}})
    assert line(expect, "recipients.kpn.encrypted", nothing_plain, no_hsts).state is KEPT
    assert line(expect, "recipients.kpn.sees", nothing_plain, no_hsts).state is KEPT
    assert line(expect, "website.encryption", nothing_plain, no_hsts).state is BROKEN
    plain = seen("plain-protocols", {"www": ["telnet:23"]})
    hsts = seen("hsts", {"www": {"days": 365}})
    assert line(expect, "website.encryption", plain, hsts).state is KEPT, "telnet is another matter than pages"
    assert line(expect, "recipients.kpn.encrypted", plain, no_hsts).state is BROKEN


def test_a_recipient_without_expectations_is_judged_as_before() -> None:
    verdict = line({}, "recipients.kpn.encrypted")
    assert verdict.state is UNKNOWN and "no connector has looked at kpn" in verdict.reason.in_("en")
    other = line({"plain-protocols": Nothing()}, "recipients.host.encrypted", seen("plain-protocols", []))
    assert other.state is UNKNOWN and "host" in other.reason.in_("en")


def test_measures_are_as_good_as_the_worst_of_document_and_settings() -> None:
    expect: dict[str, Expectation] = {"plain-protocols": Nothing()}
    records = books(systems={"line": replace(LINE, expect=expect)})
    clause = about("recipients.kpn.measures", document=HOST_PAPER.path)
    good, bad = seen("plain-protocols", []), seen("plain-protocols", ["ftp:21"])
    assert judge(World(WITH_LINE, [good], records, clause)).state is KEPT
    assert judge(World(WITH_LINE, [bad], records, clause)).state is BROKEN
    assert judge(World(WITH_LINE, [], records, clause)).state is UNKNOWN
    gone = replace(HOST_PAPER, digest=None)
    assert judge(World(WITH_LINE, [good], replace(records, documents={gone.path: gone}), clause)).state is BROKEN


def test_nobody_can_vouch_over_a_setting_that_is_otherwise() -> None:
    word = Attestation("X-1", "the office", NOW, NOW.date() + timedelta(days=90))
    records = books(systems={"line": replace(LINE, expect={"starttls": Is((True,))})}, attestations={"X-1": word})
    clause = about("recipients.kpn.encrypted")
    assert judge(World(WITH_LINE, [seen("starttls", {"mail:smtp": False})], records, clause)).state is BROKEN
    assert judge(World(WITH_LINE, [], records, clause)).state is UNKNOWN


def test_a_term_is_judged_where_the_recipient_gets_the_category_and_at_home_by_its_name() -> None:
    visits: dict[str, Expectation] = {"event-retention": AtMost(Period(14, Unit.MONTHS))}
    system = replace(LINE, name="stats", recipient="host", expect=visits)
    records = books(systems={"stats": system})
    too_long = saw("setting/event-retention", "26 months", system="stats")
    assert judge(World(seen=[too_long], records=records, clause=about("retention.visit"))).state is BROKEN
    own = replace(LINE, name="server", recipient=None, expect={"log-terms": AtMost(Period(30, Unit.DAYS))})
    logs = saw("setting/log-terms", '{"journald":"1 year"}', system="server")
    records = books(systems={"server": own})
    assert judge(World(seen=[logs], records=records, clause=about("retention.log"))).state is BROKEN
    assert "server" not in judge(World(seen=[logs], records=records, clause=about("retention.visit"))).reason.in_("en")


def test_a_clause_can_name_its_settings_itself() -> None:
    records = books(systems={"line": replace(LINE, expect={"audit-log": Is((True,)), "hsts": Is((True,))})})
    clause = about("staff.limits", parameters={"settings": ("audit-log",)})
    observed = [seen("audit-log", True), seen("hsts", False)]
    assert judge(World(WITH_LINE, observed, records, clause)).state is KEPT
    wrong = [seen("audit-log", False), seen("hsts", True)]
    assert judge(World(WITH_LINE, wrong, records, clause)).state is BROKEN


def test_a_system_without_records_has_nothing_to_declare_and_hides_nobody_else() -> None:
    absent = Observation("line", "undeclared", None, Reach.ABSENT, NOW, "it holds no records")
    records = books(systems={"shop": SHOP, "line": LINE})
    clause = about("limits.data")
    assert judge(World(seen=[absent, saw("undeclared", 0)], records=records, clause=clause)).state is KEPT
    assert judge(World(seen=[absent, saw("undeclared", 2)], records=records, clause=clause)).state is BROKEN
    assert judge(World(seen=[saw("undeclared", 0)], records=records, clause=clause)).state is UNKNOWN
