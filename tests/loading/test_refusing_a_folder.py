"""What is wrong with a folder is told with file, line, column and what would be right; nothing is half-loaded."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from belofte.loading.folder import load_policy_folder
from belofte.loading.problems import PolicyFolderError, Problem

from .folders import CLAUSES, CRM, POLICY, make


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PolicyFolderError) as refused:
        load_policy_folder(folder)
    return refused.value.problems


def only(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


IN_THE_POLICY = [
    ("rights: {answer_within", "rigths: {answer_within", "13:1", '"rigths" is not known', 'Did you mean "rights"?'),
    ("then: erase}\n  inv", "than: erase}\n  inv", "11:26", '"than" is not known', 'Did you mean "then"?'),
    ("basis: contract", "basis: contrct", "7:37", '"contrct" is not one of', 'Did you mean "contract"?'),
    ("[profile], basis", "[profle], basis", "7:20", 'No category is called "profle"', 'Did you mean "profile"?'),
    (
        "[profile], basis",
        "[profile.wanted], basis",
        "7:20",
        'No part of a category is called "profile.wanted"',
        "needed",
    ),
    ("gets: [profile]", "gets: [profiel]", "9:37", 'No category is called "profiel"', 'Did you mean "profile"?'),
    ("  profile: {until", "  profil: {until", "11:3", 'No category is called "profil"', 'Did you mean "profile"?'),
    ("[name, email, phone", "[name, e-mail, phone", "4:19", 'No kind of data is called "e-mail"', '"email"'),
    ("30 days", "30 dags", "13:25", '"30 dags" is not a period', "3 months"),
    ("country: NL, kvk", "country: Nederland, kvk", "2:45", '"Nederland" is not the code', "two letters"),
    ("never: [resale]", "never: [resale, resale]", "14:17", '"resale" stands in this list twice', "Remove one"),
    ("never: [resale]", "never: [Re sale]", "14:9", '"Re sale" is not a word', "small letters"),
    (
        "gets: [profile], country: NL}",
        "secrecy: {signed: 2018-05-01}}",
        "9:39",
        '"basis" is not stated here',
        "contract",
    ),
    ("never: [resale]", "never:", "14:1", '"never" has no value', "TODO"),
    ("never: [resale]", "in_force: 2026-02-30", "14:11", "There is no day 2026-02-30", "Check"),
    ("never: [resale]", "in_force: 30-01-2026", "14:11", '"30-01-2026" is not a date', "2018-05-25"),
    ("never: [resale]", "example: yes", "14:10", '"yes" is neither true nor false', "true or false"),
    ("never: [resale]", "rights: {free: true}", "14:1", '"rights" stands here twice', "13:1"),
    ("format: 1\n", "format: 2\n", "1:9", '"2" is not one of the words', "1"),
    ("controller: {name", "controller: [name", "2:62", "not YAML", "indentation"),
    ("  profile: [name", "\tprofile: [name", "4:1", "tab", "spaces"),
    ("service: {uses", "service: &a {uses", "7:12", "Anchors", "Write the value out"),
    ("retention:\n", "retention: a\n", "11:10", "not YAML", "colon"),
    ("{until: left, then: erase}", "left", "11:12", "Here stand keys with values", "exactly: 4 years"),
    ("never: [resale]", "never: [resale]\nadded: {resale: why}", "15:9", '"added" gives a reason', "never.resale"),
    (
        "never: [resale]",
        "never: [resale]\nnever_means: {sale: x}",
        "15:15",
        'No word of never is called "sale"',
        "resale",
    ),
]


@pytest.mark.parametrize(("before", "after", "place", "what", "hint"), IN_THE_POLICY)
def test_a_problem_in_the_policy_is_named(
    tmp_path: Path, before: str, after: str, place: str, what: str, hint: str
) -> None:
    assert POLICY.count(before) == 1
    found = problems(make(tmp_path, POLICY.replace(before, after), clauses=""))
    shown = [str(problem) for problem in found if what in problem.what]
    assert shown, "\n".join(map(str, found))
    assert shown[0].startswith(f"policy.yaml:{place}: ")
    assert hint in shown[0]


IN_THE_MAP = [
    ("kind: sql", "kind: sqll", '"sqll" is not one of', '"sql"'),
    ("url: env:CRM_URL", "urll: env:CRM_URL", '"urll" is not known', '"url"'),
    ("name: [full_name]", "naam: [full_name]", '"naam" is not known', '"name"'),
    ("category: profile", "category: profil", 'No category is called "profil"', '"profile"'),
    ("name: [bill_name]", "email: [bill_name]", 'The category "invoice" has no kind "email"', "policy.yaml"),
    ("[id, language]", "[id, email]", 'The column "email" stands in two lists: not_personal and email', "exactly one"),
    ("[id, paid_on]", "[id, customer_id]", "stands in two lists: of and not_personal", "exactly one"),
    ("customers.id}", "custmers.id}", 'No table and column are called "custmers.id"', '"customers.id"'),
    ("customers.id}", "customers.idd}", 'No table and column are called "customers.idd"', '"customers.id"'),
    ("[customers.full_name]", "[customers.name]", 'No mapped column is called "customers.name"', "customers."),
    (
        "{book-year-of-settlement: paid_on}",
        "{left: customers.left}",
        'No mapped column is called "customers.left"',
        "left_on",
    ),
    ("rows: customers", "rows: klanten", 'No table is called "klanten"', "customers"),
    (
        "sure: [customer-number",
        "sure: [customernumber",
        'No kind of data is called "customernumber"',
        "customer-number",
    ),
    ("contact: {email:", "contact: {mail:", 'The contact column "mail" has no kind', "email"),
    ("restrict: {blocked: true}", "free_text: [notes]", 'No listed column is called "notes"', "Known"),
    ("restrict: {blocked: true}", "erase: {clear: [naam]}", 'The key "erase" stands here twice', "already"),
    ("restrict: {blocked: true}\n    erase: row", "erase: {clear: [fullname]}", '"fullname"', '"full_name"'),
    ("restrict: {blocked: true}\n    erase: row", "erase: rows", '"rows" is not a way to erase', "row"),
    ("restrict: {blocked: true}\n    erase: row", "erase: {clear: [id], keep: law}", "one of", "clear"),
    (
        "of: {customer_id: customers.id}",
        "of: {customer_id: 'customers(id, email)'}",
        "columns cannot name",
        "both sides",
    ),
]


@pytest.mark.parametrize(("before", "after", "what", "hint"), IN_THE_MAP)
def test_a_problem_in_a_map_is_named(tmp_path: Path, before: str, after: str, what: str, hint: str) -> None:
    assert before in CRM
    found = problems(make(tmp_path, crm=CRM.replace(before, after, 1)))
    shown = [str(problem) for problem in found if what in problem.what]
    assert shown, "\n".join(map(str, found))
    assert shown[0].startswith("systems/crm.yaml:")
    assert hint in shown[0]


def test_an_unknown_verb_is_refused(tmp_path: Path) -> None:
    problem = only(make(tmp_path, crm="allow: [find, delete]\n" + CRM))
    assert (str(problem.at), problem.what) == ("systems/crm.yaml:1:15", '"delete" is not a verb.')


def test_a_time_zone_nobody_has_is_refused(tmp_path: Path) -> None:
    log = "access_log: {format: mariadb-audit, zone: Amsterdam, paths: [a.log]}\n"
    problem = only(make(tmp_path, crm=log + CRM))
    assert (str(problem.at), problem.what) == ("systems/crm.yaml:1:43", '"Amsterdam" is no time zone.')
    assert "Europe/Amsterdam" in str(problem)


def test_a_mapped_table_cannot_be_ignored(tmp_path: Path) -> None:
    assert '"invoices" is mapped and also ignored.' in only(make(tmp_path, crm=CRM + "ignore: [invoices]\n")).what


def test_a_clause_that_rests_on_nothing(tmp_path: Path) -> None:
    problem = only(make(tmp_path, clauses="A-1: [never.resale, retention.invoce]\n"))
    assert (str(problem.at), problem.hint) == ("clauses.yaml:1:21", 'Did you mean "retention.invoice"?')


def test_a_clause_may_only_contradict_a_clause(tmp_path: Path) -> None:
    problem = only(make(tmp_path, clauses="A-1: {facts: never.resale, contradicts: B-1}\n"))
    assert problem.what == 'No clause is called "B-1".'


def test_a_comma_in_a_bare_text_is_recognised(tmp_path: Path) -> None:
    problem = only(make(tmp_path, clauses="A-1: {not_checkable: a stance, no test can prove it}\n"))
    assert (str(problem.at), problem.hint) == ("clauses.yaml:1:32", "Put the text in quotes, it has a comma.")


def test_one_top_key_belongs_in_one_file(tmp_path: Path) -> None:
    problem = only(make(tmp_path, more={"policy/more.yaml": "never: [selling]\n"}))
    assert str(problem.at) == "policy/more.yaml:1:1"
    assert "policy.yaml:14:1" in problem.hint


def test_a_text_that_belongs_to_nothing(tmp_path: Path) -> None:
    more = {"texts/KEEP-2.nl.md": "Zeven jaar.", "texts/KEEP-1.md": "Seven years."}
    unnamed, nowhere = problems(make(tmp_path, more=more))
    assert "says no language" in unnamed.what
    assert (nowhere.at.file, nowhere.hint) == ("texts/KEEP-2.nl.md", 'Did you mean "KEEP-1"?')


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("clause.yaml", 'Did you mean "clauses.yaml"?'),
        ("policy.yml", "Call it policy.yaml."),
        ("systems/erp.yml", "Call it erp.yaml."),
        ("systems/Our ERP.yaml", "shop-orders.yaml"),
    ],
)
def test_a_file_that_would_be_passed_over_is_a_problem(tmp_path: Path, name: str, hint: str) -> None:
    problem = only(make(tmp_path, more={name: "kind: sql\n"}))
    assert problem.at.file == name
    assert hint in problem.hint


OPEN_SECRETS = [
    ("url: env:CRM_URL", "url: postgresql://crm:hunter2secret@db.example/crm", "hunter2secret"),
    ("url: env:CRM_URL", "password: correct-horse", "correct-horse"),
    ("url: env:CRM_URL", "url: postgresql://db.example/crm?user=a&password=hunter2", "hunter2"),
    ("url: env:CRM_URL", "url: 0123456789abcdef0123456789abcdef-us14", "0123456789abcdef"),
    ("url: env:CRM_URL", "url: sk_live_51HxQzT2eZvKYlo2C", "51HxQzT2eZvKYlo2C"),
    ("url: env:CRM_URL", "url: AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    ("url: env:CRM_URL", "url: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY4", "wJalrXUtnFEMI"),
]


@pytest.mark.parametrize(("before", "after", "secret"), OPEN_SECRETS)
def test_a_secret_in_the_open_is_refused_and_never_repeated(
    tmp_path: Path, before: str, after: str, secret: str
) -> None:
    with pytest.raises(PolicyFolderError) as refused:
        load_policy_folder(make(tmp_path, crm=CRM.replace(before, after)))
    assert "in the open" in str(refused.value)
    assert "env:NAME, file:PATH or credential:NAME" in str(refused.value)
    assert secret not in str(refused.value)


def test_a_secret_is_found_in_the_public_part_too(tmp_path: Path) -> None:
    problem = only(make(tmp_path, POLICY.replace("Voorbeeld B.V.", "ghp_0123456789abcdefghij")))
    assert str(problem.at) == "policy.yaml:2:20"


@pytest.mark.parametrize(
    "value",
    ["env:CRM_URL", "file:/etc/crm url", "credential:crm-url", "sqlite:///data/crm.sqlite", "TODO ask the host"],
)
def test_a_secret_that_is_only_named_is_fine(tmp_path: Path, value: str) -> None:
    assert load_policy_folder(make(tmp_path, crm=CRM.replace("env:CRM_URL", value)))


def test_all_problems_of_a_folder_come_together_in_order(tmp_path: Path) -> None:
    policy = POLICY.replace("30 days", "30 dags").replace("basis: contract", "basis: contrct")
    found = problems(make(tmp_path, policy, CRM.replace("kind: sql", "kind: sqll"), CLAUSES + "B-1: nowhere\n"))
    assert [(p.at.file, p.at.line) for p in found] == [
        ("clauses.yaml", 3),
        ("policy.yaml", 7),
        ("policy.yaml", 13),
        ("systems/crm.yaml", 1),
    ]


def test_a_folder_without_a_policy(tmp_path: Path) -> None:
    problem = only(tmp_path)
    assert (problem.at.file, problem.hint) == ("policy.yaml", "Make one with: belofte init.")


def test_a_file_that_cannot_be_read_brings_no_other_complaints(tmp_path: Path) -> None:
    problem = only(make(tmp_path, POLICY + "scope: [a\n"))
    assert (problem.at.file, problem.at.line) == ("policy.yaml", 16)
    assert "not YAML" in problem.what


def test_an_empty_system_lacks_its_kind(tmp_path: Path) -> None:
    problem = only(make(tmp_path, more={"systems/erp.yaml": "# nothing yet\n"}))
    assert (str(problem.at), problem.what) == ("systems/erp.yaml:1:1", "The kind of system is not stated.")


def test_an_empty_policy_lacks_its_format(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("")
    assert only(tmp_path).what == "The format is not stated."


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "clauses.yaml").write_bytes(b"A-1: \xff\xfe")
    assert only(tmp_path).what == "This file is not UTF-8 text."


def test_a_file_nested_beyond_reason(tmp_path: Path) -> None:
    found = problems(make(tmp_path, clauses="A-1: " + "[" * 5000 + "]" * 5000 + "\n"))
    assert found[0].at.file == "clauses.yaml"


def test_a_sentence_tells_how_many_and_that_nothing_was_loaded(tmp_path: Path) -> None:
    with pytest.raises(PolicyFolderError) as refused:
        load_policy_folder(make(tmp_path, POLICY.replace("30 days", "30 dags")))
    assert str(refused.value).startswith("The policy folder has 1 problem; nothing was loaded.\npolicy.yaml:13:25: ")


@pytest.mark.parametrize(
    ("system", "setting"), [("mailchimp", "key"), ("dhl", "tracking_key"), ("aws", "access_key"), ("servers", "key")]
)
def test_a_short_secret_under_any_name_is_refused_and_not_repeated(tmp_path: Path, system: str, setting: str) -> None:
    copytree(Path(__file__).parents[2] / "examples" / "linprofs", tmp_path / "policy")
    written = tmp_path / "policy" / "systems" / f"{system}.yaml"
    lines = [
        f"{setting}: plain" if line.startswith(f"{setting}:") else line for line in written.read_text().split("\n")
    ]
    written.write_text("\n".join(lines), "utf-8")
    with pytest.raises(PolicyFolderError) as refused:
        load_policy_folder(tmp_path / "policy")
    assert [problem.what for problem in refused.value.problems] == ["A secret is only ever named here."]
