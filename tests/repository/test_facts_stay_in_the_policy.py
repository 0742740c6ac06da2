"""No clause id and no number of a policy in src/: a fact stands once, in the policy folder.

Data of the world (a country's court term, a vendor's documented behaviour) ships in ``src/belofte/data`` with source
and date and is not looked at here for numbers; clause ids are not allowed there either. Documentation strings may give
an example of a period.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

UNITS = {
    "day": ("days", "day", "dagen", "dag"),
    "week": ("weeks", "week", "weken"),
    "month": ("months", "month", "maanden", "maand"),
    "year": ("years", "year", "jaren", "jaar"),
    "hour": ("hours", "hour", "uren", "uur"),
}
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
PERIOD = re.compile(rf"(?<![\w.])(\d+)[ -]({'|'.join(UNIT_OF)})\b")
HINT = re.compile(r"(?:such as|zoals) (?:[\w.]+: )?\d[^.;,]*")
"""``such as backups: 35 days``: an error that shows how a key is written states no fact."""
CLAUSE_ID = re.compile(r"^\s*[\"']?([A-Z][A-Z0-9]*-\d+[a-z]?)[\"']?\s*:", re.MULTILINE)

WRITTEN_AS_EXAMPLES = (
    "loading/shape*.py",
    "loading/values.py",
    "loading/clauses.py",
    "loading/expecting.py",
    "loading/connector_kinds/*.py",
)
"""Where texts show how a key of the folder is written, for hints and for the schema; no code reads them (2026-11-23).
Only texts are let through there: ``timedelta(days=30)`` is found in these files too."""

EXEMPT = {
    ("connectors/aws/logs.py", (72, "hour")): "How long AWS itself may show an event after its term. 2026-11-23.",
    ("sandbox/local/aws_playing.py", (72, "hour")): "The same, where AWS is played. 2026-11-23.",
    ("connectors/sql/clocks.py", (2, "day")): "No time zone is further from another than this. 2026-11-23.",
    ("connectors/sql/observing.py", (2, "day")): "No time zone is further from another than this. 2026-11-22.",
    ("procedures/spans.py", (7, "day")): "How long a mailed link works: no policy promises it. 2026-11-22.",
    ("procedures/sign_in/accounts_desk.py", (72, "hour")): "How long an enrolment link of staff works. 2026-11-22.",
    ("procedures/sign_in/sign_in_attempts.py", (90, "day")): "How long a browser of staff is known. 2026-11-22.",
    ("storage/case_keys.py", (7, "day")): "The week after which keys are wrapped anew: how it is built. 2026-11-22.",
    ("domain/webhook.py", (24, "hour")): "Waits between tries, as Standard Webhooks proposes them. 2026-11-22.",
    ("procedures/clock/daily_mail.py", (7, "day")): "How long mail to staff lies in the outbox. 2026-11-22.",
    ("procedures/programs/webhooks.py", (30, "day")): "How long messages that went out can be sent anew. 2026-11-22.",
    ("sandbox/personas.py", (14, "day")): "After how many days an invented person paid. 2026-11-22.",
    ("sandbox/personas.py", (30, "day")): "After how many days an invented person paid. 2026-11-22.",
}
"""(file below src/belofte, period) -> why this number is not the policy's, with a date."""

Period = tuple[int, str]


def clause_ids(root: Path) -> set[str]:
    return {
        clause
        for path in (root / "examples").glob("*/clauses.yaml")
        for clause in CLAUSE_ID.findall(path.read_text(encoding="utf-8"))
    }


def policy_periods(root: Path) -> set[Period]:
    """Every period that an example policy states."""
    files = [*(root / "examples").glob("*/policy.yaml"), *(root / "examples").glob("*/policy/*.yaml")]
    stated = (PERIOD.findall(path.read_text(encoding="utf-8")) for path in files)
    return {(int(count), UNIT_OF[unit]) for found in stated for count, unit in found}


def documentation(tree: ast.AST) -> set[ast.AST]:
    """The constants that are documentation strings, those under an assignment included."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    bodies += [node.body for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)]
    statements = [statement for body in bodies for statement in body if isinstance(statement, ast.Expr)]
    return {statement.value for statement in statements if isinstance(statement.value, ast.Constant)}


def periods_in(code: str, *, with_texts: bool = True) -> Iterator[tuple[Period, int]]:
    """Periods that code states: in a text, as ``timedelta(days=30)``, as ``Period(14, Unit.MONTHS)``."""
    tree = ast.parse(code)
    texts = documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and with_texts and node not in texts:
            for count, unit in PERIOD.findall(HINT.sub("", node.value)):
                yield (int(count), UNIT_OF[unit]), node.lineno
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[tuple[Period, int]]:
    for keyword in node.keywords:
        if keyword.arg in UNIT_OF and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, int):
            yield (keyword.value.value, UNIT_OF[keyword.arg]), node.lineno
    if isinstance(node.func, ast.Name) and node.func.id == "Period" and len(node.args) == 2:
        count, unit = node.args
        if isinstance(count, ast.Constant) and isinstance(count.value, int) and isinstance(unit, ast.Attribute):
            yield (count.value, UNIT_OF[unit.attr.lower()]), node.lineno


def wrong_in(name: str, code: str, stated: set[Period]) -> list[str]:
    """Where one module states a period of a policy. A single day or month is how a calendar is stepped through."""
    shows = any(fnmatch(name, glob) for glob in WRITTEN_AS_EXAMPLES)
    return [
        f"{name}:{line}: {count} {unit}"
        for (count, unit), line in periods_in(code, with_texts=not shows)
        if count > 1 and (count, unit) in stated and (name, (count, unit)) not in EXEMPT
    ]


def test_no_clause_id_of_any_example_occurs_in_src(root: Path, source: Path) -> None:
    ids = clause_ids(root)
    assert len(ids) >= 98, "the examples' clause ids were not found: this test looked at nothing"
    pattern = re.compile(rf"(?<![\w-])({'|'.join(sorted(ids, key=len, reverse=True))})(?![\w-])")
    wrong = [
        f"{path.relative_to(source)}:{number}: {match[0]}"
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.suffix in {".py", ".yaml", ".html", ".json", ".css", ".js", ".sql", ".txt"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]
    assert wrong == []


def test_no_number_of_a_policy_occurs_in_the_code(root: Path, source: Path) -> None:
    stated = policy_periods(root)
    assert (14, "month") in stated, "the examples' periods were not found: this test looked at nothing"
    wrong: list[str] = []
    for path in sorted(source.rglob("*.py")):
        wrong += wrong_in(path.relative_to(source).as_posix(), path.read_text(encoding="utf-8"), stated)
    assert wrong == []


def test_no_number_of_a_policy_occurs_in_a_page(root: Path, source: Path) -> None:
    stated = policy_periods(root)
    wrong = [
        f"{path.relative_to(source)}: {count} {unit}"
        for path in sorted(source.rglob("*.html"))
        for count, unit in PERIOD.findall(path.read_text(encoding="utf-8"))
        if (int(count), UNIT_OF[unit]) in stated
    ]
    assert wrong == []


def test_a_number_would_be_found_in_every_form_and_an_example_in_documentation_is_let_through() -> None:
    code = '''
"""Module: 14 months is not 426 days."""
TERM = "at most 14 months"
LIMIT = timedelta(days=30)
BOOKS = Period(7, Unit.YEARS)
WORDS = f"binnen 30 dagen na {x}"
NUMBER = 30
HINT = "Say so, such as backups: 35 days; until then nobody can name the day."
"""NUMBER of 2 weeks."""
'''
    stated = {(14, "month"), (30, "day"), (7, "year"), (2, "week"), (35, "day")}
    assert [place.split(": ")[1] for place in wrong_in("loading/shape.py", code, stated)] == ["30 day", "7 year"]
    assert sorted(period for period, _ in periods_in(code)) == [(7, "year"), (14, "month"), (30, "day"), (30, "day")]
