"""A map that does not fit, a secret that is not there, a maker that refuses: that one system is blind, with why and
what would help. Every other system is searched, judged and worked with as always."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from tests.disclosures.rooms import rooms
from tests.rights.commands import told, typed
from tests.worlds import World, carry_out

from belofte.cli.main import run
from belofte.procedures.watching.doctor import examine
from belofte.procedures.watching.gathering import observe

WITHOUT_SECRET = """kind: sql
url: env:BELOFTE_NO_SUCH_VARIABLE
allow: all
person: {rows: [people], sure: [email]}
tables: {people: {category: contact, email: [email], key: [id], not_personal: [id]}}
"""
LEAVES_THE_SANDBOX = """kind: mailchimp
url: https://us1.api.mailchimp.example/3.0
key: file:newsletter.key
allow: all
person: {sure: [email]}
tables: {members: {category: subscription}}
"""
NO_TABLE = """kind: sql
url: sqlite:///data/sandbox/empty.sqlite
allow: all
person: {rows: [people], sure: [email]}
tables: {people: {category: contact, email: [email], key: [id], not_personal: [id]}}
"""
NO_CERTIFICATE = """kind: mailchimp
url: http://127.0.0.1:9/3.0
key: file:newsletter.key
ca: no-such-ca.pem
allow: all
person: {sure: [email]}
tables: {members: {category: subscription}}
"""
LAZY_SECRET = """kind: linux
host: 127.0.0.1
account: belofte
key: env:BELOFTE_NO_SUCH_VARIABLE
host_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEONLY"
allow: [observe]
expect: {selinux: enforcing}
"""
WRONG = {
    "without-secret": (WITHOUT_SECRET, "BELOFTE_NO_SUCH_VARIABLE is not set"),
    "leaves-the-sandbox": (LEAVES_THE_SANDBOX, "this is a sandbox"),
    "no-table": (NO_TABLE, "people"),
    "no-certificate": (NO_CERTIFICATE, "cannot be read as certificates"),
}


def connect(world: World, text: str, name: str = "other") -> None:
    policy = world.made.home.policy
    (world.made.home.path / "newsletter.key").write_text("abc-us1", "utf-8")
    with closing(sqlite3.connect(world.made.home.sandbox / "empty.sqlite")) as database, database:
        database.execute("CREATE TABLE others (id INTEGER PRIMARY KEY)")
    kinds = "consent-record, date-of-birth, ip-address, language, location, mail-opens, notes, phone, preferences"
    main = policy / "policy.yaml"
    main.write_text(main.read_text("utf-8").replace("optional: [address]", f"optional: [address, {kinds}]", 1), "utf-8")
    (policy / "systems" / f"{name}.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_search_finds_all_the_same_and_names_the_system_that_it_could_not_see(world: World, wrong: str) -> None:
    text, why = WRONG[wrong]
    connect(world, text)
    status, said = typed(world, "find", world.made.asks)
    found = told(world, "find", world.made.asks)
    assert status == 3
    assert found["systems"]["crm"]["customers"] == 1
    (blind,) = found["could_not_look"]
    assert blind["system"] == "other"
    assert why in f"{blind['why']} {blind['remedy']}"
    assert blind["remedy"]
    assert world.made.asks not in said.replace(f"found of {world.made.asks}", "")


@pytest.mark.parametrize("wrong", WRONG)
def test_doctor_and_the_watch_say_it_of_that_system_only(world: World, wrong: str) -> None:
    connect(world, WRONG[wrong][0])
    with world.open() as belofte:
        looked = {name: examine(belofte.parts, name) for name in belofte.parts.systems}
        assert looked["crm"].why is None
        assert looked["other"].why
        assert looked["other"].remedy
        seen = observe(belofte.parts)
        if wrong == "no-table":
            return  # whether tables are in no list can be seen without the one that is missing
        assert {o.reach.value for o in seen if o.system == "other"} == {"unreachable"}
        assert "seen" in {o.reach.value for o in seen if o.system == "crm"}


def test_a_secret_that_is_only_read_at_the_moment_of_use_ends_the_look_at_its_own_system(world: World) -> None:
    connect(world, LAZY_SECRET)
    with world.open() as belofte:
        seen = [o for o in observe(belofte.parts) if o.system == "other"]
        assert {o.reach.value for o in seen} == {"unreachable"}
        assert all("BELOFTE_NO_SUCH_VARIABLE" in (o.why or "") for o in seen)


def test_a_secret_that_went_missing_after_approval_holds_up_its_own_steps_only(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
    crm = world.made.home.policy / "systems" / "crm.yaml"
    text = crm.read_text("utf-8")
    crm.write_text(text.replace("url: sqlite:///data/sandbox/crm.sqlite", "url: env:BELOFTE_NO_SUCH_VARIABLE"), "utf-8")
    with world.open() as belofte:
        carry_out(belofte)
        case = belofte.office.show(reference)
        assert case.receipts == ()
        assert case.held_up is not None
        assert "BELOFTE_NO_SUCH_VARIABLE" in case.held_up.why


def test_the_rights_of_a_system_that_cannot_be_made_are_not_said_to_be_none(world: World) -> None:
    connect(world, WITHOUT_SECRET)
    status = run(["doctor", "other", "--grants", "--policy", str(world.made.home.policy)])
    assert status == 3


def test_a_hold_names_the_system_that_it_could_not_see_with_why_and_what_to_do(world: World) -> None:
    """That not every system was seen, and no more, tells nobody where to go."""
    connect(world, WITHOUT_SECRET)
    (world.made.home.policy / "systems" / "letters.yaml").write_text(NO_CERTIFICATE, "utf-8")
    placing = ("hold", "place", "--person", world.made.asks, "--ground", "Art. 17(3)(e) GDPR", "--by", "P. de Boer")
    for command, also in (((*placing, "--review", "2030-01-01"), "The hold stands"), (("hold", "list"), "2030-01-01")):
        status, said = typed(world, *command)
        assert status == 3
        assert "Not every system was seen: letters, other." in said
        assert also in said
        assert "other      could not look: " in said
        assert "BELOFTE_NO_SUCH_VARIABLE is not set" in said
        assert "letters    could not look: " in said
        assert said.count("\n  → ") == 3, "a remedy each, and what to do then"
    assert [one["system"] for one in told(world, "hold", "list")["could_not_look"]] == ["letters", "other"]
    assert typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")[0] == 0
    with rooms(world, "P. de Boer") as (_, (boer,)):
        dutch = "De omgevingsvariabele BELOFTE_NO_SUCH_VARIABLE is niet gezet"
        english = "BELOFTE_NO_SUCH_VARIABLE is not set"
        for page, words, why in (("/nl/holds", "Wat helpt", dutch), ("/en/holds", "What helps", english)):
            shown = boer.see(page)
            assert shown.count(words) == 2
            assert "<b>other</b>: " in shown
            assert why in shown
