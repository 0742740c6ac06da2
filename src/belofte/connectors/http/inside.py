"""Looks into the texts and files that a vendor's loose search found: a look-alike's file is theirs and nobody else's.

A value counts where it stands by itself in the file's text or in what is told of the file. Where it only stands there
as a part of a longer one, the vendor found somebody else. What cannot be read as text, or does not show why it was
found, may be the person's: then a person looks, and no program acts on it.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

from belofte.connectors.http.caller import Caller
from belofte.connectors.http.columns import ASKED, PERHAPS, Cells, Columns
from belofte.connectors.http.failures import OF_THE_SYSTEM, TRANSIENT, CallFailed, Trouble
from belofte.domain.located import Key
from belofte.domain.rest import FilePart
from belofte.domain.standing import Standing, standing

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OF_ONE_FILE = frozenset({Trouble.REDIRECTED, Trouble.FORBIDDEN})
_FALLBACK = "cp1252"
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")
_OTHER_SCRIPT = "xn--"  # an address that people write in another script than the one it is compared in


class Inside:
    """Looks into files, each of them once as long as this is kept."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._texts: dict[tuple[str, Key], str | None] = {}

    def looked(self, columns: Columns, part: str, cells: Cells, value: str) -> Cells | None:
        """The row as one of the value's, or as perhaps one; None where it is somebody else's."""
        told = "\n".join(text for column in columns.collection.columns if isinstance(text := cells.get(column), str))
        if standing(value, told) is Standing.ALONE:
            return {**cells, ASKED: frozenset({value})}
        text = self._text(columns, part, cells) if part in columns.record.files else told
        stands = Standing.OTHERWISE if text is None else standing(value, text)
        if stands is Standing.ALONE:
            return {**cells, ASKED: frozenset({value})}
        if stands is Standing.WITHIN and _OTHER_SCRIPT not in value:
            return None
        return {**cells, PERHAPS: frozenset({value})}

    def _text(self, columns: Columns, part: str, cells: Cells) -> str | None:
        """What stands in a file; None where that cannot be read."""
        key, file = columns.key(cells), columns.record.files[part]
        if key is None:
            return None
        place = (columns.record.name, key)
        if place not in self._texts:
            self._texts[place] = text_of(self._content(file, {**cells, **columns.key_values(key)}))
        return self._texts[place]

    def _content(self, file: FilePart, values: Mapping[str, object]) -> bytes:
        """The file; nothing where the vendor does not give this one. Raises :class:`CallFailed` where it would give no
        other one either."""
        try:
            return self._caller.call(file.read, values).content
        except CallFailed as failed:
            if failed.trouble in (OF_THE_SYSTEM - _OF_ONE_FILE) | TRANSIENT:
                raise
            return b""


def text_of(content: bytes) -> str | None:
    """A file as text; None for what is none."""
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return content.decode(name, "replace")
    if not content or _CONTROLS & set(content):
        return None
    try:
        return content.decode("utf-8")
    except ValueError:
        return content.decode(_FALLBACK, "replace")
