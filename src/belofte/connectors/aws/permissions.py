"""The rights an account needs for what its map allows, as AWS names them, and no more.

Actions are those of AWS's service authorization reference (docs.aws.amazon.com/service-authorization/latest/reference).
Which of them an account lacks is asked of IAM itself (SimulatePrincipalPolicy); where IAM may not be asked, nobody
knows, and nothing is called lacking: the first call that is refused says it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belofte.connectors.aws.access import Aws
from belofte.connectors.aws.places import Kept, service_of
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import SystemUnreachable

_S3_LOOK = ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads")
_S3_LABELS = (
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionTagging",
)
_S3_LOCKS = ("s3:GetObjectLegalHold", "s3:GetObjectRetention")
_S3_ERASE = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetReplicationConfiguration",
    *_S3_LOCKS,
    *_S3_LABELS,
)
_S3_MARK = ("s3:PutObjectTagging", "s3:PutObjectVersionTagging", *_S3_LABELS)
_SES_LOOK = ("ses:GetContact", "ses:GetContactList", "ses:ListContactLists", "ses:ListContacts")
_LOGS_LOOK = ("logs:DescribeLogGroups", "logs:FilterLogEvents")
_COPIES_LOOK = (
    "ec2:DescribeSnapshots",
    "rds:DescribeDBClusterSnapshots",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:DescribeDBSnapshots",
)

LOOKING: Mapping[Kept, tuple[str, ...]] = {
    Kept.S3: _S3_LOOK,
    Kept.SES: _SES_LOOK,
    Kept.SUPPRESSION: ("ses:ListSuppressedDestinations",),
    Kept.LOGS: _LOGS_LOOK,
    Kept.SNAPSHOTS: _COPIES_LOOK,
}
"""What every verb needs: nothing is done without finding it first."""

MORE: Mapping[tuple[Kept, Verb], tuple[str, ...]] = {
    (Kept.S3, Verb.EXPORT): _S3_LABELS,
    (Kept.S3, Verb.ERASE): _S3_ERASE,
    (Kept.S3, Verb.READ_BACK): (*_S3_LABELS, *_S3_LOCKS, "s3:GetBucketObjectLockConfiguration"),
    (Kept.S3, Verb.RECTIFY): _S3_MARK,
    (Kept.S3, Verb.RESTRICT): _S3_MARK,
    (Kept.S3, Verb.LIFT): _S3_MARK,
    (Kept.SES, Verb.ERASE): ("ses:DeleteContact",),
    (Kept.SES, Verb.RECTIFY): ("ses:UpdateContact",),
    (Kept.SES, Verb.RESTRICT): ("ses:UpdateContact",),
    (Kept.SES, Verb.LIFT): ("ses:UpdateContact",),
    (Kept.SUPPRESSION, Verb.ERASE): ("ses:DeleteSuppressedDestination",),
}
"""What one verb needs beside that."""

OBSERVING = (
    "acm:DescribeCertificate",
    "acm:ListCertificates",
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetTrailStatus",
    "ec2:DescribeRegions",
    "ec2:DescribeSnapshotAttribute",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVolumes",
    "iam:GetAccountAuthorizationDetails",
    "iam:GetAccountSummary",
    "iam:GetLoginProfile",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListUsers",
    "logs:DescribeLogGroups",
    "rds:DescribeDBClusterSnapshots",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:DescribeDBSnapshotAttributes",
    "rds:DescribeDBSnapshots",
    "s3:GetAccountPublicAccessBlock",
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListAllMyBuckets",
    "ses:ListContactLists",
    "ses:ListEmailIdentities",
    "sts:GetCallerIdentity",
    "tag:GetResources",
)
"""What looking at the settings of the whole account needs."""


FAR_BEYOND = (
    "ec2:TerminateInstances",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateUser",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogGroup",
    "rds:DeleteDBInstance",
    "s3:DeleteBucket",
    "s3:PutBucketPolicy",
)
"""Rights that no map needs: whoever has them was given a whole service, or everything."""


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """One right: an action on a resource."""

    action: str
    resource: str

    def __str__(self) -> str:
        return self.action if self.resource == "*" else f"{self.action} on {self.resource}"


def needs(system: SystemMap, verb: Verb) -> tuple[Need, ...]:
    """The rights one verb needs over the collections of a map, in order."""
    if verb is Verb.OBSERVE:
        return tuple(Need(action, "*") for action in OBSERVING)
    found: set[Need] = set()
    for collection in system.collections.values():
        if collection.controller and verb not in collection.by_hand:
            service = service_of(system, collection)
            for action in (*LOOKING[service], *MORE.get((service, verb), ())):
                found |= {Need(action, resource) for resource in _resources(service, collection, action)}
    return tuple(sorted(found))


def beyond(system: SystemMap) -> frozenset[Need]:
    """The rights that what a map allows does not need: those of the verbs it does not allow, and what no map needs."""
    allowed = {need for verb in system.allow for need in needs(system, verb)}
    others = {need for verb in Verb if verb not in system.allow for need in needs(system, verb)}
    everywhere = {need.action for need in allowed}
    far = {Need(action, "*") for action in FAR_BEYOND}
    return frozenset(need for need in others - allowed if need.resource != "*" or need.action not in everywhere) | far


def policy(system: SystemMap) -> str:
    """The least IAM policy for what a map allows, as JSON: one statement a resource."""
    allowed = {need for verb in system.allow for need in needs(system, verb)}
    everywhere = {need.action for need in allowed if need.resource == "*"}
    by_resource: dict[str, set[str]] = defaultdict(set)
    for need in allowed:
        if need.resource == "*" or need.action not in everywhere:
            by_resource[need.resource].add(need.action)
    statements = [
        {"Effect": "Allow", "Action": sorted(actions), "Resource": resource}
        for resource, actions in sorted(by_resource.items())
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def lacking(aws: Aws, wanted: Iterable[Need]) -> frozenset[Need] | None:
    """Those rights that IAM says the account has not got; None where IAM may not be asked."""
    by_resource: dict[str, list[Need]] = defaultdict(list)
    for need in sorted(set(wanted)):
        by_resource[need.resource].append(need)
    try:
        who = _principal(str(aws.call("sts", "get_caller_identity")["Arn"]))
        return frozenset(need for resource, each in by_resource.items() for need in _denied(aws, who, resource, each))
    except SystemUnreachable:
        return None  # no right to ask, or a server that only speaks S3: whatever is missing shows at the first call


def _denied(aws: Aws, who: str, resource: str, wanted: Iterable[Need]) -> Iterator[Need]:
    needs_ = {need.action: need for need in wanted}
    for answer in aws.items(
        "iam",
        "simulate_principal_policy",
        "EvaluationResults",
        PolicySourceArn=who,
        ActionNames=list(needs_),
        ResourceArns=[resource],
    ):
        if answer.get("EvalDecision") != "allowed":
            yield needs_[str(answer["EvalActionName"])]


def _principal(arn: str) -> str:
    """Whose policies count: of a session under a role, the role's."""
    if ":assumed-role/" not in arn:
        return arn
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"


def _resources(service: Kept, collection: Collection, action: str) -> Iterator[str]:
    """What an action is about, as narrow as AWS allows."""
    if service is Kept.S3:
        for bucket in collection.at.get("bucket", ()):
            of_objects = ("Object" in action and "LockConfiguration" not in action) or action.startswith("s3:Abort")
            yield f"arn:aws:s3:::{bucket}/*" if of_objects else f"arn:aws:s3:::{bucket}"
    elif service is Kept.LOGS and action == "logs:FilterLogEvents":
        for group in collection.at.get("group", ()):
            yield f"arn:aws:logs:*:*:log-group:{group}:*"
    else:
        yield "*"
