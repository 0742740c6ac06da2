"""The desk that weighs an objection: a named person upholds it or rejects it, with reasons (Art. 21(1), 12(4) GDPR).

Until then everything contested stands still. Upheld: the copies that are promised go first, the stop stays for good.
Rejected: the person gets the reasons, the authority and the court first; only then the stop is lifted.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.course import Phase
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.policy import Text
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import OBJECTION
from belofte.domain.subject_state import RESTRICTED
from belofte.procedures.answering.told import REASONS
from belofte.procedures.cases import find_request, must_still_stand
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning import approving
from belofte.procedures.planning.drafting import draft_plan
from belofte.procedures.planning.obstacles import in_the_way
from belofte.procedures.planning.texts import were_read
from belofte.procedures.rights.standing import identifiers_of

WEIGHED = "objection.weighed"
NO_GROUNDS = Text(
    {
        "nl": "wij hebben geen dwingende gronden die zwaarder wegen dan uw belang",
        "en": "we have no compelling grounds that override your interests",
    }
)
"""The reason for upholding where nobody wrote another: what Art. 21(1) asks the company to show is not there."""


class WeighingDesk:
    """Weighs objections."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def uphold(self, reference: str, by: str, reasons: str = "") -> bool:
        """The person is right, for ``reasons`` or because nothing outweighs their interest. True: the copies are on
        their way; False: somebody must approve the plan first, for example after reading free text."""
        request = self._to_weigh(reference, by)
        weighed = self._decide(request, Phase.UPHELD, by, reasons.strip() or NO_GROUNDS.in_(request.language))
        plan = draft_plan(self._parts, weighed)
        request = self._again(weighed.id)
        with self._parts.store.reading() as tx:
            was_read = were_read(tx, plan)
        if in_the_way(request, plan, self._parts.policy.rights.ask_above, None, was_read):
            return False
        approving.approve(self._parts, request, plan, by)
        return True

    def reject(self, reference: str, by: str, reasons: str) -> None:
        """The company has compelling grounds; ``reasons`` go into the letter. Raises ``Refused`` where nothing can be
        weighed: direct marketing, or a person whose data is restricted."""
        if not reasons.strip():
            raise WrongUse("A rejected objection needs its reasons (Art. 12(4), 21(1) GDPR).", "give them: --reasons …")
        request = self._to_weigh(reference, by)
        with self._parts.store.reading() as tx:
            states = tx.states.of(identifiers_of(tx, request.id))
        if any(one.state & RESTRICTED for one in states):
            raise Refused(
                "The person's data is restricted (Art. 18 GDPR): nothing is taken up again before that is lifted.",
                "only the person lifts it: belofte request lift",
            )
        weighed = self._decide(request, Phase.REJECTED, by, reasons)
        plan = draft_plan(self._parts, weighed)
        approving.approve(self._parts, self._again(weighed.id), plan, by, plan.records)

    def _to_weigh(self, reference: str, by: str) -> Request:
        require_name(by, "weighs it")
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
        if request.right != OBJECTION:
            raise WrongUse("Only an objection is weighed.", "see belofte request show")
        if request.course.phase is Phase.UPHELD:
            raise Refused(
                "Nobody weighs this objection: it is upheld. Against direct marketing it always is (Art. 21(3) GDPR).",
                "read the plan, then approve it: belofte request show",
            )
        if request.state is RequestState.RECEIVED:
            raise Refused(
                "Nobody knows yet who objects; it stays stopped until then.",
                "the link in the letter, or: belofte request identify",
            )
        if request.state is not RequestState.PLANNED or request.course.phase is not Phase.STOPPED:
            raise Refused("This objection cannot be weighed now.", "see belofte request show for where it stands")
        return request

    def _decide(self, request: Request, phase: Phase, by: str, reasons: str) -> Request:
        weighed = replace(request, course=replace(request.course, phase=phase))
        with self._parts.store.transaction() as tx:
            must_still_stand(tx, [request])
            tx.requests.save(weighed)
            tx.vault.put(request.id, "weighed by", f"{by}: {phase}".encode())
            tx.vault.put(request.id, REASONS, reasons.strip().rstrip(".").encode())
            tx.events.add(WEIGHED, request.id, self._parts.now(), {"outcome": phase.value})
        return weighed

    def _again(self, case: str) -> Request:
        with self._parts.store.reading() as tx:
            return tx.requests.get(case)
