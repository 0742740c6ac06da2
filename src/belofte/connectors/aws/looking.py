"""Looking at places of an account: one that cannot be looked at is told with its reason, the others are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from belofte.connectors.aws.access import Aws, Reply
from belofte.domain.expected import UNREACHABLE
from belofte.ports import SystemUnreachable

Values = Mapping[str, object]
"""Place → what was seen there."""

Place = TypeVar("Place")
_TOGETHER = 8


def each(places: Iterable[Place], look: Callable[[Place], Values], name: Callable[[Place], str]) -> dict[str, object]:
    """What is seen in every place, some at a time; ``{"unreachable": why}`` where nobody could look."""

    def one(place: Place) -> Values:
        try:
            return look(place)
        except SystemUnreachable as away:
            return {name(place): {UNREACHABLE: away.why}}

    with ThreadPoolExecutor(max_workers=_TOGETHER, thread_name_prefix="aws") as pool:
        return {key: value for values in pool.map(one, places) for key, value in values.items()}


def buckets(aws: Aws) -> list[str]:
    """Every bucket of the account."""
    return sorted(str(one["Name"]) for one in aws.items("s3", "list_buckets", "Buckets"))


def regions(aws: Aws) -> list[str]:
    """The regions that are switched on for this account, the declared one first."""
    found = aws.call("ec2", "describe_regions")
    names = sorted(str(one["RegionName"]) for one in found.get("Regions", ()))
    return sorted(names, key=lambda region: region != aws.region)


def of_bucket(aws: Aws, act: str, absent: Iterable[str], bucket: str) -> Reply:
    """One part of a bucket's set-up; {} where it has none."""
    return aws.maybe("s3", act, frozenset(absent), Bucket=bucket) or {}


def at_bucket(bucket: str) -> str:
    """How a bucket is named among places."""
    return f"s3:{bucket}"
