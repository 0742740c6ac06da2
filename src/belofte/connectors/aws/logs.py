"""CloudWatch logs: lines about somebody are found and copied. One line cannot be deleted: it goes when its term ends.

A record is one event: ``group``, ``stream``, ``timestamp``, ``message``. AWS has no call that deletes an event; the
group's retention does, so erasing one is *pending* until then, and *impossible* where the group keeps everything for
ever (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html: it can take 72 hours
after the term before an event is gone).

``at.by`` names kinds that are looked for in the text beside those of the map's columns; ``at.ours`` the company's own
mail domains; ``at.spelling: any`` reads every event, for addresses that are written in unusual capitals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from belofte.connectors.aws.access import Reply
from belofte.connectors.aws.given import Given
from belofte.connectors.aws.log_text import Read, patterns, read
from belofte.connectors.aws.places import By, MapDoesNotFit, by_name, one_word, references
from belofte.connectors.aws.seeking import ARROW, Hit, People, Sought, sought
from belofte.connectors.aws.service import Copied, Staying, Stays
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.system_map import Collection, Verb

_AFTER_TERM = timedelta(hours=72)  # what AWS itself allows for until an event is gone
_PASSES = 4  # so many filtered passes over a group; what needs more is read once, without a filter
_FIXED = "A line of a log cannot be changed: it goes when the term of its group ends."
_FOREVER = (
    "This log group keeps its events for ever: set a retention on it (CloudWatch console, or put_retention_policy); "
    "then the day on which they go can be told."
)


@dataclass(frozen=True, slots=True)
class _Group:
    """One log group: for how many days it keeps events; None: for ever."""

    name: str
    days: int | None


class Logs:
    """One collection: the events of some log groups."""

    def __init__(self, given: Given, collection: Collection) -> None:
        self._given, self._collection, self._aws = given, collection, given.aws
        self._names = collection.at.get("group", ())
        if not self._names:
            raise MapDoesNotFit(given.system.name, collection.name, "does not say at.group", "Name the log groups.")
        back = one_word(given.system, collection, "days")
        if back and not back.isdigit():
            raise MapDoesNotFit(given.system.name, collection.name, "has at.days that is no number", "Write 90.")
        self._back = int(back) if back else None
        self._ways = self._ways_in()
        self._reads_all = one_word(given.system, collection, "spelling") == "any"

    @property
    def collection(self) -> Collection:
        """The map of these events."""
        return self._collection

    @property
    def can(self) -> frozenset[Verb]:
        """Found and copied; what erases is the group's own term."""
        return frozenset({Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.READ_BACK, Verb.PURGE})

    def signature(self) -> str:
        """The declared groups are there. Their terms may change without the map being another."""
        return "logs:" + ",".join(group.name for group in self._groups())

    def find(self, people: People) -> Iterator[Hit]:
        """Events with a value of somebody in their text."""
        ways = [way for way in (sought(by, people) for by in self._ways) if way.holders]
        if not ways:
            return
        for group in self._groups():
            seen = set[Key]()
            for event in self._events(group, ways):
                key = _key(group.name, event)
                if key not in seen:
                    hits = list(self._hits(key, event, ways, people))
                    seen |= {key} if hits else set()
                    yield from hits

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """The lines as they are, with the moment each was written."""
        for hit in hits:
            event = cast("Reply", hit.row)
            moment = _moment(event).isoformat()
            group, stream = str(hit.key[0]), str(hit.key[1])
            fields = {"group": group, "stream": stream, "timestamp": moment, "message": str(event["message"])}
            yield hit, Copied(fields)

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Nothing is called: the day on which each event goes."""
        return self._staying([hit.key for hit in hits])

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
        """Events are found by what stands in them: what the search did not find is gone."""
        return self._staying([key for key in keys if key in found])

    def _staying(self, keys: Sequence[Key]) -> Staying:
        kept_for = {group.name: group.days for group in self._groups()} if keys else dict[str, int | None]()
        return {key: self._stays(key, kept_for.get(str(key[0]))) for key in keys}

    def _stays(self, key: Key, days: int | None) -> Stays:
        where = f"logs:{key[0]}"
        if days is None:
            return Stays(Outcome.IMPOSSIBLE, where, _FOREVER)
        gone = datetime.fromtimestamp(int(key[2]) / 1000, UTC) + timedelta(days=days) + _AFTER_TERM
        return Stays(Outcome.PENDING, where, _FIXED, until=max(self._given.day(gone), self._given.day(self._now)))

    @property
    def _now(self) -> datetime:
        return self._given.clock.now()

    def _groups(self) -> list[_Group]:
        found: list[_Group] = []
        for name in self._names:
            listed = self._aws.items("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name)
            group = next((one for one in listed if one["logGroupName"] == name), None)
            if group is None:
                remedy = "Correct at.group, or take it out."
                raise MapDoesNotFit(self._given.system.name, self._collection.name, f"has no log group {name}", remedy)
            days = group.get("retentionInDays")
            found.append(_Group(name, int(days) if days is not None else None))
        return found

    def _events(self, group: _Group, ways: Sequence[Sought]) -> Iterator[Reply]:
        """Events that can match, each at least once: filtered by AWS for few people, read whole for many."""
        asked = None if self._reads_all else patterns(ways)
        since: dict[str, Any] = {}
        if self._back is not None:
            since = {"startTime": int((self._now - timedelta(days=self._back)).timestamp() * 1000)}
        for pattern in asked if asked is not None and len(asked) <= _PASSES else [""]:
            more = {"filterPattern": pattern} if pattern else {}
            yield from self._aws.items("logs", "filter_log_events", "events", logGroupName=group.name, **since, **more)

    def _hits(self, key: Key, event: Reply, ways: Sequence[Sought], people: People) -> Iterator[Hit]:
        ours = self._collection.at.get("ours", ())
        said = read(str(event["message"]), ways, ours, self._given.calling_code)
        for person, by in said.whose.items():
            first = next((way.by for way in by if way.by.strong), by[0].by)
            yield Hit(
                person,
                key,
                f"{first.label}{ARROW}{self._collection.name}",
                sure=_is_theirs_alone(said, person, people),
                candidate=not first.strong,
                holds=said.holds,
                events=self._days(event),
                has_text=bool(self._collection.free_text),
                row=event,
            )

    def _days(self, event: Reply) -> dict[str, date | None]:
        day = self._given.day(_moment(event))
        return {event: day if column == "timestamp" else None for event, column in self._collection.clock.items()}

    def _ways_in(self) -> list[By]:
        """The kinds that are looked for: of the map's columns, of ``at.by``, and references to other systems."""
        stated = {*self._collection.kinds, *(found.kind for found in self._collection.found_by)}
        names = dict.fromkeys([*sorted(stated), *self._collection.at.get("by", ())])
        ways = [by_name(self._given.system, self._collection, name) for name in names]
        return [*filter(None, ways), *references(self._collection)]


def _is_theirs_alone(said: Read, person: int, people: People) -> bool:
    """Is nobody else in the line: no other of those asked about, and no address that is not this person's?"""
    own = {identifier.value for identifier in people[person]}
    others = [o for o in said.whose if o != person and {i.value for i in people[o]} != own]
    strong_others = any(way.by.strong for other in others for way in said.whose[other])
    return not strong_others and said.addresses <= own


def _key(group: str, event: Reply) -> Key:
    return group, str(event["logStreamName"]), int(event["timestamp"]), str(event["eventId"])


def _moment(event: Reply) -> datetime:
    return datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC)
