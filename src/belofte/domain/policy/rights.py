"""What is promised about people's rights (Art. 12-22)."""

from __future__ import annotations

from dataclasses import dataclass

from belofte.domain.policy.data import LegalBasis
from belofte.domain.policy.words import Period


@dataclass(frozen=True, slots=True)
class Rights:
    """Only what is promised, or said, about rights. The law's own rules need no line.

    ``described``: the rights the text explains (access, rectification, erasure, restriction, portability, objection,
    withdrawal, complaint, automated-decisions).
    """

    described: tuple[str, ...] = ()
    reach: str | None = None  # ours-and-processors: rights reach what others hold for the company
    requests_to: str | None = None  # privacy-contact: whom a request is addressed to
    answer_within: Period | None = None
    answer_capped_by: str | None = None  # law: the promised term never ends later than the legal month
    access_gives: tuple[str, ...] = ()  # all-data, processors, categories
    confirms: tuple[str, ...] = ()  # rights of which the doing is confirmed to the known address
    copies_go_to: str | None = None  # known-address
    elsewhere: str | None = None  # after-identification
    identify_by: str | None = None  # least-intrusive | id-copy | id-copy-masked | ...
    copies_are: str | None = None  # machine-readable
    copies_secured: str | None = None  # link | plain-mail
    leaving: str | None = None  # counts-as-erasure
    leaving_copy_first: bool | None = None
    restriction_for: str | None = None  # anyone
    restriction_lifted_by: str | None = None  # subject
    restriction_told_before_lifting: bool | None = None
    restriction_still: tuple[str, ...] = ()  # what goes on while restricted: storage, legal-claims (Art. 18(2))
    portability: str | None = None  # stated wording: all-data | provided-data
    portability_direct: bool | None = None
    portability_ends_service: bool | None = None
    objection_stop: str | None = None  # at-once
    objection_upheld: str | None = None  # copies-then-stop
    objection_answer_within: Period | None = None
    objection_marketing_absolute: bool | None = None
    objection_pointed_out: bool | None = None  # explicitly and apart, Art. 21(4)
    withdrawal: str | None = None  # as-easy-as-giving
    extension: bool | None = None  # the text tells of the two further months, reasons and cost (Art. 12(3)-(5))
    free: bool | None = None
    register: str | None = None  # handled: a register of handled requests is kept
    register_erasures: str | None = None  # anonymous
    register_term: Period | None = None
    register_basis: LegalBasis | None = None
    register_method: str | None = None  # how the rows of erasures are made anonymous
    complaint: bool | None = None
    complaint_url: str | None = None
    court: bool | None = None  # the judicial remedy is told (Art. 79)
    case_term: Period | None = None  # how long a case is kept after the answer
    download_for: Period | None = None  # how long a package can be fetched
    pause: Period | None = None  # waiting time between approval and an irreversible act
    ask_identity_within: Period | None = None  # a question who somebody is counts as timely until then
    remind_after: Period | None = None  # who did not use the link, or did not answer, is reminded
    decide_after: Period | None = None  # and then a person decides
    ask_above: int | None = None  # a plan above this many records stops and asks
    two_people: tuple[str, ...] = ()  # rights of which two people approve the plan
    two_people_above: int | None = None  # and any plan above this many records
    sample_mailboxes: bool | None = None


@dataclass(frozen=True, slots=True)
class AutomatedDecisions:
    """Art. 13(2)(f), 22."""

    used: bool | None = None
    logic: str | None = None
