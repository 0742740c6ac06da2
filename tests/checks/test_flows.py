"""What leaves a system beside what is declared to leave it: named by place, without an address (SHR, PUR, LOG)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.small_worlds import (
    COUNTRIES,
    NOW,
    POLICY,
    SENDING,
    SHOP,
    TODAY,
    World,
    about,
    books,
    saw,
    sending,
)
from tests.loading.folders import make

from belofte.checks import judge_clause
from belofte.domain.expected import Nothing
from belofte.domain.flows import SeenFlow, Unseen, egress_of, plain_name, question_about, seen_flows, undeclared
from belofte.domain.observing import Distinct, name_of
from belofte.domain.policy import Agreement, Recipient, RecipientRole
from belofte.domain.promise import Attestation, Observation, Reach, Verdict, VerdictState
from belofte.domain.system_map import SystemMap
from belofte.loading.folder import load_policy_folder
from belofte.loading.problems import PolicyFolderError

KEPT, BROKEN, UNKNOWN, ATTESTED = VerdictState.KEPT, VerdictState.BROKEN, VerdictState.UNKNOWN, VerdictState.ATTESTED


def judge(world: World) -> Verdict:
    policy = replace(world.policy, clauses={world.clause.id: world.clause})
    return judge_clause(policy, COUNTRIES, world.clause, world.seen, world.records, NOW)


def with_system(system: SystemMap, *seen: Observation, **clause: Any) -> World:
    told = about("sharing.only_for", **clause)
    return World(seen=seen, records=books(systems={"shop": system}), clause=told)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["Bookkeeping", "https://hooks.relay.example/secret/token"], ["Bookkeeping", "hooks.relay.example"]),
        ("piet@elsewhere.example", ["elsewhere.example"]),
        ({"s3:a": ["111"], "s3:b": ["222"]}, ["111", "222"]),
        ([{"app": "Export", "key_days": 3}], ["Export"]),
        ({"postnl": 12, "dhl": 3}, ["postnl", "dhl"]),
        (4, ["4"]),
        (0, []),
        ([], []),
        (True, ["true"]),
        (False, []),
    ],
)
def test_what_is_seen_gets_a_name_without_an_address_in_it(value: object, names: list[str]) -> None:
    assert [one.name for one in seen_flows(value) if isinstance(one, SeenFlow)] == names


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.emails(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.emails(), inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_no_name_that_is_told_is_an_address(value: object) -> None:
    for one in seen_flows(value):
        assert "@" not in one.place or isinstance(one, Unseen)
        assert not isinstance(one, SeenFlow) or "@" not in one.name


def test_an_undeclared_share_key_and_copy_are_named_with_their_place() -> None:
    strange = sending(
        shared_with='{"s3:copies":["123456789012","999999999999"]}',
        api_keys='{"belofte":40,"export-job":900}',
        replication='{"s3:a → s3:b":"us-east-1"}',
    )
    verdict = judge(strange)
    assert verdict.state is BROKEN
    assert [(one.place, one.count) for one in verdict.instances] == [
        ("shop shared-with s3:copies 999999999999", 1),
        ("shop replication s3:a → s3:b us-east-1", 1),
        ("shop api-keys export-job", 1),
    ]
    assert "is declared nowhere" in verdict.reason.in_("en") and "nergens vermeld" in verdict.reason.in_("nl")
    assert verdict.reason.in_("en").endswith("; stop it, or say under flows: in systems/shop.yaml to whom it goes")
    assert verdict.reason.in_("nl").endswith("; stop het, of zeg onder flows: in systems/shop.yaml naar wie het gaat")


def test_a_forward_to_outside_is_told_by_its_domain_or_counted() -> None:
    forwarding = replace(
        SHOP, kind="files", flows={"forwarding": {"2": "host"}, "forwards": {"accountant.example": "host"}}
    )
    fine = saw("setting/forwarding", 2), saw("setting/forwards", json.dumps(["boek@accountant.example"]))
    assert judge(with_system(forwarding, *fine)).state is KEPT
    more = saw("setting/forwarding", 5), saw("setting/forwards", json.dumps(["jan@private.example"]))
    verdict = judge(with_system(forwarding, *more))
    assert verdict.state is BROKEN
    told = verdict.reason.in_("en") + "".join(one.place for one in verdict.instances)
    assert "3 more than declared" in told and "private.example" in told and "jan" not in told


def test_a_column_that_names_the_recipient_is_asked_for_by_its_values() -> None:
    shop = replace(SHOP, kind="files", flows={"page_views.carrier": {"PostNL": "host"}})
    assert question_about(shop, "page_views.carrier") == Distinct("page_views", "carrier")
    name = name_of(Distinct("page_views", "carrier"))
    assert judge(with_system(shop, saw(name, '{"postnl":30}'))).state is KEPT
    verdict = judge(with_system(shop, saw(name, '{"postnl":30,"gls":2}')))
    assert verdict.state is BROKEN and [(i.place, i.count) for i in verdict.instances] == [
        ("shop page_views.carrier gls", 2)
    ]


def test_a_clause_can_be_about_one_flow_only() -> None:
    shop = replace(SENDING, flows={**SENDING.flows, "page_views.carrier": {"postnl": "host"}})
    name = name_of(Distinct("page_views", "carrier"))
    world = with_system(shop, saw(name, '{"postnl":3}'), check="only-declared-flows",
                        parameters={"flows": ("page_views.carrier",)})  # fmt: skip
    assert judge(world).state is KEPT


def test_what_the_map_only_expects_decides_where_no_flow_is_declared() -> None:
    shop = replace(SENDING, flows={}, expect={"shared-with": Nothing(), "replication": Nothing()})
    seen = (saw("setting/shared-with", "{}"), saw("setting/replication", "{}"), saw("setting/api-keys", "{}"))
    assert judge(with_system(shop, *seen)).state is KEPT
    shared = (saw("setting/shared-with", '{"s3:copies":["999"]}'), *seen[1:])
    assert judge(with_system(shop, *shared)).state is BROKEN


def test_a_system_that_cannot_tell_is_unseen_and_a_person_can_vouch_for_that_only() -> None:
    mute = replace(SHOP, kind="imap")
    assert judge(with_system(mute)).state is UNKNOWN
    word = Attestation("X-1", "the office", NOW, TODAY + timedelta(days=90))
    world = with_system(mute)
    assert judge(replace(world, records=replace(world.records, attestations={"X-1": word}))).state is ATTESTED
    strange = sending(shared_with='{"s3:copies":["999999999999"]}')
    vouched = replace(strange, records=replace(strange.records, attestations={"X-1": word}))
    assert judge(vouched).state is BROKEN


def test_what_an_api_does_not_show_is_unknown_with_its_reason() -> None:
    shop = replace(SHOP, flows={"connected-apps": {}})
    absent = Observation("shop", "setting/connected-apps", None, Reach.ABSENT, NOW, "the API does not show this")
    verdict = judge(with_system(shop, absent))
    assert verdict.state is UNKNOWN and "the API does not show this" in verdict.reason.in_("en")
    assert judge(with_system(shop, saw("setting/connected-apps", "[]", at=NOW - timedelta(days=9)))).state is UNKNOWN


def test_a_declared_flow_to_somebody_with_whom_it_is_over_is_broken() -> None:
    for changed in ({"ends": TODAY - timedelta(days=1)}, {"agreement": Agreement("d.txt", until=TODAY - timedelta(1))}):
        world = sending()
        host = replace(POLICY.recipients["host"], **changed)
        verdict = judge(replace(world, policy=replace(POLICY, recipients={"host": host})))
        assert verdict.state is BROKEN and "host" in verdict.reason.in_("nl")
    last_day = replace(POLICY.recipients["host"], ends=TODAY)
    assert judge(replace(sending(), policy=replace(POLICY, recipients={"host": last_day}))).state is KEPT


def test_a_processor_nobody_is_connected_to_was_not_seen() -> None:
    more = {**POLICY.recipients, "cloud": Recipient("cloud", role=RecipientRole.PROCESSOR, gets=("visit",))}
    verdict = judge(replace(sending(), policy=replace(POLICY, recipients=more)))
    assert verdict.state is UNKNOWN and "cloud" in verdict.reason.in_("en")


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True),
    st.lists(st.sampled_from(["A", "b", "C", "x"]), unique=True),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_a_flow_is_undeclared_exactly_when_no_declaration_names_it(
    names: list[str], declared: list[str], seen: int, allowed: int
) -> None:
    flows = [SeenFlow(name) for name in names]
    if seen:
        flows.append(SeenFlow(str(seen), count=seen, is_counted=True))
    known = dict.fromkeys([*declared, str(allowed)], "own")
    found = list(undeclared(flows, known))
    wanted = {name for name in names if name not in {one.lower() for one in declared}}
    assert {one.name for one in found if not one.is_counted} == wanted
    assert sum(one.count for one in found if one.is_counted) == max(0, seen - allowed)


def test_every_kind_of_system_marks_what_shows_its_flows() -> None:
    linprofs = load_policy_folder(Path(__file__).parents[2] / "examples" / "linprofs")
    shown = {name: egress_of(system) for name, system in linprofs.systems.items()}
    assert shown["mailchimp"] == ("webhooks", "connected-apps")
    assert "ads-links" in shown["google-analytics"] and "shared-with" in shown["aws"]
    assert shown["crm"] == ("outgoing", "shipments.carrier")


@pytest.mark.parametrize(
    ("flows", "what"),
    [
        ("{webhooks: {x.example: nobody}}", 'No recipient is called "nobody"'),
        ("{forwards: {jan@x.example: own}}", "An address cannot stand here"),
        ("{webhooks: all}", "Here stands what is seen and who gets it"),
        ("{webhooks: {x.example: [own]}}", "Here stands one recipient"),
    ],
)
def test_a_flow_that_cannot_be_is_refused_with_its_place(tmp_path, flows: str, what: str) -> None:
    make(tmp_path)
    crm = tmp_path / "systems" / "crm.yaml"
    crm.write_text(crm.read_text() + f"\nflows: {flows}\n")
    with pytest.raises(PolicyFolderError, match=what):
        load_policy_folder(tmp_path)


def test_plain_names() -> None:
    assert plain_name("Jan <jan@x.example>") == "x.example"
    assert plain_name("https://user:secret@host.example/path?key=1") == "host.example"
