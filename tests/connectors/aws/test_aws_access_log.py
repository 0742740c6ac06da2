"""Who read the objects of a bucket, from S3's own server access logs, written here as AWS writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.connectors.aws.cloud import REGION, Cloud

from belofte.domain.late_reads import Sought
from belofte.domain.system_map import Collection
from belofte.ports import SystemUnreachable

BUCKET, LOGS = "customers-files", "our-logs"
FILES = Collection("files", "order", {"documents": ("body",)}, at={"bucket": (BUCKET,)})
SINCE = datetime(2026, 11, 20, tzinfo=UTC)
KEY = "klanten/10023/brief aan mij.pdf"
ANNA = Sought("case-1", SINCE, frozenset({KEY}))
JAN = "arn:aws:iam::123456789012:user/staff/jan"
SHOP = "arn:aws:sts::123456789012:assumed-role/shop/i-0a1"


def line(who: str, key: str = "klanten/9/a.pdf", act: str = "REST.GET.OBJECT", status: str = "200",
         at: str = "22/Nov/2026:10:00:00 +0000") -> str:  # fmt: skip
    return (f'79a59df9 {BUCKET} [{at}] 10.0.0.4 {who} 3E57427F {act} {key} '
            f'"GET /{BUCKET}/{key} HTTP/1.1" {status} - 512 512 5 4 "-" "aws-cli/2 \\"x\\"" - abc= SigV4')  # fmt: skip


@pytest.fixture
def account(cloud: Cloud) -> Cloud:
    s3 = cloud.client("s3")
    for bucket in (BUCKET, LOGS):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return cloud


def logging(account: Cloud, *lines: str) -> Cloud:
    s3 = account.client("s3")
    grant = {"Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}}
    s3.put_bucket_acl(
        Bucket=LOGS,
        AccessControlPolicy={
            "Owner": s3.get_bucket_acl(Bucket=LOGS)["Owner"],
            "Grants": [{**grant, "Permission": "WRITE"}, {**grant, "Permission": "READ_ACP"}],
        },
    )
    to = {"LoggingEnabled": {"TargetBucket": LOGS, "TargetPrefix": "read/"}}
    s3.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus=to)
    s3.put_object(Bucket=LOGS, Key="read/2026-11-22-11-00-00-AB", Body="".join(f"{one}\n" for one in lines).encode())
    return account


def test_a_bucket_without_a_log_was_not_looked_at(account: Cloud) -> None:
    with pytest.raises(SystemUnreachable, match="customers-files has no access log"):
        list(account.connector(FILES).reads(SINCE, [ANNA]))


def test_reads_are_told_by_account_moment_and_whose_object_it_was(account: Cloud) -> None:
    logging(
        account,
        line(JAN, key="klanten/10023/brief+aan+mij.pdf"),
        line(SHOP),
        line(JAN, act="REST.PUT.OBJECT"),
        line(JAN, status="403"),
        line("-"),
        line(JAN, at="19/Nov/2026:10:00:00 +0000"),
    )
    seen = list(account.connector(FILES).reads(SINCE, [ANNA]))
    at = SINCE + timedelta(days=2, hours=10)
    assert [(one.account, one.at, one.touched, one.is_machine) for one in seen] == [
        ("jan", at, frozenset({"case-1"}), False),
        ("role/shop", at, frozenset[str](), True),
    ]


def test_a_line_of_another_form_stops_the_look(account: Cloud) -> None:
    logging(account, "something else")
    with pytest.raises(SystemUnreachable, match="not of S3's own format"):
        list(account.connector(FILES).reads(SINCE, []))
