"""What each kind of table is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from belofte.domain.policy import Policy
from belofte.loading.importing import Fault
from belofte.procedures.intake.taking_over import Look, Rows
from belofte.procedures.intake.taking_over_cases import look_at_register, look_at_requests
from belofte.procedures.intake.taking_over_facts import Facts, documents_of, recipients_of
from belofte.procedures.intake.taking_over_members import look_at_members
from belofte.procedures.intake.taking_over_people import look_at_consents, look_at_staff

LOOKS: Mapping[str, Look] = {
    "requests": look_at_requests,
    "register": look_at_register,
    "staff": look_at_staff,
    "members": look_at_members,
    "consents": look_at_consents,
}
FACTS: Mapping[str, Callable[[Policy, Rows, Sequence[Fault]], Facts]] = {
    "recipients": recipients_of,
    "documents": documents_of,
}
"""Tables of facts: they become lines for the policy folder, and are written nowhere."""
