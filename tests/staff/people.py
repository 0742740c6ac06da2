"""A list of staff as a company would write it."""

from __future__ import annotations

from tests.rights.commands import typed
from tests.worlds import World

HEAD = "name,role,bond,start,end,email,accounts,document,signed"
DOCUMENT = "documents/staff-secrecy.txt"


def person(name: str, role: str = "technical-staff", *, start: str = "2020-01-01", end: str = "", email: str = "",
           accounts: str = "", signed: str = "2019-12-15") -> str:  # fmt: skip
    document = DOCUMENT if signed else ""
    return f"{name},{role},employee,{start},{end},{email},{accounts},{document},{signed}"


def put_on_the_list(world: World, *rows: str) -> tuple[int, str]:
    file = world.made.home.path / "people.csv"
    file.write_text("\n".join([HEAD, *rows]), "utf-8")
    return typed(world, "staff", "import", str(file), "--by", "P. de Boer")
