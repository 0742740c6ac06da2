"""A list of versions in moto looks below its prefix only. Moto's own copies every version of the bucket for each list,
whatever is asked: in the sandbox's bucket that is a quarter of a second a call, which no bucket of AWS takes."""

from __future__ import annotations

from typing import Any

from moto.s3.models import S3Backend


class Below:
    """The same list, of a bucket that for the moment holds only what lies below the prefix."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __call__(self, backend: Any, bucket_name: str, *more: Any, prefix: str = "", **asked: Any) -> Any:
        """One list. Its caller sees to it that nobody else uses the account meanwhile."""
        bucket = backend.get_bucket(bucket_name)
        everything = bucket.keys
        bucket.keys = type(everything)()
        for key in everything:
            if key.startswith(prefix or ""):
                bucket.keys.setlist(key, everything.getlist(key))
        try:
            return self._whole(backend, bucket_name, *more, prefix=prefix, **asked)
        finally:
            bucket.keys = everything


def look_below_only() -> None:
    """From now on, in this process."""
    backend: Any = S3Backend
    below = Below(backend.list_object_versions)

    def list_object_versions(self: Any, *asked: Any, **named: Any) -> Any:
        return below(self, *asked, **named)

    backend.list_object_versions = list_object_versions
