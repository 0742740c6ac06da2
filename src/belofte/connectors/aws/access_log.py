"""Who read the objects of a map's buckets, from S3's own server access logs
(docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html).

S3 writes them where each bucket's logging says, some time after the fact and as well as it can: AWS does not promise
that each request is in it. A bucket that logs nothing was not looked at, and stops the look by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote_plus

from belofte.connectors.aws.access import Aws, Reply
from belofte.domain.late_reads import LoggedRead, Sought, Words
from belofte.ports import SystemUnreachable

_LINE = re.compile(r'(?:\S+) (?P<bucket>\S+) \[(?P<at>[^\]]+)\] \S+ (?P<who>\S+) \S+ (?P<act>\S+) (?P<key>\S+) '
                   r'(?:"(?:[^"\\]|\\.)*"|-|\S+ \S+ HTTP/\S+) (?P<status>\d{3}|-)')  # fmt: skip
_READS = frozenset({"REST.GET.OBJECT", "REST.COPY.OBJECT_GET", "REST.SELECT.OBJECT", "REST.GET.OBJECT_TORRENT"})
_NOBODY = "-"
_LATE = timedelta(days=1)
"""A line may come so long after what it tells of."""


def reads_of(aws: Aws, buckets: Sequence[str], since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
    """Every object that somebody got since then. Raises :class:`SystemUnreachable` where a bucket has no log."""
    words, own = Words(sought), str(aws.call("sts", "get_caller_identity").get("Arn", ""))
    for bucket in buckets:
        target = aws.call("s3", "get_bucket_logging", Bucket=bucket).get("LoggingEnabled")
        if not target:
            raise SystemUnreachable(
                f"The bucket {bucket} has no access log.",
                "Switch on its server access logging; from then on reads can be seen.",
                transient=False,
            )
        for line in _lines(aws, cast("Reply", target), since):
            read = _read(line, bucket, words, own)
            if read is not None and read.at >= since:
                yield read


def _lines(aws: Aws, target: Reply, since: datetime) -> Iterator[str]:
    place, prefix = str(target["TargetBucket"]), str(target.get("TargetPrefix", ""))
    for one in aws.items("s3", "list_objects_v2", "Contents", Bucket=place, Prefix=prefix):
        written: Any = one["LastModified"]
        if written + _LATE < since:
            continue
        body = aws.call("s3", "get_object", Bucket=place, Key=one["Key"])["Body"]
        yield from filter(str.strip, aws.read(body, "s3").decode("utf-8", "replace").splitlines())


def _read(line: str, bucket: str, words: Words, own: str) -> LoggedRead | None:
    found = _LINE.match(line)
    if found is None:
        raise SystemUnreachable(
            f"A line of the access log of {bucket} is not of S3's own format.",
            "see that nothing else is written under the prefix of its log",
            transient=False,
        )
    who, status = found["who"], found["status"]
    if found["bucket"] != bucket or found["act"] not in _READS or not status.startswith(("2", "3")):
        return None
    if who in (_NOBODY, own):
        return None
    at = datetime.strptime(found["at"], "%d/%b/%Y:%H:%M:%S %z")
    account, is_machine = _account(who)
    return LoggedRead(account, at, words.within(unquote_plus(unquote_plus(found["key"]))), is_machine)


def _account(requester: str) -> tuple[str, bool]:
    """The name under which :mod:`belofte.connectors.aws.readers` knows who asked: a user by name, a role as
    ``role/NAME``, which a program has; anybody else as AWS writes them."""
    kind, _, name = requester.rpartition(":")[2].partition("/")
    if kind == "user":
        return name.rpartition("/")[2], False
    if kind == "assumed-role":
        return f"role/{name.partition('/')[0]}", True
    return requester, False
