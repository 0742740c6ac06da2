"""The desks behind the office's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte

if TYPE_CHECKING:
    from belofte.web.acts import Desks


def office_desks(belofte: Belofte) -> Desks:
    """Every desk that has a page."""
    from belofte.procedures.case_desk import CaseDesk
    from belofte.procedures.needs_desk import NeedsDesk
    from belofte.procedures.queue_desk import QueueDesk
    from belofte.web.acts import Desks

    return Desks(
        office=belofte.office,
        queue=belofte.desk(QueueDesk),
        needs=belofte.desk(NeedsDesk),
        case=belofte.desk(CaseDesk),
    )
