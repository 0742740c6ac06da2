"""What promises speak of: regions, encryption, openness, terms, keys. Seen on a whole account, place by place."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.connectors.aws.cloud import NOW, Cloud, Standing, documents

from belofte.connectors.aws.observing import SETTINGS
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb

LATER = Standing(NOW + timedelta(days=400, hours=12))


def seen(cloud: Cloud, name: str, **more: Any) -> Any:
    (answer,) = cloud.connector(documents(), **more).observe([f"setting/{name}"])
    assert answer.reach is Reach.SEEN, answer.why
    value = json.loads(str(answer.value))
    return {k: v for k, v in value.items() if not (isinstance(v, dict) and "unreachable" in v)}


def test_everything_outside_the_declared_region_is_named(cloud: Cloud) -> None:
    cloud.bucket("documents")
    cloud.client("s3", "us-east-1").create_bucket(Bucket="forgotten")
    cloud.client("logs", "us-west-2").create_log_group(logGroupName="/old")
    names = ["setting/region", "setting/outside-region", "setting/services"]
    region, outside, services = (
        json.loads(str(answer.value)) for answer in cloud.connector(documents(), allow=(Verb.OBSERVE,)).observe(names)
    )
    assert outside == {"s3:forgotten": "us-east-1", "logs:/old": "us-west-2"}
    assert region == {**outside, "s3:documents": "eu-central-1"}
    assert services == {"s3": True, "logs": True}
    assert _writing(cloud) == []


def test_a_bucket_without_encryption_and_a_disk_without_are_told_apart_from_those_with(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    cloud.bucket("plain")
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket="documents", ServerSideEncryptionConfiguration={"Rules": [rule]})
    ec2 = cloud.client("ec2")
    disks = {
        is_: ec2.create_volume(AvailabilityZone="eu-central-1a", Size=1, Encrypted=is_)["VolumeId"]
        for is_ in (True, False)
    }
    found = seen(cloud, "encryption")
    assert (found["s3:documents"], found["s3:plain"]) == (True, False)
    assert (found[f"ebs:{disks[True]}"], found[f"ebs:{disks[False]}"]) == (True, False)


def test_a_database_and_its_snapshot_without_encryption_are_named_and_so_is_their_region(cloud: Cloud) -> None:
    cloud.bucket("documents")
    for name, is_, where in (
        ("safe", True, "eu-central-1"),
        ("plain", False, "eu-central-1"),
        ("far", True, "us-west-2"),
    ):
        rds = cloud.client("rds", where)
        rds.create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
            MasterUsername="crm", MasterUserPassword="secret-99", StorageEncrypted=is_,
        )  # fmt: skip
        rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=f"{name}-copy")
    found = seen(cloud, "encryption")
    assert (found["rds:safe"], found["rds:plain"]) == (True, False)
    assert (found["rds-snapshot:safe-copy"], found["rds-snapshot:plain-copy"]) == (True, False)
    outside = {"rds:far": "us-west-2", "rds-snapshot:far-copy": "us-west-2"}
    assert seen(cloud, "outside-region").items() >= outside.items()


def _policy(effect: str, principal: Any, resource: Any, **more: Any) -> str:
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:*", "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


PLAIN = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
EVERYTHING = ["arn:aws:s3:::documents", "arn:aws:s3:::documents/*"]


@pytest.mark.parametrize(
    ("policy", "is_tls_only"),
    [
        (None, False),
        (_policy("Deny", "*", EVERYTHING, **PLAIN), True),
        (_policy("Deny", {"AWS": "*"}, EVERYTHING, **PLAIN), True),
        (_policy("Deny", "*", ["arn:aws:s3:::documents/public/*"], **PLAIN), False),
        (_policy("Deny", {"AWS": "123456789012"}, EVERYTHING, **PLAIN), False),
        (_policy("Allow", "*", EVERYTHING, **PLAIN), False),
    ],
)
def test_only_a_policy_that_refuses_everybody_everywhere_without_tls_counts(
    cloud: Cloud, policy: str | None, is_tls_only: bool
) -> None:
    s3 = cloud.bucket("documents")
    if policy:
        s3.put_bucket_policy(Bucket="documents", Policy=policy)
    assert seen(cloud, "tls-only") == {"s3:documents": is_tls_only}


def test_a_public_bucket_is_seen_and_the_four_switches_close_it(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_bucket_acl(Bucket="documents", ACL="public-read")
    assert seen(cloud, "public-access") == {"s3:documents": True}
    assert seen(cloud, "public-access-block") == {"s3:documents": False}
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(Bucket="documents", PublicAccessBlockConfiguration=dict.fromkeys(switches, True))
    assert seen(cloud, "public-access") == {"s3:documents": False}
    assert seen(cloud, "public-access-block") == {"s3:documents": True}


@pytest.mark.parametrize(
    "switch", ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
)
def test_one_switch_that_is_off_leaves_the_bucket_open_to_be_made_public(cloud: Cloud, switch: str) -> None:
    s3 = cloud.bucket("documents")
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    set_ = {one: one != switch for one in switches}
    s3.put_public_access_block(Bucket="documents", PublicAccessBlockConfiguration=set_)
    assert seen(cloud, "public-access-block") == {"s3:documents": False}


ENDS: dict[str, Any] = {"Expiration": {"Days": 30}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7}}
UPLOADS: dict[str, Any] = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3}}
WHOLE = {"objects": 30, "earlier-versions": 7, "uploads": "never"}
NOTHING = {"objects": "never", "earlier-versions": "never", "uploads": "never"}
TAG = {"Key": "kind", "Value": "log"}


@pytest.mark.parametrize(
    ("rules", "terms"),
    [
        ([{**ENDS, "Filter": {"Prefix": ""}}], WHOLE),
        ([{**ENDS, "Prefix": ""}], WHOLE),
        ([{**ENDS, **UPLOADS, "Filter": {"Prefix": ""}}], {**WHOLE, "uploads": 3}),
        ([{**ENDS, "Filter": {"Prefix": "old/"}}], NOTHING),
        ([{**ENDS, "Prefix": "old/"}], NOTHING),
        ([{**ENDS, "Filter": {"Tag": TAG}}], NOTHING),
        ([{**ENDS, "Filter": {"And": {"Prefix": "old/", "Tags": [TAG]}}}], NOTHING),
        ([{**ENDS, "Filter": {"Prefix": ""}, "Status": "Disabled"}], NOTHING),
        ([{**ENDS, "Filter": {"Prefix": ""}}, {"Expiration": {"Days": 9}, "Filter": {"Prefix": "old/"}}], WHOLE),
        ([{**ENDS, "Filter": {"Prefix": ""}}, {"Expiration": {"Days": 9}, "Filter": {}}], {**WHOLE, "objects": 9}),
    ],
)
def test_a_term_for_part_of_a_bucket_or_one_that_is_off_is_no_term_for_the_bucket(
    cloud: Cloud, rules: list[dict[str, Any]], terms: dict[str, object]
) -> None:
    s3 = cloud.bucket("documents", versions=True)
    named = [{"ID": f"term-{number}", "Status": "Enabled", **rule} for number, rule in enumerate(rules)]
    s3.put_bucket_lifecycle_configuration(Bucket="documents", LifecycleConfiguration={"Rules": named})
    assert seen(cloud, "lifecycle")["s3:documents"] == terms


def test_a_copy_elsewhere_is_named_with_its_region(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    there = cloud.client("s3", "us-east-1")
    there.create_bucket(Bucket="copy")
    there.put_bucket_versioning(Bucket="copy", VersioningConfiguration={"Status": "Enabled"})
    rule = {"ID": "all", "Status": "Enabled", "Prefix": "", "Destination": {"Bucket": "arn:aws:s3:::copy"}}
    configuration = {"Role": "arn:aws:iam::123456789012:role/copy", "Rules": [rule]}
    s3.put_bucket_replication(Bucket="documents", ReplicationConfiguration=configuration)
    assert seen(cloud, "replication") == {"s3:documents → s3:copy": "us-east-1"}


def test_a_log_group_without_a_term_is_told_as_never(cloud: Cloud) -> None:
    logs = cloud.client("logs")
    for name in ("/web", "/app"):
        logs.create_log_group(logGroupName=name)
    logs.put_retention_policy(logGroupName="/web", retentionInDays=30)
    assert seen(cloud, "log-retention") == {"logs:/app": "never", "logs:/web": 30}


def test_backups_that_go_and_a_snapshot_that_never_goes(cloud: Cloud) -> None:
    rds = cloud.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="crm", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
        MasterUsername="crm", MasterUserPassword="secret-99", BackupRetentionPeriod=14,
    )  # fmt: skip
    rds.create_db_snapshot(DBInstanceIdentifier="crm", DBSnapshotIdentifier="mine")
    assert seen(cloud, "backup-retention") == {"rds:crm": 14, "rds-snapshot:mine": "never"}


def test_a_snapshot_that_another_account_may_restore_is_named(cloud: Cloud) -> None:
    ec2 = cloud.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-central-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    assert not seen(cloud, "shared-with")
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission", OperationType="add", UserIds=["210987654321"]
    )
    assert seen(cloud, "shared-with") == {f"ebs-snapshot:{snapshot}": ["210987654321"]}


def test_a_bucket_that_lets_another_account_in_is_named(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    other = {"AWS": ["arn:aws:iam::210987654321:root", "arn:aws:iam::123456789012:root"]}
    s3.put_bucket_policy(Bucket="documents", Policy=_policy("Allow", other, EVERYTHING))
    assert seen(cloud, "shared-with") == {"s3:documents": ["210987654321"]}


def test_keys_have_an_age_and_a_password_without_second_factor_is_seen(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    for user in ("office", "robot"):
        iam.create_user(UserName=user)
    iam.create_access_key(UserName="robot")
    iam.create_login_profile(UserName="office", Password="Long-enough-1!")
    assert seen(cloud, "api-keys", clock=LATER) == {"robot": 400}
    assert seen(cloud, "second-factor")["office"] is False
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]["SerialNumber"]
    iam.enable_mfa_device(
        UserName="office", SerialNumber=device, AuthenticationCode1="123456", AuthenticationCode2="654321"
    )
    assert seen(cloud, "second-factor")["office"] is True
    assert seen(cloud, "access")["robot"] == {"key_days": 0, "password": False, "second_factor": False}


def test_a_trail_that_is_not_written_is_no_audit_log(cloud: Cloud) -> None:
    assert seen(cloud, "audit-log") == {}
    cloud.bucket("trail")
    trails = cloud.client("cloudtrail")
    trails.create_trail(Name="acts", S3BucketName="trail")
    assert seen(cloud, "audit-log") == {"acts": False}
    trails.start_logging(Name="acts")
    assert seen(cloud, "audit-log") == {"acts": True}


def test_a_certificate_says_how_many_days_are_left(cloud: Cloud) -> None:
    cloud.client("acm").request_certificate(DomainName="shop.example", ValidationMethod="DNS")
    found = seen(cloud, "certificate")
    assert set(found) <= {"acm:shop.example"}
    assert all(isinstance(one["days_left"], int) for one in found.values())


def test_who_mail_is_sent_as(cloud: Cloud) -> None:
    cloud.client("sesv2").create_email_identity(EmailIdentity="shop.example")
    assert set(seen(cloud, "identities")) == {"shop.example"}


def test_what_no_table_names_is_counted_until_it_is_ignored_on_purpose(cloud: Cloud) -> None:
    for name in ("documents", "website", "invoices"):
        cloud.bucket(name)
    assert set(seen(cloud, "undeclared")) == {"s3:website", "s3:invoices"}
    (answer,) = cloud.connector(documents(), ignore=("website",)).observe(["undeclared"])
    assert answer.value == 1


def test_every_setting_answers_and_none_of_them_writes(cloud: Cloud) -> None:
    cloud.bucket("documents")
    names = [f"setting/{name}" for name in SETTINGS if name not in ("region", "outside-region", "services")]
    found = list(cloud.connector(documents(), allow=(Verb.OBSERVE,)).observe(names))
    assert [answer.name for answer in found] == names
    assert {answer.reach for answer in found} == {Reach.SEEN}
    assert _writing(cloud) == []


def test_a_setting_nobody_knows_is_absent_and_an_account_that_is_away_is_unreachable(cloud: Cloud) -> None:
    (answer,) = cloud.connector(documents()).observe(["setting/double-opt-in"])
    assert (answer.reach, answer.value) == (Reach.ABSENT, None)
    away = cloud.connector(documents(), endpoint="http://127.0.0.1:9", attempts=1)
    for answer in away.observe(["setting/region", "setting/access", "undeclared"]):
        assert (answer.reach, answer.value) == (Reach.UNREACHABLE, None)
        assert answer.why


def _writing(cloud: Cloud) -> list[str]:
    return [act for act in cloud.calls if not act.startswith(("Get", "List", "Describe", "Head"))]
