"""An account at AWS in a process of its own: moto over HTTP on 127.0.0.1, with what it remembers in a file.

Run as ``python -m belofte.sandbox.local.aws_playing FILE MOMENT``. It prints its port, and ends when its standard input
does: with whoever started it, however that one ends. A process of its own, because moto keeps one account a process.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moto import backends
from moto.core.base_backend import BackendDict
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeDeleteMarker
from werkzeug.serving import WSGIRequestHandler, make_server

from belofte.sandbox.local.aws_below import look_below_only
from belofte.sandbox.local.aws_kept import Kept, Thing

BUSY = "busy"
"""How a call that was broken on purpose is counted."""
ACCOUNT, REGION = "123456789012", "eu-central-1"
REGIONS = (REGION, "us-east-1")
_ANSWER_AFTER = timedelta(hours=72)
"""So long after its term AWS may still show an event."""


class Account:
    """Moto's memory, and the file behind it."""

    def __init__(self, kept: Kept, now: datetime) -> None:
        self._kept, self._now = kept, now
        self._written: dict[tuple[str, str], str] = {}
        self._edition = -1

    def look(self) -> None:
        """Take over what another process wrote. What only time takes away goes when its term is over."""
        edition = self._kept.edition
        if edition != self._edition:
            things = list(self._kept.things())
            over = [thing for thing in things if self._is_over(thing, things)]
            if over:
                with self._kept.alone():
                    self._kept.drop((thing.sort, thing.place) for thing in over)
            _reset()
            self._written = {}
            for sort, load in _LOADING.items():
                for thing in things:
                    if thing.sort == sort and thing not in over:
                        load(thing)
                        self._written[sort, thing.place] = _mark(thing)
            self._edition = edition

    def keep(self, sort: str) -> None:
        """Write which things of a sort became different: objects or contacts. Logs and snapshots only time takes away,
        and it is counted when they load."""
        now = {(thing.sort, thing.place): thing for thing in _CHANGING[sort]()}
        fresh = [thing for at, thing in now.items() if self._written.get(at) != _mark(thing)]
        gone = [at for at in self._written if at[0] == sort and at not in now]
        if fresh or gone:
            self._kept.put(fresh)
            self._kept.drop(gone)
            self._written |= {(thing.sort, thing.place): _mark(thing) for thing in fresh}
            for at in gone:
                del self._written[at]

    def _is_over(self, thing: Thing, things: Iterable[Thing]) -> bool:
        if thing.sort == "event":
            days = _known(things, "group", thing.doc["group"]).doc["days"]
            moment = datetime.fromtimestamp(thing.doc["timestamp"] / 1000, UTC)
            return days is not None and moment + timedelta(days=days) + _ANSWER_AFTER <= self._now
        if thing.sort == "snapshot" and thing.doc["type"] == "automated":
            days = _known(things, "instance", thing.doc["instance"]).doc["made_of"]["backup_retention_period"]
            return datetime.fromisoformat(thing.doc["created"]) + timedelta(days=days) <= self._now
        return False


def _known(things: Iterable[Thing], sort: str, place: str) -> Thing:
    return next(thing for thing in things if (thing.sort, thing.place) == (sort, place))


def _load_event(thing: Thing) -> None:
    group, doc = _backend("logs").groups[thing.doc["group"]], thing.doc
    if doc["stream"] not in group.streams:
        group.create_log_stream(doc["stream"])
    group.put_log_events(doc["stream"], [{"timestamp": doc["timestamp"], "message": doc["message"]}])


def _load_snapshot(thing: Thing) -> None:
    snapshot = _backend("rds").create_db_snapshot(thing.doc["instance"], thing.place, thing.doc["type"])
    made = datetime.fromisoformat(thing.doc["created"]).replace(tzinfo=None)
    snapshot.created = snapshot.original_snapshot_create_time = made


def _backend(service: str, region: str = REGION) -> Any:
    all_of: Any = backends
    return all_of.get_backend(service)[ACCOUNT][region]


def _reset() -> None:
    BackendDict.reset()


def _load_bucket(thing: Thing) -> None:
    s3 = _backend("s3", "aws")
    s3.create_bucket(thing.place, thing.doc.get("region", REGION))
    if thing.doc["versions"]:
        s3.put_bucket_versioning(thing.place, "Enabled")


def _load_object(thing: Thing) -> None:
    s3, doc = _backend("s3", "aws"), thing.doc
    bucket = s3.get_bucket(doc["bucket"])
    if doc["marker"]:
        made: Any = FakeDeleteMarker(bucket.keys[doc["key"]])
        bucket.keys[doc["key"]] = made
    else:
        made = s3.put_object(doc["bucket"], doc["key"], thing.body or b"", disable_notification=True)
        made.set_metadata(doc["metadata"])
    made._version_id = doc["version"]
    made.last_modified = datetime.fromisoformat(doc["modified"]).replace(tzinfo=None)  # moto counts in UTC, unsaid
    if doc["tags"]:
        s3.put_object_tagging(made, doc["tags"])


def _objects() -> Iterable[Thing]:
    s3 = _backend("s3", "aws")
    for bucket in s3.buckets.values():
        versions_of: dict[str, list[Any]] = {key: bucket.keys.getlist(key) for key in bucket.keys}
        for key, versions in versions_of.items():
            for place, version in enumerate(versions):
                yield _object(s3, bucket.name, key, version, place)


def _object(s3: Any, bucket: str, key: str, version: Any, place: int) -> Thing:
    marker = isinstance(version, FakeDeleteMarker)
    doc: dict[str, Any] = {
        "bucket": bucket,
        "key": key,
        "version": version.version_id,
        "marker": marker,
        "modified": version.last_modified.isoformat(),
        "tags": {} if marker else s3.tagger.get_tag_dict_for_resource(version.arn),
        "metadata": {} if marker else _noted(version),
    }
    body = None if marker else version.value
    return Thing("object", f"{bucket}/{key}#{version.version_id}", doc, body, place)


def _noted(version: Any) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in version.metadata.items()}


def _load_list(thing: Thing) -> None:
    _backend("sesv2").create_contact_list({"ContactListName": thing.place, "Topics": thing.doc["topics"]})


def _load_contact(thing: Thing) -> None:
    doc = thing.doc
    ses = _backend("sesv2")
    ses.create_contact(doc["ContactListName"], {k: v for k, v in doc.items() if v is not None})
    contact = ses.get_contact(doc["EmailAddress"], doc["ContactListName"])
    contact.created_timestamp, contact.last_updated_timestamp = doc["CreatedTimestamp"], doc["LastUpdatedTimestamp"]


def _contacts() -> Iterable[Thing]:
    ses = _backend("sesv2")
    for listed in ses.list_contact_lists():
        for contact in listed.list_contacts():
            doc = dict(contact.response_object)
            yield Thing("contact", f"{doc['ContactListName']}/{doc['EmailAddress']}", doc)


def _load_group(thing: Thing) -> None:
    logs = _backend("logs")
    logs.create_log_group(thing.place, {})
    if thing.doc["days"]:
        logs.put_retention_policy(thing.place, thing.doc["days"])


def _load_instance(thing: Thing) -> None:
    rds = _backend("rds")
    rds.create_db_instance(dict(thing.doc["made_of"]))
    rds.database_snapshots.clear()  # moto makes one of its own, of now


_LOADING: Mapping[str, Callable[[Thing], None]] = {
    "bucket": _load_bucket,
    "object": _load_object,
    "list": _load_list,
    "contact": _load_contact,
    "group": _load_group,
    "event": _load_event,
    "instance": _load_instance,
    "snapshot": _load_snapshot,
}
"""How each sort of thing comes into moto's memory, in an order in which each finds what it lies in."""


_CHANGING: Mapping[str, Callable[[], Iterable[Thing]]] = {"object": _objects, "contact": _contacts}
_CHANGED_BY = {"s3": "object", "ses": "contact"}
"""Service, as a call is signed for it → the sort of things that its calls change."""
_LISTS = "/contacts/list"
"""A list of SES is asked for with POST."""


def _mark(thing: Thing) -> str:
    """Changes when a thing does. Content under one version never changes."""
    return f"{thing.at}:{dict(thing.doc)!r}"


class Playing:
    """Moto's own web application, between a look at the file before each call and a note of what it changed after."""

    def __init__(self, inside: Any, kept: Kept, account: Account) -> None:
        self._inside, self._kept, self._account = inside, kept, account
        self._lock = threading.Lock()

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """One call."""
        with self._lock:
            self._account.look()
            if self._kept.strikes():
                self._kept.count(_service_of(environ), BUSY)
                start("503 Slow Down", [("Content-Type", "application/xml"), ("Content-Length", "0")])
                return []
            body = list(self._inside(environ, start))
            service, method = _service_of(environ), str(environ["REQUEST_METHOD"])
            self._kept.count(service, method)
            sort = _CHANGED_BY.get(service)
            if sort and method not in ("GET", "HEAD") and not str(environ.get("PATH_INFO", "")).endswith(_LISTS):
                with self._kept.alone():
                    self._account.keep(sort)
            return body


def _service_of(environ: Mapping[str, Any]) -> str:
    """The service a call is signed for: ``Credential=KEY/20261123/eu-central-1/s3/aws4_request``."""
    credential = str(environ.get("HTTP_AUTHORIZATION", "")).partition("Credential=")[2].partition(",")[0]
    parts = credential.split("/")
    return parts[3] if len(parts) > 3 else "unsigned"


class Quiet(WSGIRequestHandler):
    """Says nothing of what it is asked: it is about people."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Keep silent."""


def play(file: Path, now: datetime) -> None:
    """Serve until standard input ends; the port is printed first."""
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"  # else every region has 1,300 snapshots of its own
    zones: Any = RegionsAndZonesBackend
    zones.regions = [region for region in zones.regions if region.name in REGIONS]  # those this account switched on

    look_below_only()
    kept = Kept(file)
    playing = Playing(DomainDispatcherApplication(create_backend_app), kept, Account(kept, now))
    server = make_server("127.0.0.1", 0, playing, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    play(Path(sys.argv[1]), datetime.fromtimestamp(float(sys.argv[2]), UTC))
