"""Every unsolicited contact asks first, whatever ground its purpose has, where the policy promises that it asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from belofte.domain.contact import Because, Contact, may_contact
from belofte.domain.decision import Why, compiled
from belofte.domain.policy import CHANNELS, LegalBasis, Purpose, Use
from belofte.loading.folder import load_policy_folder

POLICY = load_policy_folder(Path(__file__).parents[2] / "examples" / "linprofs").policy
OTHERS = [basis for basis in LegalBasis if basis is not LegalBasis.CONSENT]


@pytest.mark.parametrize("basis", OTHERS, ids=str)
@pytest.mark.parametrize("channel", CHANNELS)
def test_another_ground_than_a_yes_reaches_nobody_unasked(channel: str, basis: LegalBasis) -> None:
    spring = Purpose("spring", (Use("profile"),), basis=basis, channels=(channel,))
    policy = replace(POLICY, purposes={**POLICY.purposes, "spring": spring})
    contact = Contact(channel, Because.UNSOLICITED, "spring")
    assert policy.limits.contact == "explicit-consent"
    assert may_contact(policy, compiled(policy, {}), 0, contact) is Why.NO_CONSENT
    silent = replace(policy, limits=replace(policy.limits, contact=None))
    assert may_contact(silent, compiled(silent, {}), 0, contact) is Why.YES, "nothing was promised"
