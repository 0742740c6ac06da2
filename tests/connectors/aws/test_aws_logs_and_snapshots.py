"""CloudWatch logs and snapshots: nobody is taken out of them; the day they go is told, or that there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.connectors.aws.cloud import NOW, Cloud, ask, documents, email, erased, exported, number, order

from belofte.connectors.aws.log_text import ROOM, patterns
from belofte.connectors.aws.places import By
from belofte.connectors.aws.seeking import sought
from belofte.domain.identity import KEY, Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import Collection, Reference, Verb
from belofte.ports import SystemUnreachable

JAN = email("jan.bakker@shop.example")
IP = Identifier("ip-address", "aws.visits.ip-address", "203.0.113.7")
VISITS = Collection(
    name="visits",
    category="visits",
    kinds={"email": ("message",)},
    not_personal=("timestamp",),
    clock={"visited": "timestamp"},
    at={"service": ("logs",), "group": ("/web",), "by": ("ip-address", "customer-number"), "ours": ("shop.example",)},
)


def _log(cloud: Cloud, *lines: str, days: int | None = 30, ago: timedelta = timedelta(days=2)) -> Any:
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="/web")
    logs.create_log_group(logGroupName="/web-other")
    if days:
        logs.put_retention_policy(logGroupName="/web", retentionInDays=days)
    logs.create_log_stream(logGroupName="/web", logStreamName="one")
    at = int((NOW - ago).timestamp() * 1000)
    events = [{"timestamp": at + n, "message": line} for n, line in enumerate(lines)]
    logs.put_log_events(logGroupName="/web", logStreamName="one", logEvents=events)
    return logs


def test_a_line_with_an_address_is_found_however_it_is_written(cloud: Cloud) -> None:
    _log(cloud, "login user=Jan.Bakker@Other.example ok", "login user=piet@other.example ok")
    jan = email("jan.bakker@other.example")
    (found,) = cloud.connector(VISITS).find([ask(jan)])
    assert not found.shared
    assert found.events["visited"] == (NOW - timedelta(days=2)).date()


def test_a_customer_number_is_found_as_a_word_and_not_inside_another(cloud: Cloud) -> None:
    _log(cloud, "GET /account?customer=4711", "GET /account?customer=47112", '{"customer": "4711"}')
    assert len(list(cloud.connector(VISITS).find([ask(number("4711"))]))) == 2


def test_an_ip_address_only_shows_a_candidate(cloud: Cloud) -> None:
    _log(cloud, "203.0.113.7 - GET /")
    (found,) = cloud.connector(VISITS, scopes={"ip-address": ""}).find([ask(replace(IP, scope=""))])
    assert found.candidate


def test_a_line_with_somebody_elses_address_is_shared_and_our_own_address_is_nobodys(cloud: Cloud) -> None:
    _log(
        cloud,
        "mail from=jan@other.example to=piet@other.example",
        "mail from=info@shop.example to=jan@other.example",
    )
    found = list(cloud.connector(VISITS).find([ask(email("jan@other.example"))]))
    assert [record.shared for record in found] == [True, False]


def test_a_line_goes_when_the_term_of_its_group_ends(cloud: Cloud) -> None:
    _log(cloud, "login jan@other.example")
    acted, looked = erased(cloud.connector(VISITS), email("jan@other.example"))
    gone = (NOW - timedelta(days=2) + timedelta(days=30, hours=72)).date()
    assert (acted.outcome, acted.until, acted.lines[0].acted) == (Outcome.PENDING, gone, 0)
    assert (looked.outcome, looked.until, looked.lines[0].remains) == (Outcome.PENDING, gone, 1)


def test_a_group_that_keeps_for_ever_makes_erasing_impossible_and_says_what_to_do(cloud: Cloud) -> None:
    _log(cloud, "login jan@other.example", days=None)
    acted, looked = erased(cloud.connector(VISITS), email("jan@other.example"))
    assert (acted.outcome, looked.outcome) == (Outcome.IMPOSSIBLE, Outcome.IMPOSSIBLE)
    assert acted.problem is not None
    assert "set a retention" in acted.problem.remedy


def test_erasing_lines_calls_nothing_that_writes(cloud: Cloud) -> None:
    _log(cloud, "login jan@other.example")
    erased(cloud.connector(VISITS), email("jan@other.example"))
    assert set(cloud.calls) == {"DescribeLogGroups", "FilterLogEvents"}


def test_the_copy_is_the_line_as_it_is(cloud: Cloud) -> None:
    _log(cloud, "login jan@other.example", "login piet@other.example")
    (record,) = exported(cloud.connector(VISITS), email("jan@other.example"))
    assert record.fields["message"] == "login jan@other.example"


def test_what_lies_further_back_than_declared_is_not_looked_at(cloud: Cloud) -> None:
    _log(cloud, "login jan@other.example", ago=timedelta(days=10))
    near = replace(VISITS, at={**VISITS.at, "days": ("5",)})
    assert list(cloud.connector(near).find([ask(email("jan@other.example"))])) == []


def test_a_group_that_is_not_there_is_told_by_its_name(cloud: Cloud) -> None:
    with pytest.raises(SystemUnreachable, match="has no log group /web"):
        cloud.connector(VISITS).fingerprint()


def test_many_people_are_looked_for_in_one_reading_of_the_log(cloud: Cloud) -> None:
    _log(cloud, *(f"login person{n}@other.example" for n in range(300)))
    asks = [ask(email(f"person{n}@other.example"), request=f"r-{n}") for n in range(300)]
    found = list(cloud.connector(VISITS).find(asks))
    assert len(found) == 300
    assert cloud.calls["FilterLogEvents"] <= 2


def test_a_filter_never_has_more_characters_than_it_may() -> None:
    people = [(email(f"person{n}@{'long' * 9}.example"),) for n in range(100)]
    asked = patterns([sought(By("email", "", strong=True), people)])
    assert asked is not None
    assert max(map(len, asked)) <= ROOM
    together = " ".join(asked)
    assert all(f'"{person[0].value}"' in together for person in people)


COPIES = Collection(
    name="copies",
    category="profile",
    not_personal=("snapshot",),
    of=(Reference(("database",), "customers", ("id",), "crm"),),
    at={"service": ("snapshots",), "instance": ("crm",)},
)
ROW = Identifier(KEY, "crm.customers.id", "17")


def _database(cloud: Cloud, days: int = 14) -> Any:
    rds = cloud.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="crm",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="crm",
        MasterUserPassword="secret-99",
        AllocatedStorage=20,
        BackupRetentionPeriod=days,
    )
    return rds


def test_who_is_in_the_database_is_in_its_snapshots_until_they_expire(cloud: Cloud) -> None:
    _database(cloud)
    connector = cloud.connector(COPIES)
    found = list(connector.find([ask(ROW), ask(JAN, request="r-2")]))
    assert {record.request for record in found} == {"r-1"}
    (acted,) = connector.erase([order(found, Decision.DELETE, ROW, verb=Verb.ERASE)])
    assert acted.outcome is Outcome.PENDING
    assert acted.until is not None
    assert acted.until >= (NOW + timedelta(days=13)).date()


def test_a_snapshot_made_by_hand_is_a_persons_work_by_name(cloud: Cloud) -> None:
    _database(cloud).create_db_snapshot(DBInstanceIdentifier="crm", DBSnapshotIdentifier="before-upgrade")
    acted, looked = erased(cloud.connector(COPIES), ROW)
    assert (acted.outcome, looked.outcome) == (Outcome.MANUAL, Outcome.MANUAL)
    assert acted.problem is not None
    assert "before-upgrade" in acted.problem.where


def test_a_purge_names_the_day_on_which_the_last_automated_copy_is_gone(cloud: Cloud) -> None:
    _database(cloud, days=14)
    cloud.bucket("documents").put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    connector = cloud.connector(documents(), COPIES)
    wanted = order(list(connector.find([ask(number("4711"))])), Decision.DELETE, number("4711"), verb=Verb.PURGE)
    (purged,) = connector.purge([wanted])
    assert (purged.outcome, purged.until) == (Outcome.PENDING, (NOW + timedelta(days=14)).date())
    longer = cloud.connector(documents(), COPIES, backups=Period(3, Unit.WEEKS))
    (purged,) = longer.purge([wanted])
    assert purged.until == (NOW + timedelta(days=21)).date()


def test_a_disks_snapshot_is_told_by_its_name(cloud: Cloud) -> None:
    ec2 = cloud.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-central-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    disk = replace(COPIES, at={"service": ("snapshots",), "volume": (volume,)})
    acted, _ = erased(cloud.connector(disk), ROW)
    assert acted.outcome is Outcome.MANUAL
    assert acted.problem is not None
    assert acted.problem.where == snapshot
