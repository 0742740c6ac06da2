"""What MariaDB says of rights: each right of an account or role at each place, as ``SHOW GRANTS`` tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

_GRANT = re.compile(
    r"GRANT (?P<rights>.+?) ON (?:TABLE )?(?P<place>\*\.\*|`[^`]*`\.\*|`[^`]*`\.`[^`]*`) TO "
    r"(?P<who>`[^`]*`|'[^']*'|PUBLIC)",
    re.DOTALL,
)
_RIGHT = re.compile(r"([A-Z ]+?)(?:\s*\(([^)]*)\))?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Held:
    """One right at one place; ``columns`` as the server writes them, "" for all."""

    place: str  # *.*, `crm`.* or `crm`.`customers`
    right: str
    columns: str = ""

    @property
    def written(self) -> str:
        return f"{self.right} ({self.columns})" if self.columns else self.right


def held_by(owner: Connection, who: str) -> Iterator[Held]:
    """What ``SHOW GRANTS`` says of this account or role itself, one right at a time."""
    for name, held in _told(owner, who):
        if name == _name_in(who):
            yield held


def passed_on_to(owner: Connection, who: str) -> Iterator[tuple[str, Held]]:
    """What it has through another role, with that role's name: the server tells it in the same breath."""
    for name, held in _told(owner, who):
        if name != _name_in(who):
            yield name, held


def held_by_public(owner: Connection) -> Iterator[Held]:
    """What everybody has; nothing on a server that does not know PUBLIC (before 10.11)."""
    try:
        yield from [held for _, held in _told(owner, "PUBLIC")]
    except DBAPIError:
        return


def covers(place: str, database: str) -> bool:
    """Whether a right at ``place`` reaches a whole database of this name by a pattern (``%`` and ``_``)."""
    if not place.endswith("`.*"):
        return False
    pattern = place.removeprefix("`").removesuffix("`.*")
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return bool(re.fullmatch("".join(wild.get(one) or re.escape(one[-1]) for one in parts), database, re.DOTALL))


def _name_in(who: str) -> str:
    return who.partition("@")[0].strip("'`").replace("''", "'").replace("%%", "%")


def _told(owner: Connection, who: str) -> Iterator[tuple[str, Held]]:
    for (line,) in owner.exec_driver_sql(f"SHOW GRANTS FOR {who}"):
        match = _GRANT.match(str(line))
        if match is None:
            continue
        name = match["who"].strip("`'")
        for right, columns in _RIGHT.findall(match["rights"]):
            yield name, Held(match["place"], right.strip(), columns.strip())


def account_of(owner: Connection, account: str) -> str:
    """A role as it is written, or an account with its host."""
    user, at, host = account.partition("@")
    if at:
        return f"{quoted(user)}@{quoted(host)}"
    if is_role(owner, account):
        return quoted(account)
    found = owner.exec_driver_sql("SELECT host FROM mysql.user WHERE user = %s", (account,)).scalars().first()
    return f"{quoted(account)}@{quoted(str(found or '%'))}"


def is_role(owner: Connection, account: str) -> bool:
    """Whether this name is a role's."""
    asked = "SELECT count(*) FROM mysql.user WHERE user = %s AND is_role = 'Y'"
    return bool(owner.exec_driver_sql(asked, (account,)).scalar_one())


def quoted(value: str) -> str:
    """A text as the server takes it; for the driver, a percent sign is doubled."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("%", "%%") + "'"
