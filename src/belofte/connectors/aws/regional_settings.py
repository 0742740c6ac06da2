"""How everything that lies in one region is set up: databases, disks, their snapshots, logs, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from belofte.connectors.aws.access import Aws, Reply
from belofte.connectors.aws.looking import Values

_NEVER = "never"


def region(aws: Aws, where: str) -> Values:
    """Everything that stores something in a region, and the region."""
    return {name: where for name, _ in (*_databases(aws, where), *_disks(aws, where), *_groups(aws, where))}


def encryption(aws: Aws, where: str) -> Values:
    """Are databases, disks and their snapshots encrypted?"""
    databases = {
        name: bool(one.get("StorageEncrypted") or one.get("Encrypted")) for name, one in _databases(aws, where)
    }
    return databases | {name: bool(one.get("Encrypted")) for name, one in _disks(aws, where)}


def log_retention(aws: Aws, where: str) -> Values:
    """For how many days each log group keeps events."""
    return {
        name: int(one["retentionInDays"]) if "retentionInDays" in one else _NEVER for name, one in _groups(aws, where)
    }


def backup_retention(aws: Aws, where: str) -> Values:
    """For how many days instances keep automated backups; a snapshot made by hand goes never by itself."""
    found: dict[str, object] = {}
    for name, one in _databases(aws, where):
        if name.startswith("rds-snapshot:"):
            found |= {} if one.get("SnapshotType") == "automated" else {name: _NEVER}
        else:
            found[name] = int(one.get("BackupRetentionPeriod") or 0)
    return found


def shared_with(aws: Aws, where: str) -> Values:
    """The accounts that may restore a snapshot made by hand: their numbers, or ``all``."""
    found: dict[str, object] = {}
    for one in aws.items("rds", "describe_db_snapshots", "DBSnapshots", region=where, SnapshotType="manual"):
        name = str(one["DBSnapshotIdentifier"])
        answer = aws.call("rds", "describe_db_snapshot_attributes", region=where, DBSnapshotIdentifier=name)
        attributes = answer["DBSnapshotAttributesResult"].get("DBSnapshotAttributes") or ()
        others = [v for a in attributes if a.get("AttributeName") == "restore" for v in a.get("AttributeValues") or ()]
        found |= {f"rds-snapshot:{name}": sorted(map(str, others))} if others else {}
    for one in aws.items("ec2", "describe_snapshots", "Snapshots", region=where, OwnerIds=["self"]):
        name = str(one["SnapshotId"])
        answer = aws.call(
            "ec2",
            "describe_snapshot_attribute",
            region=where,
            SnapshotId=name,
            Attribute="createVolumePermission",
        )
        others = [str(p.get("UserId") or p.get("Group")) for p in answer.get("CreateVolumePermissions") or ()]
        found |= {f"ebs-snapshot:{name}": sorted(others)} if others else {}
    return found


def certificate(aws: Aws, where: str, now: datetime) -> Values:
    """Certificates that AWS keeps for this region: days left."""
    found: dict[str, object] = {}
    for one in aws.items("acm", "list_certificates", "CertificateSummaryList", region=where):
        told = aws.call("acm", "describe_certificate", region=where, CertificateArn=one["CertificateArn"])[
            "Certificate"
        ]
        until = told.get("NotAfter")
        if isinstance(until, datetime):
            found[f"acm:{told['DomainName']}"] = {"days_left": (until - now).days, "until": until.date().isoformat()}
    return found


def services(aws: Aws, where: str) -> Values:
    """The services that have something in this region, by what AWS's own list of resources says."""
    listed = aws.items("resourcegroupstaggingapi", "get_resources", "ResourceTagMappingList", region=where)
    tagged = {str(one["ResourceARN"]).split(":")[2] for one in listed}
    seen = {"rds" for _ in _databases(aws, where)} | {"ec2" for _ in _disks(aws, where)}
    return dict.fromkeys(sorted(tagged | seen | {"logs" for _ in _groups(aws, where)}), True)


def _databases(aws: Aws, where: str) -> Iterator[tuple[str, Reply]]:
    for act, under, id_, word in (
        ("describe_db_instances", "DBInstances", "DBInstanceIdentifier", "rds"),
        ("describe_db_clusters", "DBClusters", "DBClusterIdentifier", "rds-cluster"),
        ("describe_db_snapshots", "DBSnapshots", "DBSnapshotIdentifier", "rds-snapshot"),
        ("describe_db_cluster_snapshots", "DBClusterSnapshots", "DBClusterSnapshotIdentifier", "rds-snapshot"),
    ):
        for one in aws.items("rds", act, under, region=where):
            yield f"{word}:{one[id_]}", one


def _disks(aws: Aws, where: str) -> Iterator[tuple[str, Reply]]:
    for one in aws.items("ec2", "describe_volumes", "Volumes", region=where):
        yield f"ebs:{one['VolumeId']}", one
    for one in aws.items("ec2", "describe_snapshots", "Snapshots", region=where, OwnerIds=["self"]):
        yield f"ebs-snapshot:{one['SnapshotId']}", one


def _groups(aws: Aws, where: str) -> Iterator[tuple[str, Reply]]:
    for one in aws.items("logs", "describe_log_groups", "logGroups", region=where):
        yield f"logs:{one['logGroupName']}", one
