"""What a new version of the policy changes, and for whom it is better or worse (Art. 13(3), 14(4) GDPR; WP260).

Two policies are compared fact by fact. Each difference is *editorial* (it changes nothing that is done), *narrower* (we
may do less, or promise more), *wider* (we may do more, or promise less), or one of the changes of which people must be
told well before they take effect: a new recipient, purpose, transfer, category, or a longer retention. A difference
whose weight nobody wrote down counts as wider: in doubt somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.clock import after
from belofte.domain.facts import Value, facts_of, fits
from belofte.domain.policy import FactPath, Period, Policy


class ChangeKind(StrEnum):
    """What a difference means for the people whose data it is."""

    EDITORIAL = "editorial"
    NARROWER = "narrower"
    WIDER = "wider"
    NEW_RECIPIENT = "new recipient"
    NEW_PURPOSE = "new purpose"
    NEW_SUB_PROCESSOR = "new sub-processor"
    NEW_TRANSFER = "new transfer"
    NEW_CATEGORY = "new category"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``categories`` are those whose people it touches; empty: everybody."""

    kind: ChangeKind
    path: FactPath
    before: Value | None
    after: Value | None
    categories: frozenset[str] = frozenset()

    @property
    def is_material(self) -> bool:
        """Whether people must be told before it takes effect."""
        return self.kind not in (ChangeKind.EDITORIAL, ChangeKind.NARROWER)


class Weight(StrEnum):
    """How a difference of one fact is weighed."""

    MORE_IS_WIDER = "more is wider"
    MORE_IS_NARROWER = "more is narrower"
    SHORTER_IS_BETTER = "shorter is better"  # a promised term: stating one is better than none
    EDITORIAL = "editorial"
    TRANSFER = "transfer"
    RETENTION = "retention"


WEIGHTS: tuple[tuple[str, Weight], ...] = (
    ("*.*.label", Weight.EDITORIAL),
    ("controller.name", Weight.MORE_IS_WIDER),
    ("controller.book_year_starts", Weight.RETENTION),
    ("controller.book_year_changes.**", Weight.RETENTION),
    ("retention.*.tagged.*.label", Weight.EDITORIAL),
    ("controller.*", Weight.EDITORIAL),
    ("privacy_office.*", Weight.EDITORIAL),
    ("dpo.*", Weight.EDITORIAL),
    ("notice.*", Weight.EDITORIAL),
    ("languages", Weight.EDITORIAL),
    ("in_force", Weight.EDITORIAL),
    ("example", Weight.EDITORIAL),
    ("environment", Weight.EDITORIAL),
    ("statements.**", Weight.EDITORIAL),
    ("technology.*", Weight.EDITORIAL),
    ("ends_earlier_at", Weight.EDITORIAL),
    ("scope_excludes", Weight.EDITORIAL),
    ("data.*.closed", Weight.MORE_IS_NARROWER),
    ("data.*.why_needed", Weight.EDITORIAL),
    ("data.*.**", Weight.MORE_IS_WIDER),
    ("purposes.*.dpia.**", Weight.EDITORIAL),
    ("purposes.*.law", Weight.EDITORIAL),
    ("purposes.*.if_not_given", Weight.EDITORIAL),
    ("purposes.*.tied_to_order", Weight.MORE_IS_NARROWER),
    ("purposes.*.**", Weight.MORE_IS_WIDER),
    ("recipients.*.country", Weight.TRANSFER),
    ("recipients.*.only_in", Weight.TRANSFER),
    ("recipients.*.transfer.review", Weight.EDITORIAL),
    ("recipients.*.transfer.copy_from", Weight.EDITORIAL),
    ("recipients.*.transfer.fallback", Weight.EDITORIAL),
    ("recipients.*.transfer.**", Weight.TRANSFER),
    ("recipients.*.secrecy.basis", Weight.MORE_IS_NARROWER),
    ("recipients.*.secrecy.*", Weight.EDITORIAL),
    ("recipients.*.agreement.document", Weight.MORE_IS_NARROWER),
    ("recipients.*.agreement.points.*", Weight.MORE_IS_NARROWER),
    ("recipients.*.agreement.*", Weight.EDITORIAL),
    ("recipients.*.basis", Weight.EDITORIAL),
    ("recipients.*.sub_processors.*.country", Weight.TRANSFER),
    ("recipients.*.sub_processors.*.starts", Weight.EDITORIAL),
    ("recipients.*.sub_processors.*.object_by", Weight.EDITORIAL),
    ("recipients.*.measures", Weight.MORE_IS_NARROWER),
    ("recipients.*.never_uses", Weight.MORE_IS_NARROWER),
    ("recipients.*.only_if", Weight.MORE_IS_NARROWER),
    ("recipients.*.encrypted", Weight.MORE_IS_NARROWER),
    ("recipients.*.closed", Weight.MORE_IS_NARROWER),
    ("recipients.*.vendor", Weight.EDITORIAL),
    ("recipients.*.metadata", Weight.EDITORIAL),
    ("recipients.*.**", Weight.MORE_IS_WIDER),
    ("retention.*.law", Weight.EDITORIAL),
    ("retention.*.why", Weight.EDITORIAL),
    ("retention.*.covers", Weight.MORE_IS_NARROWER),
    ("retention.*.seen_by", Weight.MORE_IS_WIDER),
    ("retention.**", Weight.RETENTION),
    ("backups", Weight.RETENTION),
    ("rights.register.term", Weight.RETENTION),
    ("rights.case_term", Weight.RETENTION),
    ("rights.answer_within", Weight.SHORTER_IS_BETTER),
    ("rights.objection.answer_within", Weight.SHORTER_IS_BETTER),
    ("rights.portability.ends_service", Weight.MORE_IS_WIDER),
    ("rights.ask_above", Weight.EDITORIAL),
    ("rights.two_people_above", Weight.EDITORIAL),
    ("rights.**", Weight.MORE_IS_NARROWER),
    ("never", Weight.MORE_IS_NARROWER),
    ("never_means.*", Weight.EDITORIAL),
    ("limits.tied_to", Weight.MORE_IS_WIDER),
    ("limits.*", Weight.MORE_IS_NARROWER),
    ("sharing.papers_within", Weight.EDITORIAL),
    ("sharing.only_for", Weight.MORE_IS_WIDER),
    ("sharing.*", Weight.MORE_IS_NARROWER),
    ("authorities.grounds", Weight.MORE_IS_WIDER),
    ("authorities.*", Weight.MORE_IS_NARROWER),
    ("staff.roles", Weight.MORE_IS_WIDER),
    ("staff.secrecy.document", Weight.EDITORIAL),
    ("staff.*", Weight.MORE_IS_NARROWER),
    ("staff.secrecy.*", Weight.MORE_IS_NARROWER),
    ("website.cookies.*.lifetime", Weight.RETENTION),
    ("website.cookies.**", Weight.MORE_IS_WIDER),
    ("website.collects", Weight.MORE_IS_WIDER),
    ("website.*", Weight.MORE_IS_NARROWER),
    ("changes.version", Weight.EDITORIAL),
    ("changes.archive", Weight.EDITORIAL),
    ("changes.reserved", Weight.MORE_IS_WIDER),
    ("changes.*", Weight.MORE_IS_NARROWER),
    ("automated_decisions.*", Weight.MORE_IS_WIDER),
    ("suppression_list", Weight.MORE_IS_WIDER),
    ("breaches", Weight.MORE_IS_NARROWER),
    ("security.*", Weight.MORE_IS_NARROWER),
)
"""The first pattern that fits counts; a fact that none fits is weighed as *more is wider*."""

_NEW = {
    "recipients": ChangeKind.NEW_RECIPIENT,
    "purposes": ChangeKind.NEW_PURPOSE,
    "data": ChangeKind.NEW_CATEGORY,
}
_DAY = date(2000, 1, 1)
"""Any day: two periods are compared by where they end."""


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Every difference between two policies, by path. A recipient, purpose or category that is new is one change."""
    before, now = facts_of(old), facts_of(new)
    found = [*_appeared(old, new), *_gone(old, new)]
    whole = tuple(f"{change.path}." for change in found)
    for path in sorted({*before, *now}):
        was, is_ = before.get(path), now.get(path)
        if was != is_ and not path.startswith(whole):
            found.append(Change(_weigh(path, was, is_), path, was, is_, _touched(path, old, new)))
    return tuple(sorted(found, key=lambda change: change.path))


def _appeared(old: Policy, new: Policy) -> Iterator[Change]:
    for top, kind in _NEW.items():
        for name in _named(new, top).keys() - _named(old, top).keys():
            path = FactPath(f"{top}.{name}")
            yield Change(kind, path, None, name, _touched(path, old, new))
    for path in sorted(_chains(new) - _chains(old)):
        if path.split(".")[1] not in old.recipients:
            continue  # told with the recipient itself
        yield Change(ChangeKind.NEW_SUB_PROCESSOR, path, None, path.rpartition(".")[2], _touched(path, old, new))


def _gone(old: Policy, new: Policy) -> Iterator[Change]:
    for top in _NEW:
        for name in _named(old, top).keys() - _named(new, top).keys():
            path = FactPath(f"{top}.{name}")
            yield Change(ChangeKind.NARROWER, path, name, None, _touched(path, old, new))
    for path in _chains(old) - _chains(new):
        if path.split(".")[1] in new.recipients:
            yield Change(ChangeKind.NARROWER, path, path.rpartition(".")[2], None, _touched(path, old, new))


def _chains(policy: Policy) -> set[FactPath]:
    """Where each sub-processor of a recipient stands."""
    return {
        FactPath(f"recipients.{recipient.name}.sub_processors.{sub.name}")
        for recipient in policy.recipients.values()
        for sub in recipient.sub_processors
    }


def _named(policy: Policy, top: str) -> Mapping[str, object]:
    return {"recipients": policy.recipients, "purposes": policy.purposes, "data": policy.data}[top]


def _weigh(path: str, was: Value | None, is_: Value | None) -> ChangeKind:
    weight = next((weight for pattern, weight in WEIGHTS if fits(pattern, path)), Weight.MORE_IS_WIDER)
    more = _is_more(was, is_)
    match weight:
        case Weight.EDITORIAL:
            return ChangeKind.EDITORIAL
        case Weight.MORE_IS_WIDER:
            return ChangeKind.NARROWER if more is False else ChangeKind.WIDER
        case Weight.MORE_IS_NARROWER:
            return ChangeKind.NARROWER if more is True else ChangeKind.WIDER
        case Weight.SHORTER_IS_BETTER:
            better = more is False if was is not None and is_ is not None else was is None
            return ChangeKind.NARROWER if better else ChangeKind.WIDER
        case Weight.TRANSFER:
            return ChangeKind.NEW_TRANSFER if is_ is not None else ChangeKind.WIDER
        case Weight.RETENTION:
            shorter = isinstance(was, Period) and isinstance(is_, Period) and more is False
            return ChangeKind.NARROWER if shorter else ChangeKind.RETENTION


def _is_more(was: Value | None, is_: Value | None) -> bool | None:
    """Whether the new value is more than the old one; None where it is something else."""
    if was is None or is_ is None:
        stated = is_ if was is None else was
        return (was is None) == (stated is not False)
    if isinstance(was, frozenset) and isinstance(is_, frozenset):
        return True if was < is_ else False if is_ < was else None
    if isinstance(was, bool) and isinstance(is_, bool):
        return is_
    if isinstance(was, Period) and isinstance(is_, Period):
        return after(_DAY, is_) > after(_DAY, was)
    return None


def _touched(path: str, old: Policy, new: Policy) -> frozenset[str]:
    """The categories whose people a change touches; empty for everybody."""
    top, _, rest = path.partition(".")
    name = rest.split(".")[0]
    if top in ("data", "retention") and name:
        return frozenset({name})
    if top == "recipients":
        gets = {c for policy in (old, new) if name in policy.recipients for c in policy.recipients[name].gets}
        return frozenset() if "anything" in gets else frozenset(gets)
    if top == "purposes":
        uses = [u for policy in (old, new) if name in policy.purposes for u in policy.purposes[name].uses]
        return frozenset(use.category for use in uses)
    return frozenset()
