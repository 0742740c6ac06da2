"""The wheel, built once, and unpacked where nothing of the repository can be reached."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

GUARD = f"""
import sys
FORBIDDEN = tuple({str(ROOT)!r} + "/" + part for part in ("src", "docs", "examples", "tests", "deploy", "bench"))
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith(FORBIDDEN):
        raise RuntimeError(f"the wheel read the repository: {{arguments[0]}}")
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if not str(arguments[1][0]).startswith(LOCAL):
            raise RuntimeError("the wheel reached for a network")
    if event == "socket.getaddrinfo" and not str(arguments[0] or "127.").startswith(LOCAL):
        raise RuntimeError("the wheel asked for a name on a network")

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Installed:
    """A wheel and the folder it was installed into."""

    wheel: Path
    folder: Path
    guard: Path

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """The installed command, in ``cwd``, unable to see the repository or a network."""
        return self._run(str(self.folder / "bin" / "belofte"), *arguments, cwd=cwd)

    def python(self, code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return self._run("-c", code, cwd=cwd)

    def _run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELOFTE_", "PYTHON"))}
        environ = {**kept, "PYTHONPATH": f"{self.guard}{os.pathsep}{self.folder}", "HOME": str(cwd), "COLUMNS": "120"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=cwd, env=environ, capture_output=True, text=True, timeout=240, check=False
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out / "dist"), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (wheel,) = (out / "dist").glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    done = subprocess.run(
        [*install, "--target", str(out / "site"), str(wheel)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    guard = out / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return Installed(wheel, out / "site", guard)
