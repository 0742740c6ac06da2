"""Microsoft's ``$search`` (KQL): ``"participants:somebody@site.example"``, ``"subject:parcel"``, or words alone.

A word alone is looked for in every field that can be searched. Only what the vendor documents for messages: a property,
a colon and a value, joined by AND or OR.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from belofte.sandbox.rest.exchange import Refused
from belofte.sandbox.rest.rows import Condition

TERM = re.compile(r"\s*(?:(?P<join>AND|OR)\b|(?:(?P<property>\w+):)?(?P<value>\\?\"[^\"]*\"|[^\s\"]+))")


def search_of(written: str, fields: Mapping[str, Sequence[str]]) -> Condition:
    """The condition of a search. Raises :class:`Refused` (``bad-search``) where it is not in quotes or not known."""
    text = written.strip()
    if not (text.startswith('"') and text.endswith('"') and len(text) > 2):
        raise Refused("bad-search")
    parts: list[str] = []
    values: list[str] = []
    for found in TERM.finditer(text[1:-1].replace('\\"', '"')):
        if found["join"]:
            parts.append(found["join"])
            continue
        columns = fields.get((found["property"] or "").lower()) if found["property"] else fields.get("")
        if columns is None:
            raise Refused("bad-search")
        if parts and parts[-1] not in ("AND", "OR"):
            parts.append("AND")
        sql, wanted = _one(columns, found["value"].strip('"'))
        parts.append(sql)
        values += wanted
    if not parts or parts[-1] in ("AND", "OR"):
        raise Refused("bad-search")
    return Condition(" ".join(parts), tuple(values))


def _one(columns: Sequence[str], value: str) -> tuple[str, list[str]]:
    """A field of the row, or of every element of a list (``toRecipients[].emailAddress.address``)."""
    like = "%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    parts: list[str] = []
    for column in columns:
        listed, _, inner = column.partition("[].")
        if inner:
            field = f"json_extract(one.value, '$.{inner}')"
            parts.append(f"EXISTS (SELECT 1 FROM json_each(doc, '$.{listed}') AS one WHERE {field} LIKE ? ESCAPE '\\')")
        else:
            parts.append(f"json_extract(doc, '$.{column}') LIKE ? ESCAPE '\\'")
    return "(" + " OR ".join(parts) + ")", [like] * len(parts)
