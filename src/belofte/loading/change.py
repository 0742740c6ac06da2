"""Change one fact by changing its text where it stands; every other character of the folder stays as it was.

Reading and writing a file with a YAML library re-flows lines nobody touched. Here the text of one value is replaced at
its line and column, the result is read again, and it must differ in that value only; then the folder must still load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from belofte.domain.errors import WrongUse
from belofte.domain.policy import FactPath
from belofte.loading.clauses import CLAUSES
from belofte.loading.folder import CLAUSES_FILE, load_policy_folder, policy_files
from belofte.loading.nodes import Items, Keyed, Node, Scalar, read_nodes
from belofte.loading.problems import PolicyFolderError

_SYSTEMS = "systems"


class FactNotChanged(WrongUse):
    """The fact was not changed, and why; the folder is as it was."""


def change_fact(path: Path, fact_path: FactPath, new_text: str) -> Path:
    """Give the fact at ``fact_path`` the value ``new_text`` and return the file that was changed.

    ``new_text`` is the value itself, without YAML quotes; they are added where needed. Raises :class:`FactNotChanged`
    where the fact is not written or is no single value, and :class:`PolicyFolderError` where the folder would no
    longer load; in both cases nothing is changed.
    """
    file, inner = _file_of(path, fact_path)
    before = file.read_bytes()
    text = before.decode("utf-8-sig")
    mark = before[: len(before) - len(text.encode())]
    scalar = _written_value(text, inner, fact_path)
    changed = _replaced(text, scalar, inner, new_text)
    write_whole(file, mark + changed.encode())
    try:
        load_policy_folder(path)
    except PolicyFolderError:
        write_whole(file, before)
        raise
    return file


def _file_of(path: Path, fact: FactPath) -> tuple[Path, str]:
    """The file a fact stands in, and its path inside that file."""
    first, _, rest = fact.partition(".")
    if first == _SYSTEMS:
        for file in sorted((path / _SYSTEMS).glob("*.yaml"), key=lambda f: -len(f.stem)):
            if rest.startswith(f"{file.stem}."):
                return file, rest[len(file.stem) + 1 :]
    if first == CLAUSES and (path / CLAUSES_FILE).is_file():
        return path / CLAUSES_FILE, rest
    for file in policy_files(path):
        node, _ = read_nodes(file.read_text(encoding="utf-8-sig"), file.name)
        if _node_at(node, fact) is not None:
            return file, fact
    raise FactNotChanged(f'No fact is written at "{fact}".', "Look for its name with: belofte explain NAME.")


def _written_value(text: str, inner: str, fact: FactPath) -> Scalar:
    node, _ = read_nodes(text, "")
    found = _node_at(node, inner)
    if not isinstance(found, Scalar):
        what = "is not written" if found is None else "is not a single value"
        raise FactNotChanged(f'"{fact}" {what}.', "Name the value itself, such as retention.visit.at_most.")
    return found


def _node_at(node: Node, path: str) -> Node | None:
    """The node at a path. Names may have dots in them, so every key that fits is tried, the longest first."""
    if not path:
        return node
    if isinstance(node, Items):
        return next((item for item in node.items if isinstance(item, Scalar) and item.text == path), None)
    if isinstance(node, Keyed):
        for entry in sorted(node.entries, key=lambda e: -len(e.key.text)):
            name = entry.key.text
            if path == name or path.startswith(f"{name}."):
                found = _node_at(entry.value, path[len(name) + 1 :])
                if found is not None:
                    return found
    return None


def _replaced(text: str, scalar: Scalar, inner: str, new_text: str) -> str:
    """The file's text with the new value, plain if that reads back as the same words, else in quotes."""
    start, end = _offset(text, scalar.at.line, scalar.at.column), _offset(text, *scalar.end)
    old = list(_leaves(read_nodes(text, "")[0]))
    quoted = json.dumps(new_text, ensure_ascii=False)
    for written in (quoted,) if scalar.quoted else (new_text, quoted):
        changed = text[:start] + written + text[end:]
        node, problems = read_nodes(changed, "")
        new = list(_leaves(node))
        if not problems and _only_change(old, new, scalar.text, new_text):
            return changed
    raise FactNotChanged(f'"{inner}" cannot be changed in place.', "Change it in an editor.")


def _only_change(old: list[str], new: list[str], before: str, after: str) -> bool:
    differing = [(a, b) for a, b in zip(old, new, strict=False) if a != b]
    return len(old) == len(new) and differing in ([(before, after)], [] if before == after else None)


def _leaves(node: Node) -> Iterator[str]:
    """Every key and value in order, as written."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Items):
        for item in node.items:
            yield from _leaves(item)
        yield "]"
    else:
        for entry in node.entries:
            yield entry.key.text + ":"
            yield from _leaves(entry.value)
        yield "}"


def _offset(text: str, line: int, column: int) -> int:
    """The index in the text of a line and column, both from 1; lines end as YAML's do."""
    lines = text.splitlines(keepends=True)
    return sum(len(earlier) for earlier in lines[: line - 1]) + column - 1


def write_whole(file: Path, content: bytes) -> None:
    """Replace the file whole, so that no reader ever sees half of it."""
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    if file.exists():
        beside.chmod(file.stat().st_mode & 0o777)
    beside.replace(file)
