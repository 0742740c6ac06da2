"""Erasing objects: every version, every delete marker and every unfinished upload, a thousand a call.

Without a version id S3 only puts a marker over what is there. What is under a lock is not tried: a lock of a date is
told with its date, a legal hold in words. Deleting a version is never replicated
(docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html), so a bucket that replicates
names the bucket where copies stay, unless the map declares that bucket too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from belofte.connectors.aws.access import Aws
from belofte.connectors.aws.listing import Stored, Version, place_of
from belofte.connectors.aws.service import Staying, Stays
from belofte.domain.located import Key
from belofte.domain.plan import Outcome
from belofte.ports import Clock

TOGETHER = 1000  # objects a DeleteObjects call takes (its own limit)
_NO_LOCK = frozenset(
    {"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration", "NotImplemented", "InvalidRequest"}
)
_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchUpload", "404", "MethodNotAllowed", "405"})
_NO_REPLICA = frozenset({"ReplicationConfigurationNotFoundError", "NotImplemented"})
_PASSING = frozenset({"InternalError", "SlowDown", "ServiceUnavailable", "OperationAborted"})

_HELD = (
    "A legal hold lies on an object: it cannot be erased until whoever placed the hold takes it off "
    "(S3 console, or put_object_legal_hold); then make the plan again."
)
_LOCKED = "Object Lock keeps a version until this day; erase it after that."
_DENIED = (
    "S3 refuses to delete a version: the account lacks s3:DeleteObjectVersion (belofte doctor NAME --grants), or the "
    "bucket asks for a second factor at each deletion (MFA delete)."
)
_AGAIN = "Nothing to decide: it is tried again."
_REMAINS = "Something is left in the bucket: look what writes there, and make a new plan."


@dataclass(frozen=True, slots=True)
class _Lock:
    """What keeps one version: a date, or a hold without one."""

    until: date | None


class Erasing:
    """Erasing in one bucket; ``declared`` are the buckets that the map knows."""

    def __init__(self, aws: Aws, bucket: str, declared: frozenset[str], clock: Clock, zone: tzinfo) -> None:
        self._aws, self._bucket, self._declared = aws, bucket, declared
        self._clock, self._zone = clock, zone

    def erase(self, objects: Iterable[Stored]) -> Staying:
        """Take everything under these keys away; what stays, and why."""
        each = {stored.key: stored for stored in objects}
        if not each:
            return {}
        targets = self._replicas()
        stays: dict[Key, Stays] = {(key,): self._elsewhere(targets) for key in each if targets}
        locks = self._is_locking()
        going: list[tuple[str, str]] = []
        for stored in each.values():
            held = {v.id: lock for v in stored.versions if locks and (lock := self._lock(stored, v))}
            going += [(stored.key, version.id) for version in stored.versions if version.id not in held]
            if held:
                stays[stored.key,] = self._kept(list(held.values()))
            for upload, _ in stored.uploads:
                at = {"Bucket": self._bucket, "Key": stored.key, "UploadId": upload}
                self._aws.maybe("s3", "abort_multipart_upload", _GONE, **at)
        for start in range(0, len(going), TOGETHER):
            stays |= self._delete(going[start : start + TOGETHER])
        return stays

    def still(self, objects: Iterable[Stored]) -> Staying:
        """Those objects are there; by what."""
        found: dict[Key, Stays] = {}
        locks: bool | None = None
        for stored in objects:
            locks = self._is_locking() if locks is None else locks
            held = [lock for v in stored.versions if locks and (lock := self._lock(stored, v))]
            whole = bool(held) and len(held) == len(stored.versions) and not stored.uploads
            found[stored.key,] = self._kept(held) if whole else Stays(Outcome.FAILED, self._where, _REMAINS)
        return found

    @property
    def _where(self) -> str:
        return f"s3:{self._bucket}"

    def _delete(self, going: Sequence[tuple[str, str]]) -> dict[Key, Stays]:
        objects = [{"Key": key, "VersionId": version} for key, version in going]
        answer = self._aws.call("s3", "delete_objects", Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
        stays: dict[Key, Stays] = {}
        errors: list[dict[str, Any]] = answer.get("Errors") or []
        for error in errors:
            code = str(error.get("Code", ""))
            if code in _GONE:
                continue
            passes = code in _PASSING
            stays[str(error["Key"]),] = Stays(
                Outcome.FAILED, self._where, _AGAIN if passes else _DENIED, transient=passes
            )
        return stays

    def _is_locking(self) -> bool:
        answer = self._aws.maybe("s3", "get_object_lock_configuration", _NO_LOCK, Bucket=self._bucket) or {}
        return answer.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled"

    def _lock(self, stored: Stored, version: Version) -> _Lock | None:
        if version.is_marker:
            return None
        at = place_of(self._bucket, stored.key, version)
        head = self._aws.maybe("s3", "head_object", _NO_LOCK | _GONE, **at) or {}
        if head.get("ObjectLockLegalHoldStatus") == "ON":
            return _Lock(None)
        until: datetime | None = head.get("ObjectLockRetainUntilDate")
        if until is None or until <= self._clock.now():
            return None
        return _Lock(until.astimezone(self._zone).date())

    def _kept(self, locks: Sequence[_Lock]) -> Stays:
        """A hold without end weighs more than any date."""
        days = [lock.until for lock in locks if lock.until is not None]
        if len(days) < len(locks):
            return Stays(Outcome.IMPOSSIBLE, self._where, _HELD)
        return Stays(Outcome.RETAINED, self._where, _LOCKED, until=max(days))

    def _replicas(self) -> list[str]:
        """The buckets that get a copy of everything and that the map does not declare."""
        answer = self._aws.maybe("s3", "get_bucket_replication", _NO_REPLICA, Bucket=self._bucket) or {}
        targets = {
            str(rule["Destination"]["Bucket"]).rpartition(":")[2]
            for rule in answer.get("ReplicationConfiguration", {}).get("Rules", ())
            if rule.get("Status") == "Enabled"
        }
        return sorted(targets - self._declared)

    def _elsewhere(self, targets: Sequence[str]) -> Stays:
        target = ", ".join(targets)
        remedy = (
            f"This bucket is copied to {target}, where the copies stay: declare that bucket as a table of its own, or "
            "have them erased there."
        )
        return Stays(Outcome.MANUAL, f"{self._where} → {target}", remedy, elsewhere=True)
