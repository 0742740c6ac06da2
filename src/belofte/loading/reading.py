"""What is gathered while a policy folder is read: problems, positions, TODOs and the reasons of added facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from belofte.domain.policy import FactPath, Position, Todo
from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.problems import Problem, did_you_mean


@dataclass(slots=True)
class Reading:
    """The state of one reading. Paths are the dotted names of facts; a system's begin with ``systems.NAME``."""

    problems: list[Problem] = field(default_factory=list[Problem])
    positions: dict[FactPath, Position] = field(default_factory=dict[FactPath, Position])
    todos: list[Todo] = field(default_factory=list[Todo])
    added: dict[FactPath, str] = field(default_factory=dict[FactPath, str])
    unreadable: bool = False
    """Whether a file could not be read at all: then names that point nowhere say nothing."""
    reasons: dict[FactPath, tuple[Position, bool]] = field(default_factory=dict[FactPath, tuple[Position, bool]])
    """Where a single key's reason stands, and whether the key may be absent (a fact dropped on purpose)."""

    def problem(self, at: Position, what: str, hint: str) -> None:
        self.problems.append(Problem(at, what, hint))

    def stands(self, path: FactPath, at: Position) -> None:
        """A fact of this path stands here."""
        self.positions.setdefault(path, at)

    def is_todo(self, node: Node, path: FactPath) -> bool:
        """True where the value is ``TODO why``: noted, and read as not stated."""
        if not isinstance(node, Scalar) or node.todo is None:
            return False
        self.todos.append(Todo(path, node.todo or "no reason given"))
        return True

    def keyed(self, node: Node, what: str) -> Keyed | None:
        """The node as a mapping; a problem and None where it is none."""
        if isinstance(node, Keyed):
            return node
        self.problem(node.at, f"{what} is written as keys with values.", "For example: {key: value}.")
        return None

    def scalar(self, node: Node, what: str) -> Scalar | None:
        """The node as one value; a problem and None where it is a list, a mapping or nothing."""
        if isinstance(node, Scalar) and not node.empty:
            return node
        if isinstance(node, Scalar):
            self.problem(node.at, "There is no value here.", "Write it, or TODO and why it is not known yet.")
        else:
            self.problem(node.at, f"Here stands one value: {what}.", "Not a list and not keys.")
        return None

    def listed(self, node: Node) -> tuple[Node, ...]:
        """The items of a list; one value alone counts as a list of one."""
        if isinstance(node, Items):
            return node.items
        return () if isinstance(node, Scalar) and node.empty else (node,)

    def dangling(self, at: Position, what: str, name: str, known: Iterable[str]) -> None:
        """Tell of a name that points at nothing."""
        self.problem(at, what, did_you_mean(name, known))

    def unknown_key(self, key: Scalar, known: tuple[str, ...]) -> None:
        """Tell of a key nobody knows; a key with spaces is nearly always the rest of a text with a comma."""
        several = len(key.text.split()) > 1
        hint = "Put the text in quotes, it has a comma." if several else did_you_mean(key.text, known)
        self.problem(key.at, f'The key "{key.text}" is not known here.', hint)


def under(path: str, name: str) -> FactPath:
    """The path of ``name`` inside ``path``."""
    return FactPath(f"{path}.{name}" if path else name)
