"""The sentences of refusals in plain English, read from the code: what an error of ours is made with."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

BOTH = {"Text", "worded", "counted", "joined"}
"""What makes a text in both languages; its Dutch stands beside it."""
Given = Mapping[str, list[ast.expr]]
"""By the name of a function: what it gives back."""
TAKEN_OVER = {"HoldIsOver", "NotAName", "NotAReference", "NotAllowed", "NoticeIsOver", "TaskIsOver"}
"""Exceptions of the domain whose words an error takes over: ``raise Refused(str(over))``."""


def error_names(files: list[Path]) -> set[str]:
    """``BelofteError`` and every class that is one, and those whose words one takes over."""
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, before = {"BelofteError", *TAKEN_OVER}, 0
    while len(names) > before:
        before = len(names)
        names |= {one.name for one in classes if any(_named(base) in names for base in one.bases)}
    return names


def refused_in(file: Path, errors: set[str]) -> Iterator[tuple[int, str]]:
    """(line, text) of every plain text that an error in this module is made with; ``{}`` stands for what fills it."""
    tree = ast.parse(file.read_text("utf-8"))
    held, both, given = _held(tree), BOTH | _in_both(tree), _given_by(tree)
    for scope, call in _calls(tree, errors):
        local = {**held, **_held(scope)} if scope is not None else held
        for one in [*call.args, *(more.value for more in call.keywords)]:
            for line, text in _texts(one, local, both, given, frozenset()):
                if any(part.strip("{}") for part in text.split()):
                    yield line, text


def _calls(tree: ast.Module, errors: set[str]) -> Iterator[tuple[ast.AST | None, ast.Call]]:
    """Each call that makes an error, with the function it stands in: by its class, or as its class does itself."""

    def walk(node: ast.AST, scope: ast.AST | None, is_error: bool) -> Iterator[tuple[ast.AST | None, ast.Call]]:
        if isinstance(node, ast.ClassDef):
            is_error = node.name in errors
        if isinstance(node, ast.FunctionDef):
            scope = node
        if isinstance(node, ast.Call):
            by_itself = is_error and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
            if by_itself or _named(node.func) in errors:
                yield scope, node
        for child in ast.iter_child_nodes(node):
            yield from walk(child, scope, is_error)

    return walk(tree, None, False)


def _held(scope: ast.AST) -> Mapping[str, ast.expr]:
    """What the names of a module or a function hold."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(scope) if isinstance(scope, ast.FunctionDef) else ast.iter_child_nodes(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found[node.target.id] = node.value
    return found


def _in_both(tree: ast.Module) -> set[str]:
    """Functions that give a text in both languages."""
    returning = {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and _named(n.returns) == "Text"}
    imported = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name == "said"
    }
    return returning | imported


def _given_by(tree: ast.Module) -> Given:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        one.name: [node.value for node in ast.walk(one) if isinstance(node, ast.Return) and node.value is not None]
        for one in functions
    }


def _texts(
    node: ast.expr, held: Mapping[str, ast.expr], both: set[str], given: Given, seen: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """The texts this expression can be; none where it is in both languages."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    if isinstance(node, ast.JoinedStr):
        filled = [_filling(one, held) for one in node.values]
        yield from ((node.lineno, "".join(parts)) for parts in product(*filled))
    name = _named(node.func) if isinstance(node, ast.Call) else _named(node)
    if name in both or name in seen:
        return
    for one in _inside(node, held, given):
        yield from _texts(one, held, both, given, seen | {name} if name else seen)


def _inside(node: ast.expr, held: Mapping[str, ast.expr], given: Given) -> list[ast.expr]:
    """The expressions whose texts this one can have."""
    match node:
        case ast.JoinedStr():
            inner = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
            return [one for one in inner if isinstance(one, ast.Subscript)]
        case ast.Name():
            return [held[node.id]] if node.id in held else []
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp() | ast.Dict():
            return list(node.values)
        case ast.Subscript():
            return [node.value]
        case ast.Call():
            return given.get(_named(node.func), [])
        case _:
            return []


def _filling(value: ast.expr, held: Mapping[str, ast.expr]) -> list[str]:
    """What a part of a text can be: itself, one of the texts it is chosen from, or ``{}`` for what is filled in."""
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    inner = value.value if isinstance(value, ast.FormattedValue) else value
    chosen = held.get(inner.id) if isinstance(inner, ast.Name) else inner
    if isinstance(chosen, ast.IfExp):
        return [
            text for one in (chosen.body, chosen.orelse) for _, text in _texts(one, held, set(), {}, frozenset())
        ] or ["{}"]
    return ["{}"]


def _named(node: ast.AST | None) -> str:
    return getattr(node, "id", None) or getattr(node, "attr", "")
