"""Looking at several places at the same time, each with its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from belofte.connectors.line.dialing import NoAnswer
from belofte.connectors.line.starttls import NotOffered
from belofte.domain.expected import UNREACHABLE

AT_ONCE = 6
"""Places looked at side by side."""

Place = TypeVar("Place")
Seen = TypeVar("Seen")
Unseen = Mapping[str, str]
"""``{"unreachable": "why"}``: a place that could not be looked at."""


def each(places: Iterable[Place], look: Callable[[Place], Seen]) -> dict[str, Seen | Unseen]:
    """What is seen in each place, by its name; a place that could not be looked at says why."""

    def one(place: Place) -> Seen | Unseen:
        try:
            return look(place)
        except NotOffered:
            return {UNREACHABLE: "it does not offer TLS"}
        except NoAnswer as silent:
            return {UNREACHABLE: str(silent)}

    return {str(place): seen for place, seen in together(places, one)}


def together(places: Iterable[Place], look: Callable[[Place], Seen]) -> Iterator[tuple[Place, Seen]]:
    """Each place with what is seen there, in the order given."""
    listed = list(places)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        yield from zip(listed, pool.map(look, listed), strict=True)


def why_unseen(seen: object) -> str | None:
    """Why a place could not be looked at; None where it was."""
    if not isinstance(seen, Mapping):
        return None
    why = cast("Mapping[str, object]", seen).get(UNREACHABLE)
    return None if why is None else str(why)
