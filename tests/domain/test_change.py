"""What a new version changes, and whether people must be told (T-73, T-74, T-77; Art. 13(3))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from belofte.domain.change import Change, ChangeKind, changes
from belofte.domain.facts import facts_of
from belofte.domain.policy import (
    Agreement,
    Category,
    Controller,
    LegalBasis,
    Period,
    Policy,
    Purpose,
    Recipient,
    RetentionRule,
    Rights,
    Text,
    Transfer,
    Unit,
    Use,
)

OLD = Policy(
    controller=Controller(name="Voorbeeld B.V.", phone="+31 20 000 0000"),
    in_force=date(2026, 1, 1),
    data={"subscription": Category("subscription", needed=("email",)), "order": Category("order", needed=("name",))},
    purposes={"newsletter": Purpose("newsletter", (Use("subscription"),), LegalBasis.CONSENT, ask="newsletter")},
    recipients={"mailer": Recipient("mailer", gets=("subscription",), country="NL")},
    retention={"order": RetentionRule("order", ceiling=Period(14, Unit.MONTHS), after="collected")},
    rights=Rights(answer_within=Period(30, Unit.DAYS), restriction_for="anyone", portability="all-data", free=True),
    never=("resale",),
)


def only(new: Policy, old: Policy = OLD) -> Change:
    found = changes(old, new)
    assert len(found) == 1, found
    return found[0]


def test_nothing_changed() -> None:
    assert changes(OLD, OLD) == ()
    assert changes(OLD, replace(OLD, version=7, texts={"X": Text({"en": "other words"})})) == ()


def test_a_label_and_a_telephone_number_are_editorial() -> None:
    labelled = replace(OLD.data["order"], label=Text({"en": "orders"}))
    new = replace(
        OLD, data={**OLD.data, "order": labelled}, controller=replace(OLD.controller, phone="+31 20 000 0001")
    )
    assert {change.kind for change in changes(OLD, new)} == {ChangeKind.EDITORIAL}
    assert not any(change.is_material for change in changes(OLD, new))


def test_newsletters_by_somebody_new_touches_the_subscribers_and_nobody_else() -> None:
    """T-74."""
    new = replace(OLD, recipients={**OLD.recipients, "other": Recipient("other", gets=("subscription",), country="US")})
    change = only(new)
    assert (change.kind, change.path) == (ChangeKind.NEW_RECIPIENT, "recipients.other")
    assert change.categories == {"subscription"} and change.is_material


def test_a_new_purpose_on_old_data_is_material() -> None:
    """T-77."""
    ads = Purpose("advertising", (Use("order"),), LegalBasis.CONSENT)
    change = only(replace(OLD, purposes={**OLD.purposes, "advertising": ads}))
    assert (change.kind, change.categories) == (ChangeKind.NEW_PURPOSE, {"order"})


@pytest.mark.parametrize(
    ("recipient", "kind"),
    [
        (Recipient("mailer", gets=("subscription",), country="US"), ChangeKind.NEW_TRANSFER),
        (Recipient("mailer", gets=("subscription",), country="NL", transfer=Transfer("scc")), ChangeKind.NEW_TRANSFER),
        (Recipient("mailer", gets=("subscription", "order"), country="NL"), ChangeKind.WIDER),
        (Recipient("mailer", gets=("subscription",), country="NL", shares_on=True), ChangeKind.WIDER),
        (
            Recipient("mailer", gets=("subscription",), country="NL", agreement=Agreement("documents/a.txt")),
            ChangeKind.NARROWER,
        ),
    ],
)
def test_what_changes_about_a_recipient(recipient: Recipient, kind: ChangeKind) -> None:
    assert only(replace(OLD, recipients={"mailer": recipient})).kind is kind


@pytest.mark.parametrize(("months", "kind"), [(15, ChangeKind.RETENTION), (13, ChangeKind.NARROWER)])
def test_keeping_longer_is_told_and_keeping_shorter_is_not(months: int, kind: ChangeKind) -> None:
    rule = replace(OLD.retention["order"], ceiling=Period(months, Unit.MONTHS))
    change = only(replace(OLD, retention={"order": rule}))
    assert (change.kind, change.path, change.categories) == (kind, "retention.order.at_most", {"order"})


def test_fourteen_months_and_426_days_are_not_the_same_promise() -> None:
    rule = replace(OLD.retention["order"], ceiling=Period(427, Unit.DAYS))
    assert only(replace(OLD, retention={"order": rule})).kind is ChangeKind.RETENTION


@pytest.mark.parametrize(
    ("rights", "path", "kind"),
    [
        ({"answer_within": Period(60, Unit.DAYS)}, "rights.answer_within", ChangeKind.WIDER),
        ({"answer_within": Period(14, Unit.DAYS)}, "rights.answer_within", ChangeKind.NARROWER),
        ({"answer_within": None}, "rights.answer_within", ChangeKind.WIDER),
        ({"restriction_for": "law-grounds"}, "rights.restriction.for", ChangeKind.WIDER),
        ({"free": None}, "rights.free", ChangeKind.WIDER),
        ({"court": True}, "rights.court", ChangeKind.NARROWER),
        ({"objection_stop": "at-once"}, "rights.objection.stop", ChangeKind.NARROWER),
        ({"portability": None}, "rights.portability.scope", ChangeKind.WIDER),
    ],
)
def test_a_promise_more_or_less(rights: dict[str, object], path: str, kind: ChangeKind) -> None:
    change = only(replace(OLD, rights=replace(OLD.rights, **rights)))
    assert (change.path, change.kind) == (path, kind)


def test_giving_up_a_never_is_wider() -> None:
    assert only(replace(OLD, never=())).kind is ChangeKind.WIDER
    assert only(replace(OLD, never=("resale", "profiling"))).kind is ChangeKind.NARROWER


def test_a_fact_nobody_weighed_counts_as_wider() -> None:
    assert only(replace(OLD, children="none-knowingly")).kind is ChangeKind.WIDER


def test_what_is_dropped_is_narrower() -> None:
    change = only(replace(OLD, purposes={}))
    assert (change.kind, change.before, change.after) == (ChangeKind.NARROWER, "newsletter", None)


def test_the_table_of_facts_has_the_folder_s_paths() -> None:
    table = facts_of(OLD)
    assert table["rights.restriction.for"] == "anyone"
    assert table["retention.order.at_most"] == Period(14, Unit.MONTHS)
    assert table["purposes.newsletter.uses"] == frozenset({"subscription"})
    assert not any(path.startswith(("texts", "clauses", "positions")) for path in table)
