"""An AWS account on this machine: moto over HTTP, with clients of our own beside the connector's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.config import Config

from belofte.connectors.aws.access import Access
from belofte.connectors.aws.connector import AwsConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import Decision
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import Ask, Order, OrderLine, Record, Result

REGION = "eu-central-1"
NOW = datetime.now(UTC)
NUMBERS = {"customer-number": "company"}


@dataclass(frozen=True)
class Standing:
    """A clock that stands still."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class Cloud:
    """The account, and what is done with it. ``calls`` counts the connector's calls by AWS's own names."""

    endpoint: str
    calls: Counter[str] = field(default_factory=Counter)
    opened: list[Any] = field(default_factory=list)

    def client(self, service: str, region: str = REGION) -> Any:
        made = boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(s3={"addressing_style": "path"}),
        )
        self.opened.append(made)
        return made

    def connector(self, *collections: Collection, allow: Iterable[Verb] = Verb, **more: Any) -> AwsConnector:
        """The connector under a map of these collections; its calls are counted."""
        clock = more.pop("clock", Standing())
        endpoint = more.pop("endpoint", self.endpoint)
        attempts = more.pop("attempts", 2)
        system = SystemMap(
            name="aws",
            kind="aws",
            allow=frozenset(allow),
            collections={c.name: c for c in collections},
            scopes={**NUMBERS, **more.pop("scopes", {})},
            **more,
        )
        keys = {"access_key": lambda: "testing", "secret_key": lambda: "testing"}
        connector = AwsConnector(system, Access(REGION, endpoint, attempts=attempts, **keys), clock)
        connector.aws.watched = self._count
        ec2 = connector.aws.speaker("ec2")
        ec2.meta.events.register("after-call.ec2.DescribeRegions", _three_regions)
        self.opened.append(connector)
        return connector

    def _count(self, service: str, act: str) -> None:
        self.calls[act] += 1

    def bucket(self, name: str, *, versions: bool = False, **more: Any) -> Any:
        s3 = self.client("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}, **more)
        if versions:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return s3

    def close(self) -> None:
        for one in self.opened:
            one.close()


def _three_regions(parsed: dict[str, Any], **_more: Any) -> None:
    """An account on which three regions are switched on: moto takes seconds to begin a region."""
    known = parsed.get("Regions", [])
    parsed["Regions"] = [one for one in known if one["RegionName"] in (REGION, "us-east-1", "us-west-2")]


def number(value: str) -> Identifier:
    return Identifier("customer-number", "company", value)


def email(value: str) -> Identifier:
    return Identifier("email", "", value)


def ask(*identifiers: Identifier, request: str = "r-1") -> Ask:
    return Ask(request, identifiers)


def order(
    found: Sequence[Found],
    decision: Decision,
    *identifiers: Identifier,
    request: str = "r-1",
    verb: Verb | None = None,
    values: Mapping[str, object] | None = None,
) -> Order:
    """An order for what was found: one line a collection."""
    collections = dict.fromkeys(record.collection for record in found if record.request == request)
    lines = tuple(
        OrderLine(
            name,
            decision,
            frozenset(r.key for r in found if r.collection == name and r.request == request),
            values=values or {},
        )
        for name in collections
    )
    return Order(request, identifiers, lines, verb)


def erased(connector: AwsConnector, *identifiers: Identifier) -> tuple[Result, Result]:
    """Everything about one person erased: what the act said, and what the look said."""
    found = [record for record in connector.find([ask(*identifiers)]) if not record.candidate]
    wanted = order(found, Decision.DELETE, *identifiers, verb=Verb.ERASE)
    (acted,) = connector.erase([wanted])
    (looked,) = connector.read_back([wanted])
    return acted, looked


def exported(connector: AwsConnector, *identifiers: Identifier) -> list[Record]:
    found = [record for record in connector.find([ask(*identifiers)]) if not record.candidate and not record.shared]
    return list(connector.export([order(found, Decision.EXPORT, *identifiers, verb=Verb.EXPORT)]))


def documents(**at: str | tuple[str, ...]) -> Collection:
    """Objects of customers, by default in a folder of each."""
    placed = {"service": "s3", "bucket": "documents", "prefix": "klanten/{customer-number}/", **at}
    return Collection(
        name="documents",
        category="documents",
        kinds={"customer-number": ("key",), "documents": ("body",)},
        at={word: (value,) if isinstance(value, str) else value for word, value in placed.items()},
    )


__all__ = ["Cloud", "ask", "documents", "email", "erased", "exported", "number", "order", "replace"]
