"""Files and lines go: what the orders cover, found again, changed in one pass over each file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.dividing import Seen, Share
from belofte.connectors.files.layout import Format, Layout, Place
from belofte.connectors.files.paths import reach
from belofte.connectors.files.seeking import FileHit, Seeking, Tally, cleared
from belofte.connectors.files.storage import AS_IT_IS, CannotWork, Change, Storage
from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Decision, Failure

OTHER_NAME = "The file has another name on the disk (a hard link), under which it would stay: remove that name first."

Lines = Mapping[str, Mapping[tuple[int, bool, bool], Tally]]


@dataclass(slots=True)
class Looked:
    """What a search for a batch of orders came to."""

    seeking: Seeking
    files: dict[int, dict[Key, FileHit]] = field(default_factory=dict[int, "dict[Key, FileHit]"])
    lines: Lines = field(default_factory=dict[str, "Mapping[tuple[int, bool, bool], Tally]"])

    def seen(self, person: int) -> list[Seen]:
        """One person's records: files by key, the lines of a collection as one with their count."""
        found = [Seen(hit.place.collection.name, key, hit.sure) for key, hit in self.files.get(person, {}).items()]
        for collection, tallies in self.lines.items():
            for (whose, sure, candidate), tally in tallies.items():
                if whose == person and not candidate:
                    found.append(Seen(collection, (), sure, tally.count))
        return found

    def left(self, person: int) -> list[Seen]:
        """The same, lines only as far as the map would still change them."""
        found = [one for one in self.seen(person) if one.key]
        for collection, tallies in self.lines.items():
            for (whose, sure, candidate), tally in tallies.items():
                if whose == person and not candidate and tally.left:
                    found.append(Seen(collection, (), sure, tally.left))
        return found


class Acting:
    """Erases batches of orders under one map."""

    def __init__(self, layout: Layout, storage: Storage, looked: Looked, shares: Sequence[Share]) -> None:
        self._layout, self._storage, self._looked = layout, storage, looked
        self.shares = shares

    def erase(self) -> None:
        """Carry out what fits; what each order came to stands in its share."""
        for number, share in enumerate(self.shares):
            self._hinder(number, share)
        for number, share in enumerate(self.shares):
            for one in list(share.of(Decision.DELETE)) if share.going else ():
                if one.key:
                    self._remove(share, self._looked.files[number][one.key])
        for place in self._layout.places.values():
            if place.format is Format.LINES:
                self._rewrite(place)

    def _hinder(self, number: int, share: Share) -> None:
        for one in share.of(*ERASING) if share.going else ():
            if one.key and self._looked.files[number][one.key].names > 1:
                share.failure = Failure(False, one.collection, OTHER_NAME)

    def _remove(self, share: Share, hit: FileHit) -> None:
        try:
            self._storage.removed(hit.at.path, hit.at.folders)
        except CannotWork as cannot:
            share.failure = Failure(cannot.transient, hit.place.collection.name, cannot.remedy)

    def _rewrite(self, place: Place) -> None:
        name = place.collection.name
        going = {n: d for n, share in enumerate(self.shares) if share.going and (d := _erasing(share, name))}
        paths: dict[str, set[int]] = defaultdict(set)
        for (person, sure, candidate), tally in self._looked.lines.get(name, {}).items():
            if person in going and sure and not candidate:
                for path in tally.files:
                    paths[path].add(person)
        did = Counter[int]()
        for path, persons in sorted(paths.items()):
            changed = Counter[int]()
            try:
                if self._storage.about(path) is not None:
                    self._storage.rewritten(path, self._change(place, going, changed), held_open=place.held_open)
                did += changed
            except CannotWork as cannot:
                for person in persons:
                    self.shares[person].failure = Failure(cannot.transient, name, f"{cannot.why}: {cannot.remedy}")
        for person in going:
            _count(self.shares[person], name, did[person])

    def _change(self, place: Place, going: Mapping[int, Decision], did: Counter[int]) -> Change:
        def change(line: bytes) -> bytes | None:
            mine = [
                w for w in self._looked.seeking.whose(place, line) if w.person in going and w.sure and not w.candidate
            ]
            if not mine:
                return line
            new = cleared(place, line) if going[mine[0].person] is Decision.CLEAR else None
            did.update(one.person for one in mine if new != line)
            return new

        return Change(change, lambda block: self._looked.seeking.where(place, block))


def mend(layout: Layout, storage: Storage) -> None:
    """Finish rewritings that were broken off, each line as it is; the search that follows finds what must go."""
    for place in layout.places.values():
        for pattern in place.patterns if place.format is Format.LINES else ():
            for at in reach(storage, pattern):
                if not at.odd and storage.unfinished(at.path):
                    storage.mended(at.path, AS_IT_IS)


def _erasing(share: Share, collection: str) -> Decision | None:
    """What happens to a person's lines of a collection."""
    return next(
        (line.decision for line in share.order.lines if _takes(line.collection, line.decision, collection)), None
    )


def _takes(named: str, decision: Decision, collection: str) -> bool:
    return named == collection and decision in ERASING


def _count(share: Share, collection: str, did: int) -> None:
    """What was done stands in the place of what was found before."""
    for number, line in enumerate(share.order.lines):
        if _takes(line.collection, line.decision, collection):
            share.under[number] = [Seen(collection, (), count=did)] if did else []
