"""Which check a fact has: it follows from the kind of fact, and a clause can overrule it by name (``check:``).

A pattern is a fact path in which ``*`` stands for one name and a last ``**`` for everything below. The first that fits
counts; the last line is for every fact that nothing else fits, so no clause is without a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.checks import (
    announced_parts,
    answer_in_time,
    copies,
    declared,
    disclosed,
    ended,
    flowing,
    for_others,
    handled,
    in_the_notice,
    not_looked,
    notice_shown,
    on_paper,
    retention_term,
    sampled,
    settings_expected,
    staff_access,
    stays_forgotten,
    tracked,
    transferring,
    uses_logged,
    versions,
)
from belofte.checks.shape import Check
from belofte.domain.errors import WrongUse
from belofte.domain.facts import fits
from belofte.domain.speaking import CHECK

CHECKS: Mapping[str, Check] = {
    "in-the-notice": in_the_notice.judge_sentence,
    "announced-parts": announced_parts.judge,
    "contact-at-end": in_the_notice.judge_contact_at_end,
    "authority-link": in_the_notice.judge_authority_link,
    "newest-shown": notice_shown.judge,
    "version-in-force": versions.judge_in_force,
    "one-valid-version": versions.judge_one_valid,
    "retention-term": retention_term.judge,
    "answer-in-time": answer_in_time.judge,
    "register-complete": handled.judge_register,
    "register-anonymous": handled.judge_anonymous,
    "known-address": handled.judge_known_address,
    "complete-copies": copies.judge_complete,
    "copies-with-category": copies.judge_categories,
    "copies-with-processors": copies.judge_processors,
    "copies-machine-readable": copies.judge_readable,
    "erasure-read-back": handled.judge_erased,
    "searched-everywhere": handled.judge_searched,
    "stays-forgotten": stays_forgotten.judge,
    "document": on_paper.judge,
    "all-bound-to-secrecy": on_paper.judge_all_bound,
    "who-can-read": staff_access.judge_readers,
    "signed-secrecy": staff_access.judge_signed,
    "kept-from-staff": staff_access.judge_kept_out,
    "everything-declared": declared.judge,
    "named-suppliers": declared.judge_named_suppliers,
    "only-declared-flows": flowing.judge,
    "transfer-holds": transferring.judge,
    "agreed-on-behalf": for_others.judge,
    "settings-as-expected": settings_expected.judge,
    "recipient-ended": ended.judge,
    "mailboxes-sampled": sampled.judge,
    "tracking-asked": tracked.judge,
    "disclosures-complete": disclosed.judge_complete,
    "disclosures-forced": disclosed.judge_forced,
    "by-people": not_looked.judge_by_people,
    "contact-only-with-consent": uses_logged.judge_contacts,
    "uses-on-a-ground": uses_logged.judge_grounds,
    "shipments-with-order": uses_logged.judge_orders,
    "gets-only-what-is-stated": uses_logged.judge_carriers,
    "not-looked": not_looked.judge,
}
"""Every kind of promise by name."""

NOT_LOOKED, AS_EXPECTED = "not-looked", CHECK

BY_FACT: tuple[tuple[str, str], ...] = (
    ("controller.**", "in-the-notice"),
    ("privacy_office", "contact-at-end"),
    ("notice.contact_details_at", "contact-at-end"),
    ("notice.**", "announced-parts"),
    ("in_force", "version-in-force"),
    ("ends_earlier_at", "one-valid-version"),
    ("suppression_list", "stays-forgotten"),
    ("services", "in-the-notice"),
    ("technology.named", "named-suppliers"),
    ("limits.data", "everything-declared"),
    ("limits.purposes", "only-declared-flows"),
    ("limits.contact", "contact-only-with-consent"),
    ("limits.tied_to", "uses-on-a-ground"),
    ("limits.**", "by-people"),
    ("purposes.*.channels", "contact-only-with-consent"),
    ("purposes.**", "by-people"),
    ("sharing.only_for", "only-declared-flows"),
    ("sharing.all_bound_to_secrecy", "all-bound-to-secrecy"),
    ("sharing.bound_by", "all-bound-to-secrecy"),
    ("authorities.grounds", "disclosures-complete"),
    ("authorities.when", "disclosures-forced"),
    ("recipients.*.gets", "gets-only-what-is-stated"),
    ("recipients.*.secrecy.**", "document"),
    ("recipients.*.ends", "recipient-ended"),
    ("recipients.*.transfer.**", "transfer-holds"),
    ("recipients.*.agreement.**", "document"),
    ("recipients.*.measures", "document"),
    ("recipients.*.own_use", "document"),
    ("recipients.*.never_uses.**", "document"),
    ("recipients.*.shares_on", "document"),
    ("recipients.*.role", "document"),
    ("recipients.*.tracking", "tracking-asked"),
    ("staff.roles", "who-can-read"),
    ("staff.secrecy.**", "signed-secrecy"),
    ("staff.own_use", "document"),
    ("retention.*.staff_access", "kept-from-staff"),
    ("retention.*.seen_by.**", "kept-from-staff"),
    ("retention.**", "retention-term"),
    ("rights.answer_within", "answer-in-time"),
    ("rights.objection.answer_within", "answer-in-time"),
    ("rights.register.kept", "register-complete"),
    ("rights.register.erasures", "register-anonymous"),
    ("rights.register", "register-complete"),
    ("rights.copies_go_to", "known-address"),
    ("rights.elsewhere", "known-address"),
    ("rights.identify_by", "known-address"),
    ("rights.copies_are", "copies-machine-readable"),
    ("rights.access_gives.all-data", "complete-copies"),
    ("rights.access_gives.processors", "copies-with-processors"),
    ("rights.access_gives.categories", "copies-with-category"),
    ("rights.access_gives", "complete-copies"),
    ("rights.portability.scope", "complete-copies"),
    ("rights.reach", "searched-everywhere"),
    ("rights.described.access", "searched-everywhere"),
    ("rights.described.erasure", "erasure-read-back"),
    ("rights.sample_mailboxes", "mailboxes-sampled"),
    ("rights.complaint", "in-the-notice"),
    ("rights.court", "in-the-notice"),
    ("rights.described", "in-the-notice"),
    ("rights.complaint_url", "authority-link"),
    ("rights.**", "by-people"),
    ("changes.reserved", "in-the-notice"),
    ("changes.newest_here", "newest-shown"),
    ("changes.told_by", "by-people"),
    ("customers.processor_for", "agreed-on-behalf"),
    ("customers.**", "in-the-notice"),
    ("automated_decisions.**", "by-people"),
    ("statements.shipment", "shipments-with-order"),
    ("statements.**", "by-people"),
    ("systems.*.expect.**", "settings-as-expected"),
    ("**", "not-looked"),
)


class UnknownCheck(WrongUse):
    """A clause names a check that does not exist."""

    def __init__(self, clause: str, name: str) -> None:
        super().__init__(
            f"Clause {clause} names the check {name!r}, which does not exist.", f"Use {', '.join(CHECKS)}."
        )


def check_of(fact: str) -> str:
    """The name of the check a fact has."""
    return next(name for pattern, name in BY_FACT if fits(pattern, fact))
