"""A secret order: honoured in answers, plans, receipts and sweeps, seen by who is named with it only (T-34)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.disclosures.test_disclose import DE_BOER, MOL, SMIT, approved, counted
from tests.disclosures.worlds_of_orders import with_accounts_in
from tests.restore.backups import backup, erase, put_back
from tests.retention.test_sweep import BY, invoice, is_there, line, listed, swept
from tests.rights.commands import approve, crm, told, typed
from tests.rights.commands import received as requested
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.domain.as_json import jsonable
from belofte.domain.canonical import canonical_json
from belofte.domain.disclosure import Disclosure, LetIn, decode_disclosure, disclosure_digest, encode_disclosure
from belofte.domain.disclosure_scope import Scope

ORDER = ("--authority", "public-prosecutor", "--article", "Sv 126nd")
TRACES = ("126nd", "126bb", "Openbaar Ministerie", "rosecut", "vordering-2026", "disclosure-")
"""What would give a secret order away, wherever it stood."""


def secret(world: World, order: str, whom: str, *more: str) -> dict[str, Any]:
    return told(
        world, "disclose", "receive", *ORDER, "--document", order, "--person", whom, "--known-to", "J. Smit", *more,
        *DE_BOER,
    )["disclosure"]  # fmt: skip


def handed_over(world: World, one: str) -> None:
    approved(world, one, DE_BOER, SMIT)
    assert typed(world, "disclose", "hand-over", one, *DE_BOER)[0] == 0


def test_t_34_an_access_answer_shows_nothing_of_a_secret_order_and_the_redaction_is_logged(
    world: World, order: str
) -> None:
    whom = world.made.asks
    one = secret(world, order, whom, "--category", "invoice")["disclosure"]["id"]
    handed_over(world, one)
    with world.open() as belofte:
        reference = world.ask(belofte, "access", whom)
        case = world.approve(belofte, reference)
    answer = world.letters_to(whom)[-1]
    assert case.row.state == "answered"
    assert [trace for trace in TRACES if trace in answer] == []
    assert "staat deze zin in elk antwoord" in answer, "said to everybody"
    view = told(world, "disclose", "show", one, *SMIT)["disclosure"]
    assert [note["what"] for note in view["notes"]] == ["access"]
    assert one not in typed(world, "request", "show", reference, "--json")[1]


def test_who_is_not_named_finds_nothing_of_it_not_even_a_gap(world: World, order: str) -> None:
    one = secret(world, order, world.made.asks, "--category", "invoice")["disclosure"]["id"]
    assert told(world, "disclose", "list")["disclosures"] == []
    assert told(world, "disclose", "list", "--all", *MOL)["disclosures"] == []
    assert [row["id"] for row in told(world, "disclose", "list", *SMIT)["disclosures"]] == [one]
    never = typed(world, "disclose", "show", "disclosure-0000000000000000")
    assert never[0] == 2
    for who in ((), MOL, ("--by", "Somebody Else")):
        assert typed(world, "disclose", "show", one, *who) == never
    plan = told(world, "disclose", "show", one, *SMIT)["disclosure"]["plan"]["id"]
    assert typed(world, "disclose", "approve", one, "--plan", plan, *MOL) == never
    assert typed(world, "disclose", "lift", one, *MOL) == never
    assert typed(world, "disclose", "close", one, *SMIT)[0] == 1, "it ends with its secrecy"


def test_a_secret_order_is_received_and_known_by_accounts_that_may_decide(world: World, order: str) -> None:
    words = (*ORDER, "--document", order, "--person", world.made.asks, "--category", "invoice")
    assert typed(world, "disclose", "receive", *words, *MOL)[0] == 2
    assert typed(world, "disclose", "receive", *words, "--by", "Passer By")[0] == 2
    assert typed(world, "disclose", "receive", *words, "--known-to", "K. Mol", *DE_BOER)[0] == 2


def test_who_knows_of_a_secret_order_lets_somebody_in_so_that_two_can_approve_it(world: World, order: str) -> None:
    """Received without --known-to nobody else could ever approve it. Who lets whom in stands in the entry."""
    words = (*ORDER, "--document", order, "--person", world.made.asks, "--category", "invoice")
    status, said = typed(world, "disclose", "receive", *words, *DE_BOER)
    assert status == 0, said
    one = said.split()[0]
    assert f"two must approve → belofte disclose let-in {one}" in said
    never = typed(world, "disclose", "show", "disclosure-0000000000000000")
    assert typed(world, "disclose", "show", one, *SMIT) == never
    plan = told(world, "disclose", "show", one, *DE_BOER)["disclosure"]["plan"]["id"]
    assert typed(world, "disclose", "approve", one, "--plan", plan, *DE_BOER)[0] == 0
    alone = typed(world, "disclose", "approve", one, "--plan", plan, *DE_BOER)
    assert alone[0] == 1
    assert "disclose let-in" in alone[1]
    for who, by, left in (
        ("J. Smit", MOL, never),  # who does not know of it lets nobody in, and learns nothing
        ("J. Smit", SMIT, never),
        ("J. Smit", ("--by", "Passer By"), never),
    ):
        assert typed(world, "disclose", "let-in", one, "--who", who, *by) == left
    assert typed(world, "disclose", "let-in", one, "--who", "K. Mol", *DE_BOER)[0] == 2, "may not decide"
    assert typed(world, "disclose", "let-in", one, "--who", "Passer By", *DE_BOER)[0] == 2, "has no account"
    assert typed(world, "disclose", "let-in", one, "--who", "p. DE boer", *DE_BOER)[0] == 1, "knows of it"
    assert typed(world, "disclose", "show", one, *MOL) == never
    status, said = typed(world, "disclose", "let-in", one, "--who", "j. smit", *DE_BOER)
    assert status == 0, said
    assert "J. Smit was let in by P. de Boer on 2026-" in said
    assert "two must approve" not in said
    assert typed(world, "disclose", "show", one, *MOL) == never
    assert typed(world, "disclose", "approve", one, "--plan", plan, *SMIT)[0] == 0
    assert typed(world, "disclose", "hand-over", one, *SMIT)[0] == 0
    assert typed(world, "disclose", "lift", one, *SMIT)[0] == 0
    view = told(world, "disclose", "show", one)["disclosure"]
    assert [(each["name"], each["by"]) for each in view["disclosure"]["let_in"]] == [("J. Smit", "P. de Boer")]
    assert view["as_sealed"]
    assert typed(world, "disclose", "let-in", one, "--who", "K. Mol", *DE_BOER)[0] == 1, "everybody may know by now"


def test_what_was_let_in_is_part_of_what_is_sealed_and_older_leaves_still_hold() -> None:
    older = Disclosure(
        "d-1", "tax-office", "AWR 53", "tax", "letter", date(2026, 1, 5), "P. de Boer", Scope(("invoice",))
    )
    entry = jsonable(replace(older, leaf=None))
    del entry["let_in"]
    assert disclosure_digest(older) == sha256(canonical_json(entry).encode()).hexdigest(), "as before there was let_in"
    line = json.dumps(entry)
    assert decode_disclosure(line) == older
    later = replace(older, let_in=(LetIn("J. Smit", "P. de Boer", date(2026, 1, 6)),))
    assert disclosure_digest(later) != disclosure_digest(older)
    assert decode_disclosure(encode_disclosure(later)) == later


def test_an_erasure_leaves_what_a_secret_order_holds_and_neither_plan_receipt_nor_answer_shows_it(
    world: World, order: str
) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    tickets = counted(world, "tickets", whom)
    assert tickets > 0
    one = secret(world, order, whom, "--category", "contact", "--hold-until", "2027-06-01")["disclosure"]
    reference = requested(world, "erasure", whom)
    assert typed(world, "request", "confirm", reference)[0] == 0
    shown = told(world, "request", "show", reference)["case"]["plan"]
    assert "tickets" not in {row["collection"] for step in shown["steps"] for row in step["lines"]}
    case = approve(world, reference)
    assert case["row"]["state"] in ("acting", "answered")
    assert counted(world, "tickets", whom) == 0, "the customer's row is cleared"
    assert crm(world, "SELECT count(*) FROM tickets WHERE customer_id = ?", customer) == [(tickets,)]
    assert crm(world, "SELECT email FROM customers WHERE id = ?", customer) == [(None,)]
    said = typed(world, "request", "show", reference, "--json")[1]
    assert [trace for trace in (*TRACES, one["id"], one["hold"], "not told") if trace in said] == []
    lines = [row["collection"] for receipt in case["receipts"] for row in receipt["lines"]]
    assert "tickets" not in lines
    assert "mails" not in lines or counted(world, "mails", whom) == 0
    answer = world.letters_to(whom)[-1]
    assert [trace for trace in TRACES if trace in answer] == []
    assert told(world, "hold", "list", "--all")["holds"] == []


def test_work_by_hand_on_what_is_held_goes_to_who_may_know_and_says_nothing_to_others(world: World, order: str) -> None:
    """A person who erases in a system sees all there is: so the case is in the hands of whoever received the order."""
    crm_map = world.made.home.policy / "systems" / "crm.yaml"
    text = crm_map.read_text("utf-8")
    allowed = "allow: [find, export, rectify, restrict, erase, purge, observe]"
    assert allowed in text
    crm_map.write_text(text.replace(allowed, "allow: [find, export, observe]"), "utf-8")
    whom, other = world.made.leaves, world.made.asks
    one = secret(world, order, whom, "--category", "contact", "--hold-until", "2027-06-01")["disclosure"]
    owners: dict[str, str | None] = {}
    for who in (whom, other):
        reference = requested(world, "erasure", who)
        assert typed(world, "request", "confirm", reference)[0] == 0
        approve(world, reference)
        case = told(world, "request", "show", reference)["case"]
        owners[who] = case["row"]["owner"]
        said = typed(world, "request", "show", reference, "--json")[1] + typed(world, "task", "list", "--json")[1]
        assert [trace for trace in (*TRACES, one["id"], one["hold"], "by-hand", "not told") if trace in said] == []
    assert owners == {whom: "P. de Boer", other: None}
    (note,) = told(world, "disclose", "show", one["id"], *DE_BOER)["disclosure"]["notes"]
    assert note["what"].startswith("by-hand crm: task-")
    (task,) = [t for t in told(world, "task", "list")["tasks"] if t["id"] in note["what"]]
    assert (task["kind"], task["system"]) == ("ask_person", "crm")
    assert "left out, or to be left: by-hand crm" in typed(world, "disclose", "show", one["id"], *DE_BOER)[1]


def test_lifting_erases_what_was_kept_for_it_and_does_what_was_postponed(world: World, order: str) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    words = ("--category", "contact", "--hold-until", "2027-06-01", "--keep-file")
    one = secret(world, order, whom, *words)["disclosure"]["id"]
    handed_over(world, one)
    reference = requested(world, "erasure", whom)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    of_customer = "SELECT count(*) FROM tickets WHERE customer_id = ?"
    assert crm(world, of_customer, customer) != [(0,)]
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        assert tx.vault.packages(one)
    status, said = typed(world, "disclose", "lift", one, *SMIT)
    assert status == 0, said
    assert crm(world, of_customer, customer) == [(0,)]
    view = told(world, "disclose", "show", one)["disclosure"]
    assert (view["state"], view["document_kept"], view["can_fetch"], view["plan"]) == ("ended", False, False, None)
    assert view["disclosure"]["not_told_because"] == "the public prosecutor", "the law leaves the telling to somebody"
    assert view["disclosure"]["lifted_by"] == "J. Smit"
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        assert tx.vault.packages(one) == []
        assert tx.vault.newest_of(["document", "plan", "notes", "entry"], [one]) == {
            "document": {}, "plan": {}, "notes": {}, "entry": {},
        }  # fmt: skip
        assert tx.vault.newest("identifiers", [view["disclosure"]["hold"]]) == {}
    assert typed(world, "verify")[0] == 0
    assert typed(world, "disclose", "lift", one, *SMIT)[0] == 1


def test_after_lifting_the_person_is_told_where_no_law_leaves_that_to_somebody_else(world: World, order: str) -> None:
    whom = world.made.asks
    named = ("--authority", "tax-office", "--article", "AWR 53", "--secret", "letter of 23 November")
    words = (*named, "--document", order, "--person", whom, "--category", "invoice", "--known-to", "J. Smit")
    one = told(world, "disclose", "receive", *words, *DE_BOER)["disclosure"]["disclosure"]["id"]
    handed_over(world, one)
    before = len(world.letters_to(whom))
    assert typed(world, "disclose", "lift", one, *DE_BOER)[0] == 0
    with world.open() as belofte:
        belofte.work.tend()
    letter = world.letters_to(whom)[before:]
    assert len(letter) == 1
    assert "de Belastingdienst" in letter[0]
    assert "AWR 53" in letter[0]
    assert "Tot nu toe mochten wij" in letter[0]
    assert told(world, "disclose", "show", one)["disclosure"]["disclosure"]["told_on"] is not None


def test_a_sweep_neither_takes_nor_counts_what_a_secret_order_holds(world: World, order: str) -> None:
    swept(world)
    whom = world.made.asks
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    key = invoice(world, "2010-01-01", "F-SECRET")
    crm(world, "UPDATE invoices SET customer_id = ? WHERE id = ?", customer, key)
    before = line(listed(world, "--dry-run"), "invoices")
    one = secret(world, order, whom, "--category", "invoice", "--hold-until", "2027-06-01")["disclosure"]["id"]
    after = line(listed(world, "--dry-run"), "invoices")
    assert (before["counts"]["due"], after["counts"].get("due", 0), after["counts"].get("held", 0)) == (1, 0, 0)
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert is_there(world, "F-SECRET")
    assert typed(world, "disclose", "lift", one, *DE_BOER)[0] == 0
    assert is_there(world, "F-SECRET"), "its term ends it, not the lifting"
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert not is_there(world, "F-SECRET")


def test_releasing_another_hold_does_not_take_what_a_secret_order_keeps(world: World, order: str) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    placed = ("--person", whom, "--ground", "Art. 17(3)(e) GDPR", *BY, "--review", "2027-06-01")
    assert typed(world, "hold", "place", *placed)[0] == 0
    hold = told(world, "hold", "list")["holds"][0]["hold"]["id"]
    reference = requested(world, "erasure", whom)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    secret(world, order, whom, "--category", "contact", "--hold-until", "2027-06-01")
    status, said = typed(world, "hold", "release", hold, *BY)
    assert status == 0, said
    assert crm(world, "SELECT count(*) FROM tickets WHERE customer_id = ?", customer) != [(0,)]
    assert [trace for trace in TRACES if trace in said] == []


def test_a_backup_that_comes_back_keeps_what_a_secret_order_holds_and_says_nothing_of_it(
    world: World, order: str
) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    of_customer = "SELECT count(*) FROM tickets WHERE customer_id = ?"
    tickets = crm(world, of_customer, customer)
    copy = backup(world)
    erase(world, whom)
    put_back(world, copy)
    one = secret(world, order, whom, "--category", "contact", "--hold-until", "2030-01-01")["disclosure"]
    shown = typed(world, "restore-replay", "crm", "--dry-run", "--json")[1]
    assert "tickets" not in shown
    assert "again" in shown
    status, said = typed(world, "restore-replay", "crm", *BY)
    assert status == 0, said
    assert crm(world, of_customer, customer) == tickets
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", whom) == [(0,)]
    assert [trace for trace in (*TRACES, one["id"], one["hold"], "not told") if trace in shown + said] == []


def test_who_has_nothing_but_what_a_secret_order_holds_is_told_no_untruth(world: World, order: str) -> None:
    """Nothing that may be erased was found: that is true, and what everybody is told in whom nothing is found."""
    row = crm(world, "SELECT email FROM subscriptions WHERE email NOT IN (SELECT email FROM customers WHERE email IS "
              "NOT NULL) AND email NOT IN (SELECT email FROM contacts WHERE email IS NOT NULL) AND email NOT IN "
              "(SELECT to_address FROM mails) AND email NOT IN (SELECT from_address FROM mails) LIMIT 1")  # fmt: skip
    whom = str(row[0][0])
    one = secret(world, order, whom, "--category", "subscription", "--hold-until", "2030-01-01")["disclosure"]["id"]
    reference = requested(world, "erasure", whom)
    typed(world, "request", "confirm", reference)
    approve(world, reference)
    answer = world.letters_to(whom)[-1]
    assert "niets gevonden dat wij mogen wissen" in answer
    assert "staat deze zin in elk antwoord" in answer
    assert crm(world, "SELECT count(*) FROM subscriptions WHERE email = ?", whom) != [(0,)]
    assert typed(world, "disclose", "lift", one, *SMIT)[0] == 0
    assert crm(world, "SELECT count(*) FROM subscriptions WHERE email = ?", whom) == [(0,)], "asked for, and owed"


def test_a_whole_system_that_a_secret_order_holds_is_like_one_that_knows_nobody_and_is_erased_when_it_is_lifted(
    tmp_path: Path, order: str
) -> None:
    """The mailings know the person, and all they know is held: plan, receipts and answer are those of somebody whom the
    mailings do not know. When the secrecy ends, what was asked is done there too."""
    said, one = dict[str, tuple[str, str]](), ""
    for name in ("held", "not there"):
        world = with_accounts_in(tmp_path / name, frozenset({"crm", "mailchimp"}))
        whom = world.made.company.cast.canary.email
        if name == "held":
            words = ("--category", "subscription", "--hold-until", "2027-06-01")
            one = secret(world, order, whom, *words)["disclosure"]["id"]
        else:
            crm(world, "DELETE FROM subscriptions WHERE email = ?", whom)
            _leave_the_mailings(world, whom)
        reference = requested(world, "erasure", whom)
        assert typed(world, "request", "confirm", reference)[0] == 0
        assert "mailchimp  nothing found" in typed(world, "request", "show", reference)[1]
        case = approve(world, reference)
        assert case["row"]["state"] == "answered"
        done = [(x["system"], x["verb"], x["outcome"], _counts(x)) for x in case["receipts"]]
        said[name] = (str(done), world.letters_to(whom)[-1].replace(reference, "B-…"))
        assert _known_to_the_mailings(world, whom) is (name == "held")
        if name == "held":
            everything = typed(world, "request", "show", reference, "--json")[1] + typed(world, "task", "list")[1]
            assert [trace for trace in (*TRACES, one) if trace in everything] == []
            assert typed(world, "disclose", "lift", one, *SMIT)[0] == 0
            assert not _known_to_the_mailings(world, whom)
    assert said["held"] == said["not there"]


def _counts(receipt: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(line["collection"], line["decision"], line["planned"]) for line in receipt["lines"]]


def _leave_the_mailings(world: World, whom: str) -> None:
    with open_landscape(world.made.home.policy) as landscape:
        mailings = landscape.simulator("mailchimp")
        with mailings.state.writing() as database:
            database.execute("DELETE FROM rows WHERE instr(doc, ?) > 0", (whom,))


def _known_to_the_mailings(world: World, whom: str) -> bool:
    with open_landscape(world.made.home.policy) as landscape:
        return bool(landscape.simulator("mailchimp").holds(whom))
