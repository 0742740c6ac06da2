"""By what a published page is recognised where it is shown: its bytes, and the words of its sections.

A company may show the page as it was published, or put its sections into a page of its own. The words of the sections
are then the same, whatever stands around them and however the lines are broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser

_SECTION = "section"
_SILENT = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class PageMarks:
    """SHA-256 of a page's bytes, and of the words in its sections ("" where it has none)."""

    page: str
    words: str


def marks_of(page: bytes) -> PageMarks:
    """The marks of one page of HTML."""
    reader = _Words()
    reader.feed(page.decode("utf-8", "replace"))
    reader.close()
    words = " ".join("".join(reader.heard).split())
    return PageMarks(sha256(page).hexdigest(), sha256(words.encode()).hexdigest() if words else "")


@dataclass(slots=True)
class _Words(HTMLParser):
    """Everything that is read inside sections."""

    heard: list[str] = field(default_factory=list[str])
    _inside: int = 0
    _silent: int = 0

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A section begins, or something nobody reads; between two parts is room."""
        del attrs
        self._inside += tag == _SECTION
        self._silent += tag in _SILENT
        self._hear(" ")

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        self._inside -= tag == _SECTION and self._inside > 0
        self._silent -= tag in _SILENT and self._silent > 0
        self._hear(" ")

    def handle_data(self, data: str) -> None:
        """Words."""
        self._hear(data)

    def _hear(self, data: str) -> None:
        if self._inside and not self._silent:
            self.heard.append(data)
