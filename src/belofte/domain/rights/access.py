"""Access (Art. 15 GDPR): a copy of every record, with its category and the path by which it was found."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision
from belofte.domain.rights.planning import Drafted, Judged, NewId, PlanHead, drafted
from belofte.domain.system_map import SystemMap, Verb


def plan_access(head: PlanHead, located: Located, systems: Mapping[str, SystemMap], new_id: NewId) -> Drafted:
    """Export every record that is the person's own; nothing is changed anywhere."""
    return drafted(head, located, systems, (Verb.EXPORT,), _judge, new_id)


def _judge(_system: SystemMap, _record: Found) -> Judged:
    return Judged(Decision.EXPORT)
