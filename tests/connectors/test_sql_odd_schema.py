"""A schema nobody designed for us: composite keys, odd names, reserved words, a circle; drafted, completed and used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.connectors.world import World, ask, connect, erasure, line_of, mail, places

from belofte.connectors.sql.connector import MapDoesNotFit
from belofte.connectors.sql.draft import draft_map
from belofte.domain.identity import Identifier
from belofte.domain.plan import Outcome
from belofte.domain.system_map import EraseClear, SystemMap, Verb
from belofte.loading.folder import load_policy_folder
from belofte.loading.starter import write_starter

_SCHEMA = (
    """CREATE TABLE "Kunden Stamm" ("mandant nr" INTEGER NOT NULL, "Kunden-Nr" VARCHAR(12) NOT NULL,
       "Nach.Name" VARCHAR(40), "E-Mail" VARCHAR(90), "rabatt %" INTEGER, "haupt adresse" INTEGER,
       "select" VARCHAR(10), PRIMARY KEY ("mandant nr", "Kunden-Nr"))""",
    """CREATE TABLE "adresse" ("id" INTEGER PRIMARY KEY, "mandant" INTEGER, "kunde" VARCHAR(12), "Straße" VARCHAR(60),
       FOREIGN KEY ("mandant", "kunde") REFERENCES "Kunden Stamm" ("mandant nr", "Kunden-Nr"))""",
    """CREATE TABLE "order" ("mandant" INTEGER NOT NULL, "nr" INTEGER NOT NULL, "from" INTEGER, "kunde" VARCHAR(12),
       "group" {long}, PRIMARY KEY ("mandant", "nr"),
       FOREIGN KEY ("mandant", "kunde") REFERENCES "Kunden Stamm" ("mandant nr", "Kunden-Nr"),
       FOREIGN KEY ("from") REFERENCES "adresse" ("id"))""",
    """CREATE TABLE "order line" ("mandant" INTEGER NOT NULL, "nr" INTEGER NOT NULL, "pos" INTEGER NOT NULL,
       "Bemerkung" {long}, PRIMARY KEY ("mandant", "nr", "pos"),
       FOREIGN KEY ("mandant", "nr") REFERENCES "order" ("mandant", "nr"))""",
    """CREATE TABLE "a""quote" ("id" INTEGER PRIMARY KEY, "e`mail" VARCHAR(90), "Notiz: 'frei'" VARCHAR(200))""",
    """CREATE TABLE "steuersätze" ("satz" INTEGER PRIMARY KEY, "text" VARCHAR(20))""",
)
_LONG = {"sqlite": "TEXT", "postgresql": "TEXT", "mariadb": "LONGTEXT"}


@pytest.fixture
def odd(world: World) -> World:
    world.do(*(statement.format(long=_LONG[world.dialect]).replace(":", "\\:") for statement in _SCHEMA))
    if world.dialect != "sqlite":
        world.do(
            'ALTER TABLE "Kunden Stamm" ADD CONSTRAINT "rück verweis" FOREIGN KEY ("haupt adresse")'
            ' REFERENCES "adresse" ("id")'
        )
    world.insert(
        "Kunden Stamm",
        [
            {
                "mandant nr": m,
                "Kunden-Nr": "7",
                "Nach.Name": name,
                "E-Mail": post,
                "rabatt %": 5,
                "haupt adresse": None,
                "select": "x",
            }
            for m, name, post in ((1, "Öztürk", "oeztuerk@x.example"), (2, "O'Neil", "oneil@x.example"))
        ],
    )
    world.insert("adresse", [{"id": m, "mandant": m, "kunde": "7", "Straße": "Nr. 1"} for m in (1, 2)])
    world.do('UPDATE "Kunden Stamm" SET "haupt adresse" = "mandant nr"')
    world.insert("order", [{"mandant": m, "nr": 5, "from": m, "kunde": "7", "group": "g"} for m in (1, 2)])
    world.insert("order line", [{"mandant": m, "nr": 5, "pos": p, "Bemerkung": "b"} for m in (1, 2) for p in (1, 2)])
    world.insert('a"quote', [{"id": 9, "e`mail": "oneil@x.example", "Notiz: 'frei'": "n"}])
    return world


def _load(folder: Path, text: str) -> SystemMap:
    write_starter(folder)
    (folder / "systems" / "alt.yaml").write_text(text, encoding="utf-8")
    return load_policy_folder(folder).systems["alt"]


def test_a_drafted_map_loads_marks_its_guesses_and_fits_the_database(odd: World, tmp_path: Path) -> None:
    text = draft_map(odd.url, "alt")
    system = _load(tmp_path / "policy", text)
    connect(odd, system).fingerprint()
    assert system.allow == {Verb.FIND, Verb.READ_BACK, Verb.EXPORT, Verb.OBSERVE}
    assert system.collections["Kunden Stamm"].kinds["email"] == ("E-Mail",)
    assert system.collections["Kunden Stamm"].person
    assert {r.target for r in system.collections["order"].of} == {"Kunden Stamm", "adresse"}
    assert system.collections['a"quote'].found_by[0].column == "e`mail"
    assert "steuersätze" in system.ignore
    lines = [line for line in text.splitlines() if ": [" in line and "allow" not in line and "mandant" not in line]
    assert lines and all("# guess" in line for line in lines)


def test_a_drafted_map_completed_in_a_few_lines_finds_and_erases(odd: World, tmp_path: Path) -> None:
    drafted = _load(tmp_path / "policy", draft_map(odd.url, "alt"))
    customers = replace(
        drafted.collections["Kunden Stamm"],
        erase=EraseClear({"Nach.Name": None, "E-Mail": "weg-{random}@invalid", "haupt adresse": None}),
    )
    system = replace(drafted, allow=frozenset(Verb), collections={**drafted.collections, "Kunden Stamm": customers})
    connector = connect(odd, system)
    who = [mail("oneil@x.example")]
    found = list(connector.find([ask("r1", *who)]))
    assert places(found) == {
        ("Kunden Stamm", (2, "7")), ("adresse", (2,)), ("order", (2, 5)), ("order line", (2, 5, 1)),
        ("order line", (2, 5, 2)), ('a"quote', (9,)),
    }  # fmt: skip
    order = erasure(system, "r1", who, found)
    assert next(iter(connector.erase([order]))).outcome is Outcome.DONE
    looked = next(iter(connector.read_back([order])))
    assert looked.outcome is Outcome.DONE and line_of(looked, "order line").remains == 0
    assert odd.rows('SELECT "mandant", "nr" FROM "order"') == [(1, 5)]
    assert odd.rows('SELECT "Nach.Name" FROM "Kunden Stamm" ORDER BY "mandant nr"') == [("Öztürk",), (None,)]


def test_the_same_number_in_two_ranges_is_not_the_same_person(odd: World, tmp_path: Path) -> None:
    drafted = _load(tmp_path / "policy", draft_map(odd.url, "alt"))
    customers = drafted.collections["Kunden Stamm"]
    numbered = replace(customers, kinds={**customers.kinds, "customer-number": ("Kunden-Nr",)})
    system = replace(
        drafted, sure=("email", "customer-number"), collections={**drafted.collections, "Kunden Stamm": numbered}
    )
    found = list(connect(odd, system).find([ask("r1", Identifier("customer-number", "", "7"))]))
    assert places(found) == set() and found


def test_what_the_map_does_not_name_stops_everything_by_name(odd: World, tmp_path: Path) -> None:
    system = _load(tmp_path / "policy", draft_map(odd.url, "alt"))
    connector = connect(odd, system)
    connector.fingerprint()
    odd.do(
        'ALTER TABLE "adresse" ADD COLUMN "Telefon privat" VARCHAR(20)', 'CREATE TABLE "neu" ("x" INTEGER PRIMARY KEY)'
    )
    with pytest.raises(MapDoesNotFit) as drift:
        connector.fingerprint()
    assert {(p.table, p.column) for p in drift.value.problems} == {("adresse", "Telefon privat"), ("neu", None)}
    assert not drift.value.transient and all(p.undeclared and p.remedy for p in drift.value.problems)
    with pytest.raises(MapDoesNotFit):
        list(connector.find([ask("r1", mail("oneil@x.example"))]))
