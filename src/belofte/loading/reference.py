"""The reference page's tables: every key of the folder, with its meaning and one example, made from the shapes."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.loading.clauses import ATTEST, CLAUSE
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.connector_kinds.rest import COMMON as REST
from belofte.loading.rest_shape import CONNECTOR, Several
from belofte.loading.shape import Group, Named, One, Shape
from belofte.loading.shape_on_behalf import WORK
from belofte.loading.shape_parts import COOKIE
from belofte.loading.shape_policy import POLICY
from belofte.loading.shape_system import COMMON_SHAPE
from belofte.loading.shape_table import COLLECTION, ERASE

START, END = "<!-- keys: begin -->", "<!-- keys: end -->"

_TITLES = {
    "policy": "policy.yaml: the top keys",
    "systems.NAME": "systems/NAME.yaml",
    "systems.NAME.tables.TABLE": "A table in a map",
    "systems.NAME (REST)": "systems/NAME.yaml: for every REST system",
    "connectors.KIND": "connectors/KIND.yaml: a REST connector",
    "clauses.ID": "clauses.yaml: one clause",
    "on_behalf.NAME": "on_behalf.yaml: what you process for one other controller",
}


def all_shapes() -> Iterator[tuple[str, Shape]]:
    """Every shape of the folder with the path at which its keys stand; NAME is a name the company gives."""
    yield "policy", POLICY
    yield from _inside(POLICY, "")
    yield "systems.NAME", COMMON_SHAPE
    yield from _inside(COMMON_SHAPE, "systems.NAME.")
    yield "systems.NAME.tables.TABLE.erase", ERASE
    yield "systems.NAME (REST)", Shape(keys=REST)
    for kind in CONNECTOR_KINDS.values():
        if own := tuple(key for key in kind.settings if key not in REST):
            yield f"systems.NAME ({kind.name})", Shape(keys=own)
    yield "connectors.KIND", CONNECTOR
    yield from _inside(CONNECTOR, "connectors.KIND.")
    yield "on_behalf.NAME", WORK
    yield from _inside(WORK, "on_behalf.NAME.")
    yield "clauses.ID", CLAUSE
    yield "clauses.ID.attest", ATTEST


def _inside(shape: Shape, prefix: str) -> Iterator[tuple[str, Shape]]:
    for key in shape.keys:
        path = f"{prefix}{key.name}"
        if isinstance(key.type, Named):
            path = f"{path}.TABLE" if key.type.shape is COLLECTION else f"{path}.NAME"
        if isinstance(key.type, (Named, One, Group, Several)):
            yield path, key.type.shape
            yield from _inside(key.type.shape, f"{path}.")
        elif key.name == "cookies":
            yield f"{path}.NAME", COOKIE


def reference() -> str:
    """The tables as Markdown."""
    return "\n".join(line for path, shape in all_shapes() for line in _table(path, shape))


def _table(path: str, shape: Shape) -> Iterator[str]:
    title = _TITLES.get(path) or _of_kind(path) or f"`{path}`"
    yield f"### {title}"
    yield ""
    short = shape.key(shape.short) if shape.short else None
    if short is not None:
        yield f"A bare value stands for `{short.name}`."
        yield ""
    yield "| key | meaning | betekenis | example |"
    yield "|---|---|---|---|"
    for key in shape.keys:
        example = key.example.replace("|", "\\|")
        yield f"| `{key.name}` | {key.en} | {key.nl} | `{example}` |"
    if shape is COLLECTION:
        yield "| *a kind of data* | The columns with it. | De kolommen ermee. | `email: [email]` |"
    yield ""


def _of_kind(path: str) -> str | None:
    head, bracket, kind = path.partition(" (")
    return f"{head.replace('.', '/')}.yaml: only for `kind: {kind.rstrip(')')}`" if bracket else None
