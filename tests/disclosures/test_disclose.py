"""Disclosures to authorities: only what a law forces, on paper, approved by two, and nothing beyond it (T-81)."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from tests.rights.commands import crm, told, typed
from tests.worlds import World

DE_BOER, SMIT, MOL = ("--by", "P. de Boer"), ("--by", "J. Smit"), ("--by", "K. Mol")
TAX = ("--authority", "tax-office", "--article", "AWR 53")


def received(world: World, *words: str) -> dict[str, Any]:
    return told(world, "disclose", "receive", *words, *DE_BOER)["disclosure"]


def approved(world: World, disclosure: str, *more: tuple[str, str]) -> dict[str, Any]:
    plan = told(world, "disclose", "show", disclosure, *DE_BOER)["disclosure"]["plan"]["id"]
    for by in more or (DE_BOER, MOL):
        status, said = typed(world, "disclose", "approve", disclosure, "--plan", plan, *by)
        assert status == 0, said
    return told(world, "disclose", "show", disclosure, *DE_BOER)["disclosure"]


def counted(world: World, table: str, address: str) -> int:
    of_customer = f"SELECT count(*) FROM {table} WHERE customer_id = (SELECT id FROM customers WHERE email = ?)"
    return int(crm(world, of_customer, address)[0][0])


def test_t_81_the_police_by_telephone_without_a_document_is_refused_and_logged(world: World) -> None:
    asked = ("--authority", "police", "--article", "Sv 126nc", "--channel", "phone", "--person", world.made.asks)
    status, said = typed(world, "disclose", "receive", *asked, "--category", "profile", "--kind", "name", *DE_BOER)
    assert status == 1, said
    assert "no-document" in said
    (entry,) = told(world, "disclose", "list", "--all")["disclosures"]
    assert (entry["refused_because"], entry["channel"], entry["refused_by"]) == ("no-document", "phone", "P. de Boer")
    assert (entry["digest"], entry["handed"], entry["secret"]) == ("", [], "")
    assert told(world, "disclose", "list")["disclosures"] == [], "nothing is open about it"
    plan = typed(world, "disclose", "approve", entry["id"], "--plan", "", *DE_BOER)
    assert plan[0] == 1
    assert typed(world, "disclose", "hand-over", entry["id"], *DE_BOER)[0] == 1
    assert typed(world, "verify")[0] == 0


def test_t_81_with_a_valid_order_exactly_what_it_names_goes_and_the_register_has_it(
    world: World, order: str, tmp_path: Path
) -> None:
    whom = world.made.asks
    view = received(world, *TAX, "--document", order, "--person", whom, "--category", "invoice")
    entry = view["disclosure"]
    assert (entry["ground"], entry["refused_because"], len(entry["digest"])) == ("tax", None, 64)
    one = entry["id"]
    assert typed(world, "disclose", "hand-over", one, *DE_BOER)[0] == 1, "nobody has approved it"
    approved(world, one)
    package = tmp_path / "package.zip"
    status, said = typed(world, "disclose", "hand-over", one, "--out", str(package), *SMIT)
    assert status == 0, said
    invoices = counted(world, "invoices", whom)
    with zipfile.ZipFile(package) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
    assert invoices > 0
    assert {(r["system"], r["collection"]) for r in data["records"]} == {("crm", "invoices")}
    assert len(data["records"]) == invoices
    assert set(data["collections"]) == {"crm.invoices"}, "nothing else of the map is explained either"
    assert "over u" not in page
    after = told(world, "disclose", "show", one)["disclosure"]["disclosure"]
    assert after["handed"] == [
        {"system": "crm", "collection": "invoices", "category": "invoice"}
        | dict.fromkeys(("planned", "written", "read_back"), invoices)
    ]
    assert [one["by"] for one in after["approvals"]] == ["P. de Boer", "K. Mol"]
    assert (after["handed_by"], len(after["contents"])) == ("J. Smit", 64)
    assert typed(world, "disclose", "close", one, *DE_BOER)[0] == 0
    assert typed(world, "disclose", "hand-over", one, "--out", str(tmp_path / "again.zip"), *SMIT)[0] == 1
    assert typed(world, "disclose", "show", one)[0] == 0, "as its leaf says"
    assert typed(world, "verify")[0] == 0


def test_only_the_kinds_and_the_period_that_the_order_names(world: World, order: str, tmp_path: Path) -> None:
    whom = world.made.asks
    days = [row[0] for row in crm(world, "SELECT paid_on FROM invoices i JOIN customers c ON c.id = i.customer_id "
                                  "WHERE c.email = ? AND paid_on IS NOT NULL ORDER BY 1", whom)]  # fmt: skip
    only = ("--kind", "name", "--begins", days[0], "--ends", days[0])
    view = received(world, *TAX, "--document", order, "--person", whom, "--collection", "crm.invoices", *only)
    one = view["disclosure"]["id"]
    approved(world, one)
    package = tmp_path / "package.zip"
    assert typed(world, "disclose", "hand-over", one, "--out", str(package), *DE_BOER)[0] == 0
    with zipfile.ZipFile(package) as archive:
        records = json.loads(archive.read("data.json"))["records"]
    assert len(records) == days.count(days[0])
    assert {column for record in records for column in record["fields"]} == {"bill_name"}


def test_two_different_persons_with_accounts_approve_the_newest_plan(world: World, order: str) -> None:
    view = received(world, *TAX, "--document", order, "--person", world.made.asks, "--category", "invoice")
    one, plan = view["disclosure"]["id"], view["plan"]["id"]
    assert typed(world, "disclose", "approve", one, "--plan", plan, "--by", "Nobody Known")[0] == 1
    assert typed(world, "disclose", "approve", one, "--plan", plan, *DE_BOER)[0] == 0
    assert typed(world, "disclose", "approve", one, "--plan", plan, "--by", "p. DE boer")[0] == 1, "the same person"
    status, said = typed(world, "disclose", "hand-over", one, *DE_BOER)
    assert (status, "1 still to go" in said) == (1, True)
    assert typed(world, "disclose", "plan", one, *DE_BOER)[0] == 0
    assert typed(world, "disclose", "approve", one, "--plan", plan, *SMIT)[0] == 1, "an older plan"
    assert told(world, "disclose", "show", one)["disclosure"]["disclosure"]["approvals"] == []
    assert typed(world, "disclose", "hand-over", one, *MOL)[0] == 1


def test_what_changed_since_the_approval_is_approved_again_and_nothing_went(world: World, order: str) -> None:
    whom = world.made.asks
    view = received(world, *TAX, "--document", order, "--person", whom, "--category", "invoice")
    one = view["disclosure"]["id"]
    approved(world, one)
    crm(world, "DELETE FROM invoices WHERE id = (SELECT max(i.id) FROM invoices i JOIN customers c ON "
        "c.id = i.customer_id WHERE c.email = ?)", whom)  # fmt: skip
    status, said = typed(world, "disclose", "hand-over", one, *DE_BOER)
    assert status == 1, said
    after = told(world, "disclose", "show", one)["disclosure"]
    assert (after["state"], after["disclosure"]["handed"], after["can_fetch"]) == ("received", [], False)
    assert after["plan"]["id"] != view["plan"]["id"]


def test_who_is_no_authority_or_cannot_ask_that_is_refused(world: World, order: str) -> None:
    whom = ("--person", world.made.asks, "--category", "invoice", "--document", order)
    police = ("--authority", "police", "--article", "Sv 126nc")
    tries = {
        "no-authority": ("--authority", "Collect & Co", "--article", "AWR 53", *whom),
        "no-ground": ("--authority", "tax-office", "--article", "Sv 126nd", *whom),
        "no-scope": (*TAX, "--document", order, "--person", world.made.asks),
        "too-wide": (*police, *whom, "--kind", "invoice-lines"),
    }
    for because, words in tries.items():
        status, said = typed(world, "disclose", "receive", *words, *DE_BOER)
        assert (status, because in said) == (1, True), said
    named = ("--authority", "Rechtbank Amsterdam", "--article", "Rv 843a", "--because", "a court", "--ground", "civil")
    assert typed(world, "disclose", "receive", *named, *whom, *DE_BOER)[0] == 0
    found = told(world, "disclose", "list", "--all", *DE_BOER)["disclosures"]
    assert [one["refused_because"] for one in found] == [None, *reversed(tries)]
    assert typed(world, "disclose", "receive", *TAX, *whom, "--category", "nonsense", *DE_BOER)[0] == 2


def test_a_person_refuses_with_reasons_and_the_register_keeps_them(world: World, order: str) -> None:
    view = received(world, *TAX, "--document", order, "--person", world.made.asks, "--category", "invoice")
    one = view["disclosure"]["id"]
    assert typed(world, "disclose", "refuse", one, "--reasons", " ", *DE_BOER)[0] == 2
    assert typed(world, "disclose", "refuse", one, "--reasons", "signed by nobody", *DE_BOER)[0] == 0
    entry = told(world, "disclose", "show", one)["disclosure"]["disclosure"]
    assert (entry["refused_because"], entry["reasons"]) == ("by-person", "signed by nobody")


def test_an_access_answer_names_the_authority_that_got_data(world: World, order: str) -> None:
    whom = world.made.asks
    one = received(world, *TAX, "--document", order, "--person", whom, "--category", "invoice")["disclosure"]["id"]
    approved(world, one)
    assert typed(world, "disclose", "hand-over", one, *DE_BOER)[0] == 0
    with world.open() as belofte:
        reference = world.ask(belofte, "access", whom)
        world.approve(belofte, reference)
    answer = world.letters_to(whom)[-1]
    assert "Belastingdienst" in answer
    assert "AWR 53" in answer
