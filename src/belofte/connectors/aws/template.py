"""A prefix of object keys as a map writes it: ``klanten/{customer-number}/``. Names stand in braces, nothing else does.

A value is never pasted into a key blindly: ``12`` must not find what belongs to ``123``, and a value with a slash in it
names no folder. So a key is taken apart by the pattern, and what stood in the braces is compared.

Between braces and what follows them the first possible end counts: write a separator that no value has. Behind braces
at the very end a letter or digit goes on with the value: ``cv-{customer-number}`` finds ``cv-12.pdf`` for 12 and
``cv-123.pdf`` for 123 only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"\{([^{}]+)\}")
FOLDER = "/"


@dataclass(frozen=True, slots=True)
class Template:
    """One prefix. ``root`` is what comes before the first name; ``names`` stand in braces, in order."""

    text: str
    root: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]

    @property
    def fills_a_folder(self) -> bool:
        """One name, and behind it a slash: its values are the folders directly below the root."""
        return len(self.names) == 1 and self.text.startswith(f"{self.root}{{{self.names[0]}}}{FOLDER}")

    def readings(self, key: str) -> Iterator[tuple[str, ...]]:
        """What can stand in the braces of a key; nothing where the key is not below this prefix."""
        match = self.pattern.match(key)
        if match is None:
            return
        yield match.groups()
        if not self.text.endswith("}"):
            return
        *before, last = match.groups()
        rest = key[match.end() :].partition(FOLDER)[0]
        for end in range(1, len(rest) + 1):
            if end == len(rest) or not rest[end].isalnum():
                yield (*before, last + rest[:end])

    def filled(self, value: str) -> str | None:
        """The prefix with ``value`` in its one pair of braces; None where such a value cannot stand there."""
        if len(self.names) != 1 or not value or FOLDER in value:
            return None
        return _NAME.sub(lambda _: value, self.text)


def template(text: str) -> Template:
    """A prefix as it is written."""
    parts = _NAME.split(text)
    regex = "".join("([^/]+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    if parts[-1] == "" and len(parts) > 1:
        regex += r"(?![^\W_])"
    return Template(text, parts[0], tuple(parts[1::2]), re.compile(regex))
