"""A policy folder is read as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.policy import FactPath, LegalBasis, Period, Todo, Unit, Use
from belofte.domain.system_map import EraseClear, EraseKeep, EraseRow, Verb
from belofte.loading.folder import load_policy_folder
from belofte.loading.times import parse_period

from .folders import CRM, POLICY, make


def test_scalars_stay_as_they_were_written(tmp_path: Path) -> None:
    text = POLICY + "changes: {version: 1.10}\n"
    policy = load_policy_folder(make(tmp_path, text)).policy
    assert policy.controller.kvk == "01234567"
    assert policy.changes.version == "1.10"


def test_a_country_code_that_yaml_takes_for_no_is_norway(tmp_path: Path) -> None:
    policy = load_policy_folder(
        make(tmp_path, POLICY.replace("country: NL}\nretention", "country: NO}\nretention"))
    ).policy
    assert policy.recipients["hosting"].country == "NO"


def test_facts_become_typed(tmp_path: Path) -> None:
    policy = load_policy_folder(make(tmp_path, POLICY + "in_force: 2018-05-25\n")).policy
    assert policy.in_force == date(2018, 5, 25)
    assert policy.purposes["service"].basis is LegalBasis.CONTRACT
    assert policy.purposes["service"].uses == (Use("profile"),)
    invoice = policy.retention["invoice"]
    assert (invoice.floor, invoice.ceiling) == (Period(7, Unit.YEARS), Period(7, Unit.YEARS))
    assert policy.retention["profile"].ceiling is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("14 months", Period(14, Unit.MONTHS)),
        ("1 month", Period(1, Unit.MONTHS)),
        ("30 dagen", Period(30, Unit.DAYS)),
        ("7 jaar", Period(7, Unit.YEARS)),
        ("P14M", Period(14, Unit.MONTHS)),
        ("PT72H", Period(72, Unit.HOURS)),
        ("P2W", Period(2, Unit.WEEKS)),
        ("14 moons", None),
        ("fourteen months", None),
        ("P1Y6M", None),
        ("-3 days", None),
        ("14", None),
    ],
)
def test_periods_in_words_and_in_iso_8601(text: str, period: Period | None) -> None:
    assert parse_period(text) == period


@given(st.integers(0, 99999), st.sampled_from(list(Unit)))
def test_a_period_reads_back_as_it_was_printed(count: int, unit: Unit) -> None:
    period = Period(count, unit)
    assert parse_period(str(period)) == period
    assert parse_period(period.iso) == period


def test_missing_facts_load_as_not_stated(tmp_path: Path) -> None:
    policy = load_policy_folder(make(tmp_path)).policy
    assert policy.rights.copies_go_to is None
    assert policy.website.cookies is None
    assert policy.dpo.appointed is None


def test_no_cookies_is_another_statement_than_nothing_said(tmp_path: Path) -> None:
    policy = load_policy_folder(make(tmp_path, POLICY + "website: {cookies: []}\n")).policy
    assert policy.website.cookies == ()


def test_todo_is_legal_anywhere_and_counted(tmp_path: Path) -> None:
    text = POLICY.replace("kvk: 01234567", "kvk: TODO ask the office").replace("basis: contract", "basis: TODO")
    policy = load_policy_folder(make(tmp_path, text.replace("[resale]", "[resale, TODO more]"))).policy
    assert policy.controller.kvk is None
    assert policy.purposes["service"].basis is None
    assert policy.todos == (
        Todo(FactPath("controller.kvk"), "ask the office"),
        Todo(FactPath("purposes.service.basis"), "no reason given"),
        Todo(FactPath("never"), "more"),
    )


def test_what_hangs_on_a_todo_is_not_stated_either(tmp_path: Path) -> None:
    text = POLICY.replace("country: NL}\nretention", "secrecy: {basis: TODO, signed: 2018-05-01}}\nretention")
    policy = load_policy_folder(make(tmp_path, text)).policy
    assert policy.recipients["hosting"].secrecy is None
    assert [todo.path for todo in policy.todos] == ["recipients.hosting.secrecy.basis"]


def test_added_facts_keep_their_reason(tmp_path: Path) -> None:
    text = POLICY.replace("basis: contract}", 'basis: contract, added: "A-1: none was given"}')
    text += 'added: {never.resale: "A-2", in_force: "A-3: dropped on purpose"}\n'
    policy = load_policy_folder(make(tmp_path, text)).policy
    assert policy.added == {
        "purposes.service": "A-1: none was given",
        "never.resale": "A-2",
        "in_force": "A-3: dropped on purpose",
    }


def test_every_fact_has_its_place(tmp_path: Path) -> None:
    policy = load_policy_folder(make(tmp_path)).policy
    assert str(policy.positions[FactPath("retention.invoice.exactly")]) == "policy.yaml:12:13"
    assert str(policy.positions[FactPath("never.resale")]) == "policy.yaml:14:9"
    assert str(policy.positions[FactPath("systems.crm.tables.invoices.of")]) == "systems/crm.yaml:18:5"
    assert str(policy.positions[FactPath("clauses.KEEP-1")]) == "clauses.yaml:1:1"


def test_the_policy_may_be_spread_over_files(tmp_path: Path) -> None:
    top, rest = POLICY.split("rights:")
    make(tmp_path, top, more={"policy/rights.yaml": "rights:" + rest})
    policy = load_policy_folder(tmp_path).policy
    assert policy.rights.answer_within == Period(30, Unit.DAYS)
    assert str(policy.positions[FactPath("rights")]) == "policy/rights.yaml:1:1"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = load_policy_folder(make(tmp_path / "a"))
    odd = load_policy_folder(make(tmp_path / "b", "\ufeff" + POLICY.replace("\n", "\r\n"), CRM.replace("\n", "\r\n")))
    assert odd.policy == plain.policy
    assert odd.systems == plain.systems


def test_own_words_stand_in_texts(tmp_path: Path) -> None:
    make(tmp_path, more={"texts/KEEP-1.nl.md": "Zeven jaar.\n", "texts/KEEP-1.en.md": "Seven years.\n"})
    text = load_policy_folder(tmp_path).policy.texts["KEEP-1"]
    assert (text.in_("nl"), text.in_("en")) == ("Zeven jaar.", "Seven years.")


def test_the_map_of_a_system(tmp_path: Path) -> None:
    crm = load_policy_folder(make(tmp_path)).systems["crm"]
    customers, invoices = crm.collections["customers"], crm.collections["invoices"]
    assert crm.settings == {"url": "env:CRM_URL"}
    assert (crm.sure, crm.hints) == (("customer-number", "email"), (("name", "address"),))
    assert customers.person
    assert customers.agrees == ("full_name", "phone", "mobile")
    assert (customers.contact[0].kind, customers.contact[0].since) == ("email", "email_since")
    assert not invoices.person
    assert invoices.of[0].columns == ("customer_id",)
    assert (invoices.of[0].target, invoices.of[0].target_columns) == ("customers", ("id",))
    assert invoices.keeps == ("customers.full_name",)
    assert customers.restrict == {"blocked": True}
    assert isinstance(customers.erase, EraseRow)
    assert {"email_since", "left_on", "blocked"} <= customers.columns


@pytest.mark.parametrize(
    ("allow", "verbs"),
    [
        ("", {Verb.FIND, Verb.READ_BACK, Verb.EXPORT, Verb.OBSERVE}),
        ("allow: all\n", set(Verb)),
        ("allow: [find, restrict]\n", {Verb.FIND, Verb.READ_BACK, Verb.RESTRICT, Verb.LIFT}),
        ("allow: erase\n", {Verb.ERASE}),
    ],
)
def test_what_a_system_allows(tmp_path: Path, allow: str, verbs: set[Verb]) -> None:
    assert load_policy_folder(make(tmp_path, crm=allow + CRM)).systems["crm"].allow == verbs


def test_values_to_put_keep_their_type(tmp_path: Path) -> None:
    clear = 'erase: {clear: {full_name: null, customer_no: "gone-{random}", phone: "0", id: 0, language: ~}, why: kept}'
    crm = CRM.replace("    erase: row\n  invoices", f"    {clear}\n  invoices")
    erase = load_policy_folder(make(tmp_path, crm=crm)).systems["crm"].collections["customers"].erase
    assert isinstance(erase, EraseClear)
    assert erase.values == {"full_name": None, "customer_no": "gone-{random}", "phone": "0", "id": 0, "language": None}


def test_a_row_can_be_kept_on_a_ground(tmp_path: Path) -> None:
    crm = CRM.replace("    erase: row\n  invoices", "    erase: {keep: AWR art. 52(4)}\n  invoices")
    erase = load_policy_folder(make(tmp_path, crm=crm)).systems["crm"].collections["customers"].erase
    assert erase == EraseKeep("AWR art. 52(4)")


COMPOSITE = """\
  lines:
    of:
      order_no, line_no: shop.orders(no, line)
      "account": erp.accounts.id
    key: [order_no, line_no]
    not_personal: [amount]
  shop.orders:
    of: [{columns: ["odd, name"], table: customers, their: [id]}]
    not_personal: ["no", line]
"""
ERP = "kind: sql\nurl: env:ERP_URL\ntables:\n  accounts:\n    email: [mail]\n    not_personal: [id]\n"


def test_references_may_be_composite_and_lead_to_another_system(tmp_path: Path) -> None:
    make(tmp_path, crm=CRM + COMPOSITE, more={"systems/erp.yaml": ERP})
    lines, orders = (load_policy_folder(tmp_path).systems["crm"].collections[n] for n in ("lines", "shop.orders"))
    both, account = lines.of
    assert (both.columns, both.target, both.target_columns) == (("order_no", "line_no"), "shop.orders", ("no", "line"))
    assert (account.target_system, account.target, account.target_columns) == ("erp", "accounts", ("id",))
    assert orders.of[0].columns == ("odd, name",)


def test_the_hash_follows_the_map_and_nothing_else(tmp_path: Path) -> None:
    first = load_policy_folder(make(tmp_path / "a")).systems["crm"].hash
    spaced = CRM.replace("not_personal: [id, language]", "not_personal: [id,  language]   # same") + "# end\n"
    assert load_policy_folder(make(tmp_path / "b", crm=spaced)).systems["crm"].hash == first
    kept = CRM.replace("    erase: row\n  invoices", "    erase: {keep: law}\n  invoices")
    cleared = CRM.replace("    erase: row\n  invoices", "    erase: {clear: [full_name]}\n  invoices")
    others = {
        load_policy_folder(make(tmp_path / n, crm=c)).systems["crm"].hash for n, c in (("c", kept), ("d", cleared))
    }
    assert len({first, *others}) == 3
    assert len(first) == 64
