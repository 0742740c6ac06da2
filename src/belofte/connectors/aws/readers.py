"""Who can read the objects of a map's buckets: users with what their groups give them, roles, bucket policies and ACLs.

Policies are evaluated as IAM does (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html),
for what reads an object, and the objects of a map's place (a bucket, and the start of their keys): whoever may read one
of them is a reader, and a denial counts where it covers all that is allowed. A condition that allows counts as an
allowance, for it may hold; one that denies does not count, for it may not. A variable may stand for anything: it lets
in wherever that could be, and takes nothing away. Boundaries and policies of the organisation can only take away, and
are not looked at; whose ACL stands on a single object is not either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from belofte.connectors.aws.access import Aws, Reply
from belofte.domain.staff import Reader, ReaderKind

ACTIONS = ("s3:getobject", "s3:getobjectversion")
"""What reads an object, as it is or as it was; IAM does not look at the letters' size."""
UNTOLD = "Who may read a single object by its own ACL is not looked at; bucket policies, ACLs of buckets and IAM are."
_OPEN = {
    "http://acs.amazonaws.com/groups/global/AllUsers": "everybody",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "everybody with an AWS account",
}
_READS = ("READ", "FULL_CONTROL")
_ANYTHING: Mapping[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
"""What a policy that IAM did not show may say."""
_VARIABLE = re.compile(r"\$\{.*\}", re.DOTALL)  # up to the last brace: what a variable falls back on may hold one


@dataclass(slots=True)
class _Holder:
    """A user or role, and every statement that holds for it."""

    name: str
    arn: str
    groups: tuple[str, ...] = ()
    kind: ReaderKind = ReaderKind.PERSON
    statements: list[tuple[str, Mapping[str, Any]]] = field(
        default_factory=list["tuple[str, Mapping[str, Any]]"]
    )  # where it stands, and the statement


def readers_of(aws: Aws, places: Sequence[tuple[str, str]]) -> list[Reader]:
    """Every user and role that can read an object in one of these places (a bucket, and how keys begin), and whoever a
    bucket is open to. Raises :class:`belofte.ports.SystemUnreachable` where IAM may not be asked."""
    ourselves = aws.call("sts", "get_caller_identity")
    own, account = str(ourselves.get("Arn", "")), str(ourselves.get("Account", ""))
    holders = [one for one in _holders(aws) if one.arn != own and f":assumed-role/{one.name}/" not in own]
    found: dict[str, Reader] = {}
    for bucket, start in places:
        objects = f"arn:aws:s3:::{bucket}/{start}"
        policy = _bucket_policy(aws, bucket)
        for holder in holders:
            for_it = [("bucket policy", one) for one in policy if _is_for(one, holder.arn)]
            ways = _ways(holder.statements + for_it, objects)
            if ways:
                _add(found, Reader(holder.name, tuple(f"{bucket}: {way}" for way in ways), holder.groups, holder.kind))
        for reader in (
            *_opened(policy, bucket, objects, {account, *(one.arn for one in holders)}),
            *_by_acl(aws, bucket),
        ):
            _add(found, reader)
    return list(found.values())


def _holders(aws: Aws) -> Iterator[_Holder]:
    """All users and roles of the account, with their own policies and those of their groups."""
    pages = list(aws.pages("iam", "get_account_authorization_details"))
    managed = {
        str(one["Arn"]): _default(one) for page in pages for one in cast("list[Reply]", page.get("Policies", []))
    }
    groups = {
        str(one["GroupName"]): _statements(one, "GroupPolicyList", managed, f"group {one['GroupName']}")
        for page in pages
        for one in cast("list[Reply]", page.get("GroupDetailList", []))
    }
    for page in pages:
        for one in cast("list[Reply]", page.get("UserDetailList", [])):
            names = tuple(map(str, cast("list[str]", one.get("GroupList", []))))
            own = _statements(one, "UserPolicyList", managed, "its own policy")
            whole = own + [said for name in names for said in groups.get(name, [])]
            yield _Holder(str(one["UserName"]), str(one["Arn"]), names, ReaderKind.PERSON, whole)
        for role in cast("list[Reply]", page.get("RoleDetailList", [])):
            own = _statements(role, "RolePolicyList", managed, "its own policy")
            name = str(role["RoleName"])
            yield _Holder(f"role/{name}", str(role["Arn"]), (name,), ReaderKind.MACHINE, own)


def _default(policy: Reply) -> list[Mapping[str, Any]]:
    versions = cast("list[Reply]", policy.get("PolicyVersionList", []))
    return [s for one in versions if one.get("IsDefaultVersion") for s in _document(one.get("Document"))]


def _statements(
    holder: Reply, inline: str, managed: Mapping[str, list[Mapping[str, Any]]], where: str
) -> list[tuple[str, Mapping[str, Any]]]:
    found = [
        (where, s) for one in cast("list[Reply]", holder.get(inline, [])) for s in _document(one["PolicyDocument"])
    ]
    for attached in cast("list[Reply]", holder.get("AttachedManagedPolicies", [])):
        said = managed.get(str(attached["PolicyArn"]), [_ANYTHING])
        found += [(f"{where} ({attached['PolicyName']})", s) for s in said]
    return found


def _document(document: object) -> list[Mapping[str, Any]]:
    whole: Any = json.loads(document) if isinstance(document, str) else document or {}
    listed: Any = whole.get("Statement", [])
    return cast("list[Mapping[str, Any]]", listed) if isinstance(listed, list) else [listed]


def _bucket_policy(aws: Aws, bucket: str) -> list[Mapping[str, Any]]:
    text = aws.maybe("s3", "get_bucket_policy", ("NoSuchBucketPolicy",), Bucket=bucket)
    return _document(text["Policy"]) if text else []


def _ways(statements: Iterable[tuple[str, Mapping[str, Any]]], objects: str) -> list[str]:
    """By what it may read one of the objects whose name begins so; nothing where that is denied without a condition."""
    listed = list(statements)
    denials = [one for _, one in listed if one.get("Effect") == "Deny" and not one.get("Condition")]
    return list(
        dict.fromkeys(where for where, one in listed for action in ACTIONS if _lets(one, action, objects, denials))
    )


def _lets(statement: Mapping[str, Any], action: str, objects: str, denials: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a statement allows this on one of the objects, and no denial takes all of that away."""
    if statement.get("Effect") != "Allow" or not _does(statement, action):
        return False
    denied = [one for one in denials if _does(one, action)]
    return any(not any(_covers(one, objects, part) for one in denied) for part in _parts(statement, objects))


def _does(statement: Mapping[str, Any], action: str) -> bool:
    named = [one.lower() for one in _many(statement.get("Action", statement.get("NotAction", "*")))]
    return any(_fits(one, action) for one in named) == ("Action" in statement)


def _parts(statement: Mapping[str, Any], objects: str) -> list[str]:
    """Which of the objects a statement is about, as patterns."""
    if "Resource" in statement:
        patterns = [_VARIABLE.sub("*", one) for one in _many(statement["Resource"])]
        return [one for one in patterns if _meets(one, objects)]
    whole = f"{objects}*"
    return [] if any(_fits(one, whole) for one in _many(statement.get("NotResource", "*"))) else [whole]


def _covers(denial: Mapping[str, Any], objects: str, part: str) -> bool:
    """Whether a denial is about every object of a part, or about every one there is in the place."""
    if "Resource" in denial:
        return any(_fits(one, part) or _fits(one, f"{objects}*") for one in _many(denial["Resource"]))
    return not any(_meets(one, objects) for one in _many(denial.get("NotResource", "*")))


def _meets(pattern: str, objects: str) -> bool:
    """Whether a name may fit a pattern and begin so."""
    pattern = _VARIABLE.sub("*", pattern)
    head = pattern.partition("*")[0]
    if "*" not in pattern and len(head) < len(objects):
        return False
    return all(ours in ("?", theirs) for ours, theirs in zip(head, objects, strict=False))


def _fits(pattern: str, value: str) -> bool:
    """IAM's own patterns: ``*`` is any text, ``?`` one character, nothing else is special. A value that is a pattern
    itself fits where all its names do: its ``*`` is more than one character, which no ``?`` holds."""
    whole = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "[^*]")
    return re.fullmatch(whole, value, re.DOTALL) is not None


def _many(value: Any) -> list[str]:
    return [str(one) for one in cast("list[object]", value)] if isinstance(value, list) else [str(value)]


def _principals(statement: Mapping[str, Any]) -> list[str]:
    """Whom a bucket policy names: users, roles and accounts, services, who signs in elsewhere."""
    if "NotPrincipal" in statement and statement.get("Effect") == "Allow":
        return ["*"]  # everybody but those it names
    principal: Any = statement.get("Principal", {})
    if isinstance(principal, dict):
        return [one for named in cast("dict[str, Any]", principal).values() for one in _many(named)]
    return [str(principal)]


def _is_for(statement: Mapping[str, Any], arn: str) -> bool:
    """A bucket policy names this user or role; the account as a whole leaves it to IAM."""
    return arn in _principals(statement) or "*" in _principals(statement)


def _opened(policy: Sequence[Mapping[str, Any]], bucket: str, objects: str, known: Collection[str]) -> Iterator[Reader]:
    """Whom the bucket policy lets in beside those we know, our own account by its number: anybody, a service, another
    account, a session of one of our roles."""
    for statement in policy:
        if not any(_lets(statement, action, objects, []) for action in ACTIONS):
            continue
        for principal in _principals(statement):
            if principal == "*":
                who = "anybody who meets a condition" if statement.get("Condition") else "anybody"
                yield Reader(f"{who}: {bucket}", ("bucket policy",), kind=ReaderKind.ANYONE)
            elif principal not in known and _account_of(principal) not in known:
                yield Reader(principal, (f"{bucket}: bucket policy",), kind=ReaderKind.GUEST)


def _account_of(principal: str) -> str:
    """The number of the account that a principal stands for as a whole."""
    return principal.split(":")[4] if principal.endswith(":root") and principal.count(":") == 5 else principal


def _by_acl(aws: Aws, bucket: str) -> Iterator[Reader]:
    acl = aws.call("s3", "get_bucket_acl", Bucket=bucket)
    ours = cast("Reply", acl.get("Owner", {})).get("ID")
    for grant in cast("list[Reply]", acl.get("Grants", [])):
        if grant.get("Permission") not in _READS:
            continue
        grantee = cast("Reply", grant.get("Grantee", {}))
        uri, account = str(grantee.get("URI", "")), grantee.get("ID")
        if uri in _OPEN:
            yield Reader(f"{_OPEN[uri]}: {bucket}", ("ACL of the bucket",), kind=ReaderKind.ANYONE)
        elif account and account != ours:
            yield Reader(str(account), (f"{bucket}: ACL of the bucket",), kind=ReaderKind.GUEST)


def _add(found: dict[str, Reader], reader: Reader) -> None:
    known = found.get(reader.account)
    ways = tuple(dict.fromkeys((*known.ways, *reader.ways))) if known else reader.ways
    found[reader.account] = Reader(reader.account, ways, reader.groups, reader.kind, reader.is_active, reader.names)
