"""How the code is kept legible: small files, short functions, no switched-off checks, no patched functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 350
LONGEST_FUNCTION = 60
MIGRATIONS = "storage/migrations/versions/"
"""A migration is a list of statements and is never edited afterwards."""

SWITCHED_OFF = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore|pragma:\s*no cover)(?P<rest>.*)$")
PATCHES = re.compile(r"\b(?:mock\.patch|patch\(|MagicMock|monkeypatch\.setattr)")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_files_and_functions_are_short(source: Path) -> None:
    long: list[str] = []
    for path in sorted(source.rglob("*.py")):
        name, code = path.relative_to(source).as_posix(), path.read_text(encoding="utf-8")
        if name.startswith(MIGRATIONS):
            continue
        if (lines := code.count("\n")) > LONGEST_FILE:
            long.append(f"{name} has {lines} lines")
        for function in functions(ast.parse(code)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                long.append(f"{name}:{function.lineno} {function.name} has {length} lines")
    assert long == []


def test_no_check_is_switched_off_without_a_reason(source: Path) -> None:
    """``# noqa: X - why`` or ``# type: ignore[x]  # why``: a rule's name alone is no reason."""
    silent = [
        f"{path.relative_to(source)}:{number}: {line.strip()[-60:]}"
        for path in sorted(source.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := SWITCHED_OFF.search(line)) and len(re.findall(r"[a-z]{2,}", match["rest"])) < 3
    ]
    assert silent == []


def test_no_error_is_swallowed(source: Path) -> None:
    """A broad ``except`` that neither raises nor says anything would turn "could not look" into "fine"."""
    swallowed = [
        f"{path.relative_to(source)}:{handler.lineno}"
        for path in sorted(source.rglob("*.py"))
        for handler in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException"))
        and all(isinstance(statement, ast.Pass | ast.Continue) for statement in handler.body)
    ]
    assert swallowed == []


def test_our_own_functions_are_not_patched_in_tests(root: Path) -> None:
    here = Path(__file__)
    patched = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted((root / "tests").rglob("*.py"))
        if path != here
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PATCHES.search(line)
    ]
    assert patched == []


def test_a_test_that_is_left_out_says_why(root: Path) -> None:
    """``skip``, ``skipif`` and ``xfail`` need a reason that is a sentence."""
    silent: list[str] = []
    for path in sorted((root / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in ("skip", "skipif", "xfail"):
                texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
                names = [n for n in ast.walk(node) if isinstance(n, ast.Name | ast.JoinedStr)]
                if not any(len(text.split()) > 3 for text in texts) and not names:
                    silent.append(f"{path.relative_to(root)}:{node.lineno}")
    assert silent == []
