"""Who can read the objects of a bucket, as IAM itself would decide."""

from __future__ import annotations

import json

import pytest
from tests.connectors.aws.cloud import REGION, Cloud

from belofte.domain.staff import ReaderKind
from belofte.domain.system_map import Collection

BUCKET = "customers-files"
FILES = Collection("files", "order", {"documents": ("body",)}, at={"bucket": (BUCKET,)})


def statement(effect: str = "Allow", action: object = "s3:GetObject", resource: str = f"arn:aws:s3:::{BUCKET}/*",
              **more: object) -> dict[str, object]:  # fmt: skip
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def account(cloud: Cloud) -> Cloud:
    cloud.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    iam = cloud.client("iam")
    for name in ("jan", "els", "kees", "piet"):
        iam.create_user(UserName=name)
    iam.create_group(GroupName="support")
    iam.put_group_policy(GroupName="support", PolicyName="reads", PolicyDocument=policy(statement(action="s3:Get*")))
    for name in ("jan", "els"):
        iam.add_user_to_group(GroupName="support", UserName=name)
    iam.put_user_policy(UserName="els", PolicyName="not", PolicyDocument=policy(statement("Deny", "s3:*", "*")))
    made = iam.create_policy(PolicyName="all", PolicyDocument=policy(statement(action="*", resource="*")))
    iam.attach_user_policy(UserName="kees", PolicyArn=made["Policy"]["Arn"])
    trust = policy({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    iam.create_role(RoleName="shop", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="shop", PolicyName="reads", PolicyDocument=policy(statement()))
    return cloud


def ways(cloud: Cloud) -> dict[str, tuple[str, ...]]:
    return {one.account: one.ways for one in cloud.connector(FILES).readers()}


def test_groups_roles_attached_policies_and_denials_count(account: Cloud) -> None:
    assert ways(account) == {
        "jan": (f"{BUCKET}: group support",),
        "kees": (f"{BUCKET}: its own policy (all)",),
        "role/shop": (f"{BUCKET}: its own policy",),
    }


def test_a_bucket_policy_lets_in_denies_and_opens(account: Cloud) -> None:
    arn = account.client("iam").get_user(UserName="piet")["User"]["Arn"]
    whole = policy(
        statement(Principal={"AWS": arn}),
        statement(Principal={"AWS": "arn:aws:iam::999999999999:root"}),
        statement("Deny", "s3:*", Principal={"AWS": arn.replace("piet", "jan")}),
    )
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=whole)
    found = {one.account: one for one in account.connector(FILES).readers()}
    assert set(found) == {"piet", "kees", "role/shop", "arn:aws:iam::999999999999:root"}
    assert found["arn:aws:iam::999999999999:root"].kind is ReaderKind.GUEST
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy(statement(Principal="*")))
    opened = {one.account: one.kind for one in account.connector(FILES).readers()}
    assert opened[f"anybody: {BUCKET}"] is ReaderKind.ANYONE


BELOW = Collection(
    "files", "order", {"documents": ("body",)}, at={"bucket": (BUCKET,), "prefix": ("klanten/{customer-number}/",)}
)


def objects(path: str) -> str:
    return f"arn:aws:s3:::{BUCKET}/{path}"


@pytest.mark.parametrize(
    ("statements", "reads"),
    [
        pytest.param([statement(resource=objects("klanten/*"))], True, id="only the folder where customers are"),
        pytest.param([statement(resource=objects("klanten/10023/*"))], True, id="one customer"),
        pytest.param([statement(resource=objects("klanten/10023/a.pdf"))], True, id="one object"),
        pytest.param([statement(resource=objects("*.pdf"))], True, id="one sort of object"),
        pytest.param([statement(resource=objects("${aws:username}/*"))], True, id="a folder named after whoever asks"),
        pytest.param([statement(resource=objects("facturen/*"))], False, id="another folder"),
        pytest.param([statement(resource=objects("klant"))], False, id="an object beside the folder"),
        pytest.param([statement(action="s3:GetObjectVersion")], True, id="objects as they were"),
        pytest.param([statement(action="s3:PutObject")], False, id="writing alone"),
        pytest.param([statement(), statement("Deny", resource=objects("klanten/*"))], False, id="all but them"),
        pytest.param([statement(), statement("Deny", resource=objects("klanten/9/*"))], True, id="all but one"),
        pytest.param([statement(action="*"), statement("Deny")], True, id="denied as they are now only"),
        pytest.param(
            [statement(resource=objects("klanten/9/*")), statement("Deny", resource=objects("klanten/9/*"))],
            False,
            id="what is allowed is denied",
        ),
        pytest.param([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], True, id="all but accounts"),
        pytest.param([{"Effect": "Allow", "Action": "*", "NotResource": objects("klanten/*")}], False, id="elsewhere"),
        pytest.param(
            [statement(resource="*"), {"Effect": "Deny", "Action": "*", "NotResource": objects("facturen/*")}],
            False,
            id="denied everywhere else",
        ),
        pytest.param(
            [statement(), statement("Deny", resource=objects("klanten/?"))], True, id="denied for names of one letter"
        ),
        pytest.param(
            [statement(), statement("Deny", resource=objects("?"))], True, id="denied for one letter in the bucket"
        ),
        pytest.param(
            [statement(resource=objects("klanten/*")), statement("Deny", resource=objects("klanten/?????/*"))],
            True,
            id="denied for numbers of five letters",
        ),
        pytest.param(
            [statement(resource=objects("klanten/9?/*")), statement("Deny", resource=objects("klanten/??/*"))],
            False,
            id="denied letter for letter",
        ),
        pytest.param([statement(resource=objects("klant??/10023/*"))], True, id="some letters of the folder left open"),
        pytest.param(
            [{"Effect": "Allow", "Action": "*", "NotResource": objects("klanten/?")}], True, id="but short names"
        ),
        pytest.param(
            [{"Effect": "Allow", "Action": "*", "NotResource": objects("${aws:username}/*")}],
            True,
            id="but a folder named after whoever asks",
        ),
        pytest.param(
            [statement(), statement("Deny", resource=objects("${aws:username}/*"))], True, id="denied their own folder"
        ),
        pytest.param(
            [
                statement(resource="*"),
                {"Effect": "Deny", "Action": "*", "NotResource": objects("${aws:PrincipalTag/folder, 'klanten'}/*")},
            ],
            True,
            id="denied everywhere but in a folder a tag names",
        ),
        pytest.param(
            [statement(resource="*"), {"Effect": "Deny", "Action": "*", "NotResource": objects("klant?n/*")}],
            True,
            id="denied everywhere but there, with a letter left open",
        ),
    ],
)  # fmt: skip
def test_who_can_read_one_of_the_objects_of_the_map_is_a_reader(
    account: Cloud, statements: list[dict[str, object]], reads: bool
) -> None:
    account.client("iam").put_user_policy(UserName="piet", PolicyName="own", PolicyDocument=policy(*statements))
    assert ("piet" in {one.account for one in account.connector(BELOW).readers()}) is reads


def test_a_bucket_policy_for_everybody_but_one_is_open_to_anybody(account: Cloud) -> None:
    arn = account.client("iam").get_user(UserName="piet")["User"]["Arn"]
    but_one: dict[str, object] = {"Effect": "Allow", "NotPrincipal": {"AWS": arn}, "Action": "s3:*", "Resource": "*"}
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy(but_one))
    assert f"anybody: {BUCKET}" in ways(account)


@pytest.mark.parametrize(
    ("principal", "named", "kind"),
    [
        pytest.param("*", f"anybody who meets a condition: {BUCKET}", ReaderKind.ANYONE, id="anybody"),
        pytest.param({"AWS": "*"}, f"anybody who meets a condition: {BUCKET}", ReaderKind.ANYONE, id="any account"),
        pytest.param({"CanonicalUser": "c0ffee"}, "c0ffee", ReaderKind.GUEST, id="another account by its number"),
        pytest.param({"Federated": "login.example"}, "login.example", ReaderKind.GUEST, id="who signs in elsewhere"),
        pytest.param(
            {"Service": "cloudfront.amazonaws.com"}, "cloudfront.amazonaws.com", ReaderKind.GUEST, id="service"
        ),
        pytest.param(
            {"AWS": "arn:aws:sts::123456789012:assumed-role/shop/jan"},
            "arn:aws:sts::123456789012:assumed-role/shop/jan",
            ReaderKind.GUEST,
            id="one session of a role of ours",
        ),
    ],
)
def test_whom_a_bucket_policy_may_let_in_is_named_though_a_condition_stands_with_it(
    account: Cloud, principal: object, named: str, kind: ReaderKind
) -> None:
    """Whether a condition holds is not worked out here, so it may."""
    condition = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
    said = policy(statement(Principal=principal, Condition=condition))
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=said)
    assert {one.account: one.kind for one in account.connector(FILES).readers()}.get(named) is kind


def test_the_account_itself_in_a_bucket_policy_leaves_it_to_iam(account: Cloud) -> None:
    before = set(ways(account))
    said = policy(statement(Principal={"AWS": ["arn:aws:iam::123456789012:root", "123456789012"]}))
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=said)
    assert set(ways(account)) == before


def test_another_account_in_the_acl_of_a_bucket_is_named(account: Cloud) -> None:
    account.client("s3").put_bucket_acl(Bucket=BUCKET, GrantRead="id=c0ffee")
    assert "c0ffee" in ways(account)


def test_an_acl_that_is_open_to_everybody_is_named(account: Cloud) -> None:
    account.client("s3").put_bucket_acl(Bucket=BUCKET, ACL="public-read")
    assert f"everybody: {BUCKET}" in ways(account)


def test_what_is_not_looked_at_is_said(account: Cloud) -> None:
    assert "single object" in account.connector(FILES).untold()[0]
