"""The sentences that connectors tell people, read from the code: what stands in it as a text of several plain words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_WORDS = re.compile(r"\b[a-z]{2,}\b")
_CODE = re.compile(r"[%$\\<>|=\n]|\b[A-Z]{4,} |://|^\w+\[|\? ?$|^\S+( \S+)?$")
"""Statements of SQL, patterns, addresses, types, names."""


def told_in(file: Path) -> Iterator[tuple[int, str]]:
    """(line, sentence) of every text in a module that reads as one; ``{}`` stands for what is filled in."""
    tree = ast.parse(file.read_text("utf-8"))
    passed = _passed_by(tree)
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(_part(one) for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if len(_WORDS.findall(text.replace("{}", " "))) >= 3 and not _CODE.search(text):
            yield node.lineno, text


def _part(value: ast.expr) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else "{}"


def _passed_by(tree: ast.AST) -> set[int]:
    """Docstrings, parts of a longer text, and what is written in Dutch and English beside each other."""
    passed = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in ast.walk(node) if part is not node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "worded", "counted", "Key"):
            passed.update(id(part) for one in [*node.args, *node.keywords] for part in ast.walk(one))
    return passed
