"""How the account is set up: who has keys and a second factor, whether acts are logged, which senders are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from belofte.connectors.aws.access import Aws, Reply
from belofte.connectors.aws.looking import Values

_ROOT = "root"


def access(aws: Aws, now: datetime) -> Values:
    """Users with the age of their oldest key in days (``none`` without one), a password, and a second factor."""
    found: dict[str, object] = {}
    for name in _users(aws):
        ages = [_age(key, now) for key in _keys(aws, name)]
        password = aws.maybe("iam", "get_login_profile", ("NoSuchEntity",), UserName=name) is not None
        key_days = max(ages) if ages else "none"
        found[name] = {"key_days": key_days, "password": password, "second_factor": _has_factor(aws, name)}
    summary = _summary(aws)
    root_key = "unknown age" if summary.get("AccountAccessKeysPresent") else "none"
    found[_ROOT] = {"key_days": root_key, "password": True, "second_factor": bool(summary.get("AccountMFAEnabled"))}
    return found


def api_keys(aws: Aws, now: datetime) -> Values:
    """Every user with keys, and the age of the oldest in days."""
    found: dict[str, object] = {}
    for name in _users(aws):
        ages = [_age(key, now) for key in _keys(aws, name)]
        found |= {name: max(ages)} if ages else {}
    return found


def second_factor(aws: Aws, now: datetime) -> Values:
    """Has everybody who signs in with a password a second factor? The root of the account always does."""
    del now
    found: dict[str, object] = {}
    for name in _users(aws):
        if aws.maybe("iam", "get_login_profile", ("NoSuchEntity",), UserName=name) is not None:
            found[name] = _has_factor(aws, name)
    return {**found, _ROOT: bool(_summary(aws).get("AccountMFAEnabled"))}


def acts_logged(aws: Aws, now: datetime) -> Values:
    """Every trail of this region: is it being written?"""
    del now
    found: dict[str, object] = {}
    for log in aws.call("cloudtrail", "describe_trails", includeShadowTrails=True).get("trailList") or ():
        status = aws.call("cloudtrail", "get_trail_status", Name=log["TrailARN"])
        found[str(log["Name"])] = bool(status.get("IsLogging"))
    return found


def identities(aws: Aws, now: datetime) -> Values:
    """Domains and addresses mail is sent from: does AWS know them as ours?"""
    del now
    listed = aws.items("sesv2", "list_email_identities", "EmailIdentities")
    return {str(one["IdentityName"]): bool(one.get("SendingEnabled")) for one in listed}


def _users(aws: Aws) -> Iterator[str]:
    for one in aws.items("iam", "list_users", "Users"):
        yield str(one["UserName"])


def _keys(aws: Aws, name: str) -> Iterator[Reply]:
    listed = aws.items("iam", "list_access_keys", "AccessKeyMetadata", UserName=name)
    yield from (key for key in listed if key.get("Status") == "Active")


def _age(key: Reply, now: datetime) -> int:
    """Full days since a key was made; a key of today has none, whatever two clocks say."""
    return max(0, (now - key["CreateDate"]).days)


def _has_factor(aws: Aws, name: str) -> bool:
    return any(True for _ in aws.items("iam", "list_mfa_devices", "MFADevices", UserName=name))


def _summary(aws: Aws) -> dict[str, int]:
    return aws.call("iam", "get_account_summary").get("SummaryMap", {})
