"""What promises need to know of an account: counts of the declared tables, and settings of everything it has.

Buckets are seen wherever they lie; databases, disks, logs and their snapshots in the declared region, and in every
other region as far as they must be named there (``region``, ``outside-region``, ``services``).

Settings (``setting/NAME``) are JSON objects, place → value, so that a check can say where; a place nobody could look at
holds ``{"unreachable": why}``. Places are named ``s3:BUCKET``, ``rds:INSTANCE``, ``rds-cluster:``, ``rds-snapshot:``,
``ebs:VOLUME``, ``ebs-snapshot:``, ``logs:GROUP``, ``acm:DOMAIN``.

===================== ============================================================================================
setting               value of each place
===================== ============================================================================================
region                the region it lies in: everything, in all regions of the account
outside-region        the same, only of what lies outside the declared region; {} is as it should be
replication           ``s3:FROM → s3:TO``: the region of the copy
encryption            true or false: stored encrypted
tls-only              a bucket: true where its policy refuses everybody who comes without TLS
public-access         a bucket: true where anybody can get at it now
public-access-block   a bucket: true where all four switches against it are on
lifecycle             a bucket: ``objects``, ``earlier-versions``, ``uploads``: days until they go, or ``never``
log-retention         a log group: days, or ``never``
backup-retention      an instance: days of automated backups; a snapshot made by hand: ``never``
certificate           a domain: ``days_left`` and ``until``
access                a user: ``key_days`` (age of the oldest key, or ``none``), ``password``, ``second_factor``
api-keys              a user with keys: the age of the oldest in days
second-factor         a user with a password, and ``root``: true or false
audit-log             a trail: true where it is being written; {} where there is none
shared-with           a snapshot or bucket that others may use: their account numbers, ``all``, ``everybody``
services              a service that has something in the account: true
identities            a domain or address mail is sent from: true where AWS lets it
undeclared            a bucket, list or log group that no table and no ``ignore:`` names: true
===================== ============================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from belofte.connectors.aws import account_settings as account
from belofte.connectors.aws import bucket_settings as bucket
from belofte.connectors.aws import regional_settings as regional
from belofte.connectors.aws.access import Aws
from belofte.connectors.aws.given import Given
from belofte.connectors.aws.looking import Values, at_bucket, buckets, each, regions
from belofte.domain.canonical import canonical_json
from belofte.domain.expected import UNREACHABLE
from belofte.domain.observing import Encrypted, Setting, Undeclared, question_of
from belofte.domain.promise import Observation, Reach
from belofte.ports import SystemUnreachable

Look = Callable[[Given], Values]

_OF_CLOUDFRONT = "us-east-1"
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_NOT_COUNTED = "AWS has no count of this: look at the setting lifecycle, log-retention or backup-retention"
_UNKNOWN = "AWS does not know this"


def _of_buckets(look: Callable[[Aws, str], Values]) -> Look:
    return lambda given: each(buckets(given.aws), partial(look, given.aws), at_bucket)


def _of_regions(look: Callable[[Aws, str], Values]) -> Look:
    return lambda given: each(regions(given.aws), partial(look, given.aws), str)


def _here(look: Callable[[Aws, str], Values]) -> Look:
    """In the declared region; what lies elsewhere is named by ``outside-region``."""
    return lambda given: look(given.aws, given.aws.region)


def _both(one: Look, other: Look) -> Look:
    return lambda given: {**one(given), **other(given)}


def _of_account(look: Callable[..., Values]) -> Look:
    return lambda given: look(given.aws, given.clock.now())


def _certificates(given: Given) -> Values:
    """Those of the declared region, and of the one region where the certificates of CloudFront must lie
    (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html)."""
    places = dict.fromkeys((given.aws.region, _OF_CLOUDFRONT))
    return each(places, lambda where: regional.certificate(given.aws, where, given.clock.now()), str)


_REGION = _both(_of_buckets(bucket.region), _of_regions(regional.region))


def _outside(given: Given) -> Values:
    found = _REGION(given)
    return {place: where for place, where in found.items() if where != given.aws.region}


def _services(given: Given) -> Values:
    found = {"s3": True} if buckets(given.aws) else dict[str, bool]()
    sends = {"ses": True} if account.identities(given.aws, given.clock.now()) else dict[str, bool]()
    return {**found, **sends, **_of_regions(regional.services)(given)}


def _undeclared(given: Given) -> Values:
    """Where people's data can lie in the declared region and the map says nothing of it."""
    named = {word: {v for c in given.system.collections.values() for v in c.at.get(word, ())} for word in _WORDS}
    ignored = set(given.system.ignore)
    found = [(at_bucket(name), name in named["bucket"]) for name in buckets(given.aws)]
    lists = given.aws.items("sesv2", "list_contact_lists", "ContactLists")
    every_list = any(c.at.get("service") == ("ses",) and "list" not in c.at for c in given.system.collections.values())
    found += [(f"ses:{one['ContactListName']}", every_list or one["ContactListName"] in named["list"]) for one in lists]
    groups = given.aws.items("logs", "describe_log_groups", "logGroups")
    found += [(f"logs:{one['logGroupName']}", one["logGroupName"] in named["group"]) for one in groups]
    return {place: True for place, is_named in found if not is_named and not {place, place.partition(":")[2]} & ignored}


_WORDS = ("bucket", "list", "group")

SETTINGS: Mapping[str, Look] = {
    "region": _REGION,
    "outside-region": _outside,
    "replication": _of_buckets(bucket.replication),
    "encryption": _both(_of_buckets(bucket.encryption), _here(regional.encryption)),
    "tls-only": _of_buckets(bucket.tls_only),
    "public-access": _of_buckets(bucket.public_access),
    "public-access-block": _of_buckets(bucket.public_access_block),
    "lifecycle": _of_buckets(bucket.lifecycle),
    "log-retention": _here(regional.log_retention),
    "backup-retention": _here(regional.backup_retention),
    "certificate": _certificates,
    "access": _of_account(account.access),
    "api-keys": _of_account(account.api_keys),
    "second-factor": _of_account(account.second_factor),
    "audit-log": _of_account(account.acts_logged),
    "shared-with": _both(_of_buckets(bucket.shared_with), _here(regional.shared_with)),
    "services": _services,
    "identities": _of_account(account.identities),
    "undeclared": _undeclared,
}
"""Every setting of an account, and the look that gives it."""


def answers(given: Given, names: Sequence[str]) -> Iterator[Observation]:
    """One answer a name."""
    for name in names:
        yield _answer(given, name)


def _answer(given: Given, name: str) -> Observation:
    system, now = given.system.name, given.clock.now()
    try:
        value, why = _value(given, name)
    except SystemUnreachable as away:
        return Observation(system, name, None, Reach.UNREACHABLE, now, f"{away.why} {away.remedy}")
    if value is None:
        return Observation(system, name, None, Reach.ABSENT, now, why)
    return Observation(system, name, value, Reach.SEEN, now)


def _value(given: Given, name: str) -> tuple[str | int | bool | None, str | None]:
    match question_of(name):
        case Setting(setting) if setting in SETTINGS:
            values = SETTINGS[setting](given)
            parts = [cast("Mapping[str, object]", one) for one in values.values() if isinstance(one, Mapping)]
            blind = [str(part[UNREACHABLE]) for part in parts if UNREACHABLE in part]
            if blind and len(blind) == len(values):
                raise SystemUnreachable(blind[0], _LOOK)
            return canonical_json(values), None
        case Undeclared():
            return len(_undeclared(given)), None
        case Encrypted():
            endpoint = urlsplit(given.aws.access.endpoint or "https://amazonaws.com")
            return endpoint.scheme == "https" or endpoint.hostname in _LOCAL, None
        case None | Setting():
            return None, _UNKNOWN
        case _:
            return None, _NOT_COUNTED


_LOOK = "belofte doctor NAME says what is missing."
