"""A paper archive beside the customer database: a system that only people can look into, and who keeps it."""

from __future__ import annotations

from tests.worlds import World

KEEPER = "archief@opslag.example"
ARCHIVE = """kind: person
name: {{nl: papieren archief, en: paper archive}}
{contact}
instructions: kijk in de blauwe mappen
answer_within: 7 days
allow: [find, observe]
tables:
  binders:
    category: contact
    name: [label]
    email: [label_email]
    not_personal: [shelf]
    erase: row
{more}"""
SECOND = """  photos:
    category: contact
    name: [caption]
    not_personal: [album]
    erase: row
"""


def add_archive(world: World, *, contact: str = f"contact: {KEEPER}", more: str = "") -> None:
    """The archive's map; ``contact`` "" where nobody outside keeps it."""
    text = ARCHIVE.format(contact=contact, more=more)
    (world.made.home.policy / "systems" / "archive.yaml").write_text(text, "utf-8")
