"""Does a connector file agree with itself? Every name points at something, every path can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import jmespath
from jmespath.exceptions import JMESPathError

from belofte.domain.policy import FactPath, Position
from belofte.domain.rest import KEY, RestConnector, RestRecord, Way
from belofte.domain.rest_access import AuthKind
from belofte.domain.rest_person import PERSON, SIGN_IN
from belofte.domain.rest_staff import StaffOf
from belofte.loading.reading import Reading, under
from belofte.loading.rest_names import check_names


def check_connector(connector: RestConnector, path: FactPath, reading: Reading) -> None:
    """Note in ``reading`` what points nowhere or cannot be read."""
    check = _Check(connector, path, reading)
    check.signing_in()
    check.operations()
    check.ranges()
    for record in connector.records.values():
        check.record(record)
    check.observed()
    check.readers()
    check.own_people()
    check_names(connector, check.at, reading)


def _mapped(record: RestRecord) -> list[str]:
    """The columns that the record's own map lists under a kind."""
    kinds = cast("Mapping[str, Iterable[str]]", record.map.get("kinds", {}))
    return [column for columns in kinds.values() for column in columns]


def _listed_columns(record: RestRecord) -> list[str]:
    """Every column that the record's own map lists."""
    return [*_mapped(record), *cast("Iterable[str]", record.map.get("not_personal", ())), *record.key]


def _paths(staff: StaffOf) -> tuple[str | None, ...]:
    return (staff.name, staff.email, staff.ends, staff.function, staff.bond, staff.active)


class _Check:
    def __init__(self, connector: RestConnector, path: FactPath, reading: Reading) -> None:
        self._connector, self._path, self._reading = connector, path, reading

    def at(self, *names: str) -> Position:
        """Where a part of the file stands; where it stands nowhere, the part around it."""
        path, positions = self._path, self._reading.positions
        at = positions[path]
        for name in names:
            path = under(path, name)
            at = positions.get(path, at)
        return at

    def _known(self, at: Position, names: Iterable[str | None], known: Iterable[str], what: str) -> None:
        listed = set(known)
        for name in names:
            if name is not None and name not in listed:
                self._reading.dangling(at, f'No {what} is called "{name}".', name, listed)

    def _jmespath(self, at: Position, text: str | None) -> None:
        try:
            jmespath.compile(text or "@")
        except JMESPathError:
            hint = "It is a JMESPath, such as: members[].id. Names with odd characters stand in double quotes."
            self._reading.problem(at, f"This path cannot be read: {text}", hint)

    def signing_in(self) -> None:
        person = self._connector.person
        if person is None:
            return
        at, setting = self.at("person"), self._connector.settings.get(SIGN_IN)
        if setting is None or PERSON not in setting.choices:
            what = f"No map can choose that a person signs in: {SIGN_IN} is no setting with the choice {PERSON}."
            self._reading.problem(
                at, what, f"Write under settings: {SIGN_IN}: {{choices: [app, person], default: app}}."
            )
        if person.kind is not AuthKind.OAUTH2_REFRESH or not (person.ask or person.device):
            what = "There is nothing that a person signs in to."
            self._reading.problem(at, what, "Write kind: oauth2_refresh, and ask: or device:.")
        operations = self._connector.operations.values()
        rights = {right for one in operations for right in (one.permission, one.scoped) if right}
        self._known(at, person.rights, rights, "permission or scoped of a call")

    def operations(self) -> None:
        for operation in self._connector.operations.values():
            at = self.at("operations", operation.name)
            self._known(at, [operation.host], self._connector.hosts, "host")
            self._known(at, [operation.auth], self._connector.auths, "way to sign in")
            self._known(at, [operation.like], self._connector.operations, "operation")
            for text in (operation.select, operation.total, operation.paging.next if operation.paging else None):
                self._jmespath(at, text)
        at = self.at("check")
        self._known(at, [self._connector.check], self._connector.operations, "operation")
        self._jmespath(self.at("error_code"), self._connector.error_code)

    def ranges(self) -> None:
        for found in self._connector.ranges.values():
            at = self.at("ranges", found.name)
            self._known(at, [found.setting], self._connector.settings, "setting")
            self._known(at, [found.read, found.beyond], self._connector.operations, "operation")
            self._known(at, (*found.each.values(), *found.also), self._connector.ranges, "range")
            if found.setting is None and found.read is None and not found.also:
                self._reading.problem(at, "Nothing says what this goes through.", "Write setting: or read:.")

    def record(self, record: RestRecord) -> None:
        at = self.at("records", record.name)
        operations = self._connector.operations
        self._known(at, record.each.values(), self._connector.ranges, "range")
        if not record.key:
            self._reading.problem(at, f'Nothing names a record of "{record.name}".', "Write key: [id].")
        for way in record.find:
            self._way(record, way, at)
        if not record.find:
            self._reading.problem(at, f'No way finds "{record.name}".', "Write find: [{by: email, one: OPERATION}].")
        acts: Iterator[str | None] = (name for way in record.erase for name in (way.do, *way.then))
        change = [record.change.do, *record.change.then] if record.change else []
        reads = (part.read for part in record.files.values())
        self._known(at, (*acts, *change, *record.more.values(), *reads), operations, "operation")
        self._known(at, [record.clear.delete], operations, "operation")
        self._known(at, record.clear.unless, self._connector.records, "kind of record")
        self._known(at, record.clear.follows, _mapped(record), "column of the map")
        self._known(at, [record.seal.all], operations, "operation")
        self._known(at, record.seal.besides, _listed_columns(record), "column of the map")
        for text in record.columns.values():
            self._jmespath(at, text)
        self._changed(record)
        self._old(record, at)
        for way in record.erase:
            self._known(at, [*way.when, way.days_from], self._connector.settings, "setting")
            self._known(at, way.among.values(), self._connector.ranges, "range")
        self._known(at, record.mixed, self._connector.settings, "setting")

    def _changed(self, record: RestRecord) -> None:
        """What can be changed is a column that the record's own map lists; without one the company does that."""
        listed, change = _listed_columns(record), record.change
        if change is not None and set(listed) - set(record.key):
            known = {*listed, *record.columns, *record.dates, *record.inside, *record.each, *record.spread}
            for part, names in (("fields", change.fields), ("whole", change.whole)):
                self._known(self.at("records", record.name, "change", part), names, known, "column of the map")

    def _old(self, record: RestRecord, at: Position) -> None:
        """By age: the operations exist, and one that is asked by a column says where its day goes."""
        known = {*record.columns, *record.dates, *_listed_columns(record)}
        for way in record.old:
            self._known(at, way.all, self._connector.operations, "operation")
            self._known(at, [way.by], known, "column of the map")
            for name in way.all:
                operation = self._connector.operations.get(name)
                asks = operation is not None and any("{before}" in text for text in operation.query.values())
                if operation is not None and asks != (way.by is not None):
                    hint = "Write {before} in its query, and by: with the column it stands for."
                    self._reading.problem(at, f'"{name}" does not ask for records before a day.', hint)
        if record.ends is not None:
            self._known(at, record.ends.by, self._connector.observe, "setting under observe")

    def _way(self, record: RestRecord, way: Way, at: Position) -> None:
        self._known(at, way.operations, self._connector.operations, "operation")
        if sum(map(bool, (way.one, way.some, way.all, way.given))) != 1:
            hint = "Write one of: one (a call a value), some (a call for several), all, given."
            self._reading.problem(at, f'A way to find "{record.name}" says not how, or says it twice.', hint)
        if not way.by and not way.all:
            self._reading.problem(at, f'A way to find "{record.name}" says not by what.', f"Write by: email, or {KEY}.")
        self._known(at, [way.inside], {*record.files, *_mapped(record)}, "column or file of the record")
        if way.inside and not way.one:
            self._reading.problem(
                at, "What is searched in a file is asked value by value.", "Write one: instead of some."
            )
        if way.some and not way.term:
            self._reading.problem(at, "Nothing says how a value stands in the question.", "Write term: \"x eq '{x}'\".")

    def readers(self) -> None:
        for found in self._connector.readers.values():
            at = self.at("readers", found.name)
            self._known(at, [found.read], self._connector.operations, "operation")
            self._known(at, found.each.values(), self._connector.ranges, "range")
            self._known(at, [found.adds_to], self._connector.readers, "readers")
            for text in (found.account, found.active, found.guest, found.groups, *found.names):
                self._jmespath(at, text)
            if (found.read is None) == (found.absent is None):
                self._reading.problem(at, "It is either read, or absent with the reason.", "Write read: or absent:.")

    def own_people(self) -> None:
        log, staff = self._connector.access_log, self._connector.staff
        if log is not None:
            at = self.at("access_log")
            self._known(at, [log.read], self._connector.operations, "operation")
            for text in (log.account, log.at, log.what, *log.names):
                self._jmespath(at, text)
            if (log.read is None) == (log.absent is None):
                self._reading.problem(at, "It is either read, or absent with the reason.", "Write read: or absent:.")
        if staff is not None:
            at = self.at("staff")
            self._known(at, [staff.read], self._connector.operations, "operation")
            for text in (*_paths(staff), *staff.names, *staff.starts):
                self._jmespath(at, text)

    def observed(self) -> None:
        for observed in self._connector.observe.values():
            at = self.at("observe", observed.name)
            self._known(at, [observed.read], self._connector.operations, "operation")
            self._known(at, observed.each.values(), self._connector.ranges, "range")
            self._jmespath(at, observed.value)
            if (observed.read is None) == (observed.absent is None):
                self._reading.problem(at, "It is either read, or absent with the reason.", "Write read: or absent:.")
