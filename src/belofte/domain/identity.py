"""Who is this about? Strong identifiers find records; weak ones only show candidates (design: identity).

A *strong* identifier finds records and is carried from system to system, round after round, until nothing new appears.
Two anchors that share a strong value are one person only if a second field marked ``agrees`` is equal and none differs;
else the value is *shared*: it finds nothing by itself and what hangs on it alone is asked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A value that points at a person. ``scope`` "" is world-wide, else ``system.collection.column`` or a name the
    policy gives. ``value`` is normalised for its kind (:func:`belofte.domain.kinds.normalise`)."""

    kind: str
    scope: str
    value: str
