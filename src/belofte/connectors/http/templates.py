"""``{name}`` in a connector file becomes a value, written so that no value can break out of its place.

In a path every value is percent-encoded; between single quotes (OData) quotes are doubled; between double quotes they
get a backslash; a value that stands bare beside other text must be plain. A header takes no line end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import cast
from urllib.parse import quote

from belofte.domain.rest_names import NAME

Values = Mapping[str, object]
_Written = Callable[[str, str, str], str]  # name, text, the quote it stands between -> as it is written

_BARE = re.compile(r"[A-Za-z0-9_.:@+-]*")
_NESTED = '\\"'  # a quote within quotes, as in Microsoft's $search
_HEADER = re.compile(r"[\x20-\x7e]*")


class Unwritable(Exception):
    """A value that cannot stand where the file wants it. ``name`` is that of the place, never the value."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The value of {{{name}}} cannot be written there.")
        self.name = name


class Joined(str):
    """Text that was put together here from values written safely already."""

    __slots__ = ()


def in_path(template: str, values: Values) -> str:
    """A path with its values. Raises :class:`Unwritable` for an empty segment, and for ``.`` and ``..``."""

    def written(name: str, text: str, around: str) -> str:
        if text in ("", ".", ".."):
            raise Unwritable(name)
        return quote(text.replace("'", "''") if around == "'" else text, safe="")

    return _fill(template, values, written)


def in_query(template: str, values: Values) -> str:
    """The value of one query parameter; the client encodes it."""
    if (whole := _whole(template)) is not None:
        return _text(whole, values)

    def written(name: str, text: str, around: str) -> str:
        if around == "'":
            return text.replace("'", "''")
        if around == _NESTED and ('"' in text or "\\" in text):
            raise Unwritable(name)  # no vendor says how a quote stands in a phrase within quotes
        if around in ('"', _NESTED):
            return text.replace("\\", "\\\\").replace('"', '\\"')
        if not _BARE.fullmatch(text):
            raise Unwritable(name)
        return text

    return _fill(template, values, written)


def in_header(template: str, values: Values) -> str:
    """The value of a header. Raises :class:`Unwritable` for what is not printable ASCII."""

    def written(name: str, text: str, _around: str) -> str:
        if not _HEADER.fullmatch(text):
            raise Unwritable(name)
        return text

    return _fill(template, values, written)


def in_text(template: str, values: Values) -> str:
    """Values as they are, for a place that is written out by somebody else (a form, a password)."""
    return _fill(template, values, lambda _name, text, _around: text)


def in_body(body: object, values: Values) -> object:
    """A structured body; a text that is one ``{name}`` becomes the value itself, a list or number too."""
    if isinstance(body, str):
        if (whole := _whole(body)) is not None:
            return _value(whole, values)
        return in_text(body, values)
    if isinstance(body, Mapping):
        return {key: in_body(value, values) for key, value in cast("Mapping[str, object]", body).items()}
    if isinstance(body, (tuple, list)):
        return [in_body(value, values) for value in cast("Sequence[object]", body)]
    return body


def _whole(template: str) -> str | None:
    match = NAME.fullmatch(template)
    return match[1] if match else None


def _fill(template: str, values: Values, written: _Written) -> str:
    parts: list[str] = []
    end = 0
    for match in NAME.finditer(template):
        before = template[: match.start()]
        around = "'" if before.count("'") % 2 else '"' if before.count('"') % 2 else ""
        if around == '"' and before.endswith(_NESTED):
            around = _NESTED
        value = _value(match[1], values)
        parts.append(template[end : match.start()])
        parts.append(value if isinstance(value, Joined) else written(match[1], _as_text(match[1], value), around))
        end = match.end()
    return "".join([*parts, template[end:]])


def _value(name: str, values: Values) -> object:
    if name not in values or values[name] is None:
        raise Unwritable(name)
    return values[name]


def _text(name: str, values: Values) -> str:
    return _as_text(name, _value(name, values))


def _as_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise Unwritable(name)
