"""The way to AWS: one signed-in session, a client a service and region, every call told apart by what went wrong.

Retries are botocore's adaptive ones, which slow down when AWS asks for it; what still fails after them is a
:class:`belofte.ports.SystemUnreachable`. Answers come a page at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from belofte.connectors.aws.faults import code_of, unreachable
from belofte.domain.errors import WrongUse
from belofte.ports import SystemUnreachable
from belofte.settings import SecretMissing

Reply = dict[str, Any]
"""What AWS answered, as botocore reads it."""

Secret = Callable[[], str]

Watch = Callable[[str, str], None]
"""Told service and act, in AWS's own words, before every call that leaves."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_CONNECT_SECONDS, _READ_SECONDS = 10, 60


@dataclass(frozen=True, slots=True)
class Access:
    """How to sign in, and where. Without keys or profile it is the machine's own role. ``endpoint`` sends every call to
    one place: a server that speaks S3, or one for tests. ``ca`` is a file with certificate authorities; ``attempts``
    counts the first call too."""

    region: str
    endpoint: str | None = None
    profile: str | None = None
    access_key: Secret | None = None
    secret_key: Secret | None = None
    session_token: Secret | None = None
    proxy: Secret | None = None
    ca: str | None = None
    attempts: int = 5


def only_here(system: str, access: Access) -> Access:
    """The same in a sandbox: every call goes to a server on this machine, and no sign-in leaves it. Raises
    ``WrongUse`` where the map names another place, or none."""
    if urlsplit(access.endpoint or "").hostname not in _LOOPBACK:
        raise WrongUse(f"{system} would leave this machine, and this is a sandbox.", "set endpoint: to 127.0.0.1")
    if access.access_key and access.secret_key:
        return replace(access, profile=None, proxy=None)
    return replace(access, profile=None, proxy=None, access_key=lambda: "sandbox", secret_key=lambda: "sandbox")


class Aws:
    """Calls to AWS for one system. Safe to use from several threads."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._lock = threading.Lock()
        self._session: Any = None
        self.watched: Watch = _unwatched
        self._speakers: dict[tuple[str, str], Any] = {}

    @property
    def region(self) -> str:
        """The region the map declares."""
        return self.access.region

    def speaker(self, service: str, region: str | None = None) -> Any:
        """What speaks to one service (botocore's client); made once a region."""
        place = (service, region or self.region)
        with self._lock:
            if place not in self._speakers:
                self._speakers[place] = self._made(*place)
            return self._speakers[place]

    def call(self, service: str, act: str, *, region: str | None = None, **parameters: Any) -> Reply:
        """One call, such as ``call("s3", "get_bucket_location", Bucket=…)``."""
        try:
            return cast("Reply", getattr(self._reached(service, region), act)(**parameters))
        except (ClientError, BotoCoreError, ResponseParserError) as error:
            raise unreachable(error, service, _named(act)) from None

    def maybe(
        self, service: str, act: str, absent: Collection[str], *, region: str | None = None, **parameters: Any
    ) -> Reply | None:
        """One call whose answer may be that there is no such thing: None for a code in ``absent``."""
        try:
            return cast("Reply", getattr(self._reached(service, region), act)(**parameters))
        except ClientError as error:
            if code_of(error) in absent:
                return None
            raise unreachable(error, service, _named(act)) from None
        except (BotoCoreError, ResponseParserError) as error:
            raise unreachable(error, service, _named(act)) from None

    def pages(self, service: str, act: str, *, region: str | None = None, **parameters: Any) -> Iterator[Reply]:
        """The pages of a list, each fetched when it is asked for."""
        speaker = self._reached(service, region)
        try:
            if speaker.can_paginate(act):
                yield from speaker.get_paginator(act).paginate(**parameters)
                return
            token: str | None = ""
            while token is not None:
                page: Reply = getattr(speaker, act)(**parameters, **({"NextToken": token} if token else {}))
                token = page.get("NextToken") or None
                yield page
        except (ClientError, BotoCoreError, ResponseParserError) as error:
            raise unreachable(error, service, _named(act)) from None

    def items(
        self, service: str, act: str, under: str, *, region: str | None = None, **parameters: Any
    ) -> Iterator[Reply]:
        """The entries of a list, over all its pages."""
        for page in self.pages(service, act, region=region, **parameters):
            yield from page.get(under) or ()

    def read(self, body: Any, service: str) -> bytes:
        """The content of an answer that comes as a stream."""
        try:
            return cast("bytes", body.read())
        except BotoCoreError as error:
            raise unreachable(error, service, "Read") from None

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            for speaker in self._speakers.values():
                speaker.close()
            self._speakers.clear()

    def _reached(self, service: str, region: str | None) -> Any:
        try:
            return self.speaker(service, region)
        except BotoCoreError as error:
            raise unreachable(error, service, "SignIn") from None
        except SecretMissing as missing:
            raise SystemUnreachable(
                str(missing),
                "Set what the system's access_key, secret_key and session_token point at.",
                transient=False,
            ) from None

    def _made(self, service: str, region: str) -> Any:
        access = self.access
        if self._session is None:
            keys = {
                "aws_access_key_id": access.access_key,
                "aws_secret_access_key": access.secret_key,
                "aws_session_token": access.session_token,
            }
            given = {name: secret() for name, secret in keys.items() if secret is not None}
            self._session = boto3.Session(region_name=access.region, profile_name=access.profile, **given)
            if not access.endpoint:
                _is_region(self._session, access.region)
        s3 = {"addressing_style": "path"} if access.endpoint else {}
        proxies = {"http": access.proxy(), "https": access.proxy()} if access.proxy else None
        config = Config(
            retries={"mode": "adaptive", "total_max_attempts": access.attempts},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            s3=s3,
            proxies=proxies,
            user_agent_extra="belofte",
        )
        speaker = self._session.client(
            service, region_name=region, endpoint_url=access.endpoint, config=config, verify=access.ca
        )
        speaker.meta.events.register("before-send", self._told)
        return speaker

    def _told(self, *, event_name: str, **_more: Any) -> None:
        """``before-send.s3.DeleteObjects``: each attempt counts, retries too."""
        service, act = event_name.split(".", 2)[1:]
        self.watched(service, act)


def _named(act: str) -> str:
    """AWS's own name of a call: ``list_object_versions`` → ``ListObjectVersions``."""
    return "".join(part.capitalize() for part in act.split("_"))


def _unwatched(service: str, act: str) -> None:
    """Nobody counts."""


def _is_region(session: Any, region: str) -> None:
    """A region nobody knows has no address, which would look like a network that is down. Raises
    :class:`SystemUnreachable`."""
    known = {one for part in session.get_available_partitions() for one in session.get_available_regions("s3", part)}
    if region not in known:
        raise SystemUnreachable(
            f"AWS has no region {region}, as far as this machine knows.",
            "Correct region: in the system's map (eu-central-1 is Frankfurt); for a new region, update boto3.",
            transient=False,
        )
