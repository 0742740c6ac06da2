"""One word for one thing: the synonyms that docs/glossary.md rules out do not occur as identifiers in src/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "belofte"
GLOSSARY = ROOT / "docs" / "glossary.md"


@dataclass(frozen=True)
class Exemption:
    """Why a word that the glossary rules out is right here: it means something else."""

    word: str
    where: str  # glob below src/belofte
    why: str
    since: date


NOV_22 = date(2026, 11, 22)
NOV_23 = date(2026, 11, 23)

NOTHING = "what it does"
"""What to say instead of a word that says nothing; such a word is ruled out for modules, classes and functions."""

EXEMPTIONS = (
    Exemption("company", "sandbox/*", "The sample company is a made-up firm, not the role of a controller.", NOV_22),
    Exemption("company", "bootstrap/*", "Builds that sample company for the demo.", NOV_22),
    Exemption("company", "domain/notice/*", "The company as readers of a page know it: a name, not a role.", NOV_22),
    Exemption("freeze", "bootstrap/sheets.py", "openpyxl's word for a head that stays in view.", NOV_23),
    Exemption("client", "sandbox/*", "The program at the other end of a connection, as http.server says.", NOV_23),
    Exemption("customer", "sandbox/*", "A row of the sample company's own customers table.", NOV_22),
    Exemption(
        "customer", "domain/*", "Whose processor the controller is: the customer of design's collections.", NOV_22
    ),
    Exemption("customer", "web/acts.py", "A field that names one of those the company works for.", NOV_23),
    Exemption("customer", "loading/breach_hours.py", "Whose processor the controller is (Art. 33(2)).", NOV_22),
    Exemption("ticket", "sandbox/*", "A row of the sample company's own tickets table.", NOV_22),
    Exemption("user", "wire/sign_in.py", "SMTP's own word for the account that signs in (RFC 4954).", NOV_22),
    Exemption("user", "settings/listing.py", "smtp_user is the mail server's account name.", NOV_22),
    Exemption("user", "connectors/sql/*", "A database's own user, as GRANT speaks of it.", NOV_22),
    Exemption("owner", "connectors/sql/*", "The database user who owns a table.", NOV_22),
    Exemption("owner", "domain/course.py", "The colleague who has a request in hand.", NOV_22),
    Exemption("owner", "procedures/*", "The colleague who has a request in hand.", NOV_22),
    Exemption("owner", "*/queue.py", "The colleague who has a request in hand.", NOV_22),
    Exemption("company", "web/site.py", "Who speaks on the pages, by the name its readers know.", NOV_22),
    Exemption("client", "wire/*", "OAuth's client id (RFC 6749).", NOV_22),
    Exemption("client", "mail/*", "An SMTP client, and OAuth's client id (RFC 6749).", NOV_22),
    Exemption("client", "connectors/http/*", "httpx's client, and OAuth's client id (RFC 6749).", NOV_23),
    Exemption("client", "domain/rest_access.py", "OAuth's client (RFC 6749).", NOV_23),
    Exemption("user", "domain/rest_access.py", "The user of HTTP's basic sign-in (RFC 7617).", NOV_23),
    Exemption("test", "testing/*", "What other packages run to test their connector, by pytest's own name.", NOV_23),
    Exemption("client", "settings/listing.py", "smtp_oauth_client is OAuth's client id (RFC 6749).", NOV_22),
    Exemption("client", "settings/mailboxes.py", "oauth_client is OAuth's client id (RFC 6749).", NOV_22),
    Exemption("client", "web/*", "The program at the other end of a connection, as in ASGI.", NOV_22),
    Exemption(
        "client", "bootstrap/office_door.py", "OpenID Connect's client id, and what talks with a provider.", NOV_22
    ),
    Exemption("client", "domain/sign_in.py", "OpenID Connect's client id, as its claims name it.", NOV_22),
    Exemption("provider", "domain/account.py", "OpenID Provider: who signs people in, as the standard says.", NOV_22),
    Exemption("provider", "domain/sign_in.py", "OpenID Provider: who signs people in, as the standard says.", NOV_22),
    Exemption("provider", "procedures/sign_in/*.py", "OpenID Provider: who signs people in.", NOV_22),
    Exemption("provider", "web/signing/*", "OpenID Provider: who signs people in.", NOV_22),
    Exemption("provider", "bootstrap/office_door.py", "OpenID Provider: who signs people in.", NOV_22),
    Exemption("user", "cli/user.py", "The command for who works in the office; subjects have no account.", NOV_22),
    Exemption(
        "correction",
        "*",
        "One wrong value and what should stand there; the right that asks it is rectification.",
        NOV_22,
    ),
    Exemption("lock", "*", "A lock between threads or processes, not a hold on data.", NOV_22),
    Exemption("reason", "*", "Why a decision was taken or an error happened, not a purpose of processing.", NOV_22),
    Exemption("result", "*", "What a call returned; ports.Result is a connector's report on one order.", NOV_22),
    Exemption("use", "*", "To use: WrongUse of a command, the verb use() of design, a link's single use.", NOV_22),
    Exemption("use", "domain/*", "What a vendor or staff does for own ends, which a policy rules out.", NOV_22),
    Exemption("download", "*", "Fetching the package of an access request: the act, not the right.", NOV_22),
    Exemption("statement", "*", "An SQL statement, or a sentence of the text; not the notice.", NOV_22),
    Exemption("terms", "domain/*", "Periods: retention terms and the clock's terms.", NOV_22),
    Exemption(
        "vendor", "*", "A maker of a product whose documented behaviour ships as data; it may have any role.", NOV_22
    ),
    Exemption(
        "supplier",
        "domain/policy_rules/*",
        "The published text's own word for processors, which the linter reads.",
        NOV_22,
    ),
    Exemption("unsubscribe", "domain/*", "The link in a newsletter, as RFC 8058 calls it.", NOV_22),
    Exemption("history", "*", "The earlier verdicts of one clause; the register is of requests.", NOV_22),
    Exemption("company", "storage/*", "Books of the company as a whole, apart from those of a case.", NOV_22),
    Exemption("complaint", "domain/*", "A complaint with the authority (Art. 77), which is its own right.", NOV_22),
)


def ruled_out() -> dict[str, str]:
    """Every word of the last column, with the word to use instead."""
    words: dict[str, str] = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 5 or cells[0] == "our word" or set(cells[0]) == {"-"}:
            continue
        words |= {word.strip(): cells[0] for word in cells[4].split(",") if word.strip()}
    nothing = GLOSSARY.read_text(encoding="utf-8").rsplit("says nothing:", 1)[1]
    return words | dict.fromkeys(re.findall(r"[a-z]+", nothing), NOTHING)


def parts_of(identifier: str) -> list[str]:
    """``makeCustomerURL`` and ``make_customer_url`` are both make, customer, url."""
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)]


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int, bool]]:
    """Names that the code gives (not those it imports or calls), their line, and whether it is a function or class."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno, True
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno, False
            case _:
                pass


def findings(path: Path, name: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(ruled-out word, sentence) for one module."""
    for part in (*Path(name).with_suffix("").parts,):
        for word in words.keys() & {part.strip("_")}:
            yield word, f"{name}: the module {part}; say {words[word]}"
    for identifier, line, names_a_thing in identifiers(ast.parse(path.read_text(encoding="utf-8"))):
        spoken = f" {' '.join(parts_of(identifier))} "
        for word, ours in words.items():
            if f" {word} " in spoken and (names_a_thing or ours != NOTHING):
                yield word, f"{name}:{line}: {identifier} says {word!r}; say {ours}"


def test_no_identifier_uses_a_synonym() -> None:
    words, used, wrong = ruled_out(), set[Exemption](), list[str]()
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for word, sentence in findings(path, name, words):
            exempt = [e for e in EXEMPTIONS if e.word == word and fnmatch(name, e.where)]
            used.update(exempt)
            if not exempt:
                wrong.append(sentence)
    assert not wrong, "docs/glossary.md rules these out:\n" + "\n".join(wrong)
    assert set(EXEMPTIONS) - used == set(), "nobody needs these exemptions any more"


def test_every_exemption_speaks_of_a_word_that_is_ruled_out_and_says_why() -> None:
    words = ruled_out()
    for exemption in EXEMPTIONS:
        assert exemption.word in words, exemption
        assert exemption.why.endswith("."), exemption
        assert exemption.since <= date.today(), exemption


def test_the_glossary_is_read_and_a_synonym_would_be_found(tmp_path: Path) -> None:
    words = ruled_out()
    assert len(words) > 60
    (tmp_path / "policy_owner.py").write_text("class DsarQueue:\n    def read(self, opt_in, getVendor): ...\n")
    found = {word for word, _ in findings(tmp_path / "policy_owner.py", "policy_owner.py", words)}
    assert found == {"dsar", "opt in", "vendor"}


def test_our_own_words_are_not_ruled_out_and_each_row_is_whole() -> None:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert all(line.count("|") == 6 for line in rows)
    ours = {line.split("|")[1].strip() for line in rows} - {"our word"}
    assert len(ours) == len(rows) - 2
    assert not ours & set(ruled_out())
