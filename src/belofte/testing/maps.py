"""A map as a policy folder gives it, written into a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from belofte.domain.system_map import SystemMap
from belofte.loading.folder import load_policy_folder

_POLICY = """format: 1
environment: sandbox
controller: {{name: Proef B.V., country: NL, email: info@proef.example}}
privacy_office: {{email: privacy@proef.example}}
data:
  customer: {{needed: [{kinds}]}}
"""


def map_of(folder: Path, name: str, text: str, kinds: Iterable[str]) -> SystemMap:
    """The map that ``systems/NAME.yaml`` with this text comes to; its tables are of the category ``customer``, which
    has these kinds of data. Writes both files into ``folder``. Raises :class:`belofte.loading.problems.
    PolicyFolderError` with file, line and column for what is wrong in it."""
    (folder / "systems").mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(_POLICY.format(kinds=", ".join(kinds)), encoding="utf-8")
    (folder / "systems" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_policy_folder(folder).systems[name]
