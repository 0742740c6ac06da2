"""The desk for requests about data that we hold for a customer: a named person confirms, and it goes there at once."""

from __future__ import annotations

import json
from dataclasses import replace

from belofte.domain.errors import Refused, require_name
from belofte.domain.request import RequestState
from belofte.domain.rights.names import QUESTION
from belofte.procedures.cases import find_request
from belofte.procedures.intake.passing_on import ToController, checked, pass_on
from belofte.procedures.parts import SUBMISSION, Current

_BEFORE = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED)


class CustomersDesk:
    """Passing a request on: ``belofte.desk(CustomersDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def choose(self, reference: str, whose: str, to: str, by: str) -> None:
        """:meth:`pass_on` with the customer as the office's page names it."""
        self.pass_on(reference, ToController(whose, to), by)

    def pass_on(self, reference: str, to: ToController, by: str) -> None:
        """Send the request to the customer whose data it is about, and tell the person whom to ask. From here it is
        answered like a question; nothing of it is handed over or erased by us.

        Raises ``WrongUse`` for an address that is none, ``Refused`` where something was approved already.
        """
        require_name(by, "does this")
        parts = self._current.parts
        with parts.store.transaction() as tx:
            request = find_request(tx, reference)
            to = checked(parts, replace(to, right=to.right or (None if request.right == QUESTION else request.right)))
            if request.state not in _BEFORE or request.course.controller:
                raise Refused(
                    f"This request is {request.state} and cannot be passed on any more.", "see belofte request show"
                )
            asked = json.loads(tx.vault.newest(SUBMISSION, [request.id]).get(request.id, b"{}"))
            tx.dates.cancel(request.id)
            pass_on(parts, tx, replace(request, right=QUESTION), to, str(asked.get("text") or ""), by)
