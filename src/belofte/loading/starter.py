"""A first policy folder: what `belofte init` writes. It loads at once, and every hole in it is a TODO one can count."""

from __future__ import annotations

from pathlib import Path

from belofte.domain.errors import WrongUse
from belofte.loading.folder import CLAUSES_FILE, POLICY_FILE, policy_files
from belofte.loading.schema import CLAUSES_SCHEMA, FOLDER, POLICY_SCHEMA, write_schemas

_POLICY = f"""\
# What the company promises. Public: the notice is made from this file. TODO and a reason may stand anywhere;
# `belofte lint` counts what is still open. `belofte explain NAME` tells what a key means.
# yaml-language-server: $schema={FOLDER}/{POLICY_SCHEMA}
format: 1
controller: {{name: TODO legal name, country: NL, kvk: TODO number, address: TODO registered office, email: TODO}}
privacy_office: {{email: TODO where people write to}}
dpo: {{appointed: TODO true or false}}
languages: [nl, en]              # the first is the binding one
in_force: TODO the first day, such as 2026-01-01
scope: TODO the website, such as www.shop.example

data:                            # category: the kinds of data in it
  profile: [name, email, phone, address, customer-number]
  invoice: [name, address, invoice-lines]

purposes:                        # each on one legal basis
  service:   {{uses: [profile], basis: TODO contract or another}}
  invoicing: {{uses: [invoice], basis: legal-duty, law: TODO the statute}}

recipients:                      # everyone outside who gets or sees something
  hosting: {{role: processor, does: [web-hosting], gets: [profile], country: TODO where, secrecy: TODO contract}}

retention:                       # at_most is a ceiling, at_least a floor, exactly is both
  profile: {{until: left, then: erase}}
  invoice: {{exactly: TODO a period, after: TODO from which event, then: erase}}

rights: {{described: [access, rectification, erasure, restriction, portability, objection], complaint: true}}
website: {{encryption: https, cookies: "TODO every cookie, or [] for none"}}
automated_decisions: {{used: TODO true or false}}
"""

_CLAUSES = f"""\
# Which published sentence rests on which fact: your own ids, one line each. The check follows from the kind of fact.
# yaml-language-server: $schema={FOLDER}/{CLAUSES_SCHEMA}
KEEP-1: retention.profile
"""

_ATTRIBUTES = """\
# Published versions are proof: their bytes must not change between machines.
published/** -text
"""


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write a first policy folder; the files written. Raises :class:`WrongUse` where one is there already."""
    there = next(iter(policy_files(folder)), None)
    if there is not None:
        raise WrongUse(f"There is a policy here already: {there.name}.", "Name another folder with --policy.")
    written: list[Path] = []
    for name, text in ((POLICY_FILE, _POLICY), (CLAUSES_FILE, _CLAUSES), (".gitattributes", _ATTRIBUTES)):
        path = folder / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    for name in ("systems", "texts"):
        (folder / name).mkdir(exist_ok=True)
    return (*written, *write_schemas(folder))
