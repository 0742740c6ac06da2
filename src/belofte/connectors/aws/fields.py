"""The fields each service of AWS has: a column of the map that is none of them is a slip, and holds nothing."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.connectors.aws.places import Kept, service_of
from belofte.domain.system_map import Collection, SystemMap

FIELDS: Mapping[Kept, frozenset[str]] = {
    Kept.S3: frozenset({"key", "versions", "size", "last_modified", "content_type", "body"}),
    Kept.SES: frozenset({"email", "list", "unsubscribe_all", "attributes", "created", "updated"}),
    Kept.SUPPRESSION: frozenset({"email", "reason", "updated"}),
    Kept.LOGS: frozenset({"group", "stream", "timestamp", "message"}),
    Kept.SNAPSHOTS: frozenset({"snapshot", "of", "created", "expires", "made_by"}),
}
"""Beside them there are tags, metadata and topics, which a company names itself: ``tag.customer``."""


def strange(system: SystemMap) -> tuple[str, ...]:
    """What a map calls by a name that its service does not have, each as a sentence."""
    return tuple(
        f"{collection.name}.{column} is no field of {service_of(system, collection)}"
        for collection in system.collections.values()
        for column in sorted(collection.columns - FIELDS[service_of(system, collection)] - _named_here(collection))
        if "." not in column
    )


def _named_here(collection: Collection) -> frozenset[str]:
    """Originals, and what only leads to another collection."""
    referring = {column for reference in collection.of for column in reference.columns}
    placed = "".join(part for parts in collection.at.values() for part in parts)
    named = {column for column in collection.columns if f"{{{column}}}" in placed}
    return frozenset({*collection.files, *referring, *named})
