"""What lies in a bucket: versions, delete markers and uploads that nobody finished, gathered by object key.

Many people share one pass. Their prefixes share a root, so the root is listed page by page as long as that can cost
less than a look at each prefix that is left; then each of those is looked at by itself, some at a time. A full page
weighs as much as :data:`PAGE_WEIGHS` looks at a prefix with little below it. Whatever the bucket holds, that is at most
twice the weight of the lighter of both ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from belofte.connectors.aws.access import Aws, Reply
from belofte.connectors.aws.template import FOLDER

PAGE_WEIGHS = 10
"""A page of a thousand versions against a list of the few of one person: what reading, sending and parsing it costs."""
_TOGETHER = 8
"""Lists of single prefixes that are under way at the same time."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object; a marker only says that the object was deleted. ``etag``: the service's own mark of its
    content."""

    id: str
    size: int
    modified: datetime
    is_latest: bool
    is_marker: bool = False
    etag: str = ""


@dataclass(slots=True)
class Stored:
    """Everything a bucket keeps under one key, newest version first."""

    key: str
    versions: list[Version] = field(default_factory=list[Version])
    uploads: list[tuple[str, datetime]] = field(default_factory=list["tuple[str, datetime]"])

    @property
    def bodies(self) -> list[Version]:
        """The versions that have content."""
        return [version for version in self.versions if not version.is_marker]

    @property
    def modified(self) -> datetime:
        """When something was last stored under this key."""
        return max([*(version.modified for version in self.versions), *(begun for _, begun in self.uploads)])


def place_of(bucket: str, key: str, version: Version) -> dict[str, str]:
    """Where one version is, as calls name it. Without versions there is nothing to name: not every server that speaks
    S3 knows the id ``null`` that its own list gives."""
    named = {} if version.id == "null" and version.is_latest else {"VersionId": version.id}
    return {"Bucket": bucket, "Key": key, **named}


class Listing:
    """Lists of one bucket."""

    def __init__(self, aws: Aws, bucket: str) -> None:
        self._aws, self._bucket = aws, bucket

    def below(self, prefix: str) -> Iterator[Stored]:
        """Everything below one prefix, key by key."""
        return self.below_each(prefix, [prefix])

    def below_each(self, root: str, prefixes: Iterable[str]) -> Iterator[Stored]:
        """Everything below any of ``prefixes``, which all begin with ``root``; no key twice."""
        left = _outermost(prefixes)
        uploads = self._uploads(root if len(left) > 1 else left[0]) if left else {}
        uploads = {key: one for key, one in uploads.items() if _covering(key, left)}
        pages, used, last = self._pages(root), 0, ""
        while left and ((used + 1) * PAGE_WEIGHS < len(left) or last.startswith(left[0])):
            page = next(pages, None)
            if page is None:
                left = []
                break
            used += 1
            yield from _merged((one for one in page if _covering(one.key, left)), uploads)
            last = page[-1].key if page else last
            left = [prefix for prefix in left if not _is_past(last, prefix)]
        for page in self._pages_of_each(left):
            yield from _merged(page, uploads)
        yield from uploads.values()

    def folders(self, root: str) -> Iterator[str]:
        """The names directly below ``root`` that something lies under, whatever became of it."""
        seen = set[str]()
        for act in ("list_object_versions", "list_multipart_uploads"):
            pages = self._aws.pages("s3", act, Bucket=self._bucket, Prefix=root, Delimiter=FOLDER)
            for page in pages:
                seen |= {str(common["Prefix"])[len(root) : -1] for common in page.get("CommonPrefixes") or ()}
        yield from sorted(seen)

    def exactly(self, keys: Iterable[str]) -> Iterator[Stored]:
        """Everything kept under exactly these keys."""
        wanted = set(keys)
        yield from (one for one in self.below_each(_shared_start(wanted), wanted) if one.key in wanted)

    def _pages_of_each(self, prefixes: Sequence[str]) -> Iterator[list[Stored]]:
        """The pages below each prefix, prefix by prefix. Some are begun side by side; what lies below
        one after its first page is asked for when its turn comes."""

        def begun(prefix: str) -> tuple[list[Stored], Iterator[list[Stored]]]:
            pages = self._pages(prefix)
            return next(pages, list[Stored]()), pages

        if len(prefixes) < 2:
            for prefix in prefixes:
                yield from self._pages(prefix)
            return
        with ThreadPoolExecutor(max_workers=_TOGETHER, thread_name_prefix="prefixes") as pool:
            for start in range(0, len(prefixes), _TOGETHER):
                for first, pages in pool.map(begun, prefixes[start : start + _TOGETHER]):
                    yield first
                    yield from pages

    def _pages(self, prefix: str) -> Iterator[list[Stored]]:
        """Pages of whole keys: a key whose versions go on upon the next page waits for it."""
        waiting: Stored | None = None
        for page in self._aws.pages("s3", "list_object_versions", Bucket=self._bucket, Prefix=prefix):
            found = _gathered(page)
            if waiting is not None:
                if found and found[0].key == waiting.key:
                    found[0].versions[:0] = waiting.versions
                else:
                    found.insert(0, waiting)
            waiting = found.pop() if found and page.get("IsTruncated") else None
            yield found
        if waiting is not None:
            yield [waiting]

    def _uploads(self, prefix: str) -> dict[str, Stored]:
        """Uploads that were begun and not finished: their parts are stored, and no list of objects shows them."""
        found: dict[str, Stored] = {}
        for upload in self._aws.items("s3", "list_multipart_uploads", "Uploads", Bucket=self._bucket, Prefix=prefix):
            key = str(upload["Key"])
            found.setdefault(key, Stored(key)).uploads.append((str(upload["UploadId"]), upload["Initiated"]))
        return found


def _gathered(page: Reply) -> list[Stored]:
    found: dict[str, Stored] = {}
    for entry in page.get("Versions") or ():
        version = Version(
            str(entry["VersionId"]),
            int(entry["Size"]),
            entry["LastModified"],
            bool(entry["IsLatest"]),
            etag=str(entry.get("ETag", "")),
        )
        found.setdefault(str(entry["Key"]), Stored(str(entry["Key"]))).versions.append(version)
    for entry in page.get("DeleteMarkers") or ():
        marker = Version(str(entry["VersionId"]), 0, entry["LastModified"], bool(entry["IsLatest"]), is_marker=True)
        found.setdefault(str(entry["Key"]), Stored(str(entry["Key"]))).versions.append(marker)
    for stored in found.values():
        stored.versions.sort(key=lambda version: (not version.is_latest, -version.modified.timestamp()))
    return [found[key] for key in sorted(found)]


def _merged(page: Iterable[Stored], uploads: dict[str, Stored]) -> Iterator[Stored]:
    """The keys of a page with their unfinished uploads, which are then accounted for."""
    for stored in page:
        begun = uploads.pop(stored.key, None)
        if begun is not None:
            stored.uploads = begun.uploads
        yield stored


def _outermost(prefixes: Iterable[str]) -> list[str]:
    """The prefixes in order, without those that lie below another."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return kept


def _covering(key: str, prefixes: Sequence[str]) -> bool:
    """Does a key lie below one of these prefixes, which are in order and none below another?"""
    at = bisect_right(prefixes, key) - 1
    return at >= 0 and key.startswith(prefixes[at])


def _is_past(last: str, prefix: str) -> bool:
    """Has a listing gone beyond everything that begins with ``prefix``? Keys come in the order of their bytes."""
    return last > prefix and not last.startswith(prefix)


def _shared_start(keys: Iterable[str]) -> str:
    """What all keys begin with; for one key the key itself."""
    first, last = min(keys, default=""), max(keys, default="")
    ends = next((at for at, letter in enumerate(first) if letter != last[at : at + 1]), len(first))
    return first[:ends]
