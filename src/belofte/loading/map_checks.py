"""Does a map agree with itself and with the policy's names? Every column in one list, every name known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from belofte.domain.flows import OWN
from belofte.domain.policy import FactPath, Position
from belofte.domain.system_map import Collection, EraseClear, SystemMap
from belofte.loading.map_references import Tables, all_targets, find_target
from belofte.loading.reading import Reading, under

_NOT_PERSONAL = "not_personal"


class MapCheck:
    """The checks of one system's map. What is wrong is noted in ``reading``."""

    def __init__(
        self, path: FactPath, system: SystemMap, here: Tables, elsewhere: Mapping[str, Tables], reading: Reading
    ) -> None:
        self.path, self.system, self.here, self.elsewhere, self.reading = path, system, here, elsewhere, reading

    def run(self, facts: Mapping[str, Any]) -> None:
        """Look at the system as a whole and at each table. ``facts`` are the policy's fields by name."""
        data: Mapping[str, Any] = facts.get("data", {})
        recipients: Mapping[str, Any] = facts.get("recipients", {})
        if self.system.recipient is not None:
            self._known(under(self.path, "recipient"), [self.system.recipient], recipients, "recipient")
        for setting, targets in self.system.flows.items():
            self._known(under(under(self.path, "flows"), setting), targets.values(), {*recipients, OWN}, "recipient")
        for name, collection in self.system.collections.items():
            table = under(under(self.path, "tables"), name)
            self._lists(table, collection)
            self._columns(table, collection)
            self._targets(table, collection)
            self._category(table, collection, data)
            self._known(under(table, "stop"), collection.stop, facts.get("purposes", {}), "purpose")
            if name in self.system.ignore:
                what = f'"{name}" is mapped and also ignored.'
                self.reading.problem(self._at(under(self.path, "ignore"), name), what, "Keep one of the two.")

    def _at(self, path: FactPath, name: str = "") -> Position:
        positions = self.reading.positions
        return positions.get(under(path, name)) or positions.get(path) or positions[self.path]

    def _known(self, path: FactPath, names: Iterable[str], known: Iterable[str], what: str) -> None:
        all_known = set(known)
        for name in names:
            if name not in all_known:
                self.reading.dangling(self._at(path, name), f'No {what} is called "{name}".', name, all_known)

    def _lists(self, table: FactPath, collection: Collection) -> None:
        """Every column is in exactly one list; a reference is a list of its own beside ``not_personal``."""
        first: dict[str, str] = {column: "of" for reference in collection.of for column in reference.columns}
        lists = {_NOT_PERSONAL: collection.not_personal, **collection.kinds}
        for name, columns in lists.items():
            for column in columns:
                other = first.get(column)
                if other is not None and (name == _NOT_PERSONAL or other != "of"):
                    at = self._at(under(table, name), column)
                    what = f'The column "{column}" stands in two lists: {other} and {name}.'
                    self.reading.problem(at, what, "Every column belongs in exactly one.")
                first[column] = name

    def _columns(self, table: FactPath, collection: Collection) -> None:
        """Columns that have a part to play must be in a list."""
        known = collection.columns
        clear: Iterable[str] = collection.erase.values if isinstance(collection.erase, EraseClear) else ()
        parts: dict[str, Iterable[str]] = {
            "free_text": collection.free_text,
            "files": collection.files,
            "synced_from": collection.synced_from,
            "agrees": collection.agrees,
            "origins": collection.origins,
            "erase.clear": clear,
            "open_when": collection.open_when,
            "organisation_when": collection.organisation_when,
        }
        for part, columns in parts.items():
            self._known(under(table, part), columns, known, "listed column")
        for contact in collection.contact:
            if not contact.kind:
                hint = "Put it in the list of its kind, such as: email: [email]."
                what = f'The contact column "{contact.column}" has no kind.'
                self.reading.problem(self._at(under(table, "contact"), contact.column), what, hint)

    def _targets(self, table: FactPath, collection: Collection) -> None:
        """Columns elsewhere that a clock or a kept row names must stand in a map."""
        for event, text in collection.clock.items():
            if ("." in text and text not in self.here[collection.name]) or (
                "." in text and find_target(text, self.here, self.elsewhere) is None
            ):
                self._target(under(table, "clock"), event, text)
        for text in collection.keeps:
            self._target(under(table, "keeps"), text, text)

    def _target(self, path: FactPath, name: str, text: str) -> None:
        if find_target(text, self.here, self.elsewhere) is None:
            known = all_targets(self.here, self.elsewhere)
            self.reading.dangling(self._at(path, name), f'No mapped column is called "{text}".', text, known)

    def _category(self, table: FactPath, collection: Collection, data: Mapping[str, Any]) -> None:
        """A table's kinds must be kinds of its category: else the notice does not tell of them."""
        if collection.category is None:
            return
        category = data.get(collection.category)
        if category is None:
            self._known(under(table, "category"), [collection.category], data, "category")
            return
        for kind in collection.kinds:
            if kind not in category.kinds:
                what = f'The category "{category.name}" has no kind "{kind}".'
                hint = "Add the kind to the category in policy.yaml, or give the table another category."
                self.reading.problem(self._at(under(table, kind)), what, hint)
