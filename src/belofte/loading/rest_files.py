"""REST connector files: those that ship, a company's own in its policy folder, and those other packages bring.

Another package offers a file by the entry point group ``belofte.connectors``: the name is the kind, the object a
:class:`pathlib.Path` to the file. (A system that needs code is offered there as a
:class:`belofte.loading.connector_kinds.kind.ConnectorOffer`.)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from belofte.domain.policy import FactPath, Position
from belofte.domain.rest import RestConnector
from belofte.loading.nodes import read_nodes
from belofte.loading.problems import PolicyFolderError
from belofte.loading.reading import Reading
from belofte.loading.rest_checks import check_connector
from belofte.loading.rest_shape import CONNECTOR
from belofte.loading.secrets import open_secrets
from belofte.loading.shape import read_fields

GROUP = "belofte.connectors"
FOLDER = "connectors"
SHIPPED = Path(__file__).parents[1] / "connectors" / "rest"
_NEEDED = ("kind", "name", "about", "base")


@cache
def shipped_kinds() -> tuple[str, ...]:
    """The kinds whose files ship, by their names; no file is read."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


@cache
def brought() -> dict[str, EntryPoint]:
    """What other packages offer, by kind; nothing is loaded."""
    return {point.name: point for point in entry_points(group=GROUP)}


def rest_kinds() -> tuple[str, ...]:
    """Every kind that a REST file may describe: shipped, and offered by other packages."""
    return tuple(dict.fromkeys((*shipped_kinds(), *brought())))


@cache
def rest_connector(kind: str) -> RestConnector | None:
    """The connector file of a kind; None where there is none. Raises :class:`PolicyFolderError` for a file that is
    wrong."""
    path: object = SHIPPED / f"{kind}.yaml" if kind in shipped_kinds() else None
    if path is None and kind in brought():
        path = brought()[kind].load()
    if not isinstance(path, Path):
        return None
    reading = Reading()
    found = read_connector(path.read_text(encoding="utf-8"), path.name, reading)
    if reading.problems or found is None:
        raise PolicyFolderError(reading.problems)
    return found


def own_connectors(folder: Path, reading: Reading) -> dict[str, RestConnector]:
    """The files in ``connectors/`` of a policy folder; what is wrong is noted in ``reading``."""
    found: dict[str, RestConnector] = {}
    for path, name in _own_files(folder):
        connector = read_connector(path.read_text(encoding="utf-8-sig"), name, reading)
        if connector is not None:
            found[connector.kind] = connector
    return found


def _own_files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        yield path, path.relative_to(folder).as_posix()


def read_connector(text: str, file: str, reading: Reading) -> RestConnector | None:
    """One file. ``file`` is the name that problems show; its stem must be the kind. None where it says too little."""
    node, problems = read_nodes(text, file)
    known = len(reading.problems)
    reading.problems += [*problems, *open_secrets(node)]
    start, path = Position(file, 1, 1), FactPath(f"connectors.{Path(file).stem}")
    reading.stands(path, start)
    fields = read_fields(CONNECTOR, node, path, reading)
    for key in _NEEDED:
        if key not in fields:
            reading.problem(start, f'A connector needs "{key}".', "docs/connectors.md has an example.")
    if len(reading.problems) > known:
        return None
    connector: RestConnector = CONNECTOR.make(**fields)
    if connector.kind != Path(file).stem:
        reading.problem(start, f'This file describes the kind "{connector.kind}".', f"Call it {connector.kind}.yaml.")
    check_connector(connector, path, reading)
    return connector if len(reading.problems) == known else None
