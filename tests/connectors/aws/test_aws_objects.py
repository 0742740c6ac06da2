"""S3: everything under a person's keys is found, copied and taken away, every version and marker of it."""

from __future__ import annotations

from typing import Any

from tests.connectors.aws.cloud import Cloud, ask, documents, email, erased, exported, number, order

from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Collection, Verb

CANARY = number("4711")


def _everything(s3: Any, bucket: str) -> list[tuple[str, str]]:
    found = s3.list_object_versions(Bucket=bucket)
    return [(v["Key"], v["VersionId"]) for v in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]]


def test_a_canary_with_three_versions_and_a_marker_is_erased_and_the_bucket_holds_nothing(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for body in (b"first", b"second", b"third"):
        s3.put_object(Bucket="documents", Key="klanten/4711/contract.pdf", Body=body)
    s3.delete_object(Bucket="documents", Key="klanten/4711/contract.pdf")
    assert len(_everything(s3, "documents")) == 4
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert acted.outcome is Outcome.DONE
    assert acted.lines[0].acted == 1
    assert looked.outcome is Outcome.DONE
    assert looked.lines[0].remains == 0
    assert _everything(s3, "documents") == []


def test_one_number_does_not_find_what_belongs_to_a_longer_one(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    for key in ("klanten/12/a.txt", "klanten/123/b.txt", "klanten/1/c.txt"):
        s3.put_object(Bucket="documents", Key=key, Body=b"x")
    found = list(cloud.connector(documents()).find([ask(number("12"))]))
    assert [record.key for record in found] == [("klanten/12/a.txt",)]


def test_what_is_left_in_the_bucket_is_told_as_left(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    connector = cloud.connector(documents())
    found = list(connector.find([ask(CANARY)]))
    wanted = order(found, Decision.DELETE, CANARY, verb=Verb.ERASE)
    (looked,) = connector.read_back([wanted])
    assert looked.outcome is Outcome.FAILED
    assert looked.lines[0].remains == 1


def test_the_copy_has_the_original_and_its_older_versions(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for body in (b"first", b"second"):
        s3.put_object(Bucket="documents", Key="klanten/4711/contract.pdf", Body=body, Metadata={"by": "shop"})
    (record,) = exported(cloud.connector(documents()), CANARY)
    assert record.files == {"contract.pdf": b"second", "contract.version-1.pdf": b"first"}
    assert record.fields["versions"] == 2
    assert record.fields["metadata.by"] == "shop"


def test_a_bucket_without_versions_is_emptied_too(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    assert _everything(s3, "documents") == []


def test_an_e_mail_address_in_a_key_is_found_however_it_is_written(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="uploads/Jan.Bakker@Shop.example/photo.jpg", Body=b"x")
    s3.put_object(Bucket="documents", Key="uploads/piet@shop.example/photo.jpg", Body=b"x")
    uploads = Collection(
        name="uploads",
        category="documents",
        kinds={"email": ("key",)},
        at={"service": ("s3",), "bucket": ("documents",), "prefix": ("uploads/{email}/",)},
    )
    found = list(cloud.connector(uploads).find([ask(email("jan.bakker@shop.example"))]))
    assert [record.key for record in found] == [("uploads/Jan.Bakker@Shop.example/photo.jpg",)]
