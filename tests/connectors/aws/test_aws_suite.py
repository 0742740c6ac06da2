"""The behaviours every connector is held to, by an AWS account: objects with versions, mail contacts, a log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from tests.connectors.aws.cloud import NUMBERS, REGION, Cloud, Standing, documents, email, number
from tests.ports import free_port

from belofte.connectors.aws.access import Access
from belofte.connectors.aws.connector import AwsConnector
from belofte.domain.system_map import Collection, FoundBy, SystemMap, Verb
from belofte.ports import SystemConnector
from belofte.testing import ConnectorSuite, World

_WRITES = ("Put", "Delete", "Create", "Update", "Abort", "Copy", "Complete", "Tag", "Untag")


class Account(World):
    """A bucket with versions and a list of contacts."""

    person = (number("K-1"), email("anna@dvries.example"))
    other = (number("K-2"), email("bram@bakker.example"))
    facts = ("setting/public-access-block",)
    secrets = ("testing-secret-key",)

    def __init__(self, cloud: Cloud) -> None:
        self._cloud, self._endpoint = cloud, cloud.endpoint
        self._s3, self._ses = cloud.bucket("documents", versions=True), cloud.client("sesv2")
        for who in ("K-1", "K-2"):
            for text in ("first", "second"):
                self._s3.put_object(Bucket="documents", Key=f"klanten/{who}/form.txt", Body=f"{text} of {who}".encode())
        self._ses.create_contact_list(ContactListName="news")
        for address in ("anna@dvries.example", "bram@bakker.example"):
            self._ses.create_contact(ContactListName="news", EmailAddress=address)
        contacts = Collection(
            "contacts",
            "news",
            {"email": ("email",)},
            person=True,
            found_by=(FoundBy("email", "email"),),
            at={"service": ("ses",), "list": ("news",)},
            by_hand=frozenset({Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT}),
        )
        objects = replace(documents(), by_hand=contacts.by_hand)
        collections = {"documents": objects, "contacts": contacts}
        self.system: SystemMap = SystemMap(
            "aws", "aws", frozenset(Verb), collections=collections, scopes=dict(NUMBERS), hash="h1"
        )

    def connect(self, system: SystemMap) -> SystemConnector:
        keys: dict[str, Any] = {"access_key": lambda: "testing", "secret_key": lambda: "testing-secret-key"}
        made = AwsConnector(system, Access(REGION, self._endpoint, attempts=1, **keys), Standing())
        made.aws.watched = self._counted
        self._cloud.opened.append(made)
        return made

    def _counted(self, service: str, act: str) -> None:
        del service
        self._cloud.calls[act] += 1

    def writing_calls(self) -> int:
        return sum(count for act, count in self._cloud.calls.items() if act.startswith(_WRITES))

    def state(self) -> object:
        listed = self._s3.list_object_versions(Bucket="documents")
        versions = [(one["Key"], one["VersionId"]) for one in listed.get("Versions", [])]
        markers = [one["Key"] for one in listed.get("DeleteMarkers", [])]
        contacts = self._ses.list_contacts(ContactListName="news")["Contacts"]
        return versions, markers, sorted(one["EmailAddress"] for one in contacts)

    def holds(self, text: str) -> bool:
        return text in str(self.state())

    @contextmanager
    def away(self) -> Iterator[object]:
        """Nobody answers at the endpoint."""
        there, self._endpoint = self._endpoint, f"http://127.0.0.1:{free_port()}"
        try:
            yield
        finally:
            self._endpoint = there


class TestAws(ConnectorSuite):
    KINDS: ClassVar = ("aws",)

    @pytest.fixture
    def world(self, cloud: Cloud) -> World:
        return Account(cloud)
