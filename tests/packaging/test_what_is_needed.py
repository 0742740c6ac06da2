"""What must be installed: the core works without server, engine, database and PDF, and what is used is declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "belofte"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

BLOCKED = (
    "aiosmtpd", "aiosmtplib", "alembic", "argon2", "dbos", "granian", "httpx", "icalendar", "jinja2", "joserfc",
    "litestar", "msgspec", "multipart", "psycopg", "pymysql", "pyotp", "segno", "sqlalchemy", "typst", "webauthn",
)  # fmt: skip

BLOCKER = f"""
import importlib.abc, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {set(BLOCKED)!r}:
            raise ModuleNotFoundError(f"{{name}} is not part of the core", name=name)

sys.meta_path.insert(0, Blocker())
"""

DISTRIBUTIONS = packages_distributions()
"""Name of a module -> names under which an index knows what brings it."""

CORE = ("domain", "loading", "checks", "settings", "may")


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKER + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def core_modules() -> list[str]:
    paths = [path for part in CORE for path in (SOURCE / part).rglob("*.py")]
    names = (path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".") for path in paths)
    return sorted({name.removesuffix(".__init__") for name in names} | {"belofte.ports"})


def test_the_whole_core_is_imported_without_server_engine_database_and_pdf() -> None:
    done = run(
        "import importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint('all')", *core_modules()
    )
    assert done.stdout.strip() == "all", done.stderr[-1500:]


def test_the_blocker_blocks() -> None:
    assert "sqlalchemy is not part of the core" in run("import sqlalchemy").stderr


@pytest.mark.parametrize("folder", ["linprofs", "linprofs-as-published"])
def test_the_linter_runs_on_the_core_alone(folder: str) -> None:
    code = "from belofte.cli.main import run\nsys.exit(run(sys.argv[1:]))"
    done = run(code, "lint", f"examples/{folder}", "--json")
    assert done.returncode == (0 if folder == "linprofs" else 1), done.stdout[-500:] + done.stderr[-1500:]
    assert '"schema"' in done.stdout


def test_may_answers_on_the_core_alone(tmp_path: Path) -> None:
    """Over a store that the whole Belofte made: read by Python's own SQLite, logged, and no when nobody is known."""
    policy = tmp_path / "policy"
    policy.mkdir()
    for name in ("policy.yaml", "clauses.yaml"):
        (policy / name).write_bytes((ROOT / "examples" / "linprofs" / name).read_bytes())
    made = "import sys; from belofte.cli.main import run; sys.exit(run(sys.argv[1:]))"
    number = [sys.executable, "-c", made, "uses", "number", "anna@post.example", "--policy", str(policy)]
    told = subprocess.run(number, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    code = (
        "import belofte\nassert belofte.__all__ == ['may']\nfrom belofte.may import Identifier, open_may\n"
        "with open_may(sys.argv[1], 'job') as privacy:\n"
        "    (anna,) = privacy.find([Identifier('email', '', 'anna@post.example')])\n"
        "    said = [privacy.may('service', 'profile', anna), privacy.may('newsletter', None, anna)]\n"
        "    said.append(privacy.use('answering', 'contact', anna, reason='call'))\n"
        "    print(anna, *(answer.why for answer in said))"
    )
    done = run(code, str(policy))
    assert done.stdout.split() == [told.stdout.strip(), "yes", "no-consent", "yes"], done.stderr[-1500:]


def declared(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def used(path: Path) -> set[str]:
    """Distributions that a module imports, under their names on an index."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and node.level == 0
    }
    top = {module.split(".")[0] for module in modules} - sys.stdlib_module_names - {"belofte"}
    return {re.sub(r"[-_.]+", "-", DISTRIBUTIONS.get(name, [name])[0]).lower() for name in top}


def test_every_library_that_is_imported_is_declared_and_the_core_uses_only_its_own() -> None:
    core = declared(PROJECT["dependencies"])
    extras = declared([r for group in PROJECT["optional-dependencies"].values() for r in group])
    wrong = [
        f"{path.relative_to(SOURCE)} uses {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name in used(path)
        if name not in (core if path.relative_to(SOURCE).parts[0] in CORE else core | extras)
    ]
    assert wrong == []


def test_every_library_that_is_declared_is_used() -> None:
    wanted = declared([*PROJECT["dependencies"], *(r for g in PROJECT["optional-dependencies"].values() for r in g)])
    found = {name for path in SOURCE.rglob("*.py") for name in used(path)}
    by_name = {"tzdata", "psycopg", "fsspec", "belofte"}
    # tzdata is data that zoneinfo finds, psycopg a driver that SQLAlchemy loads by name (2026-11-22); fsspec is
    # imported by name once a map says that its files lie elsewhere (2026-11-23).
    assert wanted - found - by_name == set()
