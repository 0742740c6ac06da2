"""``belofte docs``: the documentation that came with this version, readable without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.options import AsJson, print_json
from belofte.domain.errors import WrongUse


def docs(
    page: Annotated[str, typer.Argument(help="The page to read; without it: which there are.")] = "",
    as_json: AsJson = False,
) -> None:
    """Read the documentation that belongs to this version.

    Example: belofte docs linter
    """
    from rich.console import Console
    from rich.markdown import Markdown

    pages = _pages()
    if page and page not in pages:
        raise WrongUse("There is no such page.", "belofte docs lists them")
    if as_json:
        listed = {name: _title(file) for name, file in pages.items() if page in ("", name)}
        print_json("docs", pages=listed, text=pages[page].read_text("utf-8") if page else None)
        return
    if not page:
        typer.echo("\n".join(f"{name:<24} {_title(file)}" for name, file in pages.items()))
        return
    Console().print(Markdown(pages[page].read_text("utf-8")))


def _pages() -> dict[str, Path]:
    from belofte.bootstrap.shipped import shipped

    folder = shipped("docs")
    return {file.relative_to(folder).with_suffix("").as_posix(): file for file in sorted(folder.rglob("*.md"))}


def _title(file: Path) -> str:
    return next((line.lstrip("# ").strip() for line in file.read_text("utf-8").splitlines() if line.strip()), "")
