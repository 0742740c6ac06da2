"""Tags and metadata of objects, as columns: ``tag.NAME`` and ``metadata.NAME``. Each version has its own."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.connectors.aws.access import Aws
from belofte.connectors.aws.listing import Stored, Version, place_of

_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed", "405"})
_NO_TAGS = _GONE | {"NoSuchTagSet", "NotImplemented"}


class Labels:
    """The labels of one bucket's objects."""

    def __init__(self, aws: Aws, bucket: str) -> None:
        self._aws, self._bucket = aws, bucket

    def of(self, stored: Stored, version: Version) -> Mapping[str, str]:
        """All labels of one version; none where it has gone meanwhile."""
        return {**self.tags(stored, version), **self.head(stored, version)}

    def tags(self, stored: Stored, version: Version) -> dict[str, str]:
        """The tags of one version."""
        at = place_of(self._bucket, stored.key, version)
        answer = self._aws.maybe("s3", "get_object_tagging", _NO_TAGS, **at) or {}
        return {f"tag.{tag['Key']}": str(tag["Value"]) for tag in answer.get("TagSet", ())}

    def head(self, stored: Stored, version: Version) -> dict[str, str]:
        """The metadata of one version and what it says its content is."""
        at = place_of(self._bucket, stored.key, version)
        answer = self._aws.maybe("s3", "head_object", _GONE, **at) or {}
        named = {f"metadata.{name}": str(value) for name, value in answer.get("Metadata", {}).items()}
        return named | ({"content_type": str(answer["ContentType"])} if "ContentType" in answer else {})

    def put_tags(self, stored: Stored, tags: Mapping[str, str]) -> None:
        """Give every version with content these tags; tags of other names stay. An empty text takes a tag away."""
        for version in stored.bodies:
            known = {name.removeprefix("tag."): value for name, value in self.tags(stored, version).items()}
            wanted = {name: value for name, value in {**known, **tags}.items() if value != ""}
            if wanted == known:
                continue
            at = place_of(self._bucket, stored.key, version)
            entries = [{"Key": name, "Value": value} for name, value in sorted(wanted.items())]
            self._aws.call("s3", "put_object_tagging", **at, Tagging={"TagSet": entries})
