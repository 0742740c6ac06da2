"""Objects of one bucket: found by their key or by a tag, copied with all their versions, marked by tags.

A record is everything the bucket keeps under one key: every version, every delete marker, every upload that nobody
finished. Its columns: ``key``, ``versions``, ``size``, ``last_modified``, ``content_type``, ``tag.NAME``,
``metadata.NAME`` and ``body``, the original.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import cast

from belofte.connectors.aws.given import Given
from belofte.connectors.aws.listing import Listing, Stored
from belofte.connectors.aws.places import By, MapDoesNotFit, by_column, by_name, needed_word, one_word
from belofte.connectors.aws.s3_copying import Copying
from belofte.connectors.aws.s3_erasing import Erasing
from belofte.connectors.aws.s3_labels import Labels
from belofte.connectors.aws.seeking import ARROW, Hit, People, Sought, best, sought
from belofte.connectors.aws.service import Copied, Staying, Stays
from belofte.connectors.aws.template import Template, template
from belofte.domain.canonical import canonical_json
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import KINDS, Form
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.retention import tag_event
from belofte.domain.system_map import Collection, Verb

TAG, METADATA = "tag.", "metadata."
_PART_OF_IT = "Store the object again with what is right, and have the old version erased."
_ALOUD = "This is about more than one person, so it is never taken away for one of them."
_ASKED_TOGETHER = 8  # calls for labels that are under way at the same time


class Bucket:
    """One collection of objects."""

    def __init__(self, given: Given, collection: Collection) -> None:
        self._given, self._system, self._collection = given, given.system, collection
        self._aws, self._code = given.aws, given.calling_code
        self.name = needed_word(given.system, collection, "bucket")
        self._listing = Listing(given.aws, self.name)
        self._labels = Labels(given.aws, self.name)
        self._copying = Copying(given.aws, self.name, self._labels)
        self._erasing = Erasing(given.aws, self.name, given.buckets, given.clock, given.zone)
        self._prefixes = [template(text) for text in collection.at.get("prefix", ("",))]
        self._shared = [template(text) for text in collection.at.get("shared", ())]
        self._named = {name: self._by_name(name) for prefix in self._prefixes for name in prefix.names}
        self._label = self._by_label()

    @property
    def collection(self) -> Collection:
        """The map of these objects."""
        return self._collection

    @property
    def can(self) -> frozenset[Verb]:
        """Content cannot be put right in place; tags can."""
        verbs = {Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.READ_BACK, Verb.PURGE}
        if any(column.startswith(TAG) for column in self._collection.columns):
            verbs |= {Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT}
        return frozenset(verbs)

    def signature(self) -> str:
        """The bucket is there and may be looked at."""
        if self._aws.maybe("s3", "head_bucket", ("404", "NoSuchBucket"), Bucket=self.name) is None:
            remedy = "Correct at.bucket, or take the table out of the map."
            raise MapDoesNotFit(self._system.name, self._collection.name, f"has no bucket {self.name}", remedy)
        return f"s3:{self.name}"

    def find(self, people: People) -> Iterator[Hit]:
        """Objects whose key or label names somebody."""
        found: list[Hit] = []
        if self._label is not None:
            found += self._by_labels(people, self._label)
        for prefix in self._prefixes:
            if prefix.names:
                found += self._by_keys(people, prefix)
        yield from best(found)

    def whole(self) -> Iterator[Hit]:
        """Every object below the prefixes of the map, with its days."""
        roots = sorted({prefix.root for prefix in self._prefixes})
        outermost = [root for n, root in enumerate(roots) if not any(root.startswith(other) for other in roots[:n])]
        for root in outermost:
            yield from (self._dated(stored) for stored in self._listing.below(root) if self._is_ours(stored.key))

    def told(self) -> Iterator[tuple[Hit, str]]:
        """Every object, and what is read under its key now: size and mark of the newest version, as the list has them.
        Older versions may go by a rule of the bucket; a marker on top hides what is kept."""
        for hit in self.whole():
            versions = cast("Stored", hit.row).versions
            if versions:
                yield hit, canonical_json([versions[0].is_marker, versions[0].size, versions[0].etag])

    def these(self, keys: Sequence[Key]) -> Iterator[Hit]:
        """Those of these objects that the bucket still keeps anything of."""
        there = self._listing.exactly(str(key[0]) for key in keys)
        yield from (self._dated(stored) for stored in there if self._is_ours(stored.key))

    def _is_ours(self, key: str) -> bool:
        return any(not prefix.names or next(prefix.readings(key), None) for prefix in self._prefixes)

    def _dated(self, stored: Stored) -> Hit:
        return Hit(0, (stored.key,), "term", events=self._days(stored), row=stored)

    def _days(self, stored: Stored) -> dict[str, date | None]:
        """The days of an object; a label is asked for only where a day or a tag of the policy stands in one."""
        columns = {*self._collection.clock.values(), *(c for when in self._collection.tagged.values() for c in when)}
        asks = any(column.startswith((TAG, METADATA)) for column in columns)
        labels = self._labels.of(stored, stored.bodies[0]) if asks and stored.bodies else dict[str, str]()
        days = self._events(stored)
        for event, column in self._collection.clock.items():
            if column.startswith((TAG, METADATA)):
                days[event] = _day(labels.get(column, ""))
        for tag, when in self._collection.tagged.items():
            has = bool(when) and all(labels.get(c, "") in map(_text, values) for c, values in when.items())
            days[tag_event(tag)] = self._given.day(stored.modified) if has else None
        return days

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """Every version of every object, large ones in parts."""
        for hit in hits:
            for copied in self._copying.copies(cast("Stored", hit.row)):
                yield hit, copied

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Every version, marker and unfinished upload."""
        stays = dict(self._erasing.erase([cast("Stored", hit.row) for hit in hits if hit.sure]))
        where = f"{self._collection.name}: objects about several people"
        stays |= {hit.key: Stays(Outcome.FAILED, where, _ALOUD) for hit in hits if not hit.sure}
        return stays

    def fixed(self, columns: Iterable[str]) -> str | None:
        """All but tags is part of a version."""
        return None if all(column.startswith(TAG) for column in columns) else _PART_OF_IT

    def put(self, hit: Hit, values: Mapping[str, object]) -> Failure | None:
        """Tags only: metadata and content are part of a version, and a version cannot be changed."""
        if remedy := self.fixed(values):
            return Failure(False, self._collection.name, remedy)
        tags = {column.removeprefix(TAG): _text(value) for column, value in values.items()}
        self._labels.put_tags(cast("Stored", hit.row), tags)
        return None

    def unlike(self, wanted: Mapping[Key, Mapping[str, object]]) -> frozenset[Key]:
        """Looks at the tags of the newest version that has content."""
        there = {(stored.key,): stored for stored in self._listing.exactly(str(key[0]) for key in wanted)}
        different: set[Key] = set()
        for key, values in wanted.items():
            stored = there.get((str(key[0]),))
            tags = self._labels.of(stored, stored.bodies[0]) if stored and stored.bodies else dict[str, str]()
            if any(tags.get(column, "") != _text(value) for column, value in values.items()):
                different.add(key)
        return frozenset(different)

    def still(self, keys: Sequence[Key], found: Mapping[Key, Hit]) -> Staying:
        """What the search found again, and what a list of the other keys shows, with what keeps it there."""
        there = [cast("Stored", found[key].row) for key in keys if key in found]
        others = self._listing.exactly(str(key[0]) for key in keys if key not in found)
        return self._erasing.still([*there, *others])

    def _by_keys(self, people: People, prefix: Template) -> Iterator[Hit]:
        ways = [(number, sought(by, people)) for number, by in self._ways(prefix)]
        if not any(way.holders for _, way in ways):
            return
        for stored in self._candidates(prefix, ways):
            for reading in prefix.readings(stored.key):
                yield from self._hits(stored, [(way, reading[number]) for number, way in ways])

    def _candidates(self, prefix: Template, ways: Sequence[tuple[int, Sought]]) -> Iterator[Stored]:
        """The objects that can match, by as few lists as the prefix allows."""
        if len(prefix.names) != 1:
            return self._listing.below(prefix.root)
        way = ways[0][1]
        if _is_exact(way.by):
            return self._listing.below_each(prefix.root, filter(None, map(prefix.filled, way.holders)))
        if not prefix.fills_a_folder:
            return self._listing.below(prefix.root)
        folders = (name for name in self._listing.folders(prefix.root) if way.whose(name, self._code))
        return self._listing.below_each(prefix.root, filter(None, map(prefix.filled, folders)))

    def _by_labels(self, people: People, label: tuple[str, By]) -> Iterator[Hit]:
        column, by = label
        way = sought(by, people)
        if not way.holders:
            return
        roots = sorted({prefix.root for prefix in self._prefixes})
        outermost = [root for n, root in enumerate(roots) if not any(root.startswith(other) for other in roots[:n])]
        for root in outermost:
            for stored, values in self._labelled(self._listing.below(root), column):
                yield from self._hits(stored, [(way, value) for value in sorted(values)])

    def _labelled(self, listed: Iterable[Stored], column: str) -> Iterator[tuple[Stored, frozenset[str]]]:
        """Objects with the values of one label on any of their versions: a call a version, some at a time."""

        def values(stored: Stored) -> tuple[Stored, frozenset[str]]:
            labels = (self._labels.of(stored, version).get(column, "") for version in stored.bodies)
            return stored, frozenset(part for text in labels for part in text.split())

        with ThreadPoolExecutor(max_workers=_ASKED_TOGETHER, thread_name_prefix="labels") as pool:
            waiting: list[Stored] = []
            for stored in listed:
                waiting.append(stored)
                if len(waiting) == _ASKED_TOGETHER:
                    yield from pool.map(values, waiting)
                    waiting.clear()
            yield from pool.map(values, waiting)

    def _hits(self, stored: Stored, stated: Sequence[tuple[Sought, str]]) -> Iterator[Hit]:
        """Whose an object is by what its key or label states. Two values of one kind are two people."""
        whose: dict[int, list[Sought]] = defaultdict(list)
        for way, value in stated:
            for person in way.whose(value, self._code):
                whose[person].append(way)
        values = {(way.by.kind, way.by.scope): set[str]() for way, _ in stated}
        for way, value in stated:
            values[way.by.kind, way.by.scope].add(value)
        about_several = any(len(each) > 1 for each in values.values()) or self._is_shared(stored.key)
        for person, ways in whose.items():
            by = next((way.by for way in ways if way.by.strong), ways[0].by)
            yield Hit(
                person,
                (stored.key,),
                f"{by.label}{ARROW}{self._collection.name}",
                sure=not about_several,
                candidate=not by.strong,
                holds=_holds(stated),
                events=self._events(stored),
                has_text=bool(self._collection.free_text),
                row=stored,
            )

    def _is_shared(self, key: str) -> bool:
        return any(next(prefix.readings(key), None) is not None for prefix in self._shared)

    def _events(self, stored: Stored) -> dict[str, date | None]:
        day = self._given.day(stored.modified)
        return {event: day if column == "last_modified" else None for event, column in self._collection.clock.items()}

    def _ways(self, prefix: Template) -> Iterator[tuple[int, By]]:
        for number, name in enumerate(prefix.names):
            yield number, self._named[name]

    def _by_name(self, name: str) -> By:
        by = by_name(self._system, self._collection, name)
        if by is None:
            what, remedy = f"has a name in at.prefix that finds nobody ({name})", "Name a kind, or a column of of:."
            raise MapDoesNotFit(self._system.name, self._collection.name, what, remedy)
        return by

    def _by_label(self) -> tuple[str, By] | None:
        """The tag or metadata that tells whose an object is, as a column, and what its value is."""
        for word, start in (("tag", TAG), ("metadata", METADATA)):
            named = one_word(self._system, self._collection, word)
            if not named:
                continue
            column = f"{start}{named}"
            by = by_column(self._system, self._collection, column)
            if by is None:
                remedy = f"Put {column} in the list of its kind, such as customer-number: [{column}]."
                raise MapDoesNotFit(self._system.name, self._collection.name, f"does not say what {column} is", remedy)
            return column, by
        return None


def _holds(stated: Sequence[tuple[Sought, str]]) -> tuple[Identifier, ...]:
    """The strong values an object states, other people's too: they tell whose it is."""
    return tuple(
        Identifier(way.by.kind, way.by.scope, value) for way, value in stated if way.by.strong and way.by.kind != KEY
    )


def _is_exact(by: By) -> bool:
    """Is a value compared as it is written? Then its prefix is known; else the folders are looked through."""
    return by.kind == KEY or by.kind not in KINDS or KINDS[by.kind].form is Form.AS_WRITTEN


def _text(value: object) -> str:
    """A value of the map as a tag: tags are text."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _day(written: str) -> date | None:
    """A day in a label, written year-month-day; None where there is none, so that nobody erases by a guess."""
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None
