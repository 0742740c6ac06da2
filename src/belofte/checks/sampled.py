"""Are the shared mailboxes looked through for requests that were missed (``rights.sample_mailboxes``)?

Judged on what the looking through leaves behind: when each shared mailbox was last looked into to its end, and the
messages that seem to be requests and that nobody decided about by the day their work had to be done. A mailbox that
could not be reached was not looked through; one that nobody set up cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every shared mailbox was looked through lately, and nothing that was found there is overdue."""
    del observations
    boxes = records.mailboxes
    if parameters.policy.rights.sample_mailboxes is not True:
        return unknown(
            parameters,
            now,
            worded("het beleid zegt niet dat dit gebeurt", "the policy does not say that this is done"),
        )
    if not boxes:
        return unknown(
            parameters,
            now,
            worded(
                "er is geen gedeelde postbus ingesteld die nagekeken wordt",
                "no shared mailbox is set up that is looked through",
            ),
        )
    if late := [Instance(box.name, box.undecided) for box in boxes if box.undecided]:
        return broken(
            parameters,
            now,
            worded(
                "gevonden verzoeken waarover niemand op tijd besliste",
                "requests were found that nobody decided about in time",
            ),
            late,
        )
    if away := [box.name for box in boxes if box.problem]:
        return unknown(
            parameters,
            now,
            worded(
                "niet te bereiken, dus niet nagekeken: {names}",
                "out of reach, so not looked through: {names}",
                names=", ".join(away),
            ),
        )
    if old := [box.name for box in boxes if now - box.looked_at > parameters.fresh]:
        return broken(
            parameters,
            now,
            worded("te lang niet nagekeken: {names}", "not looked through for too long: {names}", names=", ".join(old)),
            [Instance(name, 1) for name in old],
        )
    first = min(box.looked_at for box in boxes)
    return kept(
        parameters,
        now,
        worded(
            "alle gedeelde postbussen zijn nagekeken, het langst geleden op {at} UTC",
            "all shared mailboxes were looked through, the longest ago on {at} UTC",
            at=f"{first:%Y-%m-%d %H:%M}",
        ),
        first + parameters.fresh,
    )
