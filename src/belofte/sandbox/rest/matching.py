"""Which operation of a vendor a call is: method and path against the templates of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from belofte.loading.simulated import Route, SimulatedVendor

PART = re.compile(r"\{([A-Za-z_]+)(\*?)\}")


@dataclass(frozen=True, slots=True)
class Matched:
    """The operation and the parts of its path."""

    route: Route
    path: Mapping[str, str]


class Routes:
    """All operations of one vendor."""

    def __init__(self, vendor: SimulatedVendor) -> None:
        self._routes = [(route, _pattern("" if route.root else vendor.base, route.path)) for route in vendor.routes]

    def match(self, method: str, path: str) -> Matched | None:
        """The first operation that fits."""
        bare = _decoded(path)
        for route, pattern in self._routes:
            if route.method == method and (found := pattern.fullmatch(bare)):
                return Matched(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return None

    def knows_path(self, path: str) -> bool:
        """Whether the path exists with another method."""
        return any(pattern.fullmatch(_decoded(path)) for _, pattern in self._routes)


def _decoded(path: str) -> str:
    """The path without percent signs, but for a slash inside a part."""
    return quote(unquote(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe="/%()',:;=@$!*+&~ ")


def _pattern(base: str, template: str) -> re.Pattern[str]:
    """``{id}`` is one part of the path; ``{id*}`` may have slashes."""
    pieces: list[str] = []
    end = 0
    for found in PART.finditer(template):
        pieces += [re.escape(template[end : found.start()]), f"(?P<{found[1]}>{'.+' if found[2] else '[^/]+?'})"]
        end = found.end()
    pieces.append(re.escape(template[end:]))
    return re.compile(re.escape(base) + "".join(pieces))
