"""The reference page's tables: every key of the folder, with its meaning and one example, made from the shapes."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.loading.clauses import ATTEST, CLAUSE
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.shape import Group, Named, One, Shape
from belofte.loading.shape_parts import COOKIE
from belofte.loading.shape_policy import POLICY
from belofte.loading.shape_system import system_shape
from belofte.loading.shape_table import COLLECTION, ERASE

START, END = "<!-- keys: begin -->", "<!-- keys: end -->"

_TITLES = {
    "policy": "policy.yaml: the top keys",
    "systems.NAME": "systems/NAME.yaml",
    "systems.NAME.tables.TABLE": "A table in a map",
    "clauses.ID": "clauses.yaml: one clause",
}


def all_shapes() -> Iterator[tuple[str, Shape]]:
    """Every shape of the folder with the path at which its keys stand; NAME is a name the company gives."""
    yield "policy", POLICY
    yield from _inside(POLICY, "")
    yield "systems.NAME", system_shape("")
    yield from _inside(system_shape(""), "systems.NAME.")
    yield "systems.NAME.tables.TABLE.erase", ERASE
    yield "clauses.ID", CLAUSE
    yield "clauses.ID.attest", ATTEST


def _inside(shape: Shape, prefix: str) -> Iterator[tuple[str, Shape]]:
    for key in shape.keys:
        path = f"{prefix}{key.name}"
        if isinstance(key.type, Named):
            path = f"{path}.TABLE" if key.type.shape is COLLECTION else f"{path}.NAME"
        if isinstance(key.type, (Named, One, Group)):
            yield path, key.type.shape
            yield from _inside(key.type.shape, f"{path}.")
        elif key.name == "cookies":
            yield f"{path}.NAME", COOKIE


def reference() -> str:
    """The tables as Markdown."""
    return "\n".join(line for path, shape in all_shapes() for line in _table(path, shape))


def _table(path: str, shape: Shape) -> Iterator[str]:
    title = _TITLES.get(path, f"`{path}`")
    yield f"### {title}"
    yield ""
    short = shape.key(shape.short) if shape.short else None
    if short is not None:
        yield f"A bare value stands for `{short.name}`."
        yield ""
    yield "| key | meaning | betekenis | example |"
    yield "|---|---|---|---|"
    connector: dict[str, list[str]] = {}
    for kind in CONNECTOR_KINDS.values():
        for own in kind.settings:
            connector.setdefault(own.name, []).append(kind.name)
    for key in shape.keys:
        its = connector.get(key.name, []) if path == "systems.NAME" else []
        only = f" Only for `kind: {', '.join(its)}`." if its else ""
        example = key.example.replace("|", "\\|")
        yield f"| `{key.name}` | {key.en}{only} | {key.nl} | `{example}` |"
    if shape is COLLECTION:
        yield "| *a kind of data* | The columns with it. | De kolommen ermee. | `email: [email]` |"
    yield ""
