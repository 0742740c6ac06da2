"""How the buckets of an account are set up: encryption, transport, openness, terms, copies elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from belofte.connectors.aws.access import Aws, Reply
from belofte.connectors.aws.looking import Values, at_bucket, of_bucket

_NONE = "never"
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
_EVERYBODY = ("/global/AllUsers", "/global/AuthenticatedUsers")
_ACCOUNT = re.compile(r"(?:arn:aws[\w-]*:\w+::)?(\d{12})(?::.*)?")


def location(aws: Aws, bucket: str) -> str:
    """The region a bucket lies in; the oldest region has no name in this answer."""
    answer = aws.call("s3", "get_bucket_location", Bucket=bucket)
    return str(answer.get("LocationConstraint") or "us-east-1")


def region(aws: Aws, bucket: str) -> Values:
    """The bucket and its region."""
    return {at_bucket(bucket): location(aws, bucket)}


def encryption(aws: Aws, bucket: str) -> Values:
    """Is what is stored encrypted?"""
    answer = of_bucket(aws, "get_bucket_encryption", ("ServerSideEncryptionConfigurationNotFoundError",), bucket)
    return {at_bucket(bucket): bool(answer.get("ServerSideEncryptionConfiguration", {}).get("Rules"))}


def tls_only(aws: Aws, bucket: str) -> Values:
    """Does the bucket's policy refuse everybody who comes without TLS?"""
    return {at_bucket(bucket): any(_refuses_plain(statement, bucket) for statement in _statements(aws, bucket))}


def public_access_block(aws: Aws, bucket: str) -> Values:
    """Are all four switches on that keep a bucket from becoming public?"""
    return {at_bucket(bucket): all(_blocks(aws, bucket).values())}


def public_access(aws: Aws, bucket: str) -> Values:
    """Can anybody on the internet get at it now, by its policy or its access list?"""
    blocks = _blocks(aws, bucket)
    status = of_bucket(aws, "get_bucket_policy_status", ("NoSuchBucketPolicy",), bucket)
    by_policy = bool(status.get("PolicyStatus", {}).get("IsPublic")) and not blocks["RestrictPublicBuckets"]
    grants = of_bucket(aws, "get_bucket_acl", (), bucket).get("Grants", ())
    by_list = any(str(one["Grantee"].get("URI", "")).endswith(_EVERYBODY) for one in grants)
    return {at_bucket(bucket): by_policy or (by_list and not blocks["IgnorePublicAcls"])}


def lifecycle(aws: Aws, bucket: str) -> Values:
    """After how many days objects, their earlier versions and unfinished uploads go by a rule for the whole bucket."""
    absent = ("NoSuchLifecycleConfiguration",)
    rules = of_bucket(aws, "get_bucket_lifecycle_configuration", absent, bucket).get("Rules", ())
    whole: list[dict[str, Any]] = [rule for rule in rules if rule.get("Status") == "Enabled" and _is_whole(rule)]
    return {
        at_bucket(bucket): {
            "objects": _shortest(rule.get("Expiration", {}).get("Days") for rule in whole),
            "earlier-versions": _shortest(
                rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays") for rule in whole
            ),
            "uploads": _shortest(
                rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation") for rule in whole
            ),
        }
    }


def replication(aws: Aws, bucket: str) -> Values:
    """The buckets it is copied to, with their region where this account may see it."""
    answer = of_bucket(aws, "get_bucket_replication", ("ReplicationConfigurationNotFoundError",), bucket)
    rules = answer.get("ReplicationConfiguration", {}).get("Rules", ())
    found: dict[str, object] = {}
    for rule in rules:
        if rule.get("Status") == "Enabled":
            target = str(rule["Destination"]["Bucket"]).rpartition(":")[2]
            found[f"{at_bucket(bucket)} → {at_bucket(target)}"] = location(aws, target)
    return found


def shared_with(aws: Aws, bucket: str) -> Values:
    """The other accounts that the bucket's policy lets in; nothing where it lets nobody in."""
    own = str(aws.call("sts", "get_caller_identity")["Account"])
    others: set[str] = set()
    for statement in _statements(aws, bucket):
        if statement.get("Effect") == "Allow":
            others |= set(_principals(statement)) - {own}
    return {at_bucket(bucket): sorted(others)} if others else {}


def _blocks(aws: Aws, bucket: str) -> dict[str, bool]:
    """The four switches, of the bucket or of the whole account."""
    absent = ("NoSuchPublicAccessBlockConfiguration",)
    own = of_bucket(aws, "get_public_access_block", absent, bucket).get("PublicAccessBlockConfiguration", {})
    if all(own.get(switch) for switch in _BLOCKS):
        return dict.fromkeys(_BLOCKS, True)
    whole = {} if aws.access.endpoint else _of_account(aws)
    over_all = whole.get("PublicAccessBlockConfiguration", {})
    return {switch: bool(own.get(switch) or over_all.get(switch)) for switch in _BLOCKS}


def _of_account(aws: Aws) -> Reply:
    """The switches of the whole account. They are asked at an address with its number in front, which a server of
    one's own has not."""
    account = str(aws.call("sts", "get_caller_identity")["Account"])
    absent = ("NoSuchPublicAccessBlockConfiguration",)
    return aws.maybe("s3control", "get_public_access_block", absent, AccountId=account) or {}


def _statements(aws: Aws, bucket: str) -> Iterator[dict[str, Any]]:
    text = of_bucket(aws, "get_bucket_policy", ("NoSuchBucketPolicy",), bucket).get("Policy")
    stated: Any = json.loads(str(text)).get("Statement", ()) if text else ()
    yield from [stated] if isinstance(stated, dict) else stated


def _refuses_plain(statement: dict[str, Any], bucket: str) -> bool:
    """Nobody, for whatever act, on every object, without TLS."""
    conditions = statement.get("Condition", {}).get("Bool", {})
    plain = {str(value).lower() for key, value in conditions.items() if key.lower() == "aws:securetransport"}
    everybody = statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
    acts, places = _listed(statement.get("Action")), _listed(statement.get("Resource"))
    every_act = bool({"*", "s3:*"} & set(acts))
    every_object = any(place == "*" or place.endswith(f":{bucket}/*") for place in places)
    return statement.get("Effect") == "Deny" and plain == {"false"} and everybody and every_act and every_object


def _principals(statement: dict[str, Any]) -> Iterator[str]:
    stated: Any = statement.get("Principal")
    for one in _listed(cast("dict[str, Any]", stated).get("AWS") if isinstance(stated, dict) else stated):
        if one == "*":
            yield "everybody"
        elif match := _ACCOUNT.fullmatch(one):
            yield match[1]


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else [str(one) for one in value]


def _is_whole(rule: dict[str, Any]) -> bool:
    """A rule without a prefix or tag: it holds for every object."""
    narrowed: Any = rule.get("Filter") or {}
    return not rule.get("Prefix") and not any(bool(value) for value in narrowed.values())


def _shortest(days: Iterator[int | None]) -> int | str:
    return min((int(one) for one in days if one is not None), default=_NONE)
