"""What a call is repeated for: every audience, mailbox or division; from a setting, or as the vendor lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import cast

import jmespath

from belofte.connectors.http.caller import Caller

Each = Mapping[str, object]
"""Variable → value of one turn."""


class Ranges:
    """The ranges of one system, each read once. Made anew for every search: audiences come and go."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._read: dict[str, list[Each]] = {}

    def turns(self, each: Mapping[str, str]) -> list[Each]:
        """Every combination of the variables; one empty turn where there are none."""
        listed = [[{**turn, variable: turn[_VALUE]} for turn in self._values(name)] for variable, name in each.items()]
        joined = ({k: v for turn in turns for k, v in turn.items() if k != _VALUE} for turns in product(*listed))
        return [dict(turn) for turn in joined]

    def unnamed(self, name: str) -> int:
        """How many the vendor has that the setting does not name; 0 where the setting says nothing."""
        found = self._caller.connector.ranges[name]
        stated, read = self._stated(name), found.beyond or found.read
        if stated is None or read is None:
            return 0
        known = {str(value).lower() for value in stated}
        return len({str(turn[_VALUE]).lower() for turn in self._listed(name, read)} - known)

    def values(self, name: str) -> frozenset[str]:
        """The values of a range, in lower case."""
        return frozenset(str(turn[_VALUE]).lower() for turn in self._values(name))

    def _values(self, name: str) -> list[Each]:
        if name not in self._read:
            found, stated = self._caller.connector.ranges[name], self._stated(name)
            given: list[Each] = [{_VALUE: value} for value in stated or ()]
            own = self._listed(name, found.read or "") if stated is None else given
            joined: dict[object, Each] = {turn[_VALUE]: turn for turn in own}
            for other in found.also:
                joined |= {turn[_VALUE]: {_VALUE: turn[_VALUE]} for turn in self._values(other)}
            self._read[name] = list(joined.values()) if found.also else own
        return self._read[name]

    def _stated(self, name: str) -> Sequence[object] | None:
        setting = self._caller.connector.ranges[name].setting
        written = self._caller.settings.get(setting) if setting else None
        if written is None or written == ():
            return None if self._caller.connector.ranges[name].read else ()
        return cast("Sequence[object]", written) if isinstance(written, (tuple, list)) else (written,)

    def _listed(self, name: str, read: str) -> list[Each]:
        found = self._caller.connector.ranges[name]
        path = jmespath.compile(found.value)
        turns: list[Each] = []
        for outer in self.turns(found.each):
            values = (path.search(row) for row in self._caller.rows(read, outer))
            parts = (_part(found.match, value) for value in values)
            turns += [{**outer, _VALUE: value} for value in parts if value is not None]
        return turns


def _part(pattern: str | None, value: object) -> object:
    """The part of a longer name that is the value; None where the name is another one."""
    if pattern is None or value is None:
        return value
    match = re.search(pattern, str(value))
    return match[1] if match else None


_VALUE = " "  # the name under which a turn keeps its own value until the variable is known
