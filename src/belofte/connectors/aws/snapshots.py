"""Snapshots of databases and disks: a copy of everybody's data, out of which nobody can be taken.

A record is one snapshot: ``snapshot``, ``of``, ``created``, ``expires``, ``made_by``. Who is in it is known from the
database: a table says ``of: {database: crm.customers.id}``, and whoever is found there is in the snapshots of
``at.instance``. An automated snapshot goes after the instance's backup retention, so it is *pending* until then; one
that somebody made by hand never goes by itself, and a person is told its name
(docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from belofte.connectors.aws.given import Given
from belofte.connectors.aws.places import MapDoesNotFit, references
from belofte.connectors.aws.seeking import ARROW, Hit, People, sought
from belofte.connectors.aws.service import Copied, Staying, Stays
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.system_map import Collection, Verb

_NO_INSTANCE = ("DBInstanceNotFound", "DBInstanceNotFoundFault", "DBClusterNotFoundFault", "DBClusterNotFound")
_FIXED = "Nothing in a snapshot can be changed: it goes as a whole."
_BY_HAND = "Nothing deletes this snapshot by itself: delete it, or say until when it is needed and delete it then."
_BY_TERM = "The snapshot goes when the instance's backup retention has passed."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot. ``expires`` is None where nothing deletes it by itself."""

    id: str
    of: str
    created: datetime
    expires: date | None
    made_by: str  # automated | manual | awsbackup


class Snapshots:
    """One collection: the snapshots of some instances, clusters and volumes."""

    def __init__(self, given: Given, collection: Collection) -> None:
        self._given, self._collection, self._aws = given, collection, given.aws
        self._instances = collection.at.get("instance", ())
        self._volumes = collection.at.get("volume", ())
        if not self._instances and not self._volumes:
            remedy = "Write at: {instance: …} or {volume: …}."
            raise MapDoesNotFit(given.system.name, collection.name, "names nothing that is copied", remedy)

    @property
    def collection(self) -> Collection:
        """The map of these snapshots."""
        return self._collection

    @property
    def can(self) -> frozenset[Verb]:
        """Found and told of; what erases is time, or a person."""
        return frozenset({Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.READ_BACK, Verb.PURGE})

    def signature(self) -> str:
        """The declared instances are there. Snapshots come and go."""
        for name in self._instances:
            self.retention(name)
        return "snapshots:" + ",".join((*self._instances, *self._volumes))

    def find(self, people: People) -> Iterator[Hit]:
        """Every snapshot, for everybody who is in the database it is a copy of."""
        whose: dict[int, str] = {}
        for by in references(self._collection):
            for holders in sought(by, people).holders.values():
                whose |= dict.fromkeys(holders, by.label)
        for snapshot in self.snapshots() if whose else ():
            for person, label in sorted(whose.items()):
                yield Hit(
                    person,
                    (snapshot.id,),
                    f"{label}{ARROW}{self._collection.name}",
                    events=self._days(snapshot),
                    row=snapshot,
                )

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """That the snapshot exists, and until when; what is in it is copied from the database itself."""
        for hit in hits:
            snapshot = hit.row
            if isinstance(snapshot, Snapshot):
                expires = snapshot.expires.isoformat() if snapshot.expires else None
                yield (
                    hit,
                    Copied(
                        {
                            "snapshot": snapshot.id,
                            "of": snapshot.of,
                            "created": snapshot.created.isoformat(),
                            "expires": expires,
                            "made_by": snapshot.made_by,
                        }
                    ),
                )

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Nothing is called: the day on which each snapshot goes, or its name for a person."""
        return {hit.key: stays(hit.row) for hit in hits if isinstance(hit.row, Snapshot)}

    def fixed(self, columns: Iterable[str]) -> str | None:
        """Whatever it is."""
        del columns
        return _FIXED

    def put(self, hit: Hit, values: Mapping[str, object]) -> Failure | None:
        """Nothing can be changed."""
        del hit, values
        return Failure(False, self._collection.name, _FIXED)

    def unlike(self, wanted: Mapping[Key, Mapping[str, object]]) -> frozenset[Key]:
        """Nothing was changed."""
        return frozenset(wanted)

    def still(self, keys: Sequence[Key], found: Mapping[Key, Hit]) -> Staying:
        """The snapshots that still exist."""
        wanted = set(keys)
        del found  # whose record in the database is gone by now is not found by it any more
        return {(one.id,): stays(one) for one in (self.snapshots() if wanted else ()) if (one.id,) in wanted}

    def snapshots(self) -> Iterator[Snapshot]:
        """Every snapshot of what this table declares."""
        for name in self._instances:
            retention, is_cluster = self.retention(name)
            yield from self._of_cluster(name, retention) if is_cluster else self._of_instance(name, retention)
        for volume in self._volumes:
            only = [{"Name": "volume-id", "Values": [volume]}]
            listed = self._aws.items("ec2", "describe_snapshots", "Snapshots", OwnerIds=["self"], Filters=only)
            for one in listed:
                yield Snapshot(str(one["SnapshotId"]), volume, one["StartTime"], None, "manual")

    def retention(self, name: str) -> tuple[int, bool]:
        """For how many days an instance or cluster keeps its automated backups, and whether it is a cluster."""
        found = self._aws.maybe("rds", "describe_db_instances", _NO_INSTANCE, DBInstanceIdentifier=name)
        if found and found["DBInstances"]:
            return int(found["DBInstances"][0].get("BackupRetentionPeriod") or 0), False
        clusters = self._aws.maybe("rds", "describe_db_clusters", _NO_INSTANCE, DBClusterIdentifier=name)
        if clusters and clusters["DBClusters"]:
            return int(clusters["DBClusters"][0].get("BackupRetentionPeriod") or 0), True
        remedy = "Correct at.instance; where the instance is gone and snapshots remain, have a person look at them."
        raise MapDoesNotFit(self._given.system.name, self._collection.name, f"has no instance {name}", remedy)

    def last_day(self) -> date | None:
        """The day until which what is in the databases now can be restored from automated backups."""
        days = max((self.retention(name)[0] for name in self._instances), default=0)
        return self._given.day(self._given.clock.now() + timedelta(days=days)) if days else None

    def _of_instance(self, name: str, retention: int) -> Iterator[Snapshot]:
        for one in self._aws.items("rds", "describe_db_snapshots", "DBSnapshots", DBInstanceIdentifier=name):
            yield self._made(str(one["DBSnapshotIdentifier"]), name, one, retention)

    def _of_cluster(self, name: str, retention: int) -> Iterator[Snapshot]:
        listed = self._aws.items("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", DBClusterIdentifier=name)
        for one in listed:
            yield self._made(str(one["DBClusterSnapshotIdentifier"]), name, one, retention)

    def _made(self, id_: str, of: str, one: Mapping[str, object], retention: int) -> Snapshot:
        created, made_by = one.get("SnapshotCreateTime"), str(one.get("SnapshotType"))
        moment = created if isinstance(created, datetime) else self._given.clock.now()
        expires = self._given.day(moment + timedelta(days=retention)) if made_by == "automated" else None
        return Snapshot(id_, of, moment, expires, made_by)

    def _days(self, snapshot: Snapshot) -> dict[str, date | None]:
        day = self._given.day(snapshot.created)
        return {event: day if column == "created" else None for event, column in self._collection.clock.items()}


def stays(snapshot: Snapshot) -> Stays:
    """Until when a snapshot is there, or that a person must act."""
    if snapshot.expires is not None:
        return Stays(Outcome.PENDING, snapshot.id, _BY_TERM, until=snapshot.expires)
    return Stays(Outcome.MANUAL, snapshot.id, _BY_HAND)
