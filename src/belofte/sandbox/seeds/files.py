"""A disk: logs of the web server in which who signed in stands by address, and scans in a folder a customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from belofte.domain.system_map import Collection, SystemMap
from belofte.sandbox.seeds.people import People, Row, moment, name_of, some

NUMBER = "{customer-number}"
EVERY = 10
"""One customer in so many has scans and signs in to the website; everybody with a name does."""
LOG_DAYS = 28
"""No line of a log is older."""


def seeded(system: SystemMap, people: People, now: datetime) -> Mapping[str, bytes]:
    """Every file by its path, unpacked."""
    made: dict[str, bytes] = {}
    for collection in system.collections.values():
        is_log = "".join(collection.at.get("format", ())) == "lines"
        made.update(_logs(collection, people, now) if is_log else _scans(collection, people))
    return made


def _chosen(people: People) -> Mapping[int, Row]:
    known = [row for row in people.of("customers") if row["email"]]
    some_of = [*some(known, EVERY), *(row for row in known if row["email"] in people.named)]
    return {row["id"]: row for row in some_of}


def _logs(collection: Collection, people: People, now: datetime) -> Iterator[tuple[str, bytes]]:
    """The newest lines in the first file that the map names, older ones in the next."""
    lines = sorted(_lines(people, now))
    patterns = collection.at.get("paths", ())
    share = -(-len(lines) // max(len(patterns), 1))
    for place, pattern in enumerate(reversed(patterns)):
        part = lines[place * share : (place + 1) * share]
        yield pattern.replace("*", "1"), "".join(f"{line}\n" for _, line in part).encode()


def _lines(people: People, now: datetime) -> Iterator[tuple[datetime, str]]:
    chosen = _chosen(people)
    for row in people.of("page_views"):
        who = chosen.get(row["customer_id"])
        if who is not None:
            at = moment(row["at"])
            at += timedelta(days=(now - at).days - (now - at).days % LOG_DAYS)
            stamp = f"{at:%d/%b/%Y:%H:%M:%S} +0000"
            asked = f'"GET {row["path"]} HTTP/1.1" 200 512 "-" "{row["agent"]}"'
            yield at, f"{row['ip']} - {who['email']} [{stamp}] {asked}"


def _scans(collection: Collection, people: People) -> Iterator[tuple[str, bytes]]:
    for pattern in (path for path in collection.at.get("paths", ()) if NUMBER in path):
        for row in _chosen(people).values():
            path = pattern.replace(NUMBER, row["customer_no"]).replace("*", "ondertekend")
            yield path, f"%PDF-1.4\n% Ondertekend door {name_of(row)} <{row['email']}>\n%%EOF\n".encode()
