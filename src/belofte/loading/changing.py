"""Change several facts of a folder at once, each where it stands; every other character stays as it was.

A fact that is written is replaced in place; one that is not yet is added to the mapping it belongs in, on its line
where that mapping is one line. All changes are tried on a copy that must load; then all files change or none.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from belofte.domain.errors import WrongUse
from belofte.domain.policy import FactPath
from belofte.loading.change import FactNotChanged, write_whole
from belofte.loading.explain import key_at
from belofte.loading.folder import ON_BEHALF_FILE, load_policy_folder, policy_files
from belofte.loading.nodes import Entry, Keyed, Node, Scalar, read_nodes
from belofte.loading.shape import Named, One, Shape
from belofte.loading.shape_on_behalf import ON_BEHALF, WORK

Value = str | tuple[str, ...] | None
"""One text, a list, or None: the fact is taken out."""
_PLAIN = re.compile(r"[^\W_][\w ./@+()%€-]*(?<! )")
"""What can stand without quotation marks, also between braces."""
_LOOKED_AT = ("*.yaml", "policy/*", "systems/*", "connectors/*", "texts/*")


@dataclass(frozen=True, slots=True)
class WrittenFact:
    """A fact and what it is to say."""

    path: str
    value: Value


def changed_files(folder: Path, facts: Sequence[WrittenFact]) -> Mapping[Path, str]:
    """The new text of every file that changes, tried on a copy of the folder; nothing is written in the folder.

    Raises :class:`FactNotChanged` for a fact that cannot be written, :class:`PolicyFolderError` where the folder would
    no longer load.
    """
    texts: dict[Path, str] = {}
    for fact in facts:
        file, inner = _place(folder, fact.path, texts)
        text = texts[file] if file in texts else _text(file)
        texts[file] = put(text, inner, fact.value, FactPath(fact.path))
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        _copy(folder, copy)
        for file, text in texts.items():
            (copy / file.relative_to(folder)).write_text(text, "utf-8")
        load_policy_folder(copy)
    return texts


def change_facts(folder: Path, facts: Sequence[WrittenFact]) -> tuple[Path, ...]:
    """Write them; the files that changed. Where one file cannot be written, those before it get their old text back.

    Raises what :func:`changed_files` raises, and ``WrongUse`` where a file cannot be written.
    """
    texts = changed_files(folder, facts)
    before = {file: file.read_bytes() if file.exists() else None for file in texts}
    written: list[Path] = []
    try:
        for file, text in texts.items():
            write_whole(file, text.encode())
            written.append(file)
    except OSError as error:
        for file in written:
            old = before[file]
            file.unlink() if old is None else write_whole(file, old)
        raise WrongUse(
            f"A file of the policy cannot be written: {error.strerror}.", "Nothing was changed; check its rights."
        ) from error
    return tuple(written)


def put(text: str, inner: str, value: Value, fact: FactPath) -> str:
    """The text of one file with one fact changed."""
    root, problems = read_nodes(text, "")
    if problems and text.strip():
        raise FactNotChanged("The file cannot be read.", "Mend it first: belofte lint.")
    node, entry, rest = _walk(root, inner)
    if value is None:
        return text if entry is None or rest not in ("", _short(fact, rest)) else _without(text, entry)
    new = written(value)
    if not rest:
        return _replaced(text, node, new)
    if isinstance(node, Keyed):
        return _added(text, node, rest, new)
    short = _short(fact, rest)
    if rest == short or (isinstance(node, Scalar) and (node.empty or node.todo is not None)):
        return _replaced(text, node, new if rest == short else "{" + _nested(rest, new) + "}")
    if short is None:
        raise FactNotChanged(f'"{fact}" cannot be added to what stands there.', "Change it in an editor.")
    return _replaced(text, node, "{" + f"{short}: {_between(text, node)}, {_nested(rest, new)}" + "}")


def written(value: str | tuple[str, ...]) -> str:
    """A value as YAML, with quotation marks where it needs them."""
    if isinstance(value, tuple):
        return "[" + ", ".join(written(part) for part in value) + "]"
    plain = _PLAIN.fullmatch(value) and value not in ("null", "Null", "NULL") and not value.startswith("TODO")
    return value if plain else json.dumps(value, ensure_ascii=False)


def _place(folder: Path, path: str, texts: Mapping[Path, str]) -> tuple[Path, str]:
    top, _, rest = path.partition(".")
    if top == ON_BEHALF:
        return folder / ON_BEHALF_FILE, rest
    files = list(policy_files(folder))
    for file in files:
        text = texts[file] if file in texts else _text(file)
        if read_nodes(text, "")[0].get(top) is not None:
            return file, path
    if not files:
        raise FactNotChanged("There is no policy here.", "Make one with: belofte init.")
    return files[0], path


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig") if file.exists() else ""


def _copy(folder: Path, copy: Path) -> None:
    for file in {file for pattern in _LOOKED_AT for file in folder.glob(pattern) if file.is_file()}:
        target = copy / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _walk(node: Node, path: str) -> tuple[Node, Entry | None, str]:
    """The deepest node on the way to ``path``, the entry it is the value of, and what is left of the path."""
    entry: Entry | None = None
    while path and isinstance(node, Keyed):
        found = next((e for e in _longest_first(node) if path == e.key.text or path.startswith(f"{e.key.text}.")), None)
        if found is None:
            return node, entry, path
        node, entry, path = found.value, found, path[len(found.key.text) + 1 :]
    return node, entry, path


def _longest_first(node: Keyed) -> Iterable[Entry]:
    return sorted(node.entries, key=lambda e: -len(e.key.text))


def _short(fact: FactPath, rest: str) -> str | None:
    """The key that a bare value stands for, where the fact's parent is written that way."""
    parent = fact[: -len(rest) - 1] if rest else ""
    shape = _shape_at(parent)
    return shape.short if shape else None


def _shape_at(parent: str) -> Shape | None:
    top, _, rest = parent.partition(".")
    key = key_at(parent) if top != ON_BEHALF else None
    if top == ON_BEHALF:
        name, _, inner = rest.partition(".")
        key = WORK.key(inner) if name else None
    if key is not None and isinstance(key.type, One):
        return key.type.shape
    above = key_at(parent.rpartition(".")[0]) if "." in parent else None
    return above.type.shape if above is not None and isinstance(above.type, Named) else None


def _nested(rest: str, new: str) -> str:
    """``dpia.needed`` becomes ``dpia: {needed: false}``."""
    first, *more = rest.split(".")
    for key in reversed(more):
        new = "{" + f"{key}: {new}" + "}"
    return f"{first}: {new}"


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(len(earlier) for earlier in lines[: line - 1]) + column - 1


def _start(text: str, node: Node) -> int:
    return _offset(text, node.at.line, node.at.column)


def _end(text: str, node: Node) -> int:
    """Where a node's own text ends; of a mapping or list over several lines, where its last value does."""
    if node.end is not None:
        return _offset(text, *node.end)
    if isinstance(node, Keyed):
        return _end(text, node.entries[-1].value) if node.entries else _start(text, node)
    return _end(text, node.items[-1]) if node.items else _start(text, node)


def _between(text: str, node: Node) -> str:
    return text[_start(text, node) : _end(text, node)]


def _replaced(text: str, node: Node, new: str) -> str:
    start, end = _start(text, node), _end(text, node)
    space = "" if start == 0 or text[start - 1].isspace() or text[start - 1] in "[{," else " "
    return text[:start] + space + new + text[end:]


def _added(text: str, parent: Keyed, rest: str, new: str) -> str:
    """One more entry in a mapping: before its brace, or on a line of its own under the last one."""
    entry = _nested(rest, new)
    if parent.end is not None:
        end = _offset(text, *parent.end) - 1
        before = text[:end].rstrip(" ")
        return before + (", " if parent.entries else "") + entry + text[end:]
    if not parent.entries:
        return f"{text.rstrip()}\n{entry}\n".lstrip("\n")
    column = parent.entries[0].key.at.column
    end = text.find("\n", _end(text, parent))
    end = len(text) if end < 0 else end
    return text[:end] + "\n" + " " * (column - 1) + entry + text[end:]


def _without(text: str, entry: Entry) -> str:
    """Without one entry: its line, or its part of a line with the comma beside it."""
    start, end = _start(text, entry.key), _end(text, entry.value)
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip():
        after = text.find("\n", end)
        return text[:line] + (text[after + 1 :] if after >= 0 else "")
    behind = re.match(r"\s*,\s*", text[end:])
    if behind:
        return text[:start] + text[end + behind.end() :]
    ahead = re.search(r"\s*,\s*$", text[:start])
    return text[: ahead.start() if ahead else start] + text[end:]
