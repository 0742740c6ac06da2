"""The reference policy: complete, clean to read, and exactly the published text where it says so."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from belofte.domain.policy import FactPath, Policy
from belofte.domain.system_map import EraseClear, EraseRow
from belofte.loading.folder import PolicyFolder, leaves, load_policy_folder
from belofte.loading.nodes import read_nodes
from belofte.sandbox.company_schema import SCHEMA

EXAMPLES = Path(__file__).parents[1] / "examples"
REFERENCE, PUBLISHED = EXAMPLES / "linprofs", EXAMPLES / "linprofs-as-published"

# Every sentence of the published text has one of these ids; the numbers of a theme run on without a hole.
THEMES = {
    "IDN": 1, "GEN": 3, "SCP": 1, "VER": 2, "TXT": 2, "CON": 3, "PUR": 3, "SHR": 3, "COL": 2, "DIS": 2, "RET": 5,
    "RGT": 9, "ACC": 4, "REC": 2, "RES": 3, "POR": 3, "OBJ": 4, "CHG": 3, "TIP": 5, "AWS": 6, "KPN": 4, "OWN": 4,
    "EXA": 3, "NWS": 10, "M365": 2, "ANA": 4, "PAY": 1, "LOG": 3, "RSL": 1,
}  # fmt: skip
CLAUSES = {f"{theme}-{number}" for theme, last in THEMES.items() for number in range(1, last + 1)}

GAP = re.compile(r"G-(\d\d)")
NOT_IN_FACTS = {
    39: "typing errors are in the words of the text, not in its facts (2026-11-22)",
}


@pytest.fixture(scope="module")
def reference() -> PolicyFolder:
    return load_policy_folder(REFERENCE)


@pytest.fixture(scope="module")
def published() -> PolicyFolder:
    return load_policy_folder(PUBLISHED)


def test_the_list_of_clauses_is_whole() -> None:
    assert len(CLAUSES) == 98


@pytest.mark.parametrize("folder", [REFERENCE, PUBLISHED], ids=["reference", "published"])
def test_every_clause_has_its_place_and_a_fact(folder: Path) -> None:
    clauses = load_policy_folder(folder).policy.clauses
    assert set(clauses) == CLAUSES
    assert [clause.id for clause in clauses.values() if not clause.facts] == []


def test_stances_are_never_checked(reference: PolicyFolder) -> None:
    assert {c.id for c in reference.policy.clauses.values() if c.not_checkable} == {"GEN-1", "GEN-3"}


def test_every_contradiction_of_the_reference_is_decided(reference: PolicyFolder) -> None:
    contradicting = [c for c in reference.policy.clauses.values() if c.contradicts]
    assert len(contradicting) == 2
    assert all(clause.decide for clause in contradicting)


def test_nothing_is_decided_in_the_published_text(published: PolicyFolder) -> None:
    policy = published.policy
    assert not policy.added
    assert not policy.todos
    assert not published.systems
    assert not any(c.decide or c.document for c in policy.clauses.values())


def test_every_gap_is_mended_with_its_reason(reference: PolicyFolder) -> None:
    reasons = [*reference.policy.added.values()]
    mended = {int(number) for reason in reasons for number in GAP.findall(reason)}
    assert set(range(1, 51)) - mended == set(NOT_IN_FACTS)


def test_nothing_is_left_open_in_the_reference(reference: PolicyFolder) -> None:
    assert reference.policy.todos == ()
    assert reference.policy.example


def facts_of(folder: Path) -> dict[FactPath, set[str]]:
    """Every written value by its path; the order of a list does not count."""
    node, problems = read_nodes((folder / "policy.yaml").read_text(), "policy.yaml")
    assert not problems
    found: dict[FactPath, set[str]] = defaultdict(set)
    for path, scalar in leaves(node):
        if "added" not in path.split("."):
            found[path].add(scalar.text)
    return found


def is_marked(path: str, value: str, policy: Policy) -> bool:
    """Whether ``added`` gives a reason for this value, for its key, or for something around it."""
    steps = f"{path}.{value}".split(".")
    return any(".".join(steps[:n]) in policy.added for n in range(1, len(steps) + 1))


# A list in the published text that became a list under a key; and what a mended folder says of itself.
RENAMED = {"secrecy": "secrecy.basis"}
OF_THE_FOLDER = {"example"}


def same_fact(path: str) -> Iterator[str]:
    yield path
    for short, long in RENAMED.items():
        if path.endswith(f".{short}"):
            yield path.removesuffix(short) + long
        if path.endswith(f".{long}"):
            yield path.removesuffix(long) + short


def test_the_reference_adds_nothing_without_saying_so(reference: PolicyFolder) -> None:
    stated = facts_of(PUBLISHED)
    unmarked = [
        f"{path}: {value}"
        for path, values in facts_of(REFERENCE).items()
        for value in values
        if path not in OF_THE_FOLDER
        and not any(value in stated.get(FactPath(name), set()) for name in same_fact(path))
        and not is_marked(path, value, reference.policy)
    ]
    assert unmarked == []


def test_the_reference_drops_nothing_without_saying_so(reference: PolicyFolder) -> None:
    kept = facts_of(REFERENCE)
    unmarked = [
        f"{path}: {value}"
        for path, values in facts_of(PUBLISHED).items()
        for value in values
        if not any(value in kept.get(FactPath(name), set()) for name in same_fact(path))
        and not is_marked(path, value, reference.policy)
    ]
    assert unmarked == []


def test_made_up_addresses_cannot_be_anyones() -> None:
    text = "\n".join(path.read_text() for path in REFERENCE.rglob("*.*") if path.is_file())
    mail = set(re.findall(r"[\w.+-]+@([\w.-]+\w)", text))
    hosts = set(re.findall(r"https?://([\w.-]+\w)", text))
    assert all(host.endswith((".example", "invalid")) for host in mail)
    assert all(host.endswith(".example") or host == "autoriteitpersoonsgegevens.nl" for host in hosts)


def test_every_document_that_is_named_is_there(reference: PolicyFolder) -> None:
    texts = (REFERENCE / name for name in ("policy.yaml", "on_behalf.yaml"))
    named = {path for text in texts for path in re.findall(r"documents/[\w.-]+\w", text.read_text())}
    named |= {clause.document for clause in reference.policy.clauses.values() if clause.document}
    assert {f"documents/{path.name}" for path in (REFERENCE / "documents").iterdir()} == named


TABLES = {
    "customers", "contacts", "addresses", "orders", "order_lines", "invoices", "tickets", "mails", "shipments",
    "page_views", "subscriptions", "managed_accounts",
}  # fmt: skip


def test_the_map_covers_the_sample_database(reference: PolicyFolder) -> None:
    crm = reference.systems["crm"]
    assert set(crm.collections) == TABLES
    assert {name for name, c in crm.collections.items() if c.person} == {"customers", "contacts"}
    assert [name for name, c in crm.collections.items() if not c.controller] == ["managed_accounts"]
    assert crm.settings == {"url": "env:CRM_URL"}
    assert crm.hash == load_policy_folder(REFERENCE).systems["crm"].hash


def test_rows_that_others_point_at_stay(reference: PolicyFolder) -> None:
    """Invoices are kept for their term: what they point at may not go."""
    collections = reference.systems["crm"].collections
    cleared = {name for name, c in collections.items() if isinstance(c.erase, EraseClear)}
    pointed_at = {r.target for name in ("invoices", "managed_accounts") for r in collections[name].of}
    assert pointed_at == cleared == {"customers", "orders"}
    assert isinstance(collections["invoices"].erase, EraseRow)


def test_a_cleared_customer_points_at_nobody(reference: PolicyFolder) -> None:
    customers = reference.systems["crm"].collections["customers"]
    assert isinstance(customers.erase, EraseClear)
    personal = {column for columns in customers.kinds.values() for column in columns}
    assert personal <= set(customers.erase.values)
    assert customers.erase.values["customer_no"] == "erased-{random}"


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def test_every_column_of_the_sample_database_is_in_the_map(
    reference: PolicyFolder, database: sqlite3.Connection
) -> None:
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    live = {name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")} for name in names}
    assert {name: set(c.columns) for name, c in reference.systems["crm"].collections.items()} == live


def test_the_sample_database_lets_every_row_be_cleared(reference: PolicyFolder, database: sqlite3.Connection) -> None:
    """NOT NULL, CHECK and UNIQUE hold after a clearing, for two people as well as for one."""
    database.executescript("""
        INSERT INTO customers(id, customer_no, kind, full_name) VALUES (1, 'A', 'person', 'A'), (2, 'B', 'person', 'B');
        INSERT INTO orders(id, customer_id, remarks) VALUES (1, 1, 'x'), (2, 2, 'y');
    """)
    for name, collection in reference.systems["crm"].collections.items():
        if isinstance(collection.erase, EraseClear):
            put = ", ".join(f"{column} = :{column}" for column in collection.erase.values)
            for key in (1, 2):
                values = {
                    c: v.format(random=key) if isinstance(v, str) else v for c, v in collection.erase.values.items()
                }
                database.execute(f"UPDATE {name} SET {put} WHERE id = {key}", values)
    assert database.execute("SELECT count(*) FROM customers WHERE full_name IS NULL").fetchone() == (2,)
